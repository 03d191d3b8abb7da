"""A process that does what a stranger's server makes it do: how much it may write, hold and say."""

from __future__ import annotations

import contextlib
import os
import resource
import sys
import threading
from typing import IO

from tallystick.limits import Limits

CHUNK = 1 << 16


def confine(pid: int, limits: Limits) -> None:
    """Cap what the process ``pid``, and all that it starts, may write to one file and keep in memory.

    From outside, before git has read its configuration, let alone started something: what Python
    would run between fork and exec is not safe in a process with threads. Only Linux has prlimit(2)
    (and counts all private memory as data since 4.7); elsewhere only time is capped.
    """
    if sys.platform != "linux":
        return
    for which, cap in (
        (resource.RLIMIT_FSIZE, limits.git_disk),
        (resource.RLIMIT_DATA, limits.git_memory),
    ):
        with contextlib.suppress(ProcessLookupError):
            now, most = resource.prlimit(pid, which)
            # A user's own lower limit stays.
            lowest = min(value for value in (cap, now, most) if value != resource.RLIM_INFINITY)
            resource.prlimit(pid, which, (lowest, lowest))


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
