"""Ledgers: the newest, those of an artifact or a commit, and how verdicts fell over time."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from msgspec import Struct
from sqlalchemy import Connection, FromClause, Integer, Select, bindparam, cast, func, select, union

from tallystick.model import VerdictValue
from tallystick.store import schema

DAY: Final = 86_400

_ARTIFACT: Final = schema.artifact
_LEDGER: Final = schema.ledger
_RELEASE: Final = schema.release


class LedgerRow(Struct, frozen=True, kw_only=True):
    """One audit of one artifact; names and texts as the store spells them, digests and commits in hex.

    Attributes:
        id: its number in this store.
        digest: by which it is got whole (``Store.get``).
        recorded: when it was put, in seconds since the epoch, by the clock of who put it.
        is_latest: no later ledger is about the same artifact.
        ecosystem: None, as project and version, where the artifact names no release.
    """

    id: int
    digest: str
    recorded: float
    is_latest: bool
    tool: str
    verdict: VerdictValue
    artifact: str
    kind: str
    sha256: str
    size: int
    ecosystem: str | None
    project: str | None
    version: str | None
    source_kind: str | None
    source_url: str | None
    source_ref: str | None
    source_subdir: str | None
    commit: str | None
    files: int
    bytes: int
    residue_files: int
    residue_bytes: int


class Total(Struct, frozen=True, kw_only=True):
    """Files and bytes of one grade in one ledger."""

    grade: str
    files: int
    bytes: int


class Days(Struct, frozen=True, kw_only=True):
    """How many ledgers of one day (since the epoch, UTC) had one verdict."""

    day: int
    verdict: VerdictValue
    ledgers: int


LATEST: Final = _LEDGER.c.is_latest.is_not(False)
"""Of ledgers that are found otherwise, the latest. Said so that no index has it: SQLite, which knows nothing
of how rows fall before somebody says ANALYZE, would read all latest ledgers to find those of one release."""

WHOLE: Final = _LEDGER.join(_ARTIFACT).outerjoin(_RELEASE)
"""A ledger with its artifact and its release, if it has one."""


def selected(source: FromClause = WHOLE) -> Select[*tuple[Any, ...]]:
    """Every column of a :class:`LedgerRow`; ``source`` has ``WHOLE`` in it."""
    return select(
        _LEDGER.c.id,
        _LEDGER.c.digest,
        _LEDGER.c.recorded,
        _LEDGER.c.is_latest,
        _LEDGER.c.tool,
        _LEDGER.c.verdict,
        _ARTIFACT.c.name.label("artifact"),
        _ARTIFACT.c.kind,
        _ARTIFACT.c.sha256,
        _ARTIFACT.c.size,
        _RELEASE.c.ecosystem,
        _RELEASE.c.project,
        _RELEASE.c.version,
        _LEDGER.c.source_kind,
        _LEDGER.c.source_url,
        _LEDGER.c.source_ref,
        _LEDGER.c.source_subdir,
        _LEDGER.c.commit,
        _LEDGER.c.files,
        _LEDGER.c.bytes,
        _LEDGER.c.residue_files,
        _LEDGER.c.residue_bytes,
    ).select_from(source)


def row_of(found: Mapping[Any, Any]) -> LedgerRow:
    """A row of :func:`selected`."""
    commit = found["commit"]
    return LedgerRow(
        **{
            **found,
            "digest": found["digest"].hex(),
            "sha256": found["sha256"].hex(),
            "verdict": VerdictValue(found["verdict"]),
            "commit": None if commit is None else commit.hex(),
        }
    )


def rows_of(connection: Connection, wanted: Select[*tuple[Any, ...]]) -> tuple[LedgerRow, ...]:
    """The rows of a narrowed :func:`selected`."""
    return tuple(map(row_of, connection.execute(wanted).mappings().all()))


def ledgers(
    connection: Connection,
    *,
    verdict: VerdictValue | None = None,
    latest: bool = True,
    before: int | None = None,
    size: int = 100,
) -> tuple[LedgerRow, ...]:
    """Ledgers, the one that was put last first.

    Args:
        connection: to the store.
        verdict: only these.
        latest: only the latest of each artifact.
        before: only those with a smaller ``id``: the last one of the page before.
        size: at most this many.
    """
    wanted = selected().order_by(_LEDGER.c.id.desc()).limit(size)
    if verdict is not None:
        wanted = wanted.where(_LEDGER.c.verdict == verdict.value)
    if latest:
        # With a verdict there is an index for both, which has the numbers in order.
        wanted = wanted.where(LATEST if verdict is None else _LEDGER.c.is_latest)
    if before is not None:
        wanted = wanted.where(_LEDGER.c.id < before)
    return rows_of(connection, wanted)


def ledger_row(connection: Connection, digest: str) -> LedgerRow | None:
    """The ledger with this digest (64 hex digits); None if it is not there."""
    given = {"digest": bytes.fromhex(digest)}
    found = connection.execute(_by_digest(), given).mappings().first()
    return None if found is None else row_of(found)


@cache
def _by_digest() -> Select[*tuple[Any, ...]]:
    return selected().where(_LEDGER.c.digest == bindparam("digest"))


def ledgers_of_artifact(connection: Connection, sha256: str) -> tuple[LedgerRow, ...]:
    """All ledgers on the file with this SHA-256, the latest first."""
    given = {"sha256": bytes.fromhex(sha256)}
    return tuple(map(row_of, connection.execute(_by_artifact(), given).mappings()))


@cache
def _by_artifact() -> Select[*tuple[Any, ...]]:
    wanted = selected().where(_ARTIFACT.c.sha256 == bindparam("sha256"))
    return wanted.order_by(_LEDGER.c.id.desc())


def ledgers_beside(
    connection: Connection, row: LedgerRow
) -> tuple[tuple[LedgerRow, ...], tuple[LedgerRow, ...]]:
    """All ledgers on the artifact of ``row``, the latest first; and the latest on each other of its release.

    In one statement: each index gives its numbers, and what they are is looked up once.
    """
    given = {
        "sha256": bytes.fromhex(row.sha256),
        "ecosystem": row.ecosystem,
        "project": row.project,
        "version": row.version,
    }
    found = [row_of(one) for one in connection.execute(_beside(), given).mappings()]
    same = [one for one in found if one.sha256 == row.sha256]
    others = [one for one in found if one.sha256 != row.sha256]
    same.sort(key=lambda one: -one.id)
    others.sort(key=lambda one: (one.artifact, one.id))
    return tuple(same), tuple(others)


@cache
def _beside() -> Select[*tuple[Any, ...]]:
    named = [
        _RELEASE.c[name] == bindparam(name, type_=_RELEASE.c[name].type)
        for name in ("ecosystem", "project", "version")
    ]
    keys = union(
        select(_LEDGER.c.id)
        .join(_ARTIFACT)
        .where(_ARTIFACT.c.sha256 == bindparam("sha256", type_=_ARTIFACT.c.sha256.type)),
        select(_LEDGER.c.id)
        .select_from(_LEDGER.join(_ARTIFACT).join(_RELEASE))
        .where(LATEST, *named),
    )
    return selected().where(_LEDGER.c.id.in_(keys))


def ledgers_about(connection: Connection, digest: str) -> tuple[LedgerRow, ...]:
    """The ledgers with this digest, on the artifact with it, or whose source is this commit (in hex).

    The ledger itself comes first, then those on the artifact, the latest first, then the others.
    """
    found = connection.execute(_about(), {"digest": bytes.fromhex(digest)}).mappings()
    rows = [row_of(one) for one in found]
    rows.sort(key=lambda one: (one.digest != digest, one.sha256 != digest, -one.id))
    return tuple(rows)


@cache
def _about() -> Select[*tuple[Any, ...]]:
    digest = bindparam("digest", type_=_LEDGER.c.digest.type)
    keys = union(
        select(_LEDGER.c.id).where(_LEDGER.c.digest == digest),
        select(_LEDGER.c.id).join(_ARTIFACT).where(_ARTIFACT.c.sha256 == digest),
        select(_LEDGER.c.id).where(_LEDGER.c.commit == digest),
    )
    return selected().where(_LEDGER.c.id.in_(keys))


def ledgers_of_commit(connection: Connection, commit: str) -> tuple[LedgerRow, ...]:
    """The ledgers whose source is this commit (in hex), the first that was put first."""
    given = {"commit": bytes.fromhex(commit)}
    return tuple(map(row_of, connection.execute(_by_commit(), given).mappings()))


@cache
def _by_commit() -> Select[*tuple[Any, ...]]:
    wanted = selected().where(_LEDGER.c.commit == bindparam("commit"))
    return wanted.order_by(_LEDGER.c.id)


def totals(connection: Connection, ledger: int) -> tuple[Total, ...]:
    """Files and bytes by grade; only grades that the ledger has."""
    total = schema.total
    wanted = select(total.c.grade, total.c.files, total.c.bytes).where(total.c.ledger_id == ledger)
    rows = connection.execute(wanted.order_by(total.c.grade)).mappings()
    return tuple(Total(**row) for row in rows)


def verdicts_by_day(connection: Connection, *, since: float) -> tuple[Days, ...]:
    """How verdicts fell on each day from ``since`` on (seconds since the epoch)."""
    day = cast(func.floor(_LEDGER.c.recorded / DAY), Integer).label("day")
    wanted = (
        select(day, _LEDGER.c.verdict, func.count().label("ledgers"))
        .where(_LEDGER.c.recorded >= since)
        .group_by(day, _LEDGER.c.verdict)
        .order_by(day, _LEDGER.c.verdict)
    )
    return tuple(
        Days(day=row["day"], verdict=VerdictValue(row["verdict"]), ledgers=row["ledgers"])
        for row in connection.execute(wanted).mappings()
    )
