"""Projects and their releases; whoever published them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from msgspec import Struct
from packaging.version import InvalidVersion, Version
from sqlalchemy import Connection, func, or_, select, tuple_

from tallystick.store import schema
from tallystick.store.asking.ledgers import LATEST, LedgerRow, rows_of, selected

_RELEASE: Final = schema.release
_LAST: Final = "\U0010ffff"
"""The last of all characters: ends the range of what begins with something."""


class ProjectRow(Struct, frozen=True, kw_only=True):
    """A project, and how many of its releases are in the store."""

    project: str
    ecosystem: str
    releases: int


class ReleaseRow(Struct, frozen=True, kw_only=True):
    """A release, and the latest ledger on each of its artifacts."""

    ecosystem: str
    project: str
    version: str
    ledgers: tuple[LedgerRow, ...]


def projects(
    connection: Connection,
    *,
    beginning: str = "",
    after: tuple[str, str] | None = None,
    size: int = 100,
) -> tuple[ProjectRow, ...]:
    """Projects by name.

    Args:
        connection: to the store.
        beginning: only names that begin with this.
        after: project and ecosystem of the last one of the page before.
        size: at most this many.
    """
    key = (_RELEASE.c.project, _RELEASE.c.ecosystem)
    wanted = select(*key, func.count().label("releases")).group_by(*key).order_by(*key).limit(size)
    if beginning:
        wanted = wanted.where(
            _RELEASE.c.project >= beginning, _RELEASE.c.project < beginning + _LAST
        )
    if after is not None:
        wanted = wanted.where(tuple_(*key) > after)
    return tuple(ProjectRow(**row) for row in connection.execute(wanted).mappings())


def releases_of(connection: Connection, ecosystem: str, project: str) -> tuple[ReleaseRow, ...]:
    """The releases of a project, in the order of their versions."""
    wanted = selected().where(
        LATEST,
        _RELEASE.c.ecosystem == ecosystem,
        _RELEASE.c.project == project,
    )
    found: dict[str, list[LedgerRow]] = {}
    for row in rows_of(connection, wanted.order_by(schema.artifact.c.id)):
        found.setdefault(str(row.version), []).append(row)
    return tuple(
        ReleaseRow(
            ecosystem=ecosystem, project=project, version=version, ledgers=tuple(found[version])
        )
        for version in in_order(found)
    )


def in_order(versions: Iterable[str]) -> list[str]:
    """Versions, oldest first; those that are none by PEP 440 before all others."""

    def key(version: str) -> tuple[bool, Version, str]:
        try:
            return True, Version(version), version
        except InvalidVersion:
            return False, Version("0"), version

    return sorted(versions, key=key)


def releases_of_publisher(
    connection: Connection, who: str, *, after: int | None = None, size: int = 100
) -> tuple[LedgerRow, ...]:
    """The ledgers with an attestation by ``who``: as a certificate, or as the index says it.

    Args:
        connection: to the store.
        who: a repository, a subject, or the index's words, as the store spells them.
        after: the last ``id`` of the page before.
        size: at most this many.
    """
    by = schema.attestation
    theirs = select(by.c.ledger_id).where(or_(by.c.signer == who, by.c.publisher == who))
    wanted = selected().where(schema.ledger.c.id.in_(theirs)).order_by(schema.ledger.c.id)
    if after is not None:
        wanted = wanted.where(schema.ledger.c.id > after)
    return rows_of(connection, wanted.limit(size))
