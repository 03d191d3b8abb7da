"""Which version a store has, and the way from an older one to this.

A new store is made as ``schema`` says. Each later version adds one entry to ``STEPS``: statements that turn
the version before into it, on both databases, in one transaction. Why not a tool for this: docs/adr/0033.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from sqlalchemy import Connection, insert, inspect, select, text, update

from tallystick import __version__
from tallystick.errors import StorageError, UsageError
from tallystick.store.schema import VERSION, metadata, store

_LOCK: Final = 0x74616C6C79
"""The advisory lock under which PostgreSQL's tables are made and changed: "tally"."""

_REFERENCE: Final = re.compile(
    r",\s*CONSTRAINT fk_entry_[a-z_]+ FOREIGN KEY ?\([a-z_]+\) REFERENCES [a-z]+ \(id\)"
)
"""A foreign key of ``entry``, as SQLAlchemy wrote it into version 1."""

Step = Callable[[Connection], None]
"""From the version before to the next: in a transaction that is open, and that is not ended."""


def _entries_refer_freely(connection: Connection) -> None:
    """Version 2: an entry's references are no foreign keys any more (``schema`` says why).

    Neither database writes a row anew. SQLite's statement for this is the text of the table itself, where a
    change says nothing of how rows lie in the file (lang_altertable.html, 7, "If some change does not affect
    the on-disk content").
    """
    if connection.dialect.name == "postgresql":
        for name in ("ledger_id", "path_id", "blob_id", "source_path_id", "detail_id"):
            connection.execute(text(f"ALTER TABLE entry DROP CONSTRAINT fk_entry_{name}"))
        return
    where = "FROM sqlite_schema WHERE type = 'table' AND name = 'entry'"
    made = connection.execute(text(f"SELECT sql {where}")).scalar_one()  # noqa: S608
    freed, found = _REFERENCE.subn("", made)
    if found != 5:
        raise StorageError("the table of entries was changed by hand, and is left as it is")
    version = connection.execute(text("PRAGMA schema_version")).scalar_one()
    connection.execute(text("PRAGMA writable_schema = ON"))
    try:
        connection.execute(
            text("UPDATE sqlite_schema SET sql = :sql WHERE type = 'table' AND name = 'entry'"),
            {"sql": freed},
        )
    finally:
        connection.execute(text("PRAGMA writable_schema = OFF"))
    # Whoever has the file open reads its tables anew, this connection too.
    connection.execute(text(f"PRAGMA schema_version = {int(version) + 1}"))


STEPS: Final[Mapping[int, Step]] = {2: _entries_refer_freely}
"""By the version that each makes."""


def version_of(connection: Connection) -> int | None:
    """The version of the store at ``connection``; None if there is none yet.

    Raises:
        UsageError: the database holds tables, and they are not ours.
    """
    tables = set(inspect(connection).get_table_names())
    if store.name in tables:
        versions = list(connection.scalars(select(store.c.version)))
        if len(versions) != 1:
            raise UsageError(
                f"the store's version is not one row: {store.name} was changed by hand"
            )
        return int(versions[0])
    if tables:
        raise UsageError("the database holds other tables: a store needs one of its own")
    return None


def make(connection: Connection) -> None:
    """Make a store where there is none, or leave the one that is there."""
    _alone(connection)
    if version_of(connection) is None:
        metadata.create_all(connection, checkfirst=False)
        connection.execute(insert(store).values(version=VERSION, tool=__version__))


def upgrade(connection: Connection) -> tuple[int, int]:
    """Bring the store to this version; the versions before and now.

    Raises:
        StorageError: it is of a newer version, or there is none.
    """
    _alone(connection)
    before = version_of(connection)
    if before is None:
        raise StorageError("there is no store here (tallystick store init makes one)")
    refuse_newer(before)
    for version in range(before + 1, VERSION + 1):
        STEPS[version](connection)
    if before < VERSION:
        connection.execute(update(store).values(version=VERSION, tool=__version__))
    return before, VERSION


def refuse_others(connection: Connection) -> None:
    """Refuse a store of any version but this one.

    Raises:
        StorageError: there is none, or it has another version.
    """
    version = version_of(connection)
    if version is None:
        raise StorageError("there is no store here (tallystick store init makes one)")
    refuse_newer(version)
    if version < VERSION:
        raise StorageError(
            f"the store has version {version}: `tallystick store upgrade` makes it {VERSION}"
        )


def refuse_newer(version: int) -> None:
    """Refuse a store that a later tallystick made: what its tables mean is not known here.

    Raises:
        StorageError: it is.
    """
    if version > VERSION:
        raise StorageError(
            f"the store has version {version}, and this tallystick knows up to {VERSION}: use a newer one"
        )


def _alone(connection: Connection) -> None:
    """See to it that nobody else makes or changes the tables meanwhile (SQLite: BEGIN IMMEDIATE did)."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
