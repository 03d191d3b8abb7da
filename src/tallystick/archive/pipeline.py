"""Bytes from a disk and a decompressor to the readers of headers, in order and exactly.

:class:`Feed` runs a producer in a thread: decompressors and digests release the interpreter's lock,
so that unpacking and hashing take the time of the slower of the two. :class:`Cursor` hands out
exactly as many bytes as a format asks for.
"""

from __future__ import annotations

import os
import queue
import threading
from typing import TYPE_CHECKING, Self

from tallystick.errors import ArtifactError, StorageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

OFFSET_MAX = (1 << 63) - 1
"""The largest place in a file: off_t is signed (POSIX, sys/types.h)."""

QUEUED = 8
"""Chunks that may wait between the two threads: enough to smooth them out, at ~256 KiB each."""


class Feed:
    """An iterator whose items are made in another thread; a context manager that ends it."""

    def __init__(self, producer: Iterable[bytes]) -> None:
        self._producer = producer
        self._items: queue.SimpleQueue[bytes | BaseException | None] = queue.SimpleQueue()
        self._free = threading.Semaphore(QUEUED)
        self._stopped = False
        self._thread = threading.Thread(target=self._run, name="tallystick-decompress", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped = True
        self._free.release()
        self._thread.join()

    def _run(self) -> None:
        try:
            for item in self._producer:
                self._free.acquire()
                if self._stopped:
                    return
                self._items.put(item)
        except BaseException as error:  # noqa: BLE001 - raised again in the thread that asked
            self._items.put(error)
        else:
            self._items.put(None)

    def __iter__(self) -> Iterator[bytes]:
        while (item := self._items.get()) is not None:
            if isinstance(item, BaseException):
                raise item
            self._free.release()
            yield item


class Cursor:
    """Exact reads over chunks, with the position in them."""

    __slots__ = ("_at", "_base", "_buffer", "_chunks")

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._buffer = b""
        self._at = 0
        self._base = 0

    @property
    def position(self) -> int:
        """Bytes handed out so far."""
        return self._base + self._at

    def _refill(self) -> bool:
        """Go to the next chunk; False at the end. The present one must be used up."""
        for chunk in self._chunks:
            if chunk:
                self._base += len(self._buffer)
                self._buffer = chunk
                self._at = 0
                return True
        return False

    def take(self, size: int) -> bytes:
        """The next ``size`` bytes, or fewer at the end. For sizes that a cap has bounded."""
        end = self._at + size
        if end <= len(self._buffer):
            data = self._buffer[self._at : end]
            self._at = end
            return data
        return b"".join(self._pieces(size))

    def peek(self, size: int) -> bytes:
        """The next ``size`` bytes, which stay next; fewer at the end."""
        if self._at + size <= len(self._buffer):
            return self._buffer[self._at : self._at + size]
        data = self.take(size)
        self._buffer = data + self._buffer[self._at :]
        self._base = self._base + self._at - len(data)
        self._at = 0
        return data

    def stream(self, size: int) -> Iterator[bytes | memoryview]:
        """The next ``size`` bytes in pieces of constant memory.

        Raises:
            ArtifactError: the archive ends before.
        """
        wanted = self.position + size
        yield from self._pieces(size)
        if self.position != wanted:
            raise ArtifactError(f"truncated: {wanted - self.position} bytes are missing at its end")

    def rest(self) -> Iterator[bytes | memoryview]:
        """All bytes that are left, in pieces."""
        yield memoryview(self._buffer)[self._at :]
        self._at = len(self._buffer)
        while self._refill():
            self._at = len(self._buffer)
            yield self._buffer

    def _pieces(self, size: int) -> Iterator[memoryview]:
        while size:
            piece = memoryview(self._buffer)[self._at : self._at + size]
            if piece:
                self._at += len(piece)
                size -= len(piece)
                yield piece
            elif not self._refill():
                return


def write_at(descriptor: int, offset: int, data: bytes) -> None:
    """Write all of ``data`` at ``offset`` of an open file.

    Raises:
        StorageError: the disk is full, or failed otherwise.
    """
    view = memoryview(data)
    try:
        while view:
            written = os.pwrite(descriptor, view, offset)
            view = view[written:]
            offset += written
    except OSError as error:
        raise StorageError(f"cannot spool an archive's content: {error.strerror}") from error


def read_at(descriptor: int, offset: int, size: int) -> bytes:
    """``size`` bytes at ``offset`` of an open file, or fewer where it ends.

    Raises:
        StorageError: the disk failed.
    """
    parts: list[bytes] = []
    if offset > OFFSET_MAX:
        return b""  # a zip64 number has 64 bits, and no file so many bytes
    try:
        while size and (part := os.pread(descriptor, size, offset)):
            parts.append(part)
            offset += len(part)
            size -= len(part)
    except OSError as error:
        raise StorageError(f"cannot read an archive's content: {error.strerror}") from error
    return parts[0] if len(parts) == 1 else b"".join(parts)
