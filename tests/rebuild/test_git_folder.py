"""What a build inside finds of git is what a real checkout has: id, tags, line ends and submodules."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from msgspec.structs import replace

from gitrepo import Content, Gitlink, GitRepo, environment
from small_projects import FILES, Project, rebuild, rebuild_from, route
from tallystick.cache import Cache
from tallystick.limits import DEFAULT
from tallystick.model import RebuildOutcome, Source, VerdictValue
from tallystick.rebuild.git_folder import ALONE, CHECKED_OUT, MADE_UP
from tallystick.source import open_source
from tools_needed import require_tool

ASKS = """\
import subprocess
def ask(*words): return subprocess.check_output(["git", *words]).decode()
said = [
    ask("rev-parse", "HEAD"), ask("rev-parse", "HEAD^{tree}"), ask("describe", "--tags", "--long", "--dirty"),
    ask("log", "-1", "--format=%H %an %ae %aI %cI %s"), ask("tag", "--points-at", "HEAD"),
    ask("ls-files"), ask("status", "--porcelain", "--untracked-files=no"),
    [open(os.path.join(folder_, name), "rb").read()
     for folder_, _, names in sorted(os.walk(".")) if ".git" not in folder_.split("/")
     for name in sorted(names) if not name.endswith(".pyc") and name != "said.py"],
]
open("src/said.py", "w").write("SAID = %r\\n" % (said,))
"""
"""Puts what a build could learn of git and of its checkout into the wheel."""


def committed(folder: Path, *, more: dict[str, Content] | None = None) -> GitRepo:
    """A project that asks git everything, with line ends by attributes, released as v1.0."""
    project = Project.with_backend(ASKS)
    require_tool("git")
    repo = GitRepo(folder / "repo")
    repo.commit({"src/example.py": b"print('before')\n"}, "before")
    files: dict[str, Content] = {
        **project.files,
        ".gitattributes": b"*.bat text eol=crlf\n*.id ident\n",
        ".gitignore": b"ignored.txt\n",
        "ignored.txt": b"committed all the same\n",
        "src/run.bat": b"echo 1\n",
        "src/own.id": b"$Id$\n",
        "with space/\u00e9.txt": b"x\n",
        **(more or {}),
    }
    repo.commit({os.fsencode(name): content for name, content in files.items()}, "release", days=1)
    repo.git("tag", "-a", "-m", "the release", "v1.0")
    repo.git("tag", "light")
    return repo


def published(repo: GitRepo, folder: Path) -> Path:
    """What the backend builds in a real checkout, by hand."""
    place, dist = folder / "checkout", folder / "dist"
    dist.mkdir()
    allowed = ["-c", "protocol.file.allow=always"]
    cloning = ["git", *allowed, "clone", "-q", "--recurse-submodules", repo.url, str(place)]
    subprocess.run(cloning, check=True, env=environment(), capture_output=True)
    call = "import backend, sys; print(backend.build_wheel(sys.argv[1]))"
    kept = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
    done = subprocess.run(
        [sys.executable, "-B", "-c", call, str(dist)],
        cwd=place,
        env=kept,
        check=True,
        capture_output=True,
        text=True,
    )
    return dist / done.stdout.strip()


def reviewed(repo: GitRepo, folder: Path) -> Source:
    return open_source(str(repo.path), cache=Cache(root=folder / "cache"), limits=DEFAULT)


def test_a_build_that_asks_git_everything_comes_out_as_from_a_real_checkout(tmp_path: Path) -> None:
    repo = committed(tmp_path)
    ledger = rebuild_from(published(repo, tmp_path), reviewed(repo, tmp_path), tmp_path)
    found = route(ledger, "wheel-from-commit")
    assert found.outcome is RebuildOutcome.IDENTICAL, (found, ledger.lines)
    assert found.adjustments == (ALONE, CHECKED_OUT)


def test_the_git_file_of_a_submodule_is_as_git_writes_it(tmp_path: Path) -> None:
    inner = GitRepo(tmp_path / "inner")
    commit = inner.commit({"inside.txt": b"inside\n"})
    said = f'[submodule "third/inner"]\n\tpath = src/deep/inner\n\turl = {inner.url}\n'
    more: dict[str, Content] = {
        ".gitmodules": said.encode(),
        "src/deep/inner": Gitlink(commit),
    }
    text = Project.with_backend(ASKS).files["backend.py"]
    text = text.replace(b'os.listdir("src")', b"set(os.listdir('src')) - {'deep'}")
    repo = committed(tmp_path, more={**more, "backend.py": text})
    source = reviewed(repo, tmp_path)
    assert source.submodules == {"src/deep/inner": commit}
    found = route(rebuild_from(published(repo, tmp_path), source, tmp_path), "wheel-from-commit")
    assert found.outcome is RebuildOutcome.IDENTICAL, found


@pytest.mark.parametrize("what", ["another-commit", "dirty-tree"])
def test_a_wheel_of_another_checkout_does_not_come_out(what: str, tmp_path: Path) -> None:
    repo = committed(tmp_path)
    source = reviewed(repo, tmp_path)
    if what == "another-commit":
        repo.git("commit", "-q", "--amend", "-m", "somebody else's")
    else:
        repo.commit({"src/run.bat": b"echo 2\n"}, "more")
    repo.git("tag", "-f", "-a", "-m", "the release", "v1.0")
    ledger = rebuild_from(published(repo, tmp_path), source, tmp_path)
    found = route(ledger, "wheel-from-commit")
    assert found.outcome is RebuildOutcome.DIFFERS
    assert "said.py" in found.differing
    assert ledger.verdict is not None
    assert ledger.verdict.value is not VerdictValue.ACCEPTED


def test_a_source_without_a_commit_gets_one_that_is_made_up_and_says_so(tmp_path: Path) -> None:
    project = Project.with_backend(
        "import subprocess\nsubprocess.check_call(['git', 'rev-parse', 'HEAD'])"
    )
    text = b"# asks git\n" + project.files["pyproject.toml"]
    project = Project({**project.files, "pyproject.toml": text, "setup.py": b"# git\n"})
    wheel = Project(FILES).publish("wheel", tmp_path)
    found = route(rebuild(wheel, project, tmp_path), "wheel-from-commit")
    assert found.outcome is RebuildOutcome.IDENTICAL, found
    assert found.adjustments == (MADE_UP,)


def test_a_commit_of_another_tree_is_not_passed_off_as_the_audited_one(tmp_path: Path) -> None:
    repo = committed(tmp_path)
    wheel = published(repo, tmp_path)
    source = reviewed(repo, tmp_path)
    foreign = replace(
        source.objects[-1], content=b"tree " + b"0" * 40 + b"\n" + source.objects[-1].content[46:]
    )
    source = replace(source, objects=(foreign,))
    found = route(rebuild_from(wheel, source, tmp_path), "wheel-from-commit")
    assert found.outcome is RebuildOutcome.DIFFERS
    assert found.differing == ("example-1.0.dist-info/RECORD", "said.py")
