"""Files within archives: wheels, packed images and the layers in them, read by the strict readers alone.

What lies in an archive that cannot be read, or too deep, is named in ``unread``: it was not looked at.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from tallystick.archive import Archive, Kind, Member, is_archive, read_archive
from tallystick.errors import ArtifactError, StorageError
from tallystick.limits import Limits

_NAMED = 3
"""Archives that were not read, by name; the others are counted."""


class Inside(Struct, frozen=True, kw_only=True):
    """A file in an archive, or the archive itself.

    Attributes:
        name: where it is: ``image.tar!/layer.tar!/usr/lib/x.py``.
        sha256: of its bytes.
        blob: the same as git calls them; "" of an archive on the disk, which is looked at as a file, too.
        size: in bytes.
        is_archive: whether what it holds comes, too.
        read: its bytes; LimitExceeded if they are too many.
    """

    name: str
    sha256: str
    blob: str
    size: int
    is_archive: bool
    read: Callable[[], bytes]


class Archives:
    """Looks into archives, within caps on how many there are and what they unpack to."""

    def __init__(self, limits: Limits, object_format: str) -> None:
        """Read with ``limits``; git ids are made as ``object_format`` says (``sha1``, ``sha256``)."""
        # What is within is written to the disk for being read again: a layer is larger than a source file.
        self._limits = replace(limits, content=limits.layer)
        self._in_memory = limits.content
        self._object_format = object_format
        self._opened = 0
        self._unpacked = 0
        self._unread: list[str] = []

    @property
    def unread(self) -> str:
        """What was not looked into, in words; "" where all was."""
        if not self._unread:
            return ""
        more = len(self._unread) - _NAMED
        return "; ".join(self._unread[:_NAMED]) + (f"; and {more:,} more" if more > 0 else "")

    def within(self, path: Path, shown: str, depth: int = 0) -> Iterator[Inside]:
        """The archive at ``path`` (called ``shown``) and every file in it; nothing if it is none.

        Raises:
            StorageError: the disk failed.
        """
        if not is_archive(path):
            return
        if reason := self._too_much(depth):
            self._unread.append(f"{shown}: {reason}")
            return
        self._opened += 1
        try:
            archive = read_archive(path, limits=self._limits, object_format=self._object_format)
        except ArtifactError as error:
            self._unread.append(f"{shown}: {error}")
            return
        with archive:
            self._unpacked += sum(member.size for member in archive.members)
            yield self._itself(archive, shown)
            for member in archive.members:
                if member.kind is Kind.FILE:
                    yield from self._member(archive, member, f"{shown}!/{member.name}", depth)

    def _too_much(self, depth: int) -> str:
        if depth > self._limits.layers:
            return f"more than {self._limits.layers} archives in one another (cap: layers)"
        if self._opened >= self._limits.archives:
            return f"more than {self._limits.archives:,} archives (cap: archives)"
        if self._unpacked > self._limits.total:
            return f"they unpack to more than {self._limits.total:,} bytes (cap: total)"
        return ""

    def _itself(self, archive: Archive, shown: str) -> Inside:
        return Inside(
            name=shown,
            sha256=archive.sha256,
            blob="",
            size=archive.size,
            is_archive=True,
            read=lambda: b"",
        )

    def _member(self, archive: Archive, member: Member, shown: str, depth: int) -> Iterator[Inside]:
        yield Inside(
            name=shown,
            sha256=member.sha256,
            blob=member.blob,
            size=member.size,
            is_archive=False,
            read=partial(archive.read, member),
        )
        cap = self._in_memory if archive.format == "zip" else self._limits.content
        if member.size > cap:
            self._unread.append(f"{shown}: larger than {cap:,} bytes")
            return
        if not archive.may_hold_more(member):
            return
        # Under a name of ours: what an archive calls it is nothing for the disk.
        with tempfile.NamedTemporaryFile(prefix="tallystick-") as file:
            try:
                archive.copy(member, file)
            except OSError as error:
                raise StorageError(f"cannot write a temporary file: {error.strerror}") from error
            yield from self.within(Path(file.name), shown, depth + 1)
