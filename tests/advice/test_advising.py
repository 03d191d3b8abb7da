"""What is said to whom: by the state of the work tree, by what is configured already, by hostile names."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path

import pytest

from gitrepo import GitRepo
from tallystick.advice import BACKENDS, WorkTree, advise
from tallystick.advice.backends import Key, quoted
from tallystick.advice.grouping import whole_folders
from tallystick.advice.manifest_in import excluded, included
from tallystick.audit import audit
from tallystick.limits import DEFAULT
from tallystick.model import ArtifactKind
from tallystick.model.advice import Advice, AdviceAbout
from tallystick.project.manifest_in import commands_of, leaves_out
from trees import artifact, entry, source, tree

SETUPTOOLS = '[build-system]\nrequires = ["setuptools"]\nbuild-backend = "setuptools.build_meta"\n'
FLIT = '[build-system]\nrequires = ["flit_core"]\nbuild-backend = "flit_core.buildapi"\n'


def said(
    packed: Mapping[str, bytes],
    committed: Mapping[str, bytes],
    work_tree: Path,
    kind: ArtifactKind = ArtifactKind.SDIST,
) -> list[Advice]:
    ledger = audit(artifact(tree(packed), kind=kind), source(tree(committed)))
    (work_tree / ".git").mkdir(exist_ok=True)
    here = WorkTree.at(work_tree)
    assert here is not None
    return list(advise(ledger, here, DEFAULT))


def test_a_file_that_nobody_committed_is_named_with_what_keeps_it_out(tmp_path: Path) -> None:
    committed = {"pyproject.toml": SETUPTOOLS.encode()}
    (tmp_path / "scratch.py").write_bytes(b"print()\n")
    (one,) = said({**committed, "scratch.py": b"print()\n"}, committed, tmp_path)
    assert (one.about, one.file) == (AdviceAbout.EXTRA, "MANIFEST.in")
    assert one.lines == ("exclude scratch.py",)
    assert "in no commit" in one.message


def test_a_file_that_was_changed_and_not_committed_is_said_to_be(tmp_path: Path) -> None:
    committed = {"pyproject.toml": SETUPTOOLS.encode(), "a.py": b"1\n"}
    (tmp_path / "a.py").write_bytes(b"2\n")
    (one,) = said({**committed, "a.py": b"2\n"}, committed, tmp_path)
    assert (one.about, one.paths) == (AdviceAbout.CHANGED, ("a.py",))
    assert "nobody has committed" in one.message


def test_a_file_of_another_commit_is_said_to_be_of_none_here(tmp_path: Path) -> None:
    committed = {"pyproject.toml": SETUPTOOLS.encode(), "a.py": b"1\n"}
    (one,) = said({**committed, "a.py": b"3\n"}, committed, tmp_path)
    assert one.about == AdviceAbout.CHANGED
    assert "--ref" in one.message


def test_what_the_configuration_leaves_out_is_decided(tmp_path: Path) -> None:
    manifest = (
        "exclude notes.txt\nprune drafts\nrecursive-exclude tests *.bin\nglobal-exclude *.tmp\n"
    )
    committed = {
        "pyproject.toml": SETUPTOOLS.encode(),
        "MANIFEST.in": manifest.encode(),
        **dict.fromkeys(("notes.txt", "drafts/a", "drafts/b/c", "tests/x.bin", "d/e.tmp"), b"x"),
        "tests/y.dat": b"y",
    }
    packed = {name: committed[name] for name in ("pyproject.toml", "MANIFEST.in")}
    (one,) = said(packed, committed, tmp_path)
    assert (one.about, one.paths) == (AdviceAbout.MISSING, ("tests/y.dat",))
    assert one.lines == ("include tests/y.dat",)


def test_a_list_that_is_there_is_added_to(tmp_path: Path) -> None:
    configured = FLIT + '[tool.flit.sdist]\ninclude = ["README"]\nexclude = ["drafts/"]\n'
    committed = {
        "pyproject.toml": configured.encode(),
        "README": b"",
        "tests/a": b"a",
        "tests/b": b"b",
        "drafts/c": b"c",
    }
    packed = {name: committed[name] for name in ("pyproject.toml", "README")}
    (one,) = said(packed, committed, tmp_path)
    assert one.paths == ("tests/",)
    assert one.lines == ('    "tests/",',)
    assert "to `include` of [tool.flit.sdist] add" in one.message


def test_files_of_tools_are_told_apart_and_nothing_is_to_be_done(tmp_path: Path) -> None:
    committed = {
        "pyproject.toml": SETUPTOOLS.encode(),
        ".github/workflows/a.yml": b"",
        ".github/b": b"b",
    }
    packed = {"pyproject.toml": committed["pyproject.toml"]}
    (one,) = said(packed, committed, tmp_path)
    assert (one.paths, one.lines) == ((".github/",), ())
    assert "do without" in one.message


def test_a_backend_that_nobody_knows_gets_words_and_no_lines(tmp_path: Path) -> None:
    committed = {
        "pyproject.toml": b'[build-system]\nrequires = []\nbuild-backend = "own.backend"\n',
        "data.txt": b"x",
    }
    (one,) = said({"pyproject.toml": committed["pyproject.toml"]}, committed, tmp_path)
    assert (one.paths, one.file, one.lines) == (("data.txt",), None, ())
    assert "is not known here" in one.message


def test_a_wheel_that_lost_its_data_is_told_the_package(tmp_path: Path) -> None:
    committed = {
        "pyproject.toml": SETUPTOOLS.encode(),
        "src/pkg/__init__.py": b"",
        "src/pkg/one.json": b"1",
        "src/pkg/two.json": b"2",
    }
    packed = {"pkg/__init__.py": b"", "pkg/one.json": b"1"}
    given = said(packed, committed, tmp_path, ArtifactKind.WHEEL)
    (one,) = [each for each in given if each.about is AdviceAbout.MISSING]
    assert one.lines == ("[tool.setuptools.package-data]", 'pkg = ["two.json"]')


def test_names_that_no_file_can_say_are_told_and_not_written(tmp_path: Path) -> None:
    committed = {"pyproject.toml": FLIT.encode()}
    bad = os.fsdecode(b"b\xff.py")
    (one,) = said({**committed, bad: b"x"}, committed, tmp_path)
    assert (one.paths, one.lines) == ((bad,), ())


def test_a_line_cannot_be_broken_out_of(tmp_path: Path) -> None:
    evil = 'a"]\n[project]\nname = "evil'
    committed = {"pyproject.toml": FLIT.encode()}
    (one,) = said({**committed, evil: b"x"}, committed, tmp_path)
    document = tomllib.loads(committed["pyproject.toml"].decode() + "\n".join(one.lines))
    assert document["tool"]["flit"]["sdist"]["exclude"] == [evil]
    assert set(document) == {"build-system", "tool"}
    assert all("\n" not in line for line in (*included([evil]), *excluded([evil])))


def test_other_kinds_of_artifacts_get_no_advice(tmp_path: Path) -> None:
    committed = {"configure.ac": b"x", "a.c": b"y"}
    assert said({"a.c": b"z"}, committed, tmp_path, ArtifactKind.TARBALL) == []


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("path", ["a/b.txt", "folder/", 'odd "name" é \x7f\t.txt'])
def test_what_is_to_be_written_is_toml(backend: str, path: str) -> None:
    for lists in (BACKENDS[backend].sdist, BACKENDS[backend].wheel):
        for key in (lists.include, lists.exclude, *lists.only):
            if key is None:
                continue
            text = f"[{'.'.join(key.table)}]\n{key.key} = [\n    {key.entry(path)},\n]\n"
            (found,) = inner(tomllib.loads(text), key)
            named = found["path"] if isinstance(found, dict) else found
            assert path.strip("/") in str(named)


def inner(document: dict[str, object], key: Key) -> list[object]:
    value: object = document
    for name in (*key.table, key.key):
        assert isinstance(value, dict)
        value = value[name]
    assert isinstance(value, list)
    return value


@pytest.mark.parametrize("text", ["plain", 'a"b\\c', "tab\tnew\nline", "é\U0001f600", "\x7f\x00"])
def test_a_quoted_string_is_read_back(text: str) -> None:
    assert tomllib.loads(f"x = {quoted(text)}")["x"] == text


def test_folders_that_are_missing_as_a_whole_are_named_once() -> None:
    absent = ["a/b/c", "a/b/d", "a/e", "f/g", "h"]
    assert whole_folders(absent, ["f/x"]) == ("a/", "f/g", "h")
    assert whole_folders(absent, ["a/x", "f/x"]) == ("a/b/", "a/e", "f/g", "h")
    assert whole_folders(["a/b"], []) == ("a/b",)  # a folder of one file is that file
    assert whole_folders([], ["a"]) == ()


def test_manifest_in_is_read_as_setuptools_reads_it() -> None:
    commands = commands_of("# exclude a\nexclude *.txt\n\n  prune doc/*\n")
    assert leaves_out(commands, "b.txt")
    assert leaves_out(commands, "doc/x/y")
    assert not leaves_out(commands, "doc/x")
    assert not leaves_out(commands, "a")


def test_a_work_tree_is_looked_at_and_no_further(tmp_path: Path) -> None:
    repo = GitRepo(tmp_path / "repo")
    here = WorkTree.at(repo.path)
    assert here is not None
    secret = tmp_path / "secret"
    secret.write_bytes(b"x")
    wanted = entry("x", b"x")
    (repo.path / "file").write_bytes(b"x")
    (repo.path / "longer").write_bytes(b"xx")
    (repo.path / "link").symlink_to(secret)
    (repo.path / "folder").symlink_to(tmp_path)
    os.mkfifo(repo.path / "pipe")
    (repo.path / ".git" / "x").write_bytes(b"x")
    assert here.holds("file", wanted)
    for path in (
        *("longer", "link", "folder/secret", "pipe", "../secret", str(secret), ".git/x", "absent"),
        *("", "a//b", "nul\0", "file/below", "\ud800"),
    ):
        assert not here.holds(path, wanted), path


def test_a_bare_repository_is_no_work_tree(tmp_path: Path) -> None:
    assert WorkTree.at(GitRepo(tmp_path / "bare", bare=True).path) is None
    assert WorkTree.at(tmp_path / "absent") is None
