"""An SQLite file that several open at once is changed over once, and the others wait for it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from threading import Event, Thread

import pytest

from tallystick.wal import begin_wal

SECONDS = 60.0


class Told(sqlite3.Connection):
    """A connection that says when it begins to wait for others."""

    waits: Event

    def execute(self, statement: str, values: tuple[str, ...] = (), /) -> sqlite3.Cursor:  # type: ignore[override]
        if statement == "BEGIN EXCLUSIVE":
            self.waits.set()
        return super().execute(statement, values)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A database as any tool leaves it: with a rollback journal."""
    with closing(sqlite3.connect(tmp_path / "a.sqlite")) as database:
        database.execute("CREATE TABLE line (number INTEGER)")
    return tmp_path / "a.sqlite"


@pytest.fixture
def writer(file: Path) -> Iterator[sqlite3.Connection]:
    """Somebody who is in the middle of a change."""
    with closing(sqlite3.connect(file, isolation_level=None, check_same_thread=False)) as database:
        database.execute("BEGIN IMMEDIATE")
        database.execute("INSERT INTO line VALUES (1)")
        yield database


def mode(file: Path) -> str:
    with closing(sqlite3.connect(file)) as database:
        found: str = database.execute("PRAGMA journal_mode").fetchone()[0]
        return found


def test_it_waits_for_a_writer_that_sqlite_does_not_wait_for(
    file: Path, writer: sqlite3.Connection
) -> None:
    waits = Event()
    failed: list[BaseException] = []

    def begin() -> None:
        with closing(
            sqlite3.connect(file, timeout=SECONDS, isolation_level=None, factory=Told)
        ) as database:
            database.waits = waits
            try:
                begin_wal(database, SECONDS)
            except sqlite3.Error as error:
                failed.append(error)

    thread = Thread(target=begin)
    thread.start()
    assert waits.wait(SECONDS)
    writer.execute("COMMIT")
    thread.join(SECONDS)
    assert (thread.is_alive(), failed, mode(file)) == (False, [], "wal")


def test_it_gives_up_when_its_time_is_over(file: Path, writer: sqlite3.Connection) -> None:
    assert writer.in_transaction
    with (
        closing(sqlite3.connect(file, timeout=0, isolation_level=None)) as database,
        pytest.raises(sqlite3.OperationalError, match="locked"),
    ):
        begin_wal(database, 0)
    assert mode(file) == "delete"


def test_a_file_that_cannot_be_written_is_no_reason_to_wait(file: Path) -> None:
    address = f"{file.as_uri()}?mode=ro"
    with (
        closing(sqlite3.connect(address, uri=True, isolation_level=None)) as database,
        pytest.raises(sqlite3.OperationalError, match="readonly"),
    ):
        begin_wal(database, SECONDS)
