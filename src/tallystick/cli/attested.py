"""What is offered on who published a file, by its index or beside it: read and verified; audit judges it."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from tallystick.cli.targets import Target, beside
from tallystick.delta import text_delta
from tallystick.errors import (
    ContentUnavailable,
    IndexFailure,
    LimitExceeded,
    SourceError,
    UsageError,
)
from tallystick.identity.case import Earlier, Known, Listed, Run, Sibling, Signature
from tallystick.identity.earlier import changed, tag_before
from tallystick.identity.lock import Lock, read_lock
from tallystick.identity.openpgp import read_keyring
from tallystick.identity.pylock import read_identities
from tallystick.identity.registry import RegistryKeys, pinned_keys, read_registry_keys
from tallystick.identity.signed import Signed, is_openpgp
from tallystick.identity.signers import Signers
from tallystick.identity.ssh import read_allowed_signers
from tallystick.identity.trust import TrustRoot, pinned, read_trust_root
from tallystick.limits import DEFAULT, Limits
from tallystick.locate.tags import rank_tags
from tallystick.model import Artifact, Source
from tallystick.model.ladder import Attestation, State
from tallystick.source import Views
from tallystick.source.view import View

if TYPE_CHECKING:
    from tallystick.cli.debian_lists import Archive
    from tallystick.forge import Forge
    from tallystick.identity.documents import Offer


class Trusting(Struct, frozen=True, kw_only=True):
    """What identities are checked against, the same for each file of one call.

    Attributes:
        root: None: the pinned one.
        registry: the keys that a registry signs with; None: the pinned ones of npm.
        lock: who published before; None: nobody knows.
        signers: whose signatures on tags, commits and files count; None: nobody's.
        forge: who is asked what became of the run that published; None: nobody.
        archive: whose lists have to announce a Debian package's files; None: nobody's.
        source_keys: whether the keys count, too, that the source itself had at the release before.
    """

    root: TrustRoot | None = None
    registry: RegistryKeys | None = None
    lock: Lock | None = None
    signers: Signers | None = None
    forge: Forge | None = None
    archive: Archive | None = None
    source_keys: bool = False

    def with_signatures(self, known: Known, source: Source | None) -> Known:
        """``known``, with what becomes of the signatures on the source's tags and commit."""
        if self.signers is None or source is None:
            return known
        return replace(
            known, signatures=(*known.signatures, *self.signers.of_source(source)), signers=True
        )


def read_lock_at(path: Path) -> Lock:
    """The lock at ``path``: ``tallystick.lock``, or the identities of a ``pylock.toml``.

    Raises:
        UsageError: it is neither, or cannot be read.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}") from None
    return (read_identities if is_pylock(path) else read_lock)(content, DEFAULT)


def is_pylock(path: Path) -> bool:
    """Whether ``path`` is called like a lock file of PEP 751: ``pylock.toml``, ``pylock.dev.toml``."""
    return path.name.startswith("pylock.") and path.suffix == ".toml"


def trusting(
    *,
    lock: Path | None,
    root: Path | None,
    registry: Path | None = None,
    keyrings: Sequence[Path] = (),
    allowed: Path | None = None,
    revoked: Path | None = None,
) -> Trusting:
    """What the user's files say.

    Raises:
        UsageError: one cannot be read, or is not what it should be.
    """
    return Trusting(
        root=None if root is None else read_trust_root(root, DEFAULT),
        registry=None if registry is None else read_registry_keys(registry, DEFAULT),
        lock=None if lock is None else read_lock_at(lock),
        signers=signers_of(keyrings, allowed, revoked),
    )


def signers_of(
    keyrings: Sequence[Path], allowed: Path | None, revoked: Path | None = None
) -> Signers | None:
    """The keys in the user's files; None without any; errors as in :func:`trusting`."""
    if allowed is None and revoked is not None:
        raise UsageError("--revoked-signers goes together with --allowed-signers")
    if not keyrings and allowed is None:
        return None
    return Signers(
        keyring=read_keyring(keyrings, DEFAULT) if keyrings else None,
        allowed=None
        if allowed is None
        else read_allowed_signers(allowed, DEFAULT, revoked=revoked),
    )


class Documents(Struct, frozen=True, kw_only=True):
    """What is offered on who published a file, unread.

    Attributes:
        attestations: each document; a sentence for one that is offered and cannot be had.
        signatures: OpenPGP signatures of the file.
    """

    attestations: tuple[bytes | str, ...]
    signatures: tuple[bytes, ...]


def documents_of(target: Target, limits: Limits) -> Documents:
    """What the index offers on ``target``, and what lies beside it."""
    return Documents(
        attestations=tuple(_documents(target, limits)),
        signatures=tuple(_detached(target, limits)),
    )


def known(
    target: Target,
    project: str | None,
    trusting: Trusting,
    limits: Limits,
    *,
    documents: Documents | None = None,
) -> Known:
    """What is known of who published ``target``, which claims to be of ``project``.

    Args:
        target: the file.
        project: the artifact's.
        trusting: what identities are checked against.
        limits: the caps.
        documents: what is offered; None: what the index and the folder of the file have.
    """
    now = time.time()
    root = trusting.root or pinned()
    documents = documents or documents_of(target, limits)
    found = tuple(_attestations(target, documents, trusting, limits, now))
    return Known(
        attestations=found,
        listed=_listed(target),
        locked=() if trusting.lock is None else trusting.lock.expected(project),
        trust_root=root.in_words(now) if found else "",
        unasked="" if found else target.unattested,
        now=now,
        signatures=tuple(_checked(target, documents, trusting.signers)),
    )


