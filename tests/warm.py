"""The command many times over, forked from one process that has imported what it imports."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

SERVER = """
import importlib, json, os, sys, traceback
from tallystick.cli import main

def begin(arguments, place, known):
    os.dup2(os.open(place + "/out", os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 1)
    os.dup2(os.open(place + "/err", os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 2)
    sys.argv[1:] = arguments
    try:
        main()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os.write(known, json.dumps(sorted(sys.modules)).encode())

for row in sys.stdin:
    arguments, place = json.loads(row)
    reads, writes = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reads)
        sys.stdin.close()
        begin(arguments, place, writes)
        break
    os.close(writes)
    with open(reads, "rb") as modules:
        used = json.loads(modules.read() or b"[]")
    _, status = os.waitpid(child, 0)
    # What the first of them had to import, the next ones find here.
    for name in used:
        if name.startswith("tallystick"):
            importlib.import_module(name)
    print(os.waitstatus_to_exitcode(status), flush=True)
"""


class Warm:
    """Runs commands; each is a process of its own, as if it had been started."""

    def __init__(self, server: subprocess.Popen[str], folder: Path) -> None:
        self._server = server
        self._folder = folder

    def __call__(self, arguments: Sequence[str]) -> subprocess.CompletedProcess[str]:
        """Run ``tallystick ARGUMENTS``."""
        assert self._server.stdin is not None
        assert self._server.stdout is not None
        self._server.stdin.write(json.dumps([list(arguments), str(self._folder)]) + "\n")
        self._server.stdin.flush()
        code = int(self._server.stdout.readline())
        out, err = ((self._folder / name).read_text("utf-8") for name in ("out", "err"))
        return subprocess.CompletedProcess(list(arguments), code, out, err)


@contextmanager
def warm(folder: Path, environment: Mapping[str, str]) -> Iterator[Warm]:
    """Have such a process, in ``folder`` and with these variables; it ends with its input."""
    with subprocess.Popen(
        [sys.executable, "-c", SERVER],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=folder,
        env=environment,
    ) as server:
        yield Warm(server, folder)
