"""The content of one zip member, unpacked from its place in the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from isal import igzip_lib, isal_zlib

from tallystick.archive.inflate import UNPACK
from tallystick.archive.pipeline import read_at
from tallystick.errors import ArtifactError
from tallystick.limits import KIB

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tallystick.archive.zip_entry import Entry

STORED, DEFLATED = 0, 8  # APPNOTE.TXT 4.4.5

CHUNK = 128 * KIB


def chunks(descriptor: int, start: int, size: int) -> Iterator[bytes]:
    """``size`` bytes of an open file, or fewer where it ends, in chunks."""
    end = start + size
    while start < end and (chunk := read_at(descriptor, start, min(CHUNK, end - start))):
        yield chunk
        start += len(chunk)


class Content:
    """The content of a member, in pieces, and what was seen once they were all taken.

    Attributes:
        size: bytes unpacked.
        crc: their CRC-32.
        consumed: compressed bytes that they came from.
        ended: whether the compressed stream came to its end.
    """

    def __init__(self, descriptor: int, entry: Entry, start: int) -> None:
        if entry.method not in {STORED, DEFLATED}:
            message = f"unknown compression: {entry.name!r} uses zip method {entry.method}"
            raise ArtifactError(message)
        self._descriptor = descriptor
        self._entry = entry
        self._start = start
        self.size = 0
        self.crc = 0
        self.consumed = 0
        self.ended = False

    def pieces(self) -> Iterator[bytes]:
        """The content, from its beginning.

        Raises:
            ArtifactError: the file or the compressed stream is damaged.
        """
        self.size = self.crc = self.consumed = 0
        packed = chunks(self._descriptor, self._start, self._entry.packed)
        for piece in packed if self._entry.method == STORED else self._inflated(packed):
            self.size += len(piece)
            self.crc = isal_zlib.crc32(piece, self.crc)
            yield piece
        if self._entry.method == STORED:
            self.consumed, self.ended = self.size, True
            if self.size < self._entry.packed:
                raise ArtifactError(f"truncated: it ends within {self._entry.name!r}")

    def _inflated(self, packed: Iterator[bytes]) -> Iterator[bytes]:
        decompressor = igzip_lib.IgzipDecompressor(flag=igzip_lib.DECOMP_DEFLATE)
        try:
            for chunk in packed:
                self.consumed += len(chunk)
                data = chunk
                while not decompressor.eof:
                    yield decompressor.decompress(data, UNPACK)
                    if decompressor.needs_input:
                        break
                    data = b""
                if decompressor.eof:
                    self.consumed -= len(decompressor.unused_data)
                    break
        except igzip_lib.error as error:  # type: ignore[misc] # its stub calls the class an instance
            message = f"damaged: the compressed data of {self._entry.name!r}: {error}"
            raise ArtifactError(message) from error
        self.ended = decompressor.eof
