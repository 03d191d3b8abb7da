"""Rows into the tables: one transaction a ledger, a few statements however many entries it has."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Connection, Table, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from tallystick.store import bulk, schema
from tallystick.store.rows import Rows

KNOWN: Final = 200_000
"""Rows of one table whose numbers are remembered: some 40 MB."""

Numbers = dict[str, dict[Any, int]]
"""By the name of a table, the numbers of its rows by their digests."""


class Known:
    """Numbers of rows that are committed, so that what many ledgers hold is not looked up for each.

    Rows are never changed nor deleted. A database that was put back to an earlier state would number anew;
    its connections end with that, and :meth:`forget` is called when one begins.
    """

    def __init__(self) -> None:
        """Know nothing."""
        self._numbers: Numbers = {}

    def forget(self) -> None:
        """Know nothing any more."""
        self._numbers = {}

    def of(self, table: Table) -> Mapping[Any, int]:
        """The numbers of a table's rows, as far as they are known."""
        return self._numbers.get(table.name, {})

    def learn(self, numbers: Numbers) -> None:
        """Remember what was committed; all is forgotten before it becomes too much."""
        for table, new in numbers.items():
            old = self._numbers.setdefault(table, {})
            if len(old) + len(new) > KNOWN:
                self._numbers[table] = new
            else:
                old.update(new)


def put(connection: Connection, rows: Rows, known: Known) -> tuple[int, bool, Numbers]:
    """Put one ledger, within a transaction that is open.

    Returns:
        its key, whether it is new, and numbers that are to be learnt once the transaction is committed.

    Locks are taken in one order (release, artifact, then details, paths and blobs by their digests), so
    that puts beside each other wait and do not lock each other out.
    """
    artifact = _artifact(connection, rows)
    there = connection.scalar(
        select(schema.ledger.c.id).where(schema.ledger.c.digest == rows.digest)
    )
    if there is not None:
        return there, False, {}
    connection.execute(
        update(schema.ledger)
        .where(schema.ledger.c.artifact_id == artifact, schema.ledger.c.is_latest)
        .values(is_latest=False)
    )
    values = {**rows.ledger, "artifact_id": artifact, "is_latest": True, "recorded": time.time()}
    ledger = connection.execute(
        insert(schema.ledger).values(values).returning(schema.ledger.c.id)
    ).scalar_one()
    numbers = _entries(connection, ledger, rows, known)
    _said(connection, ledger, rows)
    return ledger, True, numbers


def _artifact(connection: Connection, rows: Rows) -> int:
    """The key of the artifact, held until the transaction ends: one put at a time for each."""
    release = None
    if rows.release is not None:
        names = dict(zip(("ecosystem", "project", "version"), rows.release, strict=True))
        release = _once(connection, schema.release, names)
    values = {**rows.artifact, "release_id": release}
    key = _once(connection, schema.artifact, values, by=("sha256", "name"))
    held = select(schema.artifact.c.id).where(schema.artifact.c.id == key).with_for_update()
    return int(connection.execute(held).scalar_one())


def _once(
    connection: Connection, table: Table, values: Mapping[str, Any], by: Sequence[str] = ()
) -> int:
    """The key of the row with these ``values``, made if it is not there."""
    where = [table.c[name] == values[name] for name in by or values]
    found = connection.scalar(select(table.c.id).where(*where))
    if found is None:
        connection.execute(_unless_there(connection, table, values))
        found = connection.execute(select(table.c.id).where(*where)).scalar_one()
    return int(found)


def _unless_there(
    connection: Connection, table: Table, values: Mapping[str, Any]
) -> postgresql.Insert | sqlite.Insert:
    """An INSERT that leaves alone what is there."""
    is_server = connection.dialect.name == "postgresql"
    made = postgresql.insert(table) if is_server else sqlite.insert(table)
    return made.values(dict(values)).on_conflict_do_nothing()


def _entries(connection: Connection, ledger: int, rows: Rows, known: Known) -> Numbers:
    new: Numbers = {}
    details, paths, blobs = (
        _numbers(connection, table, some, known, new)
        for table, some in (
            (schema.detail, {row[0]: row for row in rows.details}),
            (schema.path, {row[0]: row for row in rows.paths}),
            (schema.blob, {row: row for row in rows.blobs}),
        )
    )
    numbered = [
        (
            ledger,
            position,
            paths[path],
            blobs[sha256, git],
            None if source is None else paths[source],
            None if detail is None else details[detail],
            *rest,
        )
        for position, path, sha256, git, source, detail, *rest in rows.entries
    ]
    bulk.insert(connection, schema.entry, numbered)
    return new


def _numbers(
    connection: Connection,
    table: Table,
    rows: Mapping[Any, tuple[Any, ...]],
    known: Known,
    new: Numbers,
) -> Mapping[Any, int]:
    """The numbers of ``rows`` by their keys; those that had to be asked for are ``new``."""
    before = known.of(table)
    unknown = [row for key, row in rows.items() if key not in before]
    if not unknown:
        return before
    new[table.name] = asked = bulk.once_each(connection, table, unknown)
    return asked | {key: before[key] for key in rows if key not in asked}


def _said(connection: Connection, ledger: int, rows: Rows) -> None:
    said = rows.said
    for table, some in (
        (schema.total, said.totals),
        (schema.finding, said.findings),
        (schema.skip, said.skips),
        (schema.identity, (said.identity,) if said.identity is not None else ()),
        (schema.attestation, said.attestations),
        (schema.custody, (said.custody,) if said.custody is not None else ()),
        (schema.commit, said.commits),
    ):
        if some:
            connection.execute(insert(table), [{"ledger_id": ledger, **row} for row in some])
