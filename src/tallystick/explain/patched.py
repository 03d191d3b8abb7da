"""A file of the source after a patch of the source.

Projects keep patches beside what they vendor, or for their own ``setup.py``, and a script applies them before
the release is packed. The patch is reviewed like anything else in the source, so applying it here, exactly
and without fuzz, gives the bytes that the artifact must have.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from tallystick.explain.context import Context, Unreadable
from tallystick.explain.evidence.scripts import naming_scripts, naming_workflows
from tallystick.explain.places import base_name, folder_of, own_bytes, places, source_file
from tallystick.model import Difference, Explanation, Grade
from tallystick.upstreams.unified_diff import NOTHING, FilePatch, MalformedPatch, read_patch

ID = "patched"

ENDINGS = (".patch", ".diff")

MAX_PATCHES = 200
"""Patches read for one source; a distribution's package with many has 150."""

MAX_STEPS = 20
"""Patches applied to one file."""

NEAR = 3
"""Lines between a patch's name and the command that applies it: a loop over a folder of patches."""

_APPLIES = re.compile(
    r"""(?:^|[\s"'\[(;&|/])(?:patch["',]?\s|git["',]*\s+["']?(?:apply|am)\b|quilt\b)""",
    re.MULTILINE,
)

_REMARK = re.compile(r"[ \t]*(?:#(?!!)|//|dnl\b|(?i:rem)\b|::|;|--)")
"""A line that only says something: of a shell, Python, m4, a batch file."""

Change = tuple[str, FilePatch]
"""The patch's path, and what it does to one file."""


def explain(difference: Difference, context: Context) -> Explanation | None:
    """See :class:`tallystick.explain.context.Check`."""
    by_name = context.once("patches", lambda: _changes(context))
    changes = by_name.get(base_name(difference.path)) if by_name else None
    content = own_bytes(difference, context) if changes else None
    if not changes or content is None:
        return None
    for place in places(difference, context):
        found = _made(place, content, changes, context)
        if found is not None:
            return _explanation(difference, place, *found, context)
    return None


def _explanation(
    difference: Difference, place: str, before: str, changes: list[Change], context: Context
) -> Explanation:
    """Proof where scripts apply each patch, and to this place; else it may be for another day or folder."""
    held = context.source.tree.entries.get(before)
    patches = list(dict.fromkeys(name for name, _ in changes))
    idle = [name for name in patches if not _is_applied(name, context)]
    astray = [name for name, change in changes if not _is_meant(place, name, change.new, context)]
    why = f"nothing in the source says that {idle[0]} is applied" if idle else ""
    if astray:
        why = why or f"nothing says that {astray[0]} is applied in this folder"
    if difference.entry.is_executable and not (held is not None and held.is_executable):
        why = why or "it is executable, and the source's file is not"
    names = ", ".join(patches)
    return Explanation(
        grade=Grade.UNPROVEN if why else Grade.DERIVED,
        explainer=ID,
        claim=f"{before or 'a new file'} after {names} of the source",
        evidence="the same bytes once patched, without fuzz" + (f", but {why}" if why else ""),
        source_path=before or patches[0],
        normalisations=() if why else tuple(f"patch {name} applied" for name in patches),
    )


def _is_meant(place: str, patch: str, name: bytes, context: Context) -> bool:
    """Whether ``place`` is the name in the patch, below the root, the project or a folder above the patch.

    A file that a patch makes for some folder of a vendored tree must not be put wherever its name would fit.
    """
    roots = {"", folder_of(context.project.path("x"))}
    folder = folder_of(patch)
    while folder:
        roots.add(folder)
        folder = folder_of(folder.rstrip("/"))
    whole = name.decode("utf-8", "surrogateescape")
    return any(place == root + spelled for root in roots for spelled in (whole, _spelled(name)))


def _made(
    place: str, content: bytes, changes: list[Change], context: Context
) -> tuple[str, list[Change]] | None:
    """The file of the source, and the patches after which it is ``content``: one alone, or all up to one."""
    ours = [change for change in changes if _is_of(place, change[1].new)][:MAX_STEPS]
    for name, change in ours:
        before = _before(place, change, context)
        if before is not None and change.applied(_read(before, context)) == content:
            return before, [(name, change)]
    if not ours:
        return None
    before = _before(place, ours[0][1], context)
    state = _read(before, context) if before is not None else None
    applied: list[Change] = []
    for name, change in ours:
        state = change.applied(state) if state is not None else None
        applied.append((name, change))
        if before is not None and state == content:
            return before, applied
    return None


def _before(place: str, change: FilePatch, context: Context) -> str | None:
    """The file of the source that ``change`` begins with: "" for none, None where it is not there."""
    if change.old == NOTHING:
        return None if context.source_has(place) else ""
    old, new = _spelled(change.old), _spelled(change.new)
    if old == new:
        return source_file(place, context)
    root = place.removesuffix(new) if place.endswith(new) else None
    return source_file(root + old, context) if root is not None else None


def _read(path: str, context: Context) -> bytes:
    return context.source_bytes(path) if path else b""


def _spelled(name: bytes) -> str:
    """A name without the first component, as ``patch -p1`` and git read it."""
    return name.decode("utf-8", "surrogateescape").partition("/")[2]


def _is_of(place: str, name: bytes) -> bool:
    """Whether ``name`` is ``place`` below some folder of the source, for git's prefix or for none."""
    whole = name.decode("utf-8", "surrogateescape")
    return any(
        f"/{place}".endswith(f"/{spelled}") for spelled in (whole, _spelled(name)) if spelled
    )


def _changes(context: Context) -> Mapping[str, list[Change]]:
    """What the patches of the source do, by base name; in the order of the patches' names."""
    found: dict[str, list[Change]] = {}
    paths = [path for path in context.source.tree.entries if path.endswith(ENDINGS)]
    wanted = sorted(paths)[:MAX_PATCHES]
    context.source.tree.reader.prefetch(frozenset(wanted))
    for path in wanted:
        for change in _patch(path, context):
            name = base_name(change.new.decode("utf-8", "surrogateescape"))
            found.setdefault(name, []).append((path, change))
    return found


def _patch(path: str, context: Context) -> Iterator[FilePatch]:
    resolved = source_file(path, context)
    try:
        yield from read_patch(context.source_bytes(resolved)) if resolved is not None else ()
    except (MalformedPatch, Unreadable):
        return


def _is_applied(path: str, context: Context) -> bool:
    """Whether a build file, script or workflow names this patch, or its folder, where it runs one."""
    folder = base_name(folder_of(path).rstrip("/"))
    words = [base_name(path), folder] if folder else [base_name(path)]
    for word in words:
        for _, text in (*naming_scripts(word, context), *naming_workflows(word, context)):
            lines = [line for line in text.splitlines() if _REMARK.match(line) is None]
            near = [
                "\n".join(lines[max(0, at - NEAR) : at + NEAR + 1])
                for at, line in enumerate(lines)
                if word in line
            ]
            if any(_APPLIES.search(each) for each in near):
                return True
    return False
