"""Lock files against an index on loopback that serves what they pin, or something else."""

from __future__ import annotations

import hashlib
import json
from base64 import b64encode
from pathlib import Path

import pytest

from command import Releases, Tally
from index_server import IndexServer
from packing import sha256_of

WRONG = "0" * 64


def served(index: IndexServer, releases: Releases, which: str = "honest") -> str:
    """Have the index serve example 1.0; the digest of its sdist."""
    path: Path = getattr(releases, which)
    index.project("example", [index.file("example-1.0.tar.gz", path.read_bytes())])
    return sha256_of(path)


def uv_lock(index: IndexServer, digest: str) -> str:
    return (
        'version = 1\n[[package]]\nname = "app"\nversion = "1"\nsource = { virtual = "." }\n'
        '[[package]]\nname = "example"\nversion = "1.0"\n'
        f'source = {{ registry = "{index.url}" }}\n'
        f'sdist = {{ url = "{index.root}/files/example-1.0.tar.gz", hash = "sha256:{digest}" }}\n'
    )


def pylock(index: IndexServer, digest: str) -> str:
    return (
        'lock-version = "1.0"\n[[packages]]\nname = "example"\nversion = "1.0"\n'
        f'index = "{index.url}"\n[packages.sdist]\nname = "example-1.0.tar.gz"\n'
        f'url = "{index.root}/files/example-1.0.tar.gz"\nhashes = {{ sha256 = "{digest}" }}\n'
    )


def poetry_lock(index: IndexServer, digest: str) -> str:
    return (
        '[[package]]\nname = "example"\nversion = "1.0"\n'
        f'files = [{{file = "example-1.0.tar.gz", hash = "sha256:{digest}"}}]\n'
        f'[package.source]\ntype = "legacy"\nurl = "{index.url}"\n[metadata]\nlock-version = "2.1"\n'
    )


def requirements(index: IndexServer, digest: str) -> str:
    return f"-i {index.url}\nexample==1.0 \\\n    --hash=sha256:{digest}\n"


LOCKS = {
    "uv.lock": uv_lock,
    "pylock.toml": pylock,
    "poetry.lock": poetry_lock,
    "requirements.txt": requirements,
}


@pytest.mark.parametrize("name", LOCKS)
def test_what_a_lock_pins_is_audited(
    name: str, tally: Tally, releases: Releases, index: IndexServer
) -> None:
    (tally.folder / name).write_text(LOCKS[name](index, served(index, releases)))
    done = tally("audit", "-r", name, "--source", releases.repository.path)
    assert done.code == 0, done
    assert done.out.startswith("1 artifact audited: 1 accepted\n")


@pytest.mark.parametrize("name", LOCKS)
def test_another_file_than_the_pinned_one_is_as_bad_as_a_rejected_one(
    name: str, tally: Tally, releases: Releases, index: IndexServer
) -> None:
    """The file itself would be accepted: it is not the one that was locked."""
    served(index, releases)
    (tally.folder / name).write_text(LOCKS[name](index, WRONG))
    wanted = ("audit", "-r", name, "--source", releases.repository.path)
    done = tally(*wanted)
    assert done.code == 1, done
    shown = " ".join(done.out.split())
    assert "mismatch" in shown
    assert "1 not what the lock pins" in shown
    report = json.loads(tally(*wanted, "--format", "json").out)
    assert [failure["kind"] for failure in report["failures"]] == ["mismatch"]
    assert "the index serves another file than the lock pins" in report["failures"][0]["reason"]
    assert report["ledgers"] == []


def test_an_index_that_lies_about_the_pinned_digest_is_found_out(
    tally: Tally, releases: Releases, index: IndexServer
) -> None:
    file = index.file("example-1.0.tar.gz", releases.tampered.read_bytes())
    digest = sha256_of(releases.honest)
    index.project("example", [{**file, "hashes": {"sha256": digest}}])
    (tally.folder / "poetry.lock").write_text(poetry_lock(index, digest))
    assert tally("audit", "-r", "poetry.lock").code == 1


def test_a_package_that_the_index_does_not_have_fails_alone(
    tally: Tally, releases: Releases, index: IndexServer
) -> None:
    digest = served(index, releases)
    lines = f"{requirements(index, digest)}absent==1.0 --hash=sha256:{WRONG}\nloose\n"
    (tally.folder / "requirements.txt").write_text(lines)
    done = tally("audit", "-r", "requirements.txt", "--source", releases.repository.path)
    assert done.code == 2
    assert done.out.startswith("1 artifact audited: 1 accepted; 2 failed\n")
    assert "absent==1.0" in done.out
    assert "not pinned to one version" in " ".join(done.out.split())


def test_what_is_no_release_was_not_checked(
    tally: Tally, releases: Releases, index: IndexServer
) -> None:
    lines = f"{requirements(index, served(index, releases))}x @ git+https://example.org/x@v1\n"
    (tally.folder / "requirements.txt").write_text(lines)
    done = tally("audit", "-r", "requirements.txt", "--source", releases.repository.path)
    assert done.code == 3
    assert "no-release" in done.out


def test_npm_tarballs_are_fetched_from_where_the_lock_says(
    tally: Tally, releases: Releases, index: IndexServer
) -> None:
    content = releases.honest.read_bytes()
    sri = "sha512-" + b64encode(hashlib.sha512(content).digest()).decode()
    package = {
        "version": "1.0.0",
        "resolved": f"{index.root}/files/example-1.0.tar.gz",
        "integrity": sri,
    }
    lock = {"lockfileVersion": 3, "packages": {"": {}, "node_modules/example": package}}
    (tally.folder / "package-lock.json").write_text(json.dumps(lock))
    source = ("--source", releases.repository.path)
    index.file("example-1.0.tar.gz", releases.tampered.read_bytes())
    done = tally("audit", "-r", "package-lock.json", *source)
    assert done.code == 1
    assert "mismatch" in done.out
    index.file("example-1.0.tar.gz", content)
    assert tally("audit", "-r", "package-lock.json", *source).code == 0
    # What has the pinned digest is not asked for again.
    assert tally("audit", "-r", "package-lock.json", *source, "--offline").code == 0


def test_offline_a_lock_is_audited_from_the_cache(
    tally: Tally, releases: Releases, index: IndexServer
) -> None:
    (tally.folder / "uv.lock").write_text(uv_lock(index, served(index, releases)))
    wanted = ("audit", "-r", "uv.lock", "--source", releases.repository.path)
    assert tally(*wanted, "--offline").code == 2
    assert tally(*wanted).code == 0
    index.asked.clear()
    assert tally(*wanted, "--offline").code == 0
    assert index.asked == []


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("absent.lock", None, "No such file"),
        ("Cargo.lock", "", "not a lock file that is known by its name"),
        ("uv.lock", "<html>", "not TOML"),
        ("uv.lock", "version = 9", "not a uv.lock of version 1"),
        ("package-lock.json", "{}", "lockfileVersion 1, 2 or 3"),
        ("requirements.txt", "", "it pins nothing"),
        ("requirements.txt", "-r ../../etc/passwd", "not in its own folder"),
        ("requirements.txt", "-r link.txt", "leads out of its folder"),
        ("requirements.txt", "-r gone.txt", "gone.txt: No such file"),
    ],
)
def test_what_is_no_lock_file(name: str, content: str | None, said: str, tally: Tally) -> None:
    folder = tally.folder / "project"
    folder.mkdir()
    (folder / "link.txt").symlink_to(tally.folder)
    if content is not None:
        (folder / name).write_text(content)
    assert tally("audit", "-r", folder / name).failed_saying(said, str(folder / name))
