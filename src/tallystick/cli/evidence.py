"""``--evidence``: what verdicts rest on, written to one file; and judged again from that file alone.

Whoever verifies believes nothing in it: bytes are hashed, signatures checked against the verifier's own trust
root and keys, the ledger is made anew and compared. What no object or signature in it says is not checked.
"""

from __future__ import annotations

import argparse
import hashlib
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from tallystick.artifact import open_artifact
from tallystick.audit import audit
from tallystick.cache import Cache
from tallystick.cli.attested import Documents, Trusting, documents_of, known
from tallystick.cli.audit_one import Request
from tallystick.cli.output import write_whole
from tallystick.cli.targets import Target
from tallystick.errors import ArtifactError, SourceError, UsageError
from tallystick.identity.trust import pinned
from tallystick.limits import Limits
from tallystick.model import ArtifactKind, Evidence, Ledger, Skip, Source, VerdictValue
from tallystick.model.ladder import Rung
from tallystick.report import evidence
from tallystick.report.evidence_agreement import agreement
from tallystick.report.several import Kind, Result, Unaudited, ledgers
from tallystick.report.summary import tool_version, verdict
from tallystick.source import open_in, views
from tallystick.source.evidence import (
    KeptRepository,
    Watched,
    kept,
    lay_out,
    urls_of,
    watched,
)
from tallystick.source.objects import GitObject

CHECK = "evidence"

GIVEN = (
    "policy",
    "identities",
    "keyring",
    "allowed_signers",
    "revoked_signers",
    "trust_root",
    "registry_keys",
)
"""Options that name files to judge by: the verifier's own. Evidence says by their digests which were used."""


class _Part(Struct, frozen=True, kw_only=True):
    """What is kept of one audit until all are done."""

    artifact: bytes
    documents: Documents
    repositories: tuple[KeptRepository, ...]


class Collector(Struct, kw_only=True):
    """Keeps what audits rest on while they run, side by side."""

    limits: Limits
    _parts: dict[str, _Part] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def watched(self, source: Source | None) -> tuple[Source | None, Watched | None]:
        """``source`` as an audit has to read it."""
        return (None, None) if source is None else watched(source)

    def add(self, target: Target, ledger: Ledger, watching: Watched | None) -> None:
        """Keep what ``ledger`` rests on.

        Raises:
            UsageError: it is too much for one file, or an artifact of several files.
            SourceError: an object of the source is not there anymore.
        """
        if ledger.artifact.kind is ArtifactKind.DEBIAN:
            raise UsageError(f"--evidence: {target.name}: a source package is several files")
        source = ledger.source
        repositories = (
            () if source is None or watching is None else kept(source, watching, self.limits)
        )
        part = _Part(
            artifact=target.path.read_bytes(),
            documents=documents_of(target, self.limits),
            repositories=repositories,
        )
        with self._lock:
            self._parts[ledger.artifact.sha256] = part
            size = sum(len(kept_.artifact) for kept_ in self._parts.values())
            if size > self.limits.evidence // 2:  # in base64 it is a third more
                raise UsageError("--evidence: too much for one file; audit fewer artifacts at once")

    def write(
        self, results: Sequence[Result], request: Request, options: argparse.Namespace
    ) -> None:
        """Write the evidence of ``results``, after it was judged again: what would not hold is not written.

        Raises:
            UsageError: there is no ledger among them, or one that its own parts do not come to.
            StorageError: the disk failed.
        """
        audits = [
            _audited(self._parts[one.artifact.sha256], one)
            for one in ledgers(results)
            if one.artifact.sha256 in self._parts
        ]
        if not audits:
            raise UsageError("--evidence: nothing was audited")
        root = options.trust_root
        whole = evidence.Evidence(
            tool=tool_version(),
            trust_root=pinned().content if root is None else root.read_bytes(),
            given=given(options),
            audits=tuple(audits),
        )
        content = evidence.write(whole)
        for result in _judged(content, "itself", request, options):
            if isinstance(result, Unaudited):
                raise UsageError(f"--evidence: {result.target}: {result.reason}")
        write_whole(options.evidence, content)


