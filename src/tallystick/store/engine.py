"""A database by its URL: SQLite or PostgreSQL, set up alike, and its errors in our words.

No message of ours or of the drivers shows a password or a value that is being stored.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

from tallystick.errors import StorageError, UsageError
from tallystick.wal import begin_wal

WRITES: Final = "tallystick_writes"
"""The option of a connection whose transaction is going to write."""

BUSY_SECONDS: Final = 300
"""How long to wait for another writer of an SQLite file: a ledger of a million entries takes a minute."""

CONNECT_SECONDS: Final = 30
"""How long to wait for a server to take a connection; one that starts up takes a few."""

_AGAIN: Final = frozenset({"40001", "40P01", "57P01", "57P02", "57P03", "08000", "08003", "08006"})
"""SQLSTATEs after which the same transaction may well succeed: a conflict with another one, a server that is
stopped, crashed or not up yet, a lost connection (PostgreSQL 15, appendix A)."""


def default_url(environment: Mapping[str, str] | None = None) -> str:
    """Where this user's store is: ``TALLYSTICK_STORE``, else a file where the XDG specification puts data.

    Raises:
        StorageError: nothing says where the user's home is.
    """
    environment = os.environ if environment is None else environment
    if named := environment.get("TALLYSTICK_STORE"):
        return named
    xdg = environment.get("XDG_DATA_HOME", "")
    if xdg.startswith("/"):
        return str(Path(xdg) / "tallystick" / "store.sqlite")
    try:
        home = Path(environment["HOME"]) if environment.get("HOME") else Path.home()
    except RuntimeError as error:
        raise StorageError(
            "no home folder: name a store with --store or TALLYSTICK_STORE"
        ) from error
    return str(home.absolute() / ".local" / "share" / "tallystick" / "store.sqlite")


def parse(address: str) -> URL:
    """What an address means: ``sqlite:///FILE``, ``postgresql://…``, or the path of an SQLite file.

    Raises:
        UsageError: another kind of database, or no address at all.
    """
    if not address or address.startswith("-") or "\0" in address:
        raise UsageError("--store: name a file, sqlite:///FILE or postgresql://USER@HOST/NAME")
    if "://" not in address:
        return URL.create("sqlite", database=str(Path(address).absolute()))
    try:
        url = make_url(address)
    except (ArgumentError, ValueError):  # its words would quote a password
        raise UsageError(
            "--store: not a URL as sqlite:///FILE or postgresql://USER@HOST/NAME"
        ) from None
    if url.drivername == "sqlite":
        if not url.database or url.database == ":memory:":
            raise UsageError("--store: sqlite:///FILE names no file")
        return URL.create("sqlite", database=str(Path(url.database).absolute()))
    if url.drivername in {"postgresql", "postgres", "postgresql+psycopg"}:
        return url.set(drivername="postgresql+psycopg")
    raise UsageError("--store: only sqlite:///FILE and postgresql://… are known")


def shown(url: URL) -> str:
    """A URL for a message: no password, and a plain path for a file."""
    if url.drivername == "sqlite":
        return str(url.database)
    return url.set(drivername="postgresql", query={}).render_as_string(hide_password=True)


def open_engine(url: URL, *, read_only: bool) -> Engine:
    """An engine whose transactions are whole; ``read_only`` ones the database itself keeps from writing."""
    if url.drivername == "sqlite":
        return _sqlite(url, read_only=read_only)
    options = "-c timezone=UTC -c client_encoding=UTF8"
    if read_only:
        options += " -c default_transaction_read_only=on"
    arguments: dict[str, Any] = {
        "connect_timeout": CONNECT_SECONDS,
        "options": f"{url.query['options']} {options}" if "options" in url.query else options,
        "application_name": "tallystick",
    }
    return create_engine(
        url, connect_args=arguments, pool_pre_ping=True, hide_parameters=True, max_overflow=20
    )


def _sqlite(url: URL, *, read_only: bool) -> Engine:
    engine = create_engine(
        url, connect_args={"timeout": BUSY_SECONDS}, hide_parameters=True, max_overflow=20
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _: object) -> None:  # noqa: ANN401 - the driver's own
        # The driver's own idea of when a transaction begins leaves DDL out of it (sqlite3, "Transaction
        # control"); so it is told to have none, and begin() below says it.
        connection.isolation_level = None
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA cache_size = -65536")
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute("PRAGMA trusted_schema = OFF")
        if read_only:
            connection.execute("PRAGMA query_only = ON")
        else:
            begin_wal(connection, BUSY_SECONDS)
            # What was put is on disk when put() returns, also after a power cut (SQLite, "synchronous").
            connection.execute("PRAGMA synchronous = FULL")
            # Pages that each ledger changes (the ends of tables, the tops of indexes) go back from the log
            # to the file once in 64 MiB, not once in 4.
            connection.execute("PRAGMA wal_autocheckpoint = 16384")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A reader that turns into a writer could not wait for another (SQLITE_BUSY_SNAPSHOT).
        writes = connection.get_execution_options().get(WRITES, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def may_succeed_again(error: BaseException) -> bool:
    """Whether the same transaction, begun anew, may well go through."""
    if not isinstance(error, DBAPIError):
        return False
    state = getattr(error.orig, "sqlstate", None)
    return error.connection_invalidated or state in _AGAIN or _is_refused(error)


def _is_refused(error: DBAPIError) -> bool:
    """Whether a server could not be reached: psycopg then has no SQLSTATE, and no connection."""
    cause = error.orig
    return type(cause).__module__.startswith("psycopg") and getattr(cause, "sqlstate", "") is None


@contextmanager
def in_our_words(where: str) -> Iterator[None]:
    """Turn an error of the database into one line.

    Raises:
        StorageError: in its place.
    """
    try:
        yield
    except DBAPIError as error:
        said = str(error.orig).strip().partition("\n")[0]
        raise StorageError(f"{where}: {said or type(error.orig).__name__}") from error
    except SQLAlchemyError as error:
        said = str(error).partition("\n")[0]
        raise StorageError(f"{where}: {said}") from error
