"""The lines of one ledger: the residue first, filtered, in pages; and one of them whole."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from functools import cache
from typing import Any, Final

from msgspec import Struct
from sqlalchemy import ColumnElement, Connection, Select, case, select, tuple_

from tallystick.model import Grade, Reach
from tallystick.store import schema
from tallystick.store.rows import DEFAULTS

_ENTRY: Final = schema.entry
_SOURCE: Final = schema.path.alias("source")

_GRADES: Final = [*reversed(Grade)]
"""The residue first, and in it what is worst."""


_BY_GRADE: Final = {grade.value: grade for grade in Grade}
_BY_REACH: Final = {reach.value: reach for reach in Reach}


class Line(Struct, frozen=True, kw_only=True):
    """One line of a ledger; names as the JSON ledger writes them, digests in hex.

    Attributes:
        ledger_id: of its ledger.
        position: its place there.
        rank: its place when the worst stand first; with ``position`` the key of the next page.
        blob_id: of its bytes, for :func:`tallystick.store.asking.holders`.
        sha256: None where the ledger does not say it.
    """

    ledger_id: int
    position: int
    rank: int
    path: str
    source_path: str | None
    mode: int
    size: int | None
    blob_id: int
    sha256: str | None
    git: str
    grade: Grade
    reach: Reach
    explainer: str | None


class LineDetail(Struct, frozen=True, kw_only=True):
    """What else a line says; ``docs/ledger.md`` has the fields."""

    line: Line
    reach_reason: str | None
    claim: str | None
    evidence: str | None
    normalisations: tuple[str, ...]
    notes: tuple[str, ...]
    delta: str | None


@cache
def _rank() -> ColumnElement[int]:
    grades = case({grade.value: at for at, grade in enumerate(_GRADES)}, value=_ENTRY.c.grade)
    reaches = case({reach.value: at for at, reach in enumerate(Reach)}, value=_ENTRY.c.reach)
    return (grades * len(Reach) + reaches).label("rank")


@cache
def _selected() -> Select[*tuple[Any, ...]]:
    return select(
        _ENTRY.c.ledger_id,
        _ENTRY.c.position,
        _rank(),
        schema.path.c.path,
        _SOURCE.c.path.label("source_path"),
        _ENTRY.c.mode,
        _ENTRY.c.size,
        _ENTRY.c.blob_id,
        schema.blob.c.sha256,
        schema.blob.c.git,
        _ENTRY.c.grade,
        _ENTRY.c.reach,
        _ENTRY.c.explainer,
    ).select_from(
        _ENTRY.join(schema.path, schema.path.c.id == _ENTRY.c.path_id)
        .join(schema.blob)
        .outerjoin(_SOURCE, _SOURCE.c.id == _ENTRY.c.source_path_id)
        .outerjoin(schema.detail)
    )


def lines(
    connection: Connection,
    ledger: int,
    *,
    grades: Collection[Grade] = (),
    reaches: Collection[Reach] = (),
    explainer: str | None = None,
    containing: str = "",
    after: tuple[int, int] | None = None,
    size: int = 100,
) -> tuple[Line, ...]:
    """Lines of one ledger: the residue first, in it what runs soonest, then as the ledger has them.

    Args:
        connection: to the store.
        ledger: its number.
        grades: only these; all if empty.
        reaches: only these; all if empty.
        explainer: only what this one decided.
        containing: only paths with this in them, as the ledger writes names; case counts.
        after: rank and position of the last one of the page before.
        size: at most this many.
    """
    rank = _rank()
    keys = select(_ENTRY.c.position, rank).where(_ENTRY.c.ledger_id == ledger)
    if grades:
        keys = keys.where(_ENTRY.c.grade.in_([grade.value for grade in grades]))
    if reaches:
        keys = keys.where(_ENTRY.c.reach.in_([reach.value for reach in reaches]))
    if explainer is not None:
        keys = keys.where(_ENTRY.c.explainer == explainer)
    if containing:
        keys = keys.join(schema.path, schema.path.c.id == _ENTRY.c.path_id).where(
            schema.path.c.path.contains(containing, autoescape=True)
        )
    if after is not None:
        keys = keys.where(tuple_(rank, _ENTRY.c.position) > after)
    # The page is chosen among the entries alone; what it says of each is looked up for these few.
    page = keys.order_by(rank, _ENTRY.c.position).limit(size).subquery()
    wanted = (
        _selected()
        .join(page, page.c.position == _ENTRY.c.position)
        .where(_ENTRY.c.ledger_id == ledger)
        .order_by(page.c.rank, page.c.position)
    )
    return tuple(map(_line, connection.execute(wanted).mappings().all()))


def line_detail(connection: Connection, ledger: int, position: int) -> LineDetail | None:
    """One line, with all that it says; None if there is none."""
    wanted = (
        _selected()
        .add_columns(schema.detail.c.detail)
        .where(_ENTRY.c.ledger_id == ledger, _ENTRY.c.position == position)
    )
    row = connection.execute(wanted).mappings().first()
    if row is None:
        return None
    said = {**DEFAULTS, **(json.loads(row["detail"]) if row["detail"] is not None else {})}
    return LineDetail(
        line=_line(row),
        reach_reason=said["reach_reason"],
        claim=said["claim"],
        evidence=said["evidence"],
        normalisations=tuple(said["normalisations"]),
        notes=tuple(said["notes"]),
        delta=said["delta"],
    )


def _line(row: Mapping[Any, Any]) -> Line:
    return Line(
        ledger_id=row["ledger_id"],
        position=row["position"],
        rank=row["rank"],
        path=row["path"],
        source_path=row["source_path"],
        mode=row["mode"],
        size=row["size"],
        blob_id=row["blob_id"],
        sha256=row["sha256"].hex() or None,
        git=row["git"].hex(),
        grade=_BY_GRADE[row["grade"]],
        reach=_BY_REACH[row["reach"]],
        explainer=row["explainer"],
    )
