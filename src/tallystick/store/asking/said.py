"""What a ledger says besides its lines: findings, skips, identity, attestations, custody."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection, Select, Table, bindparam, select

from tallystick.store import schema
from tallystick.store.asking.ledgers import WHOLE, LedgerRow, row_of, selected


class FindingRow(Struct, frozen=True, kw_only=True):
    """What a rule found; ``holds`` and ``weight`` where its area has them."""

    area: str
    rule: str
    holds: bool | None
    weight: str | None
    message: str
    paths: tuple[str, ...]


class SkipRow(Struct, frozen=True, kw_only=True):
    """A check that could not run."""

    area: str
    check: str
    reason: str


class IdentityRow(Struct, frozen=True, kw_only=True):
    """How far it is proven who published."""

    rung: str
    why_not: str
    trust_root: str


class AttestationRow(Struct, frozen=True, kw_only=True):
    """One attestation; ``signer`` by a verified certificate, ``publisher`` by the index's word."""

    form: str
    state: str
    reason: str
    predicate: str | None
    signed_at: int | None
    signer: str | None
    publisher: str | None
    workflow: str | None
    commit: str | None


class CustodyRow(Struct, frozen=True, kw_only=True):
    """How far the commits since the release before were reviewed; lines where they were counted."""

    after: str | None
    after_commit: str | None
    until: str
    is_lower_bound: bool
    commits_reviewed: int
    commits_claimed: int
    commits_unreviewed: int
    lines_reviewed: int | None
    lines_claimed: int | None
    lines_unreviewed: int | None


class CommitRow(Struct, frozen=True, kw_only=True):
    """One of these commits; ``evidence`` is what says that others saw it (``docs/ledger.md``)."""

    position: int
    commit: str
    author: str
    committer: str
    time: int
    subject: str
    standing: str
    way: str
    lines: int | None
    evidence: tuple[Mapping[str, str], ...]


def _rows(connection: Connection, table: Table, ledger: int) -> list[dict[str, Any]]:
    """The rows of one ledger without their keys, in their order, bytes in hex."""
    found = connection.execute(_all_of(table), {"ledger": ledger}).mappings()
    return [_plain(row) for row in found]


@cache
def _all_of(table: Table) -> Select[*tuple[Any, ...]]:
    columns = [column for column in table.c if column.name != "ledger_id"]
    wanted = select(*columns).where(table.c.ledger_id == bindparam("ledger"))
    return wanted.order_by(table.c.position) if "position" in table.c else wanted


def _plain(row: Mapping[Any, Any]) -> dict[str, Any]:
    return {
        key: bytes(value).hex() if isinstance(value, bytes | memoryview) else value
        for key, value in row.items()
    }


def _without_position(row: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key != "position"}


def findings(connection: Connection, ledger: int) -> tuple[FindingRow, ...]:
    """What its rules found, in the order of the ledger."""
    return tuple(
        FindingRow(**{**_without_position(row), "paths": tuple(json.loads(row["paths"]))})
        for row in _rows(connection, schema.finding, ledger)
    )


def skips(connection: Connection, ledger: int) -> tuple[SkipRow, ...]:
    """The checks that could not run."""
    return tuple(
        SkipRow(**_without_position(row)) for row in _rows(connection, schema.skip, ledger)
    )


def identity(connection: Connection, ledger: int) -> IdentityRow | None:
    """How far it is proven who published; None in a ledger from before there was such a thing."""
    rows = _rows(connection, schema.identity, ledger)
    return IdentityRow(**rows[0]) if rows else None


def attestations(connection: Connection, ledger: int) -> tuple[AttestationRow, ...]:
    """What is attested, verified or not."""
    return tuple(
        AttestationRow(**_without_position(row))
        for row in _rows(connection, schema.attestation, ledger)
    )


def custody(connection: Connection, ledger: int) -> CustodyRow | None:
    """How far its commits were reviewed; None where the source has no history."""
    rows = _rows(connection, schema.custody, ledger)
    return CustodyRow(**rows[0]) if rows else None


def commits(
    connection: Connection, ledger: int, *, after: int = -1, size: int = 100
) -> tuple[CommitRow, ...]:
    """The commits of its range, in the order of the ledger; ``after`` is the last position seen."""
    table = schema.commit
    columns = [column for column in table.c if column.name != "ledger_id"]
    wanted = (
        select(*columns)
        .where(table.c.ledger_id == ledger, table.c.position > after)
        .order_by(table.c.position)
        .limit(size)
    )
    return tuple(_commit(_plain(row)) for row in connection.execute(wanted).mappings())


def _commit(row: dict[str, Any]) -> CommitRow:
    return CommitRow(**{**row, "evidence": tuple(json.loads(row["evidence"]))})


def ranges_with(
    connection: Connection, commit: str, *, size: int = 100
) -> tuple[tuple[LedgerRow, CommitRow], ...]:
    """The ledgers in whose range a commit (in hex) stands, and what each says of it."""
    table = schema.commit
    own = [column for column in table.c if column.name != "ledger_id"]
    labelled = [column.label(f"own_{column.name}") for column in own]
    wanted = (
        selected(WHOLE.join(table, table.c.ledger_id == schema.ledger.c.id))
        .add_columns(*labelled)
        .where(table.c.commit == bytes.fromhex(commit))
        .order_by(schema.ledger.c.id)
        .limit(size)
    )
    found = []
    for row in connection.execute(wanted).mappings():
        values = dict(row)
        said = _plain({column.name: values.pop(f"own_{column.name}") for column in own})
        found.append((row_of(values), _commit(said)))
    return tuple(found)


def attested_with(connection: Connection, commit: str, *, size: int = 100) -> tuple[LedgerRow, ...]:
    """The ledgers with a verified attestation that names a commit (in hex)."""
    by = schema.attestation
    theirs = select(by.c.ledger_id).where(by.c.commit == bytes.fromhex(commit))
    wanted = selected().where(schema.ledger.c.id.in_(theirs)).order_by(schema.ledger.c.id)
    return tuple(row_of(dict(row)) for row in connection.execute(wanted.limit(size)).mappings())
