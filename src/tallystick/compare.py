"""The same release from several origins, laid side by side; pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from msgspec import Struct

from tallystick.model import Tree


class Divergence(Struct, frozen=True, kw_only=True):
    """A path on which the origins do not agree.

    Attributes:
        path: below the top folder.
        versions: for each origin that holds the path, an identity of mode and content.
        absent: origins that do not hold it.
        alone: the origins whose version (or absence) no other origin shares; empty where there is no
            majority to stand alone against.
    """

    path: str
    versions: Mapping[str, str]
    absent: tuple[str, ...]
    alone: tuple[str, ...]


class Comparison(Struct, frozen=True, kw_only=True):
    """Every path of every origin: how many agree everywhere, and where they part."""

    origins: tuple[str, ...]
    agreeing: int
    divergences: tuple[Divergence, ...]


def compare(trees: Mapping[str, Tree]) -> Comparison:
    """Lay the trees of the origins, by their names, side by side.

    Executable bits and links count as content: ``git`` would store them differently.
    """
    origins = tuple(trees)
    paths = dict.fromkeys(path for tree in trees.values() for path in tree.entries)
    divergences = []
    for path in paths:
        held = {
            origin: f"{entry.mode:o}:{entry.blob}"
            for origin, tree in trees.items()
            if (entry := tree.entries.get(path)) is not None
        }
        if len(held) == len(origins) and len(set(held.values())) == 1:
            continue
        shares = Counter(held.get(origin, "") for origin in origins)
        majority = max(shares.values()) > 1
        divergences.append(
            Divergence(
                path=path,
                versions=held,
                absent=tuple(origin for origin in origins if origin not in held),
                alone=tuple(o for o in origins if majority and shares[held.get(o, "")] == 1),
            )
        )
    return Comparison(
        origins=origins,
        agreeing=len(paths) - len(divergences),
        divergences=tuple(sorted(divergences, key=lambda d: (not d.alone, d.path))),
    )
