"""How often a page asks its store: where that is a server, each question is a way there and back."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from sqlalchemy import Connection, event
from starlette.types import ASGIApp

from tallystick.model.incident import Happening
from tallystick.store import Put, Store, open_store
from tallystick.web import Door, application
from tallystick.web.pictures import incident, vega
from viewers import COMMIT

MOST = {
    "/": 8,
    "/ledgers": 3,
    "/projects/tarball/xz": 6,
    "/releases/tarball/xz/5.6.1": 5,
    "/ledgers/{xz-5.6.1}": 8,
    "/ledgers/{xz-5.6.1}/entries/188": 5,
    "/commits/" + COMMIT: 5,
    "/search?q=" + COMMIT: 5,
    "/search?q=build-to-host.m4": 6,
    "/incident?bad=" + COMMIT: 8,
}
"""Statements of each page, the one that says which state of the store is seen among them."""


@pytest.fixture
def store(filled: tuple[Path, dict[str, Put]]) -> Iterator[Store]:
    with open_store(str(filled[0]), read_only=True) as opened:
        yield opened


@pytest.fixture
def statements(store: Store) -> list[str]:
    told: list[str] = []

    def told_of(_: Connection, __: object, statement: str, *___: object) -> None:
        if statement.startswith("SELECT"):
            told.append(statement)

    event.listen(store._engine, "before_cursor_execute", told_of)
    return told


def viewer_of(store: Store) -> ASGIApp:
    """A viewer that has shown nothing yet."""
    return application(store, Door(hosts=frozenset({"localhost"}), rate=1e6))


def got(viewer: ASGIApp, address: str) -> httpx.Response:
    async def asked() -> httpx.Response:
        transport = httpx.ASGITransport(viewer)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            return await client.get(address)

    return asyncio.run(asked())


@pytest.mark.parametrize("path", MOST)
def test_a_page_asks_a_few_times_and_the_second_time_once(
    path: str, put: dict[str, Put], store: Store, statements: list[str]
) -> None:
    address = path.replace("{xz-5.6.1}", put["xz-5.6.1"].digest)
    viewer = viewer_of(store)
    first = got(viewer, address)
    assert first.status_code == 200
    assert 1 < len(statements) <= MOST[path], "\n".join(statements)
    statements.clear()
    assert got(viewer, address).content == first.content
    assert len(statements) == (1 if "entries" not in path else 4)


def test_what_one_page_asked_of_a_ledger_another_does_not(
    store: Store, statements: list[str]
) -> None:
    viewer = viewer_of(store)
    got(viewer, "/ledgers")
    asked = len(statements)
    statements.clear()
    assert got(viewer, "/publishers?who=nobody").status_code == 200
    assert got(viewer, "/ledgers?verdict=rejected").status_code == 200
    assert len(statements) <= 2 + 2 < asked + 2


def test_a_transaction_sees_one_state_whatever_asks_in_it(filled: tuple[Path, object]) -> None:
    with open_store(str(filled[0]), read_only=True) as store, store.reading() as connection:
        with store.seen_by(connection).reading() as again:
            assert again is connection
        with store.reading() as other:
            assert other is not connection


@pytest.mark.parametrize(
    ("highest", "labels"),
    [(1, ["0", "1"]), (2, ["0", "1", "2"]), (40, ["0", "10", "20", "30", "40"])],
)
def test_what_is_counted_has_no_halves(highest: int, labels: list[str]) -> None:
    rows = [{"label": "x", "low": 0, "high": highest}]
    bars = {"data": {"values": rows}, "mark": "bar", "encoding": vega.counts(rows, None)}
    assert re.findall(r"<text[^>]*>([0-9]+)</text>", str(vega.drawn(bars))) == labels


def test_a_picture_of_a_single_moment_is_not_drawn() -> None:
    once = Happening(time=1_700_000_000, what="put", who="", clock="the store's")
    assert incident.timeline([once, once]) is None
    later = Happening(time=1_700_100_000, what="put", who="", clock="the store's")
    assert vega.drawn({"data": {"values": []}, "mark": "bar"}) is not None
    assert "svg" in str(incident.timeline([once, later]))
