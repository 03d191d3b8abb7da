"""A release beside the one before it: ledgers in, events out. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from packaging.utils import canonicalize_name

from tallystick.baseline import compare, likest
from tallystick.identity.changes import Word, changes
from tallystick.identity.lock import Locked, publisher
from tallystick.model import Ledger, NewsAbout, VerdictValue
from tallystick.model.ladder import Claims
from tallystick.monitor.event import Event, Kind

_NEWS = {
    NewsAbout.RESIDUE: Kind.NEW_RESIDUE,
    NewsAbout.FILES: Kind.NEW_FILES,
    NewsAbout.CONTAINER: Kind.NEW_CONTAINER,
    NewsAbout.SOURCE: Kind.SOURCE_CHANGED,
}
"""What is told of a comparison; checks that could not run are no news of the release."""

_IDENTITY = {
    Word.LOST: Kind.IDENTITY_LOST,
    Word.CHANGED: Kind.IDENTITY_CHANGED,
    Word.SPLIT: Kind.IDENTITY_SPLIT,
    Word.GAINED: Kind.IDENTITY_GAINED,
}


def events(
    index: str, project: str, version: str, ledgers: Sequence[Ledger], before: Sequence[Ledger]
) -> Iterator[Event]:
    """What is to be told of a release, given the ledgers of the one that it is compared with."""
    for ledger in ledgers:
        digest = ledger.artifact.sha256
        for kind, message, paths in (*_rejected(ledger), *_news(ledger, before)):
            yield Event(
                kind=kind,
                index=index,
                project=project,
                version=version,
                subject=digest,
                message=f"{ledger.artifact.name}: {message}",
                paths=paths,
            )
    for kind, message in _identity(project, version, ledgers, before):
        yield Event(
            kind=kind,
            index=index,
            project=project,
            version=version,
            subject=" ".join(sorted(ledger.artifact.sha256 for ledger in ledgers)),
            message=message,
        )


def _rejected(ledger: Ledger) -> Iterator[tuple[Kind, str, tuple[str, ...]]]:
    if ledger.verdict is not None and ledger.verdict.value is VerdictValue.REJECTED:
        for reason in ledger.verdict.reasons:
            yield Kind.REJECTED, reason.message, reason.paths


def _news(ledger: Ledger, before: Sequence[Ledger]) -> Iterator[tuple[Kind, str, tuple[str, ...]]]:
    """What is new since the same sort of file; without a source all is residue, and none of it news."""
    alike = {
        old.artifact.name: old
        for old in before
        if old.artifact.kind is ledger.artifact.kind
        and old.artifact.sha256 != ledger.artifact.sha256
    }
    chosen = likest(ledger.artifact.name, ledger.artifact.kind, alike)
    if chosen is None or ledger.source is None or alike[chosen].source is None:
        return
    for item in compare(ledger, [alike[chosen]]).items:
        if item.about in _NEWS:
            yield _NEWS[item.about], item.message, item.paths


def _identity(
    project: str, version: str, ledgers: Sequence[Ledger], before: Sequence[Ledger]
) -> Iterator[tuple[Kind, str]]:
    """Who published before and who does now; only where both releases could be asked for it."""
    if not before or not ledgers or any(one.identity is None for one in (*ledgers, *before)):
        return
    old = {ledger.artifact.name: _claims(ledger) for ledger in before}
    seen = before[0].artifact.version or ""
    all_of_old = [claims for found in old.values() for claims in found]
    locked = Locked(
        project=canonicalize_name(project),
        seen=seen,
        publishers=tuple(dict.fromkeys(publisher(one, seen) for one in all_of_old)),
        is_partial=not all(old.values()),
    )
    now = {ledger.artifact.name: _claims(ledger) for ledger in ledgers}
    for change in changes(locked, now, version):
        yield _IDENTITY[change.word], f"identity {change.word}: {change.message}"


def _claims(ledger: Ledger) -> list[Claims]:
    verified = ledger.identity.verified if ledger.identity is not None else ()
    return [one.claims for one in verified if one.claims is not None]
