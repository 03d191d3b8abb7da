"""Known causes, by logs and differences as real builds leave them; each is in the docs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tallystick.rebuild.causes import KILLED, LOGGED, causes_of_difference, causes_of_failure

LOGS = {
    "missing-compiler": "error: command 'gcc' failed: No such file or directory",
    "missing-header": "a.c:1:10: fatal error: Python.h: No such file or directory",
    "needs-network": "urllib.error.URLError: <urlopen error [Errno -3] Temporary failure in name resolution>",
    "needs-git": "fatal: not a git repository (or any of the parent directories): .git",
    "missing-module": "ModuleNotFoundError: No module named 'numpy'",
    "other-python": "AttributeError: module 'ast' has no attribute 'Str'",
}

DIFFERENCES = {
    "crlf": ("a.py", b"a\r\nb\r\n", b"a\nb\n"),
    "other-tags": ("x-1.dist-info/WHEEL", b"A: 1\nTag: a\n", b"A: 1\nTag: b\n"),
    "other-generator": ("x-1.dist-info/WHEEL", b"Generator: a 1\n", b"Generator: a 2\n"),
    "parenthesised-requirements": (
        "x-1.dist-info/METADATA",
        b"Requires-Dist: a (>=1) ; x\n",
        b"Requires-Dist: a>=1 ; x\n",
    ),
    "year": ("LICENSE", b"(c) 2023", b"(c) 2026"),
    "other-backend-version": (
        "x-1.dist-info/METADATA",
        b"Metadata-Version: 2.1\n",
        b"Metadata-Version: 2.4\n",
    ),
    "built-without-git": ("x/_version.py", b"__commit_id__ = None", b"__commit_id__ = 'g1'"),
}


@pytest.mark.parametrize("cause", LOGGED)
def test_a_log_looks_like_its_cause_and_no_other(cause: str) -> None:
    assert causes_of_failure(LOGS[cause], None) == (cause,)


def test_an_ordinary_log_looks_like_nothing() -> None:
    assert causes_of_failure("running build_ext\ncopying a.py\nerror: invalid data\n", None) == ()


@pytest.mark.parametrize(("cap", "cause"), KILLED.items())
def test_a_cap_is_a_cause(cap: str, cause: str) -> None:
    assert causes_of_failure("", cap) == (cause,)


@pytest.mark.parametrize("cause", DIFFERENCES)
def test_a_difference_looks_like_its_cause_and_no_other(cause: str) -> None:
    path, published, rebuilt = DIFFERENCES[cause]
    assert causes_of_difference({path: (published, rebuilt)}, (), ()) == (cause,)


def test_what_is_missing_or_besides_looks_like_its_cause() -> None:
    assert causes_of_difference({}, ("a/.pytest_cache/x",), ()) == ("working-tree",)
    assert causes_of_difference({}, (), ("a.egg-info/x",)) == ("other-backend-version",)
    assert causes_of_difference({"a.py": (b"1", b"2")}, ("b.py",), ()) == ()


def test_every_cause_has_a_row_in_the_docs() -> None:
    docs = (Path(__file__).parents[2] / "docs" / "rebuild.md").read_text(encoding="utf-8")
    rows = set(re.findall(r"^\| `([a-z-]+)` \|", docs, re.MULTILINE))
    known = {*LOGGED, *KILLED.values(), *DIFFERENCES, "working-tree"}
    assert known - rows == set()
