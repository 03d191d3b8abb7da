"""The members of a tar, block by block; nothing in it is passed over without a finding.

POSIX.1-1988 (ustar), POSIX.1-2001 (pax) and the formats of GNU tar and Version 7 before them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tallystick.archive import pax
from tallystick.archive.findings import two_commits
from tallystick.archive.member import Hasher, Kind, Member
from tallystick.archive.names import bounded, readable
from tallystick.archive.tar_agreement import Stated, agreed, agreed_size
from tallystick.archive.tar_header import BLOCK, ZEROS, Header, has_checksum, parse
from tallystick.errors import ArtifactError, LimitExceeded

if TYPE_CHECKING:
    from tallystick.archive.content import Spool
    from tallystick.archive.findings import Findings
    from tallystick.archive.pipeline import Cursor
    from tallystick.limits import Limits

FILE, OLD_FILE, HARD_LINK, SYMLINK, FOLDER = b"0", b"\0", b"1", b"2", b"5"
KINDS = {
    FILE: Kind.FILE,
    OLD_FILE: Kind.FILE,
    HARD_LINK: Kind.FILE,
    SYMLINK: Kind.SYMLINK,
    FOLDER: Kind.DIRECTORY,
}
SPECIAL = {b"3": "a character device", b"4": "a block device", b"6": "a FIFO"}
EXTENSIONS = {b"x": "PAX header", b"L": "GNU long name", b"K": "GNU long link target"}
REFUSED = {
    b"S": "a sparse member (GNU format)",
    b"M": "a part of a multi-volume archive",
    b"D": "a dump of a folder (GNU incremental archive)",
}
SPARSE = (b"GNU.sparse.", b"SCHILY.realsize", b"SUN.holesdata")
"""PAX keys by which GNU tar, star and Solaris tar say what a content is made of; libarchive knows all three,
others none."""

COMMIT = re.compile(rb"[0-9a-f]{40}([0-9a-f]{24})?")

AT_ONCE = 128 * 1024
"""Bytes of the largest content that is taken as one piece."""


class TarReader:
    """Reads one tar from a cursor.

    Attributes:
        members: all members, in order.
        commit: the commit id in a PAX global header, as ``git archive`` writes it.
    """

    def __init__(
        self,
        cursor: Cursor,
        *,
        hasher: Hasher,
        limits: Limits,
        findings: Findings,
        spool: Spool | None,
    ) -> None:
        self._cursor = cursor
        self._hasher = hasher
        self._limits = limits
        self._findings = findings
        self._spool = spool
        self._extensions: dict[bytes, bytes] = {}
        self._start = 0
        self._indexed = 0
        self._files: dict[str, Member] = {}
        self.members: list[Member] = []
        self.commit: str | None = None
        self.newest = 0

    def read(self) -> None:
        """Read the whole tar.

        Raises:
            ArtifactError: it is truncated, or holds members that nothing here can read.
            LimitExceeded: it has too many members, or a name or header too long.
        """
        offset = 0
        while (block := self._header_block()) is not None:
            offset = self._cursor.position - BLOCK
            header = parse(block)
            if not self._extensions:
                self._start = offset
            if header.typeflag in EXTENSIONS:
                self._extension(header, offset)
            elif header.typeflag == b"g":
                self._global(header, offset)
            else:
                self._member(header, offset)
                self._extensions.clear()
        self._orphans(offset)

    # Blocks

    def _header_block(self) -> bytes | None:
        """The next block that is a header; None at the end of the archive."""
        cursor = self._cursor
        block = cursor.take(BLOCK)
        if has_checksum(block):
            return block
        while True:
            if len(block) < BLOCK:
                self._no_end(block)
                return None
            if has_checksum(block):
                return block
            if block != ZEROS:
                block = self._skip_garbage()
                continue
            offset = cursor.position - BLOCK
            block = cursor.take(BLOCK)
            if block == ZEROS:
                self._after_end()
                return None
            if block:
                message = f"a lone zero block at byte {offset} is followed by more"
                self._findings.add("tar-lone-zero-block", offset, message)

    def _no_end(self, block: bytes) -> None:
        offset = self._cursor.position - len(block)
        if block.strip(b"\0"):
            raise ArtifactError(f"truncated: it ends within the header at byte {offset}")
        self._findings.add("tar-no-end", offset, "the two zero blocks at its end are missing")

    def _skip_garbage(self) -> bytes:
        """Pass over blocks that are nothing; the first that is a header, zero or the end.

        CPython's tarfile takes such a block for the end of the archive, GNU tar goes on behind it.
        """
        start = self._cursor.position - BLOCK
        if start == 0:
            raise ArtifactError("not an archive: it begins with no header of a tar or zip")
        block = self._cursor.take(BLOCK)
        while len(block) == BLOCK and block != ZEROS and not has_checksum(block):
            block = self._cursor.take(BLOCK)
        size = self._cursor.position - len(block) - start
        message = f"{size} bytes at byte {start} are no member"
        self._findings.add("tar-checksum", start, message)
        return block

    def _after_end(self) -> None:
        offset = self._cursor.position
        for piece in self._cursor.rest():
            if bytes(piece).strip(b"\0"):
                message = (
                    f"bytes other than zeros follow the end of the archive after byte {offset}"
                )
                self._findings.add("tar-data-after-end", offset, message)
                break
        for _ in self._cursor.rest():
            pass

    def _content(self, size: int, what: str) -> bytes:
        """A content of at most :data:`AT_ONCE` bytes, or a cap's, and the zeros after it."""
        whole = self._cursor.take(size + -size % BLOCK)
        if len(whole) < size:
            raise ArtifactError(f"truncated: it ends within {what!r}")
        self._padding(whole[size:], size, what)
        return whole[:size]

    def _padding(self, padding: bytes, size: int, what: str) -> None:
        """Check the zeros that fill the last block of a content of ``size`` bytes."""
        if len(padding) != -size % BLOCK:
            raise ArtifactError(f"truncated: it ends within {what!r}")
        if padding != ZEROS[: len(padding)]:
            offset = self._cursor.position - len(padding)
            message = f"{len(padding)} bytes of padding after {what!r} are not zero"
            self._findings.add("tar-padding", offset, message)

    # Extension headers

    def _text(self, header: Header, offset: int) -> bytes:
        """The content of an extension header."""
        if header.size > self._limits.header_text:
            message = f"the extension header at byte {offset} has {header.size} bytes"
            raise LimitExceeded("header_text", message)
        data = self._content(header.size, "an extension header")
        if header.odd or header.bad_numbers:
            self._odd(header, offset, readable(header.name))
        return data

    def _extension(self, header: Header, offset: int) -> None:
        data = self._text(header, offset)
        if header.typeflag in self._extensions:
            message = f"a second {EXTENSIONS[header.typeflag]} precedes the same member"
            self._findings.add("tar-repeated-header", offset, message)
        if header.typeflag != b"x":
            data, _, rest = data.partition(b"\0")
            if rest.strip(b"\0"):
                message = f"bytes follow the NUL in a {EXTENSIONS[header.typeflag]}"
                self._findings.add("tar-header-bytes", offset, message)
        self._extensions[header.typeflag] = data

    def _records(self, data: bytes, offset: int) -> dict[bytes, bytes]:
        def report(finding_id: str, message: str) -> None:
            self._findings.add(finding_id, offset, message)

        records = pax.records(data, report)
        for key in records:
            if key.startswith(SPARSE):
                raise ArtifactError(f"cannot read a sparse member ({key.decode()} in a PAX header)")
        return records

    def _global(self, header: Header, offset: int) -> None:
        records = self._records(self._text(header, offset), offset)
        self._orphans(offset)
        if overrides := sorted(pax.OVERRIDES & records.keys()):
            keys = ", ".join(key.decode() for key in overrides)
            message = f"its PAX global header sets {keys} for every member"
            self._findings.add("pax-global", offset, message)
        comment = records.get(b"comment", b"")
        if not COMMIT.fullmatch(comment):
            return
        commit = comment.decode("ascii")
        if self.commit not in {None, commit}:
            self._findings.add("pax-commit", offset, two_commits(self.commit, commit))
        self.commit = self.commit or commit

    def _orphans(self, offset: int) -> None:
        if self._extensions:
            kinds = " and ".join(EXTENSIONS[flag] for flag in self._extensions)
            message = f"no member follows the {kinds} at byte {self._start}"
            self._findings.add("tar-orphan-header", offset, message)
            self._extensions.clear()

    # Members

    def _member(self, header: Header, offset: int) -> None:
        if header.typeflag in REFUSED:
            raise ArtifactError(f"cannot read {REFUSED[header.typeflag]}")
        if len(self.members) >= self._limits.members:
            raise LimitExceeded("members", f"it has more than {self._limits.members} members")
        extensions = self._extensions
        records = self._records(extensions[b"x"], self._start) if b"x" in extensions else {}
        self.newest = max(self.newest, pax.time(records.get(b"mtime")) or header.time)
        names = Stated(header.name, extensions.get(b"L"), records.get(b"path"))
        name = bounded(agreed("name", names, offset, self._findings), self._limits)
        if header.odd or header.bad_numbers:
            self._odd(header, offset, name)
        size = header.size
        if b"size" in records:
            size = agreed_size(size, records[b"size"], offset, name, self._findings)
        kind = self._kind(header.typeflag, name, offset)
        if kind is Kind.FILE and header.typeflag != HARD_LINK:
            self._file(name, header.mode, size, offset)
            return
        if size:
            self._unexpected(size, offset, name)
        target = None
        if header.typeflag in {HARD_LINK, SYMLINK}:
            targets = Stated(header.linkname, extensions.get(b"K"), records.get(b"linkpath"))
            target = bounded(
                agreed("link target", targets, offset, self._findings, name), self._limits
            )
        if header.typeflag == HARD_LINK:
            self._hard_link(name, header.mode, target or "", offset)
        elif kind is not None:
            self._empty(name, kind, header.mode, target, offset)

    def _kind(self, typeflag: bytes, name: str, offset: int) -> Kind | None:
        """What a member is; None if it is nothing that a release can hold."""
        kind = KINDS.get(typeflag)
        if typeflag in SPECIAL:
            message = f"{name!r} is {SPECIAL[typeflag]}"
            self._findings.add("tar-special", offset, message, name)
        elif kind is None:
            # POSIX: types that a reader does not know are regular files. GNU tar agrees, others
            # skip them.
            message = f"{name!r} is of type {typeflag!r}, which readers treat differently"
            self._findings.add("tar-type", offset, message, name)
            return Kind.FILE
        elif kind is Kind.FILE and name.endswith("/"):
            if typeflag == OLD_FILE:  # as Version 7, which had no type for folders, wrote them
                return Kind.DIRECTORY
            message = f"{name!r} is a file by its type and a folder by its name"
            self._findings.add("tar-type", offset, message, name)
        return kind

    def _file(self, name: str, mode: int, size: int, offset: int) -> None:
        cursor = self._cursor
        content = cursor.position
        if size <= AT_ONCE:
            blob, sha256 = self._hasher.of_bytes(self._content(size, name))
        else:
            if size > self._limits.content and self._spool is not None:
                self._spool.skip_to(content + size)
            blob, sha256 = self._hasher.of(size, cursor.stream(size))
            self._padding(cursor.take(-size % BLOCK), size, name)
        self.members.append(
            Member(
                name=name,
                kind=Kind.FILE,
                mode=mode & 0o7777,
                size=size,
                target=None,
                offset=offset,
                content=content,
                blob=blob,
                sha256=sha256,
            )
        )

    def _empty(self, name: str, kind: Kind, mode: int, target: str | None, offset: int) -> None:
        """Add a folder, or a link, whose content is its target."""
        content = (target or "").encode("utf-8", "surrogateescape")
        blob, sha256 = self._hasher.of_bytes(content)
        self.members.append(
            Member(
                name=name,
                kind=kind,
                mode=mode & 0o7777,
                size=len(content),
                target=target,
                offset=offset,
                content=offset,
                blob=blob,
                sha256=sha256,
            )
        )

    def _hard_link(self, name: str, mode: int, target: str, offset: int) -> None:
        for member in self.members[self._indexed :]:
            if member.kind is Kind.FILE:
                self._files[member.name] = member
            else:
                self._files.pop(member.name, None)
        self._indexed = len(self.members)
        linked = self._files.get(target)
        if linked is None:
            message = f"{name!r} is a hard link to {target!r}, which is no earlier file"
            self._findings.add("tar-hard-link", offset, message, name)
            self._empty(name, Kind.FILE, mode, None, offset)
            return
        self.members.append(
            Member(
                name=name,
                kind=Kind.FILE,
                mode=mode & 0o7777,
                size=linked.size,
                target=target,
                offset=offset,
                content=linked.content,
                blob=linked.blob,
                sha256=linked.sha256,
                notes=(f"hard link to {target}",),
            )
        )

    def _unexpected(self, size: int, offset: int, name: str) -> None:
        """Report a size where no content belongs, and pass over the content if there is any.

        GNU tar skips it, but for hard links; CPython and Go never do.
        """
        message = f"{name!r} is no file, and its header states a content of {size} bytes"
        self._findings.add("tar-content", offset, message, name)
        head = self._cursor.peek(BLOCK)
        if head != ZEROS and not has_checksum(head):
            for _ in self._cursor.stream(size + -size % BLOCK):
                pass

    def _odd(self, header: Header, offset: int, path: str) -> None:
        for odd in header.odd:
            message = f"the header of {path!r} is odd: {odd}"
            self._findings.add("tar-header-bytes", offset, message, path)
        if header.bad_numbers:
            message = f"the header of {path!r} has no number as {', '.join(header.bad_numbers)}"
            self._findings.add("tar-number", offset, message, path)
