"""Containers: tars, zips, the compressed streams around them, ``ar``."""

from __future__ import annotations

import bz2
import gzip
import lzma
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from archive import hostile_names, hostile_streams, hostile_tar, hostile_zip
from archive.attacks import ATTACKS, Attack
from archive.tar_bytes import BLOCK, END, member
from fuzz.harness import ALLOWED, SMALL, Harness
from tallystick.archive import read_archive
from tallystick.archive.ar_member import ar_members

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd


def on_disk(content: bytes, read: Callable[[Path], object]) -> None:
    """Hand ``content`` to ``read`` as a file without a name."""
    with tempfile.TemporaryFile(dir=ALLOWED) as file:
        file.write(content)
        file.flush()
        read(Path(f"/dev/fd/{file.fileno()}"))


def container(content: bytes) -> None:
    """All of an archive, and then the content of each member."""

    def read(path: Path) -> None:
        with read_archive(path, limits=SMALL) as archive:
            for one in archive.members:
                assert len(archive.read(one)) == one.size
            assert all(finding.message.isprintable() for finding in archive.findings)

    on_disk(content, read)


def sealed(content: bytes) -> None:
    """A tar whose checksums are put right first: a mutation seldom hits upon the right one."""
    tar = bytearray(content)
    for at in range(0, len(tar) - BLOCK + 1, BLOCK):
        if tar[at + 257 : at + 262] == b"ustar":
            tar[at + 148 : at + 156] = b" " * 8
            tar[at + 148 : at + 156] = b"%06o\0 " % sum(tar[at : at + BLOCK])
    container(bytes(tar))


def hostile(*rooms: object) -> Iterator[bytes]:
    """The hostile archives of these files."""
    modules = {getattr(room, "__name__", "") for room in rooms}
    chosen: list[Attack] = [one for one in ATTACKS if one.build.__module__ in modules]
    return (one.build() for one in chosen)


def streams() -> Iterator[bytes]:
    """A small tar in each compression, and the hostile ones."""
    tar = member() + END
    yield from (gzip.compress(tar), lzma.compress(tar), bz2.compress(tar), zstd.compress(tar))
    yield from hostile(hostile_streams)


def an_ar() -> Iterator[bytes]:
    """The head of a static library, and of a ``.deb``."""
    head = b"%-16s%-12d%-6d%-6d%-8s%-10d`\n"
    yield b"!<arch>\n" + head % (b"debian-binary", 0, 0, 0, b"100644", 4) + b"2.0\n"
    names = b"a-very-long-name-of-an-object.o/\n"
    yield (
        b"!<arch>\n"
        + head % (b"//", 0, 0, 0, b"", len(names))
        + names.ljust(len(names) + len(names) % 2, b"\n")
        + head % (b"/0", 0, 0, 0, b"100644", 2)
        + b"xx"
    )


TAR = ("archive/tar_file.py", "archive/tar_header.py", "archive/tar_agreement.py", "archive/pax.py")
NAMES = ("archive/names.py", "archive/namespace.py")
ZIP = (
    "archive/zip_file.py",
    "archive/zip_entry.py",
    "archive/zip_end.py",
    "archive/zip_content.py",
)

HARNESSES = (
    Harness(id="tar", read=container, rooms=TAR, made=lambda: hostile(hostile_tar, hostile_names)),
    Harness(
        id="tar-sealed",
        read=sealed,
        rooms=(*TAR, *NAMES),
        made=lambda: hostile(hostile_tar, hostile_names),
    ),
    Harness(
        id="compressed",
        read=container,
        rooms=("archive/compression.py", "archive/gzip_member.py", "archive/inflate.py"),
        made=streams,
    ),
    Harness(
        id="zip",
        read=container,
        rooms=(*ZIP, *NAMES),
        made=lambda: hostile(hostile_zip, hostile_names),
    ),
    Harness(
        id="ar",
        read=lambda content: on_disk(content, ar_members),
        rooms=("archive/ar_member.py",),
        made=an_ar,
    ),
)
