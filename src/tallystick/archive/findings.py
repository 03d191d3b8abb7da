"""Every finding about a container that this package can make, each with its meaning in one line.

``docs/container.md`` has a heading for each, and ``tests/archive`` a hostile archive; a test walks
this list and names what is missing.
"""

from __future__ import annotations

from tallystick.model import Finding

MEANINGS = {
    # The compressed stream around a tar.
    "gzip-second-member": "another gzip member follows the first",
    "gzip-trailing": "bytes follow the gzip stream",
    "gzip-extra-field": "the gzip header holds an extra field",
    "gzip-comment": "the gzip header holds a comment",
    "gzip-name": "the gzip header holds a file name that no file can have",
    "gzip-reserved-flags": "the gzip header sets flags that have no meaning",
    "gzip-header-crc": "the checksum of the gzip header is wrong",
    "gzip-checksum": "the CRC or the length in the gzip trailer is wrong",
    "xz-second-stream": "another xz stream follows the first",
    "xz-trailing": "padding or other bytes follow the xz stream",
    "bzip2-second-stream": "another bzip2 stream follows the first",
    "bzip2-trailing": "bytes follow the bzip2 stream",
    "zstd-second-frame": "another zstd frame follows the first",
    "zstd-skippable-frame": "a zstd frame that decompressors skip holds bytes",
    "zstd-trailing": "bytes follow the zstd frame",
    # The blocks of a tar.
    "tar-checksum": "blocks without a valid header stand between members",
    "tar-lone-zero-block": "a lone zero block, the end for some readers, before more members",
    "tar-no-end": "the two zero blocks that end an archive are missing",
    "tar-data-after-end": "bytes other than zeros follow the end of the archive",
    "tar-padding": "the padding after a member's content is not zero",
    # The fields of a tar header.
    "tar-header-bytes": "bytes of a header that belong to no field, or follow a field's end",
    "tar-number": "a number in a header is not written as any format allows",
    "tar-type": "a member of a type that readers treat differently",
    "tar-special": "a device or a FIFO",
    "tar-content": "a folder or a link that claims to have content",
    "tar-hard-link": "a hard link to something that is not an earlier file",
    "tar-name": "the names that a member's headers give it do not agree",
    "tar-link-target": "the link targets that a member's headers give it do not agree",
    "tar-size": "the sizes that a member's headers give it do not agree",
    "tar-repeated-header": "two extension headers of one kind before one member",
    "tar-orphan-header": "an extension header that no member follows",
    "pax-malformed": "a PAX header that is not a sequence of records",
    "pax-duplicate-key": "a PAX header that gives one key twice",
    "pax-nul": "a NUL in the value of a PAX record",
    "pax-capability": "a PAX record that gives a file capabilities, which are like a set-user-id bit",
    "pax-global": "a PAX global header that renames, resizes or relinks every member",
    "pax-commit": "two PAX global headers that name different commits",
    # The structure of a zip.
    "zip-prefix": "bytes before the first member of a zip",
    "zip-gap": "bytes between the members of a zip",
    "zip-overlap": "two members of a zip share bytes",
    "zip-end": "the end record of a zip does not say where its central directory is",
    "zip-second-end": "a second end record that a reader could take for the real one",
    "zip-comment": "a zip, or a member of it, holds a comment",
    "zip-trailing": "bytes follow the end record of a zip",
    "zip64": "the zip64 records do not agree with the plain ones",
    "zip-central-directory": "the central directory is not exactly its entries",
    "zip-local-central": "a member's local header and its central entry do not agree",
    "zip-descriptor": "a data descriptor that is missing or does not agree",
    "zip-extra-field": "an extra field that is malformed or given twice",
    "zip-unicode-path": "the Unicode path of a member is not its name",
    "zip-name-encoding": "a name outside ASCII whose encoding nothing states",
    "zip-deflate-end": "the compressed data of a member ends too early or too late",
    "zip-size": "the content of a member does not have the size that is stated",
    "zip-crc": "the content of a member does not have the checksum that is stated",
    "zip-directory-content": "a folder that has content",
    "zip-symlink": "a symbolic link in a zip, which some readers write as a file",
    "zip-special": "a member whose file type is not a file's, a folder's or a link's",
    # Modes and names, for both.
    "mode-special-bits": "a file with its set-user-id, set-group-id or sticky bit set",
    "name-empty": "an empty name",
    "name-absolute": "a name that begins at the root, or with a drive",
    "name-parent": "a name with a `..` component",
    "name-dot": "a name with an empty or a `.` component",
    "name-backslash": "a name with a backslash, which Windows takes for a separator",
    "name-control": "a name with control characters",
    "name-invisible": "a name with bidirectional controls or characters that are not seen",
    "name-encoding": "a name that is not UTF-8",
    "name-long": "a name with a component that no file system can store",
    "name-duplicate": "the same name twice, with different content",
    "name-file-and-folder": "a name that is a file and also the folder of another member",
    "name-collision": "two names that some file systems take for one",
    "name-through-link": "a member below a symbolic link of the same archive",
    "link-absolute": "a symbolic link to an absolute path",
    "link-escapes": "a symbolic link that leads out of the archive's top folder",
    "link-loop": "a symbolic link that leads nowhere, or through too many others",
    # Everything.
    "too-many-findings": "more findings than are listed",
}


def two_commits(first: str | None, other: str) -> str:
    """The message of a ``pax-commit``: which commits two PAX global headers name."""
    return f"one PAX global header names commit {first}, another {other}"


class Findings:
    """Collects the findings of one archive, up to a cap; the last says if there were more."""

    __slots__ = ("_cap", "_list")

    def __init__(self, cap: int) -> None:
        self._cap = cap
        self._list: list[Finding] = []

    def add(self, finding_id: str, offset: int, message: str, *paths: str) -> None:
        """Record a finding; ``finding_id`` must be a key of :data:`MEANINGS`."""
        if finding_id not in MEANINGS:
            raise KeyError(finding_id)
        if len(self._list) < self._cap:
            self._list.append(Finding(id=finding_id, offset=offset, message=message, paths=paths))
        elif len(self._list) == self._cap:
            # No source can settle this one, so a flood of findings that it settles hides nothing.
            more = f"there are more than {self._cap} findings; the rest is not listed"
            self._list.append(Finding(id="too-many-findings", offset=offset, message=more))

    def ordered(self) -> tuple[Finding, ...]:
        """All findings, by place."""
        return tuple(sorted(self._list, key=lambda finding: finding.offset))
