"""A source archive as a source: its members, without the one folder that holds them all."""

from __future__ import annotations

import weakref
from collections.abc import Collection, Mapping
from pathlib import Path

from tallystick.archive import Archive, Kind, Member, read_archive
from tallystick.errors import ArtifactError, ContentUnavailable, LimitExceeded, SourceError
from tallystick.limits import Limits
from tallystick.model import (
    MODE_EXECUTABLE,
    MODE_FILE,
    MODE_SYMLINK,
    Entry,
    Evidence,
    Source,
    SourceKind,
    Tree,
)


def open_archive(path: Path, *, limits: Limits) -> Source:
    """The tree that the archive at ``path`` holds.

    Raises:
        LimitExceeded: reading it would pass a cap.
        SourceError: it is not an archive, or cannot be read.
    """
    try:
        archive = read_archive(path, limits=limits)
    except LimitExceeded:
        raise
    except ArtifactError as error:
        raise SourceError(f"{path}: {error}") from error
    named = {
        _path(member.name): member
        for member in archive.members
        if member.kind is not Kind.DIRECTORY
    }
    top = _top(named)
    members = {name[len(top) :]: member for name, member in named.items()}
    entries = {place: _entry(place, member) for place, member in sorted(members.items())}
    evidence = [
        Evidence(kind="container", value=f"{finding.id}: {finding.message}", agrees=False)
        for finding in archive.findings
    ]
    if archive.commit is not None:
        # The archive's own word, as git-archive(1) writes it: evidence, and not the commit.
        evidence.append(Evidence(kind="pax-commit", value=archive.commit, agrees=None))
    return Source(
        kind=SourceKind.ARCHIVE,
        url=str(path),
        tree=Tree(entries=entries, reader=ArchiveReader(archive, members)),
        evidence=tuple(evidence),
    )


class ArchiveReader:
    """Reads members of an archive, which stays open as long as this reader is in use."""

    def __init__(self, archive: Archive, members: Mapping[str, Member]) -> None:
        """Read ``members``, by their paths in the tree, from ``archive``."""
        self._archive = archive
        self._members = members
        weakref.finalize(self, archive.close)

    def read(self, path: str) -> bytes:
        """See :class:`tallystick.model.Reader`."""
        member = self._members.get(path)
        if member is None:
            raise ContentUnavailable(f"{path!r}: not in this archive")
        return self._archive.read(member)

    def prefetch(self, paths: frozenset[str]) -> None:
        """Nothing to get: everything is in the archive."""


def _path(name: str) -> str:
    """``./top/file`` and ``top//file`` are unpacked to ``top/file``."""
    return "/".join(part for part in name.split("/") if part not in {"", "."})


def _top(paths: Collection[str]) -> str:
    """The one folder that holds all ``paths``, with its slash; "" if there is none."""
    tops = {path.partition("/")[0] for path in paths}
    if len(tops) != 1 or not all("/" in path for path in paths):
        return ""
    return f"{tops.pop()}/"


def _entry(path: str, member: Member) -> Entry:
    mode = MODE_EXECUTABLE if member.mode & 0o100 else MODE_FILE
    return Entry(
        path=path,
        mode=MODE_SYMLINK if member.kind is Kind.SYMLINK else mode,
        size=member.size,
        blob=member.blob,
        sha256=member.sha256,
        notes=member.notes,
    )
