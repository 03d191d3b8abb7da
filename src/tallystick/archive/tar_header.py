"""One header block of a tar: its fields, and what in it belongs to none of them.

The layouts are those of POSIX.1-1988 (``ustar``), of Version 7 before it, and of GNU tar, which uses
the space of ``prefix`` in another way (GNU tar manual, "Basic Tar Format").
"""

from __future__ import annotations

import struct
from functools import lru_cache
from typing import NamedTuple

from isal import isal_zlib

from tallystick.errors import ArtifactError

BLOCK = 512
ZEROS = bytes(BLOCK)

FRONT = struct.Struct("100s24s12s12s8xc100s255s")
TAIL = struct.Struct("8s32s32s8s8s155s12s")
USTAR = b"ustar\x0000"
GNU = b"ustar  \0"
V7 = bytes(8)


class Header(NamedTuple):
    """The fields that decide what a member is (a tuple: there is one for every block of a header).

    Attributes:
        name: with the prefix of ustar before it.
        odd: a sentence for each thing that no format puts into a header.
        bad_numbers: the fields that hold no number.
        time: seconds since 1970; 0 where none is stated.
    """

    name: bytes
    mode: int
    size: int
    typeflag: bytes
    linkname: bytes
    odd: tuple[str, ...]
    bad_numbers: tuple[str, ...]
    time: int


def has_checksum(block: bytes) -> bool:
    """Whether a block is a header: whether it is whole, and its checksum that of its bytes.

    The checksum is the sum of all bytes, its own field taken as spaces. Adler-32 begins with just
    such a sum, modulo 65,521, which 256 bytes cannot reach: two halves are exact, and seven times
    as fast as ``sum``. Writers of old summed signed bytes; every reader takes both.
    """
    if len(block) != BLOCK:
        return False
    stated = number(block[148:156])
    front = isal_zlib.adler32(block[:148] + b"        " + block[156:256]) & 0xFFFF
    summed = front + (isal_zlib.adler32(block[256:]) & 0xFFFF) - 2
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
    name, owner, length, mtime, typeflag, linkname, tail = FRONT.unpack(block)
    permissions, bad = _ownership(owner)
    prefix, odd, bad_devices = _tail(tail)
    size = number(length)
    if size is None or size < 0:
        raise ArtifactError("damaged: a member's header states no size")
    name, linkname = name.rstrip(b"\0"), linkname.rstrip(b"\0")
    time = number(mtime)
    if time is None:
        bad += ("mtime",)
    if b"\0" in name:
        odd += ("its name holds bytes after a NUL",)
        name = name.partition(b"\0")[0]
    if b"\0" in linkname:
        odd += ("its linkname holds bytes after a NUL",)
        linkname = linkname.partition(b"\0")[0]
    if prefix:
        name = prefix + b"/" + name
    return Header(name, permissions, size, typeflag, linkname, odd, bad + bad_devices, time or 0)


@lru_cache(maxsize=256)
def _ownership(fields: bytes) -> tuple[int, tuple[str, ...]]:
    """The mode, and which of mode, uid and gid is no number; the same for most members."""
    mode, uid, gid = (number(fields[at : at + 8]) for at in (0, 8, 16))
    named = (("mode", mode), ("uid", uid), ("gid", gid))
    return mode or 0, tuple(field for field, value in named if value is None)


@lru_cache(maxsize=256)
def _tail(tail: bytes) -> tuple[bytes, tuple[str, ...], tuple[str, ...]]:
    """What stands behind the link name: the prefix, oddities, and which field is no number.

    The same for all members of a folder, and often for the whole archive.
    """
    magic, uname, gname, major, minor, prefix, end = TAIL.unpack(tail)
    if magic not in {USTAR, GNU, V7}:
        return b"", (f"its magic {magic!r} is that of no tar format",), ()
    texts = (("uname", uname), ("gname", gname))
    odd = [f"its {field} holds bytes after a NUL" for field, text in texts if _goes_on(text)]
    devices = (("devmajor", major), ("devminor", minor))
    bad = tuple(field for field, value in devices if number(value) is None)
    if magic == V7:
        # The old format ends with the link name; GNU tar adds device numbers of zero to it.
        if (uname + gname + prefix + end).strip(b"\0"):
            odd.append("bytes follow its last field")
        return b"", tuple(odd), bad
    if magic == GNU:
        return b"", (*odd, *_odd_for_gnu(prefix + end)), bad
    if _goes_on(prefix):
        odd.append("its prefix holds bytes after a NUL")
    if end.strip(b"\0"):
        odd.append("its last 12 bytes, which no field uses, are not zero")
    return prefix.partition(b"\0")[0], tuple(odd), bad


def _goes_on(field: bytes) -> bool:
    """Whether bytes other than zero follow the NUL that ends a text."""
    return b"\0" in field.rstrip(b"\0")


def _odd_for_gnu(area: bytes) -> tuple[str, ...]:
    """What is odd in the space that GNU uses for times (of incremental archives) and sparse maps."""
    if number(area[:12]) is None or number(area[12:24]) is None or area[24:].strip(b"\0"):
        return ("the part that only incremental and sparse members use is not zero",)
    return ()


def number(field: bytes) -> int | None:
    """A numeric field's value: octal digits between spaces and NULs, or GNU's base 256.

    An empty field is 0. None if it is neither. Digits end at a NUL or a space, so that none can stand before
    them: CPython and libarchive would see the empty field before it, and another size.
    """
    digits = field.lstrip(b" ").rstrip(b" \0")
    # ``int`` alone would take a sign and underscores, which no tar does.
    if digits.isdigit():
        try:
            return int(digits, 8)
        except ValueError:
            return None
    if not digits:
        return 0
    first = field[0]
    if first in {0x80, 0xFF}:
        value = int.from_bytes(field[1:], "big")
        return value if first == 0x80 else value - (1 << 8 * (len(field) - 1))
    return None
