"""One member of a zip as its headers state it, in the central directory and before its data.

APPNOTE.TXT 4.3.7 (local header), 4.3.12 (central directory header), 4.5 (extra fields).
"""

from __future__ import annotations

import struct
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from isal import isal_zlib
from msgspec import Struct

from tallystick.archive.names import bounded, readable
from tallystick.archive.zip_end import CENTRAL_SIGNATURE
from tallystick.errors import ArtifactError

if TYPE_CHECKING:
    from tallystick.archive.findings import Findings
    from tallystick.archive.pipeline import Cursor
    from tallystick.limits import Limits

CENTRAL = struct.Struct("<4sBBHHHHHIIIHHHHHII")
LOCAL = struct.Struct("<4sHHHHHIIIHH")
LOCAL_SIGNATURE = b"PK\x03\x04"

ENCRYPTED = 0x0001 | 0x0040 | 0x2000
PATCHED = 0x0020
DESCRIPTOR = 0x0008
UTF8 = 0x0800

ZIP64 = 0x0001
UNICODE_PATH = 0x7075


class Entry(Struct, frozen=True, kw_only=True):
    """A member as its central directory entry states it."""

    name: str
    raw_name: bytes
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    attributes: int
    offset: int
    at: int
    time: int


class Local(Struct, frozen=True, kw_only=True):
    """What a local header states; ``data`` is the offset behind it."""

    raw_name: bytes
    unicode_path: str | None
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    zip64: bool
    data: int


def central(cursor: Cursor, base: int, limits: Limits, findings: Findings) -> Entry | None:
    """The entry of the central directory at a cursor that began at ``base``; None if none is there.

    Raises:
        ArtifactError: it is encrypted, patched, or part of a multi-part zip.
        LimitExceeded: its name is too long.
    """
    at = base + cursor.position
    header = cursor.peek(CENTRAL.size)
    if len(header) < CENTRAL.size or not header.startswith(CENTRAL_SIGNATURE):
        return None
    cursor.take(CENTRAL.size)
    (
        _, _, _, _, flags, method, clock, day, crc, packed, size, name_length, extra_length,
        comment_length, disk, _, attributes, offset,
    ) = CENTRAL.unpack(header)  # fmt: skip
    raw_name = cursor.take(name_length)
    extra = cursor.take(extra_length)
    comment = cursor.take(comment_length)
    if len(comment) < comment_length or len(extra) < extra_length or len(raw_name) < name_length:
        raise ArtifactError("truncated: its central directory ends within an entry")
    fields = extra_fields(extra, at, findings)
    name = _name(raw_name, flags, fields, at, limits, findings)
    _refuse(name, flags)
    if comment:
        findings.add("zip-comment", at, f"{name!r} has a comment of {comment_length} bytes", name)
    stated = ((size, 8), (packed, 8), (offset, 8), (disk, 4))
    size, packed, offset, disk = _widened(stated, fields, at, findings)
    if disk:
        raise ArtifactError("cannot read a zip of several parts")
    return Entry(
        name=name,
        raw_name=raw_name,
        flags=flags,
        method=method,
        crc=crc,
        packed=packed,
        size=size,
        attributes=attributes,
        offset=offset,
        at=at,
        time=_time(day, clock),
    )


def _time(day: int, clock: int) -> int:
    """A date and time of MS-DOS, which knows no zone, as seconds since 1970 in UTC; 0 if it is none."""
    try:
        moment = datetime(
            1980 + (day >> 9), day >> 5 & 15, day & 31,
            clock >> 11, clock >> 5 & 63, 2 * (clock & 31), tzinfo=UTC,
        )  # fmt: skip
    except ValueError:
        return 0
    return int(moment.timestamp())


def local(header: bytes, names: bytes, offset: int, findings: Findings) -> Local | None:
    """A local header of which ``names`` are the name and the extra fields; None if it is none."""
    if len(header) < LOCAL.size or not header.startswith(LOCAL_SIGNATURE):
        return None
    _, _, flags, method, _, _, crc, packed, size, name_length, extra_length = LOCAL.unpack(header)
    extra = names[name_length:]
    fields = extra_fields(extra, offset, findings)
    size, packed = _widened(((size, 8), (packed, 8)), fields, offset, findings)
    return Local(
        raw_name=names[:name_length],
        unicode_path=_unicode_path(names[:name_length], fields),
        flags=flags,
        method=method,
        crc=crc,
        packed=packed,
        size=size,
        zip64=ZIP64 in fields,
        data=offset + LOCAL.size + name_length + extra_length,
    )


