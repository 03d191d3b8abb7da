"""Where the central directory of a zip is: its end records, of which there must be one set.

Readers search for the end record in different ways (from the front, from the back, with or without
checking what it says), so a file with two has two contents: PyPI's "ZIP parser confusion" (2025,
CVE-2025-54368), and CPython's zipfile not checking where zip64 records are (CVE-2025-8291).
"""

from __future__ import annotations

import re
import struct
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from tallystick.archive.pipeline import read_at
from tallystick.errors import ArtifactError

if TYPE_CHECKING:
    from tallystick.archive.findings import Findings

END = struct.Struct("<4sHHHHIIH")  # APPNOTE.TXT 4.3.16
LOCATOR = struct.Struct("<4sIQI")  # APPNOTE.TXT 4.3.15
END64 = struct.Struct("<4sQHHIIQQQQ")  # APPNOTE.TXT 4.3.14
END_SIGNATURE = b"PK\x05\x06"
LOCATOR_SIGNATURE = b"PK\x06\x07"
END64_SIGNATURE = b"PK\x06\x06"
CENTRAL_SIGNATURE = b"PK\x01\x02"
COMMIT = re.compile(rb"[0-9a-f]{40}([0-9a-f]{24})?")
SEARCHED = END.size + 0xFFFF
"""Bytes at the end of a file in which readers search: the record and the longest comment."""


class End(Struct, frozen=True, kw_only=True):
    """What the end records say, and where they begin.

    Attributes:
        count: entries of the central directory.
        size: of the central directory, in bytes.
        start: of the central directory, as stated.
        records: offset of the first end record, where the central directory has to end.
        commit: the commit id that ``git archive`` writes as the comment.
    """

    count: int
    size: int
    start: int
    records: int
    commit: str | None


def find_end(descriptor: int, size: int, findings: Findings) -> End:
    """The end of a zip of ``size`` bytes.

    Raises:
        ArtifactError: there is no end record, or the zip has several parts.
    """
    searched = min(size, SEARCHED)
    base = size - searched
    tail = read_at(descriptor, base, searched)
    at = _end_at(tail)
    _, disk, disk_start, here, count, length, start, comment = END.unpack_from(tail, at)
    if disk not in {0, 0xFFFF} or disk_start not in {0, 0xFFFF}:
        raise ArtifactError("cannot read a zip of several parts")
    text = tail[at + END.size : at + END.size + comment]
    commit = text.decode("ascii") if COMMIT.fullmatch(text) else None
    if comment and commit is None:
        findings.add("zip-comment", base + at, f"the zip has a comment of {comment} bytes")
    if behind := searched - at - END.size - comment:
        message = f"{behind} bytes follow the end record of the zip"
        findings.add("zip-trailing", size - behind, message)
    if here != count:
        message = f"the end record counts {here} members on this disk, and {count} in all"
        findings.add("zip-end", base + at, message)
    end = End(count=count, size=length, start=start, records=base + at, commit=commit)
    end = _with_zip64(descriptor, end, findings)
    _other_ends(descriptor, tail, base, end, findings)
    return end


def has_end(descriptor: int, size: int) -> bool:
    """Whether a file that does not begin like a zip ends like one."""
    searched = min(size, SEARCHED)
    return END_SIGNATURE in read_at(descriptor, size - searched, searched)


def _end_at(tail: bytes) -> int:
    """The last end record whose comment fits into the file; as most readers choose it."""
    at = tail.rfind(END_SIGNATURE)
    while at >= 0:
        whole = at + END.size
        if whole <= len(tail) and whole + int.from_bytes(tail[whole - 2 : whole], "little") <= len(
            tail
        ):
            return at
        at = tail.rfind(END_SIGNATURE, 0, at + 3)
    raise ArtifactError("truncated: a zip without its end record")


def _with_zip64(descriptor: int, end: End, findings: Findings) -> End:
    """The end as the zip64 records say it, if there are any (APPNOTE.TXT 4.3.14)."""
    saturated = end.count == 0xFFFF or 0xFFFFFFFF in {end.size, end.start}
    at = end.records - LOCATOR.size
    locator = read_at(descriptor, at, LOCATOR.size) if at >= 0 else b""
    if not locator.startswith(LOCATOR_SIGNATURE):
        if saturated and end.count != 0xFFFF:
            findings.add("zip64", end.records, "the end record refers to zip64 records not there")
        return end
    _, disk, offset, disks = LOCATOR.unpack(locator)
    record = read_at(descriptor, offset, END64.size) if offset < at else b""
    if disk or disks > 1:
        raise ArtifactError("cannot read a zip of several parts")
    if len(record) < END64.size or not record.startswith(END64_SIGNATURE):
        findings.add("zip64", at, f"no zip64 end record is at byte {offset}, where one is stated")
        return end
    _, length, _, _, _, _, here, count, size, start = END64.unpack(record)
    if offset + 12 + length != at or length != END64.size - 12 or here != count:
        findings.add("zip64", offset, "the zip64 end record does not reach to its locator")
    plain = (
        (end.count, 0xFFFF, count),
        (end.size, 0xFFFFFFFF, size),
        (end.start, 0xFFFFFFFF, start),
    )
    if any(stated not in {mark, actual} for stated, mark, actual in plain):
        findings.add("zip64", offset, "the zip64 end record and the plain one do not agree")
    return replace(end, count=count, size=size, start=start, records=offset)


def _other_ends(descriptor: int, tail: bytes, base: int, end: End, findings: Findings) -> None:
    """Report end records that a reader which searches in another way could take.

    A zip stored within the zip has one too, honestly: its offsets mean nothing in this file.
    """
    at = tail.find(END_SIGNATURE)
    while at >= 0:
        if base + at < end.records and at + END.size <= len(tail):
            *_, size, start, comment = END.unpack_from(tail, at)
            reaches_end = at + END.size + comment == len(tail)
            fits = start + size <= base + at
            if reaches_end or (fits and _is_directory(descriptor, start, size)):
                message = f"another end record is at byte {base + at}"
                findings.add("zip-second-end", base + at, message)
        at = tail.find(END_SIGNATURE, at + 4)


def _is_directory(descriptor: int, start: int, size: int) -> bool:
    return size > 0 and read_at(descriptor, start, 4) == CENTRAL_SIGNATURE