def given(options: argparse.Namespace) -> Mapping[str, str]:
    """The SHA-256 of each file to judge by, by its option."""
    found = {}
    for name in GIVEN:
        value = getattr(options, name)
        paths = value if isinstance(value, list) else [] if value is None else [value]
        if paths:
            digest = hashlib.sha256()
            for path in paths:
                digest.update(hashlib.sha256(path.read_bytes()).digest())
            found[f"--{name.replace('_', '-')}"] = digest.hexdigest()
    return found


def _audited(part: _Part, ledger: Ledger) -> evidence.Audited:
    return evidence.Audited(
        artifact=part.artifact,
        attestations=tuple(
            evidence.Offered(content=None, reason=one)
            if isinstance(one, str)
            else evidence.Offered(content=one)
            for one in part.documents.attestations
        ),
        signatures=part.documents.signatures,
        repositories=tuple(
            evidence.Repository(
                url=one.url,
                commit=one.commit,
                tags=one.tags,
                objects={
                    id_: evidence.KeptObject(kind=kept_.kind, content=kept_.content)
                    for id_, kept_ in one.objects.items()
                },
            )
            for one in part.repositories
        ),
        ledger=ledger,
        document=evidence.as_document(ledger),
    )


def verify(path: Path, request: Request, options: argparse.Namespace) -> list[Result]:
    """The results of judging again what is in the evidence at ``path``, from that alone.

    Raises:
        UsageError: it is no evidence, is damaged, or cannot be meant.
    """
    try:
        with path.open("rb") as file:
            content = file.read(request.limits.evidence + 1)
    except OSError as error:
        raise UsageError(f"--evidence {path}: {error.strerror}") from None
    try:
        return _judged(content, path.name, request, options)
    except UsageError as error:
        raise UsageError(f"--evidence {path}: {error}") from None


def _judged(
    content: bytes, name: str, request: Request, options: argparse.Namespace
) -> list[Result]:
    found = evidence.read(content, request.limits)
    others = tuple(_others(found, options))
    return [_again(one, request, others, name) for one in found.audits]


def _others(found: evidence.Evidence, options: argparse.Namespace) -> Iterator[str]:
    """What it was made with and is not judged by here; the verifier's own files count."""
    own = given(options)
    root = pinned().content if options.trust_root is None else options.trust_root.read_bytes()
    if found.trust_root != root:
        digest = hashlib.sha256(found.trust_root).hexdigest()
        yield f"made with another trust root than it is judged by ({digest[:12]})"
    for option, digest in found.given.items():
        if option != "--trust-root" and own.get(option) != digest:
            yield f"made with another {option} than it is judged by ({digest[:12]})"


def _again(one: evidence.Audited, request: Request, others: tuple[str, ...], name: str) -> Result:
    """The ledger that the parts of ``one`` come to; or that it is not the one in the evidence."""
    called = one.ledger.artifact.name
    with tempfile.TemporaryDirectory(prefix="tallystick-") as folder:
        try:
            ledger = _audit(one, request, Path(folder), (*others, f"read from {name} alone"))
        except (ArtifactError, SourceError) as error:
            said = str(error).replace(f"{folder}/", "")
            why = f"its parts cannot be what its ledger is of: {said}"
            return Unaudited(target=called, kind=Kind.MISMATCH, reason=why)
    agreed = agreement(one.document, evidence.as_document(ledger))
    if agreed.false:
        more = f" and {len(agreed.false) - 1} more" if len(agreed.false) > 1 else ""
        why = f"its ledger is not what its parts come to: {agreed.false[0]}{more}"
        return Unaudited(target=called, kind=Kind.MISMATCH, reason=why)
    skips = (*_open(agreed.open), *_unbound(ledger), *_worse(one.ledger, ledger))
    ledger = replace(ledger, skips=(*ledger.skips, *skips))
    return replace(ledger, verdict=request.policy.judge(ledger))


