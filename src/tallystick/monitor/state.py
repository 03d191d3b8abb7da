"""What the monitor remembers: one SQLite file, changed in whole transactions.

What an index showed and the audits that follow from it are one transaction; an audit's outcome, its events
and the end of that audit are one; so a kill between two of them repeats work, and never an event. Each event
has a row for each sink until that has taken it (an outbox).

Times are seconds since the epoch and only ever say when to try again. What is due unreasonably far from now
is of a clock that has been set back since, and is due now.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from msgspec import Struct

from tallystick.errors import StorageError
from tallystick.index.release import ListedFile
from tallystick.monitor.event import Event
from tallystick.wal import begin_wal

FORMAT: Final = 1
"""Of the file; one of another format is refused."""

BUSY_SECONDS: Final = 30
"""How long to wait for another that has the file: a monitor's transactions are short."""

FAR: Final = 2 * 86400.0
"""Seconds: more than the monitor ever waits."""

_TABLES: Final = """
CREATE TABLE project (index_ TEXT, name TEXT, serial INTEGER, PRIMARY KEY (index_, name));
CREATE TABLE file (
    index_ TEXT, project TEXT, version TEXT, name TEXT, digest TEXT, uploaded TEXT,
    PRIMARY KEY (index_, project, name, digest));
CREATE TABLE audit (
    index_ TEXT, project TEXT, version TEXT, tries INTEGER NOT NULL, due REAL NOT NULL,
    PRIMARY KEY (index_, project, version));
CREATE TABLE baseline (
    index_ TEXT, project TEXT, version TEXT, artifact TEXT, accepted INTEGER NOT NULL, ledger BLOB NOT NULL,
    PRIMARY KEY (index_, project, artifact));
CREATE TABLE tag (
    repository TEXT, tag TEXT, object TEXT NOT NULL, index_ TEXT, project TEXT, version TEXT,
    PRIMARY KEY (repository, tag, index_, project, version));
CREATE TABLE look (repository TEXT PRIMARY KEY, due REAL NOT NULL);
CREATE TABLE event (id TEXT PRIMARY KEY, at REAL NOT NULL, document TEXT NOT NULL);
CREATE TABLE delivery (
    event TEXT NOT NULL REFERENCES event, sink TEXT NOT NULL, tries INTEGER NOT NULL, due REAL NOT NULL,
    PRIMARY KEY (event, sink));
CREATE INDEX delivery_due ON delivery (sink, due);
"""


class Due(Struct, frozen=True, kw_only=True):
    """A release that is to be audited."""

    index: str
    project: str
    version: str
    tries: int


class Tag(Struct, frozen=True, kw_only=True):
    """A tag that a release was made from, and the object that it named then."""

    repository: str
    tag: str
    object: str
    index: str
    project: str
    version: str


class Letter(Struct, frozen=True, kw_only=True):
    """An event on its way to a sink."""

    event: str
    sink: str
    tries: int
    document: str


