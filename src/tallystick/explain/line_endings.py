"""Text whose lines end otherwise than in the source.

Git itself rewrites line endings on checkout (gitattributes(5), "eol"). Proven only where the
source's attributes ask for the artifact's ending, or where every text of the artifact has it (a
checkout with ``core.autocrlf``), and only for text: in anything with a NUL byte the ending is data.
"""

from __future__ import annotations

from tallystick.explain.context import Context, Unreadable
from tallystick.model import Difference, Explanation, Grade

ID = "line-endings"

NORMALISED = "CRLF read as LF on both sides"
UNKNOWN_WHY = "same text; neither .gitattributes nor the other files say why"

EVIDENCE_FILES = 50
"""Texts of the artifact looked at before "all of it is CRLF" is believed."""


def explain(difference: Difference, context: Context) -> Explanation | None:
    """See :class:`tallystick.explain.context.Check`."""
    if difference.source is None or difference.mode_only or difference.entry.is_link:
        return None
    if difference.source.is_link or difference.source.is_gitlink:
        return None
    ours = context.artifact_bytes(difference.path)
    theirs = context.source_bytes(difference.source.path)
    if not is_same_text(ours, theirs):
        return None
    why = ending_asked_for(difference.path, difference.source.path, context)
    return Explanation(
        grade=Grade.DERIVED if why else Grade.UNPROVEN,
        explainer=ID,
        claim="the source's text with other line endings",
        evidence=why or UNKNOWN_WHY,
        source_path=difference.source.path,
        normalisations=(NORMALISED,),
    )


def is_same_text(ours: bytes, theirs: bytes) -> bool:
    """Whether two files are text and the same but for the ends of their lines.

    A lone CR inside a line is not an ending: only CRLF and LF may differ.
    """
    if b"\0" in ours or b"\0" in theirs or _unix(ours) != _unix(theirs):
        return False
    return ours.count(b"\r") - ours.count(b"\r\n") == theirs.count(b"\r") - theirs.count(b"\r\n")


def _unix(content: bytes) -> bytes:
    return content.replace(b"\r\n", b"\n")


def _ending(content: bytes) -> str | None:
    """``crlf`` or ``lf`` if all lines agree, None if they do not or there are none."""
    lines, crlf = content.count(b"\n"), content.count(b"\r\n")
    if not lines:
        return None
    return "crlf" if crlf == lines else "lf" if crlf == 0 else None


def ending_asked_for(ours: str, path: str, context: Context) -> str | None:
    """Why git itself would have written the artifact's ``ours`` so from the source's ``path``."""
    ending = _ending(context.artifact_bytes(ours))
    if ending is None:
        return None
    asked = context.attributes(path, "eol")
    if asked == ending:
        return f".gitattributes asks for eol={ending}"
    if ending == "lf" and context.attributes(path, "text") not in {None, False}:
        return ".gitattributes calls it text, which git writes with LF"
    if (
        ending == "crlf"
        and context.attributes(path, "text") is not False
        and _all_crlf(ours, context)
    ):
        return "every text of the artifact that was looked at ends its lines with CRLF"
    return None


def _is_the_sources(path: str, context: Context) -> bool:
    """Whether git wrote it; what a build writes anew has the endings of the tool, not of the checkout."""
    blob = context.artifact.tree.entries[path].blob
    there = (
        context.source.tree.entries.get(candidate.path)
        for candidate in context.layout.candidates(path)
    )
    return any(held is not None and held.blob == blob for held in there)


def _all_crlf(doubted: str, context: Context) -> bool:
    """Whether all other texts of the artifact say that it is a checkout with ``core.autocrlf``."""
    seen = 0
    for path, entry in context.artifact.tree.entries.items():
        if (
            path == doubted
            or not path.endswith((".py", ".c", ".h", ".md", ".rst", ".cfg", ".toml"))
            or entry.is_link
        ):
            continue
        if path.rsplit("/", 1)[-1] == "PKG-INFO" or ".egg-info/" in path:
            continue
        try:
            ending = _ending(context.artifact_bytes(path))
        except Unreadable:
            continue
        if ending == "lf" and _is_the_sources(path, context):
            return False
        seen += ending == "crlf"
        if seen >= EVIDENCE_FILES:
            return True
    return seen > 0
