"""A failing server is asked again, and not for ever."""

from __future__ import annotations

from http.server import BaseHTTPRequestHandler

import pytest

from index.asking import PAGE, pypi
from index_server import IndexServer, StoppedClock
from tallystick.cache import Cache
from tallystick.errors import IndexFailure


def failing(status: int, **headers: str) -> object:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        for name, value in headers.items():
            request.send_header(name.replace("_", "-"), value)
        request.send_header("Content-Length", "0")
        request.end_headers()

    return answer


def breaking_off(request: BaseHTTPRequestHandler) -> None:
    request.send_response(200)
    request.send_header("Content-Length", "1000")
    request.end_headers()
    request.wfile.write(b"{")
    request.close_connection = True


def saying_nothing(request: BaseHTTPRequestHandler) -> None:
    request.close_connection = True


@pytest.mark.parametrize("path", [PAGE, "/files/x-1.0.tar.gz"], ids=["page", "file"])
@pytest.mark.parametrize("trouble", [failing(500), failing(429), breaking_off, saying_nothing])
def test_what_fails_three_times_may_work_the_fourth(
    path: str, trouble: object, index: IndexServer, cache: Cache, clock: StoppedClock
) -> None:
    assert callable(trouble)
    index.in_turn(path, trouble, trouble, trouble, index.answers[path])
    asked = pypi(index, cache, clock)
    assert asked.download(asked.release("x", None).files[0]).read_bytes() == b"content"
    assert index.asked.count(path) == 4
    first, second, third = clock.waits
    assert 0.25 <= first <= 0.5 <= second <= 1.0 <= third <= 2.0


def test_after_the_fourth_time_it_is_said(
    index: IndexServer, cache: Cache, clock: StoppedClock
) -> None:
    index.send(PAGE, b"", status=502)
    with pytest.raises(IndexFailure, match=r"/simple/x/: answered 502 \(4 tries\)"):
        pypi(index, cache, clock).release("x", None)
    assert len(index.asked) == 4


@pytest.mark.parametrize("status", [400, 403, 410, 418])
def test_what_asking_again_does_not_change_is_asked_once(
    status: int, index: IndexServer, cache: Cache, clock: StoppedClock
) -> None:
    index.send(PAGE, b"", status=status)
    with pytest.raises(IndexFailure, match=f"answered {status}$"):
        pypi(index, cache, clock).release("x", None)
    assert (len(index.asked), clock.waits) == (1, [])


@pytest.mark.parametrize("after", ["17", "Tue, 14 Nov 2023 22:13:37 GMT"])
def test_retry_after_is_waited_for(
    after: str, index: IndexServer, cache: Cache, clock: StoppedClock
) -> None:
    trouble = failing(429, Retry_After=after)
    assert callable(trouble)
    index.in_turn(PAGE, trouble, index.answers[PAGE])
    pypi(index, cache, clock).release("x", None)
    assert clock.waits == [17.0]


def test_an_index_that_wants_an_hour_is_left(
    index: IndexServer, cache: Cache, clock: StoppedClock
) -> None:
    index.send(PAGE, b"", status=429, headers={"Retry-After": "3600"})
    with pytest.raises(IndexFailure, match="answered 429; it asks to wait 3600 s"):
        pypi(index, cache, clock).release("x", None)
    assert (len(index.asked), clock.waits) == (1, [])


@pytest.mark.parametrize("after", ["soon", "-1", "9" * 400, "Tue, 99 Nov 2023", "\u00b2"])
def test_a_retry_after_that_is_none_costs_no_time(
    after: str, index: IndexServer, cache: Cache, clock: StoppedClock
) -> None:
    index.send(PAGE, b"", status=503, headers={"Retry-After": after})
    with pytest.raises(IndexFailure, match="answered 503"):
        pypi(index, cache, clock).release("x", None)
    assert sum(clock.waits) < 10


def test_a_page_that_drips_is_left_after_its_time(
    index: IndexServer, cache: Cache, clock: StoppedClock
) -> None:
    def drip(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Connection", "close")
        request.end_headers()
        while not index.released.is_set():
            clock.now += 5
            request.wfile.write(b" ")

    index.answers[PAGE] = drip
    with pytest.raises(IndexFailure, match="did not end in time"):
        pypi(index, cache, clock).release("x", None)
    assert len(index.asked) == 1
