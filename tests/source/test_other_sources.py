"""Folders, listings and archives as sources."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from gitrepo import GitRepo, Link
from tallystick.cache import Cache
from tallystick.errors import ContentUnavailable, LimitExceeded, SourceError, UsageError
from tallystick.limits import Limits
from tallystick.model import MODE_EXECUTABLE, Source, SourceKind
from tallystick.source import open_source

Opened = Callable[..., Source]


@pytest.fixture
def repo(tmp_path: Path) -> GitRepo:
    repo = GitRepo(tmp_path / "repo")
    repo.commit(
        {"a": b"1\n", "sub/b c": b"2\n", 'odd\t"\n\\': b"3\n", b"l\xe9": b"4\n", "link": Link(b"a")}
    )
    (repo.path / "run").write_bytes(b"#!/bin/sh\n")
    (repo.path / "run").chmod(0o755)
    repo.git("add", "run")
    repo.commit({})
    return repo


def ids(source: Source) -> dict[str, tuple[int, str]]:
    return {path: (entry.mode, entry.blob) for path, entry in source.tree.entries.items()}


def test_a_folder_has_the_ids_that_git_would_give_it(
    repo: GitRepo, tmp_path: Path, opened: Opened
) -> None:
    wanted = repo.tree_of()
    (repo.path / ".git").rename(tmp_path / "taken-away")
    (repo.path / "sub" / ".git").mkdir()
    (repo.path / "sub" / ".git" / "config").write_bytes(b"")
    source = opened(repo.path)
    assert ids(source) == wanted
    assert source.kind is SourceKind.DIRECTORY
    assert source.tree.entries["a"].sha256 == hashlib.sha256(b"1\n").hexdigest()
    assert source.tree.entries["a"].size == 2
    assert source.tree.read("link") == b"a"
    assert source.tree.read("sub/b c") == b"2\n"


def test_a_file_that_changes_under_the_audit_is_noticed(tmp_path: Path, opened: Opened) -> None:
    (tmp_path / "f").write_bytes(b"one")
    source = opened(tmp_path)
    (tmp_path / "f").write_bytes(b"two")
    with pytest.raises(SourceError, match="changed while it was audited"):
        source.tree.read("f")
    (tmp_path / "f").unlink()
    (tmp_path / "f").symlink_to("/etc/passwd")
    with pytest.raises(SourceError, match="cannot be read"):
        source.tree.read("f")


def test_links_are_not_followed_and_pipes_are_skips(tmp_path: Path, opened: Opened) -> None:
    (tmp_path / "loop").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "pipe")
    source = opened(tmp_path)
    assert set(source.tree.entries) == {"loop"}
    assert [skip.reason for skip in source.skips] == [
        "'pipe' is neither a file nor a symbolic link"
    ]


def test_a_folder_has_caps(tmp_path: Path, cache: Cache) -> None:
    for name in "abc":
        (tmp_path / name).write_bytes(b"xxx")
    with pytest.raises(LimitExceeded, match="cap: members"):
        open_source(str(tmp_path), cache=cache, limits=Limits(members=2))
    source = open_source(str(tmp_path), cache=cache, limits=Limits(content=2))
    with pytest.raises(LimitExceeded, match="cap: content"):
        source.tree.read("a")


@pytest.mark.parametrize("options", ["", "-l", "-z", "-l -z", "-t", "-t -z"])
def test_a_listing_has_every_entry_and_no_content(
    repo: GitRepo, tmp_path: Path, opened: Opened, options: str
) -> None:
    text = repo.git("ls-tree", "-r", *options.split(), "HEAD")
    file = tmp_path / "listing"
    file.write_bytes(os.fsencode(text) + (b"" if "-z" in options else b"\n"))
    source = opened(file)
    assert source.kind is SourceKind.LISTING
    assert ids(source) == repo.tree_of()
    assert source.tree.entries["a"].size == (2 if "-l" in options else None)
    with pytest.raises(ContentUnavailable, match="listing"):
        source.tree.read("a")


LINE = b"100644 blob " + b"1" * 40


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (LINE + b"\ta\n" + LINE + b"\tb", "middle of a line"),
        (LINE + b"\ta\n" + LINE + b"\ta\n", "listed twice"),
        (LINE + b"\ta\nsomething\n", "line 2 is not one"),
        (LINE + b"\ta\n" + LINE + b"1" * 24 + b"\tb\n", "two lengths"),
        (LINE + b"\ta\n040000 tree " + b"2" * 40 + b"\tsub\n", "use -r"),
        (LINE.replace(b"100644", b"100600") + b"\ta\n", "mode"),
    ],
)
def test_a_listing_that_is_not_whole_is_an_error(
    tmp_path: Path, opened: Opened, content: bytes, reason: str
) -> None:
    file = tmp_path / "listing"
    file.write_bytes(content)
    with pytest.raises(SourceError, match=reason):
        opened(file)


def test_a_listing_of_sha256_ids_says_so(tmp_path: Path, opened: Opened) -> None:
    file = tmp_path / "listing"
    file.write_bytes(b"100644 blob " + b"1" * 64 + b"\ta\n")
    assert opened(file).object_format == "sha256"


@pytest.mark.parametrize("kind", ["tar", "tar.gz", "zip"])
def test_an_archive_loses_its_top_folder_and_keeps_its_word_on_the_commit(
    repo: GitRepo, tmp_path: Path, opened: Opened, kind: str
) -> None:
    for odd in ('odd\t"\n\\', os.fsdecode(b"l\xe9")):
        repo.git("--literal-pathspecs", "rm", "-q", "--", odd)
    repo.commit({})
    file = tmp_path / f"source.{kind}"
    repo.git("archive", f"--format={kind}", "--prefix=project-1/", "-o", str(file), "HEAD")
    source = opened(file, subdir="sub/")
    assert source.kind is SourceKind.ARCHIVE
    assert ids(source) == repo.tree_of()
    assert source.tree.entries["run"].mode == MODE_EXECUTABLE
    assert source.tree.read("sub/b c") == b"2\n"
    assert source.tree.read("link") == b"a"
    assert source.subdir == "sub"
    assert source.commit is None
    if kind != "zip":
        (claim,) = [evidence for evidence in source.evidence if evidence.kind == "pax-commit"]
        assert claim.value == repo.git("rev-parse", "HEAD")


def test_what_cannot_be_a_source_is_one_line(repo: GitRepo, tmp_path: Path, opened: Opened) -> None:
    (tmp_path / "text").write_bytes(b"neither\n" * 100)
    with pytest.raises(SourceError):
        opened(tmp_path / "text")
    with pytest.raises(SourceError, match="File name too long"):
        opened("x" * 5000)
    with pytest.raises(SourceError, match="no such file"):
        opened(tmp_path / "nothing")
    with pytest.raises(UsageError, match="neither a URL nor a path"):
        opened("--upload-pack=x")
    with pytest.raises(UsageError, match="so it has no v1"):
        opened(tmp_path / "text", ref="v1")
    with pytest.raises(SourceError, match="there is no folder absent"):
        opened(repo.path, subdir="absent")
    with pytest.raises(UsageError, match="does not lead out"):
        opened(repo.path, subdir="../x")
