"""``tallystick scrub``: from a release to its proven part, and by the recipe back to all of it."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from command import Releases, Tally
from gitrepo import Content, GitRepo
from packing import write_tar
from trees import folder_tree

RULE = b"table.h: values\n\techo made from `cat values` > table.h\n"


def test_an_honest_release_is_kept_whole_and_the_same_bytes_come_each_time(
    tally: Tally, releases: Releases
) -> None:
    for name in ("one.tar.gz", "two.tar.gz"):
        done = tally("scrub", releases.honest, "--source", releases.repository.path, "-o", name)
        assert done.code == 0, done
    one, two = ((tally.folder / name).read_bytes() for name in ("one.tar.gz", "two.tar.gz"))
    assert one == two
    again = tally("audit", "one.tar.gz", "--source", releases.repository.path)
    assert again.code == 0, again


def test_a_planted_file_is_not_in_the_copy_and_the_exit_code_says_rejected(
    tally: Tally, releases: Releases
) -> None:
    done = tally("scrub", releases.tampered, "--source", releases.repository.path, "-o", "c.tar.gz")
    assert done.code == 1, done
    assert "configure" in done.out
    with tarfile.open(tally.folder / "c.tar.gz") as tar:
        assert "example-1.0/configure" not in tar.getnames()
    assert "# configure\n" in (tally.folder / "c.tar.gz.recipe.sh").read_text()


def test_without_a_source_nothing_is_written_and_nothing_is_said_to_be_fine(
    tally: Tally, releases: Releases
) -> None:
    done = tally("scrub", releases.honest, "--offline", "-o", "c.tar.gz")
    assert done.code == 3, done
    assert "nothing was written" in done.out
    assert not (tally.folder / "c.tar.gz").exists()


def test_scrubbed_and_made_again_by_the_recipe_all_files_are_there_again(
    tally: Tally, tmp_path: Path
) -> None:
    repository = GitRepo(tmp_path / "source")
    files = {
        "Makefile": RULE,
        "PKG-INFO": b"Metadata-Version: 2.1\nName: example\nVersion: 1.0\n",
        "values": b"1\n",
        ".gitignore": b"table.h\n",
    }
    repository.commit(dict[str | bytes, Content](files.items()))
    repository.git("tag", "v1.0")
    released = {**files, "table.h": b"made from 1\n"}
    release = write_tar(
        tmp_path / "example-1.0.tar.gz", {f"example-1.0/{n}": c for n, c in released.items()}
    )
    done = tally("scrub", release, "--source", repository.path, "-o", "copy.tar.gz")
    assert done.code == 3, done
    with tarfile.open(tmp_path / "copy.tar.gz") as tar:
        tar.extractall(tmp_path / "unpacked", filter="data")
    folder = tmp_path / "unpacked" / "example-1.0"
    assert not (folder / "table.h").exists()
    made = subprocess.run(
        [tmp_path / "copy.tar.gz.recipe.sh", folder], capture_output=True, check=False
    )
    assert made.returncode == 0, made
    assert {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    } == released


COMPUTED = (
    Path(__file__).parent.parent
    / "data/rebuild/core-metadata-hook/honest-computed-by-an-in-tree-backend"
)


def made_again(tally: Tally, folder: Path, files: Mapping[str, bytes], published: Path) -> str:
    """Scrub ``published`` against a commit of ``files``, run the recipe, and hold all files against it."""
    repository = GitRepo(folder / "source")
    repository.commit(dict[str | bytes, Content](files.items()))
    repository.git("tag", "v1.0")
    done = tally("scrub", published, "--source", repository.path, "-o", "copy.tar.gz")
    assert done.code == 3, done
    with tarfile.open(folder / "copy.tar.gz") as tar:
        tar.extractall(folder / "unpacked", filter="data")
    place = folder / "unpacked" / "example-1.0"
    programs = Path(sys.executable).parent  # build is among them
    made = subprocess.run(
        [folder / "copy.tar.gz.recipe.sh", place],
        capture_output=True,
        check=False,
        env={**os.environ, "PATH": f"{programs}:{os.environ['PATH']}"},
    )
    assert made.returncode == 0, made
    with tarfile.open(published) as tar:
        released = {
            member.name.partition("/")[2]: content.read()
            for member in tar
            if (content := tar.extractfile(member)) is not None
        }
    there = {
        p.relative_to(place).as_posix(): p.read_bytes() for p in place.rglob("*") if p.is_file()
    }
    assert there == released
    return done.out


def test_what_the_projects_own_build_writes_is_there_again(tally: Tally, tmp_path: Path) -> None:
    held = folder_tree(COMPUTED / "source")
    released = folder_tree(COMPUTED / "artifact")
    published = write_tar(
        tmp_path / "example-1.0.tar.gz",
        {f"example-1.0/{path}": released.read(path) for path in released.entries},
    )
    files = {path: held.read(path) for path in held.entries}
    said = made_again(tally, tmp_path, files, published)
    assert "PKG-INFO" in said


@pytest.mark.online
def test_a_release_that_setuptools_built_is_scrubbed_and_built_to_the_same_files(
    tally: Tally, tmp_path: Path
) -> None:
    files = {
        "pyproject.toml": b'[build-system]\nrequires = ["setuptools==75.6.0"]\n'
        b'build-backend = "setuptools.build_meta"\n',
        "setup.py": b"import hashlib\nfrom setuptools import setup\n"
        b"setup(name='example', version='1.0', py_modules=['example'],\n"
        b"      description=hashlib.sha256(open('said', 'rb').read()).hexdigest())\n",
        "said": b"An example\n",
        "example.py": b"example = 1\n",
        "MANIFEST.in": b"include said\n",
        ".gitignore": b"dist/\n*.egg-info/\nPKG-INFO\n",
    }
    place = tmp_path / "project"
    place.mkdir()
    for name, content in files.items():
        (place / name).write_bytes(content)
    command = [sys.executable, "-m", "build", "--sdist", f"--outdir={tmp_path}/dist", str(place)]
    subprocess.run(command, check=True, capture_output=True)
    said = made_again(tally, tmp_path, files, tmp_path / "dist" / "example-1.0.tar.gz")
    assert "PKG-INFO" in said


def test_a_disk_that_fails_leaves_what_was_there(tally: Tally, releases: Releases) -> None:
    done = tally(
        "scrub", releases.honest, "--source", releases.repository.path, "-o", "no/c.tar.gz"
    )
    assert done.failed_saying("No such file or directory")
