"""Debian source packages: the real apt, reading the list of an archive on loopback."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from apt_archive import VERSION, Archive, dsc, sources
from index_server import serving
from packing import write_tar
from tallystick.artifact import open_artifact
from tallystick.cache import Cache
from tallystick.errors import DigestMismatch, IndexFailure, ToolMissing, UsageError
from tallystick.index.debian import Debian, announced
from tallystick.index.release import Described
from tallystick.limits import DEFAULT
from tools_needed import require_tool


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Archive]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    orig = write_tar(tmp_path / "hello_1.0.orig.tar.gz", {"hello-1.0/a": b"upstream"}).read_bytes()
    files = {"hello_1.0.orig.tar.gz": orig, "hello_1.0-2.debian.tar.xz": b"packaging"}
    files["hello_1.0-2.dsc"] = dsc(files).encode()
    with serving() as server:
        for name, content in files.items():
            server.send(f"/debian/{name}", content)
        made = Archive(server, tmp_path, files)
        made.update(sources(files))
        server.asked.clear()
        yield made


# --- what apt says --------------------------------------------------------------------------------


@pytest.mark.parametrize("version", [VERSION, None])
def test_a_release_is_what_apt_lists_with_its_digests(
    version: str | None, archive: Archive
) -> None:
    release = archive.debian().release("hello", version)
    assert (release.project, release.version) == ("hello", version or "1.0-2")
    assert [file.name for file in release.files] == [
        "hello_1.0-2.dsc",
        "hello_1.0-2.debian.tar.xz",
        "hello_1.0.orig.tar.gz",
    ]
    for file in release.files:
        content = archive.files[file.name]
        assert (file.sha256, file.size) == (hashlib.sha256(content).hexdigest(), len(content))
    assert archive.server.asked == []
    assert archive.debian().described(release) == Described()


def test_a_source_package_is_listed_as_apt_would_take_it(archive: Archive) -> None:
    listing = archive.debian().listing("hello")
    assert listing.newest == {file.version for file in listing.files}.pop()
    assert {file.name for file in listing.files} == set(archive.files)
    assert all(file.digest.startswith("sha256:") for file in listing.files)
    with pytest.raises(IndexFailure):
        archive.debian().listing("absent")


def test_a_release_is_laid_out_as_open_artifact_reads_it(archive: Archive) -> None:
    debian = archive.debian()
    release = debian.release("hello", VERSION)
    with (
        debian.laid_out(release) as path,
        open_artifact(path, limits=DEFAULT, expected_sha256=release.files[0].sha256) as opened,
    ):
        assert opened.artifact.tree.read("a") == b"upstream"
        assert opened.artifact.project == "hello"
    assert not path.parent.exists()
    with archive.debian(offline=True).laid_out(release) as again:
        assert again.read_bytes() == archive.files["hello_1.0-2.dsc"]
    assert len(archive.server.asked) == 3


def test_a_mirror_that_sends_something_else_is_refused(archive: Archive) -> None:
    archive.server.send("/debian/hello_1.0.orig.tar.gz", b"tampered")
    debian = archive.debian()
    with (
        pytest.raises(DigestMismatch, match=r"hello_1\.0\.orig\.tar\.gz: "),
        debian.laid_out(debian.release("hello", VERSION)),
    ):
        pytest.fail("nothing may be laid out")


def test_a_package_or_version_that_is_not_there_is_said(archive: Archive) -> None:
    with pytest.raises(IndexFailure, match="absent: Unable to find a source package for absent"):
        archive.debian().release("absent", None)
    with pytest.raises(IndexFailure, match="hello=9-9: "):
        archive.debian().release("hello", "9-9")


def test_a_machine_without_deb_src_is_told_what_to_do(archive: Archive) -> None:
    archive.update(None)
    with pytest.raises(IndexFailure, match=r"no list of sources; add Types: deb-src"):
        archive.debian().release("hello", None)


def test_a_machine_without_apt_is_said(tmp_path: Path) -> None:
    debian = Debian(Cache(root=tmp_path), DEFAULT, environment={"PATH": str(tmp_path)})
    with pytest.raises(ToolMissing, match="apt-get is not installed"):
        debian.release("hello", None)


@pytest.mark.parametrize(
    ("name", "version"),
    [
        ("-o=Dir::Bin::Methods=x", None),
        ("--help", None),
        ("h", None),
        ("Hello", None),
        ("hello/unstable", None),
        ("hello=1", None),
        ("hello", ""),
        ("hello", "-1"),
        ("hello", "1.0 2"),
        ("hello", "1.0/../2"),
        ("hello", "1\n"),
    ],
)
def test_what_is_no_name_or_version_of_debian_is_not_asked_for(
    name: str, version: str | None, tmp_path: Path
) -> None:
    debian = Debian(Cache(root=tmp_path), DEFAULT, environment={"PATH": str(tmp_path)})
    with pytest.raises(UsageError, match="of a Debian"):
        debian.release(name, version)


# --- what a hostile list could make apt print -----------------------------------------------------


def line(name: str, url: str = "http://h/x", digest: str = "SHA256:" + "0" * 64) -> str:
    return f"'{url}' {name} 10 {digest}"


def test_lines_that_are_no_files_are_not_read() -> None:
    noise = "NOTICE: 'hello' packaging is maintained in the 'Git' version control system at:"
    weak = line("b.dsc", digest="MD5Sum:" + "0" * 32)
    short = line("c.dsc", digest="SHA256:" + "0" * 63)
    strong = line("d.dsc", digest="SHA512:" + "0" * 128, url="http://user:s3cret@h/d")
    (file,) = announced(f"{noise}\nhttps://git.example/x.git\n{weak}\n{short}\n{strong}")
    assert (file.name, file.url, file.sha256, file.sha512) == (
        "d.dsc",
        "http://h/d",
        None,
        "0" * 128,
    )


@pytest.mark.parametrize(
    "name", ["../x.dsc", "/x.dsc", ".x.dsc", "-x.dsc", "%2e%2e%2fx.dsc", "x\\y"]
)
def test_a_name_that_leaves_its_folder_is_refused(name: str) -> None:
    with pytest.raises(IndexFailure, match="names a file that is none"):
        announced(line(name))


def test_a_name_twice_is_refused() -> None:
    with pytest.raises(IndexFailure, match="one twice"):
        announced(line("x.dsc") + "\n" + line("x.dsc", url="http://h/other"))


@pytest.mark.parametrize("url", ["file:/etc/passwd", "copy:/etc/passwd", "ftp://h/x", "cdrom:x"])
def test_only_http_is_asked(url: str, archive: Archive) -> None:
    (file,) = announced(line("x.dsc", url=url))
    with pytest.raises(IndexFailure, match="which is not asked: not a URL over HTTP"):
        archive.debian().download(file)


@pytest.mark.online
def test_the_real_archive_has_hello(tmp_path: Path) -> None:
    require_tool("apt-get")
    debian = Debian(Cache(root=tmp_path / "cache"), DEFAULT)
    try:
        release = debian.release("hello", None)
    except IndexFailure as error:
        pytest.skip(f"this machine's apt has no sources: {error}")
    with debian.laid_out(release) as path, open_artifact(path, limits=DEFAULT) as opened:
        assert opened.artifact.project == "hello"
        assert "configure.ac" in opened.artifact.tree.entries
    debian.close()
