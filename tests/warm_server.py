"""Runs ``tallystick`` for whoever connects, forked from a process that has imported what it imports.

``warm_server.py SOCKET``, started by :mod:`warm`; it ends with its standard input. One connection is one
call: what is wanted comes as JSON with the three standard descriptors, and the code goes back. Each call
is a process of its own with its own variables, folder and mask, begins where the installed script begins, and
ends as that does. If the connection is closed before, the call is killed.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import select
import signal
import socket
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tallystick.cli import main

STREAMS = 3


def serve(listening: socket.socket) -> socket.socket:
    """Fork for each call. Returns in the processes of calls alone, with what they tell us by at their end."""
    learned, telling = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    while True:
        ready, _, _ = select.select([listening.fileno(), learned.fileno(), 0], [], [])
        with contextlib.suppress(ChildProcessError):  # those who waited for calls
            while os.waitpid(-1, os.WNOHANG) != (0, 0):
                pass
        if learned.fileno() in ready:
            learn(json.loads(learned.recv(1 << 20)))
        elif 0 in ready:
            sys.exit()
        else:
            connection, _ = listening.accept()
            if os.fork() == 0:
                learned.close()
                listening.close()
                call(connection)
                return telling
            connection.close()


def learn(names: list[str]) -> None:
    """Import what a call had to import, so that the next ones find it here."""
    for name in names:
        importlib.import_module(name)
    if len(list(Path("/proc/self/task").iterdir())) > 1:
        sys.exit(f"one of {names} starts threads, and what has threads must not fork")


def call(connection: socket.socket) -> None:
    """Fork once more, and become the call in the child; in the parent, wait for it, and end."""
    asked, streams = received(connection)
    child = os.fork()
    if child != 0:
        for stream in streams:
            os.close(stream)
        wait(child, connection)
        os._exit(0)
    connection.close()
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    begin(asked)


def received(connection: socket.socket) -> tuple[dict[str, Any], list[int]]:
    """What is wanted, which a line ends, and the descriptors that came with its beginning."""
    text, streams, _, _ = socket.recv_fds(connection, 1 << 16, STREAMS)
    while not text.endswith(b"\n"):
        text += connection.recv(1 << 16)
    asked: dict[str, Any] = json.loads(text)
    return asked, streams


def wait(child: int, connection: socket.socket) -> None:
    """Send the code of ``child``; kill it where nobody wants to know anymore."""
    ended = os.pidfd_open(child)
    ready, _, _ = select.select([ended, connection.fileno()], [], [])
    if ended not in ready:
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    if ended in ready:
        connection.sendall(b"%d" % os.waitstatus_to_exitcode(status))


def begin(asked: dict[str, Any]) -> None:
    """Make of this process what ``execve`` would: its variables, folder, mask and arguments."""
    os.chdir(asked["folder"])
    os.umask(asked["umask"])
    for name in set(os.environ) - set(asked["environment"]):
        del os.environ[name]
    os.environ.update(asked["environment"])
    time.tzset()
    tempfile.tempdir = None
    sys.argv[:] = asked["command"]
    sys.modules["__main__"].__file__ = sys.argv[0]
    sys.path[0] = str(Path(sys.argv[0]).parent)


if __name__ == "__main__":
    at = socket.socket(socket.AF_UNIX)
    at.bind(sys.argv[1])
    at.listen(64)
    os.write(1, b"listening\n")
    telling = serve(at)
    known = set(sys.modules)
    try:
        main()
    finally:
        more = sorted(set(sys.modules) - known)
        if ours := [name for name in more if name.startswith("tallystick.")]:
            telling.send(json.dumps(ours).encode())
        telling.close()
