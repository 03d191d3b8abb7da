"""What several ledgers say, asked at once: one question for a page with many of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection, Select, bindparam, select

from tallystick.model import RESIDUE, Grade
from tallystick.store import schema
from tallystick.store.asking.ledgers import LATEST, LedgerRow, row_of, selected
from tallystick.store.asking.said import AttestationRow

_GRADES = {grade.value: grade for grade in Grade}


class ResidueRow(Struct, frozen=True, kw_only=True):
    """An entry that nothing accounts for."""

    ledger_id: int
    position: int
    path: str
    grade: Grade


class CommitTime(Struct, frozen=True, kw_only=True):
    """A commit in a ledger's range: when by its committer's clock, and how far another saw it."""

    ledger_id: int
    commit: str
    time: int
    standing: str


def keys_of(connection: Connection, digests: Collection[str]) -> dict[str, int]:
    """The numbers of the ledgers with these digests (in hex), as far as they are there."""
    ledger = schema.ledger
    wanted = select(ledger.c.digest, ledger.c.id).where(
        ledger.c.digest.in_([bytes.fromhex(one) for one in digests])
    )
    return {digest.hex(): key for digest, key in connection.execute(wanted)}


def attested(
    connection: Connection, ledgers: Collection[int]
) -> dict[int, tuple[AttestationRow, ...]]:
    """What is attested of each, verified or not."""
    found: dict[int, list[AttestationRow]] = {}
    for row in _of(connection, "attestation", ledgers):
        ledger = row.pop("ledger_id")
        row.pop("position")
        found.setdefault(ledger, []).append(AttestationRow(**row))
    return {ledger: tuple(rows) for ledger, rows in found.items()}


def commit_times(
    connection: Connection, ledgers: Collection[int], *, size: int
) -> tuple[CommitTime, ...]:
    """When the commits in the ranges of several ledgers were made, at most ``size`` of all together."""
    commit = schema.commit
    wanted = (
        select(commit.c.ledger_id, commit.c.commit, commit.c.time, commit.c.standing)
        .where(commit.c.ledger_id.in_(ledgers))
        .order_by(commit.c.ledger_id.desc(), commit.c.position)
        .limit(size)
    )
    return tuple(
        CommitTime(ledger_id=ledger, commit=identifier.hex(), time=time, standing=standing)
        for ledger, identifier, time, standing in connection.execute(wanted)
    )


def residue(
    connection: Connection, ledgers: Collection[int], *, size: int
) -> tuple[ResidueRow, ...]:
    """The entries of several ledgers that nothing accounts for, at most ``size`` of all together."""
    entry = schema.entry
    wanted = (
        select(entry.c.ledger_id, entry.c.position, schema.path.c.path, entry.c.grade)
        .join(schema.path, schema.path.c.id == entry.c.path_id)
        .where(
            entry.c.ledger_id.in_(ledgers),
            # Said so that the index of all residue by its bytes is not read for that of a few ledgers.
            entry.c.grade.not_in([grade.value for grade in Grade if grade not in RESIDUE]),
        )
        .order_by(entry.c.ledger_id.desc(), entry.c.position)
        .limit(size)
    )
    return tuple(
        ResidueRow(ledger_id=one, position=position, path=path, grade=_GRADES[grade])
        for one, position, path, grade in connection.execute(wanted).all()
    )


def of_release(
    connection: Connection, ecosystem: str, project: str, version: str
) -> tuple[LedgerRow, ...]:
    """The latest ledger on each artifact of one release."""
    names = {"ecosystem": ecosystem, "project": project, "version": version}
    return tuple(map(row_of, connection.execute(_of_release(), names).mappings()))


@cache
def _of_release() -> Select[*tuple[Any, ...]]:
    release = schema.release.c
    named = [release[name] == bindparam(name) for name in ("ecosystem", "project", "version")]
    return selected().where(LATEST, *named).order_by(schema.artifact.c.name)


def _of(connection: Connection, table: str, ledgers: Collection[int]) -> list[dict[str, Any]]:
    """The rows of several ledgers in one table, bytes in hex."""
    rows = schema.metadata.tables[table]
    wanted = select(rows).where(rows.c.ledger_id.in_(ledgers)).order_by(*rows.primary_key.columns)
    return [_plain(row) for row in connection.execute(wanted).mappings()]


def _plain(row: Mapping[Any, Any]) -> dict[str, Any]:
    return {
        str(key): value.hex() if isinstance(value, bytes) else value for key, value in row.items()
    }
