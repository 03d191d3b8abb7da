"""Answers are kept, and are never older than the store; several processes give the same ones."""

from __future__ import annotations

import signal
import socket
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from threading import Event

import httpx
import pytest
from starlette.responses import PlainTextResponse, Response

import ledgers
from postgres_server import postgres, require_postgres
from tallystick.store import open_store
from tallystick.web import Listening, Making, serve
from tallystick.web.answers import LARGEST, Answers
from tallystick.web.door import Door
from tallystick.web.server import _bound
from viewers import viewer, written


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a store without ledgers."""
    if request.param == "sqlite":
        address = str(tmp_path / "store.sqlite")
        with open_store(address):
            pass
        yield address
        return
    require_postgres()
    with postgres() as server, server.database() as address:
        with open_store(address):
            pass
        yield address


@pytest.mark.parametrize("workers", ["1", "2"])
def test_what_is_put_is_shown_at_once_whatever_was_kept(empty: str, workers: str) -> None:
    with (
        viewer(empty, "--workers", workers) as base,
        open_store(empty) as store,
        httpx.Client(base_url=base, timeout=60) as client,
    ):
        for expected, name in ((0, "accepted"), (1, "rejected"), (2, "inconclusive")):
            for _ in range(3):
                page = client.get("/index.json").json()
                assert sum(page["verdicts"].values()) == expected
                assert len(page["newest"]) == expected
            store.put(written(ledgers.SAMPLES[name]))


def test_many_connections_are_answered_alike_by_several_processes(
    filled: tuple[Path, object],
) -> None:
    with viewer(filled[0], "--workers", "3", "--rate", "10000") as base:
        pages = {httpx.get(f"{base}/ledgers", timeout=60).content for _ in range(12)}
    assert len(pages) == 1


@pytest.mark.parametrize("workers", ["1", "2"])
def test_what_stops_a_service_ends_it_with_nothing_said_and_no_error(
    workers: str, tmp_path: Path
) -> None:
    """As systemd and containers stop one; Ctrl-C is how every other test here does."""
    with open_store(str(tmp_path / "store.sqlite")):
        pass
    with viewer(tmp_path / "store.sqlite", "--workers", workers, end=signal.SIGTERM) as base:
        assert httpx.get(base, timeout=60).status_code == 200


@pytest.mark.parametrize("workers", [1, 2])
def test_one_that_is_stopped_before_it_answers_ends_too(workers: int, tmp_path: Path) -> None:
    """Between what it says and uvicorn's own handlers: nothing is raised into whatever runs then."""
    with open_store(str(tmp_path / "store.sqlite")):
        pass
    stopped = Event()
    before = signal.signal(signal.SIGTERM, lambda *_: stopped.set())
    try:
        serve(
            Making(address=str(tmp_path / "store.sqlite"), door=Door(hosts=frozenset())),
            Listening(host="127.0.0.1", port=0, workers=workers),
            ready=lambda *_: signal.raise_signal(signal.SIGTERM),
            stopped=stopped.is_set,
        )
    finally:
        signal.signal(signal.SIGTERM, before)
    assert stopped.is_set()


def test_what_is_too_large_is_made_again_each_time() -> None:
    answers = Answers()
    made = []

    def make(size: int) -> Response:
        made.append(size)
        return PlainTextResponse("x" * size)

    for size in (10, 10, LARGEST + 1, LARGEST + 1):
        answers.get((size,), partial(make, size))
    assert made == [10, LARGEST + 1, LARGEST + 1]


def test_an_answer_in_two_pieces_does_not_wait_for_the_client() -> None:
    """Nagle's algorithm and delayed acknowledgements (RFC 1122, section 4.2.3.2) would add 40 ms to each."""
    with _bound(Listening(host="127.0.0.1", port=0)) as bound:
        assert bound.proto == socket.IPPROTO_TCP
