"""How often all workers together ask one host: a file a host, which they share.

Each request takes the next turn: under the file's lock it reads when the host is free again and writes when
it will be after this request. Waiting is done without the lock. The files hold seconds since the epoch: no
other clock is the same for several machines that share the folder. Such a clock may be set back: a turn that
is further away than anybody may have asked for is of another time, and is forgotten.
"""

from __future__ import annotations

import fcntl
import hashlib
import math
import os
import struct
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from msgspec import Struct, field

from tallystick.cache import storing
from tallystick.index.patience import Clock, SystemClock

LONGEST: Final = 3600.0
"""Seconds that a host is left alone at most, whatever it asks for: an hour, as limits of forges have it."""

_TURN: Final = struct.Struct("<d")


class Turns(Struct, frozen=True, kw_only=True):
    """A gate (:class:`tallystick.traffic.Gate`) that every process with the same folder passes.

    Attributes:
        folder: of the files.
        rate: requests a second to each host.
        rates: the same for some hosts.
        clock: the time, and how to wait.
    """

    folder: Path
    rate: float
    rates: Mapping[str, float] = field(default_factory=dict)
    clock: Clock = field(default_factory=SystemClock)

    def wait(self, host: str) -> float:
        """Return when it is this process's turn to ask ``host``; the seconds that it took."""
        gap = 1.0 / self.rates.get(host, self.rate)
        pause = self._take(host, lambda turn, now: (max(turn, now), max(turn, now) + gap))
        if pause > 0:
            self.clock.wait(pause)
        return max(0.0, pause)

    def busy(self, host: str, seconds: float) -> None:
        """Nobody asks ``host`` for ``seconds``."""
        until = min(seconds, LONGEST)
        self._take(host, lambda turn, now: (now, max(turn, now + until)))

    def _take(self, host: str, change: Callable[[float, float], tuple[float, float]]) -> float:
        """Seconds until the turn that ``change`` gives, which also says what the next one is."""
        path = self.folder / hashlib.sha256(host.encode()).hexdigest()[:32]
        with storing("take turns", path):
            self.folder.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX)
                now = self.clock.time()
                mine, following = change(self._turn(descriptor, now), now)
                os.pwrite(descriptor, _TURN.pack(following), 0)
            finally:
                os.close(descriptor)
        return mine - now

    @staticmethod
    def _turn(descriptor: int, now: float) -> float:
        written = os.pread(descriptor, _TURN.size, 0)
        turn = _TURN.unpack(written)[0] if len(written) == _TURN.size else now
        return turn if math.isfinite(turn) and turn - now <= 2 * LONGEST else now
