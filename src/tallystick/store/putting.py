"""Rows into the tables: a few statements, however many ledgers and entries there are."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any, Final

from sqlalchemy import Connection, Table, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from tallystick.store import bulk, schema
from tallystick.store.bulk import Row
from tallystick.store.rows import Rows

KNOWN: Final = 200_000
"""Rows of one table whose numbers are remembered: some 40 MB."""

Numbers = dict[str, dict[Any, int]]
"""By the name of a table, the numbers of its rows by their digests."""

Named = tuple[Any, Any]
"""What an artifact is known by: its SHA-256 and its file name."""


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


def put(
    connection: Connection, ledgers: Sequence[Rows], known: Known
) -> tuple[list[tuple[int, bool]], Numbers]:
    """Put ledgers, in their order, within a transaction that is open.

    Returns:
        of each its key and whether it is new, and numbers that are to be learnt once the transaction is
        committed.

    Locks are taken in one order (releases, artifacts, then details, paths and blobs, each by what names
    them), so that puts beside each other wait and do not lock each other out.
    """
    artifacts = _artifacts(connection, ledgers)
    there = _there(connection, ledgers)
    new = {rows.digest: rows for rows in ledgers if rows.digest not in there}
    if not new:
        return [(there[rows.digest], False) for rows in ledgers], {}
    keys = _ledgers(connection, list(new.values()), artifacts)
    numbers = _entries(connection, keys, new, known)
    _said(connection, keys, new)
    put: list[tuple[int, bool]] = []
    for rows in ledgers:
        put.append(((keys | there)[rows.digest], rows.digest in new))
        new.pop(rows.digest, None)  # the same once more is not new
    return put, numbers


def _there(connection: Connection, ledgers: Sequence[Rows]) -> dict[bytes, int]:
    """The keys of those that the store holds already, by their digests."""
    held = select(schema.ledger.c.digest, schema.ledger.c.id).where(
        schema.ledger.c.digest.in_({rows.digest for rows in ledgers})
    )
    return {row.digest: row.id for row in connection.execute(held)}


def _ledgers(
    connection: Connection, new: Sequence[Rows], artifacts: Mapping[Named, int]
) -> dict[bytes, int]:
    """The keys of new ledgers by their digests; of several on one artifact the last is its latest."""
    latest = {artifacts[_named(rows)]: rows.digest for rows in new}
    connection.execute(
        update(schema.ledger)
        .where(schema.ledger.c.artifact_id.in_(latest), schema.ledger.c.is_latest)
        .values(is_latest=False)
    )
    values = []
    for rows in new:
        artifact = artifacts[_named(rows)]
        is_latest = latest[artifact] == rows.digest
        mine = {"artifact_id": artifact, "is_latest": is_latest, "recorded": time.time()}
        values.append({**rows.ledger, **mine})
    made = insert(schema.ledger).returning(schema.ledger.c.digest, schema.ledger.c.id)
    return {row.digest: row.id for row in connection.execute(made, values)}


def _artifacts(connection: Connection, ledgers: Sequence[Rows]) -> dict[Named, int]:
    """The keys of the artifacts, held until the transaction ends: one put at a time for each."""
    releases = {
        names: _once(
            connection,
            schema.release,
            dict(zip(("ecosystem", "project", "version"), names, strict=True)),
        )
        for names in sorted({rows.release for rows in ledgers if rows.release is not None})
    }
    by_name = {_named(rows): rows for rows in ledgers}
    keys = {}
    for named, rows in sorted(by_name.items(), key=itemgetter(0)):
        release = None if rows.release is None else releases[rows.release]
        values = {**rows.artifact, "release_id": release}
        keys[named] = _once(connection, schema.artifact, values, by=("sha256", "name"))
    chosen = select(schema.artifact.c.id).where(schema.artifact.c.id.in_(keys.values()))
    connection.execute(chosen.order_by(schema.artifact.c.id).with_for_update()).all()
    return keys


def _named(rows: Rows) -> Named:
    return rows.artifact["sha256"], rows.artifact["name"]


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


def _entries(
    connection: Connection, keys: Mapping[bytes, int], ledgers: Mapping[bytes, Rows], known: Known
) -> Numbers:
    new: Numbers = {}
    each = ledgers.values()
    details = _numbers(connection, schema.detail, _merged(one.details for one in each), known, new)
    paths = _numbers(connection, schema.path, _merged(one.paths for one in each), known, new)
    several = _merged({row: row for row in one.blobs} for one in each)
    blobs = _numbers(connection, schema.blob, several, known, new)
    for digest, rows in ledgers.items():
        ledger = keys[digest]
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


def _merged(several: Iterable[Mapping[Any, Row]]) -> Mapping[Any, Row]:
    whole: dict[Any, Row] = {}
    for one in several:
        whole.update(one)
    return whole


def _numbers(
    connection: Connection,
    table: Table,
    rows: Mapping[Any, Row],
    known: Known,
    new: Numbers,
) -> Mapping[Any, int]:
    """The numbers of ``rows`` by their keys; those that had to be asked for are ``new``."""
    before = known.of(table)
    unknown = sorted(row for key, row in rows.items() if key not in before)
    if not unknown:
        return before
    new[table.name] = asked = bulk.once_each(connection, table, unknown)
    return asked | {key: before[key] for key in rows if key not in asked}


def _said(connection: Connection, keys: Mapping[bytes, int], ledgers: Mapping[bytes, Rows]) -> None:
    every = [(keys[digest], rows.said) for digest, rows in ledgers.items()]
    for table, some in (
        (schema.total, [(key, row) for key, said in every for row in said.totals]),
        (schema.finding, [(key, row) for key, said in every for row in said.findings]),
        (schema.skip, [(key, row) for key, said in every for row in said.skips]),
        (schema.identity, [(key, said.identity) for key, said in every if said.identity]),
        (schema.attestation, [(key, row) for key, said in every for row in said.attestations]),
        (schema.custody, [(key, said.custody) for key, said in every if said.custody]),
        (schema.commit, [(key, row) for key, said in every for row in said.commits]),
    ):
        if some:
            connection.execute(insert(table), [{"ledger_id": key, **row} for key, row in some])
