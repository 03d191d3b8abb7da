"""The installed command many times over, without the half second in which Python imports it.

The first call with given settings of the interpreter is a process that is started as users start it.
Those after it are forked from one that has imported what earlier ones did (``warm_server.py``), with
descriptors, variables and a folder of their own. With ``TALLYSTICK_TESTS=started`` in the environment,
each is started.
"""

from __future__ import annotations

import atexit
import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from warm_client import READ_BY_PYTHON, Settings, ask, settings_of

HERE = Path(__file__).parent

ARE_STARTED = os.environ.get("TALLYSTICK_TESTS") == "started" or not hasattr(os, "pidfd_open")
"""Whether each call is a process that is started; a forked one is waited for with pidfd_open(2)."""

_SEEN: set[Settings] = set()


def run(
    command: Sequence[str], *, folder: Path, environment: Mapping[str, str], timeout: float
) -> subprocess.CompletedProcess[bytes]:
    """Run ``command``, the installed script and its arguments, in ``folder`` with just these variables.

    Raises:
        subprocess.TimeoutExpired: it was not done in so many seconds, and is killed.
    """
    settings = settings_of(environment)
    if ARE_STARTED or settings not in _SEEN:
        _SEEN.add(settings)
        return subprocess.run(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=timeout,
            check=False,
        )
    out, err = _Read(), _Read()
    with Path(os.devnull).open("rb") as nothing:
        try:
            code = ask(
                _server(settings),
                command,
                folder=str(folder),
                environment=environment,
                streams=[nothing.fileno(), out.written, err.written],
                timeout=timeout,
            )
        except TimeoutError as error:
            raise subprocess.TimeoutExpired(command, timeout) from error
        finally:
            os.close(out.written)
            os.close(err.written)
    return subprocess.CompletedProcess(command, code, out.whole(), err.whole())


class _Read(threading.Thread):
    """A pipe that is read to its end while somebody else writes to it."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self._pipe, self.written = os.pipe()
        self._content = b""
        self.start()

    def run(self) -> None:
        with os.fdopen(self._pipe, "rb") as pipe:
            self._content = pipe.read()

    def whole(self) -> bytes:
        self.join()
        return self._content


def program(command: Path, folder: Path, environment: Mapping[str, str]) -> None:
    """Put a program into ``folder`` that scripts with these variables can run as the installed one."""
    place = folder / command.name
    if ARE_STARTED:
        place.symlink_to(command)
        return
    client = [sys.executable, "-IS", HERE / "warm_client.py", _server(settings_of(environment))]
    words = shlex.join(map(str, [*client, command]))
    place.write_text(f'#!/bin/sh\nexec {words} "$@"\n', encoding="utf-8")
    place.chmod(0o755)


@cache
def _server(settings: Settings) -> str:
    """The socket of a server for calls with these settings, which ends with this process."""
    # Not below the folders of pytest: a socket's path has 107 bytes (unix(7)).
    folder = Path(tempfile.mkdtemp(prefix="warm-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    at = folder / "socket"
    at.with_name("socket.json").write_text(json.dumps(sorted(settings)), encoding="utf-8")
    kept = {k: v for k, v in os.environ.items() if not k.startswith(READ_BY_PYTHON)}
    server = subprocess.Popen(
        [sys.executable, str(HERE / "warm_server.py"), str(at)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**kept, **dict(settings)},
    )
    atexit.register(server.communicate)
    assert server.stdout is not None
    assert server.stdout.readline() == b"listening\n"
    return str(at)
