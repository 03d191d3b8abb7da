"""Whether a store is whole: the database by its own means, each ledger against its digest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct
from sqlalchemy import Connection, case, func, select

from tallystick.errors import UsageError
from tallystick.store import schema
from tallystick.store.getting import get
from tallystick.store.rows import rows_of

_SHOWN = 20
"""Faults of a kind that are named; a store with more is not to be mended by hand."""


class Check(Struct, frozen=True, kw_only=True):
    """What was seen: the version, the rows of each table, and what is wrong, in sentences."""

    version: int
    rows: Mapping[str, int]
    wrong: tuple[str, ...]


def check(connection: Connection) -> Check:
    """Read all of a store, and put each ledger's digest together anew."""
    rows = {
        table.name: connection.scalar(select(func.count()).select_from(table)) or 0
        for table in schema.metadata.sorted_tables
    }
    wrong = [*_database(connection), *_latest(connection), *_ledgers(connection)]
    version = connection.scalar(select(schema.store.c.version)) or 0
    return Check(version=version, rows=rows, wrong=tuple(wrong))


def _database(connection: Connection) -> Iterator[str]:
    """What SQLite says of its file; a PostgreSQL server checks its own pages and keys."""
    if connection.dialect.name != "sqlite":
        return
    for (said,) in connection.exec_driver_sql(f"PRAGMA integrity_check({_SHOWN})"):
        if said != "ok":
            yield f"the file: {said}"
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchmany(_SHOWN)
    yield from (
        f"{row[0]}: row {row[1]} refers to a row of {row[2]} that is not there" for row in broken
    )


def _latest(connection: Connection) -> Iterator[str]:
    ledger = schema.ledger
    wanted = select(ledger.c.artifact_id).group_by(ledger.c.artifact_id)
    latest = func.sum(case((ledger.c.is_latest, 1), else_=0))
    for key in connection.scalars(wanted.having(latest != 1).limit(_SHOWN)):
        yield f"artifact {key}: not one of its ledgers is the latest"


def _ledgers(connection: Connection) -> Iterator[str]:
    for digest in list(connection.scalars(select(schema.ledger.c.digest))):
        document = get(connection, digest.hex())
        try:
            found = None if document is None else rows_of(document).digest
        except UsageError as error:
            yield f"ledger {digest.hex()}: {error}"
            continue
        if found != digest:
            yield f"ledger {digest.hex()}: says something else than what was put"
