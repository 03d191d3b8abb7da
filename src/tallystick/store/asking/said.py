"""What a ledger says besides its lines: findings, skips, identity, attestations, custody."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection, select, union_all

from tallystick.model import Ledger
from tallystick.store import schema
from tallystick.store.asking.ledgers import WHOLE, LedgerRow, row_of, selected
from tallystick.store.said import said


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


class SaidRows(Struct, frozen=True, kw_only=True):
    """What one ledger says besides its lines, in its order.

    Attributes:
        identity: None in a ledger from before there was such a thing.
        attestations: verified or not.
        custody: None where the source has no history.
    """

    findings: tuple[FindingRow, ...]
    skips: tuple[SkipRow, ...]
    identity: IdentityRow | None
    attestations: tuple[AttestationRow, ...]
    custody: CustodyRow | None
    commits: tuple[CommitRow, ...]


def said_rows(ledger: Ledger, document: Mapping[str, Any]) -> SaidRows:
    """What ``ledger`` says, as a put wrote it into its tables.

    Whoever reads the document of one ledger need not ask six tables for the same.

    Args:
        ledger: without its lines.
        document: the same in the values of JSON.

    Raises:
        UsageError: the custody is not as the schema says.
    """
    rows = said(ledger, document)
    return SaidRows(
        findings=tuple(
            FindingRow(**{**_without_position(row), "paths": tuple(json.loads(str(row["paths"])))})
            for row in rows.findings
        ),
        skips=tuple(SkipRow(**_without_position(row)) for row in rows.skips),
        identity=None if rows.identity is None else IdentityRow(**_plain(rows.identity)),
        attestations=tuple(AttestationRow(**_without_position(row)) for row in rows.attestations),
        custody=None if rows.custody is None else CustodyRow(**_plain(rows.custody)),
        commits=tuple(_commit(_plain(row)) for row in rows.commits),
    )


def _plain(row: Mapping[Any, Any]) -> dict[str, Any]:
    return {
        key: bytes(value).hex() if isinstance(value, bytes | memoryview) else value
        for key, value in row.items()
    }


def _without_position(row: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in _plain(row).items() if key != "position"}


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


def is_named(connection: Connection, commit: str) -> bool:
    """Whether any ledger has this commit (in hex) in its range, or a verified attestation to it."""
    wanted = bytes.fromhex(commit)
    named = union_all(
        *(
            select(table.c.ledger_id).where(table.c.commit == wanted)
            for table in (schema.commit, schema.attestation)
        )
    )
    return connection.execute(named.limit(1)).first() is not None


def attested_with(connection: Connection, commit: str, *, size: int = 100) -> tuple[LedgerRow, ...]:
    """The ledgers with a verified attestation that names a commit (in hex)."""
    by = schema.attestation
    theirs = select(by.c.ledger_id).where(by.c.commit == bytes.fromhex(commit))
    wanted = selected().where(schema.ledger.c.id.in_(theirs)).order_by(schema.ledger.c.id)
    return tuple(row_of(dict(row)) for row in connection.execute(wanted.limit(size)).mappings())
