"""Archives as honest programs write them have no finding, and read back as they were written."""

from __future__ import annotations

import hashlib
import io
import os
import struct
import subprocess
import tarfile
import zipfile
from pathlib import Path
from typing import IO, cast

import pytest

from archive.tar_bytes import END, member, pax, record
from archive.zip_bytes import Part, zip_of
from tallystick.archive import Archive, Kind, read_archive
from tallystick.archive.namespace import OTHERS_RUN
from tallystick.limits import DEFAULT
from tools_needed import require_tool

LONG = "deep/" * 30 + "name-" * 30 + ".py"
NAMES = (
    "setup.py",
    "src/café.py",
    "src/日本語/ファイル.txt",
    "a" * 99,
    "b" * 100,
    "c" * 101,
    "d" * 90 + "/" + "e" * 90,
    "x/" * 60 + "y" * 120,
    LONG,
    "é" * 80,
    "test/\U0001f635\u200d\U0001f4ab.bin",
    "CON",
    "notes.txt.",
    ".gitignore",
    "a b",
)


def blob_of(content: bytes) -> str:
    return hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()


def content_of(name: str) -> bytes:
    return name.encode() * (len(name) * 7 % 50)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A folder ``p-1`` with files of many names, a program, and links that stay inside."""
    top = tmp_path / "tree" / "p-1"
    for name in NAMES:
        path = top / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content_of(name))
    (top / "run").write_bytes(b"#!/bin/sh\n")
    (top / "run").chmod(0o755)
    (top / "link").symlink_to("src/café.py")
    (top / "src" / "up").symlink_to("../setup.py")
    (top / "long-link").symlink_to(LONG)
    return top


def check(archive: Archive, names: tuple[str, ...] = NAMES, top: str = "p-1/") -> None:
    assert archive.findings == ()
    by_name = {member.name.removeprefix("./"): member for member in archive.members}
    for name in names:
        member = by_name[top + name]
        assert member.kind is Kind.FILE
        assert member.blob == blob_of(content_of(name))
        assert member.sha256 == hashlib.sha256(content_of(name)).hexdigest()
        assert archive.read(member) == content_of(name)


def run(*command: str | Path, cwd: Path | None = None, **variables: str) -> None:
    environment = {**os.environ, "LC_ALL": "C.UTF-8", **variables}
    subprocess.run(command, cwd=cwd, env=environment, check=True, capture_output=True)


@pytest.mark.parametrize("written", [tarfile.PAX_FORMAT, tarfile.GNU_FORMAT])
@pytest.mark.parametrize("mode", ["w", "w:gz", "w:xz", "w:bz2"])
def test_cpython_tarfile(written: int, mode: str, tree: Path, tmp_path: Path) -> None:
    path = tmp_path / "p.tar"
    with tarfile.open(path, mode, format=written) as tar:  # type: ignore[call-overload]
        tar.add(tree, "p-1")
    with read_archive(path, limits=DEFAULT) as archive:
        check(archive)
        assert archive.format.startswith("tar")
        assert {member.target for member in archive.members} >= {"src/café.py", "../setup.py", LONG}
        assert next(m for m in archive.members if m.name == "p-1/run").mode == 0o755


def test_cpython_tarfile_in_the_format_of_1988(tmp_path: Path) -> None:
    path = tmp_path / "p.tar"
    names = ("setup.py", "a" * 90, "d" * 90 + "/" + "e" * 90)
    with tarfile.open(path, "w", format=tarfile.USTAR_FORMAT) as tar:
        for name in names:
            info = tarfile.TarInfo("p-1/" + name)
            info.size = len(content_of(name))
            tar.addfile(info, io.BytesIO(content_of(name)))
    with read_archive(path, limits=DEFAULT) as archive:
        check(archive, names)


@pytest.mark.parametrize("written", ["gnu", "oldgnu", "posix"])
@pytest.mark.parametrize("sort", ["name", "none"])
def test_gnu_tar(written: str, sort: str, tree: Path, tmp_path: Path) -> None:
    tar = require_tool("tar")
    path = tmp_path / "p.tar"
    run(tar, f"--format={written}", f"--sort={sort}", "-cf", path, "p-1", cwd=tree.parent)
    with read_archive(path, limits=DEFAULT) as archive:
        check(archive)


def test_gnu_tar_of_the_folder_that_it_is_in(tree: Path, tmp_path: Path) -> None:
    tar = require_tool("tar")
    path = tmp_path / "p.tar.gz"
    run(tar, "-czf", path, ".", cwd=tree.parent)
    with read_archive(path, limits=DEFAULT) as archive:
        check(archive)
        assert archive.members[0].name == "./"


@pytest.mark.parametrize("written", ["v7", "ustar"])
def test_gnu_tar_in_old_formats(written: str, tmp_path: Path) -> None:
    tar = require_tool("tar")
    (tmp_path / "p-1").mkdir()
    (tmp_path / "p-1" / "setup.py").write_bytes(content_of("setup.py"))
    run(tar, f"--format={written}", "-cf", "p.tar", "p-1", cwd=tmp_path)
    with read_archive(tmp_path / "p.tar", limits=DEFAULT) as archive:
        check(archive, ("setup.py",))
        assert archive.members[0].kind is Kind.DIRECTORY


def test_gnu_tar_with_a_hard_link(tmp_path: Path) -> None:
    tar = require_tool("tar")
    (tmp_path / "p-1").mkdir()
    (tmp_path / "p-1" / "a").write_bytes(b"shared")
    (tmp_path / "p-1" / "b").hardlink_to(tmp_path / "p-1" / "a")
    run(tar, "--sort=name", "-cf", "p.tar", "p-1", cwd=tmp_path)
    with read_archive(tmp_path / "p.tar", limits=DEFAULT) as archive:
        assert archive.findings == ()
        first, second = archive.members[1:]
        assert second.kind is Kind.FILE
        assert (second.blob, second.size) == (first.blob, first.size)
        assert second.target == first.name
        assert archive.read(second) == b"shared"
        assert second.notes == ("hard link to p-1/a",)


@pytest.mark.parametrize("program", ["gzip", "xz", "bzip2", "zstd"])
def test_a_tar_compressed_by_its_own_program(program: str, tree: Path, tmp_path: Path) -> None:
    tar, compressor = require_tool("tar"), require_tool(program)
    run(tar, "-I", compressor, "-cf", tmp_path / "p.tar.c", "p-1", cwd=tree.parent)
    with read_archive(tmp_path / "p.tar.c", limits=DEFAULT) as archive:
        check(archive)
        assert archive.format == f"tar+{program}"


@pytest.mark.parametrize("written", ["pax", "paxr", "ustar", "gnutar", "zip"])
def test_bsdtar(written: str, tree: Path, tmp_path: Path) -> None:
    bsdtar = require_tool("bsdtar")
    path = tmp_path / "p.archive"
    if written in {"ustar", "zip"}:
        for link in ("link", "src/up", "long-link"):
            (tree / link).unlink()
    names = tuple(n for n in NAMES if written != "ustar" or (len(n) < 90 and n.isascii()))
    run(bsdtar, f"--format={written}", "-cf", path, *(f"p-1/{n}" for n in names), cwd=tree.parent)
    with read_archive(path, limits=DEFAULT) as archive:
        check(archive, names)


@pytest.mark.parametrize("written", ["tar", "tar.gz", "zip"])
@pytest.mark.parametrize("object_format", ["sha1", "sha256"])
def test_git_archive(written: str, object_format: str, tree: Path, tmp_path: Path) -> None:
    git = require_tool("git")
    who = ("-c", "user.name=n", "-c", "user.email=e@example.org")
    if written == "zip":  # a link in a zip is a finding
        for link in ("link", "src/up", "long-link"):
            (tree / link).unlink()
    run(git, "init", "-q", f"--object-format={object_format}", cwd=tree)
    run(git, "add", "-A", cwd=tree)
    run(git, *who, "commit", "-qm", "all", cwd=tree)
    path = tmp_path / "p.archive"
    run(git, "archive", f"--format={written}", "--prefix=p-1/", "-o", path, "HEAD", cwd=tree)
    listed = subprocess.run(
        [git, "ls-tree", "-rz", "HEAD"], cwd=tree, check=True, capture_output=True, text=True
    ).stdout
    blobs = dict(line.split("\t")[::-1] for line in listed.split("\0") if line)
    with read_archive(path, limits=DEFAULT, object_format=object_format) as archive:
        assert archive.findings == ()
        for member in archive.members:
            if member.kind is not Kind.DIRECTORY:
                assert blobs.pop(member.name.removeprefix("p-1/")).split()[2] == member.blob
        assert blobs == {}
        head = subprocess.run([git, "rev-parse", "HEAD"], cwd=tree, check=True, capture_output=True)
        assert archive.commit == head.stdout.decode().strip()


PACKED = ("src/café.js", "src/" + "g" * 100, "d" * 80 + "/" + "e" * 90 + "/" + "f" * 120 + ".js")


def test_npm_pack(tmp_path: Path) -> None:
    npm = require_tool("npm")
    (tmp_path / "package.json").write_text('{"name": "p", "version": "1.0.0"}')
    for name in PACKED:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content_of(name))
    run(npm, "pack", "--offline", "--loglevel=error", cwd=tmp_path)
    with read_archive(tmp_path / "p-1.0.0.tgz", limits=DEFAULT) as archive:
        check(archive, PACKED, "package/")


def test_a_zip64_field_that_repeats_the_sizes(tmp_path: Path) -> None:
    """As CPython's force_zip64 writes it to a file that can seek, and so bazel's wheels have it."""
    local = struct.pack("<HHQQ", 1, 16, 5, 5)
    (tmp_path / "p.whl").write_bytes(zip_of(Part(content=b"hello", local_extra=local)))
    with read_archive(tmp_path / "p.whl", limits=DEFAULT) as archive:
        assert archive.findings == ()


def test_a_jar_states_no_mode_as_all_ones(tmp_path: Path) -> None:
    """As Maven writes the folders of a jar."""
    with zipfile.ZipFile(tmp_path / "p.jar", "w") as zipped:
        for name in ("META-INF/", "META-INF/MANIFEST.MF"):
            info = zipfile.ZipInfo(name)
            info.external_attr = 0xFFFF << 16
            zipped.writestr(info, b"")
    with read_archive(tmp_path / "p.jar", limits=DEFAULT) as archive:
        assert archive.findings == ()
        assert [member.mode for member in archive.members] == [0o755, 0o644]


class Pipe:
    """Cannot seek or tell, so that zipfile writes data descriptors."""

    def __init__(self) -> None:
        self.written = bytearray()

    def write(self, data: bytes) -> int:
        self.written += data
        return len(data)

    def flush(self) -> None:
        """Nothing waits."""


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
@pytest.mark.parametrize("streamed", [False, True])
@pytest.mark.parametrize("large", [False, True])
def test_cpython_zipfile(compression: int, streamed: bool, large: bool, tmp_path: Path) -> None:
    pipe, buffer = Pipe(), io.BytesIO()
    target = cast("IO[bytes]", pipe) if streamed else buffer
    with zipfile.ZipFile(target, "w", compression) as zipped:
        zipped.writestr("p-1/", b"")
        for name in NAMES:
            info = zipfile.ZipInfo(f"p-1/{name}")
            info.compress_type = compression
            with zipped.open(info, "w", force_zip64=large) as file:
                file.write(content_of(name))
    path = tmp_path / "p.whl"
    path.write_bytes(bytes(pipe.written) if streamed else buffer.getvalue())
    with read_archive(path, limits=DEFAULT) as archive:
        assert archive.format == "zip"
        check(archive)


def test_info_zip(tree: Path, tmp_path: Path) -> None:
    program = require_tool("zip")
    names = tuple(name for name in NAMES if name.isascii())
    run(program, "-q", tmp_path / "p.zip", *(f"p-1/{name}" for name in names), cwd=tree.parent)
    with read_archive(tmp_path / "p.zip", limits=DEFAULT) as archive:
        check(archive, names)


def test_info_zip_states_no_encoding_for_a_name_outside_ascii(tree: Path, tmp_path: Path) -> None:
    """Debian's build writes bare UTF-8, which unzip reads as such and CPython as code page 437."""
    program = require_tool("zip")
    run(program, "-q", tmp_path / "p.zip", "p-1/src/café.py", cwd=tree.parent)
    with read_archive(tmp_path / "p.zip", limits=DEFAULT) as archive:
        assert {finding.id for finding in archive.findings} == {"zip-name-encoding"}