def _checked(target: Target, documents: Documents, signers: Signers | None) -> Iterator[Signature]:
    """What becomes of the signatures of the file, where keys are given."""
    if signers is None or signers.keyring is None:
        return
    for content in documents.signatures:
        yield signers.check(
            Signed(on=target.name, kind="openpgp", payload=target.path, signature=content)
        )


def _detached(target: Target, limits: Limits) -> Iterator[bytes]:
    """OpenPGP signatures beside the file (``FILE.asc``, ``FILE.sig``)."""
    for suffix in (".asc", ".sig"):
        path = target.path.with_name(target.name + suffix)
        if target.path.name == target.name and path.is_file():
            with path.open("rb") as file:
                content = file.read(limits.certificate)
            if is_openpgp(content):
                yield content


def with_runs(known: Known, forge: Forge) -> Known:
    """``known``, with what the forge says of the runs that verified attestations name."""
    runs: list[Run] = []
    for one in known.attestations:
        claims = one.claims
        if claims is None or claims.run is None or any(run.url == claims.run for run in runs):
            continue
        try:
            found = forge.run(claims.run)
        except IndexFailure as error:
            runs.append(Run(url=claims.run, reason=str(error)))
            continue
        if found is None:
            reason = f"{forge.name} does not know it, or was asked of another project"
            runs.append(Run(url=claims.run, reason=reason))
        elif found.commit not in {None, claims.commit}:
            runs.append(Run(url=claims.run, ended="on another commit than the attested one"))
        else:
            runs.append(Run(url=claims.run, ended=found.ended, is_success=found.is_success))
    return replace(known, runs=tuple(runs))


def with_repository(known: Known, artifact: Artifact, source: Source | None, views: Views) -> Known:
    """``known``, with what the repository says of the audited commit, where that is attested."""
    claims = [one.claims for one in known.attestations if one.claims is not None]
    if source is None or source.commit is None:
        return known
    of_commit = [one for one in claims if one.commit == source.commit]
    if not of_commit:
        return known
    try:
        view = views.open(source.url)
        commit = None if view is None else view.find(source.commit)
    except (SourceError, UsageError):
        return known
    if view is None or commit is None:
        return known
    known = replace(known, in_default_branch=view.in_default_branch(commit))
    path = next((one.workflow_path for one in of_commit), None)
    return known if path is None else _with_workflow(known, path, artifact, source, view)


def _with_workflow(
    known: Known, path: str, artifact: Artifact, source: Source, view: View
) -> Known:
    """``known``, with the workflow at ``path`` in the release before."""
    named = rank_tags(source.tags, artifact.project or "", artifact.version or "")
    if path not in source.tree.entries or not named or source.commit is None:
        return known
    tag = tag_before(view.tags, named[0].tag, named[0].version)
    if tag is None:
        return known
    delta, lines = None, None
    try:
        old, new = view.find(f"refs/tags/{tag}"), view.find(source.commit)
        if old is not None and new is not None:
            before, after = view.read(old, path), view.read(new, path)
            delta = changed(before, after)
            names = (f"{tag}: {path}", f"{source.commit[:12]}: {path}")
            lines = text_delta(before, after, names=names, lines=DEFAULT.delta_lines)
    except (ContentUnavailable, LimitExceeded, SourceError):
        delta = None  # not there, or out of reach: nothing to tell by
    return replace(known, earlier=Earlier(tag=tag, path=path, delta=delta, lines=lines))


def _attestations(
    target: Target, documents: Documents, trusting: Trusting, limits: Limits, now: float
) -> Iterator[Attestation]:
    offers: list[Offer] = []
    for body in documents.attestations:
        if isinstance(body, str):
            yield Attestation(form="index", state=State.UNCHECKED, reason=body)
        else:
            from tallystick.identity.documents import read_document  # noqa: PLC0415 - if there is one

            offers += read_document(body, limits)
    if not offers:
        return
    # 0.4 s, for an artifact that has an attestation.
    from tallystick.identity.verification import About, Verification  # noqa: PLC0415

    registry = trusting.registry or pinned_keys(limits)
    verification = Verification(trusting.root or pinned(), limits, registry)
    about = About(name=target.name, digest=_digests(target.path), now=now)
    for offer in offers:
        yield verification.attestation(offer, about)


def _documents(target: Target, limits: Limits) -> Iterator[bytes | str]:
    """What holds attestations; a sentence for what is offered and cannot be had."""
    file = target.file
    if file is not None and file.attested is not None:
        body = file.attested.body
        yield file.attested.reason if body is None else body
    elif file is not None and file.is_attested:
        yield "the index offers an attestation that it was not asked for"
    for path in beside(target.path, target.name):
        try:
            with path.open("rb") as opened:
                yield opened.read(limits.provenance + 1)
        except OSError as error:
            yield f"{path.name}: {error.strerror}"


def _digests(path: Path) -> Callable[[str], str]:
    @cache
    def digest(algorithm: str) -> str:
        with path.open("rb") as file:
            return hashlib.file_digest(file, algorithm).hexdigest()

    return digest


def _listed(target: Target) -> Listed:
    if target.file is None or target.release is None:
        return Listed()
    return Listed(
        siblings=tuple(
            Sibling(name=file.name, is_attested=file.is_attested, uploaded=file.upload_time)
            for file in target.release.files
            if file.name != target.file.name and file.is_attested is not None
        ),
        attested_before=target.release.attested_before,
        uploaded=target.file.upload_time,
    )
