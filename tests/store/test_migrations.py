"""Stores of earlier versions, as they were written, brought to this one: whole, or as they were."""

from __future__ import annotations

import os
import signal
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from functools import partial
from pathlib import Path
from threading import Thread
from typing import Any

import psycopg
import pytest
from sqlalchemy import Connection, Engine, event, inspect, select, text

from command import Tally
from tallystick.errors import StorageError
from tallystick.store import Store, migrations, open_store, schema, upgrade_store

DATA = Path(__file__).parents[1] / "data" / "store"
STATEMENTS = 40
"""More than an upgrade has."""

Shape = dict[str, Any]


def make_version(version: int, address: str) -> None:
    """A store as that version wrote it (a dump of one, of the sample ledgers of then)."""
    kind = "postgresql" if "://" in address else "sqlite"
    dump = (DATA / f"version-{version}.{kind}.sql").read_bytes().decode()
    if kind == "sqlite":
        with closing(sqlite3.connect(address)) as file:
            file.executescript(dump)
        return
    with psycopg.connect(address) as connection:
        connection.execute(dump.encode())


def shape(address: str) -> Shape:
    """Tables, columns, keys and indexes, as the database itself says them."""
    with Store(*opened(address)) as store, store.reading() as connection:
        seen = inspect(connection)
        return {
            table: {
                "columns": [
                    {**column, "type": str(column["type"])} for column in seen.get_columns(table)
                ],
                "key": seen.get_pk_constraint(table),
                "foreign": sorted(map(str, seen.get_foreign_keys(table))),
                "unique": sorted(map(str, seen.get_unique_constraints(table))),
                "indexes": sorted(map(_said, seen.get_indexes(table))),
            }
            for table in sorted(seen.get_table_names())
        }


def _said(index: Any) -> str:  # noqa: ANN401 - SQLAlchemy's typed dictionary
    """An index in words; its condition is an object, whose own words have its address in memory."""
    options = {key: str(value) for key, value in index.get("dialect_options", {}).items()}
    return str({**index, "dialect_options": options})


def opened(address: str) -> tuple[Any, Engine]:
    """An engine, whatever version the store has."""
    from tallystick.store import engine  # noqa: PLC0415 - the room behind the front door

    url = engine.parse(address)
    return url, engine.open_engine(url, read_only=False)


def content(address: str) -> Mapping[str, list[Any]]:
    """All rows but the store's own."""
    with Store(*opened(address)) as store, store.reading() as connection:
        return {
            table.name: sorted(map(repr, connection.execute(select(table))))
            for table in schema.metadata.sorted_tables
            if table is not schema.store
        }


def version(address: str) -> int | None:
    with Store(*opened(address)) as store, store.reading() as connection:
        return migrations.version_of(connection)


def test_every_version_has_a_step_and_a_store_that_is_kept() -> None:
    earlier = range(1, schema.VERSION)
    assert set(migrations.STEPS) == {one + 1 for one in earlier}
    kept = {path.name for path in DATA.iterdir()}
    assert kept == {
        f"version-{one}.{kind}.sql" for one in earlier for kind in ("postgresql", "sqlite")
    }


@pytest.mark.parametrize("before", range(1, schema.VERSION))
def test_an_earlier_store_comes_to_be_as_a_new_one(
    before: int, address: str, tmp_path: Path
) -> None:
    make_version(before, address)
    rows = content(address)
    assert rows["entry"]
    tally = Tally(tmp_path, {**os.environ})
    refused = tally("store", "check", "--store", address)
    assert refused.failed_saying(f"has version {before}", "`tallystick store upgrade`")
    done = tally("store", "upgrade", "--store", address)
    assert (done.code, f"had version {before}, has version {schema.VERSION}" in done.out) == (
        0,
        True,
    )
    assert content(address) == rows
    with open_store(address) as store:
        assert store.check().wrong == ()
    assert shape(address) == shape(new_store(address, tmp_path))


def new_store(address: str, folder: Path) -> str:
    """A store of this version of the same kind; in the schema of another name on PostgreSQL."""
    if "://" not in address:
        other = str(folder / "new.sqlite")
    else:
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute("ALTER SCHEMA public RENAME TO upgraded")
            connection.execute("CREATE SCHEMA public")
        other = address
    open_store(other).close()
    return other


