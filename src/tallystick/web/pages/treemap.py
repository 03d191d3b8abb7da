"""A map of an artifact: a rectangle a file, as large as its share of the bytes.

squarify lays it out (Bruls, Huizing, van Wijk, "Squarified Treemaps", 2000): folders, in them files.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from msgspec import Struct
from sqlalchemy import Connection
from squarify import squarify  # type: ignore[import-untyped]

from tallystick.model import Grade
from tallystick.report.text import name, parse_name
from tallystick.store.asking.breakdown import Part, Sized, largest

WIDTH: Final = 1_000
HEIGHT: Final = 280

MOST_FILES: Final = 120
"""Files with a rectangle of their own; the rest is one rectangle a grade. More are smaller than a letter, and
squarify calls itself once a row."""

MOST_RESIDUE: Final = 60
"""Of these, what nothing accounts for, however small it is."""

MOST_FOLDERS: Final = 40

LEAST: Final = 1 / 2_000
"""The smallest share that is drawn: what is smaller could not be seen, nor pointed at."""

_GAP: Final = 3.0
"""Around each folder."""

_LETTER: Final = 6.2
"""Width of a letter of the labels."""


class Tile(Struct, frozen=True, kw_only=True):
    """One rectangle.

    Attributes:
        position: of the entry; None where it stands for several files.
        label: as much of the name as fits; empty where nothing does.
    """

    x: float
    y: float
    width: float
    height: float
    grade: Grade
    path: str
    bytes: int
    position: int | None
    label: str


class Map(Struct, frozen=True, kw_only=True):
    """All rectangles, in a picture of ``WIDTH`` by ``HEIGHT``."""

    tiles: tuple[Tile, ...]
    files: int
    drawn: int


class _Box(Struct, frozen=True, kw_only=True):
    x: float
    y: float
    width: float
    height: float


def treemap(connection: Connection, ledger: int, parts: Sequence[Part]) -> Map:
    """The map of a ledger, whose parts :func:`tallystick.store.asking.breakdown.breakdown` counted."""
    residue, proven = largest(connection, ledger, residue=MOST_RESIDUE, proven=MOST_FILES)
    chosen = [*residue, *proven[: MOST_FILES - len(residue)]]
    rest = _rest(parts, chosen)
    return Map(
        tiles=tuple(_tiles(chosen, rest)),
        files=sum(part.files for part in parts),
        drawn=len(chosen),
    )


def _rest(parts: Sequence[Part], chosen: Sequence[Sized]) -> dict[Grade, tuple[int, int]]:
    """Files and bytes of each grade that have no rectangle of their own."""
    left: dict[Grade, tuple[int, int]] = {}
    for part in parts:
        files, size = left.get(part.grade, (0, 0))
        left[part.grade] = (files + part.files, size + part.bytes)
    for one in chosen:
        files, size = left[one.grade]
        left[one.grade] = (files - 1, size - one.size)
    return {grade: counts for grade, counts in left.items() if counts[0]}


def _tiles(chosen: Sequence[Sized], rest: Mapping[Grade, tuple[int, int]]) -> Iterable[Tile]:
    whole = sum(one.size for one in chosen) + sum(size for _, size in rest.values())
    least = max(whole * LEAST, 1.0)
    folders = _folders(chosen)
    boxes: list[tuple[float, str, Sequence[Sized]]] = [
        (sum(max(one.size, least) for one in files), folder, files)
        for folder, files in folders.items()
    ]
    if rest:
        boxes.append((sum(max(size, least) for _, size in rest.values()), "", ()))
    boxes.sort(key=lambda box: (-box[0], box[1]))
    weights = [weight for weight, _, _ in boxes]
    for box, (_, folder, files) in zip(_laid(weights, _PICTURE), boxes, strict=True):
        inside = _inside(box)
        if files:
            yield from _of_folder(folder, files, inside, least)
        else:
            yield from _of_rest(rest, inside, least)


_PICTURE: Final = _Box(x=0, y=0, width=WIDTH, height=HEIGHT)


def _folders(chosen: Sequence[Sized]) -> dict[str, list[Sized]]:
    """Files by the folder at the top; beyond ``MOST_FOLDERS`` of them, all others as one."""
    found: dict[str, list[Sized]] = {}
    for one in chosen:
        found.setdefault(one.path.partition("/")[0] if "/" in one.path else ".", []).append(one)
    by_size = sorted(found.items(), key=lambda item: -sum(one.size for one in item[1]))
    kept = dict(by_size[:MOST_FOLDERS])
    others = [one for _, files in by_size[MOST_FOLDERS:] for one in files]
    return {**kept, "…": others} if others else kept


def _of_folder(folder: str, files: Sequence[Sized], box: _Box, least: float) -> Iterable[Tile]:
    ordered = sorted(files, key=lambda one: (-one.size, one.path))
    places = _laid([max(one.size, least) for one in ordered], box)
    for one, place in zip(ordered, places, strict=True):
        inside = one.path.removeprefix(f"{folder}/")
        yield _tile(place, one.grade, one.path, one.size, one.position, inside)


def _of_rest(rest: Mapping[Grade, tuple[int, int]], box: _Box, least: float) -> Iterable[Tile]:
    ordered = sorted(rest.items(), key=lambda item: -item[1][1])
    places = _laid([max(size, least) for _, (_, size) in ordered], box)
    for (grade, (files, size)), place in zip(ordered, places, strict=True):
        said = f"{files:,} smaller" if files > 1 else "1 smaller"
        yield _tile(place, grade, said, size, None, said)


def _tile(  # noqa: PLR0913, PLR0917 - a row of the picture
    place: _Box, grade: Grade, path: str, size: int, position: int | None, label: str
) -> Tile:
    letters = int((place.width - 6) / _LETTER)
    shown = name(parse_name(label)) if position is not None else label
    fits = letters >= 4 and place.height >= 14
    return Tile(
        x=round(place.x, 1),
        y=round(place.y, 1),
        width=round(place.width, 1),
        height=round(place.height, 1),
        grade=grade,
        path=path,
        bytes=size,
        position=position,
        label=_cut(shown, letters) if fits else "",
    )


def _cut(label: str, letters: int) -> str:
    if len(label) <= letters:
        return label
    last = label.rpartition("/")[2]
    return last if len(last) <= letters else f"{last[: letters - 1]}…"


def _inside(box: _Box) -> _Box:
    gap = min(_GAP, box.width / 4, box.height / 4)
    return _Box(
        x=box.x + gap / 2, y=box.y + gap / 2, width=box.width - gap, height=box.height - gap
    )


def _laid(weights: Sequence[float], box: _Box) -> list[_Box]:
    """Rectangles in ``box`` with these weights, which are positive and in falling order."""
    scale = box.width * box.height / sum(weights) if weights else 0
    laid = squarify([weight * scale for weight in weights], box.x, box.y, box.width, box.height)
    return [_Box(x=one["x"], y=one["y"], width=one["dx"], height=one["dy"]) for one in laid]
