"""The archive's own file: read once from beginning to end, digested, counted and metered."""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING

from tallystick.errors import ArtifactError, LimitExceeded, StorageError
from tallystick.limits import KIB
from tallystick.model import Sha256

if TYPE_CHECKING:
    from collections.abc import Callable

    from tallystick.limits import Limits

READ = 128 * KIB
"""Bytes of one read: where decompressing is fastest (64 KiB and 256 KiB measured slower)."""


class Packed:
    """Sequential reads of an open file, with a way to hand back what was read too far.

    Attributes:
        size: of the file, in bytes, once it was read to its end.
    """

    def __init__(self, descriptor: int, progress: Callable[[int], None] | None = None) -> None:
        self._descriptor = descriptor
        self._progress = progress
        self._sha256 = hashlib.sha256()
        self._returned = b""
        self.size = 0

    @property
    def position(self) -> int:
        """Offset of the next byte."""
        return self.size - len(self._returned)

    def chunk(self) -> bytes:
        """The next bytes, as many as come; none at the end.

        Raises:
            StorageError: the disk failed.
        """
        if self._returned:
            data, self._returned = self._returned, b""
            return data
        try:
            data = os.pread(self._descriptor, READ, self.size)
        except OSError as error:
            raise StorageError(f"cannot read the archive: {error.strerror}") from error
        self._sha256.update(data)
        self.size += len(data)
        if self._progress is not None and data:
            self._progress(len(data))
        return data

    def take(self, size: int) -> bytes:
        """The next ``size`` bytes.

        Raises:
            ArtifactError: the file ends before.
        """
        data = self.chunk()
        while len(data) < size:
            more = self.chunk()
            if not more:
                raise ArtifactError("truncated: its compressed stream ends too early")
            data += more
        self.give_back(data[size:])
        return data[:size]

    def peek(self, size: int) -> bytes:
        """The next ``size`` bytes, which stay next; fewer where the file ends."""
        data = self.chunk()
        while len(data) < size and (more := self.chunk()):
            data += more
        self.give_back(data)
        return data[:size]

    def give_back(self, data: bytes) -> None:
        """Put ``data``, the last that was read, before what comes next."""
        self._returned = data + self._returned

    def finish(self) -> Sha256:
        """Read to the end, and give the digest of the whole file."""
        self._returned = b""
        while self.chunk():
            pass
        return Sha256(self._sha256.hexdigest())


class Meter:
    """Counts unpacked bytes against ``limits.total`` and ``limits.ratio``."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self.unpacked = 0

    def add(self, unpacked: int, packed: int) -> None:
        """Count ``unpacked`` more bytes, when ``packed`` bytes have been read in all.

        Raises:
            LimitExceeded: that is too much in all, or too much for what it was unpacked from.
        """
        self.unpacked += unpacked
        limits = self._limits
        if self.unpacked > limits.total:
            raise LimitExceeded("total", f"it unpacks to more than {limits.total} bytes")
        if self.unpacked > limits.ratio_floor and self.unpacked > limits.ratio * packed:
            raise LimitExceeded("ratio", f"{packed} bytes of it unpack to {self.unpacked}")