class State:
    """The memory of one monitor."""

    def __init__(self, path: Path) -> None:
        """Open it, made if it is not there.

        Raises:
            StorageError: it cannot be opened, or is of another version.
        """
        self._path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._database = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
            begin_wal(self._database, BUSY_SECONDS)
            self._database.execute("PRAGMA synchronous = FULL")
            self._database.execute("PRAGMA foreign_keys = ON")
            with self.together():
                (found,) = self._database.execute("PRAGMA user_version").fetchone()
                if found == 0:
                    for statement in filter(str.strip, _TABLES.split(";")):
                        self._database.execute(statement)
                    self._database.execute(f"PRAGMA user_version = {FORMAT}")
        except (sqlite3.Error, OSError) as error:
            raise StorageError(f"{path}: {error}") from None
        if found not in {0, FORMAT}:
            raise StorageError(f"{path}: the state of another version of tallystick ({found})")

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    @contextmanager
    def together(self) -> Iterator[None]:
        """What the block changes is kept whole, or not at all.

        Raises:
            StorageError: the disk failed; nothing of the block is kept.
        """
        try:
            self._database.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                if self._database.in_transaction:
                    self._database.execute("ROLLBACK")
                raise
            self._database.execute("COMMIT")
        except sqlite3.Error as error:
            raise StorageError(f"{self._path}: {error}") from None

    def serial(self, index: str, project: str) -> tuple[bool, int | None]:
        """Whether a project is known, and the newest serial that was seen of it."""
        row = self._database.execute(
            "SELECT serial FROM project WHERE index_ = ? AND name = ?", (index, project)
        ).fetchone()
        return row is not None, None if row is None else row[0]

    def know(self, index: str, project: str, serial: int | None) -> None:
        """A project has been looked at."""
        self._database.execute(
            "INSERT INTO project VALUES (?, ?, ?)"
            " ON CONFLICT DO UPDATE SET serial = coalesce(excluded.serial, serial)",
            (index, project, serial),
        )

    def files(self, index: str, project: str) -> list[ListedFile]:
        """Every file that was ever seen of a project."""
        rows = self._database.execute(
            "SELECT version, name, digest, uploaded FROM file WHERE index_ = ? AND project = ?",
            (index, project),
        )
        return [ListedFile(version=v, name=n, digest=d, uploaded=u) for v, n, d, u in rows]

    def see(self, index: str, project: str, files: Iterable[ListedFile]) -> None:
        """These files are there."""
        self._database.executemany(
            "INSERT INTO file VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            [(index, project, one.version, one.name, one.digest, one.uploaded) for one in files],
        )

    def ask(self, index: str, project: str, version: str, due: float) -> None:
        """A release is to be audited, once, at ``due``; a later wish puts it off, and begins anew."""
        self._database.execute(
            "INSERT INTO audit VALUES (?, ?, ?, 0, ?)"
            " ON CONFLICT DO UPDATE SET due = excluded.due, tries = 0",
            (index, project, version, due),
        )

    def due(self, now: float) -> list[Due]:
        """The releases that are to be audited now."""
        rows = self._database.execute(
            "SELECT index_, project, version, tries FROM audit WHERE due <= ? OR due > ? ORDER BY due",
            (now, now + FAR),
        )
        return [Due(index=i, project=p, version=v, tries=t) for i, p, v, t in rows]

    def put_off(self, one: Due, due: float) -> None:
        """An audit could not be made; one more try, at ``due``."""
        self._database.execute(
            "UPDATE audit SET tries = tries + 1, due = ?"
            " WHERE index_ = ? AND project = ? AND version = ?",
            (due, one.index, one.project, one.version),
        )

    def audited(self, one: Due) -> None:
        """An audit is made."""
        self._database.execute(
            "DELETE FROM audit WHERE index_ = ? AND project = ? AND version = ?",
            (one.index, one.project, one.version),
        )

    def baselines(self, index: str, project: str) -> tuple[bool, list[bytes]]:
        """Whether the release that later ones are compared with was accepted, and its ledgers."""
        rows = self._database.execute(
            "SELECT accepted, ledger FROM baseline WHERE index_ = ? AND project = ?",
            (index, project),
        ).fetchall()
        return any(row[0] for row in rows), [zlib.decompress(row[1]) for row in rows]

    def compare_with(
        self, one: Due, ledgers: Sequence[tuple[str, bytes]], *, accepted: bool
    ) -> None:
        """Later releases of the project are compared with this one."""
        self._database.execute(
            "DELETE FROM baseline WHERE index_ = ? AND project = ?", (one.index, one.project)
        )
        self._database.executemany(
            "INSERT INTO baseline VALUES (?, ?, ?, ?, ?, ?)",
            [
                (one.index, one.project, one.version, name, accepted, zlib.compress(ledger))
                for name, ledger in ledgers
            ],
        )

    def tags(self, repository: str) -> list[Tag]:
        """The tags of a repository that releases were made from."""
        rows = self._database.execute(
            "SELECT repository, tag, object, index_, project, version FROM tag WHERE repository = ?",
            (repository,),
        )
        return [
            Tag(repository=r, tag=t, object=o, index=i, project=p, version=v)
            for r, t, o, i, p, v in rows
        ]

    def keep_tag(self, tag: Tag, due: float) -> None:
        """What a tag names; it is looked at again at ``due``."""
        self._database.execute(
            "INSERT INTO tag VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET object = excluded.object",
            (tag.repository, tag.tag, tag.object, tag.index, tag.project, tag.version),
        )
        self._database.execute(
            "INSERT INTO look VALUES (?, ?) ON CONFLICT DO NOTHING", (tag.repository, due)
        )

    def repositories(self, now: float) -> list[str]:
        """The repositories whose tags are to be looked at now."""
        rows = self._database.execute(
            "SELECT repository FROM look WHERE due <= ? OR due > ? ORDER BY due", (now, now + FAR)
        )
        return [row[0] for row in rows]

    def looked(self, repository: str, due: float) -> None:
        """The tags of a repository were looked at; again at ``due``."""
        self._database.execute("UPDATE look SET due = ? WHERE repository = ?", (due, repository))

    def tell(self, event: Event, sinks: Iterable[str], now: float) -> None:
        """An event is to be told to ``sinks``; one that is known already is not."""
        added = self._database.execute(
            "INSERT INTO event VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
            (event.id, now, json.dumps(event.document())),
        )
        if added.rowcount:
            self._database.executemany(
                "INSERT INTO delivery VALUES (?, ?, 0, ?)",
                [(event.id, sink, now) for sink in sinks],
            )

    def letters(self, sink: str, now: float) -> list[Letter]:
        """What is to be given to ``sink`` now, oldest first."""
        rows = self._database.execute(
            "SELECT event, sink, tries, document FROM delivery JOIN event ON id = event"
            " WHERE sink = ? AND (due <= ? OR due > ?) ORDER BY event.rowid",
            (sink, now, now + FAR),
        )
        return [Letter(event=e, sink=s, tries=t, document=d) for e, s, t, d in rows]

    def taken(self, letter: Letter) -> None:
        """A sink has taken an event."""
        with self.together():
            self._database.execute(
                "DELETE FROM delivery WHERE event = ? AND sink = ?", (letter.event, letter.sink)
            )

    def returned(self, letter: Letter, due: float) -> None:
        """A sink has not taken an event; one more try, at ``due``."""
        with self.together():
            self._database.execute(
                "UPDATE delivery SET tries = tries + 1, due = ? WHERE event = ? AND sink = ?",
                (due, letter.event, letter.sink),
            )

    def events(self) -> list[dict[str, object]]:
        """Every event so far, oldest first."""
        rows = self._database.execute("SELECT document FROM event ORDER BY rowid")
        return [json.loads(row[0]) for row in rows]
