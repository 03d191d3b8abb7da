"""``audit --depth``: a real command, a real repository, a real sandbox."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from command import Releases, Tally
from gitrepo import Content, GitRepo
from packing import write_tar
from sandboxes import working

CASE = (
    Path(__file__).parent.parent
    / "data/rebuild/core-metadata-hook/honest-computed-by-an-in-tree-backend"
)


@pytest.fixture
def committed(tmp_path: Path) -> GitRepo:
    repository = GitRepo(tmp_path / "repository")
    files: dict[str | bytes, Content] = {
        path.name: path.read_bytes() for path in sorted((CASE / "source").iterdir())
    }
    repository.commit(files)
    repository.git("tag", "v1.0")
    return repository


def sdist(folder: Path, more: bytes = b"") -> Path:
    files = {f"example-1.0/{p.name}": p.read_bytes() for p in sorted((CASE / "artifact").iterdir())}
    files["example-1.0/PKG-INFO"] += more
    return write_tar(folder / "example-1.0.tar.gz", files)


def test_at_depth_static_the_claim_is_not_checked(tally: Tally, committed: GitRepo) -> None:
    done = tally("audit", sdist(tally.folder), "--source", committed.path)
    assert done.code == 3
    assert "PKG-INFO" in done.out


def test_at_depth_regenerate_it_is_proven(tally: Tally, committed: GitRepo) -> None:
    working("bubblewrap")
    done = tally(
        "audit", sdist(tally.folder), "--source", committed.path, "--depth", "regenerate",
        "--offline", "--format", "json",
    )  # fmt: skip
    assert done.code == 0, done.out
    assert '"grade": "regenerated"' in done.out
    assert "made again by `backend: build_sdist`" in done.out


def test_a_line_more_is_never_accepted(tally: Tally, committed: GitRepo) -> None:
    working("bubblewrap")
    tampered = sdist(tally.folder, b"Requires-Dist: exampel\n")
    done = tally(
        "audit", tampered, "--source", committed.path, "--depth", "regenerate", "--offline"
    )
    assert done.code == 3, done.out
    assert "+Requires-Dist: exampel" in done.out


def test_without_a_sandbox_it_says_so_and_is_inconclusive(tally: Tally, committed: GitRepo) -> None:
    git = Path(
        subprocess.run(["which", "git"], capture_output=True, check=True).stdout.decode().strip()
    )
    (tally.folder / "bin").mkdir()
    (tally.folder / "bin" / "git").symlink_to(git)
    done = tally(
        "audit", sdist(tally.folder), "--source", committed.path, "--depth", "regenerate",
        "--offline", PATH=str(tally.folder / "bin"),
    )  # fmt: skip
    assert done.code == 3, done.out
    assert "no sandbox works here" in done.out


def test_depth_static_imports_nothing_that_runs_things(releases: Releases, tmp_path: Path) -> None:
    """Nor what asks an index, reads a lock file or signs: nobody asked for that."""
    unused = (
        *("tallystick.rebuild", "tallystick.sandbox", "tallystick.index.pypi", "tallystick.lock"),
        *("tallystick.baseline", "tallystick.signing", "pathspec"),
    )
    script = (
        "import sys\n"
        "from tallystick.cli import main\n"
        "try:\n    main()\n"
        "except SystemExit as ended:\n    code = ended.code\n"
        f"used = [name for name in sys.modules if name.startswith({unused})]\n"
        "print(code, used, file=sys.stderr)\n"
    )
    command = [sys.executable, "-c", script, "audit", str(releases.honest)]
    done = subprocess.run(
        [*command, "--source", str(releases.repository.path)],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": "/usr/bin:/bin", "TALLYSTICK_CACHE": str(tmp_path / "cache")},
    )
    assert done.stderr.splitlines()[-1] == "0 []", done.stderr
