"""A file where the source has a symbolic link: the link's target, copied.

Backends and ``tar -h`` follow links; a link to a folder becomes the folder's files. Proven by the
blob that the link leads to inside the source; a target outside the tree proves nothing.
"""

from __future__ import annotations

from msgspec.structs import replace

from tallystick.explain.context import Context
from tallystick.explain.line_endings import (
    NORMALISED,
    UNKNOWN_WHY,
    ending_asked_for,
    is_same_text,
)
from tallystick.explain.mode import NOT_COMPARED, is_everywhere
from tallystick.model import Difference, Entry, Explanation, Grade
from tallystick.project import join

ID = "symlink-dereferenced"

MAX_HOPS = 40
"""Links followed for one path; Linux gives up at 40 (path_resolution(7))."""


def explain(difference: Difference, context: Context) -> Explanation | None:
    """See :class:`tallystick.explain.context.Check`."""
    if difference.entry.is_link or not context.links:
        return None
    for candidate in context.layout.candidates(difference.path):
        if not _below_a_link(candidate.path, context):
            continue
        if _is_its_text(difference.entry, candidate.path, context):
            return Explanation(
                grade=Grade.UNPROVEN,
                explainer=ID,
                claim=f"the text of the link at {candidate.path}, where git makes no links",
                evidence="git writes it so where core.symlinks is false; nothing says that it was",
                source_path=candidate.path,
            )
        resolved = resolve(candidate.path, context)
        if resolved is None or resolved == candidate.path:
            continue
        if (unread := below_unread(resolved, context)) is not None:
            return _unread(difference, candidate.path, unread, context)
        target = context.source.tree.entries.get(resolved)
        if target is None or target.is_link or target.is_gitlink:
            continue
        if target.blob == difference.entry.blob:
            return _copy(difference, candidate.path, target, context)
        if is_same_text(context.artifact_bytes(difference.path), context.source_bytes(resolved)):
            return _rewritten(difference, candidate.path, target, context)
    return None


def below_unread(path: str, context: Context) -> str | None:
    """The submodule below which ``path`` lies, if that submodule could not be read."""
    return next((module for module in context.gitlinks if path.startswith(f"{module}/")), None)


def _unread(difference: Difference, link: str, module: str, context: Context) -> Explanation | None:
    """A copy of what cannot be looked at; a name that a toolchain upstream published must be of its bytes."""
    if context.known is not None and context.known.named(difference.path.rpartition("/")[2]):
        return None
    return Explanation(
        grade=Grade.UNPROVEN,
        explainer=ID,
        claim=f"copy of what the link at {link} leads to, in the submodule {module}",
        evidence="that submodule could not be read; have it at hand to prove or refute it",
        source_path=link,
    )


def _is_its_text(entry: Entry, path: str, context: Context) -> bool:
    """Whether the file holds the path that the link leads to (git-config(1), ``core.symlinks``)."""
    return path in context.links and context.source.tree.entries[path].blob == entry.blob


def _rewritten(difference: Difference, link: str, target: Entry, context: Context) -> Explanation:
    """git on Windows ends the lines of what the link leads to with CRLF, as those of any text."""
    why = ending_asked_for(difference.path, target.path, context)
    copy = _copy(difference, link, target, context)
    proven = why is not None and copy.grade is Grade.DERIVED
    return replace(
        copy,
        grade=Grade.DERIVED if proven else Grade.UNPROVEN,
        evidence=f"the text of {target.path} with other line endings; {why or UNKNOWN_WHY}",
        normalisations=(*copy.normalisations, NORMALISED),
    )


def _copy(difference: Difference, link: str, target: Entry, context: Context) -> Explanation:
    """The bytes agree; for an executable bit that the target lacks the rules are those of ``mode``."""
    added = difference.entry.is_executable and not target.is_executable
    bit = (NOT_COMPARED,) if added else ()
    proven = not added or is_everywhere(context)
    why = "every file of the artifact is executable" if proven else "nothing says who set the bit"
    return Explanation(
        grade=Grade.DERIVED if proven else Grade.UNPROVEN,
        explainer=ID,
        claim=f"copy of what the link at {link} leads to",
        evidence=f"the same blob as {target.path}" + (f"; {why}" if added else ""),
        source_path=target.path,
        normalisations=("symbolic link replaced by its target", *bit),
    )


def _below_a_link(path: str, context: Context) -> bool:
    while path:
        if path in context.links:
            return True
        path = path.rpartition("/")[0]
    return False


def resolve(path: str, context: Context) -> str | None:
    """``path`` with every symbolic link of the source followed; None if it leads nowhere inside."""
    hops = 0
    done = ""
    rest = path.split("/")
    while rest:
        part = rest.pop(0)
        here = join(done, part)
        if here.startswith("../") or here == "..":
            return None
        entry = context.source.tree.entries.get(here)
        if entry is None or not entry.is_link:
            done = here
            continue
        hops += 1
        target = context.source_bytes(here).decode("utf-8", "surrogateescape")
        if hops > MAX_HOPS or target.startswith("/"):
            return None
        rest = target.split("/") + rest
    return done