def _audit(one: evidence.Audited, request: Request, folder: Path, notes: tuple[str, ...]) -> Ledger:
    recorded, path = one.ledger.artifact, folder / "artifact"
    path.write_bytes(one.artifact)
    limits, was = request.limits, one.ledger.source
    commit = one.repositories[0].commit if one.repositories else ""
    with open_artifact(
        path,
        name=recorded.name,
        limits=limits,
        object_format="sha256" if len(commit) == 64 else "sha1",
        expected_sha256=recorded.sha256,
    ) as opened:
        documents = Documents(
            attestations=tuple(
                offer.reason if offer.content is None else offer.content
                for offer in one.attestations
            ),
            signatures=one.signatures,
        )
        trusting = request.trusting or Trusting()
        target = Target(path=path, name=recorded.name)
        found = known(target, opened.artifact.project, trusting, limits, documents=documents)
        source = _source(one, request, folder, notes)
        skips = (
            ()
            if source is not None or was is None
            else (Skip(check=CHECK, reason=f"of {was.url} nothing is in it"),)
        )
        return audit(
            opened.artifact,
            source,
            policy=request.policy,
            limits=limits,
            compare_bytes=request.compare_bytes,
            deepen=request.deeper,
            published=trusting.with_signatures(found, source),
            skips=skips,
        )


def _source(
    one: evidence.Audited, request: Request, folder: Path, notes: tuple[str, ...]
) -> Source | None:
    """The source, out of the objects that are there; what only its repository could say is left out."""
    if not one.repositories or one.ledger.source is None:
        return None
    places = lay_out(folder, [_kept(repository) for repository in one.repositories])
    main, was = one.repositories[0], one.ledger.source
    if (main.url, main.commit) != (was.url, was.commit):
        raise SourceError(f"its ledger is of {was.url} at {was.commit}, its objects are not")
    mirrors = urls_of(places)
    looked = views(
        cache=Cache(root=folder / "cache"), limits=request.limits, offline=True, mirrors=mirrors
    )
    where = main.url if main.url in mirrors else places[main.url]
    source = open_in(looked, where, ref=main.commit, subdir=was.subdir)
    tags = ", ".join(source.tags) or "none"
    said = f"of {main.url}, by the word of who kept it: tags {tags}"
    return replace(
        source,
        url=main.url,
        evidence=tuple(Evidence(kind=CHECK, value=value, agrees=None) for value in (said, *notes)),
        history=None,
        log=None,
    )


def _kept(one: evidence.Repository) -> KeptRepository:
    return KeptRepository(
        url=one.url,
        commit=one.commit,
        tags=one.tags,
        objects={
            id_: GitObject(id=id_, kind=kept_.kind, content=kept_.content)
            for id_, kept_ in one.objects.items()
        },
    )


def _open(paths: Sequence[str]) -> Iterator[Skip]:
    """What was proven by running things; ``--depth`` does it again."""
    if paths:
        more = f" and {len(paths) - 1} more" if len(paths) > 1 else ""
        yield Skip(check=CHECK, reason=f"not proven again: {paths[0]}{more}")


def _unbound(ledger: Ledger) -> Iterator[Skip]:
    """That nothing signed says whose commit it is: who keeps evidence can write any URL into it."""
    source, identity = ledger.source, ledger.identity
    if source is None:
        return
    rungs = list(Rung)
    if identity is None or rungs.index(identity.rung) < rungs.index(Rung.COMMIT):
        reason = f"nothing that is signed says that {source.commit} is a commit of {source.url}"
        yield Skip(check=CHECK, reason=reason)


_SERIOUS = [VerdictValue.ACCEPTED, VerdictValue.INCONCLUSIVE, VerdictValue.REJECTED]


def _worse(recorded: Ledger, found: Ledger) -> Iterator[Skip]:
    """That its own ledger says worse: what an index or a repository said against it is not in it."""
    was, is_ = verdict(recorded), verdict(found)
    if _SERIOUS.index(was.value) > _SERIOUS.index(is_.value):
        reasons = "; ".join(reason.message for reason in was.reasons)[:300]
        yield Skip(check=CHECK, reason=f"its own ledger says {was.value}: {reasons}")
