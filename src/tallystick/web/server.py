"""The viewer on a socket: uvicorn, told to believe nobody and to wait for no one for long."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Final

import uvicorn
from msgspec import Struct

from tallystick.errors import StorageError
from tallystick.store import Store
from tallystick.web.application import application
from tallystick.web.door import LONGEST_HEAD, LONGEST_TARGET, Door

MOST_AT_ONCE: Final = 128
"""Connections that are served at the same time: what comes beyond is told to come later (503)."""

BACKLOG: Final = 256
IDLE_SECONDS: Final = 5
GRACE_SECONDS: Final = 5


class Listening(Struct, frozen=True, kw_only=True):
    """Where the viewer listens.

    Attributes:
        host: an IP address, or a name of this machine.
        port: 0 for any that is free.
        certificate: PEM file for HTTPS; with ``key``, or neither.
    """

    host: str
    port: int
    certificate: Path | None = None
    key: Path | None = None


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach ``host``."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def serve(store: Store, door: Door, listening: Listening, *, ready: Callable[[str], None]) -> None:
    """Serve until the process is interrupted or terminated.

    Args:
        store: what is shown.
        door: who is let in.
        listening: where.
        ready: called with the address once requests are answered.

    Raises:
        StorageError: the address cannot be had.
    """
    configuration = uvicorn.Config(
        application(store, door),
        ssl_certfile=listening.certificate,
        ssl_keyfile=listening.key,
        http="h11",
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
        h11_max_incomplete_event_size=LONGEST_HEAD + LONGEST_TARGET,
    )
    try:
        configuration.load()
    except OSError as error:
        raise StorageError(f"{listening.certificate}: {error.strerror or error}") from error
    with _bound(listening) as bound:
        scheme = "https" if listening.certificate else "http"
        name = f"[{listening.host}]" if ":" in listening.host else listening.host
        ready(f"{scheme}://{name}:{bound.getsockname()[1]}/")
        uvicorn.Server(configuration).run(sockets=[bound])


def _bound(listening: Listening) -> socket.socket:
    family = socket.AF_INET6 if ":" in listening.host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM)
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
