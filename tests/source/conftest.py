from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from git_server import GitServer, served_repository, serving_git
from gitrepo import GitRepo
from tallystick.cache import Cache
from tallystick.limits import DEFAULT
from tallystick.model import Source
from tallystick.source import open_source

Fetches = Callable[[], int]


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(root=tmp_path / "cache")


@pytest.fixture
def fetches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Fetches:
    """How often git has asked a server since it was last called: clones and fetches.

    git writes what it does where the *user's* configuration says (trace2.eventTarget), the one
    thing that network commands still listen to.
    """
    home = tmp_path / "home"
    home.mkdir()
    trace = tmp_path / "trace"
    (home / ".gitconfig").write_text(f"[trace2]\n\teventTarget = {trace}\n")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)

    def count() -> int:
        events = (
            [json.loads(line) for line in trace.read_text().splitlines()] if trace.exists() else []
        )
        trace.write_text("")
        return sum(
            event["event"] == "child_start" and "upload-pack" in " ".join(event["argv"])
            for event in events
        )

    return count


@pytest.fixture
def opened(cache: Cache) -> Callable[..., Source]:
    """open_source with the cache and the caps of the test."""

    def call(where: object, **options: object) -> Source:
        options = {"cache": cache, "limits": DEFAULT, **options}
        return open_source(str(where), **options)  # type: ignore[arg-type]

    return call


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[GitServer]:
    """A git server over HTTP; test files that need none have their own of this name."""
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with serving_git(tmp_path / "served") as running:
        yield running


@pytest.fixture
def repo(server: GitServer) -> GitRepo:
    """The repository ``r`` of :func:`server`: the tag ``v1``, and one commit more."""
    return served_repository(server, "r")
