"""What a ledger comes to: its entries counted by how they are accounted for, and the largest of them."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection, Integer, Select, bindparam, func, select, union_all

from tallystick.model import RESIDUE, Grade, Reach, VerdictValue
from tallystick.store import schema

_ENTRY = schema.entry


class Part(Struct, frozen=True, kw_only=True):
    """The entries of one ledger that are accounted for alike; one of unknown size adds 0 bytes."""

    grade: Grade
    reach: Reach
    explainer: str | None
    files: int
    bytes: int


class Sized(Struct, frozen=True, kw_only=True):
    """An entry and what it weighs."""

    position: int
    path: str
    size: int
    grade: Grade


def breakdown(connection: Connection, ledger: int) -> tuple[Part, ...]:
    """All entries of a ledger, counted by grade, reach and explainer."""
    return tuple(
        Part(
            grade=Grade(row.grade),
            reach=Reach(row.reach),
            explainer=row.explainer,
            files=row.files,
            bytes=int(row.bytes),
        )
        for row in connection.execute(_counted(), {"ledger": ledger})
    )


@cache
def _counted() -> Select[*tuple[Any, ...]]:
    columns = (_ENTRY.c.grade, _ENTRY.c.reach, _ENTRY.c.explainer)
    return (
        select(
            *columns,
            func.count().label("files"),
            func.coalesce(func.sum(_ENTRY.c.size), 0).label("bytes"),
        )
        .where(_ENTRY.c.ledger_id == bindparam("ledger"))
        .group_by(*columns)
        .order_by(*columns)
    )


def largest(
    connection: Connection, ledger: int, *, residue: int, proven: int
) -> tuple[tuple[Sized, ...], tuple[Sized, ...]]:
    """The largest entries of a ledger: so many of its residue, and so many of the others.

    Those of unknown size count as empty. In one statement: a server is asked once.
    """
    given = {"ledger": ledger, "residue": residue, "proven": proven}
    found = [
        Sized(position=row.position, path=row.path, size=row.weight, grade=Grade(row.grade))
        for row in connection.execute(_largest(), given)
    ]
    found.sort(key=lambda one: (-one.size, one.position))
    return (
        tuple(one for one in found if one.grade in RESIDUE),
        tuple(one for one in found if one.grade not in RESIDUE),
    )


@cache
def _largest() -> Select[*tuple[Any, ...]]:
    weight = func.coalesce(_ENTRY.c.size, 0)

    def most(how_many: str, grades: Collection[Grade]) -> Select[*tuple[Any, ...]]:
        few = (
            select(_ENTRY.c.position, _ENTRY.c.path_id, weight.label("weight"), _ENTRY.c.grade)
            .where(
                _ENTRY.c.ledger_id == bindparam("ledger"),
                _ENTRY.c.grade.in_([grade.value for grade in grades]),
            )
            .order_by(weight.desc(), _ENTRY.c.position)
            .limit(bindparam(how_many, type_=Integer))
            .subquery(f"largest_{how_many}")
        )
        return select(few)

    proofs = [grade for grade in Grade if grade not in RESIDUE]
    inner = union_all(most("residue", sorted(RESIDUE)), most("proven", proofs)).subquery()
    return select(inner, schema.path.c.path).join(schema.path, schema.path.c.id == inner.c.path_id)


def verdicts(connection: Connection) -> dict[VerdictValue, int]:
    """How many artifacts have each verdict, by the latest ledger on each."""
    ledger = schema.ledger
    wanted = (
        select(ledger.c.verdict, func.count()).where(ledger.c.is_latest).group_by(ledger.c.verdict)
    )
    found = {VerdictValue(value): count for value, count in connection.execute(wanted)}
    return {value: found.get(value, 0) for value in VerdictValue}
