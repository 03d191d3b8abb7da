"""Whatever honest writers write reads back the same, and no mutation of it does harm."""

from __future__ import annotations

import gzip
import hashlib
import io
import lzma
import tarfile
import tempfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.attacks import ATTACKS
from tallystick.archive import Archive, read_archive
from tallystick.errors import TallystickError
from tallystick.limits import DEFAULT, Limits

LETTERS = st.characters(codec="utf-8", categories=("Ll", "Nd"), max_codepoint=0x4FF)
COMPONENTS = st.text(LETTERS, min_size=1, max_size=60)
NAMES = st.lists(COMPONENTS, min_size=1, max_size=6).map(lambda parts: "/".join(["p-1", *parts]))
CONTENTS = st.one_of(
    st.binary(max_size=600), st.binary(min_size=1, max_size=9).map(lambda b: b * 30_000)
)
FILES = st.dictionaries(NAMES, CONTENTS, max_size=8)
SMALL = Limits(total=1 << 24, members=200)


def load(data: bytes, limits: Limits = DEFAULT) -> Archive:
    with tempfile.NamedTemporaryFile() as file:
        file.write(data)
        file.flush()
        return read_archive(Path(file.name), limits=limits)


def same(archive: Archive, files: dict[str, bytes]) -> None:
    with archive:
        assert [member.name for member in archive.members] == list(files)
        for member in archive.members:
            content = files[member.name]
            blob = hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False)
            assert member.size == len(content)
            assert member.blob == blob.hexdigest()
            assert member.sha256 == hashlib.sha256(content).hexdigest()
            assert archive.read(member) == content


@given(
    files=FILES, form=st.sampled_from([tarfile.PAX_FORMAT, tarfile.GNU_FORMAT]), pack=st.booleans()
)
@settings(max_examples=30, deadline=None)
def test_what_tarfile_writes_reads_back(files: dict[str, bytes], form: int, pack: bool) -> None:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=form) as tar:
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    data = gzip.compress(buffer.getvalue(), 1) if pack else buffer.getvalue()
    archive = load(data)
    names = {"name-file-and-folder", "name-collision"}
    assert {finding.id for finding in archive.findings} <= names
    same(archive, files)


@given(files=FILES, compression=st.sampled_from([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED]))
@settings(max_examples=30, deadline=None)
def test_what_zipfile_writes_reads_back(files: dict[str, bytes], compression: int) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as zipped:
        for name, content in files.items():
            zipped.writestr(name, content)
    archive = load(buffer.getvalue())
    names = {"name-file-and-folder", "name-collision"}
    assert {finding.id for finding in archive.findings} <= names
    same(archive, files)


def honest() -> list[bytes]:
    tar, zipped = io.BytesIO(), io.BytesIO()
    with tarfile.open(fileobj=tar, mode="w") as writer:
        for name in ("p-1/a", "p-1/" + "é" * 60, "p-1/" + "b" * 120):
            info = tarfile.TarInfo(name)
            info.size = 600
            writer.addfile(info, io.BytesIO(bytes(range(200)) * 3))
    with zipfile.ZipFile(zipped, "w", zipfile.ZIP_DEFLATED) as writer_of_zip:
        for name in ("p/a", "p/é", "p/b"):
            writer_of_zip.writestr(name, bytes(range(200)) * 3)
    raw = tar.getvalue()
    return [raw, gzip.compress(raw), lzma.compress(raw), zipped.getvalue()]


SEEDS = honest() + [attack.build() for attack in ATTACKS if attack.finding != "link-loop"]
CHANGES = st.lists(
    st.tuples(st.floats(0, 1, exclude_max=True), st.binary(max_size=6), st.integers(0, 6)),
    min_size=1,
    max_size=5,
)


@given(seed=st.sampled_from(SEEDS), changes=CHANGES)
@settings(max_examples=400, deadline=2_000, suppress_health_check=[HealthCheck.too_slow])
def test_no_mutation_raises_anything_else(
    seed: bytes, changes: list[tuple[float, bytes, int]]
) -> None:
    data = bytearray(seed)
    for place, inserted, removed in changes:
        at = int(place * (len(data) + 1))
        data[at : at + removed] = inserted
    try:
        with load(bytes(data), SMALL) as archive:
            for member in archive.members:
                archive.read(member)
    except TallystickError as error:
        assert "\n" not in str(error)  # noqa: PT017 - most mutations raise nothing


@pytest.mark.parametrize("data", honest(), ids=["tar", "tar.gz", "tar.xz", "zip"])
def test_no_beginning_of_an_archive_passes_for_all_of_it(data: bytes) -> None:
    for length in range(0, len(data) - 1, 97):
        try:
            archive = load(data[:length], SMALL)
        except TallystickError:
            continue
        with archive:
            # Only zeros may be missing: GNU tar fills records with them, others do not.
            if not archive.findings:
                assert data[length:].strip(b"\0") == b""
