"""Rows into the tables: one transaction a ledger, a few statements however many entries it has."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import (
    Column,
    Connection,
    Insert,
    LargeBinary,
    MetaData,
    Table,
    Text,
    and_,
    delete,
    insert,
    select,
    text,
    true,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.schema import CreateTable

from tallystick.store import schema
from tallystick.store.rows import Rows, chunks

CHUNK: Final = 50_000
"""Rows that wait in a temporary table at once: some 20 MB of memory in SQLite."""

KNOWN: Final = 200_000
"""Rows of one table whose numbers are remembered: some 40 MB."""

_waiting: Final = MetaData()


def _temporary(name: str, *columns: Column[Any]) -> Table:
    prefixes = ["TEMPORARY"]
    return Table(name, _waiting, *columns, prefixes=prefixes, postgresql_on_commit="DELETE ROWS")


_path: Final = _temporary(
    "waiting_path", Column("digest", LargeBinary), Column("path", Text), Column("name", Text)
)
_blob: Final = _temporary("waiting_blob", Column("sha256", LargeBinary), Column("git", LargeBinary))
_detail: Final = _temporary("waiting_detail", Column("digest", LargeBinary), Column("detail", Text))


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
        connection.execute(_unless_there(connection, table).values(dict(values)))
        found = connection.execute(select(table.c.id).where(*where)).scalar_one()
    return int(found)


def _unless_there(connection: Connection, table: Table, source: Table | None = None) -> Insert:
    """An INSERT that leaves alone what is there; of all rows of ``source``, in order, if one is given."""
    is_server = connection.dialect.name == "postgresql"
    statement: postgresql.Insert | sqlite.Insert
    statement = postgresql.insert(table) if is_server else sqlite.insert(table)
    if source is not None:
        columns: list[Column[Any]] = list(source.c)
        # SQLite, "UPSERT", parsing ambiguity: a SELECT before ON CONFLICT has a WHERE.
        rows = select(*columns).where(true()).order_by(*columns[:2])
        statement = statement.from_select([column.name for column in columns], rows)
    return statement.on_conflict_do_nothing()


def _entries(connection: Connection, ledger: int, rows: Rows, known: Known) -> Numbers:
    if connection.dialect.name == "postgresql":
        # Nothing is known of a temporary table's rows, and a scan of all blobs for a few is the wrong guess.
        connection.execute(text("SET LOCAL enable_hashjoin = off"))
        connection.execute(text("SET LOCAL enable_mergejoin = off"))
    for table in _waiting.sorted_tables:
        connection.execute(CreateTable(table, if_not_exists=True))
    new: Numbers = {}
    numbers: list[Mapping[Any, int]] = []
    for waiting, table, some in (
        (_detail, schema.detail, [(row[0], row) for row in rows.details]),
        (_path, schema.path, [(row[0], row) for row in rows.paths]),
        (_blob, schema.blob, [(row, row) for row in rows.blobs]),
    ):
        before = known.of(table)
        own = {key: before[key] for key, _ in some if key in before}
        unknown = [row for key, row in some if key not in own]
        new[table.name] = _once_each(connection, waiting, table, unknown)
        numbers.append(own | new[table.name])
    details, paths, blobs = numbers
    for chunk in chunks(rows.entries, CHUNK):
        numbered = [
            (
                *(ledger, position, paths[path], blobs[sha256, git]),
                None if source is None else paths[source],
                None if detail is None else details[detail],
                *rest,
            )
            for position, path, sha256, git, source, detail, *rest in chunk
        ]
        _copy(connection, schema.entry, numbered)
    return new


def _once_each(
    connection: Connection, waiting: Table, table: Table, rows: Sequence[tuple[Any, ...]]
) -> dict[Any, int]:
    """The numbers of ``rows`` in ``table``, made where they are not there yet, by their digests."""
    keys = [column for column in waiting.c if isinstance(column.type, LargeBinary)]
    matching = and_(*(table.c[column.name] == column for column in keys))
    numbers: dict[Any, int] = {}
    for chunk in chunks(rows, CHUNK):
        _copy(connection, waiting, chunk)
        connection.execute(_unless_there(connection, table, waiting))
        for *key, number in connection.execute(
            select(*keys, table.c.id).select_from(waiting.join(table, matching))
        ):
            numbers[key[0] if len(key) == 1 else tuple(key)] = number
        connection.execute(delete(waiting))
    return numbers


def _copy(connection: Connection, table: Table, rows: Sequence[tuple[Any, ...]]) -> None:
    """Put ``rows``, with all its columns, into a table, in the quickest way that the driver has."""
    names = ", ".join(column.name for column in table.c)  # ours, never a stranger's
    if connection.dialect.name == "postgresql":
        driver: Any = connection.connection.driver_connection
        with (
            driver.cursor() as cursor,
            cursor.copy(f"COPY {table.name} ({names}) FROM STDIN") as copy,
        ):
            for row in rows:
                copy.write_row(row)
        return
    marks = ", ".join("?" * len(table.c))
    connection.exec_driver_sql(
        f"INSERT INTO {table.name} ({names}) VALUES ({marks})",  # noqa: S608 - only our names
        rows,
    )


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
