"""What cannot be read is one line, whatever library found out; what costs too much stops early."""

from __future__ import annotations

import bz2
import gzip
import lzma
import os
import struct
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.tar_bytes import BLOCK, END, header, long_name, member, padded, pax, record
from archive.zip_bytes import Part, zip_of
from tallystick.archive import Archive, read_archive
from tallystick.errors import ArtifactError, LimitExceeded, StorageError
from tallystick.limits import DEFAULT, Limits

TAR = member(content=os.urandom(3_000)) + END


def read(path: Path, data: bytes, limits: Limits = DEFAULT) -> Archive:
    file = path / "artifact"
    file.write_bytes(data)
    return read_archive(file, limits=limits)


UNREADABLE = {
    "an empty file": (b"", "empty"),
    "text": (b"hello\n" * 999, "not an archive"),
    "text in gzip": (gzip.compress(b"hello\n" * 999), "not an archive"),
    "a web page": (b"<!DOCTYPE html>", "not an archive"),
    "half a gzip stream": (gzip.compress(TAR)[:-2_000], "truncated"),
    "half a gzip trailer": (gzip.compress(TAR)[:-3], "truncated"),
    "half a gzip header": (gzip.compress(TAR)[:7], "truncated"),
    "half an xz stream": (lzma.compress(TAR)[:-100], "truncated"),
    "half a bzip2 stream": (bz2.compress(TAR)[:-100], "truncated"),
    "half a member": (TAR[: BLOCK + 2_000], "truncated"),
    "half a member of whole blocks": (header(size=2 * BLOCK) + b"x" * 299, "truncated"),
    # CPython reads a size of 0 here, and takes the content for headers (as in CVE-2025-62518).
    "a size behind a NUL": (header(size_field=b"\0\0\0\0007".ljust(12, b"\0")), "states no size"),
    "a size of star": (pax(record("SCHILY.realsize", b"3")) + member() + END, "sparse"),
    "holes of Solaris": (pax(record("SUN.holesdata", b" 0 5")) + member() + END, "sparse"),
    "half a header": ((member() + member())[: 2 * BLOCK + 100], "truncated"),
    "half an extension": (long_name(b"x" * 600)[:700], "truncated"),
    "damaged xz": (lzma.compress(TAR)[:60] + b"x" * 60 + lzma.compress(TAR)[120:], "damaged"),
    "damaged bzip2": (bz2.compress(TAR)[:60] + b"x" * 60 + bz2.compress(TAR)[120:], "damaged"),
    "damaged gzip": (gzip.compress(TAR)[:18] + b"\xff" * 60 + gzip.compress(TAR)[78:], "damaged"),
    "damaged zstd": (b"\x28\xb5\x2f\xfd" + b"x" * 99, "damaged"),
    "gzip with another method": (b"\x1f\x8b\x07" + bytes(99), "unknown compression"),
    "compress": (b"\x1f\x9d\x90" + bytes(99), "unknown compression"),
    "lzip": (b"LZIP\x01" + bytes(99), "unknown compression"),
    "GNU sparse": (header(typeflag=b"S") + END, "sparse"),
    "PAX sparse": (pax(record("GNU.sparse.major", b"1")) + TAR, "sparse"),
    "multi-volume": (header(typeflag=b"M") + END, "multi-volume"),
    "no size": (header(size_field=b"xxxxxxxxxxx\0") + END, "size"),
    "a negative size": (header(size_field=b"\xff" * 12) + END, "size"),
    "a member beyond the largest place in a file": (
        zip_of(Part(offset=0xFFFFFFFF, extra=struct.pack("<HHQ", 1, 8, 1 << 63))),
        "no local header",
    ),
    "half a zip": (zip_of(Part(content=b"x" * 99))[:-30], "truncated"),
    "an encrypted zip": (zip_of(Part(flags=1)), "encrypted"),
    "a zip with LZMA": (zip_of(Part(method=14)), "unknown compression"),
    "a zip of several parts": (zip_of(Part())[:-18] + b"\1" + bytes(17), "several parts"),
    "damaged deflate": (zip_of(Part(method=8, data=b"\xff" * 30)), "damaged"),
    "no local header": (zip_of(Part(offset=3)), "local header"),
}


@pytest.mark.parametrize(("data", "expected"), UNREADABLE.values(), ids=UNREADABLE)
def test_what_cannot_be_read_is_an_artifact_error(
    data: bytes, expected: str, tmp_path: Path
) -> None:
    with pytest.raises(ArtifactError, match=expected) as raised:
        read(tmp_path, data)
    assert "\n" not in str(raised.value)


def test_a_tar_that_is_also_a_zip_is_neither(tmp_path: Path) -> None:
    zipped = zip_of(Part(name=b"x" * 600))
    front = bytearray(zipped[:BLOCK])
    front[148:156] = b" " * 8
    front[148:156] = b"%06o\0 " % sum(front)
    with pytest.raises(ArtifactError, match="as well"):
        read(tmp_path, bytes(front) + zipped[BLOCK:])


def test_a_folder_is_no_archive(tmp_path: Path) -> None:
    with pytest.raises((ArtifactError, StorageError)):
        read_archive(tmp_path, limits=DEFAULT)


