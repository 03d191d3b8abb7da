"""One file, from its path to its judged ledger: where artifact and source are brought together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from tallystick.artifact import OpenArtifact, open_artifact
from tallystick.audit import Clock, audit
from tallystick.cache import Cache
from tallystick.cli.closure import Beside
from tallystick.cli.targets import Target
from tallystick.errors import LimitExceeded, SourceError, StorageError, UsageError
from tallystick.limits import Limits
from tallystick.model import Artifact, Evidence, Ledger, Skip, Source
from tallystick.policy import Policy
from tallystick.source import list_tags, open_source

if TYPE_CHECKING:
    from rich.progress import Progress


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What the user asked for, the same for each file of one call."""

    source: str | None
    ref: str | None
    subdir: str
    mirrors: Mapping[str, str]
    policy: Policy
    compare_bytes: bool
    offline: bool
    cache: Cache
    limits: Limits
    beside: Beside = field(default_factory=Beside)


def audit_one(target: Target, request: Request, progress: Progress | None = None) -> Ledger:
    """Audit one file; errors as in :mod:`tallystick.errors`."""
    clock = Clock()
    skips: tuple[Skip, ...] = ()
    source: Source | None = None
    if request.source is not None:
        with clock.step("source"):
            source = _open_source(request.source, request.ref, request)
    object_format = source.object_format if source else "sha1"
    with clock.step("artifact"), _bar(target, progress) as advance:
        opened = _open(target, object_format, request, advance)
    with opened:
        artifact = opened.artifact
        if source is None:
            with clock.step("locate"):
                source, skips = _locate(artifact, request)
                if source is None:
                    source, more = request.beside.stand_in(
                        artifact,
                        cache=request.cache,
                        limits=request.limits,
                        offline=request.offline,
                    )
                    skips += more
        return audit(
            artifact,
            source,
            policy=request.policy,
            limits=request.limits,
            compare_bytes=request.compare_bytes,
            clock=clock,
            skips=skips,
        )


def _open_source(where: str, ref: str | None, request: Request) -> Source:
    return open_source(
        where,
        ref=ref,
        subdir=request.subdir,
        cache=request.cache,
        limits=request.limits,
        offline=request.offline,
        mirrors=request.mirrors,
    )


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


def _locate(artifact: Artifact, request: Request) -> tuple[Source | None, tuple[Skip, ...]]:
    """The source that the artifact's own metadata names, or why there is none.

    A repository that cannot be had leaves a skip: the audit goes on and can not accept.
    """
    from tallystick.locate.repositories import repository_candidates  # noqa: PLC0415 - --source needs none

    metadata = _metadata(artifact)
    candidates = repository_candidates(metadata) if metadata else []
    if not candidates:
        return None, (
            Skip(check="source", reason="the artifact names no repository; give --source"),
        )
    reasons = []
    for url in candidates:
        try:
            tag = request.ref or _tag(artifact, url, request)
            source = _open_source(url, tag, request)
        except (SourceError, StorageError, UsageError) as error:
            # What the artifact names may be no URL that git is given; that is content, no error.
            reasons.append(str(error))
            continue
        named = Evidence(kind="metadata", value=url, agrees=None)
        return replace(source, evidence=(*source.evidence, named)), ()
    return None, tuple(Skip(check="source", reason=reason) for reason in reasons)


def _tag(artifact: Artifact, url: str, request: Request) -> str:
    """The tag of the artifact's version, or the commit that its PAX header names."""
    from tallystick.locate.tags import matching_tags  # noqa: PLC0415

    if artifact.commit is not None:
        return artifact.commit
    tags = list_tags(
        url,
        cache=request.cache,
        limits=request.limits,
        offline=request.offline,
        mirrors=request.mirrors,
    )
    found = matching_tags(tags, artifact.project or "", artifact.version or "")
    if not found:
        raise SourceError(f"{url}: no tag names version {artifact.version}; give --ref")
    return found[0]


def _metadata(artifact: Artifact) -> str | None:
    """The text of PKG-INFO or METADATA."""
    for path in artifact.tree.entries:
        if path == "PKG-INFO" or (path.endswith(".dist-info/METADATA") and path.count("/") == 1):
            try:
                return artifact.tree.read(path).decode("utf-8", "replace")
            except LimitExceeded:
                return None
    return None


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
