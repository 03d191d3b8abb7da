"""A generator of archives on which readers disagree, or may: honest pieces and odd ones, put together.

Each piece is one way in which a tar or a zip says something twice, or says what some readers skip. Every
archive holds an honest sdist or wheel besides, so that installers get as far as its files.
"""

from __future__ import annotations

import bz2
import gzip
import hashlib
import lzma
import random
import struct
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from archive.tar_bytes import (
    BLOCK,
    END,
    folder,
    header,
    link,
    long_name,
    member,
    padded,
    pax,
    record,
)
from archive.zip_bytes import Part, deflate, end_record, zip64_end, zip_of
from readers.others import BACKEND

LONG = b"p-1/" + b"d" * 60 + b"/" + b"f" * 60
GNU = b"ustar  \0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One archive: what is in it, and whether every reader must agree with ours on it."""

    name: str
    suffix: str
    content: bytes
    is_honest: bool = False


def _negative(size: int) -> bytes:
    return b"\xff" + size.to_bytes(11, "big", signed=True)


def _base256(size: int) -> bytes:
    return b"\x80" + size.to_bytes(11, "big")


def _with(block: bytes, checksum: bytes) -> bytes:
    return block[:148] + checksum + block[156:]


EVIL = b"evil()\n"
PLAIN = header(b"p-1/plain", size=5)
TAR_PIECES: Mapping[str, bytes] = {
    "file": member(b"p-1/a.py", b"a\n"),
    "another file": member(b"p-1/b.py", b"b\n"),
    "program": header(b"p-1/run", size=3, mode=b"0000755\0") + padded(b"run"),
    "folder": folder(b"p-1/sub/"),
    "file in a folder": member(b"p-1/sub/c.py", b"c\n"),
    "link": link(b"p-1/link", b"a.py"),
    "link out": link(b"p-1/out", b"../../out"),
    "absolute link": link(b"p-1/abs", b"/nonexistent/x"),
    "link to a folder": link(b"p-1/dir", b"sub"),
    "file through a link": member(b"p-1/dir/d.py", EVIL),
    "hard link": link(b"p-1/hard", b"p-1/a.py", b"1"),
    "hard link to nothing": link(b"p-1/lost", b"p-1/none", b"1"),
    "hard link with content": header(b"p-1/hard2", typeflag=b"1", linkname=b"p-1/a.py", size=7) + padded(EVIL),
    "same name, other bytes": member(b"p-1/a.py", EVIL),
    "same name, other case": member(b"p-1/A.PY", EVIL),
    "name in NFD": member("p-1/cafe\u0301".encode(), b"1") + member("p-1/caf\u00e9".encode(), b"2"),
    "absolute name": member(b"/nonexistent-p/x", EVIL),
    "parent name": member(b"p-1/../p-1/up.py", EVIL),
    "dotted name": member(b"./p-1/./dot.py", EVIL),
    "doubled slash": member(b"p-1//slash.py", EVIL),
    "backslash": member(b"p-1\\back.py", EVIL),
    "control characters": member(b"p-1/\x07bell", EVIL),
    "no UTF-8": member(b"p-1/caf\xe9", EVIL),
    "pax path": pax(record("path", LONG)) + member(LONG[:100], EVIL),
    "pax path of another": pax(record("path", b"p-1/other.py")) + member(b"p-1/said.py", EVIL),
    "pax path twice": pax(record("path", b"p-1/x1"), record("path", b"p-1/x2")) + member(b"p-1/x2", EVIL),
    "pax path with a NUL": pax(record("path", b"p-1/n\0.txt")) + member(b"p-1/n", EVIL),
    "pax empty path": pax(record("path", b"")) + member(b"p-1/empty", EVIL),
    "pax size": pax(record("size", b"1024")) + header(b"p-1/s", size=0) + member(b"p-1/in", b"")[:BLOCK] * 2,
    "pax size of zero": pax(record("size", b"0")) + header(b"p-1/z", size=BLOCK) + header(b"p-1/hidden"),
    "pax size in hex": pax(record("size", b"0x10")) + member(b"p-1/hex", EVIL),
    "pax size with a plus": pax(record("size", b"+7")) + member(b"p-1/plus", EVIL),
    "pax mode": pax(record("mode", b"0000755")) + member(b"p-1/mode", EVIL),
    "pax type": pax(record("type", b"2"), record("typeflag", b"2")) + member(b"p-1/type", EVIL),
    "pax linkpath": pax(record("linkpath", b"b.py")) + link(b"p-1/l2", b"a.py"),
    "pax malformed": pax(b"99 path=p-1/q\n") + member(b"p-1/q", EVIL),
    "pax length without end": pax(b"12 path=p-1/") + member(b"p-1/q2", EVIL),
    "pax charset": pax(record("hdrcharset", b"BINARY"), record("path", b"p-1/b\xe9")) + member(b"p-1/b", EVIL),
    "pax charset only": pax(record("hdrcharset", b"BINARY")) + member(b"p-1/charset", EVIL),
    "pax global path": pax(record("path", b"p-1/global"), typeflag=b"g"),
    "pax global comment": pax(record("comment", b"c" * 40), typeflag=b"g"),
    "pax global size": pax(record("size", b"3"), typeflag=b"g"),
    "pax global mode": pax(record("SCHILY.xattr.user.x", b"1"), typeflag=b"g"),
    "pax sparse": pax(
        record("GNU.sparse.major", b"1"), record("GNU.sparse.minor", b"0"),
        record("GNU.sparse.name", b"p-1/sparse"), record("GNU.sparse.realsize", b"9"),
    ) + header(b"p-1/GNUSparseFile/sparse", size=BLOCK) + padded(b"1\n0\n0\n"),
    "pax realsize": pax(record("SCHILY.realsize", b"3")) + member(b"p-1/real", EVIL),
    "pax solaris": pax(record("path", b"p-1/sun"), typeflag=b"X") + member(b"p-1/moon", EVIL),
    "pax vendor": pax(record("VENDOR.path", b"p-1/v")) + member(b"p-1/vendor", EVIL),
    "pax then garbage": pax(record("mtime", b"1")) + b"g" * BLOCK,
    "two pax headers": pax(record("path", b"p-1/two1")) + pax(record("mtime", b"1")) + member(b"p-1/two2", EVIL),
    "gnu long name": long_name(LONG) + member(LONG[:100], EVIL),
    "gnu long name of another": long_name(b"p-1/gnu.py") + member(b"p-1/posix.py", EVIL),
    "gnu long name without its NUL":
        header(b"././@LongLink", size=8, typeflag=b"L", magic=GNU) + padded(b"p-1/nonu") + member(b"p-1/nonu", EVIL),
    "gnu long name, empty": header(b"././@LongLink", size=1, typeflag=b"L", magic=GNU) + padded(b"\0")
        + member(b"p-1/empty2", EVIL),
    "gnu long name of nothing": header(b"././@LongLink", typeflag=b"L", magic=GNU) + member(b"p-1/zero", EVIL),
    "gnu long link": long_name(b"b.py", b"K") + link(b"p-1/l3", b"b.py"),
    "gnu long link of another": long_name(b"b.py", b"K") + link(b"p-1/l4", b"a.py"),
    "gnu long link before a file": long_name(b"b.py", b"K") + member(b"p-1/l5", EVIL),
    "gnu and pax": long_name(b"p-1/by-gnu") + pax(record("path", b"p-1/by-pax")) + member(b"p-1/by", EVIL),
    "gnu prefix": header(b"g.py", size=7, magic=GNU, prefix=b"p-1") + padded(EVIL),
    "gnu volume": header(b"p-1/volume", typeflag=b"V", magic=GNU),
    "gnu names": header(b"p-1/names", size=7, typeflag=b"N", magic=GNU) + padded(EVIL),
    "gnu dump of a folder": header(b"p-1/dump/", size=7, typeflag=b"D", magic=GNU) + padded(EVIL),
    "gnu sparse": header(b"p-1/sp", size=7, typeflag=b"S", magic=GNU) + padded(EVIL),
    "gnu multi-volume": header(b"p-1/mv", size=7, typeflag=b"M", magic=GNU) + padded(EVIL),
    "ustar prefix": header(b"u.py", size=7, prefix=b"p-1/pre") + padded(EVIL),
    "ustar prefix with a slash": header(b"u2.py", size=7, prefix=b"p-1/pre/") + padded(EVIL),
    "ustar prefix and an absolute name": header(b"/u3.py", size=7, prefix=b"p-1") + padded(EVIL),
    "star prefix": header(b"p-1/star", size=7, magic=b"ustar\x0000",
        changes={345: b"p-1/x" + bytes(126), 476: b"00000000000\0" * 2, 508: b"tar\0"}) + padded(EVIL),
    "version 7": header(b"p-1/v7", size=7, magic=bytes(8)) + padded(EVIL),
    "version 7 with a prefix": header(b"v8", size=7, magic=bytes(8), prefix=b"p-1") + padded(EVIL),
    "version 7 folder": header(b"p-1/v7dir/", typeflag=b"\0", magic=bytes(8)),
    "odd magic": header(b"p-1/magic", size=7, magic=b"ustar\0\0\0", prefix=b"x") + padded(EVIL),
    "no magic with a type": header(b"p-1/nm", magic=bytes(8), typeflag=b"5"),
    "name with a NUL": header(b"p-1/nul\0.py", size=7) + padded(EVIL),
    "name of 100 bytes": header(b"p-1/" + b"n" * 96, size=7) + padded(EVIL),
    "empty name": header(b"", size=7) + padded(EVIL),
    "type 7": header(b"p-1/seven", size=7, typeflag=b"7") + padded(EVIL),
    "type Z": header(b"p-1/zed", size=7, typeflag=b"Z") + padded(EVIL),
    "type A": header(b"p-1/acl", size=7, typeflag=b"A") + padded(EVIL),
    "FIFO": header(b"p-1/fifo", typeflag=b"6"),
    "FIFO with content": header(b"p-1/fifo2", typeflag=b"6", size=7) + padded(EVIL),
    "folder with content": header(b"p-1/fc/", typeflag=b"5", size=BLOCK) + header(b"p-1/inside"),
    "folder without a slash": header(b"p-1/noslash", typeflag=b"5", mode=b"0000755\0"),
    "link with content": header(b"p-1/lc", typeflag=b"2", linkname=b"a.py", size=BLOCK) + header(b"p-1/in2"),
    "file with a slash": member(b"p-1/slashed/", EVIL),
    "old file with a slash": member(b"p-1/oldslash/", b"", typeflag=b"\0"),
    "old file with a slash and content": member(b"p-1/oldslash2/", EVIL, typeflag=b"\0"),
    "size in base 256": header(b"p-1/b256", size_field=_base256(7)) + padded(EVIL),
    "size below zero": header(b"p-1/neg", size_field=_negative(-512)) + padded(EVIL),
    "size without its end": header(b"p-1/full", size_field=b"000000000007") + padded(EVIL),
    "size with spaces": header(b"p-1/spaces", size_field=b"          7 ") + padded(EVIL),
    "size with a NUL before": header(b"p-1/nulsize", size_field=b"\0\0\0\0007\0\0\0\0\0\0\0") + padded(EVIL),
    "size with text behind": header(b"p-1/text", size_field=b"7 junk\0\0\0\0\0\0") + padded(EVIL),
    "size with a sign": header(b"p-1/sign", size_field=b"+0000000007\0") + padded(EVIL),
    "size with an eight": header(b"p-1/eight", size_field=b"00000000008\0") + padded(EVIL),
    "size in base 64": header(b"p-1/b64", size_field=b"+AAAAAAAAAAH") + padded(EVIL),
    "size empty": header(b"p-1/nosize", size_field=bytes(12)),
    "mode with text": header(b"p-1/modetext", size=7, mode=b"rwx\0\0\0\0\0") + padded(EVIL),
    "mode in base 256": header(b"p-1/mode256", size=7, mode=b"\x80\0\0\0\0\0\x01\xed") + padded(EVIL),
    "mode with a type": header(b"p-1/modetype", size=7, mode=b"0120777\0") + padded(EVIL),
    "mode empty": header(b"p-1/nomode", size=7, mode=bytes(8)) + padded(EVIL),
    "mode for others": header(b"p-1/others", size=7, mode=b"0000655\0") + padded(EVIL),
    "set user id": header(b"p-1/suid", size=7, mode=b"0004755\0") + padded(EVIL),
    "bad checksum": _with(header(b"p-1/bad", size=7), b"000000\0 ") + padded(EVIL),
    "checksum of signed bytes": _with(
        signed := header(b"p-1/\xc3\xa9", size=7),
        b"%06o\0 " % (sum(signed[:148] + b" " * 8 + signed[156:]) - 512),
    ) + padded(EVIL),
    "checksum in eight digits": _with(eight := header(b"p-1/sum8", size=7),
        b"%07o\0" % sum(eight[:148] + b" " * 8 + eight[156:])) + padded(EVIL),
    "checksum with spaces": _with(blank := header(b"p-1/sumsp", size=7),
        b"%6o\0 " % sum(blank[:148] + b" " * 8 + blank[156:])) + padded(EVIL),
    "zero block": bytes(BLOCK),
    "end": END,
    "garbage": b"garbage." * (BLOCK // 8),
    "padding": header(b"p-1/pad", size=7) + padded(EVIL, b"!"),
}  # fmt: skip
"""Blocks of a tar by what is odd about them."""

SDIST = (
    member(b"p-1/PKG-INFO", b"Metadata-Version: 2.1\nName: p\nVersion: 1\n")
    + member(
        b"p-1/pyproject.toml",
        b'[build-system]\nrequires = []\nbuild-backend = "keep"\nbackend-path = ["."]\n'
        b'[project]\nname = "p"\nversion = "1"\n',
    )
    + member(b"p-1/keep.py", BACKEND)
)


def tar_of(*pieces: str) -> bytes:
    """An sdist with these pieces behind its own files."""
    return SDIST + b"".join(TAR_PIECES[piece] for piece in pieces) + END


def _dist_info() -> list[Part]:
    files = {
        b"p/__init__.py": b"",
        b"p-1.dist-info/METADATA": b"Metadata-Version: 2.1\nName: p\nVersion: 1\n",
        b"p-1.dist-info/WHEEL": b"Wheel-Version: 1.0\nGenerator: x\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record_ = b"".join(name + b",,\n" for name in (*files, b"p-1.dist-info/RECORD"))
    return [
        Part(name=n, content=c) for n, c in (files | {b"p-1.dist-info/RECORD": record_}).items()
    ]


def _unicode_path(name: bytes, other: bytes, checksum: int | None = None) -> bytes:
    crc = zlib.crc32(name) if checksum is None else checksum
    field = struct.pack("<BI", 1, crc) + other
    return struct.pack("<HH", 0x7075, len(field)) + field


def _zip64(*numbers: int) -> bytes:
    return struct.pack("<HH", 1, 8 * len(numbers)) + b"".join(struct.pack("<Q", n) for n in numbers)


LINK, FIFO = 0o120777 << 16, 0o010644 << 16
MAX = 0xFFFFFFFF
ZIP_PIECES: Mapping[str, Callable[[], Part]] = {
    "file": lambda: Part(name=b"p/a.py", content=b"a\n"),
    "deflated file": lambda: Part(name=b"p/z.py", content=b"z\n" * 50, method=8),
    "program": lambda: Part(name=b"p/run", content=b"run", attributes=0o100755 << 16),
    "no mode": lambda: Part(name=b"p/nomode", content=b"x", attributes=0),
    "folder": lambda: Part(name=b"p/sub/", content=b"", attributes=0o040755 << 16),
    "folder of MS-DOS only": lambda: Part(name=b"p/dos", content=b"", attributes=0x10),
    "file with a slash": lambda: Part(name=b"p/slashed/", content=EVIL),
    "same name, other bytes": lambda: Part(name=b"p/a.py", content=EVIL),
    "same name, other case": lambda: Part(name=b"P/A.py", content=EVIL),
    "absolute name": lambda: Part(name=b"/nonexistent-p/x", content=EVIL),
    "parent name": lambda: Part(name=b"p/../p/up.py", content=EVIL),
    "dotted name": lambda: Part(name=b"./p/dot.py", content=EVIL),
    "doubled slash": lambda: Part(name=b"p//slash.py", content=EVIL),
    "backslash": lambda: Part(name=b"p\\back.py", content=EVIL),
    "name with a NUL": lambda: Part(name=b"p/nul\0.py", content=EVIL),
    "name in code page 437": lambda: Part(name=b"p/caf\x82.py", content=EVIL),
    "name in UTF-8": lambda: Part(name="p/caf\u00e9.py".encode(), content=EVIL, flags=0x800),
    "name said to be UTF-8": lambda: Part(name=b"p/caf\xe9.py", content=EVIL, flags=0x800),
    "name in UTF-8, unsaid": lambda: Part(name="p/na\u00efve.py".encode(), content=EVIL),
    "another local name": lambda: Part(name=b"p/central.py", content=EVIL, local={"name": b"p/local.py"}),
    "another local size": lambda: Part(name=b"p/lsize.py", content=EVIL, local={"size": 3}),
    "another local packed size": lambda: Part(name=b"p/lpacked.py", content=EVIL, local={"packed": 3}),
    "another local method": lambda: Part(name=b"p/lmethod.py", content=EVIL, method=8, local={"method": 0}),
    "another local checksum": lambda: Part(name=b"p/lcrc.py", content=EVIL, local={"crc": 1}),
    "wrong checksum": lambda: Part(name=b"p/crc.py", content=EVIL, crc=1),
    "too large a size": lambda: Part(name=b"p/large.py", content=EVIL, method=8, size=99),
    "too small a size": lambda: Part(name=b"p/small.py", content=EVIL, method=8, size=3),
    "data behind deflate": lambda: Part(name=b"p/behind.py", content=EVIL, method=8, data=deflate(EVIL) + b"more"),
    "deflate without end": lambda: Part(name=b"p/cut.py", content=EVIL * 9, method=8, data=deflate(EVIL * 9)[:-2]),
    "descriptor": lambda: Part(name=b"p/desc.py", content=EVIL, method=8, flags=8,
        local={"crc": 0, "size": 0, "packed": 0},
        descriptor=b"PK\7\x08" + struct.pack("<III", zlib.crc32(EVIL), len(deflate(EVIL)), 7)),
    "descriptor without its signature": lambda: Part(name=b"p/desc2.py", content=EVIL, method=8, flags=8,
        local={"crc": 0, "size": 0, "packed": 0},
        descriptor=struct.pack("<III", zlib.crc32(EVIL), len(deflate(EVIL)), 7)),
    "descriptor of another": lambda: Part(name=b"p/desc3.py", content=EVIL, method=8, flags=8,
        local={"crc": 0, "size": 0, "packed": 0},
        descriptor=b"PK\7\x08" + struct.pack("<III", 1, len(deflate(EVIL)), 7)),
    "descriptor and stored": lambda: Part(name=b"p/desc4.py", content=EVIL, flags=8,
        local={"crc": 0, "size": 0, "packed": 0},
        descriptor=b"PK\7\x08" + struct.pack("<III", zlib.crc32(EVIL), 7, 7)),
    "descriptor missing": lambda: Part(name=b"p/desc5.py", content=EVIL, flags=8),
    "unicode path": lambda: Part(name=b"p/plain.py", content=EVIL, extra=_unicode_path(b"p/plain.py", b"p/other.py")),
    "unicode path of old": lambda: Part(name=b"p/old.py", content=EVIL,
        extra=_unicode_path(b"p/old.py", b"p/other2.py", 1)),
    "unicode path, local only": lambda: Part(name=b"p/lu.py", content=EVIL,
        local_extra=_unicode_path(b"p/lu.py", b"p/lu2.py")),
    "unicode path that agrees": lambda: Part(name=b"p/same.py", content=EVIL,
        extra=_unicode_path(b"p/same.py", b"p/same.py")),
    "extra cut short": lambda: Part(name=b"p/extra.py", content=EVIL, extra=b"\x55\x54\xff\0x"),
    "extra of one byte": lambda: Part(name=b"p/extra1.py", content=EVIL, extra=b"\x55"),
    "extra twice": lambda: Part(name=b"p/extra2.py", content=EVIL, extra=struct.pack("<HHI", 0xCAFE, 4, 0) * 2),
    "zip64": lambda: Part(name=b"p/z64.py", content=EVIL, size=MAX, packed=MAX, extra=_zip64(7, 7)),
    "zip64 of another size": lambda: Part(name=b"p/z642.py", content=EVIL, size=MAX, packed=MAX, extra=_zip64(3, 3)),
    "zip64 for nothing": lambda: Part(name=b"p/z643.py", content=EVIL, extra=_zip64(7, 7)),
    "zip64 too short": lambda: Part(name=b"p/z644.py", content=EVIL, size=MAX, extra=struct.pack("<HHI", 1, 4, 7)),
    "zip64 local only": lambda: Part(name=b"p/z645.py", content=EVIL, local={"size": MAX, "packed": MAX},
        local_extra=_zip64(7, 7), extra=b""),
    "link": lambda: Part(name=b"p/link", content=b"a.py", attributes=LINK),
    "link out": lambda: Part(name=b"p/out", content=b"../../x", attributes=LINK),
    "FIFO": lambda: Part(name=b"p/fifo", content=b"", attributes=FIFO),
    "method 99": lambda: Part(name=b"p/aes", content=EVIL, method=99, data=EVIL),
    "bzip2": lambda: Part(name=b"p/bz2.py", content=EVIL, method=12, data=bz2.compress(EVIL)),
    "encrypted": lambda: Part(name=b"p/enc.py", content=EVIL, flags=1),
    "strong encryption": lambda: Part(name=b"p/enc2.py", content=EVIL, flags=0x40),
    "comment": lambda: Part(name=b"p/comment.py", content=EVIL, comment=b"PK\5\6"),
    "hidden before": lambda: Part(name=b"p/after.py", content=EVIL,
        before=(h := Part(name=b"p/hidden.py", content=EVIL)).local_header() + h.content),
    "set user id": lambda: Part(name=b"p/suid", content=EVIL, attributes=0o104755 << 16),
    "control characters": lambda: Part(name=b"p/\x07bell", content=EVIL),
    "offset of another": lambda: Part(name=b"p/__init__.py", content=b"", offset=0),
}  # fmt: skip
"""Members of a zip by what is odd about them."""


def wheel_of(*pieces: str) -> bytes:
    """A wheel with these members behind its own."""
    return zip_of(*_dist_info(), *(ZIP_PIECES[piece]() for piece in pieces))


def _around_zips() -> Iterator[tuple[str, bytes]]:
    """Wheels whose own records are odd."""
    parts = _dist_info()
    plain = zip_of(*parts)
    yield "a prefix", b"#!/bin/sh\n" + plain
    yield "a prefix that is counted", zip_of(Part(name=b"p/a", before=b"#!/bin/sh\n"), *parts)
    yield "bytes behind", plain + b"more"
    yield "zeros behind", plain + bytes(30)
    yield "a comment", zip_of(*parts, comment=b"PK\5\6" + bytes(18))
    yield (
        "one too few counted",
        zip_of(*parts, Part(name=b"p/last.py", content=EVIL), count=len(parts)),
    )
    yield "one too many counted", zip_of(*parts, count=len(parts) + 1)
    yield "a gap before the directory", zip_of(*parts, before_directory=b"gap")
    yield "a gap behind the directory", zip_of(*parts, between=b"gap")
    yield "a directory elsewhere", zip_of(*parts, start_shift=3)
    yield "two zips", plain + zip_of(*parts, Part(name=b"p/second.py", content=EVIL))
    yield "a zip of two directories", _two_directories(parts)
    at = plain.rfind(b"PK\5\6")
    size, start = struct.unpack_from("<II", plain, at + 12)
    end64 = zip64_end(len(parts), size, start, at)
    yield "zip64 that agrees", plain[:at] + end64 + plain[at:]
    yield (
        "zip64 that counts one fewer",
        plain[:at] + zip64_end(len(parts) - 1, size, start, at) + plain[at:],
    )
    saturated = end_record(0xFFFF, MAX, MAX)
    yield "zip64 that is needed", plain[:at] + end64 + saturated
    yield "zip64 elsewhere", plain[:at] + zip64_end(len(parts), size, start, at - 8) + plain[at:]
    yield "a gap before zip64's locator", plain[:at] + end64[:56] + b"gap" + end64[56:] + plain[at:]


def _two_directories(parts: list[Part]) -> bytes:
    """The end record's comment holds a second one, of another directory."""
    plain = zip_of(*parts)
    other = Part(name=b"p/two.py", content=EVIL)
    body = other.local_header() + other.content
    at = len(plain) + len(body)
    directory = other.central_header(len(plain))
    tail = body + directory + end_record(1, len(directory), at)
    return plain[:-2] + struct.pack("<H", len(tail)) + tail


def _around_tars() -> Iterator[tuple[str, str, bytes]]:
    """Sdists whose compressed stream is odd."""
    tar = tar_of("file")
    late = SDIST + member(b"p-1/late.py", EVIL) + END
    packed = gzip.compress(tar, mtime=0)
    yield "two gzip members", ".tar.gz", packed + gzip.compress(late, mtime=0)
    half = len(SDIST)
    yield (
        "a tar over two gzip members",
        ".tar.gz",
        gzip.compress(tar[:half]) + gzip.compress(tar[half:]),
    )
    yield "bytes behind gzip", ".tar.gz", packed + b"more"
    yield "zeros behind gzip", ".tar.gz", packed + bytes(512)
    yield "a wrong gzip checksum", ".tar.gz", packed[:-8] + bytes(4) + packed[-4:]
    yield "a wrong gzip size", ".tar.gz", packed[:-4] + bytes(4)
    yield "half a gzip stream", ".tar.gz", packed[: len(packed) // 2]
    yield (
        "an extra field of gzip",
        ".tar.gz",
        packed[:3] + b"\4" + packed[4:10] + b"\2\0xx" + packed[10:],
    )
    yield (
        "a name in gzip",
        ".tar.gz",
        packed[:3] + b"\x08" + packed[4:10] + b"../evil.tar\0" + packed[10:],
    )
    yield "two tars in one gzip", ".tar.gz", gzip.compress(tar + late)
    yield "no end", ".tar.gz", gzip.compress(tar[: -len(END)])
    yield "half an end", ".tar.gz", gzip.compress(tar[:-BLOCK])
    yield "cut off in a member", ".tar.gz", gzip.compress(tar_of("file")[: len(SDIST) + BLOCK + 1])
    yield "two xz streams", ".tar.xz", lzma.compress(tar) + lzma.compress(late)
    yield "padding behind xz", ".tar.xz", lzma.compress(tar) + bytes(4)
    yield "two bzip2 streams", ".tar.bz2", bz2.compress(tar) + bz2.compress(late)
    yield "bytes behind bzip2", ".tar.bz2", bz2.compress(tar) + b"more"


HONEST_TAR = ("file", "another file", "program", "folder", "file in a folder", "link", "pax path")
HONEST_ZIP = ("file", "deflated file", "program", "folder", "name in UTF-8", "descriptor")


def named() -> Iterator[Case]:
    """Each piece alone behind an honest file, and what is odd around them all."""
    yield Case(
        name="tar: honest",
        suffix=".tar.gz",
        content=gzip.compress(tar_of(*HONEST_TAR)),
        is_honest=True,
    )
    yield Case(name="zip: honest", suffix=".whl", content=wheel_of(*HONEST_ZIP), is_honest=True)
    for piece in TAR_PIECES:
        pieces = (
            ("another file", "folder", "link to a folder", piece)
            if "through" in piece
            else ("another file", piece)
        )
        content = gzip.compress(tar_of("file", *pieces, "file in a folder"), mtime=0)
        yield Case(name=f"tar: {piece}", suffix=".tar.gz", content=content)
    for name, suffix, content in _around_tars():
        yield Case(name=f"tar: {name}", suffix=suffix, content=content)
    for piece in ZIP_PIECES:
        yield Case(name=f"zip: {piece}", suffix=".whl", content=wheel_of("file", piece))
    for name, content in _around_zips():
        yield Case(name=f"zip: {name}", suffix=".whl", content=content)


def mixed(count: int, seed: int) -> Iterator[Case]:
    """Archives of a few pieces each in any order, every fourth of honest ones alone."""
    chance = random.Random(seed)  # noqa: S311 - to be the same again
    for number in range(count):
        is_tar, is_honest = number % 2 == 0, number % 4 >= 2
        if is_tar:
            pieces = chance.sample(
                HONEST_TAR if is_honest else sorted(TAR_PIECES), chance.randint(1, 5)
            )
            content = gzip.compress(tar_of(*_in_order(pieces)), mtime=0)
        else:
            pieces = chance.sample(
                HONEST_ZIP if is_honest else sorted(ZIP_PIECES), chance.randint(1, 4)
            )
            content = wheel_of(*pieces)
        kind = "tar" if is_tar else "zip"
        yield Case(
            name=f"{kind} {seed}.{number}: {', '.join(pieces)}",
            suffix=".tar.gz" if is_tar else ".whl",
            content=content,
            is_honest=is_honest,
        )


def _in_order(pieces: list[str]) -> list[str]:
    """Pieces in the order of the list where they are honest: a folder comes before what is in it."""
    return sorted(pieces, key=list(TAR_PIECES).index) if set(pieces) <= set(HONEST_TAR) else pieces


def identity_of(case: Case) -> str:
    """A short name that the same archive always has."""
    return hashlib.sha256(case.content).hexdigest()[:12]
