"""Who holds some bytes, or a file of some name."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import cache
from operator import itemgetter
from typing import Any, Final

from msgspec import Struct
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Integer,
    Select,
    bindparam,
    func,
    literal_column,
    select,
    tuple_,
    union_all,
)

from tallystick.store import schema
from tallystick.store.asking.ledgers import WHOLE, LedgerRow, row_of, selected
from tallystick.store.spelling import SHORT

_ENTRY: Final = schema.entry

FEW: Final = 500
"""Paths of one name that are looked up by their numbers."""


class Blob(Struct, frozen=True, kw_only=True):
    """Some bytes: both digests in hex, ``sha256`` None where no ledger said it."""

    id: int
    sha256: str | None
    git: str


class Holder(Struct, frozen=True, kw_only=True):
    """An entry that holds some bytes, and the ledger that says so.

    Attributes:
        ledger: with the release, the artifact and the source.
        position: the entry's place in the ledger.
        path: as the JSON ledger writes names.
        path_id: of the path, for the next page of :func:`holders_of_name`.
        blob_id: of the bytes.
    """

    ledger: LedgerRow
    position: int
    path: str
    path_id: int
    blob_id: int
    grade: str
    reach: str


def blobs(connection: Connection, digest: str) -> tuple[Blob, ...]:
    """The blobs with this SHA-256 or git blob id, in hex: mostly one, or none.

    A SHA-256 of 64 digits may be either: both are looked for.
    """
    wanted = bytes.fromhex(digest)
    blob = schema.blob
    if not wanted:
        return ()  # an empty sha256 means that it is not known
    # Each part has an index of its own; what a SHA-256 says comes first.
    either = union_all(
        *(
            select(blob, literal_column(order).label("rank")).where(column == wanted)
            for order, column in (("0", blob.c.sha256), ("1", blob.c.git))
        )
    )
    found: dict[int, Blob] = {}
    for row in sorted(connection.execute(either).mappings().all(), key=itemgetter("rank", "id")):
        found.setdefault(row["id"], _blob(row))
    return tuple(found.values())


def blob_of(connection: Connection, key: int) -> Blob | None:
    """The blob with this number."""
    row = connection.execute(select(schema.blob).where(schema.blob.c.id == key)).mappings().first()
    return None if row is None else _blob(row)


def _blob(row: Mapping[Any, Any]) -> Blob:
    return Blob(id=row["id"], sha256=row["sha256"].hex() or None, git=row["git"].hex())


def holders(
    connection: Connection,
    blob: int,
    *,
    after: tuple[int, int] | None = None,
    size: int = 100,
) -> tuple[Holder, ...]:
    """The entries that hold a blob, in any ledger, in the order in which the ledgers were put.

    Args:
        connection: to the store.
        blob: :attr:`Blob.id`.
        after: ledger and position of the last one of the page before.
        size: at most this many.
    """
    ledger, position = after or (-1, -1)
    given = {"blob": blob, "ledger": ledger, "position": position, "most": size}
    return _holders(connection, _of_blob(), given)


@cache
def _of_blob() -> Select[*tuple[Any, ...]]:
    key = (_ENTRY.c.ledger_id, _ENTRY.c.position)
    seen = tuple_(bindparam("ledger", type_=BigInteger), bindparam("position", type_=BigInteger))
    wanted = _held().where(_ENTRY.c.blob_id == bindparam("blob"), tuple_(*key) > seen)
    return wanted.order_by(*key).limit(bindparam("most", type_=Integer))


def holders_of_name(
    connection: Connection,
    name: str,
    *,
    after: tuple[int, int, int] | None = None,
    size: int = 100,
) -> tuple[Holder, ...]:
    """The entries whose file has this name (the last component, as the ledger writes names).

    Args:
        connection: to the store.
        name: what is beyond 255 characters does not count.
        after: path, ledger and position of the last one of the page before.
        size: at most this many.
    """
    path = schema.path.c
    # Few paths are looked up by their numbers; of many, the first in order is soon found. PostgreSQL, which
    # knows not how many there are, would look for the few among all paths in order.
    few = select(path.id).where(path.name == bindparam("name")).limit(FEW + 1)
    keys = connection.scalars(few, {"name": name[:SHORT]}).all()
    if not keys:
        return ()
    is_it = path.id.in_(keys) if len(keys) <= FEW else path.name == name[:SHORT]
    key = (path.id, _ENTRY.c.ledger_id, _ENTRY.c.position)
    wanted = _held().where(is_it)
    if after is not None:
        wanted = wanted.where(_after(key, after))
    return _holders(connection, wanted.order_by(*key).limit(size))


def _after(columns: tuple[ColumnElement[int], ...], values: tuple[int, ...]) -> ColumnElement[bool]:
    """Rows behind the last one that was seen (row values: SQLite 3.15, PostgreSQL)."""
    return tuple_(*columns) > values


@cache
def _held() -> Select[*tuple[Any, ...]]:
    entries = _ENTRY.join(schema.path, schema.path.c.id == _ENTRY.c.path_id)
    columns: Iterable[ColumnElement[Any]] = (
        _ENTRY.c.position,
        schema.path.c.path,
        _ENTRY.c.path_id,
        _ENTRY.c.blob_id,
        _ENTRY.c.grade,
        _ENTRY.c.reach,
    )
    whole = entries.join(WHOLE, schema.ledger.c.id == _ENTRY.c.ledger_id)
    return selected(whole).add_columns(*columns)


_OWN: Final[Collection[str]] = ("position", "path", "path_id", "blob_id", "grade", "reach")


def _holders(
    connection: Connection,
    wanted: Select[*tuple[Any, ...]],
    given: Mapping[str, int] | None = None,
) -> tuple[Holder, ...]:
    found = []
    for row in connection.execute(wanted, given or {}).mappings().all():
        values = dict(row)
        own = {name: values.pop(name) for name in _OWN}
        found.append(Holder(ledger=row_of(values), **own))
    return tuple(found)


def shared_share(
    connection: Connection, ledger: int, other: int, without: Collection[int] = ()
) -> float:
    """Which share of the blobs of one ledger, but for some, another holds, too; from 0 to 1."""
    theirs = select(_ENTRY.c.blob_id).where(_ENTRY.c.ledger_id == other)
    own = select(func.count(_ENTRY.c.blob_id.distinct())).where(
        _ENTRY.c.ledger_id == ledger, _ENTRY.c.blob_id.not_in(without)
    )
    whole = connection.scalar(own) or 0
    shared = connection.scalar(own.where(_ENTRY.c.blob_id.in_(theirs))) or 0
    return shared / whole if whole else 0.0
