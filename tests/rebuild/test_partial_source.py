"""A clone that lacks contents: what the artifact has under the same id stands in; the rest is left out."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from msgspec.structs import replace

from gitrepo import Content, GitRepo
from small_projects import Project, rebuild_from, repacked, route
from tallystick.cache import Cache
from tallystick.limits import DEFAULT
from tallystick.model import RebuildOutcome, Source, Tree, VerdictValue
from tallystick.rebuild.git_folder import ALONE, CHECKED_OUT
from tallystick.source import open_source
from trees import Lacking

ASKS = """\
import subprocess
def ask(*words): return subprocess.check_output(["git", *words]).decode()
said = [ask("rev-parse", "HEAD"), ask("describe", "--tags", "--long", "--dirty"), ask("ls-files")]
open("src/said.py", "w").write("SAID = %r\\n" % (said,))
"""
"""Puts what git says of the commit and of changes into the wheel."""

LEFT_OUT = "1 files of the source were left out, whose contents are not to be had"


def released(folder: Path) -> GitRepo:
    repo = GitRepo(folder / "repo")
    more: dict[str, Content] = {
        "docs/large.bin": b"large\0",
        ".gitignore": b"said.py\n",
        ".gitattributes": b"*.bat text eol=crlf\n",
        "run.bat": b"echo 1\n",
        "src/other.py": b"other = 1\n",
    }
    files = {**Project.with_backend(ASKS).files, **more}
    repo.commit({os.fsencode(name): content for name, content in files.items()})
    repo.git("tag", "v1.0")
    return repo


def built(repo: GitRepo, folder: Path) -> Path:
    (folder / "dist").mkdir()
    call = "import backend, sys; print(backend.build_wheel(sys.argv[1]))"
    done = subprocess.run(
        [sys.executable, "-B", "-c", call, str(folder / "dist")],
        cwd=repo.path,
        env={k: v for k, v in os.environ.items() if not k.startswith("GIT_")},
        check=True,
        capture_output=True,
        text=True,
    )
    return folder / "dist" / done.stdout.strip()


def without(repo: GitRepo, folder: Path, *lacks: str) -> Source:
    source = open_source(str(repo.path), cache=Cache(root=folder / "cache"), limits=DEFAULT)
    reader = Lacking(source.tree.reader, frozenset(lacks))
    return replace(source, tree=Tree(entries=source.tree.entries, reader=reader))


def test_a_build_that_does_not_need_it_comes_out_and_git_sees_no_change(tmp_path: Path) -> None:
    repo = released(tmp_path)
    wheel = built(repo, tmp_path)
    ledger = rebuild_from(wheel, without(repo, tmp_path, "docs/large.bin"), tmp_path)
    found = route(ledger, "wheel-from-commit")
    assert found.outcome is RebuildOutcome.IDENTICAL, (found, ledger.lines)
    assert found.adjustments == (ALONE, CHECKED_OUT, LEFT_OUT)


def test_what_the_artifact_has_under_the_same_id_stands_in(tmp_path: Path) -> None:
    repo = released(tmp_path)
    wheel = built(repo, tmp_path)
    ledger = rebuild_from(wheel, without(repo, tmp_path, "src/example.py"), tmp_path)
    found = route(ledger, "wheel-from-commit")
    assert found.outcome is RebuildOutcome.IDENTICAL, (found, ledger.lines)
    assert found.adjustments == (ALONE, CHECKED_OUT)


def test_a_changed_file_never_stands_in_for_the_one_that_is_not_there(tmp_path: Path) -> None:
    repo = released(tmp_path)
    wheel = repacked(built(repo, tmp_path), {"example.py": b"import evil\n"})
    ledger = rebuild_from(wheel, without(repo, tmp_path, "src/example.py"), tmp_path)
    found = route(ledger, "wheel-from-commit")
    assert found.outcome is RebuildOutcome.DIFFERS
    assert "example.py" in found.missing
    assert LEFT_OUT in found.adjustments
    assert ledger.verdict is not None
    assert ledger.verdict.value is not VerdictValue.ACCEPTED
