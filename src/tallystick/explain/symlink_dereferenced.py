"""A file where the source has a symbolic link: the link's target, copied.

Backends and ``tar -h`` follow links; a link to a folder becomes the folder's files. Proven by the
blob that the link leads to inside the source; a target outside the tree proves nothing.
"""

from __future__ import annotations

from tallystick.explain.context import Context
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
    held = difference.source
    if held is not None and held.is_link and held.blob == difference.entry.blob:
        return _target_as_text(difference, held, context)
    for candidate in context.layout.candidates(difference.path):
        if not _below_a_link(candidate.path, context):
            continue
        resolved = resolve(candidate.path, context)
        if resolved is None or resolved == candidate.path:
            continue
        target = context.source.tree.entries.get(resolved)
        if target is None or target.blob != difference.entry.blob:
            continue
        return _copy(difference, candidate.path, target, context)
    return None


def _target_as_text(difference: Difference, link: Entry, context: Context) -> Explanation:
    """Where git may not make links it writes their target into a file (git-config, ``core.symlinks``).

    Then there is no link anywhere; one link alone that was made a file is a question.
    """
    everywhere = context.once("no links checked out", lambda: _has_no_links(context))
    proven = everywhere and not difference.entry.is_executable
    return Explanation(
        grade=Grade.DERIVED if proven else Grade.UNPROVEN,
        explainer=ID,
        claim=f"the text of the link {link.path}, checked out where there are no links",
        evidence="so is every link of the source that the artifact has"
        if proven
        else "other links of the source are links or copies here, or it is executable",
        source_path=link.path,
        normalisations=("symbolic link replaced by a file that holds its target",)
        if proven
        else (),
    )


def _has_no_links(context: Context) -> bool:
    """Whether each entry that is a link in the source is a file with the link's target here."""
    entries = context.artifact.tree.entries
    for path, entry in entries.items():
        for candidate in context.layout.candidates(path):
            held = context.source.tree.entries.get(candidate.path)
            if held is not None and held.is_link and (entry.is_link or entry.blob != held.blob):
                return False
    return not any(path.startswith(tuple(f"{link}/" for link in context.links)) for path in entries)


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
