"""Clients that send or take slowly are let go, honest ones are not; over real sockets."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest
import uvicorn
from starlette.responses import PlainTextResponse

from tallystick.web import patience

SECONDS = 0.4
LONG = 64 * 1024 * 1024


class Told(patience.Punctual):
    """Says when a connection is over: a client that does not read is not told."""

    lost = threading.Event()

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self.lost.set()


@contextmanager
def answering(size: int) -> Iterator[tuple[str, int]]:
    """A server whose every answer has ``size`` bytes."""
    Told.lost.clear()
    configuration = uvicorn.Config(
        PlainTextResponse("x" * size),
        http=Told,
        lifespan="off",
        log_level="error",
        timeout_keep_alive=30,
    )
    server = uvicorn.Server(configuration)
    with socket.create_server(("127.0.0.1", 0)) as bound:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]})
        thread.start()
        try:
            yield bound.getsockname()
        finally:
            server.should_exit = True
            thread.join()


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "HEAD_SECONDS", SECONDS)
    monkeypatch.setattr(patience, "TAKE_SECONDS", SECONDS)


def ended(connection: socket.socket) -> bool:
    """Whether the server has closed; read until it does."""
    try:
        while connection.recv(65_536):
            pass
    except ConnectionResetError:
        return True
    return True


WHOLE = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"


@pytest.mark.parametrize("begun", [b"", b"G", WHOLE[:-2], b"\r\n"])
@pytest.mark.usefixtures("hurried")
def test_a_head_that_does_not_come_is_not_waited_for(begun: bytes) -> None:
    with answering(10) as at, socket.create_connection(at, timeout=30) as connection:
        connection.sendall(begun)
        assert ended(connection)


@pytest.mark.usefixtures("hurried")
def test_nor_is_a_second_one() -> None:
    with answering(10) as at, socket.create_connection(at, timeout=30) as connection:
        connection.sendall(WHOLE)
        assert connection.recv(65_536).startswith(b"HTTP/1.1 200")
        connection.sendall(WHOLE[:5])
        assert ended(connection)


@pytest.mark.usefixtures("hurried")
def test_a_byte_now_and_then_does_not_help() -> None:
    with answering(10) as at, socket.create_connection(at, timeout=SECONDS / 8) as connection:
        sent = 0
        while sent < 1_000:
            try:
                connection.sendall(b"G" if sent == 0 else b"E")
                sent += 1
                if not connection.recv(1):
                    break
            except TimeoutError:
                continue
            except (ConnectionResetError, BrokenPipeError):
                break
        assert sent < 100


@pytest.mark.usefixtures("hurried")
def test_who_takes_nothing_of_an_answer_is_let_go() -> None:
    with answering(LONG) as at, socket.create_connection(at, timeout=30) as connection:
        connection.sendall(WHOLE)
        assert len(connection.recv(1)) == 1
        assert Told.lost.wait(30)


@pytest.mark.usefixtures("hurried")
def test_who_takes_and_asks_at_an_ordinary_pace_is_served() -> None:
    with (
        answering(LONG) as (host, port),
        httpx.Client(base_url=f"http://{host}:{port}", timeout=60) as client,
    ):
        for _ in range(3):
            assert len(client.get("/").content) == LONG
