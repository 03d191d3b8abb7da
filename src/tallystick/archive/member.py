"""What an archive holds: members, and the two digests by which the program knows their bytes."""

from __future__ import annotations

import hashlib
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct

from tallystick.errors import ArtifactError
from tallystick.model import BlobId, Sha256

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from _typeshed import ReadableBuffer


class Kind(StrEnum):
    """What unpacking a member makes."""

    FILE = "file"
    DIRECTORY = "directory"
    SYMLINK = "symlink"


class Member(Struct, frozen=True, kw_only=True):
    """One member of an archive.

    Attributes:
        name: as stored; bytes that are not UTF-8 stand as surrogate escapes (PEP 383).
        kind: what unpacking it makes; a hard link is a file with its target's content.
        mode: permission bits, and set-user-id, set-group-id and sticky (``0o7777``).
        size: of the content, in bytes.
        target: where a symbolic or hard link points, as stored; None for everything else.
        offset: of its header, in bytes from the beginning of the (decompressed) container.
        content: offset of its content, likewise; where :meth:`Archive.read` looks.
        blob: git object id of the content (for a symbolic link of its target).
        sha256: of the same bytes.
        notes: what the reader saw that no other field says.
    """

    name: str
    kind: Kind
    mode: int
    size: int
    target: str | None
    offset: int
    content: int
    blob: BlobId
    sha256: Sha256
    notes: tuple[str, ...] = ()


Digests: TypeAlias = tuple[BlobId, Sha256]


class Hasher:
    """Makes both digests of a content in one pass over it."""

    __slots__ = ("_git",)

    def __init__(self, object_format: str) -> None:
        git: dict[str, Callable[..., hashlib._Hash]] = {
            "sha1": hashlib.sha1,
            "sha256": hashlib.sha256,
        }
        if object_format not in git:
            raise ArtifactError(f"unknown git object format: {object_format!r}")
        self._git = git[object_format]

    def of_bytes(self, content: bytes) -> Digests:
        """Digests of a whole content, with half the calls of :meth:`of`: most members are small."""
        git = self._git(b"blob %d\0" % len(content) + content)
        return BlobId(git.hexdigest()), Sha256(hashlib.sha256(content).hexdigest())

    def of(self, size: int, pieces: Iterable[ReadableBuffer]) -> Digests:
        """Digests of ``pieces``, which make up ``size`` bytes (git hashes the size first)."""
        git = self._git(b"blob %d\0" % size)
        plain = hashlib.sha256()
        for piece in pieces:
            git.update(piece)
            plain.update(piece)
        return BlobId(git.hexdigest()), Sha256(plain.hexdigest())
