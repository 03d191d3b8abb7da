"""What is released: entries, trees, artifacts, and what could not be checked or is odd about them."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import NewType, Protocol

from msgspec import Struct

from tallystick.errors import ContentUnavailable

BlobId = NewType("BlobId", str)
"""A git object id in hex: 40 digits (SHA-1 repositories) or 64 (SHA-256 repositories)."""


Sha256 = NewType("Sha256", str)
"""A SHA-256 digest in 64 lower-case hex digits."""


MODE_FILE = 0o100644


MODE_EXECUTABLE = 0o100755


MODE_SYMLINK = 0o120000


MODE_GITLINK = 0o160000


class ArtifactKind(StrEnum):
    """What sort of released file an artifact is."""

    SDIST = "sdist"
    WHEEL = "wheel"
    TARBALL = "tarball"
    NPM = "npm"
    DEBIAN = "debian"


class Entry(Struct, frozen=True, kw_only=True):
    """One member of an artifact or of a source tree.

    Attributes:
        path: with ``/`` between components, relative to the tree's root; bytes that are not UTF-8
            stand as surrogate escapes (PEP 383).
        mode: as git writes it (``0o100644``, ``0o100755``, ``0o120000``, ``0o160000``).
        size: in bytes; None where a source tells ids without sizes (git trees).
        blob: git object id of the content; for a gitlink the commit.
        sha256: of the content; None where only the blob id is known (git trees).
        notes: what the reader saw that no other field says ("stored twice, same bytes").
    """

    path: str
    mode: int
    size: int | None
    blob: BlobId
    sha256: Sha256 | None
    notes: tuple[str, ...] = ()

    @property
    def is_link(self) -> bool:
        """Whether this is a symbolic link; its content is then the target."""
        return self.mode == MODE_SYMLINK

    @property
    def is_gitlink(self) -> bool:
        """Whether this names a commit of another repository (a submodule)."""
        return self.mode == MODE_GITLINK

    @property
    def is_executable(self) -> bool:
        """Whether the executable bit is set."""
        return self.mode == MODE_EXECUTABLE


class Reader(Protocol):
    """Gives the bytes of the entries of one tree."""

    def read(self, path: str) -> bytes:
        """The content of the entry at ``path``.

        Raises:
            LimitExceeded: it is larger than ``limits.content``.
            ContentUnavailable: the tree names it, and its bytes are not to be had.
        """
        ...

    def prefetch(self, paths: frozenset[str]) -> None:
        """Get ready to read ``paths`` (one request instead of many); what fails shows on read."""
        ...


class Tree(Struct, frozen=True, kw_only=True):
    """Entries by path, and the means to read them."""

    entries: Mapping[str, Entry]
    reader: Reader

    def read(self, path: str) -> bytes:
        """The content of the entry at ``path``, asked for once more if it is not here yet.

        A reader of a partial clone does not fetch by itself: whoever wants many entries prefetches
        them together, and this is for the one that nobody foresaw.

        Raises:
            LimitExceeded: it is larger than ``limits.content``.
            ContentUnavailable: the tree names it, and its bytes are not to be had.
        """
        try:
            return self.reader.read(path)
        except ContentUnavailable:
            self.reader.prefetch(frozenset({path}))
            return self.reader.read(path)


class Finding(Struct, frozen=True, kw_only=True):
    """Something in a container that is not plain content, at a place.

    Attributes:
        id: the heading in ``docs/container.md``.
        offset: bytes from the beginning of the (decompressed) container.
        message: one sentence.
        paths: the members that it concerns.
        ambiguous: two unpackers could read the container differently, or a part of it is not
            accounted for. False only for a finding that the source itself settles.
    """

    id: str
    offset: int
    message: str
    paths: tuple[str, ...] = ()
    ambiguous: bool = True


class Skip(Struct, frozen=True, kw_only=True):
    """A check that could not run; never the same as a pass."""

    check: str
    reason: str


class Artifact(Struct, frozen=True, kw_only=True):
    """One released file, read.

    Attributes:
        name: its file name.
        kind: what sort of file it is.
        project: the name that its file name or metadata claims, as written; None if it claims none.
        version: likewise.
        sha256: of the file itself.
        size: of the file itself, in bytes.
        top: the folder that holds everything inside, removed from all paths; "" if there is none.
        tree: what is inside.
        findings: what its container holds besides.
        commit: the commit id in a PAX global header, as ``git archive`` writes it.
        stamp: the newest time that one of its members states, in seconds since 1970; None where none does.
    """

    name: str
    kind: ArtifactKind
    project: str | None
    version: str | None
    sha256: Sha256
    size: int
    top: str
    tree: Tree
    findings: tuple[Finding, ...] = ()
    commit: str | None = None
    stamp: int | None = None
