"""A stranger's tree goes into a folder, and nowhere else."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tallystick.errors import ContentUnavailable, LimitExceeded, SourceError
from tallystick.limits import Caps
from tallystick.model import MODE_EXECUTABLE, MODE_FILE, MODE_GITLINK, MODE_SYMLINK, Tree
from tallystick.sandbox.workdir import FOLDER, Written, write
from trees import COMMIT, blob_id, tree


@pytest.fixture
def root(tmp_path: Path) -> Iterator[int]:
    """An empty folder, open; its parent must stay as it is."""
    (tmp_path / "in").mkdir()
    descriptor = os.open(tmp_path / "in", FOLDER)
    yield descriptor
    os.close(descriptor)
    assert os.listdir(tmp_path) == ["in"]


def put(source: Tree, root: int, caps: Caps | None = None) -> dict[str, Written]:
    return dict(write(source, root, owner=None, clock=1_700_000_000, caps=caps or Caps()))


def test_files_programs_links_and_submodules(root: int, tmp_path: Path) -> None:
    contents = {"a/b/c": b"c", "a/run": b"#!", "a/link": b"b/c", "-x": b"", "\udcff": b""}
    modes = {"a/run": MODE_EXECUTABLE, "a/link": MODE_SYMLINK}
    before = put(tree(contents, modes=modes, gitlinks={"third/party": COMMIT}), root)
    place = tmp_path / "in"
    assert (place / "a/b/c").read_bytes() == b"c"
    assert os.readlink(place / "a/link") == "b/c"
    assert (place / "a/run").stat().st_mode & 0o777 == 0o755
    assert (place / "a/b/c").stat().st_mode & 0o777 == 0o644
    assert (place / "a/b/c").stat().st_mtime == 1_700_000_000
    assert (place / "a/link").lstat().st_mtime == 1_700_000_000
    assert os.listdir(place / "third/party") == []
    assert before["a/run"] == Written(mode=MODE_EXECUTABLE, blob=blob_id(b"#!"))
    assert before["-x"] == Written(mode=MODE_FILE, blob=blob_id(b""))
    assert before["third/party"].mode == MODE_GITLINK


@pytest.mark.parametrize(
    "path",
    [
        "../x",
        "a/../../x",
        "/tmp/x",
        "a//b",
        "./a",
        "a/.",
        "",
        "a/",
        "a\0b",
        ".git/hooks/post-checkout",
        "sub/.GIT/config",
        "x" * 256,
    ],
)
def test_names_that_lead_away_are_refused_before_anything_is_written(
    root: int, tmp_path: Path, path: str
) -> None:
    with pytest.raises(SourceError):
        put(tree({"a": b"", path: b"x"}), root)
    assert os.listdir(tmp_path / "in") == []


def test_folders_without_end_are_refused(root: int) -> None:
    with pytest.raises(LimitExceeded):
        put(tree({"/".join("d" * 300): b""}), root)


def test_nothing_goes_through_a_link_of_the_tree(root: int, tmp_path: Path) -> None:
    source = tree({"out": b"../..", "out/x": b"x"}, modes={"out": MODE_SYMLINK})
    with pytest.raises(SourceError, match="twice"):
        put(source, root)
    assert not (tmp_path.parent / "x").exists()


def test_a_file_that_is_a_folder_too_is_refused(root: int) -> None:
    with pytest.raises(SourceError):
        put(tree({"a": b"", "a/b": b""}), root)


@pytest.mark.parametrize("target", [b"", b"a\0b", b"x" * 5_000])
def test_links_to_nowhere_are_refused(root: int, target: bytes) -> None:
    with pytest.raises(SourceError, match="link"):
        put(tree({"a": target}, modes={"a": MODE_SYMLINK}), root)


@pytest.mark.parametrize(
    ("caps", "cap"), [(Caps(files=2), "files"), (Caps(disk=2), "disk")], ids=["files", "disk"]
)
def test_more_than_the_caps_is_refused(root: int, caps: Caps, cap: str) -> None:
    with pytest.raises(LimitExceeded) as caught:
        put(tree({"a": b"a", "b": b"b", "c": b"c"}), root, caps)
    assert caught.value.cap == cap


def test_content_that_is_not_to_be_had_is_not_an_empty_file(root: int) -> None:
    source = tree({"a": b"a"})
    missing = Tree(entries=source.entries, reader=tree({}).reader)
    with pytest.raises(ContentUnavailable):
        put(missing, root)
