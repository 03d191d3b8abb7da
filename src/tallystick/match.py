"""Two trees, laid side by side: which entries are simply there, and which are not.

Pure and linear in the number of entries. An entry is *identical* only when blob, kind and mapped
path all agree; the same bytes under another path are *moved* only where the layout says so.
"""

from __future__ import annotations

from msgspec import Struct

from tallystick.model import Difference, Entry, Grade, Omitted, Source, Tree
from tallystick.project import Layout


class Pair(Struct, frozen=True, kw_only=True):
    """An entry whose bytes stand in the source where the layout says.

    Attributes:
        entry: the artifact's.
        source: the source's.
        grade: ``identical``, ``moved``, or ``upstream`` below a submodule's gitlink.
        reason: why it moved, or which submodule at which commit it is; None when identical.
        dropped_executable: the source sets an executable bit that the artifact does not.
    """

    entry: Entry
    source: Entry
    grade: Grade
    reason: str | None = None
    dropped_executable: bool = False


class Match(Struct, frozen=True, kw_only=True):
    """Every entry of the artifact, once, in one of two lists; and what only the source has."""

    pairs: tuple[Pair, ...]
    differences: tuple[Difference, ...]
    omitted: tuple[Omitted, ...]


def match(artifact: Tree, source: Source, layout: Layout) -> Match:
    """Lay ``artifact`` and ``source`` together as ``layout`` places them."""
    pairs: list[Pair] = []
    differences: list[Difference] = []
    seen: set[str] = set()
    for entry in artifact.entries.values():
        found = _place(entry, source, layout)
        if isinstance(found, Pair):
            pairs.append(found)
            seen.add(found.source.path)
        else:
            differences.append(found)
            if found.source is not None:
                seen.add(found.source.path)
    return Match(
        pairs=tuple(pairs),
        differences=tuple(differences),
        omitted=tuple(_omitted(source, seen)),
    )


def _place(entry: Entry, source: Source, layout: Layout) -> Pair | Difference:
    """The pair that ``entry`` makes, or how it differs from the best place that exists."""
    nearest: Entry | None = None
    mode_only: Entry | None = None
    for candidate in layout.candidates(entry.path):
        held = source.tree.entries.get(candidate.path)
        if held is None:
            continue
        if held.blob != entry.blob or held.is_link != entry.is_link or held.is_gitlink:
            nearest = nearest or held
        elif entry.is_executable and not held.is_executable:
            mode_only = mode_only or held
        else:
            return _pair(entry, held, source, candidate.moved)
    if mode_only is not None:
        return Difference(entry=entry, source=mode_only, mode_only=True)
    return Difference(entry=entry, source=nearest)


def _pair(entry: Entry, held: Entry, source: Source, moved: str | None) -> Pair:
    grade, reason = (Grade.MOVED, moved) if moved else (Grade.IDENTICAL, None)
    for path, commit in source.submodules.items():
        if held.path.startswith(f"{path}/"):
            grade, reason = Grade.UPSTREAM, f"submodule {path} at commit {commit}"
    return Pair(
        entry=entry,
        source=held,
        grade=grade,
        reason=reason,
        dropped_executable=held.is_executable and not entry.is_executable,
    )


def _omitted(source: Source, seen: set[str]) -> list[Omitted]:
    """Entries of the project's folder that the artifact does not hold."""
    prefix = f"{source.subdir}/" if source.subdir else ""
    return [
        Omitted(path=path, reason="not in the artifact")
        for path, entry in source.tree.entries.items()
        if path not in seen and path.startswith(prefix) and not entry.is_gitlink
    ]
