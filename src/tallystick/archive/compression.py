"""The compressed streams that a tar comes in: which it is, and its bytes unpacked chunk by chunk.

Every format here lets a file hold several streams one after another, and readers disagree about
what then follows: ``gzip -d`` and CPython read on, others stop after the first. A release needs one
stream, so a second one is a finding; its content is read nevertheless, as the widest reader does.
"""

from __future__ import annotations

import bz2
import lzma
import sys
from typing import TYPE_CHECKING, TypeAlias, cast

from isal import igzip_lib
from msgspec import Struct

from tallystick.archive import gzip_member
from tallystick.archive.inflate import inflate
from tallystick.errors import ArtifactError

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tallystick.archive.findings import Findings
    from tallystick.archive.packed import Meter, Packed
    from tallystick.limits import Limits

FAILURES: tuple[type[Exception], ...] = (
    lzma.LZMAError,
    zstd.ZstdError,
    cast("type[Exception]", igzip_lib.error),  # its stub calls the class an instance
    OSError,
    EOFError,
    ValueError,
)
"""What decompressors raise at damaged data (bz2 raises OSError, or ValueError after its end)."""

SKIPPABLE = range(0x184D2A50, 0x184D2A60)
"""Magic numbers of zstd frames that decompressors skip (RFC 8878, section 3.1.2)."""


Unpack: TypeAlias = "Callable[[Packed, Meter, Findings, Limits], Iterator[bytes]]"


class Compression(Struct, frozen=True, kw_only=True):
    """A compressed format: its name, its magic number, and its finding for each odd tail."""

    name: str
    magic: bytes
    second: str
    trailing: str
    stream: Unpack


def _xz(packed: Packed, meter: Meter, _: Findings, limits: Limits) -> Iterator[bytes]:
    decompressor = lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=limits.decoder)
    return inflate(packed, decompressor, meter)


def _bzip2(packed: Packed, meter: Meter, _: Findings, __: Limits) -> Iterator[bytes]:
    return inflate(packed, bz2.BZ2Decompressor(), meter)


def _zstd(packed: Packed, meter: Meter, _: Findings, limits: Limits) -> Iterator[bytes]:
    window = limits.decoder.bit_length() - 1
    options: dict[int, int] = {zstd.DecompressionParameter.window_log_max: window}
    return inflate(packed, zstd.ZstdDecompressor(options=options), meter)


GZIP = Compression(
    name="gzip",
    magic=b"\x1f\x8b",
    second="gzip-second-member",
    trailing="gzip-trailing",
    stream=gzip_member.member,
)
XZ = Compression(
    name="xz",
    magic=b"\xfd7zXZ\0",
    second="xz-second-stream",
    trailing="xz-trailing",
    stream=_xz,
)
BZIP2 = Compression(
    name="bzip2",
    magic=b"BZh",
    second="bzip2-second-stream",
    trailing="bzip2-trailing",
    stream=_bzip2,
)
ZSTD = Compression(
    name="zstd",
    magic=b"\x28\xb5\x2f\xfd",
    second="zstd-second-frame",
    trailing="zstd-trailing",
    stream=_zstd,
)
COMPRESSIONS = (GZIP, XZ, BZIP2, ZSTD)

UNREADABLE = {
    b"\x1f\x9d": "compress (.Z)",
    b"\x1f\xa0": "compress (.z, LZH)",
    b"LZIP": "lzip",
    b"\x5d\0\0": "lzma",
    b"\x04\x22\x4d\x18": "lz4",
    b"\x89LZO": "lzop",
    b"7z\xbc\xaf\x27\x1c": "7-Zip",
    b"Rar!": "RAR",
}
"""Beginnings of files that are archives, and that nothing here reads."""


def is_skippable(data: bytes) -> bool:
    """Whether a zstd frame that decompressors skip begins here."""
    return int.from_bytes(data[:4], "little") in SKIPPABLE


def detect(head: bytes) -> Compression | None:
    """The compression of a file that begins with ``head``; None if it is none of them.

    Raises:
        ArtifactError: it is compressed in a way that nothing here reads.
    """
    for magic, name in UNREADABLE.items():
        if head.startswith(magic):
            raise ArtifactError(f"unknown compression: {name}")
    if is_skippable(head):
        return ZSTD
    return next((one for one in COMPRESSIONS if head.startswith(one.magic)), None)


def unpack(
    packed: Packed, compression: Compression, limits: Limits, meter: Meter, findings: Findings
) -> Iterator[bytes]:
    """The content of a compressed file, stream after stream, until something else follows.

    Raises:
        ArtifactError: a stream is damaged or truncated.
        LimitExceeded: it unpacks to too much.
    """
    streams = 0
    while True:
        if compression is ZSTD:
            _skip_frames(packed, findings)
        start = packed.position
        head = packed.peek(len(compression.magic))
        if streams and head != compression.magic:
            _drain(packed, compression, findings)
            return
        if streams:
            message = f"another {compression.name} stream begins at byte {start} of the file"
            findings.add(compression.second, start, message)
        try:
            yield from compression.stream(packed, meter, findings, limits)
        except FAILURES as error:
            raise ArtifactError(f"damaged: its {compression.name} stream: {error}") from error
        streams += 1


def _skip_frames(packed: Packed, findings: Findings) -> None:
    while True:
        start = packed.position
        if not is_skippable(packed.peek(4)):
            return
        size = int.from_bytes(packed.take(8)[4:], "little")
        message = f"a skippable frame at byte {start} of the file holds {size} bytes"
        findings.add("zstd-skippable-frame", start, message)
        _discard(packed, size)


def _discard(packed: Packed, size: int) -> None:
    while size:
        data = packed.chunk()
        if not data:
            raise ArtifactError("truncated: its compressed stream ends too early")
        packed.give_back(data[size:])
        size -= min(size, len(data))


def _drain(packed: Packed, compression: Compression, findings: Findings) -> None:
    start = packed.position
    while packed.chunk():
        pass
    if packed.size == start:
        return
    message = f"{packed.size - start} bytes follow the {compression.name} stream"
    findings.add(compression.trailing, start, message)
