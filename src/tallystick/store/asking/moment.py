"""What of a store a transaction sees, as one short text: the same text, the same answers to all questions."""

from __future__ import annotations

from sqlalchemy import Connection, func, select, text

from tallystick.store import schema

_NEWEST = select(func.max(schema.ledger.c.id))
_SNAPSHOT = text("SELECT pg_current_snapshot()::text")


def moment(connection: Connection) -> str:
    """Which state of the store ``connection`` sees; to be compared with others of the same database alone.

    SQLite has one writer at a time, ledgers are numbered as they come, none is ever deleted, and nothing is
    changed but by a put: so the largest number says which there are. A PostgreSQL server has many writers,
    and a smaller number may come later; but it says which transactions a snapshot sees (PostgreSQL 15,
    section 9.26, "Transaction ID and Snapshot Information").
    """
    if connection.dialect.name == "postgresql":
        return str(connection.scalar(_SNAPSHOT))
    return str(connection.scalar(_NEWEST))
