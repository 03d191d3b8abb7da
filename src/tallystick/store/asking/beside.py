"""The artifacts of one release beside each other: file by file, each once, under its name in the source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Final

from msgspec import Struct
from sqlalchemy import Connection, func, select

from tallystick.model import RESIDUE, Grade
from tallystick.store import schema

_ENTRY: Final = schema.entry
_GRADES: Final = {grade: rank for rank, grade in enumerate(reversed(Grade))}

MOST_ENTRIES: Final = 100_000
"""Entries that are laid side by side: a release of 8,000 files in twelve artifacts, in half a second."""


class Standing(StrEnum):
    """How the artifacts hold one file, what is most worth a look first."""

    RESIDUE = "residue"
    """At least one holds it and nothing accounts for it there."""

    OTHER_BYTES = "other bytes"
    """All that hold it can account for it, and not all hold the same bytes."""

    PARTIAL = "not in all"
    """The same bytes wherever it is, and not everywhere."""

    SAME = "same"


class Cell(Struct, frozen=True, kw_only=True):
    """A file in one artifact."""

    position: int
    blob_id: int
    grade: Grade


class BesideRow(Struct, frozen=True, kw_only=True):
    """One file: its path in the source (in the artifact where it has none), and each artifact's, or None."""

    path_id: int
    standing: Standing
    in_source: bool
    cells: tuple[Cell | None, ...]


class Beside(Struct, frozen=True, kw_only=True):
    """All files of a release; ``rows`` sorted by standing, then worst grade.

    Attributes:
        ledgers: those that are compared, in the order of the cells; fewer than asked for if together they
            have more than ``MOST_ENTRIES``.
    """

    ledgers: tuple[int, ...]
    rows: tuple[BesideRow, ...]


def beside(connection: Connection, ledgers: Sequence[tuple[int, int]]) -> Beside:
    """Lay artifacts side by side.

    Args:
        connection: to the store.
        ledgers: the number of each, and how many entries it has.
    """
    compared: list[int] = []
    left = MOST_ENTRIES
    for ledger, files in ledgers:
        left -= files
        if left < 0:
            break
        compared.append(ledger)
    found: dict[int, list[Cell | None]] = {}
    in_source: set[int] = set()
    columns = {ledger: at for at, ledger in enumerate(compared)}
    for ledger, key, source, cell in _cells(connection, compared):
        at = columns[ledger]
        cells = found.setdefault(key, [None] * len(compared))
        worst = cells[at]
        # Two entries may come from one file of the source; the worse one is shown.
        if worst is None or _GRADES[cell.grade] < _GRADES[worst.grade]:
            cells[at] = cell
        if source is not None:
            in_source.add(key)
    rows = [
        BesideRow(
            path_id=key,
            standing=_standing(cells),
            in_source=key in in_source,
            cells=tuple(cells),
        )
        for key, cells in found.items()
    ]
    order = {standing: rank for rank, standing in enumerate(Standing)}
    rows.sort(key=lambda row: (order[row.standing], _worst(row), row.path_id))
    return Beside(ledgers=tuple(compared), rows=tuple(rows))


def paths(connection: Connection, keys: Sequence[int]) -> dict[int, str]:
    """The paths with these numbers, as the store spells names."""
    path = schema.path
    wanted = select(path.c.id, path.c.path).where(path.c.id.in_(keys))
    return dict(connection.execute(wanted).all())


def _cells(
    connection: Connection, ledgers: Sequence[int]
) -> Iterator[tuple[int, int, int | None, Cell]]:
    key = func.coalesce(_ENTRY.c.source_path_id, _ENTRY.c.path_id)
    wanted = (
        select(_ENTRY.c.ledger_id, key, _ENTRY.c.source_path_id)
        .add_columns(_ENTRY.c.position, _ENTRY.c.blob_id, _ENTRY.c.grade)
        .where(_ENTRY.c.ledger_id.in_(ledgers))
        .order_by(_ENTRY.c.ledger_id, _ENTRY.c.position)
    )
    grades = {grade.value: grade for grade in Grade}
    for ledger, at, source, position, blob, grade in connection.execute(wanted).all():
        yield ledger, at, source, Cell(position=position, blob_id=blob, grade=grades[grade])


def _standing(cells: Sequence[Cell | None]) -> Standing:
    held = [cell for cell in cells if cell is not None]
    if any(cell.grade in RESIDUE for cell in held):
        return Standing.RESIDUE
    if len(held) > 1 and len({cell.blob_id for cell in held}) > 1:
        return Standing.OTHER_BYTES
    return Standing.SAME if len(held) == len(cells) else Standing.PARTIAL


def _worst(row: BesideRow) -> int:
    return min(_GRADES[cell.grade] for cell in row.cells if cell is not None)
