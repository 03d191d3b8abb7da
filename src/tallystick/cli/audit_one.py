"""One file, from its path to its judged ledger: where artifact and source are brought together."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from tallystick.artifact import OpenArtifact, open_artifact, upstream_signatures
from tallystick.audit import audit
from tallystick.cache import Cache
from tallystick.cli.closure import Beside
from tallystick.cli.indexes import Asking
from tallystick.cli.releases import IndexReleases
from tallystick.cli.targets import Target
from tallystick.clock import Clock
from tallystick.errors import IndexFailure, SourceError, StorageError
from tallystick.limits import Limits
from tallystick.locate import ATTESTATION, Located, Question, locate, project_folder_of
from tallystick.model import (
    Artifact,
    ArtifactKind,
    Evidence,
    Hint,
    HintKind,
    Ledger,
    Skip,
    Source,
)
from tallystick.policy import Policy
from tallystick.source import Views, looks_like_url, open_in
from tallystick.source.repository import FULL_ID

if TYPE_CHECKING:
    from rich.progress import Progress

    from tallystick.cli.attested import Trusting
    from tallystick.cli.evidence import Collector
    from tallystick.custody import Review
    from tallystick.identity.case import Known
    from tallystick.rebuild import Deeper

SHA1 = "sha1"
"""How blob ids are made in nearly every repository; an artifact is read again for another."""


class Request(Struct, frozen=True, kw_only=True):
    """What the user asked for, the same for each file of one call.

    Attributes:
        source: the repository, folder, archive or listing; None: find the repository.
        ref: tag, branch or commit; None: find it.
        subdir: the project's folder in the source; None: find it.
        hosts: hosts to ask for a repository besides the known forges.
        beside: what may stand in for a repository that cannot be had.
        third_parties: how releases that the source names are asked for; None: not at all.
        trusting: what identities are checked against; None: what comes with the package.
        views: how repositories are reached, and those that are open already.
        deeper: what is run besides reading (``--depth``); None: nothing.
        whole_custody: look at all that custody knows to look at.
        upstreams: clones from which the nearest published file is shown; None: none.
        collector: keeps what the audit rests on; None: nobody asked for evidence.
    """

    source: str | None
    ref: str | None
    subdir: str | None
    policy: Policy
    compare_bytes: bool
    offline: bool
    cache: Cache
    limits: Limits
    views: Views
    hosts: frozenset[str] = frozenset()
    beside: Beside = field(default_factory=Beside)
    third_parties: Asking | None = None
    deeper: Deeper | None = None
    trusting: Trusting | None = None
    whole_custody: bool = False
    upstreams: Path | None = None
    collector: Collector | None = None


def audit_one(target: Target, request: Request, progress: Progress | None = None) -> Ledger:
    """Audit one file; errors as in :mod:`tallystick.errors`."""
    clock = Clock()
    ledger = _audit_one(target, request, SHA1, clock, progress)
    if ledger.source is not None and ledger.source.object_format != SHA1:
        # Blob ids are made while the artifact is read; only now it is known how.
        return _audit_one(target, request, ledger.source.object_format, clock, progress)
    return ledger


def _audit_one(
    target: Target, request: Request, object_format: str, clock: Clock, progress: Progress | None
) -> Ledger:
    with clock.step("artifact"), _bar(target, progress) as advance:
        opened = _open(target, object_format, request, advance)
    with opened:
        with clock.step("identity"):
            known = _known(target, opened.artifact, request)
        with clock.step("locate"):
            located, skips = _locate(opened.artifact, target, request, known)
        with clock.step("source"):
            source, skips = _source(located, skips, request)
            if source is None:
                source, more = request.beside.stand_in(
                    opened.artifact,
                    cache=request.cache,
                    limits=request.limits,
                    offline=request.offline,
                )
                skips += more
        if source is not None and target.notes:
            notes = (Evidence(kind="index", value=note, agrees=None) for note in target.notes)
            source = replace(source, evidence=(*source.evidence, *notes))
        if source is not None and opened.artifact.kind is ArtifactKind.DEBIAN:
            signed = (
                Evidence(kind="signature", value=f"{name}, not verified here", agrees=None)
                for name in upstream_signatures(target.path, request.limits)
            )
            source = replace(source, evidence=(*source.evidence, *signed))
        skips = (*_about_index(opened.artifact, target), *skips)
        if not isinstance(known, str):
            with clock.step("identity"):
                known = _completed(known, opened.artifact, source, target, request)
        watching = None
        if request.collector is not None:
            source, watching = request.collector.watched(source)
        ledger = _audit(opened.artifact, source, skips, _of_its_day(request, target), clock, known)
        if request.collector is not None:
            request.collector.add(target, ledger, watching)
        return _advised(ledger, request)


def _audit(
    artifact: Artifact,
    source: Source | None,
    skips: tuple[Skip, ...],
    request: Request,
    clock: Clock,
    known: Known | str,
) -> Ledger:
    if source is not None and request.subdir is None and source.history is None:
        # A folder, archive or listing has no commits to choose from, but folders.
        folder, against = project_folder_of(artifact, source.tree)
        source = replace(source, subdir=folder, evidence=(*source.evidence, *against))
    ledger = audit(
        artifact,
        source,
        policy=request.policy,
        limits=request.limits,
        compare_bytes=request.compare_bytes,
        whole_custody=request.whole_custody,
        review=_review(request),
        clock=clock,
        skips=skips,
        releases=IndexReleases(asking=request.third_parties) if request.third_parties else None,
        deepen=request.deeper,
        published=known,
    )
    if request.upstreams is None:
        return ledger
    from tallystick.cli.nearest import with_nearest  # noqa: PLC0415 - only where it is asked for

    return with_nearest(ledger, artifact, request.upstreams, request.limits)


def _advised(ledger: Ledger, request: Request) -> Ledger:
    """``ledger`` with advice, where the source is the work tree of whoever may have packed it."""
    if request.source is None or not Path(request.source).is_dir():
        return ledger
    from tallystick.advice import WorkTree, advise  # noqa: PLC0415 - only for a folder of the user's

    work_tree = WorkTree.at(Path(request.source))
    if work_tree is None:
        return ledger
    return replace(ledger, advice=advise(ledger, work_tree, request.limits))


def _review(request: Request) -> Review | None:
    """What asks the forge who saw each commit, where custody is looked at whole and a forge was named."""
    forge = request.trusting.forge if request.trusting is not None else None
    if forge is None or not request.whole_custody:
        return None
    from tallystick.custody.forge_review import ask  # noqa: PLC0415 - only for who asks a forge

    return partial(ask, forge)


def _of_its_day(request: Request, target: Target) -> Request:
    """``request`` with the time at which an index took this very file."""
    if request.deeper is None:
        return request
    from tallystick.rebuild.day import uploaded  # noqa: PLC0415 - a static audit runs nothing

    return replace(request, deeper=replace(request.deeper, uploaded=uploaded(target.hints)))


def _known(target: Target, artifact: Artifact, request: Request) -> Known | str:
    """What is known of who published the file; why nothing is, without an import, where nothing is."""
    if request.trusting is None and request.policy.identity is None and not target.says_who:
        return target.unattested
    from tallystick.cli.attested import Trusting, known  # noqa: PLC0415 - for those that need it

    return known(target, artifact.project, request.trusting or Trusting(), request.limits)


def _locate(
    artifact: Artifact, target: Target, request: Request, known: Known | str
) -> tuple[Located | None, tuple[Skip, ...]]:
    if target.file is None:  # what an index serves has named repository and commit already
        target = replace(target, hints=(*target.hints, *dict.fromkeys(_attested(known))))
    question = Question(
        artifact=artifact,
        hints=target.hints,
        source=request.source,
        ref=request.ref,
        subdir=request.subdir,
        hosts=request.hosts,
    )
    located, skips = locate(question, request.views, request.limits)
    if located is not None or request.source is not None or target.more_hints is None:
        return located, skips
    try:
        more = target.more_hints()
    except IndexFailure as error:
        return None, (*skips, Skip(check="source", reason=str(error)))
    if not more:
        return None, skips
    return locate(replace(question, hints=(*target.hints, *more)), request.views, request.limits)


def _completed(
    known: Known, artifact: Artifact, source: Source | None, target: Target, request: Request
) -> Known:
    """``known``, with what only the repository can say: who signed there, and the workflow before."""
    if request.trusting is not None:
        known = request.trusting.with_signatures(known, source)
        if request.trusting.archive is not None:
            known = request.trusting.archive.asked(known, artifact)
        if request.trusting.source_keys and source is not None:
            from tallystick.cli.source_keys import with_source_keys  # noqa: PLC0415 - if asked for

            known = with_source_keys(known, artifact, source, target, request.views)
    if not any(one.claims is not None for one in known.attestations):
        return known
    if request.trusting is not None and request.trusting.forge is not None:
        from tallystick.cli.attested import with_runs  # noqa: PLC0415 - only for who asks a forge

        known = with_runs(known, request.trusting.forge)
    from tallystick.cli.attested import with_repository  # noqa: PLC0415 - only for what is attested

    return with_repository(known, artifact, source, request.views)


def _attested(known: Known | str) -> Iterator[Hint]:
    """Repository and commit that verified attestations name; tested against the contents, as ever."""
    for one in () if isinstance(known, str) else known.attestations:
        if one.claims is None:
            continue
        if one.claims.commit is not None and FULL_ID.fullmatch(one.claims.commit):
            yield Hint(kind=HintKind.COMMIT, value=one.claims.commit, by=ATTESTATION)
        if one.claims.repository is not None and looks_like_url(one.claims.repository):
            yield Hint(kind=HintKind.REPOSITORY, value=one.claims.repository, by=ATTESTATION)


def _about_index(artifact: Artifact, target: Target) -> tuple[Skip, ...]:
    """What an index says of the file and the file itself does not bear out."""
    if target.kind in {None, artifact.kind}:
        return ()
    said = f"the index serves it as a package of kind {target.kind}, which it does not look like"
    return (Skip(check="kind", reason=said),)


def _source(
    located: Located | None, skips: tuple[Skip, ...], request: Request
) -> tuple[Source | None, tuple[Skip, ...]]:
    """The source to audit against; what was located and cannot be opened leaves a skip."""
    if located is None:
        if request.source is None:
            return None, skips
        return open_in(
            request.views, request.source, ref=request.ref, subdir=request.subdir or ""
        ), skips
    try:
        source = open_in(request.views, located.where, ref=located.ref, subdir=located.subdir)
    except (SourceError, StorageError) as error:
        if request.source is not None:
            raise
        return None, (*skips, Skip(check="source", reason=str(error)))
    if source.commit not in {located.commit, None}:
        # What was found out is about the other commit, and so is no reason to believe this one.
        moved = (
            f"{located.ref or 'HEAD'} meant {located.commit} and, a moment later, {source.commit}"
        )
        skips = (*skips, Skip(check="source", reason=moved))
    return replace(source, evidence=(*source.evidence, *located.evidence)), skips


def _open(
    target: Target, object_format: str, request: Request, advance: Callable[[int], None] | None
) -> OpenArtifact:
    return open_artifact(
        target.path,
        name=target.name,
        limits=request.limits,
        object_format=object_format,
        expected_sha256=target.sha256,
        progress=advance,
    )


@contextmanager
def _bar(target: Target, progress: Progress | None) -> Iterator[Callable[[int], None] | None]:
    """A bar over the bytes of the file, if anybody looks."""
    if progress is None:
        yield None
        return
    task = progress.add_task(target.name, total=target.path.stat().st_size)

    def advance(done: int) -> None:
        progress.update(task, completed=done)

    yield advance
    progress.remove_task(task)