def test_info_zip_to_a_pipe(tree: Path, tmp_path: Path) -> None:
    program = require_tool("zip")
    with (tmp_path / "p.zip").open("wb") as out:
        command = [program, "-q", "-", "p-1/setup.py", "p-1/run"]
        subprocess.run(command, cwd=tree.parent, stdout=out, check=True)
    with read_archive(tmp_path / "p.zip", limits=DEFAULT) as archive:
        check(archive, ("setup.py",))


def test_a_zip_in_a_zip_is_no_second_end(tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as zipped:
        zipped.writestr("a", b"a")
    with zipfile.ZipFile(tmp_path / "p.zip", "w") as zipped:
        zipped.writestr("inner.zip", inner.getvalue())
    with read_archive(tmp_path / "p.zip", limits=DEFAULT) as archive:
        assert archive.findings == ()


def test_the_same_file_twice_is_a_note(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "p.tar", "w") as tar:
        for _ in range(2):
            info = tarfile.TarInfo("p-1/a")
            info.size = 1
            tar.addfile(info, io.BytesIO(b"a"))
    with read_archive(tmp_path / "p.tar", limits=DEFAULT) as archive:
        assert archive.findings == ()
        assert archive.members[1].notes == ("stored twice, with the same content and mode",)


@pytest.mark.parametrize("mode", [0o645, 0o654, 0o611])
def test_a_file_that_only_others_may_run_is_a_note(mode: int, tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "p.tar", "w") as tar:
        for name, given in (("p-1/others", mode), ("p-1/all", 0o755), ("p-1/none", 0o644)):
            info = tarfile.TarInfo(name)
            info.size, info.mode = 1, given
            tar.addfile(info, io.BytesIO(b"a"))
    with read_archive(tmp_path / "p.tar", limits=DEFAULT) as archive:
        assert archive.findings == ()
        assert [member.notes for member in archive.members] == [(OTHERS_RUN,), (), ()]


def test_the_same_file_under_a_name_with_a_dot_is_a_note(tmp_path: Path) -> None:
    content = member(b"package/dist/a.js") + member(b"package/./dist/a.js")
    (tmp_path / "p.tar").write_bytes(content + END)
    with read_archive(tmp_path / "p.tar", limits=DEFAULT) as archive:
        assert archive.findings == ()
        assert [each.name for each in archive.members] == ["package/dist/a.js"] * 2
        assert archive.members[1].notes[0] == "stored as 'package/./dist/a.js'"


def test_maturins_name_beside_one_that_is_not_ascii(tmp_path: Path) -> None:
    content = pax(record("path", "p-1/こ.png".encode())) + member(b"PaxHeaders/0") + END
    (tmp_path / "p.tar").write_bytes(content)
    with read_archive(tmp_path / "p.tar", limits=DEFAULT) as archive:
        assert archive.findings == ()
        assert [each.name for each in archive.members] == ["p-1/こ.png"]


@pytest.mark.parametrize("mode", [0o100644, 0o644])
def test_file_type_bits_in_a_mode_are_honest(mode: int, tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "p.tar", "w", format=tarfile.GNU_FORMAT) as tar:
        info = tarfile.TarInfo("p-1/a")
        info.mode = mode
        tar.addfile(info)
        info = tarfile.TarInfo("p-1/d")
        info.type, info.mode = tarfile.DIRTYPE, 0o42755
        tar.addfile(info)
    data = bytearray((tmp_path / "p.tar").read_bytes())
    data[100:108] = b"%07o\0" % mode  # tarfile itself drops the type
    data[148:156] = b" " * 8
    data[148:156] = b"%06o\0 " % sum(data[:512])
    (tmp_path / "p.tar").write_bytes(data)
    with read_archive(tmp_path / "p.tar", limits=DEFAULT) as archive:
        assert archive.findings == ()
        assert archive.members[0].mode == 0o644


def test_the_file_itself_is_digested(tree: Path, tmp_path: Path) -> None:
    path = tmp_path / "p.tar.gz"
    with tarfile.open(path, "w:gz") as tar:
        tar.add(tree, "p-1")
    seen: list[int] = []
    with read_archive(path, limits=DEFAULT, progress=seen.append) as archive:
        assert archive.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
        assert archive.size == path.stat().st_size == sum(seen)
