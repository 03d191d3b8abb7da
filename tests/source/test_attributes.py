"""``.gitattributes``, held against ``git check-attr``."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from gitrepo import GitRepo
from tallystick.model import Source
from tallystick.source import Attributes
from tallystick.source.attributes import State
from tallystick.source.wildmatch import compile_pattern
from tools_needed import git_version, require_git

PATHS = [
    "a", "b", "ab", "a.c", "foo", "foo.py", "foo.txt", "FOO.TXT", "a/b", "a/b/c", "a/b/c/d.py",
    "a/foo", "a/x/b", "a/x/y/b", "foo/a", "foo/foo", "sub/foo.py", "sub/deep/foo.py", "x y", "[x]",
    "a*b", "a\\b", "-x", "é.txt", "sub/a-b", "z]", "a/b/foo/a/b", "1", "_", "sub/", "a/", "a/b/",
]  # fmt: skip


def said_by_git(repo: GitRepo, paths: list[str]) -> dict[str, dict[str, State]]:
    """From the index, as ``git archive`` reads them; a checked-out file differs in odd cases."""
    repo.git("add", "-A", "-f", ".")
    given = "".join(f"{path}\0" for path in paths).encode()
    fields = repo.git("check-attr", "--cached", "--stdin", "-z", "-a", given=given).split("\0")[:-1]
    found: dict[str, dict[str, State]] = {path: {} for path in paths}
    words: dict[str, State] = {"set": True, "unset": False}
    for path, name, value in zip(*[iter(fields)] * 3, strict=True):
        found[path][name] = words.get(value, value)
    return found


def check(repo: GitRepo, files: Mapping[str, bytes]) -> None:
    for folder, content in files.items():
        file = repo.path / folder / ".gitattributes"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    attributes = Attributes(files)
    wanted = said_by_git(repo, PATHS)
    for path in PATHS:
        assert attributes.all(path) == wanted[path], path


@pytest.fixture
def repo(tmp_path: Path) -> GitRepo:
    return GitRepo(tmp_path / "repo")


@pytest.mark.parametrize(
    "content",
    [
        b"*.py text eol=lf\nfoo.py -text\n*.txt text=auto !eol\n",
        b"foo.py a b -a\n*.py b=1 b=2\nfoo* !b c\n",
        b"[attr]mine text -diff eol=crlf\n*.py mine\nfoo.py -mine\nsub/foo.py !mine\n",
        b"[attr]mine binary x\n[attr]binary y\nfoo mine\na binary\nb -binary\n",
        b"foo binary text\nfoo.py text binary\na/b !text\n",
        b'"x y" one\n"\\141" two\n"\\303\\251.txt" three\n"bad three\n"a\\\\\\\\b" four\n',
        b"# comment\n  \t \n   foo  one   two=2\t\r\n!a no\n\\!a yes\n[attr]a\n",
        b"foo -one=1 =2\nfoo two three$\nfoo four\nfoo -\n",
        b"foo builtin_x\n",
        b"foo/ folder\na/ folder\nsub folder\n/a top\n/sub/foo.py top\na/b/ nested\n",
        b"\xef\xbb\xbffoo bom\na " + b"x" * 2100 + b"\nb " + b"y" * 2040 + b"\n",
        b"foo cut\0off\na after\n",
        b"foo text\n[attr] spaced one\n[attr]-bad x\nfoo -bad\n",
    ],
)
def test_lines_mean_what_git_says_they_mean(repo: GitRepo, content: bytes) -> None:
    if max(map(len, content.split(b"\n"))) > 2048:
        require_git(2, 39, 1)  # reads no longer lines since (CVE-2022-23521)
    if b"builtin_" in content and git_version()[1] >= (2, 44):
        pytest.skip("names of that kind are git's own since 2.44; ours stays with what they meant")
    check(repo, {"": content})


def test_the_nearest_file_goes_first_and_macros_only_stand_at_the_root(repo: GitRepo) -> None:
    check(
        repo,
        {
            "": b"[attr]mine x=1\n*.py text mine\nsub/foo.py y\n/a z\n",
            "sub/": b"[attr]mine x=2\n[attr]own q\n*.py -text own\nfoo.py !mine\n/foo.py w\n",
            "sub/deep/": b"*.py text=deep\n",
            "a/": b"/b one\nb two\nb/c three\n**/b four\n",
        },
    )


PIECES = ["a", "b", "foo", ".py", ".txt", "*", "**", "?", "/", "/", "**/", "/**", "/**/", "\\", "[ab]",
          "[!a]", "[^b]", "[a-c]", "[]x]", "[[:alpha:]]", "[[:foo:]]", "[x", "[a-]", "[!/]", "\\*",
          "sub", "***", "[[:upper:][:digit:]_]", "]", "[\\]]", "[c-a]", "[--0]"]  # fmt: skip


STARS_AFTER_A_NAME = re.compile(r"[^*?\[\\]*[^*?\[\\/]\*\*")
"""``b**/c``, which matched ``b/x/c`` until git 2.52 and does not since; ours stays with what most gits do."""


@pytest.mark.parametrize("seed", range(8))
def test_any_pattern_matches_what_git_matches(repo: GitRepo, seed: int) -> None:
    choice = random.Random(seed)  # noqa: S311 - the same patterns on every run
    is_new = git_version()[1] >= (2, 52)
    patterns = []
    for _ in range(400):
        pattern = "".join(choice.choice(PIECES) for _ in range(choice.randint(1, 5)))
        if not pattern.startswith("[attr]") and not (is_new and STARS_AFTER_A_NAME.match(pattern)):
            patterns.append(pattern)
    content = "".join(f"{pattern} n{number}\n" for number, pattern in enumerate(patterns))
    (repo.path / ".gitattributes").write_text(content)
    attributes = Attributes({"": content.encode()})
    wanted = said_by_git(repo, PATHS)
    for path in PATHS:
        found = attributes.all(path)
        differing = set(found) ^ set(wanted[path])
        assert not differing, [(patterns[int(name[1:])], path, name in found) for name in differing]


@pytest.mark.parametrize("piece", [b"*a", b"**/a*", b"**/", b"*?", b"[ab]*", b"a/**/"])
def test_no_pattern_takes_exponential_time(piece: bytes) -> None:
    expression = compile_pattern(piece * 60 + b"z", whole_path=True)
    assert expression is not None
    start = time.process_time()
    assert not expression.fullmatch(b"a" * 400)
    assert not expression.fullmatch(b"a/" * 200)
    assert not expression.fullmatch(b"ab/" * 100)
    assert time.process_time() - start < 2


def test_a_tree_gives_its_own_attributes(repo: GitRepo, opened: Callable[..., Source]) -> None:
    repo.commit(
        {
            ".gitattributes": b"* text=auto\n*.bat eol=crlf\nversion.py export-subst ident\n"
            b"tests/ export-ignore\ndocs export-ignore\n*.old crlf\n*.j working-tree-encoding=UTF-16\n",
            "tests/.gitattributes": b"keep -export-ignore\n",
        }
    )
    attributes = Attributes.of(opened(repo.path).tree)
    assert attributes["run.bat"].eol == "crlf"
    assert attributes["run.bat"].text == "auto"
    assert attributes["version.py"].export_subst
    assert attributes["version.py"].ident
    assert attributes["tests/keep"].export_ignore
    assert attributes["docs/a/b"].export_ignore
    assert not attributes["src/a"].export_ignore
    assert attributes["x.j"].working_tree_encoding == "UTF-16"
    assert attributes.get("x.old", "crlf") is True
    assert not attributes.skips


def test_what_git_archive_leaves_out_is_export_ignore(
    repo: GitRepo, opened: Callable[..., Source]
) -> None:
    files = ["a", "tests/a", "tests/deep/b", "docs/x", "src/docs", "src/docs2/y", "tests2/a"]
    rules = b"tests/ export-ignore\n/docs export-ignore\nsrc/docs* export-ignore\n"
    repo.commit({".gitattributes": rules, **dict.fromkeys(files, b"x")})
    listed = repo.git("archive", "--format=tar", "HEAD", "-o", str(repo.path / "out.tar"))
    assert not listed
    kept = set(opened(repo.path / "out.tar").tree.entries)
    attributes = Attributes.of(opened(repo.path).tree)
    assert {path for path in files if not attributes[path].export_ignore} == kept - {
        ".gitattributes"
    }
