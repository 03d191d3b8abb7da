"""SQLite's write-ahead log, begun while others may have the file open."""

from __future__ import annotations

import sqlite3
import time


def begin_wal(database: sqlite3.Connection, seconds: float) -> None:
    """Have a database write ahead, whoever else opens it at this moment.

    A file that does not yet is changed over by one connection alone. That one has begun to read by
    then, and SQLite lets no reader wait for a writer that may be waiting for it
    ("sqlite3_busy_handler"): whatever the connection's timeout is, it is refused at once. So the wait
    is for a transaction of its own, with nothing read.

    Args:
        database: outside a transaction; its timeout bounds one wait.
        seconds: after which to give up.

    Raises:
        sqlite3.Error: the file cannot be written, or others kept it for so long.
    """
    until = time.monotonic() + seconds
    while True:
        try:
            database.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            busy = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY  # whatever kept it
            if not busy or time.monotonic() > until:
                raise
        else:
            return
        database.execute("BEGIN EXCLUSIVE")
        database.execute("ROLLBACK")
