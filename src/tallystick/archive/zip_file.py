"""The members of a zip: central directory, local headers and data, which must tile the file.

A zip states everything twice, and readers believe one or the other: those that stream the local
headers, those that seek the central directory. Both must say the same, and every byte before the
central directory must belong to exactly one member (PyPI "ZIP parser confusion", 2025; overlapping
members are also the zip bomb of Fifield, 2019).
"""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

from tallystick.archive.member import Hasher, Kind, Member
from tallystick.archive.names import readable
from tallystick.archive.pipeline import Cursor, read_at
from tallystick.archive.tar_header import BLOCK, has_checksum
from tallystick.archive.zip_content import Content, chunks
from tallystick.archive.zip_end import CENTRAL_SIGNATURE, find_end
from tallystick.archive.zip_entry import DESCRIPTOR, LOCAL, Entry, Local, central, local
from tallystick.errors import ArtifactError, LimitExceeded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tallystick.archive.findings import Findings
    from tallystick.archive.member import Digests
    from tallystick.archive.packed import Meter
    from tallystick.limits import Limits

DEFAULT_MODE = {Kind.FILE: 0o644, Kind.DIRECTORY: 0o755, Kind.SYMLINK: 0o777}
DESCRIPTOR_SIGNATURE = b"PK\x07\x08"


