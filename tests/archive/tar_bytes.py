"""A tar writer that writes what it is told, block by block, right or wrong."""

from __future__ import annotations

BLOCK = 512
END = bytes(2 * BLOCK)


def header(
    name: bytes = b"p-1/a",
    *,
    size: int = 0,
    typeflag: bytes = b"0",
    mode: bytes = b"0000644\0",
    mtime: bytes = b"00000000000\0",
    size_field: bytes | None = None,
    linkname: bytes = b"",
    prefix: bytes = b"",
    magic: bytes = b"ustar\x0000",
    tail: bytes = b"",
    changes: dict[int, bytes] | None = None,
) -> bytes:
    """One header with a right checksum; ``changes`` are bytes put at offsets before it is made."""
    block = bytearray(BLOCK)
    stated = size_field if size_field is not None else b"%011o\0" % size
    fields = {
        0: name,
        100: mode,
        108: b"0000000\0",
        116: b"0000000\0",
        124: stated,
        136: mtime,
        148: b" " * 8,
        156: typeflag,
        157: linkname,
        257: magic,
        345: prefix,
        500: tail,
    }
    for at, value in (fields | (changes or {})).items():
        block[at : at + len(value)] = value
    block[148:156] = b"%06o\0 " % sum(block)
    return bytes(block)


def padded(content: bytes, padding: bytes = b"\0") -> bytes:
    """A content filled up to whole blocks."""
    return content + padding * (-len(content) % BLOCK)


def member(name: bytes = b"p-1/a", content: bytes = b"hello", *, typeflag: bytes = b"0") -> bytes:
    """A header and its content."""
    return header(name, size=len(content), typeflag=typeflag) + padded(content)


def record(key: str, value: bytes) -> bytes:
    """One PAX record, whose length counts itself."""
    body = b" " + key.encode() + b"=" + value + b"\n"
    length = len(body)
    while len(b"%d" % length) + len(body) != length:
        length = len(b"%d" % length) + len(body)
    return b"%d" % length + body


def pax(*records: bytes, typeflag: bytes = b"x") -> bytes:
    """A PAX header of these records."""
    data = b"".join(records)
    return header(b"PaxHeader/a", size=len(data), typeflag=typeflag) + padded(data)


def long_name(name: bytes, typeflag: bytes = b"L") -> bytes:
    """A GNU long name, or with ``K`` a long link target."""
    data = name + b"\0"
    block = header(b"././@LongLink", size=len(data), typeflag=typeflag, magic=b"ustar  \0")
    return block + padded(data)


def link(name: bytes, target: bytes, typeflag: bytes = b"2") -> bytes:
    """A symbolic link, or with ``1`` a hard link."""
    return header(name, typeflag=typeflag, linkname=target)


def folder(name: bytes = b"p-1/") -> bytes:
    """A folder."""
    return header(name, typeflag=b"5", mode=b"0000755\0")
