"""A text that git writes in another encoding than it keeps.

gitattributes(5), "working-tree-encoding": the repository holds UTF-8, a checkout the encoding that the
attribute names; line endings are converted first (git's ``convert.c``, ``convert_to_working_tree``).
Both steps are repeated here, so the bytes are recomputed and nothing is normalised away.
"""

from __future__ import annotations

import re

from tallystick.explain.context import Context
from tallystick.explain.places import own_bytes
from tallystick.model import Difference, Explanation, Grade

ID = "working-tree-encoding"

_CHARSET = re.compile(
    r"(?:cp|windows-?|iso-?8859-?|iso-?ir-|koi8-|mac-|latin-?|utf-?16|utf-?32|euc-?|shift_?jis|big5|gb)[\w-]*",
    re.IGNORECASE,
)
"""Character sets that iconv knows too; not Python's own escapes (``unicode_escape``, ``utf-7``)."""

_UTF = re.compile(r"(utf)-?(16|32)(-?[lb]e)?(-bom)?", re.IGNORECASE)


def explain(difference: Difference, context: Context) -> Explanation | None:
    """See :class:`tallystick.explain.context.Check`."""
    held = difference.source
    if held is None or held.is_link or held.is_gitlink or difference.mode_only:
        return None
    if difference.entry.is_executable and not held.is_executable:
        return None
    asked = context.attributes(held.path, "working-tree-encoding")
    content = own_bytes(difference, context)
    if not isinstance(asked, str) or content is None:
        return None
    try:
        text = context.source_bytes(held.path).decode("utf-8")
    except UnicodeDecodeError:
        return None
    for ending, spelled in _endings(text, context.attributes(held.path, "eol")):
        if content in _encoded(spelled, asked):
            return Explanation(
                grade=Grade.DERIVED,
                explainer=ID,
                claim=f"the source's text as git writes it with working-tree-encoding={asked}",
                evidence=f"{held.path} encoded so, with {ending}, gives the same bytes",
                source_path=held.path,
            )
    return None


def _endings(text: str, eol: str | bool | None) -> list[tuple[str, str]]:  # noqa: FBT001 - a state of git's
    """The text with the line endings that a checkout may give it, and what they are called."""
    unix = text.replace("\r\n", "\n")
    if eol == "crlf":
        return [("CRLF as .gitattributes asks", unix.replace("\n", "\r\n"))]
    if eol == "lf":
        return [("LF as .gitattributes asks", unix)]
    return [("the source's line endings", text)]


def _encoded(text: str, name: str) -> list[bytes]:
    """``text`` in the character set; with a byte order mark, in either order, where git writes one."""
    if _CHARSET.fullmatch(name) is None:
        return []
    utf = _UTF.fullmatch(name)
    try:
        if utf is None:
            return [text.encode(name)]
        orders = [utf[3].lower().lstrip("-")] if utf[3] else ["le", "be"]
        marked = "\ufeff" + text if utf[4] or not utf[3] else text
        return [marked.encode(f"utf-{utf[2]}-{order}") for order in orders]
    except (LookupError, UnicodeEncodeError, ValueError):
        return []
