"""A tar with the same bytes for the same entries: order, times, owners and modes say nothing of who made it.

GNU's format (``tar --format=gnu``): its long names hold any bytes, and every tar unpacks it. Folders are not
listed: unpackers make them, with the modes of whoever unpacks.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import tarfile
from typing import BinaryIO

from tallystick.errors import LimitExceeded, StorageError
from tallystick.model import Entry
from tallystick.scrub.division import Division

LEVEL = 9


def write_tarball(division: Division, out: BinaryIO) -> dict[str, str]:
    """Write what ``division`` keeps to ``out`` as ``.tar.gz``.

    The tar inside depends on the kept entries, the top folder and the clock alone; the compressed bytes
    besides on the zlib of this Python.

    Returns:
        paths that turned out to be too large to be copied, each with the reason; they are not in it.

    Raises:
        StorageError: the disk failed, or what is read is not what was proven.
    """
    dropped = {}
    with (
        # RFC 1952: no name, no time; the level stands in XFL.
        gzip.GzipFile(filename="", mode="wb", fileobj=out, compresslevel=LEVEL, mtime=0) as packed,
        tarfile.open(
            fileobj=packed,
            mode="w",
            format=tarfile.GNU_FORMAT,
            encoding="utf-8",
            errors="surrogateescape",
        ) as tar,
    ):
        for entry in division.kept:
            try:
                content = division.artifact.tree.read(entry.path)
            except LimitExceeded as error:
                dropped[entry.path] = f"it is proven, and cannot be copied: {error}"
                continue
            if entry.sha256 is not None and hashlib.sha256(content).hexdigest() != entry.sha256:
                raise StorageError(f"{entry.path!r} was read again with other bytes")
            body = None if entry.is_link else io.BytesIO(content)
            tar.addfile(_member(entry, content, division), body)
    return dropped


def _member(entry: Entry, content: bytes, division: Division) -> tarfile.TarInfo:
    member = tarfile.TarInfo(f"{division.top}/{entry.path}")
    member.mtime = division.clock
    member.mode = 0o755 if entry.is_executable else 0o644
    if entry.is_link:
        member.type, member.mode = tarfile.SYMTYPE, 0o777
        member.linkname = content.decode("utf-8", "surrogateescape")
    else:
        member.size = len(content)
    return member
