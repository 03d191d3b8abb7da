"""Manual pages whose names a makefile computes: ``$(shell sed … $(top_srcdir)/lib/x.def)``.

GNU make manual, "The shell Function". Nothing here runs the command. The makefile beside the page says
that it packs manuals, names a file of the source in such a call, and that file has the name of the page as a
word. So does one where ``configure`` fills in the names of the pages (``man3_MANS = $(DOCMAN3)``), of which a
list of what is packed names the files that they are made of.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from tallystick.explain.context import Context
from tallystick.explain.evidence.automake_files import expanded, makefile_texts, values
from tallystick.explain.evidence.build_files import MAX_FILES, says
from tallystick.explain.places import base_name, folder_of, source_file
from tallystick.project import join

_PAGE = re.compile(r"(?P<name>[\w.+-]+)\.[1-9]")
_CALL = re.compile(r"\$\(shell[ \t]+([^\n]{1,500})")
_TOP = re.compile(r"\$[({](?:abs_)?top_srcdir[)}]/([\w./+-]{1,200})")


def listing(place: str, context: Context) -> str | None:
    """The file of the source that has the name of the page at ``place``, by which a makefile makes it."""
    page = _PAGE.fullmatch(base_name(place))
    if page is None:
        return None
    for makefile, text in makefile_texts(context).items():
        if folder_of(makefile) != folder_of(place) or "_MANS" not in text:
            continue
        for call in _CALL.findall(text):
            for word in _TOP.findall(call):
                path = source_file(join("", word), context)
                if path is not None and says(page["name"], _text(path, context)):
                    return path
        if (path := _filled_in(page["name"], makefile, text, context)) is not None:
            return path
    return None


def _filled_in(name: str, makefile: str, text: str, context: Context) -> str | None:
    """The file that ``makefile`` packs and that has ``name`` on a line of its own words."""
    set_to = values(text)
    pages = expanded(" ".join(v for key, v in set_to.items() if key.endswith("_MANS")), set_to)
    if not any(_UNSET.fullmatch(word) for word in pages):
        return None
    described = context.once(
        f"described by {makefile}", lambda: _described(makefile, set_to, context)
    )
    return described.get(name)


_UNSET = re.compile(r"\$[({]\w+[)}]|@\w+@")
_DESCRIBED = re.compile(r"^@?[A-Z]+@?:?[ \t]+([\w.+-]+)[ \t]*$", re.MULTILINE)
"""``@FUNC@  FcAtomicLock``: a key word, and the name of what is described."""


def _described(makefile: str, set_to: Mapping[str, str], context: Context) -> Mapping[str, str]:
    """What the files that ``makefile`` packs beside it describe, each with that file."""
    found: dict[str, str] = {}
    for word in expanded(set_to.get("EXTRA_DIST", ""), set_to)[:MAX_FILES]:
        path = source_file(join(folder_of(makefile), word), context) if "$" not in word else None
        for name in _DESCRIBED.findall(_text(path, context)) if path is not None else ():
            found.setdefault(name, path or "")
    return found


def _text(path: str, context: Context) -> str:
    return context.source_bytes(path)[: context.limits.syntax].decode("utf-8", "replace")
