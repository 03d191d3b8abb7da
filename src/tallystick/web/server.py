"""The viewer on a socket: uvicorn, told to believe nobody and to wait for no one for long."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Final

import uvicorn
from msgspec import Struct
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp
from uvicorn.supervisors import Multiprocess

from tallystick.errors import StorageError
from tallystick.web.door import LONGEST_HEAD, LONGEST_TARGET
from tallystick.web.making import Making
from tallystick.web.patience import Punctual

MOST_AT_ONCE: Final = 128
"""Connections that are served at the same time: what comes beyond is told to come later (503)."""

BACKLOG: Final = 256
IDLE_SECONDS: Final = 5
GRACE_SECONDS: Final = 5
HEALTH_SECONDS: Final = 60
"""For which a worker may be silent before it is replaced: on a machine that is busy with surveys, too."""


class Listening(Struct, frozen=True, kw_only=True):
    """Where the viewer listens.

    Attributes:
        host: an IP address, or a name of this machine.
        port: 0 for any that is free.
        certificate: PEM file for HTTPS; with ``key``, or neither.
        workers: processes that answer; one that dies is replaced.
    """

    host: str
    port: int
    certificate: Path | None = None
    key: Path | None = None
    workers: int = 1


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach ``host``."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def serve(
    making: Making,
    listening: Listening,
    *,
    ready: Callable[[str, str], None],
    stopped: Callable[[], bool],
) -> None:
    """Serve until the process is interrupted or terminated.

    Args:
        making: makes the viewer; where there are several workers, each makes it for itself.
        listening: where, and by how many.
        ready: called with the store's address and the viewer's once requests are answered, or wait to be.
        stopped: whether the process has been told to end; asked when uvicorn listens for that itself.

    Raises:
        UsageError: what is to be shown is not what it should be.
        StorageError: the store, the address or the certificate cannot be had.
    """
    try:
        _configuration(_nothing, listening).load()
    except OSError as error:
        raise StorageError(f"{listening.certificate}: {error.strerror or error}") from error
    # Made here in any case: what is wrong is said once, and not by each worker.
    with making.store() as store, _bound(listening) as bound:
        viewer = making.of(store)
        scheme = "https" if listening.certificate else "http"
        name = f"[{listening.host}]" if ":" in listening.host else listening.host
        at = f"{scheme}://{name}:{bound.getsockname()[1]}/"
        if listening.workers == 1:
            ready(store.where, at)
            _Server(_configuration(lambda: viewer, listening), stopped).run(sockets=[bound])
            return
        store.close()
        ready(store.where, at)
        workers = Multiprocess(_configuration(making, listening), sockets=[bound])
        if not stopped():
            workers.run()


class _Server(uvicorn.Server):
    """A server that also ends where it was told so before it began."""

    def __init__(self, config: uvicorn.Config, stopped: Callable[[], bool]) -> None:
        super().__init__(config)
        self._stopped = stopped

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.should_exit = self.should_exit or self._stopped()


def _nothing() -> ASGIApp:
    return PlainTextResponse("")


def _configuration(make: Callable[[], ASGIApp], listening: Listening) -> uvicorn.Config:
    return uvicorn.Config(
        make,
        factory=True,
        workers=listening.workers,
        ssl_certfile=listening.certificate,
        ssl_keyfile=listening.key,
        http=Punctual,
        ws="none",
        lifespan="off",
        interface="asgi3",
        loop="asyncio",
        log_level="error",  # that a stranger speaks no HTTP is no news
        access_log=False,
        server_header=False,
        # Who asks is who is connected: a client could write any X-Forwarded-For.
        proxy_headers=False,
        limit_concurrency=MOST_AT_ONCE,
        backlog=BACKLOG,
        timeout_keep_alive=IDLE_SECONDS,
        timeout_graceful_shutdown=GRACE_SECONDS,
        timeout_worker_healthcheck=HEALTH_SECONDS,
        h11_max_incomplete_event_size=LONGEST_HEAD + LONGEST_TARGET,
    )


def _bound(listening: Listening) -> socket.socket:
    family = socket.AF_INET6 if ":" in listening.host else socket.AF_INET
    # By its name: asyncio turns off Nagle's algorithm for sockets that say so alone, and an answer that is
    # written in two pieces would wait for the client's delayed acknowledgement, 40 ms, before the second.
    bound = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((listening.host, listening.port))
        bound.listen(BACKLOG)  # so that who is told the address can connect at once
    except OSError as error:
        bound.close()
        raise StorageError(
            f"{listening.host}:{listening.port}: {error.strerror or error}"
        ) from error
    return bound
