"""The installed command against a real git server, as users run it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from command import COMMITTED, FILES, Releases, Tally
from git_server import GitServer, age, serving_git
from gitrepo import GitRepo
from packing import write_tar
from tallystick.cache import Cache
from tallystick.source.remembered import FRESH_SECONDS

METADATA = "Metadata-Version: 2.1\nName: example\nVersion: 1.0\nProject-URL: Source, {url}\n"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[GitServer]:
    with serving_git(tmp_path / "served") as running:
        yield running


@pytest.fixture
def repo(server: GitServer) -> GitRepo:
    repo = GitRepo(server.root / "example")
    repo.commit(COMMITTED)
    repo.git("tag", "-m", "one", "v1.0")
    repo.serve_partially()
    return repo


def test_an_honest_release_is_accepted_and_a_tampered_one_rejected(
    tally: Tally, releases: Releases, server: GitServer, repo: GitRepo
) -> None:
    at = ("--source", server.url("example"), "--ref", "v1.0")
    assert tally("audit", releases.honest, *at).code == 0
    server.since()
    # The same commit again, and the blob that a delta shows is there: nobody is asked.
    assert tally("audit", releases.honest, *at).code == 0
    assert not server.since()
    assert tally("audit", releases.tampered, *at).code == 1


def test_a_release_whose_tag_was_moved_to_what_it_holds_is_not_accepted(
    tally: Tally, releases: Releases, server: GitServer, repo: GitRepo
) -> None:
    at = ("--source", server.url("example"), "--ref", "v1.0")
    assert tally("audit", releases.honest, *at).code == 0
    old = repo.git("rev-parse", "v1.0^{commit}")
    repo.commit({"configure": b"#!/bin/sh\n# inert\n"})
    (repo.path / "configure").chmod(0o755)
    repo.git("commit", "-q", "--amend", "-a", "-m", "change")
    repo.git("tag", "-f", "-m", "one", "v1.0")
    age(Cache(root=Path(tally.environment["TALLYSTICK_CACHE"])), FRESH_SECONDS)
    done = tally("audit", releases.tampered, *at)
    assert done.code == 3, done
    assert f"moved-tag (refs/tags/v1.0 pointed at {old} until 2" in " ".join(done.out.split())


def test_the_artifacts_own_metadata_leads_to_the_server(
    tally: Tally, server: GitServer, repo: GitRepo, tmp_path: Path
) -> None:
    (tmp_path / "sdist").mkdir()
    metadata = METADATA.format(url=server.url("example")).encode()
    files = {f"example-1.0/{name}": content for name, content in FILES.items()}
    sdist = write_tar(
        tmp_path / "sdist" / "example-1.0.tar.gz", {**files, "example-1.0/PKG-INFO": metadata}
    )
    # An artifact could name a host inside of somebody's network, so this one has to be allowed.
    assert tally("audit", sdist).code == 3
    allowed = ("--allow-host", urlsplit(server.url("example")).netloc)
    ledger = json.loads(tally("audit", sdist, *allowed, "--format", "json").out)
    assert ledger["source"]["url"] == server.url("example")
    assert ledger["source"]["commit"] == repo.git("rev-parse", "HEAD")
    grades = {entry["path"]: entry["grade"] for entry in ledger["entries"]}
    assert {grades[name] for name in FILES} == {"identical"}


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("page", "no git repository"),
        ("locked", "it wants a password"),
        ("empty", "the repository is empty"),
        ("nothing", "there is no repository"),
        ("away", "it redirects"),
    ],
)
def test_a_bad_repository_is_one_line(
    tally: Tally, releases: Releases, server: GitServer, repo: GitRepo, name: str, words: str
) -> None:
    server.send("page", b"<html>\n</html>\n")
    server.passwords["locked"] = "a:b"
    GitRepo(server.root / "empty")
    server.redirect("away", "https://example.org/r")
    done = tally("audit", releases.honest, "--source", server.url(name), "--ref", "v1.0")
    assert done.failed_saying(server.url(name), words)


@pytest.mark.parametrize("source", ["--upload-pack=x", "ext::sh -c x", "http://example.org/r"])
def test_what_git_must_not_be_given_is_one_line(
    tally: Tally, releases: Releases, source: str
) -> None:
    done = tally("audit", releases.honest, f"--source={source}")
    assert done.failed_saying(source)


def test_all_workers_of_a_survey_share_one_clone(
    tally: Tally, releases: Releases, server: GitServer, repo: GitRepo
) -> None:
    lines = []
    for number in range(6):
        folder = tally.folder / f"copy{number}"
        folder.mkdir()
        path = folder / releases.honest.name
        path.write_bytes(releases.honest.read_bytes())
        lines.append(f"{path} source={server.url('example')} ref=v1.0\n")
    (tally.folder / "list").write_text("".join(lines))
    done = tally("survey", "list", "--out", "out", "--jobs", "2", "--rate", "1000")
    assert (done.code, done.err) == (0, "")
    assert "6 artifacts: 6 accepted" in done.out
    clones = [
        asked for asked in server.since() if asked.is_fetch and b"filter blob:none" in asked.body
    ]
    assert len(clones) == 1
