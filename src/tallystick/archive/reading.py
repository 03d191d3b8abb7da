"""From a path to an :class:`Archive`: which format it is, its bytes through the right readers."""

from __future__ import annotations

import hashlib
import os
import stat
from typing import TYPE_CHECKING, Self

from tallystick.archive import compression, namespace, zip_end
from tallystick.archive.content import Spool, open_archive
from tallystick.archive.findings import Findings
from tallystick.archive.member import Hasher, Kind, Member
from tallystick.archive.packed import READ, Meter, Packed
from tallystick.archive.pipeline import Cursor, Feed, read_at
from tallystick.archive.tar_file import TarReader
from tallystick.archive.tar_header import BLOCK, ZEROS, has_checksum
from tallystick.archive.zip_file import ZipReader
from tallystick.errors import ArtifactError, LimitExceeded, StorageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from typing import IO

    from tallystick.limits import Limits
    from tallystick.model import Finding, Sha256

ZIP_BEGINNINGS = (b"PK\x03\x04", b"PK\x05\x06")


class Archive:
    """One archive, read to its end; a context manager that frees its spool.

    Attributes:
        format: ``tar``, ``tar+gzip``, ``tar+xz``, ``tar+bzip2``, ``tar+zstd`` or ``zip``.
        sha256: of the file itself.
        size: of the file itself, in bytes.
        members: every member, in order; of a zip in the order of its central directory.
        findings: everything in the container that is not a plain member.
        commit: the commit id that ``git archive`` writes: into a PAX global header, or as the
            comment of a zip.
        newest: the newest time that a member states, in seconds since 1970; None where none does.
    """

    def __init__(self, path: Path, limits: Limits) -> None:
        self._limits = limits
        self._file: IO[bytes] = open_archive(path)
        self._spool: Spool | None = None
        self._zip: ZipReader | None = None
        self.format = ""
        self.sha256: Sha256
        self.size = 0
        self.members: tuple[Member, ...] = ()
        self.findings: tuple[Finding, ...] = ()
        self.commit: str | None = None
        self.newest: int | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Free the spool and the file; nothing can be read afterwards."""
        self._file.close()
        if self._spool is not None:
            self._spool.close()

    def read(self, member: Member) -> bytes:
        """The content of one of :attr:`members`; of a symbolic link its target.

        Raises:
            LimitExceeded: it is larger than ``limits.content``.
            StorageError: the file has changed since it was read, or the disk failed.
        """
        if member.size > self._limits.content:
            message = f"{member.name!r} has {member.size} bytes"
            raise LimitExceeded("content", message)
        if member.kind is Kind.SYMLINK:
            content = (member.target or "").encode("utf-8", "surrogateescape")
        elif self._zip is not None:
            content = self._zip.read_member(member)
        else:
            content = read_at(self._store, member.content, member.size)
        if hashlib.sha256(content).hexdigest() != member.sha256:
            raise StorageError(f"the archive changed while it was read: {member.name!r}")
        return content

    def copy(self, member: Member, file: IO[bytes]) -> None:
        """Write the content of a file of :attr:`members` to ``file``, from its beginning.

        Raises:
            LimitExceeded: it is larger than ``limits.content``.
            StorageError: the file has changed since it was read, or the disk failed.
        """
        if self._zip is not None:
            file.write(self.read(member))
            file.flush()
            return
        if member.size > self._limits.content:
            raise LimitExceeded("content", f"{member.name!r} has {member.size} bytes")
        store = self._store
        digest = hashlib.sha256()
        for start in range(0, member.size, READ):
            part = read_at(store, member.content + start, min(READ, member.size - start))
            digest.update(part)
            file.write(part)
        file.flush()
        if digest.hexdigest() != member.sha256:
            raise StorageError(f"the archive changed while it was read: {member.name!r}")

    def may_hold_more(self, member: Member) -> bool:
        """Whether a file of :attr:`members` may be an archive; :func:`is_archive` knows, of a copy of it.

        Raises:
            LimitExceeded: it is in a zip, and larger than ``limits.content``.
            StorageError: the disk failed.
        """
        if self._zip is not None:
            content = self.read(member)
            head, tail = content[:BLOCK], content[-zip_end.SEARCHED :]
        else:
            head = read_at(self._store, member.content, min(BLOCK, member.size))
            start = max(0, member.size - zip_end.SEARCHED)
            tail = read_at(self._store, member.content + start, member.size - start)
        if compression.detect(head) is not None or head.startswith(ZIP_BEGINNINGS):
            return True
        return zip_end.END_SIGNATURE in tail or (len(head) == BLOCK and has_checksum(head))

    @property
    def _store(self) -> int:
        """The descriptor that has the container unpacked."""
        return self._file.fileno() if self._spool is None else self._spool.descriptor

    def load(self, object_format: str, progress: Callable[[int], None] | None) -> None:
        """Read everything; called once, by :func:`read_archive`."""
        descriptor = self._file.fileno()
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise ArtifactError("not an archive: not even a file")
        head = read_at(descriptor, 0, BLOCK)
        hasher = Hasher(object_format)
        findings = Findings(self._limits.findings)
        packed = Packed(descriptor, progress)
        kind = _format(descriptor, head)
        self.format = kind
        if kind == "zip":
            members = self._load_zip(packed, hasher, findings)
        else:
            members = self._load_tar(packed, compression.detect(head), hasher, findings)
        namespace.check(members, findings)
        self.sha256 = packed.finish()
        self.size = packed.size
        self.members = tuple(members)
        self.findings = findings.ordered()

    def _load_tar(
        self,
        packed: Packed,
        compressed: compression.Compression | None,
        hasher: Hasher,
        findings: Findings,
    ) -> list[Member]:
        meter = Meter(self._limits)
        if compressed is None:
            chunks = _plain(packed, meter)
        else:
            self._spool = Spool()
            unpacked = compression.unpack(packed, compressed, self._limits, meter, findings)
            chunks = self._spool.keep(unpacked)
        with Feed(chunks) as feed:
            reader = TarReader(
                Cursor(iter(feed)),
                hasher=hasher,
                limits=self._limits,
                findings=findings,
                spool=self._spool,
            )
            reader.read()
        self.commit, self.newest = reader.commit, reader.newest or None
        return reader.members

    def _load_zip(self, packed: Packed, hasher: Hasher, findings: Findings) -> list[Member]:
        # Its directory is at the end, so the file is read once for its digest before all else.
        packed.finish()
        self._zip = ZipReader(
            self._file.fileno(),
            packed.size,
            hasher=hasher,
            limits=self._limits,
            findings=findings,
            meter=Meter(self._limits),
        )
        self._zip.read()
        self.commit, self.newest = self._zip.commit, self._zip.newest or None
        return self._zip.members


def read_archive(
    path: Path,
    *,
    limits: Limits,
    object_format: str = "sha1",
    progress: Callable[[int], None] | None = None,
) -> Archive:
    """The archive at ``path``, read from its first byte to its last.

    Args:
        path: a tar, plain or compressed, or a zip.
        limits: the caps on what it may cost.
        object_format: ``sha1`` or ``sha256``: how git blob ids are made.
        progress: called, from any thread, with the number of bytes of the file just read.

    Raises:
        ArtifactError: it is not an archive, or it cannot be read: truncated, encrypted, unknown
            compression; :class:`LimitExceeded` if reading on would pass a cap.
        StorageError: the file cannot be read, or the disk is full.
    """
    archive = Archive(path, limits)
    try:
        archive.load(object_format, progress)
    except BaseException:
        archive.close()
        raise
    return archive


def is_archive(path: Path) -> bool:
    """Whether the file at ``path`` is one by its first bytes, or a zip by its last ones.

    Raises:
        StorageError: it cannot be read.
    """
    with open_archive(path) as file:
        descriptor = file.fileno()
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            return False
        try:
            _format(descriptor, read_at(descriptor, 0, BLOCK))
        except ArtifactError:
            return False
    return True


def _format(descriptor: int, head: bytes) -> str:
    if not head:
        raise ArtifactError("not an archive: an empty file")
    if (compressed := compression.detect(head)) is not None:
        return f"tar+{compressed.name}"
    if head.startswith(ZIP_BEGINNINGS):
        return "zip"
    if has_checksum(head) or head == ZEROS:
        return "tar"
    if zip_end.has_end(descriptor, os.fstat(descriptor).st_size):
        return "zip"
    raise ArtifactError("not an archive: neither a tar nor a zip")


def _plain(packed: Packed, meter: Meter) -> Iterator[bytes]:
    while chunk := packed.chunk():
        meter.add(len(chunk), packed.size)
        yield chunk
