"""A text that a plugin of the build writes: a licence, the authors, C.

The source has no such file, or one that pbr wrote when there were fewer commits.

Which plugins do so, and where the source asks for them, :func:`texts_to_write` knows. What they write comes
from elsewhere (SPDX' list of licences, the whole history), so running the build is what would prove it.
"""

from __future__ import annotations

import hashlib
import re

from tallystick.explain.context import Context
from tallystick.explain.places import base_name, own_bytes, source_file
from tallystick.model import ArtifactKind, Difference, Explanation, Grade
from tallystick.project.bounded import Malformed, text
from tallystick.project.declared import strings
from tallystick.project.declared_pep621 import texts_to_write
from tallystick.project.requirement import need

ID = "plugin-text"

HELPERS, COMPILER = "extension-helpers", "_compiler.c"
COMPILERS = frozenset({
    "b569cbe87454fa7226e439ed3182fb9861faa97b5a4a51906e112d09b9dc2337",
    "4b6f8aaeae843d8a45e1c5062b70d5cd2aaa426fdddf95857771d25a38ff0e14",
})  # fmt: skip
"""SHA-256 of each version of what extension-helpers copies there (``extension_helpers/src/compiler.c``)."""


def explain(difference: Difference, context: Context) -> Explanation | None:
    """See :class:`tallystick.explain.context.Check`."""
    entry = difference.entry
    if entry.is_executable:
        return None
    if difference.source is not None:
        return _written_over(difference.source.path, difference, context)
    if base_name(difference.path) == COMPILER:
        return _compiler(difference, context)
    what = texts_to_write(context.project).get(_name(difference.path, context))
    content = own_bytes(difference, context) if what is not None else None
    if content is None or content.startswith(b"#!"):
        return None
    try:
        text(content, context.limits)
    except Malformed:
        return None
    return Explanation(
        grade=Grade.UNPROVEN,
        explainer=ID,
        claim=f"{what} when the release is made",
        evidence="the build asks for that plugin, and the source has no such file: build it to prove it",
    )


def _written_over(committed: str, difference: Difference, context: Context) -> Explanation | None:
    """What pbr wrote over its own text of an earlier day, by the form of both (``pbr.git``)."""
    name = _name(difference.path, context)
    what = texts_to_write(context.project).get(name)
    content = own_bytes(difference, context) if what is not None else None
    held = source_file(committed, context)
    if content is None or held is None:
        return None
    try:
        ours, theirs = (
            text(one, context.limits).splitlines() for one in (content, context.source_bytes(held))
        )
    except Malformed:
        return None
    if not (_are_more_authors if name == "AUTHORS" else _are_changes)(ours, theirs):
        return None
    return Explanation(
        grade=Grade.UNPROVEN,
        explainer=ID,
        claim=f"{what} when the release is made",
        evidence="it writes over the one that is committed, which has its form: build it to prove it",
        source_path=committed,
    )


_AUTHOR = re.compile(r"[^<>]{0,200}<[^<>\s]{1,200}>")
_CHANGE = re.compile(r"[\w.+-]{1,100}|=+|\* .*|  .*|")


def _are_more_authors(ours: list[str], theirs: list[str]) -> bool:
    """Whether each author that the source names is still there, and nobody but authors came in."""
    return set(theirs) <= set(ours) and all(_AUTHOR.fullmatch(line) for line in ours)


def _are_changes(ours: list[str], theirs: list[str]) -> bool:
    """Whether both are headings of versions and subjects below them, as ``write_git_changelog`` writes."""
    return all(
        lines[:2] == ["CHANGES", "======="] and all(_CHANGE.fullmatch(line) for line in lines)
        for lines in (ours, theirs)
    )


def asks_for_helpers(context: Context) -> bool:
    """Whether the build requires extension-helpers, which adds a module that states the compiler."""
    required = strings(context.project.table("build-system").get("requires"))
    return HELPERS in {need(line).name for line in required}


def _compiler(difference: Difference, context: Context) -> Explanation | None:
    """The C of that module, in the package itself: the plugin's own file under another name."""
    content = own_bytes(difference, context) if asks_for_helpers(context) else None
    if content is None or difference.path.count("/") > 2:
        return None
    if hashlib.sha256(content.replace(b"\r\n", b"\n")).hexdigest() not in COMPILERS:
        return None
    return Explanation(
        grade=Grade.UPSTREAM,
        explainer=ID,
        claim=f"compiler.c of {HELPERS}, which its get_extensions copies here",
        evidence="the bytes of a version of it, and the build asks for it",
    )


def _name(path: str, context: Context) -> str:
    """The name that the file has in the project's folder; "" for one that no plugin would write there."""
    if context.artifact.kind is ArtifactKind.WHEEL:
        folder, _, path = path.partition(".dist-info/")
        if f"{folder}.dist-info" != context.dist_info:
            return ""
        path = path.removeprefix("licenses/")
    return "" if "/" in path else path