def in_a_process_of_its_own(work: Callable[[], object]) -> int:
    """What it ended with; negative is the signal that ended it."""
    child = os.fork()
    if child == 0:
        try:
            work()
        except BaseException:  # noqa: BLE001 - nothing of pytest's is to run in the child
            os._exit(1)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


def upgrade_and_die_at(address: str, statement: int) -> None:
    """Upgrade; be killed where the next statement after so many is about to run."""
    left = iter(range(statement))

    @event.listens_for(Engine, "before_cursor_execute")
    def strike(*_: object) -> None:
        if next(left, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)

    upgrade_store(address)


def test_an_upgrade_killed_at_any_statement_leaves_the_store_as_it_was(address: str) -> None:
    make_version(1, address)
    rows, tables = content(address), shape(address)
    killed = ended = 0
    for statement in range(STATEMENTS):
        ended = in_a_process_of_its_own(partial(upgrade_and_die_at, address, statement))
        if ended == 0:
            break
        killed += 1
        assert ended == -signal.SIGKILL
        assert version(address) == 1
        assert shape(address) == tables
        assert content(address) == rows
    assert ended == 0
    # Its version is read, its tables are changed, and its version is written.
    assert killed > len(migrations.STEPS) + 2
    with open_store(address) as store:
        assert store.check().wrong == ()
    assert content(address) == rows


def test_a_table_that_was_changed_by_hand_is_left_as_it_is(tmp_path: Path) -> None:
    address = str(tmp_path / "store.sqlite")
    make_version(1, address)
    with closing(sqlite3.connect(address)) as file:
        file.executescript(
            "DROP TABLE entry; CREATE TABLE entry (ledger_id INTEGER REFERENCES ledger (id))"
        )
    tables = shape(address)
    with pytest.raises(StorageError, match="changed by hand"):
        upgrade_store(address)
    assert (version(address), shape(address)) == (1, tables)


def test_an_upgrade_of_sqlite_writes_no_entry_anew(tmp_path: Path) -> None:
    address = str(tmp_path / "store.sqlite")
    make_version(1, address)
    pages = "SELECT rootpage FROM sqlite_schema WHERE tbl_name = 'entry' ORDER BY name"
    with closing(sqlite3.connect(address)) as file:
        before = file.execute(pages).fetchall()
    upgrade_store(address)
    with closing(sqlite3.connect(address)) as file:
        assert file.execute(pages).fetchall() == before
        assert file.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def add_note(connection: Connection) -> None:
    """A version that is made up: a table more."""
    connection.execute(text("CREATE TABLE note (id INTEGER PRIMARY KEY, said TEXT NOT NULL)"))
    connection.execute(text("INSERT INTO note SELECT id, tool FROM ledger"))


def fail(connection: Connection) -> None:
    connection.execute(text("DROP TABLE finding"))
    connection.execute(text("SELECT said FROM what_is_not_there"))


def add_version(patch: pytest.MonkeyPatch, step: migrations.Step) -> int:
    """A version after this one."""
    later = schema.VERSION + 1
    patch.setattr(migrations, "VERSION", later)
    patch.setattr(migrations, "STEPS", {**migrations.STEPS, later: step})
    return later


def test_steps_are_taken_one_after_the_other(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    make_version(1, address)
    rows = content(address)
    later = add_version(monkeypatch, add_note)
    assert upgrade_store(address)[1:] == (1, later)
    assert upgrade_store(address)[1:] == (later, later)
    assert content(address) == rows
    with open_store(address) as store, store.reading() as connection:
        assert len(connection.execute(text("SELECT * FROM note")).all()) == len(rows["ledger"])
    monkeypatch.undo()
    with pytest.raises(StorageError, match=f"version {later}.*use a newer one"):
        open_store(address)


def test_a_step_that_fails_undoes_those_before_it(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_version(1, address)
    rows, tables = content(address), shape(address)
    add_version(monkeypatch, fail)
    with pytest.raises(StorageError, match="what_is_not_there"):
        upgrade_store(address)
    assert version(address) == 1
    assert shape(address) == tables
    assert content(address) == rows


def test_two_upgrades_at_once_are_one(address: str) -> None:
    make_version(1, address)
    said: list[tuple[int, int]] = []
    threads = [Thread(target=lambda: said.append(upgrade_store(address)[1:])) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said) == [(1, schema.VERSION), (schema.VERSION, schema.VERSION)]
    with open_store(address) as store:
        assert store.check().wrong == ()
