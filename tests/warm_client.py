"""Asks a server of warm calls (``warm_server.py``) for one, with this process's own descriptors or others.

``warm_client.py SOCKET COMMAND ARGUMENT…`` stands for the command in a script's ``PATH``
(:func:`warm.program`). It imports little, since it is started for each call.
"""

from __future__ import annotations

import json
import os
import socket
import sys
from collections.abc import Mapping, Sequence

READ_BY_PYTHON = ("PYTHON", "LC_", "LANG", "LD_", "COV", "MALLOC")
"""Variables that mean something to the interpreter before it runs anything, by how they begin."""

Settings = frozenset[tuple[str, str]]


def settings_of(environment: Mapping[str, str]) -> Settings:
    """What a server must have been started with to serve a call with these variables."""
    return frozenset(
        (name, value) for name, value in environment.items() if name.startswith(READ_BY_PYTHON)
    )


def ask(
    server: str,
    command: Sequence[str],
    *,
    folder: str,
    environment: Mapping[str, str],
    streams: Sequence[int],
    timeout: float | None = None,
) -> int:
    """The code of a call; closing the connection before it has come kills it.

    Raises:
        TimeoutError: it did not end in so many seconds.
    """
    umask = os.umask(0)
    os.umask(umask)
    asked = {
        "command": list(command),
        "folder": folder,
        "environment": dict(environment),
        "umask": umask,
    }
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(server)
        text = json.dumps(asked).encode() + b"\n"
        sent = socket.send_fds(connection, [text], streams)
        connection.sendall(text[sent:])
        connection.settimeout(timeout)
        code = connection.recv(16)
    assert code, "the server of warm calls has ended"
    return int(code)


def main() -> None:
    """Ask for what the arguments say; where the server has other settings, start the command itself."""
    server, *command = sys.argv[1:]
    with open(f"{server}.json", encoding="utf-8") as known:  # noqa: PTH123 - pathlib takes as long as all else
        settings = {(name, value) for name, value in json.load(known)}
    if settings != settings_of(os.environ) or any(map(os.isatty, range(3))):
        os.execv(command[0], command)  # noqa: S606 - no shell is wanted
    code = ask(server, command, folder=os.getcwd(), environment=os.environ, streams=range(3))  # noqa: PTH109
    if code < 0:
        os.kill(os.getpid(), -code)
    sys.exit(code)


if __name__ == "__main__":
    main()
