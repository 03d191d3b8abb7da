"""Which artifacts carry it, by the ledgers of a store, and what attests them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from msgspec.structs import replace
from sqlalchemy import Connection

from tallystick.model import Skip
from tallystick.model.incident import Bytes, Carrier, Introduction, Relation, Subject, Vouched
from tallystick.report.text import parse_name
from tallystick.store import Store, asking
from tallystick.store.asking import several

_MOST: Final = 2_000
"""Carriers that are listed; a licence text has more, and is no incident."""

_COMPARED: Final = 50
"""Projects whose releases are laid beside the first one's, file by file."""

_FORK: Final = 0.5
"""Share of a ledger's blobs, but for those traced, that another's holds, from which on it is a fork."""

_FOLDERS: Final = frozenset(
    {"vendor", "_vendor", "vendored", "third_party", "thirdparty", "3rdparty", "node_modules"}
    | {"extern", "external", "deps", "subprojects", "contrib"}
)
"""Folders for what others wrote, by their usual names; only a word in the report hangs on them."""


def carriers_of(
    subject: Subject, brought: Sequence[Introduction], store: Store | None
) -> tuple[tuple[Carrier, ...], list[Skip]]:
    """The artifacts that carry the subject, in the order in which the store got them.

    Raises:
        StorageError: the store failed.
    """
    if store is None:
        return (), []
    with store.reading() as connection:
        holders = _distinct([*_as_a_whole(connection, subject), *_holding(connection, subject)])
        listed, skips = holders[:_MOST], list[Skip]()
        if len(holders) > _MOST:
            reason = f"more than {_MOST} entries carry it; the first are listed"
            skips.append(Skip(check="store", reason=reason))
        home = _home(subject, brought, listed)
        relations = _relations(connection, listed, home)
    carriers = tuple(_carrier(row, held, relations[row.id]) for row, held in listed)
    return tuple(_related(one) for one in carriers), skips


_Held = tuple[asking.LedgerRow, asking.Holder | None]


def _as_a_whole(connection: Connection, subject: Subject) -> Iterator[_Held]:
    for sha256 in subject.artifacts:
        yield from ((row, None) for row in asking.ledgers_of_artifact(connection, sha256)[:1])
    if subject.commit is not None:
        yield from ((row, None) for row in asking.ledgers_of_commit(connection, subject.commit))
        within = asking.ranges_with(connection, subject.commit, size=_MOST)
        yield from ((row, None) for row, _ in within)
        attested = asking.attested_with(connection, subject.commit, size=_MOST)
        yield from ((row, None) for row in attested)


def _holding(connection: Connection, subject: Subject) -> Iterator[_Held]:
    for blob in _blobs(connection, subject.bytes):
        for holder in asking.holders(connection, blob, size=_MOST + 1):
            yield holder.ledger, holder


def _blobs(connection: Connection, wanted: Iterable[Bytes]) -> list[int]:
    """The store's blobs; by SHA-256 where that is known, since two with one git id can be made."""
    found: dict[int, None] = {}
    for one in wanted:
        for digest in filter(None, (one.sha256 or one.git,)):
            found |= dict.fromkeys(blob.id for blob in asking.blobs(connection, digest))
    return list(found)


def _distinct(held: Iterable[_Held]) -> list[_Held]:
    """Each artifact and path once: the latest ledger on it speaks, if it says so too."""
    found: dict[tuple[str, str], _Held] = {}
    for row, holder in held:
        key = (row.sha256, "" if holder is None else holder.path)
        if key not in found or row.id > found[key][0].id:
            found[key] = (row, holder)
    return sorted(found.values(), key=lambda one: (one[0].recorded, one[0].id))


def _home(
    subject: Subject, brought: Sequence[Introduction], held: Sequence[_Held]
) -> asking.LedgerRow | None:
    """The ledger of the project where it came from: as asked, else of its source, else the first."""
    rows = [row for row, _ in held]
    where = {one.repository for one in brought}
    by_name = [row for row in rows if _same(row.project, subject.project)]
    by_source = [row for row in rows if row.source_url in where]
    return next(iter([*by_name, *by_source, *rows]), None)


def _same(one: str | None, other: str | None) -> bool:
    """Whether two ecosystems' names are of one project, as far as names can tell."""
    return one is not None and other is not None and one.lower() == other.lower()


def _relations(
    connection: Connection, held: Sequence[_Held], home: asking.LedgerRow | None
) -> dict[int, Relation]:
    """By ledger: what its project has to do with ``home``'s; one ledger of a project speaks for all."""
    traced = {holder.blob_id for _, holder in held if holder is not None}
    of_project: dict[object, Relation] = {}
    found: dict[int, Relation] = {}
    for row, _ in held:
        key = row.project or row.sha256
        if key not in of_project:
            is_same = home is None or row.id == home.id or _same(row.project, home.project)
            relation = Relation.SAME if is_same else Relation.OTHER
            if not is_same and home is not None and len(of_project) <= _COMPARED:
                share = asking.shared_share(connection, row.id, home.id, traced)
                relation = Relation.FORK if share >= _FORK else Relation.OTHER
            of_project[key] = relation
        found[row.id] = of_project[key]
    return found


def _carrier(row: asking.LedgerRow, holder: asking.Holder | None, relation: Relation) -> Carrier:
    return Carrier(
        ecosystem=row.ecosystem,
        project=row.project,
        version=row.version,
        artifact=parse_name(row.artifact),
        artifact_sha256=row.sha256,
        ledger=row.digest,
        recorded=row.recorded,
        verdict=row.verdict.value,
        path="" if holder is None else parse_name(holder.path),
        grade="" if holder is None else holder.grade,
        reach="" if holder is None else holder.reach,
        relation=relation,
        source_url=row.source_url,
        commit=row.commit,
    )


def _related(carrier: Carrier) -> Carrier:
    """A copy in a folder for what others wrote is one, unless the project is its own."""
    if carrier.relation is Relation.OTHER and is_vendored(carrier.path):
        return replace(carrier, relation=Relation.VENDORED)
    return carrier


def is_vendored(path: str) -> bool:
    """Whether a path is in a folder for what others wrote, by the folder's name."""
    return not _FOLDERS.isdisjoint(path.lower().split("/")[:-1])


def vouched_for(carriers: Sequence[Carrier], store: Store | None) -> tuple[Vouched, ...]:
    """The attestations on the artifacts that carry it: whoever believes them believes these artifacts.

    Raises:
        StorageError: the store failed.
    """
    if store is None or not carriers:
        return ()
    artifacts = {one.ledger: one.artifact for one in carriers}
    found: dict[Vouched, None] = {}
    with store.reading() as connection:
        keys = several.keys_of(connection, list(artifacts))
        said = several.attested(connection, list(keys.values()))
    for ledger, artifact in artifacts.items():
        for one in said.get(keys.get(ledger, 0), ()):
            vouched = Vouched(
                artifact=artifact,
                form=one.form,
                state=one.state,
                signer=one.signer,
                publisher=one.publisher,
                commit=one.commit,
                signed_at=one.signed_at,
            )
            found[vouched] = None
    return tuple(found)