class ZipReader:
    """Reads one zip from an open file of a known size.

    Attributes:
        members: all members, in the order of the central directory.
        commit: the commit id that ``git archive`` writes as the comment.
    """

    def __init__(
        self,
        descriptor: int,
        size: int,
        *,
        hasher: Hasher,
        limits: Limits,
        findings: Findings,
        meter: Meter,
    ) -> None:
        self._descriptor = descriptor
        self._size = size
        self._hasher = hasher
        self._limits = limits
        self._findings = findings
        self._meter = meter
        self._packed: dict[tuple[int, str], Entry] = {}
        self.members: list[Member] = []
        self.commit: str | None = None
        self.newest = 0

    def read(self) -> None:
        """Read the whole zip.

        Raises:
            ArtifactError: it is truncated, encrypted, or compressed in an unknown way.
            LimitExceeded: it has too many members, or unpacks to too much.
        """
        if has_checksum(read_at(self._descriptor, 0, BLOCK).ljust(BLOCK, b"\0")):
            raise ArtifactError("a file that is a tar as well as a zip")
        entries, start = self._directory()
        in_place = sorted(entries, key=lambda entry: entry.offset)
        members = {}
        reached = 0
        ends = [min(entry.offset, start) for entry in in_place[1:]]
        for entry, end in zip(in_place, [*ends, start], strict=False):
            if entry.offset < reached:
                message = f"{entry.name!r} begins within the member before it"
                self._findings.add("zip-overlap", entry.offset, message, entry.name)
            elif entry.offset > reached:
                self._gap(reached, entry.offset)
            members[entry.at], reached = self._member(entry, end)
        if reached < start:
            self._gap(reached, start)
        elif reached > start:
            self._findings.add("zip-overlap", start, "the last member reaches into the directory")
        self.members = [members[entry.at] for entry in entries]

    def read_member(self, member: Member) -> bytes:
        """The content of a member that is not larger than ``limits.content``."""
        entry = self._packed.get((member.offset, member.name))
        if entry is None:
            return b""
        return b"".join(Content(self._descriptor, entry, member.content).pieces())

    def _gap(self, start: int, end: int) -> None:
        if start == 0:
            self._findings.add("zip-prefix", 0, f"{end} bytes precede the first member")
        else:
            message = f"{end - start} bytes at byte {start} belong to no member"
            self._findings.add("zip-gap", start, message)

    def _directory(self) -> tuple[list[Entry], int]:
        """The entries of the central directory, and where it begins."""
        end = find_end(self._descriptor, self._size, self._findings)
        self.commit = end.commit
        if end.count > self._limits.members:
            raise LimitExceeded("members", f"it has more than {self._limits.members} members")
        start = end.start
        if start + end.size != end.records:
            before = end.records - end.size
            message = f"the central directory is stated at byte {start}, and would be at {before}"
            self._findings.add("zip-end", end.records, message)
            # CPython and unzip take it to be right before its end, others where it is stated.
            if read_at(self._descriptor, start, 4) != CENTRAL_SIGNATURE:
                start = before
        if start < 0:
            raise ArtifactError("damaged: its central directory does not fit into it")
        cursor = Cursor(chunks(self._descriptor, start, end.size))
        entries: list[Entry] = []
        while (entry := central(cursor, start, self._limits, self._findings)) is not None:
            entries.append(entry)
            self.newest = max(self.newest, entry.time)
            if len(entries) > self._limits.members:
                raise LimitExceeded("members", f"it has more than {self._limits.members} members")
        if len(entries) != end.count or cursor.position != end.size:
            message = (
                f"{len(entries)} entries in {cursor.position} bytes, not {end.count} in {end.size}"
            )
            self._findings.add(
                "zip-central-directory", start, f"the central directory has {message}"
            )
        return entries, start

    def _member(self, entry: Entry, end: int) -> tuple[Member, int]:
        """A member, and where what belongs to it ends, at most at ``end``."""
        stated = self._local(entry)
        reached = stated.data + entry.packed
        if entry.flags & DESCRIPTOR:
            reached = self._descriptor_end(entry, reached, end)
        kind = self._kind(entry)
        content = Content(self._descriptor, entry, stated.data)
        blob, sha256 = self._digests(entry, content)
        if kind is Kind.DIRECTORY and content.size:
            message = f"the folder {entry.name!r} has {content.size} bytes of content"
            self._findings.add("zip-directory-content", entry.offset, message, entry.name)
        self._packed[entry.offset, entry.name] = entry
        target = None
        if kind is Kind.SYMLINK:
            target = readable(b"".join(content.pieces()))
        member = Member(
            name=entry.name,
            kind=kind,
            mode=_unix_mode(entry) & 0o7777 or DEFAULT_MODE[kind],
            size=content.size,
            target=target,
            offset=entry.offset,
            content=stated.data,
            blob=blob,
            sha256=sha256,
        )
        return member, reached

    def _local(self, entry: Entry) -> Local:
        """The local header of a member, checked against its central entry."""
        header = read_at(self._descriptor, entry.offset, LOCAL.size)
        lengths = header[26:28], header[28:30]
        length = sum(int.from_bytes(one, "little") for one in lengths)
        names = read_at(self._descriptor, entry.offset + LOCAL.size, length)
        stated = local(header, names, entry.offset, self._findings)
        if stated is None:
            raise ArtifactError(
                f"damaged: no local header of {entry.name!r} at byte {entry.offset}"
            )
        differ = [
            field
            for field in ("raw_name", "flags", "method", "crc", "packed", "size")
            if getattr(stated, field) != getattr(entry, field)
        ]
        if entry.flags & stated.flags & DESCRIPTOR:
            # 4.4.4, bit 3: they are zero here, and stand in the descriptor behind the data.
            differ = [field for field in differ if getattr(stated, field)]
        if differ:
            fields = ", ".join(differ).replace("raw_", "").replace("packed", "compressed size")
            message = f"the two headers of {entry.name!r} differ in {fields}"
            paths = {entry.name: None, readable(stated.raw_name): None}
            self._findings.add("zip-local-central", entry.offset, message, *paths)
        if stated.unicode_path not in {None, entry.name}:
            # libarchive takes the local header's, unzip the central directory's.
            message = (
                f"the local header of {entry.name!r} has the Unicode path {stated.unicode_path!r}"
            )
            self._findings.add("zip-unicode-path", entry.offset, message, entry.name)
        return stated

    def _descriptor_end(self, entry: Entry, data_end: int, limit: int) -> int:
        """Where the data descriptor ends, which may have a signature and wide sizes (4.3.9)."""
        found = read_at(self._descriptor, data_end, 24)
        crc = entry.crc.to_bytes(4, "little")
        for width in (4, 8):
            if max(entry.packed, entry.size) >= 1 << 8 * width:
                continue
            sizes = entry.packed.to_bytes(width, "little") + entry.size.to_bytes(width, "little")
            for expected in (DESCRIPTOR_SIGNATURE + crc + sizes, crc + sizes):
                if found.startswith(expected) and data_end + len(expected) == limit:
                    return limit
        message = f"the data descriptor of {entry.name!r} is missing or does not agree"
        self._findings.add("zip-descriptor", data_end, message, entry.name)
        return max(data_end, limit) if limit - data_end <= 24 else data_end

    def _kind(self, entry: Entry) -> Kind:
        """What a member is, by its name and by its Unix file type (4.4.15, Info-ZIP's use)."""
        file_type = stat.S_IFMT(_unix_mode(entry))
        by_name = Kind.DIRECTORY if entry.name.endswith("/") else Kind.FILE
        if file_type == stat.S_IFLNK and by_name is Kind.FILE:
            message = f"{entry.name!r} is a link for unzip, and a file for CPython and pip"
            self._findings.add("zip-symlink", entry.offset, message, entry.name)
            return Kind.SYMLINK if entry.size <= self._limits.name_length else Kind.FILE
        honest = {0, stat.S_IFREG, stat.S_IFDIR} if by_name is Kind.DIRECTORY else {0, stat.S_IFREG}
        if file_type not in honest:
            message = f"the file type of {entry.name!r} is {file_type:#o}"
            self._findings.add("zip-special", entry.offset, message, entry.name)
        return by_name

    def _digests(self, entry: Entry, content: Content) -> Digests:
        """The digests of a content, checked against what the headers state about it."""
        digests = self._hasher.of(entry.size, self._metered(content))
        if content.size != entry.size:
            message = f"{entry.name!r} has {content.size} bytes, and not the stated {entry.size}"
            self._findings.add("zip-size", entry.offset, message, entry.name)
            # Git hashes the size first, so a wrong one needs a second pass.
            digests = self._hasher.of(content.size, self._metered(content))
        if content.crc != entry.crc:
            message = f"the content of {entry.name!r} does not have the stated checksum"
            self._findings.add("zip-crc", entry.offset, message, entry.name)
        if not content.ended or content.consumed != entry.packed:
            message = (
                f"the compressed data of {entry.name!r} ends after {content.consumed} bytes of "
                f"the stated {entry.packed}"
                if content.ended
                else f"the compressed data of {entry.name!r} has no end"
            )
            self._findings.add("zip-deflate-end", entry.offset, message, entry.name)
        return digests

    def _metered(self, content: Content) -> Iterator[bytes]:
        for piece in content.pieces():
            self._meter.add(len(piece), self._size)
            yield piece


def _unix_mode(entry: Entry) -> int:
    """The Unix mode of a member; 0 if none is stated (Maven states none as all ones)."""
    mode = entry.attributes >> 16
    return 0 if mode == 0xFFFF else mode
