"""One header block of a tar: its fields, and what in it belongs to none of them.

The layouts are those of POSIX.1-1988 (``ustar``), its ancestor of Version 7, and GNU tar before 1.13,
which uses the space of ``prefix`` for times (GNU tar manual, "Basic Tar Format").
"""

from __future__ import annotations

import struct
from typing import NamedTuple

from isal import isal_zlib

from tallystick.errors import ArtifactError

BLOCK = 512
ZEROS = bytes(BLOCK)

FIELDS = struct.Struct("100s8s8s8s12s12s8sc100s8s32s32s8s8s155s12s")
USTAR = b"ustar\x0000"
GNU = b"ustar  \0"
V7 = bytes(8)


class Header(NamedTuple):
    """The fields that decide what a member is (a tuple: there is one for every block of a header).

    Attributes:
        name: with the prefix of ustar before it.
        odd: a sentence for each thing that no format puts into a header.
        bad_numbers: the fields that hold no number.
    """

    name: bytes
    mode: int
    size: int
    typeflag: bytes
    linkname: bytes
    odd: tuple[str, ...]
    bad_numbers: tuple[str, ...]


def has_checksum(block: bytes) -> bool:
    """Whether a block of 512 bytes is a header: whether its checksum is that of its bytes.

    The checksum is the sum of all bytes, its own field taken as spaces. Adler-32 begins with just
    such a sum, modulo 65,521, which 256 bytes cannot reach: two halves are exact, and seven times
    as fast as ``sum``. Writers of old summed signed bytes; every reader takes both.
    """
    stated = number(block[148:156])
    summed = (isal_zlib.adler32(block[:256]) & 0xFFFF) + (isal_zlib.adler32(block[256:]) & 0xFFFF)
    own = sum(block[148:156])
    summed += 8 * 0x20 - 2 - own
    if stated == summed:
        return True
    if stated is None:
        return False
    negative = sum(byte > 0x7F for byte in block[:148] + block[156:])
    return stated == summed - 256 * negative


def parse(block: bytes) -> Header:
    """The fields of a header block whose checksum is right.

    Raises:
        ArtifactError: it states no size, so that nothing tells where the next header is.
    """
    (
        name, mode, uid, gid, size, mtime, _, typeflag, linkname, magic,
        uname, gname, major, minor, prefix, tail,
    ) = FIELDS.unpack(block)  # fmt: skip
    odd: list[str] = []
    bad: list[str] = []
    if magic == USTAR:
        if b"\0" in (prefix := prefix.rstrip(b"\0")):
            odd.append("its prefix holds bytes after a NUL")
            prefix = prefix.partition(b"\0")[0]
        if tail != b"\0" * 12:
            odd.append("its last 12 bytes, which no field uses, are not zero")
    else:
        odd += _before_posix(magic, block)
        prefix = b""
    for field, value in (
        ("name", name), ("linkname", linkname), ("uname", uname), ("gname", gname)
    ):  # fmt: skip
        if value and b"\0" in value.rstrip(b"\0"):
            odd.append(f"its {field} holds bytes after a NUL")
    for field, value in (
        ("uid", uid), ("gid", gid), ("mtime", mtime), ("devmajor", major), ("devminor", minor)
    ):  # fmt: skip
        if number(value) is None and magic != V7:
            bad.append(field)
    permissions = number(mode)
    if permissions is None:
        bad.append("mode")
    length = number(size)
    if length is None or length < 0:
        raise ArtifactError("damaged: a member's header states no size")
    name = name.partition(b"\0")[0]
    return Header(
        name=prefix + b"/" + name if prefix else name,
        mode=permissions or 0,
        size=length,
        typeflag=typeflag,
        linkname=linkname.partition(b"\0")[0],
        odd=tuple(odd),
        bad_numbers=tuple(bad),
    )


def number(field: bytes) -> int | None:
    """A numeric field's value: octal digits between spaces and NULs, or GNU's base 256.

    An empty field is 0. None if it is neither.
    """
    first = field[0]
    if first in {0x80, 0xFF}:
        value = int.from_bytes(field[1:], "big")
        return value if first == 0x80 else value - (1 << 8 * (len(field) - 1))
    digits = field.strip(b" \0")
    if not digits:
        return 0
    # ``int`` would take a sign and underscores, which no tar does.
    if not digits.isdigit():
        return None
    try:
        return int(digits, 8)
    except ValueError:
        return None


def _before_posix(magic: bytes, block: bytes) -> list[str]:
    """What is odd in the part of a header that GNU and Version 7 lay out in their own way."""
    if magic == GNU:
        # atime, ctime, offset, longnames, pad, four sparse maps, isextended, realsize, pad.
        times_are_numbers = all(number(block[at : at + 12]) is not None for at in (345, 357))
        if not times_are_numbers or block[369:].strip(b"\0"):
            return ["the part of it that only GNU's incremental and sparse members use is not zero"]
        return []
    if magic == V7:
        return ["bytes follow the last field of its old format"] if block[265:].strip(b"\0") else []
    return [f"its magic {magic!r} is that of no tar format"]
