"""One compressed stream, unpacked in chunks of bounded size and metered as it goes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from tallystick.errors import ArtifactError
from tallystick.limits import KIB

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tallystick.archive.packed import Meter, Packed

UNPACK = 256 * KIB
"""Bytes that one call of a decompressor may give: the fastest of 64 KiB to 1 MiB, measured."""


class Decompressor(Protocol):
    """What the decompressors of ``lzma``, ``bz2``, ``zstd`` and ``isal`` have in common."""

    @property
    def eof(self) -> bool:
        """Whether the stream is at its end."""
        ...

    @property
    def needs_input(self) -> bool:
        """Whether there is nothing more to give without more input."""
        ...

    @property
    def unused_data(self) -> bytes:
        """What was handed in and lies behind the end of the stream."""
        ...

    def decompress(self, data: bytes, /, max_length: int = -1) -> bytes:
        """Up to ``max_length`` bytes, unpacked from ``data`` and what was handed in before."""
        ...


def inflate(packed: Packed, decompressor: Decompressor, meter: Meter) -> Iterator[bytes]:
    """One stream, unpacked; what follows it is handed back to ``packed``.

    Raises:
        ArtifactError: the file ends before the stream does.
        LimitExceeded: it unpacks to too much.
    """
    while not decompressor.eof:
        data = b""
        if decompressor.needs_input:
            data = packed.chunk()
            if not data:
                raise ArtifactError("truncated: its compressed stream ends too early")
        piece = decompressor.decompress(data, UNPACK)
        meter.add(len(piece), packed.size)
        yield piece
    packed.give_back(decompressor.unused_data)
