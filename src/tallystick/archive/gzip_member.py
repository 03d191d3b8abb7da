"""A gzip member (RFC 1952): the header field by field, the deflate stream, the trailer.

CPython's, Go's and GNU's readers skip the optional fields without a look; the standard's own
examples of what they may hold (section 2.3.1.1) have nothing to do with a release.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from isal import igzip_lib, isal_zlib

from tallystick.archive.inflate import inflate
from tallystick.errors import ArtifactError, LimitExceeded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tallystick.archive.findings import Findings
    from tallystick.archive.packed import Meter, Packed
    from tallystick.limits import Limits

FHCRC, FEXTRA, FNAME, FCOMMENT, RESERVED = 0x02, 0x04, 0x08, 0x10, 0xE0

NAME_MAX = 255
"""Bytes of the longest file name on any system in use."""


def member(packed: Packed, meter: Meter, findings: Findings, limits: Limits) -> Iterator[bytes]:
    """The content of the gzip member that begins here, chunk by chunk."""
    _header(packed, findings, limits)
    crc = 0
    before = meter.unpacked
    decompressor = igzip_lib.IgzipDecompressor(flag=igzip_lib.DECOMP_DEFLATE)
    for piece in inflate(packed, decompressor, meter):
        crc = isal_zlib.crc32(piece, crc)
        yield piece
    at = packed.position
    trailer = packed.take(8)
    stated = int.from_bytes(trailer[:4], "little"), int.from_bytes(trailer[4:], "little")
    if stated != (crc, (meter.unpacked - before) & 0xFFFFFFFF):
        findings.add("gzip-checksum", at, "the gzip trailer does not fit the content before it")


def _header(packed: Packed, findings: Findings, limits: Limits) -> None:
    start = packed.position
    header = packed.take(10)
    method, flags = header[2], header[3]
    if method != 8:
        raise ArtifactError(f"unknown compression: gzip method {method}")
    if flags & RESERVED:
        findings.add("gzip-reserved-flags", start, f"the gzip header's flags are {flags:#04x}")
    if flags & FEXTRA:
        length = packed.take(2)
        extra = packed.take(int.from_bytes(length, "little"))
        header += length + extra
        findings.add("gzip-extra-field", start, f"its gzip header has {len(extra)} bytes of extra")
    if flags & FNAME:
        name = _text(packed, limits)
        header += name
        if len(name) - 1 > NAME_MAX or any(byte < 0x20 or byte == 0x7F for byte in name[:-1]):
            message = f"its gzip header gives the file name {name[:60].decode('latin-1')!r}"
            findings.add("gzip-name", start, message)
    if flags & FCOMMENT:
        comment = _text(packed, limits)
        header += comment
        findings.add(
            "gzip-comment", start, f"its gzip header has a comment of {len(comment)} bytes"
        )
    if flags & FHCRC and int.from_bytes(packed.take(2), "little") != (
        isal_zlib.crc32(header) & 0xFFFF
    ):
        findings.add("gzip-header-crc", start, "the checksum of the gzip header does not fit it")


def _text(packed: Packed, limits: Limits) -> bytes:
    """A text of the header with its NUL."""
    text = b""
    while True:
        data = packed.chunk()
        if not data:
            raise ArtifactError("truncated: its gzip header has no end")
        end = data.find(b"\0") + 1
        text += data[:end] if end else data
        if len(text) > limits.header_text:
            raise LimitExceeded("header_text", "a text of its gzip header is too long")
        if end:
            packed.give_back(data[end:])
            return text
