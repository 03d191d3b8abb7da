"""gnulib_tool: what it composes is made again, once, by the commit that the source names."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from gitrepo import GitRepo
from tallystick.model import Grade
from tallystick.rebuild.autotools.toolchain import FOLDER as TOOLS
from tallystick.rebuild.gnulib_tool import FOLDER
from toolchains import AUTOCONF, AUTOMAKE, KEPT, ledger, line_of, variant

pytestmark = pytest.mark.first

TOOL = """\
#!/bin/sh
# Writes what it was asked for, as gnulib-tool does, and keeps count of its runs.
test "$1" = --import || exit 1
mkdir -p m4
{
  echo '# DO NOT EDIT! GENERATED AUTOMATICALLY!'
  echo '# Reproduce by:'
  echo "# gnulib-tool $*"
  echo 'AC_DEFUN([gl_INIT],'
  echo '['
  for word
  do
    case $word in
      -*) ;;
      *) cat "../gnulib/modules/$word" || exit 1 ;;
    esac
  done
  echo '])'
} >m4/gnulib-comp.m4
"""
COMP = "m4/gnulib-comp.m4"


@dataclass(frozen=True, slots=True)
class Gnulib:
    """A history of our own under gnulib's name, and where it lies."""

    folder: Path
    repository: GitRepo
    commit: str


@pytest.fixture
def gnulib(tmp_path: Path) -> Gnulib:
    for name, version in (("autoconf", AUTOCONF), ("automake", AUTOMAKE)):
        variant(name, version)
    repository = GitRepo(tmp_path / "history")
    commit = repository.commit({"gnulib-tool": TOOL.encode(), "modules/notch": b"  gl_NOTCH\n"})
    folder = tmp_path / "toolchains"
    folder.mkdir()
    (folder / "gnulib.git").symlink_to(repository.path / ".git")
    return Gnulib(folder=folder, repository=repository, commit=commit)


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A cache that has the tools, and nothing that gnulib-tool made."""
    root = tmp_path / "kept"
    shutil.copytree(KEPT.joinpath(*TOOLS), root.joinpath(*TOOLS))
    return root


def project(commit: str) -> dict[str, str]:
    return {
        "configure.ac": "AC_INIT([stick], [1.0])\nAC_CONFIG_MACRO_DIRS([m4])\ngl_INIT\n",
        "bootstrap.conf": f"# gnulib at {commit}\ngnulib_modules='\n  notch\n'\n",
        ".gitignore": "m4\n",
    }


def composed(words: str, body: str = "  gl_NOTCH\n") -> str:
    head = "# DO NOT EDIT! GENERATED AUTOMATICALLY!\n# Reproduce by:\n"
    return f"{head}# gnulib-tool {words}\nAC_DEFUN([gl_INIT],\n[\n{body}])\n"


def test_what_the_named_commit_composes_is_made_again_and_kept(gnulib: Gnulib, kept: Path) -> None:
    reviewed = project(gnulib.commit)
    released = {**reviewed, COMP: composed("--import notch")}
    first = line_of(ledger(released, reviewed, files=gnulib.folder, kept=kept), COMP)
    assert first.grade is Grade.REGENERATED, first
    assert gnulib.commit in str(first.claim)
    stored = list(kept.joinpath(*FOLDER).iterdir())
    assert len(stored) == 1
    # What is kept is what counts: with other bytes under the same key the outcome is another.
    again = line_of(ledger(released, reviewed, files=gnulib.folder, kept=kept), COMP)
    assert again.grade is Grade.REGENERATED
    assert list(kept.joinpath(*FOLDER).iterdir()) == stored
    stored[0].write_bytes(stored[0].read_bytes().replace(b"gl_NOTCH", b"gl_NOTHC"))
    torn = line_of(ledger(released, reviewed, files=gnulib.folder, kept=kept), COMP)
    assert torn.grade is Grade.REGENERATED  # a torn file is none, and it was run again


@pytest.mark.parametrize(
    ("words", "body", "said"),
    [
        ("--import notch", "  gl_NOTCH\n  : inert\n", "made again"),
        ("--import notch other", "  gl_NOTCH\n", "does not ask gnulib for other"),
        ("--import --local-dir=../x notch", "  gl_NOTCH\n", ""),
    ],
    ids=["line-more", "module-that-the-source-does-not-name", "option-that-climbs-out"],
)
def test_what_it_does_not_compose_is_not_proven(
    gnulib: Gnulib, kept: Path, words: str, body: str, said: str
) -> None:
    reviewed = project(gnulib.commit)
    released = {**reviewed, COMP: composed(words, body)}
    line = line_of(ledger(released, reviewed, files=gnulib.folder, kept=kept), COMP)
    assert not line.grade.is_proof
    assert said in str(line.evidence) or said == "made again", line


def test_another_commit_than_the_named_one_is_never_run(gnulib: Gnulib, kept: Path) -> None:
    """Whoever changes gnulib later changes nothing of what was composed before."""
    gnulib.repository.commit({"modules/notch": b"  gl_NOTCH\n  : inert\n"})
    reviewed = project(gnulib.commit)
    hostile = {**reviewed, COMP: composed("--import notch", "  gl_NOTCH\n  : inert\n")}
    line = line_of(ledger(hostile, reviewed, files=gnulib.folder, kept=kept), COMP)
    assert not line.grade.is_proof
    unknown = project("0" * 40)
    released = {**unknown, COMP: composed("--import notch")}
    line = line_of(ledger(released, unknown, files=gnulib.folder, kept=kept), COMP)
    assert "no clone of gnulib with it is here" in str(line.evidence)
