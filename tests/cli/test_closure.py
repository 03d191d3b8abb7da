"""Audits without a repository: what the artifacts of a release say of each other, and never accepted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from command import Done, Tally
from index_server import IndexServer
from packing import Files, write_tar, write_zip

METADATA = b"Metadata-Version: 2.1\nName: example\nVersion: 1.0\n"
NAMED = METADATA + b"Project-URL: Source, https://git.example/nobody/example\n"
PYPROJECT = (
    b'[build-system]\nrequires = ["flit_core"]\nbuild-backend = "flit_core.buildapi"\n'
    b'[project]\nname = "example"\nversion = "1.0"\n'
)
URLS = b'[project.urls]\nSource = "https://git.example/nobody/example"\n'
MODULE = b'"""Say hello."""\n'
LENIENT = '[rules]\nskips = "allow"\nunproven = "allow"\nabsent = "allow"\n'


def sdist(path: Path, *, metadata: bytes = METADATA, **more: bytes) -> Path:
    files: dict[str, bytes] = {
        "PKG-INFO": metadata,
        "pyproject.toml": PYPROJECT + (URLS if metadata is NAMED else b""),
        "example/__init__.py": MODULE,
        **{name.replace("__", "/").replace("_py", ".py"): text for name, text in more.items()},
    }
    return write_tar(path, {f"example-1.0/{name}": text for name, text in files.items()})


def wheel(path: Path, files: Files | None = None) -> Path:
    return write_zip(
        path,
        {
            "example/__init__.py": MODULE,
            "example-1.0.dist-info/METADATA": METADATA,
            **(files or {}),
        },
    )


def ledger_of(done: Done, name: str) -> dict[str, Any]:
    document = json.loads(done.out)
    ledgers = document.get("ledgers", [document])
    found: dict[str, Any] = next(one for one in ledgers if one["artifact"]["name"] == name)
    return found


@pytest.fixture
def honest(tally: Tally) -> tuple[Path, Path]:
    return (
        sdist(tally.folder / "example-1.0.tar.gz"),
        wheel(tally.folder / "example-1.0-py3-none-any.whl"),
    )


def test_a_wheel_that_agrees_with_its_sdist_is_inconclusive(
    tally: Tally, honest: tuple[Path, Path]
) -> None:
    done = tally("audit", *honest, "--format", "json")
    assert (done.code, done.err) == (3, ""), done.out
    ledger = ledger_of(done, honest[1].name)
    assert ledger["verdict"] == "inconclusive"
    assert ledger["source"]["url"] == "example-1.0.tar.gz"
    (evidence,) = ledger["source"]["evidence"]
    assert (evidence["kind"], evidence["agrees"]) == ("closure", None)
    assert evidence["value"].startswith("the sdist example-1.0.tar.gz, sha256 ")
    assert evidence["value"].endswith(" stands in for the repository")
    assert {"closure", "skips"} <= {reason["rule"] for reason in ledger["reasons"]}
    assert [skip["check"] for skip in ledger["skips"]] == ["source"]
    grades = {entry["path"]: entry["grade"] for entry in ledger["entries"]}
    assert grades["example/__init__.py"] == "identical"
    # The sdist itself has nothing to be laid against.
    assert ledger_of(done, honest[0].name)["source"] is None


def test_a_repository_out_of_reach_is_the_reason(tally: Tally) -> None:
    released = sdist(tally.folder / "example-1.0.tar.gz", metadata=NAMED)
    built = wheel(
        tally.folder / "example-1.0-py3-none-any.whl", {"example-1.0.dist-info/METADATA": NAMED}
    )
    done = tally("audit", released, built, "--offline", "--format", "json")
    assert done.code == 3, done
    ledger = ledger_of(done, built.name)
    assert ledger["source"]["url"] == released.name
    assert "git.example/nobody/example" in ledger["skips"][0]["reason"]


@pytest.mark.parametrize(
    ("attack", "named"),
    [
        ({"example/__init__.py": MODULE + b"import os\n"}, "example/__init__.py"),
        ({"example/extra.py": b"import os\n"}, "example/extra.py"),
        ({"example.pth": b"import os\n"}, "example.pth"),
    ],
    ids=["other-bytes", "another-module", "runs-at-startup"],
)
def test_a_wheel_that_its_sdist_contradicts_is_rejected(
    attack: Files, named: str, tally: Tally, honest: tuple[Path, Path]
) -> None:
    tampered = wheel(tally.folder / "tampered" / honest[1].name, attack)
    done = tally("audit", honest[0], tampered, "--format", "json")
    assert (done.code, done.err) == (1, "")
    reasons = ledger_of(done, tampered.name)["reasons"]
    assert reasons[0]["paths"] == [named]


@pytest.mark.parametrize(
    "rules", [LENIENT, LENIENT + 'source-evidence = "allow"\nempty = "allow"\n']
)
def test_no_policy_accepts_a_wheel_and_an_sdist_that_were_tampered_with_alike(
    rules: str, tally: Tally
) -> None:
    backdoor = {"example/extra.py": b"import os  # in both, so they agree\n"}
    released = sdist(
        tally.folder / "example-1.0.tar.gz", example__extra_py=backdoor["example/extra.py"]
    )
    built = wheel(tally.folder / "example-1.0-py3-none-any.whl", backdoor)
    policy = tally.folder / "policy.toml"
    policy.write_text(rules)
    done = tally("audit", released, built, "--policy", policy, "--format", "json")
    ledger = ledger_of(done, built.name)
    assert done.code == 3
    assert ledger["verdict"] == "inconclusive"
    assert [reason["rule"] for reason in ledger["reasons"]] == ["closure"]


def test_a_policy_that_would_allow_closure_is_refused(
    tally: Tally, honest: tuple[Path, Path]
) -> None:
    policy = tally.folder / "policy.toml"
    policy.write_text(LENIENT + 'closure = "allow"\n')
    done = tally("audit", *honest, "--policy", policy)
    assert done.failed_saying("closure cannot be allowed", str(policy))
    policy.write_text('[rules]\nclosure = "reject"\n')
    assert tally("audit", *honest, "--policy", policy).code == 1


@pytest.mark.parametrize(
    "name", ["other-1.0.tar.gz", "example-2.0.tar.gz", "example-1.0.post1.tar.gz"]
)
def test_an_sdist_of_another_release_does_not_stand_in(
    name: str, tally: Tally, honest: tuple[Path, Path]
) -> None:
    other = sdist(tally.folder / "other" / name)
    done = tally("audit", other, honest[1], "--format", "json")
    ledger = ledger_of(done, honest[1].name)
    assert (ledger["source"], ledger["verdict"]) == (None, "inconclusive")


def test_a_tarball_that_is_no_sdist_does_not_stand_in(
    tally: Tally, honest: tuple[Path, Path]
) -> None:
    tarball = write_tar(
        tally.folder / "plain" / "example-1.0.tar.gz", {"example-1.0/example/__init__.py": b"other"}
    )
    done = tally("audit", tarball, honest[1], "--format", "json")
    ledger = ledger_of(done, honest[1].name)
    assert (ledger["source"], ledger["verdict"]) == (None, "inconclusive")
    assert {skip["check"] for skip in ledger["skips"]} == {"source", "closure"}


SETUP = (
    b"from setuptools import Extension, setup\n"
    b"setup(name='example', version='1.0', packages=['example'],\n"
    b"      package_data={'example': ['bundled/*.h']},\n"
    b"      ext_modules=[Extension('example._c', ['c.c'], include_dirs=['bundled'])])\n"
)
HEADER = {"example/bundled/z.h": b"#ifndef Z\n#define Z\n#endif\n"}


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"setup_py": SETUP}, 3),
        ({"setup_py": SETUP, ".gitignore": b"other/\n"}, 1),
        ({}, 1),
    ],
    ids=["the-build-names-it", "git-does-not-ignore-it", "nothing-names-it"],
)
def test_headers_of_the_build_machine_are_a_claim_where_the_sdist_left_gitignore_out(
    more: dict[str, bytes], code: int, tally: Tally
) -> None:
    released = sdist(tally.folder / "example-1.0.tar.gz", **more)
    name = "example-1.0-cp311-cp311-linux_x86_64.whl"
    done = tally("audit", released, wheel(tally.folder / name, HEADER), "--format", "json")
    assert done.code == code
    ledger = ledger_of(done, name)
    grades = {entry["path"]: entry["grade"] for entry in ledger["entries"]}
    assert grades["example/bundled/z.h"] == ("unproven" if code == 3 else "unexplained")


def test_a_release_of_an_index_whose_repository_nobody_names(
    tally: Tally, honest: tuple[Path, Path], index: IndexServer
) -> None:
    index.project("example", [index.file(path.name, path.read_bytes()) for path in honest])
    done = tally("audit", "example==1.0", "--index", index.url, "--format", "json")
    assert (done.code, done.err) == (3, "")
    assert ledger_of(done, honest[1].name)["source"]["url"] == honest[0].name


def test_an_sdist_is_laid_against_that_of_another_index(
    tally: Tally, honest: tuple[Path, Path], index: IndexServer
) -> None:
    index.project("example", [index.file(honest[0].name, honest[0].read_bytes())])
    other = ("--other-index", index.url, "--format", "json")
    done = tally("audit", honest[0], *other)
    ledger = ledger_of(done, honest[0].name)
    assert (done.code, ledger["verdict"]) == (3, "inconclusive")
    assert "of 127.0.0.1, sha256" in ledger["source"]["evidence"][0]["value"]
    assert {entry["grade"] for entry in ledger["entries"]} == {"identical"}
    tampered = sdist(tally.folder / "tampered" / honest[0].name, example__extra_py=b"import os\n")
    done = tally("audit", tampered, *other)
    assert done.code == 1
    assert ledger_of(done, tampered.name)["reasons"][0]["paths"] == ["example/extra.py"]


def test_another_index_that_lies_or_is_out_of_reach_is_a_skip(
    tally: Tally, honest: tuple[Path, Path], index: IndexServer
) -> None:
    listed = index.file(honest[0].name, honest[0].read_bytes())
    index.project("example", [{**listed, "hashes": {"sha256": "0" * 64}}])
    for url in (index.url, "http://127.0.0.1:1/simple/"):
        done = tally("audit", honest[0], "--other-index", url, "--format", "json")
        ledger = ledger_of(done, honest[0].name)
        assert (done.code, ledger["source"]) == (3, None)
        assert [skip["check"] for skip in ledger["skips"]] == ["source", "closure"]
    assert tally("audit", honest[0], "--other-index", "ftp://x/").failed_saying("https only")


def test_a_source_that_was_named_and_cannot_be_read_stays_an_error(
    tally: Tally, honest: tuple[Path, Path]
) -> None:
    assert tally("audit", *honest, "--source", "nowhere").failed_saying("no such file")
