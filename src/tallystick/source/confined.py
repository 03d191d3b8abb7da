"""A process that does what a stranger's server makes it do: how much it may write, hold and say."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from collections.abc import Sequence
from typing import IO

from tallystick.limits import Limits

CHUNK = 1 << 16


_LAUNCHER = """
import os, resource, signal, sys
for which, cap in ((resource.RLIMIT_FSIZE, sys.argv[1]), (resource.RLIMIT_DATA, sys.argv[2])):
    lower = [limit for limit in resource.getrlimit(which) if limit != resource.RLIM_INFINITY]
    cap = min([int(cap), *lower])
    resource.setrlimit(which, (cap, cap))
signal.signal(signal.SIGPIPE, signal.SIG_DFL)
try:
    os.execvp(sys.argv[3], sys.argv[3:])
except FileNotFoundError:
    sys.exit(f"{sys.argv[3]} is not installed, or not on PATH")
"""
"""Limits itself, as far as the user has not already, and becomes the program. SIGXFSZ stays ignored, as
Python has it, so that a program can say that a file would be too large (write(2), EFBIG)."""


def confined(command: Sequence[str], limits: Limits) -> list[str]:
    """The command that runs ``command``, with caps on each file and on the memory of all it starts.

    By way of a second Python: in this one, nothing but exec is safe after a fork (it has threads), and
    limits that are set from outside (prlimit(2)) come too late for what git has started by then.
    Linux counts all private memory since 4.7; macOS caps files alone.
    """
    caps = (str(limits.git_disk), str(limits.git_memory))
    return [sys.executable, "-I", "-S", "-c", _LAUNCHER, *caps, *command]


class Drain(threading.Thread):
    """Reads a pipe to its end, and keeps the first ``cap`` bytes."""

    def __init__(self, pipe: IO[bytes], *, cap: int) -> None:
        """Begin to read ``pipe``; :meth:`join` waits for its end."""
        super().__init__(daemon=True)
        self._pipe = pipe
        self._cap = cap
        self.kept = bytearray()
        self.is_over = False
        self.start()

    def run(self) -> None:
        """Read; an error of the pipe is its end."""
        with contextlib.suppress(OSError, ValueError):
            while chunk := os.read(self._pipe.fileno(), CHUNK):
                room = self._cap - len(self.kept)
                self.kept += chunk[:room]
                self.is_over = self.is_over or len(chunk) > room
