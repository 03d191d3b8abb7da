"""How far a tracer may be ahead of who listens to it."""

from __future__ import annotations

import os
import threading
from contextlib import suppress
from pathlib import Path

from tallystick.sandbox.tracer import CHUNK, Log


class Busy:
    """Takes its first bytes, and no more until it is let."""

    def __init__(self) -> None:
        self.has_begun, self.may_go_on = threading.Event(), threading.Event()
        self.taken = 0

    def arguments(self, log: str) -> tuple[str, ...]:
        return (log,)

    def take(self, some: bytes) -> None:
        self.taken += len(some)
        self.has_begun.set()
        self.may_go_on.wait(60)

    def status(self) -> int | None:
        return None


def test_a_tracer_waits_for_a_listener_that_is_busy(tmp_path: Path) -> None:
    busy = Busy()
    log = Log(busy)
    folder = os.open(tmp_path, os.O_RDONLY)
    written = 0
    with log.heard(folder, None):
        inside = os.open(tmp_path / log.name, os.O_WRONLY)
        written += os.write(inside, b"x")
        assert busy.has_begun.wait(60)
        os.set_blocking(inside, False)
        with suppress(BlockingIOError):
            while True:
                written += os.write(inside, b"x" * 128)
        ahead = written - busy.taken
        os.close(inside)
        busy.may_go_on.set()
    os.close(folder)
    assert 0 < ahead <= CHUNK == 4096
    assert busy.taken == written