def extra_fields(extra: bytes, offset: int, findings: Findings) -> dict[int, bytes]:
    """The extra fields of a header by id (APPNOTE.TXT 4.5.1)."""
    fields: dict[int, bytes] = {}
    at = 0
    while at < len(extra):
        field = int.from_bytes(extra[at : at + 2], "little")
        end = at + 4 + int.from_bytes(extra[at + 2 : at + 4], "little")
        if at + 4 > len(extra) or end > len(extra):
            message = f"the extra fields of the header at byte {offset} are malformed"
            findings.add("zip-extra-field", offset, message)
            break
        if field in fields:
            message = f"the header at byte {offset} gives the extra field {field:#06x} twice"
            findings.add("zip-extra-field", offset, message)
        fields[field] = extra[at + 4 : end]
        at = end
    return fields


def _widened(
    stated: tuple[tuple[int, int], ...], fields: dict[int, bytes], offset: int, findings: Findings
) -> list[int]:
    """Numbers of a header, those at their maximum replaced from the zip64 field (4.5.3).

    ``stated`` pairs each number with its width in that field, twice its width in the header.
    """
    if ZIP64 not in fields:
        return [value for value, _ in stated]
    data = fields[ZIP64]
    at = 0
    values: list[int] = []
    for value, width in stated:
        if value == (1 << 4 * width) - 1 and at + width <= len(data):
            values.append(int.from_bytes(data[at : at + width], "little"))
            at += width
        else:
            values.append(value)
    # CPython's force_zip64 leaves numbers in the field that need it no more; equal, they are honest.
    widths = [width for _, width in stated]
    every = b"".join(n.to_bytes(w, "little") for n, w in zip(values, widths, strict=True))
    if at != len(data) and not every.startswith(data):
        message = f"the zip64 field of the header at byte {offset} does not fit the header"
        findings.add("zip64", offset, message)
    return values


def _refuse(name: str, flags: int) -> None:
    if flags & ENCRYPTED:
        raise ArtifactError(f"cannot read an encrypted zip: {name!r}")
    if flags & PATCHED:
        raise ArtifactError(f"unknown compression: {name!r} is a patch")


def _name(
    raw: bytes, flags: int, fields: dict[int, bytes], at: int, limits: Limits, findings: Findings
) -> str:
    """A stored name as text: UTF-8 where a flag says so, else code page 437 (APPNOTE.TXT D.1)."""
    name = bounded(raw, limits)
    stated = _unicode_path(raw, fields)
    if stated is not None:
        # Info-ZIP writes the name in the local charset beside it, or with #U escapes.
        plain = _escaped(stated)
        if stated not in {name, raw.decode("cp437")} and plain != name:
            message = f"the header names {name!r}, and its Unicode path {stated!r}"
            findings.add("zip-unicode-path", at, message, name, stated)
        return stated
    if flags & UTF8 or raw.isascii():
        return name
    name = raw.decode("cp437")
    message = f"nothing states the encoding of the name {name!r}"
    findings.add("zip-name-encoding", at, message, name)
    return name


def _unicode_path(raw: bytes, fields: dict[int, bytes]) -> str | None:
    """The name of an Info-ZIP Unicode Path field that belongs to ``raw`` (APPNOTE.TXT 4.6.9)."""
    field = fields.get(UNICODE_PATH, b"")
    if len(field) < 5 or field[0] != 1:
        return None
    if int.from_bytes(field[1:5], "little") != isal_zlib.crc32(raw):
        return None
    return readable(field[5:])


def _escaped(name: str) -> str:
    """A name as Info-ZIP writes it where the local charset lacks its characters."""
    return "".join(char if char.isascii() else _escape(ord(char)) for char in name)


def _escape(code: int) -> str:
    return f"#U{code:04x}" if code < 0x10000 else f"#L{code:06x}"
