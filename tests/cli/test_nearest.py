"""``--upstreams``: the nearest published file beside one that carries its name."""

from __future__ import annotations

from pathlib import Path

import pytest

from gitrepo import GitRepo
from tallystick.audit import audit
from tallystick.cli.nearest import with_nearest
from tallystick.errors import UsageError
from tallystick.limits import DEFAULT
from tallystick.model import ArtifactKind, Grade, LedgerLine
from trees import artifact, source, tree

OLD = b"# build-to-host.m4 serial 1\nAC_DEFUN([gl_BUILD_TO_HOST],\n[\n  old\n])\n"
NEW = b"# build-to-host.m4 serial 3\nAC_DEFUN([gl_BUILD_TO_HOST],\n[\n  one\n  two\n])\n"
XZ = NEW.replace(b"serial 3", b"serial 30").replace(b"  two\n", b"  two\n  gl_path_map=inert\n")


@pytest.fixture
def clones(tmp_path: Path) -> Path:
    work = GitRepo(tmp_path / "work")
    work.commit({"m4/build-to-host.m4": OLD})
    work.commit({"m4/build-to-host.m4": NEW})
    folder = tmp_path / "clones"
    folder.mkdir()
    work.git("clone", "-q", "--bare", str(work.path), str(folder / "gnulib.git"))
    return folder


def line_of(content: bytes, clones: Path) -> LedgerLine:
    released = artifact(tree({"m4/build-to-host.m4": content}), ArtifactKind.TARBALL)
    ledger = audit(released, source(tree({"configure.ac": b"AC_INIT\n"})))
    ledger = with_nearest(ledger, released, clones, DEFAULT)
    return next(line for line in ledger.lines if line.path == "m4/build-to-host.m4")


def test_the_added_line_stands_against_the_nearest_version(clones: Path) -> None:
    line = line_of(XZ, clones)
    assert line.grade is Grade.CONTRADICTED
    assert line.delta is not None
    assert line.delta.startswith("--- gnulib: m4/build-to-host.m4 of ")
    changed = [row for row in line.delta.split("\n")[2:] if row[:1] in {"+", "-"}]
    assert changed == [
        "-# build-to-host.m4 serial 3",
        "+# build-to-host.m4 serial 30",
        "+  gl_path_map=inert",
    ]


def test_another_version_is_nearer_to_another_file(clones: Path) -> None:
    line = line_of(OLD + b"inert\n", clones)
    assert line.delta is not None
    assert "\n+inert" in line.delta
    assert "one" not in line.delta


def test_a_folder_without_clones_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no clones there"):
        line_of(XZ, tmp_path)


def test_a_clone_that_is_none_is_a_skip(clones: Path) -> None:
    (clones / "automake.git").mkdir()
    released = artifact(tree({"m4/build-to-host.m4": XZ}), ArtifactKind.TARBALL)
    ledger = audit(released, source(tree({"configure.ac": b"AC_INIT\n"})))
    skips = with_nearest(ledger, released, clones, DEFAULT).skips
    assert [skip.reason.partition(":")[0] for skip in skips if skip.check == "upstreams"] == [
        "automake.git"
    ]