def test_a_fifo_is_no_archive(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")
    with pytest.raises(ArtifactError, match="not even a file"):
        read_archive(tmp_path / "fifo", limits=DEFAULT)


def test_a_missing_file_is_a_storage_error(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="No such file"):
        read_archive(tmp_path / "missing", limits=DEFAULT)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_file_is_a_storage_error(tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(TAR)
    (tmp_path / "secret").chmod(0)
    with pytest.raises(StorageError, match="Permission denied"):
        read_archive(tmp_path / "secret", limits=DEFAULT)


def test_a_full_disk_is_a_storage_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tallystick.archive.pipeline.os.pwrite", full)
    with pytest.raises(StorageError, match="No space left"):
        read(tmp_path, gzip.compress(TAR))


def test_a_file_that_changes_is_a_storage_error(tmp_path: Path) -> None:
    with read(tmp_path, TAR) as archive:
        (tmp_path / "artifact").write_bytes(bytes(len(TAR)))
        with pytest.raises(StorageError, match="changed"):
            archive.read(archive.members[0])


ZEROS = b"\0" * 200_000


def many(count: int) -> bytes:
    return b"".join(header(b"p-1/%d" % n) for n in range(count)) + END


LIMITS: dict[str, tuple[Callable[[], bytes], Limits]] = {
    "members": (lambda: many(11), Limits(members=10)),
    "members in a zip": (
        lambda: zip_of(*(Part(name=b"%d" % n) for n in range(11))),
        Limits(members=10),
    ),
    "members in a zip that counts fewer": (
        lambda: zip_of(*(Part(name=b"%d" % n) for n in range(11)), count=1),
        Limits(members=10),
    ),
    "total": (lambda: gzip.compress(member(content=ZEROS) + END), Limits(total=100_000)),
    "total in a tar": (lambda: member(content=ZEROS) + END, Limits(total=100_000)),
    "total in a zip": (lambda: zip_of(Part(content=ZEROS, method=8)), Limits(total=100_000)),
    "ratio": (
        lambda: gzip.compress(member(content=ZEROS) + END),
        Limits(ratio=10, ratio_floor=100_000),
    ),
    "ratio in a zip": (
        lambda: zip_of(Part(content=ZEROS, method=8)),
        Limits(ratio=10, ratio_floor=100_000),
    ),
    "name_length": (lambda: long_name(b"x/" * 2_100) + TAR, DEFAULT),
    "name_length in a zip": (lambda: zip_of(Part(name=b"x/" * 2_100)), DEFAULT),
    "name_depth": (lambda: long_name(b"x/" * 300) + TAR, DEFAULT),
    "header_text": (lambda: pax(record("comment", b"x" * 2_000)) + TAR, Limits(header_text=1_000)),
    "header_text of gzip": (
        lambda: b"\x1f\x8b\x08\x08" + bytes(6) + b"x" * 2_000,
        Limits(header_text=1_000),
    ),
}


@pytest.mark.parametrize(("name", "case"), LIMITS.items(), ids=LIMITS)
def test_a_cap_stops_the_reading(
    name: str, case: tuple[Callable[[], bytes], Limits], tmp_path: Path
) -> None:
    build, limits = case
    with pytest.raises(LimitExceeded) as raised:
        read(tmp_path, build(), limits)
    assert raised.value.cap == name.split(maxsplit=1)[0]


def test_a_cap_on_one_content_leaves_the_rest_readable(tmp_path: Path) -> None:
    """What is too large to be read again is digested, and takes no space in the spool."""
    large, limits = os.urandom(3_000_000), Limits(content=1_000_000)
    data = member(b"p-1/a", b"first") + member(b"p-1/b", large) + member(b"p-1/c", b"last") + END
    with read(tmp_path, gzip.compress(data, 1), limits) as archive:
        first, middle, last = archive.members
        assert archive.read(first) == b"first"
        assert archive.read(last) == b"last"
        assert middle.size == 3_000_000
        with pytest.raises(LimitExceeded):
            archive.read(middle)


def test_a_bomb_is_not_unpacked_to_its_end(tmp_path: Path) -> None:
    """A cap is met after at most what the queue between the threads holds."""
    bomb = gzip.compress(member(content=bytes(50_000_000)) + END)
    seen: list[int] = []
    path = tmp_path / "bomb"
    path.write_bytes(bomb * 20)
    with pytest.raises(LimitExceeded):
        read_archive(path, limits=Limits(total=1_000_000), progress=seen.append)
    assert sum(seen) < len(bomb) * 20


def test_a_zstd_frame_that_wants_a_gigabyte_is_refused(tmp_path: Path) -> None:
    frame = b"\x28\xb5\x2f\xfd" + bytes([0x00, (30 - 10) << 3]) + struct.pack("<I", 1)[:3]
    with pytest.raises(ArtifactError, match="damaged"):
        read(tmp_path, frame)


def test_an_unknown_object_format_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.tar").write_bytes(padded(TAR))
    with pytest.raises(ArtifactError, match="object format"):
        read_archive(tmp_path / "a.tar", limits=DEFAULT, object_format="md5")
