"""What somebody means by a digest, a file, a commit or a release."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from tallystick.errors import UsageError
from tallystick.limits import Limits
from tallystick.model import Grade, Source
from tallystick.model.incident import Bytes, Subject, SubjectKind
from tallystick.report.text import parse_name
from tallystick.store import Store, asking
from tallystick.store.rows import project_key

_HEX: Final = re.compile(r"(?:sha256:)?([0-9a-fA-F]{40}|[0-9a-fA-F]{64})")
_RELEASE: Final = re.compile(r"(?P<project>[^=\s]+)==(?P<version>[^=\s]+)")
_CHUNK: Final = 1 << 20
_ECOSYSTEMS: Final = ("pypi", "npm", "debian", "tarball")
_MOST_BAD: Final = 200
"""Entries of the residue of one artifact that are followed further."""


def subject_of(
    words: str, store: Store | None, repositories: Sequence[Source], limits: Limits
) -> Subject:
    """What ``words`` mean: a file here, a release, a commit of a repository given, else a digest.

    Raises:
        UsageError: none of them.
        StorageError: the store failed.
    """
    path = Path(words)
    if path.is_file():
        return _of_file(words, path, store, limits)
    return named_subject(words, store, repositories)


def named_subject(words: str, store: Store | None, repositories: Sequence[Source]) -> Subject:
    """The same without a look at the disk: what somebody elsewhere typed names no file here.

    Raises:
        UsageError: no release, commit or digest.
        StorageError: the store failed.
    """
    if match := _RELEASE.fullmatch(words):
        return _of_release(words, match["project"], match["version"], store)
    match = _HEX.fullmatch(words)
    if match is None:
        raise UsageError(
            f"{words!r}: no file here, no digest or commit in hex, and not PROJECT==VERSION"
        )
    digest = match[1].lower()
    return _of_commit(words, digest, store, repositories) or _of_digest(words, digest, store)


def _of_file(words: str, path: Path, store: Store | None, limits: Limits) -> Subject:
    """A file; a released one if the store knows it, and then its residue, too."""
    size = path.stat().st_size
    if size > limits.download:
        raise UsageError(f"{words}: larger than a release ({limits.download} bytes)")
    sha256, sha1 = hashlib.sha256(), hashlib.sha1(usedforsecurity=False)
    sha1.update(b"blob %d\0" % size)
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            sha256.update(chunk)
            sha1.update(chunk)
    known = Bytes(name=path.name, sha256=sha256.hexdigest(), git=sha1.hexdigest(), size=size)
    return _of_artifact(words, known, store) or Subject(
        kind=SubjectKind.BYTES, words=words, bytes=(known,)
    )


def _of_artifact(words: str, known: Bytes, store: Store | None) -> Subject | None:
    if store is None or known.sha256 is None:
        return None
    with store.reading() as connection:
        ledgers = asking.ledgers_of_artifact(connection, known.sha256)
    if not ledgers:
        return None
    return Subject(
        kind=SubjectKind.ARTIFACT,
        words=words,
        project=ledgers[0].project,
        version=ledgers[0].version,
        artifacts=(known.sha256,),
        bytes=(known, *_bad(store, [ledgers[0]])),
    )


def _of_release(words: str, project: str, version: str, store: Store | None) -> Subject:
    if store is None:
        return Subject(kind=SubjectKind.RELEASE, words=words, project=project, version=version)
    ledgers: list[asking.LedgerRow] = []
    with store.reading() as connection:
        for ecosystem in _ECOSYSTEMS:
            releases = asking.releases_of(connection, ecosystem, project_key(ecosystem, project))
            ledgers += [row for one in releases if one.version == version for row in one.ledgers]
    return Subject(
        kind=SubjectKind.RELEASE,
        words=words,
        project=project,
        version=version,
        artifacts=tuple(dict.fromkeys(row.sha256 for row in ledgers)),
        bytes=_bad(store, ledgers),
    )


def _bad(store: Store, ledgers: Sequence[asking.LedgerRow]) -> tuple[Bytes, ...]:
    """The bytes in artifacts that are false or that nobody claims: others may hold them, too."""
    found: dict[int, Bytes] = {}
    with store.reading() as connection:
        for row in ledgers:
            grades = (Grade.CONTRADICTED, Grade.UNEXPLAINED)
            for line in asking.lines(connection, row.id, grades=grades, size=_MOST_BAD):
                found[line.blob_id] = Bytes(
                    name=parse_name(line.path), sha256=line.sha256, git=line.git, size=line.size
                )
    return tuple(found.values())


def _of_commit(
    words: str, digest: str, store: Store | None, repositories: Sequence[Source]
) -> Subject | None:
    """A commit, if a repository has it or a ledger names it; what it brought comes with its history."""
    known = any(source.log is not None and source.log.some([digest]) for source in repositories)
    if not known and store is not None:
        with store.reading() as connection:
            known = bool(
                asking.ledgers_of_commit(connection, digest) or asking.is_named(connection, digest)
            )
    return Subject(kind=SubjectKind.COMMIT, words=words, commit=digest) if known else None


def _of_digest(words: str, digest: str, store: Store | None) -> Subject:
    """Bytes by a digest, with the other one if the store has it; a released file if it is one."""
    is_sha256 = len(digest) == 64
    named = Bytes(
        name=digest, sha256=digest if is_sha256 else None, git=None if is_sha256 else digest
    )
    if store is None:
        return Subject(kind=SubjectKind.BYTES, words=words, bytes=(named,))
    artifact = _of_artifact(words, named, store)
    if artifact is not None:
        return artifact
    found = []
    with store.reading() as connection:
        for blob in asking.blobs(connection, digest):
            one = next(iter(asking.holders(connection, blob.id, size=1)), None)
            name = digest if one is None else parse_name(one.path)
            size = None
            if one is not None:
                line = asking.line_detail(connection, one.ledger.id, one.position)
                size = None if line is None else line.line.size
            found.append(Bytes(name=name, sha256=blob.sha256, git=blob.git, size=size))
    return Subject(kind=SubjectKind.BYTES, words=words, bytes=tuple(found) or (named,))
