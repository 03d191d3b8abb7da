"""What is asked of others: counted, and held back by whoever stands in the way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from git_server import GitServer, serving_git
from gitrepo import GitRepo
from index_server import JSON, IndexServer, StoppedClock, serving
from tallystick import traffic
from tallystick.cache import Cache
from tallystick.errors import IndexFailure, SourceError
from tallystick.index.pypi import PyPI
from tallystick.limits import DEFAULT
from tallystick.source.tags_now import tags_now


@dataclass
class Seen:
    """A gate that lets everybody through, and remembers whom."""

    asked: list[str] = field(default_factory=list)
    left_alone: list[tuple[str, float]] = field(default_factory=list)

    def wait(self, host: str) -> float:
        self.asked.append(host)
        return 0.25

    def busy(self, host: str, seconds: float) -> None:
        self.left_alone.append((host, seconds))


@pytest.fixture
def index(monkeypatch: pytest.MonkeyPatch) -> Iterator[IndexServer]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with serving() as server:
        yield server


@pytest.fixture
def git(tmp_path: Path) -> Iterator[GitServer]:
    with serving_git(tmp_path / "served") as running:
        yield running


def pypi(index: IndexServer, folder: Path) -> PyPI:
    cache = Cache(root=folder / "cache")
    return PyPI(index.url, cache, DEFAULT, seconds=5.0, clock=StoppedClock())


def test_each_request_passes_the_gate_and_is_counted_with_its_bytes(
    index: IndexServer, tmp_path: Path
) -> None:
    index.send("/simple/x/", b'{"files": []}', content_type=JSON)
    before, gate = traffic.so_far(), Seen()
    with traffic.behind(gate):
        pypi(index, tmp_path).listing("x")
    pypi(index, tmp_path).listing("x")  # nobody stands there anymore
    sums = traffic.so_far().since(before)
    assert gate.asked == ["127.0.0.1"]
    assert (sums.requests, sums.received, sums.waited, sums.outages) == (2, 26, 0.25, 0)


def test_a_host_that_asks_to_be_left_alone_is_told_to_the_gate(
    index: IndexServer, tmp_path: Path
) -> None:
    index.send("/simple/x/", b"", status=429, headers={"Retry-After": "7"})
    before, gate = traffic.so_far(), Seen()
    with traffic.behind(gate), pytest.raises(IndexFailure, match="429"):
        pypi(index, tmp_path).listing("x")
    assert gate.left_alone == [("127.0.0.1", 7.0)] * DEFAULT.index_tries
    assert traffic.so_far().since(before).outages == 1


def test_what_is_not_there_is_no_outage(index: IndexServer, tmp_path: Path) -> None:
    before = traffic.so_far()
    with pytest.raises(IndexFailure):
        pypi(index, tmp_path).listing("absent")
    assert traffic.so_far().since(before).outages == 0


def test_git_passes_the_gate_where_it_asks_a_host(git: GitServer, tmp_path: Path) -> None:
    repository = GitRepo(git.root / "x")
    repository.commit({"a": b"a"})
    repository.git("tag", "v1")
    gate = Seen()
    with traffic.behind(gate):
        assert set(tags_now(git.url("x"), DEFAULT)) == {"v1"}
        assert set(tags_now(repository.url, DEFAULT)) == {"v1"}
    assert gate.asked == ["127.0.0.1"]


def test_a_server_that_fails_is_an_outage_and_a_repository_that_is_not_there_none(
    git: GitServer,
) -> None:
    before = traffic.so_far()
    with pytest.raises(SourceError):
        tags_now(git.url("absent"), DEFAULT)
    assert traffic.so_far().since(before).outages == 0
    git.send("x", b"", status=503)
    with pytest.raises(SourceError):
        tags_now(git.url("x"), DEFAULT)
    assert traffic.so_far().since(before).outages == 1
