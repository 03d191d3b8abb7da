"""``--baseline`` through the command: versions, ledgers, and what cannot be compared."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from command import FILES, Done, Tally
from gitrepo import Content, GitRepo
from index_server import IndexServer
from packing import Files, write_tar, write_zip
from tallystick.report import FORMATS

MACRO: Files = {"m4/host-to-build.m4": b"# serial 30\n"}
METADATA = "Metadata-Version: 2.1\nName: example\nVersion: {}\nProject-URL: Source, https://git.example/x\n"
PYPROJECT = (
    b'[build-system]\nrequires = ["flit_core"]\nbuild-backend = "flit_core.buildapi"\n'
    b'[project]\nname = "example"\nversion = "VERSION"\n'
    b'[project.urls]\nSource = "https://git.example/x"\n'
)


def committed(version: str) -> dict[str, bytes]:
    return {
        **FILES,
        "m4/ax.m4": b"dnl\n",
        "pyproject.toml": PYPROJECT.replace(b"VERSION", version.encode()),
    }


@pytest.fixture
def repository(tally: Tally) -> GitRepo:
    """Three releases, each with a tag of its own and other contents."""
    repository = GitRepo(tally.folder / "source")
    for version in ("1.0", "1.1", "1.2"):
        repository.commit(dict[str | bytes, Content](committed(version).items()))
        repository.git("tag", f"v{version}")
    return repository


def sdist(folder: Path, version: str, more: Files | None = None) -> Path:
    files = {**committed(version), "PKG-INFO": METADATA.format(version).encode(), **(more or {})}
    name = f"example-{version}"
    path = folder / version / f"{name}.tar.gz"
    return write_tar(path, {f"{name}/{inside}": content for inside, content in files.items()})


def news(done: Done) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(done.out)["baseline"]
    return found


def messages(done: Done) -> list[str]:
    return [item["message"] for item in news(done)["news"]]


def test_a_macro_that_no_release_before_had_is_named_as_new(
    tally: Tally, repository: GitRepo
) -> None:
    ledgers = []
    for version in ("1.0", "1.1"):
        ledgers.append(f"{version}.json")
        source = ("--source", repository.path, "--ref", f"v{version}")
        tally("audit", sdist(tally.folder, version), *source, "-o", ledgers[-1])
    now = ("audit", sdist(tally.folder, "1.2", MACRO), "--source", repository.path)
    wanted = [argument for ledger in ledgers for argument in ("--baseline", ledger)]
    done = tally(*now, *wanted, "--format", "json")
    assert (done.code, done.err) == (1, "")
    assert [old["version"] for old in news(done)["since"]] == ["1.0", "1.1"]
    assert messages(done) == ["for 2 releases no file under m4/ was unexplained; now one is"]
    rules = [reason["rule"] for reason in json.loads(done.out)["reasons"]]
    assert rules[0] == "unexplained-code"
    assert "new-residue" in rules
    for format_ in [known.id for known in FORMATS]:
        shown = tally(*now, *wanted, "--format", format_, COLUMNS="200").out
        assert "for 2 releases no file under m4/ was unexplained" in shown.replace("`", "")


def test_nothing_new_is_said_as_such(tally: Tally, repository: GitRepo) -> None:
    source = ("--source", repository.path)
    tally("audit", sdist(tally.folder, "1.0", MACRO), *source, "--ref", "v1.0", "-o", "old.json")
    done = tally("audit", sdist(tally.folder, "1.2", MACRO), *source, "--baseline", "old.json")
    assert done.code == 1
    assert "New since 1.0\n  nothing\n" in done.out


def test_a_version_is_had_from_the_index_and_audited_against_its_own_tag(
    tally: Tally, repository: GitRepo, index: IndexServer
) -> None:
    paths = [
        sdist(tally.folder, "1.0"),
        sdist(tally.folder, "1.1"),
        sdist(tally.folder, "1.2", MACRO),
    ]
    index.project("example", [index.file(path.name, path.read_bytes()) for path in paths])
    asked = ("audit", "example==1.2", "--index", index.url, "--format", "json")
    known = ("--baseline", "1.1", "--baseline", "1.0")
    for source in (
        ("--source", repository.path, "--ref", "v1.2"),
        ("--mirror", f"https://git.example/x={repository.path}"),
    ):
        done = tally(*asked, *source, *known)
        assert (done.code, done.err) == (1, ""), done.out
        assert messages(done) == ["for 2 releases no file under m4/ was unexplained; now one is"]
        assert [old["name"] for old in news(done)["since"]] == [paths[1].name, paths[0].name]
        assert [skip["check"] for skip in json.loads(done.out)["skips"]] == []


def test_of_a_version_only_the_wheel_for_the_same_platform_is_fetched(
    tally: Tally, repository: GitRepo, index: IndexServer
) -> None:
    def wheel(version: str, tags: str) -> Path:
        files = {f"example-{version}.dist-info/METADATA": METADATA.format(version).encode()}
        return write_zip(tally.folder / f"example-{version}-{tags}.whl", files)

    linux, windows = "cp311-cp311-manylinux_2_17_x86_64", "cp311-cp311-win_amd64"
    older = [wheel("1.1", linux), wheel("1.1", windows)]
    index.project("example", [index.file(path.name, path.read_bytes()) for path in older])
    done = tally(
        *("audit", wheel("1.2", "cp311-cp311-manylinux_2_28_x86_64"), "--index", index.url),
        *("--source", repository.path, "--baseline", "1.1", "--format", "json"),
    )
    assert [old["name"] for old in news(done)["since"]] == [older[0].name]
    assert [path for path in index.asked if path.startswith("/files/")] == [
        f"/files/{older[0].name}"
    ]


def test_a_policy_can_allow_what_has_always_been_there_and_not_what_is_new(
    tally: Tally, repository: GitRepo
) -> None:
    policy = tally.folder / "policy.toml"
    policy.write_text('[rules]\nunexplained-data = "allow"\nabsent = "allow"\n')
    base = {f"example-1.0/{name}": content for name, content in committed("1.0").items()}
    table = {**base, "example-1.0/table.dat": b"1"}
    old = write_tar(tally.folder / "old" / "example-1.0.tar.gz", table)
    same = write_tar(
        tally.folder / "same" / "example-1.0.tar.gz", {**table, "example-1.0/b.dat": b"2"}
    )
    new = write_tar(
        tally.folder / "new" / "example-1.0.tar.gz", {**table, "example-1.0/b.bin": b"2"}
    )
    wanted = ("--source", repository.path, "--ref", "v1.0", "--policy", policy)
    assert tally("audit", old, *wanted, "-o", "old.json").code == 0
    assert tally("audit", same, *wanted, "--baseline", "old.json").code == 0
    assert tally("audit", new, *wanted).code == 0
    done = tally("audit", new, *wanted, "--baseline", "old.json", "--format", "json")
    assert done.code == 3
    assert [reason["rule"] for reason in json.loads(done.out)["reasons"]] == ["new-residue"]
    assert messages(done) == ["in 1.0 no .bin file at the top was unexplained; now one is"]


# --- what cannot be compared ----------------------------------------------------------------------


def skipped(done: Done) -> list[str]:
    document = json.loads(done.out)
    assert document["verdict"] != "accepted"
    assert document["baseline"] is None
    return [skip["reason"] for skip in document["skips"] if skip["check"] == "baseline"]


def test_a_version_that_cannot_be_audited_is_a_skip_and_never_nothing_new(
    tally: Tally, repository: GitRepo, index: IndexServer
) -> None:
    index.project("example", [])
    source = ("--source", repository.path, "--index", index.url, "--format", "json")
    asked = ("audit", sdist(tally.folder, "1.2"), *source)
    assert tally(*asked).code == 0
    done = tally(*asked, "--baseline", "0.1")
    assert (done.code, done.err) == (3, "")
    (reason,) = skipped(done)
    assert reason.startswith("0.1: ")
    assert "has no version 0.1" in reason


def test_a_version_that_comes_from_no_repository_is_a_skip(
    tally: Tally, repository: GitRepo, index: IndexServer
) -> None:
    old = write_tar(
        tally.folder / "example-1.1.tar.gz",
        {"example-1.1/PKG-INFO": b"Metadata-Version: 2.1\n", "example-1.1/x.py": b"x = 1\n" * 9},
    )
    index.project("example", [index.file(old.name, old.read_bytes())])
    mirror = ("--mirror", f"https://git.example/x={repository.path}")
    asked = ("audit", sdist(tally.folder, "1.2"), *mirror, "--index", index.url)
    done = tally(*asked, "--baseline", "1.1", "--format", "json")
    (reason,) = skipped(done)
    assert "audited without a source: the artifact names no repository" in reason


def test_one_baseline_that_cannot_be_audited_leaves_the_others(
    tally: Tally, repository: GitRepo, index: IndexServer
) -> None:
    old = sdist(tally.folder, "1.1")
    index.project("example", [index.file(old.name, old.read_bytes())])
    asked = ("audit", sdist(tally.folder, "1.2"), "--source", repository.path, "--index", index.url)
    done = tally(*asked, "--baseline", "1.1", "--baseline", "1.0", "--format", "json")
    assert done.code == 3
    assert ([old["version"] for old in news(done)["since"]], messages(done)) == (["1.1"], [])
    assert [skip["check"] for skip in json.loads(done.out)["skips"]] == ["baseline"]


def test_an_index_out_of_reach_is_a_skip(tally: Tally, repository: GitRepo) -> None:
    asked = ("audit", sdist(tally.folder, "1.2"), "--source", repository.path, "--format", "json")
    for more in (("--index", "http://127.0.0.1:1/simple/"), ("--offline",)):
        (reason,) = skipped(tally(*asked, *more, "--baseline", "1.1"))
        assert reason.startswith("1.1: ")


def test_the_release_itself_is_no_baseline(tally: Tally, repository: GitRepo) -> None:
    now, source = sdist(tally.folder, "1.2"), ("--source", repository.path)
    tally("audit", now, *source, "-o", "now.json")
    done = tally("audit", now, *source, "--baseline", "now.json", "--format", "json")
    (reason,) = skipped(done)
    assert "the artifact itself" in reason


def test_a_ledger_without_a_source_is_no_baseline(tally: Tally, repository: GitRepo) -> None:
    tally("audit", sdist(tally.folder, "1.1"), "--offline", "-o", "old.json")
    done = tally(
        *("audit", sdist(tally.folder, "1.2"), "--source", repository.path),
        *("--baseline", "old.json", "--format", "json"),
    )
    (reason,) = skipped(done)
    assert "it was audited without a source" in reason


def test_a_ledger_of_another_kind_of_artifact_is_a_skip(tally: Tally, repository: GitRepo) -> None:
    source = ("--source", repository.path)
    wheel = write_zip(tally.folder / "example-1.1-py3-none-any.whl", {"a.py": b"1"})
    tally("audit", wheel, *source, "-o", "wheel.json")
    done = tally(
        *("audit", sdist(tally.folder, "1.2"), *source, "--baseline", "wheel.json"),
        *("--format", "json"),
    )
    (reason,) = skipped(done)
    assert "it holds no sdist like example-1.2.tar.gz" in reason


def test_a_ledger_of_another_project_is_a_usage_error(tally: Tally, repository: GitRepo) -> None:
    other = write_tar(tally.folder / "other-1.0.tar.gz", {"other-1.0/a": b"1"})
    source = ("--source", repository.path)
    tally("audit", other, *source, "-o", "other.json")
    done = tally("audit", sdist(tally.folder, "1.2"), *source, "--baseline", "other.json")
    assert done.failed_saying("--baseline other.json", "none of what is audited")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b"{}", "schema is not as tallystick.ledger/1 says"),
        (b'{"schema": "tallystick.comparison/1"}', "its schema is not tallystick.ledger/1"),
    ],
    ids=["empty", "deep", "no-schema", "another-schema"],
)
def test_a_file_that_is_no_ledger_is_a_usage_error(
    content: bytes, said: str, tally: Tally, repository: GitRepo
) -> None:
    (tally.folder / "old.json").write_bytes(content)
    done = tally(
        "audit", sdist(tally.folder, "1.2"), "--source", repository.path, "--baseline", "old.json"
    )
    assert done.failed_saying("--baseline old.json", said)


@pytest.mark.parametrize("named", ["nowhere.json", "./1.0", "-", "", "latest", "a b1"])
def test_what_is_neither_a_version_nor_a_file_is_a_usage_error(
    named: str, tally: Tally, repository: GitRepo
) -> None:
    done = tally("audit", sdist(tally.folder, "1.2"), f"--baseline={named}")
    assert done.failed_saying("neither a version nor a ledger that is there")
