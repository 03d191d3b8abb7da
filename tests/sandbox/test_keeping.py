"""Files that are kept while others take them away, and names that lead elsewhere."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from sandboxes import CAPS
from tallystick.sandbox.keeping import Keeping


@pytest.fixture
def root(tmp_path: Path) -> Iterator[int]:
    descriptor = os.open(tmp_path, os.O_RDONLY)
    yield descriptor
    os.close(descriptor)


def descriptors() -> int:
    return len(os.listdir("/proc/self/fd"))


def test_what_is_taken_away_is_kept_as_it_was_at_last(tmp_path: Path, root: int) -> None:
    keeping, before = Keeping(CAPS), descriptors()
    with keeping.within({"/build": root}):
        (tmp_path / "folder").mkdir()
        with (tmp_path / "folder/x.o").open("wb") as file:
            keeping.keep("/build/folder/x.o")
            file.write(b"object")
        (tmp_path / "folder/x.o").unlink()
    (kept,) = keeping.found
    assert (kept.path, kept.size) == ("/build/folder/x.o", 6)
    assert kept.sha256 == hashlib.sha256(b"object").hexdigest()
    assert kept.blob == hashlib.sha1(b"blob 6\0object", usedforsecurity=False).hexdigest()
    assert descriptors() == before


def test_each_file_of_a_name_is_kept_once(tmp_path: Path, root: int) -> None:
    keeping = Keeping(CAPS)
    with keeping.within({"/build": root}):
        for content in ("one", "another"):
            (tmp_path / "x.o").write_text(content)
            keeping.keep("/build/x.o")
            keeping.keep("/build/x.o")
            (tmp_path / "x.o").rename(tmp_path / content)
    assert [kept.size for kept in keeping.found] == [3, 7]


@pytest.mark.parametrize(
    "path",
    [
        *("/build/link", "/build/folder/x", "/build/pipe", "/build/sub", "/build/none"),
        *(
            "/build/../etc/passwd",
            "/build/./x",
            "/etc/passwd",
            "/build",
            "/buildx/x",
            "/build/a\0b",
        ),
    ],
)
def test_names_that_lead_elsewhere_keep_nothing(tmp_path: Path, root: int, path: str) -> None:
    (tmp_path / "x").write_text("x")
    (tmp_path / "sub").mkdir()
    (tmp_path / "link").symlink_to("/etc/passwd")
    (tmp_path / "folder").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "pipe")
    keeping, before = Keeping(CAPS), descriptors()
    with keeping.within({"/build": root}):
        keeping.keep(path)
    assert not keeping.found
    assert descriptors() == before


def test_caps_end_what_is_kept_open_and_what_is_read(tmp_path: Path, root: int) -> None:
    caps = replace(CAPS, kept_open=2, kept_files=5, kept_bytes=3)
    keeping, before = Keeping(caps), descriptors()
    with keeping.within({"/build": root}):
        for number in range(8):
            (tmp_path / f"{number}").write_text("x" * (number + 1))
            keeping.keep(f"/build/{number}")
            assert descriptors() <= before + 2
    assert [kept.size for kept in keeping.found] == [1, 2, 3]


def test_outside_of_its_command_nothing_is_kept(tmp_path: Path, root: int) -> None:
    (tmp_path / "x").write_text("x")
    keeping = Keeping(CAPS)
    keeping.keep("/build/x")
    with keeping.within({"/build": root}):
        pass
    keeping.keep("/build/x")
    assert not keeping.found
