"""A store: ledgers put and got, whole or not at all."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import copy
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self, TypeVar

from msgspec import Struct
from sqlalchemy import URL, Connection, Engine, event
from sqlalchemy.exc import DBAPIError

from tallystick.errors import StorageError, UsageError
from tallystick.store import engine as database
from tallystick.store import migrations
from tallystick.store.checking import Check, check
from tallystick.store.getting import get, id_of
from tallystick.store.putting import Known
from tallystick.store.putting import put as put_rows
from tallystick.store.rows import Rows, rows_of
from tallystick.store.spelling import ledger_name

PATIENCE: Final = 60.0
"""Seconds for which a server that went away is waited for: PostgreSQL restarts in less than ten."""

PAUSE: Final = 0.05
"""Seconds before the second try; doubled each time, up to ``LONGEST_PAUSE``."""

LONGEST_PAUSE: Final = 2.0

ENTRIES_TOGETHER: Final = 10_000
"""Entries of ledgers in one transaction, as far as they are not of one ledger: some 20 MB."""

LEDGERS_TOGETHER: Final = 50
"""Ledgers in one transaction; what each says besides its entries may be megabytes."""

Result = TypeVar("Result")


class Put(Struct, frozen=True, kw_only=True):
    """What became of a ledger that was put.

    Attributes:
        id: its number in this store.
        digest: of all that it says but how long it took, in hex; the same in every store.
        is_new: False where the store held it already.
        artifact: the name of the file that it is on, as the ledger writes it.
    """

    id: int
    digest: str
    is_new: bool
    artifact: str


class Store:
    """Ledgers kept in a database; safe for threads, and for many processes at once."""

    def __init__(self, url: URL, engine: Engine, *, patience: float = PATIENCE) -> None:
        """Take over ``engine``; :func:`open_store` is the way here."""
        self._url = url
        self._engine = engine
        self._patience = patience
        self._known = Known()
        self._open: Connection | None = None
        event.listen(engine, "connect", lambda *_: self._known.forget())

    def __enter__(self) -> Self:
        """Itself; the connections are closed at the end."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the connections."""
        self.close()

    def close(self) -> None:
        """Close the connections; what is put later opens new ones."""
        self._engine.dispose()

    @property
    def where(self) -> str:
        """Its address, without a password."""
        return database.shown(self._url)

    @property
    def is_server(self) -> bool:
        """Whether it is a database of a server (PostgreSQL), and not a file."""
        return self._engine.dialect.name == "postgresql"

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection in one transaction, for questions: what it sees does not change meanwhile.

        Raises:
            StorageError: the database failed.
        """
        if self._open is not None:
            yield self._open
            return
        level = {"isolation_level": "REPEATABLE READ"} if self.is_server else {}
        with (
            database.in_our_words(self.where),
            self._engine.connect().execution_options(**level) as connection,
            connection.begin(),
        ):
            yield connection

    def seen_by(self, connection: Connection) -> Store:
        """This store as ``connection`` sees it: whatever reads it by itself does so in that transaction.

        It is good for as long as the transaction, and is not to be closed.
        """
        seen = copy(self)
        seen._open = connection  # noqa: SLF001 - a copy of itself
        return seen

    def write(self, work: Callable[[Connection], Result]) -> Result:
        """Do ``work`` in one transaction; again, from its beginning, if a server went away meanwhile.

        Raises:
            StorageError: the database failed, or stayed away; nothing of the work was kept.
        """
        until = time.monotonic() + self._patience
        pause = PAUSE
        while True:
            try:
                with (
                    self._engine.connect().execution_options(
                        **{database.WRITES: True}
                    ) as connection,
                    connection.begin(),
                ):
                    return work(connection)
            except DBAPIError as error:
                if not database.may_succeed_again(error) or time.monotonic() + pause > until:
                    with database.in_our_words(self.where):
                        raise
            time.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)

    def put(self, document: Mapping[str, Any]) -> Put:
        """Keep a ledger, in the values of JSON (``docs/ledger.md``): all of it, or nothing.

        The same ledger twice is kept once: all that it says is compared, but how long the audit took. A
        later ledger on the same artifact takes the place of the earlier one as its latest.

        Raises:
            UsageError: it is no ledger.
            StorageError: the database failed; nothing was kept.
        """
        return self._put_together([rows_of(document)])[0]

    def put_all(self, documents: Iterable[Mapping[str, Any]]) -> Iterator[Put]:
        """:meth:`put` for many: several in one transaction, so that the disk is waited for once.

        Yields:
            what became of each, in their order, once it is on disk.

        Raises:
            UsageError: one of them is no ledger, or ``documents`` says so; those before it are kept.
            StorageError: the database failed; what was not yielded was not kept.
        """
        together: list[Rows] = []
        entries = 0
        try:
            for document in documents:
                together.append(rows_of(document))
                entries += len(together[-1].entries)
                if entries >= ENTRIES_TOGETHER or len(together) >= LEDGERS_TOGETHER:
                    yield from self._put_together(together)
                    together, entries = [], 0
        except UsageError:
            yield from self._put_together(together)
            raise
        yield from self._put_together(together)

    def _put_together(self, together: Sequence[Rows]) -> list[Put]:
        if not together:
            return []
        put, numbers = self.write(lambda connection: put_rows(connection, together, self._known))
        self._known.learn(numbers)
        return [
            Put(
                id=key,
                digest=rows.digest.hex(),
                is_new=is_new,
                artifact=ledger_name(rows.artifact["name"]),
            )
            for rows, (key, is_new) in zip(together, put, strict=True)
        ]

    def check(self) -> Check:
        """Read all of the store, and hold each ledger against its digest.

        Raises:
            StorageError: the database failed.
        """
        with self.reading() as connection:
            return check(connection)

    def holds(self, digest: str) -> bool:
        """Whether the store holds the ledger with this digest (:attr:`Put.digest`)."""
        with self.reading() as connection:
            return id_of(connection, digest) is not None

    def get(self, digest: str) -> dict[str, Any]:
        """The ledger with this digest, as it was put: in the values of JSON.

        Raises:
            UsageError: there is none.
            StorageError: the database failed.
        """
        with self.reading() as connection:
            document = get(connection, digest)
        if document is None:
            raise UsageError(f"{self.where} holds no ledger {digest}")
        return document


def open_store(
    address: str, *, read_only: bool = False, make: bool = True, patience: float = PATIENCE
) -> Store:
    """The store at ``address``: the path of an SQLite file, ``sqlite:///FILE`` or ``postgresql://…``.

    Args:
        address: where it is.
        read_only: nothing is written, not even a store that is not there yet.
        make: make one if there is none.
        patience: seconds for which a server that goes away later is waited for.

    Raises:
        UsageError: the address cannot be meant, or the database holds something else.
        StorageError: the database failed, there is no store, or it is of another version.
    """
    url = database.parse(address)
    if url.drivername == "sqlite":
        _see_to_file(Path(str(url.database)), make=make and not read_only)
    engine = database.open_engine(url, read_only=read_only)
    store = Store(url, engine, patience=patience)
    try:
        _see_to_tables(store, make=make and not read_only)
    except (UsageError, StorageError) as error:
        store.close()
        said = str(error)
        raise type(error)(
            said if said.startswith(store.where) else f"{store.where}: {said}"
        ) from error
    return store


def upgrade_store(address: str) -> tuple[str, int, int]:
    """Bring the store at ``address`` to this version.

    Returns:
        where it is, the version that it had, and the one that it has.

    Raises:
        UsageError: the address cannot be meant, or the database holds something else.
        StorageError: there is none, it is of a newer version, or the database failed.
    """
    url = database.parse(address)
    if url.drivername == "sqlite":
        _see_to_file(Path(str(url.database)), make=False)
    with Store(url, database.open_engine(url, read_only=False)) as store:
        before, now = store.write(migrations.upgrade)
        return store.where, before, now


def _see_to_tables(store: Store, *, make: bool) -> None:
    """Have the tables of this version, made if ``make``; who only opens a store waits for no writer."""
    with store.reading() as connection:
        version = migrations.version_of(connection)
    if version is None and make:
        store.write(migrations.make)
    with store.reading() as connection:
        migrations.refuse_others(connection)


def _see_to_file(path: Path, *, make: bool) -> None:
    """Have the folder of an SQLite file, which SQLite does not make; refuse to read one that is not there."""
    try:
        if make:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        elif not path.is_file():
            raise StorageError(f"{path}: there is no store here (tallystick store init makes one)")
    except OSError as error:
        raise StorageError(f"{path}: {error.strerror}") from error
