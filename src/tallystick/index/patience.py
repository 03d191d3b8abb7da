"""How often and how long a failing server is asked again; all waiting goes through one clock."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import Protocol, TypeVar

from msgspec import Struct

from tallystick import traffic
from tallystick.errors import IndexFailure
from tallystick.limits import Limits

Outcome = TypeVar("Outcome")

FIRST_WAIT = 0.5
"""Seconds before the second try, doubled for each further one."""

_RANDOM = random.SystemRandom()


class Clock(Protocol):
    """What the time is, and a way to let it pass."""

    def monotonic(self) -> float:
        """Seconds since some moment; never runs back."""
        ...

    def time(self) -> float:
        """Seconds since the epoch, as this machine believes."""
        ...

    def wait(self, seconds: float) -> None:
        """Let ``seconds`` pass."""
        ...


class SystemClock(Struct, frozen=True):
    """The machine's own clock."""

    def monotonic(self) -> float:
        """As :func:`time.monotonic`."""
        return time.monotonic()

    def time(self) -> float:
        """As :func:`time.time`."""
        return time.time()

    def wait(self, seconds: float) -> None:
        """As :func:`time.sleep`."""
        time.sleep(seconds)


class Transient(Exception):  # noqa: N818 - not a failure yet
    """Asking again may help.

    Attributes:
        after: seconds that the server asked to be left alone for (RFC 9110, 10.2.3); None if it
            did not say.
    """

    def __init__(self, message: str, after: float | None = None) -> None:
        super().__init__(message)
        self.after = after


def patiently(attempt: Callable[[], Outcome], clock: Clock, limits: Limits) -> Outcome:
    """What ``attempt`` returns, tried again while it raises :class:`Transient`.

    Waits double, with jitter so that a hundred clients of one server do not come back together.
    No try begins later than ``limits.index_seconds`` after the first.

    Raises:
        IndexFailure: in place of the last :class:`Transient`.
    """
    deadline = clock.monotonic() + limits.index_seconds
    for number in range(1, limits.index_tries + 1):
        try:
            return attempt()
        except Transient as error:
            backoff = FIRST_WAIT * 2 ** (number - 1) * _RANDOM.uniform(0.5, 1.0)
            pause = max(backoff, error.after or 0.0)
            tried = f" ({number} tries)" if number > 1 else ""
            if number == limits.index_tries:
                traffic.outage()
                raise IndexFailure(f"{error}{tried}") from None
            if clock.monotonic() + pause > deadline:
                traffic.outage()
                asked = f"; it asks to wait {error.after:.0f} s" if error.after else ""
                raise IndexFailure(f"{error}{tried}{asked}") from None
            clock.wait(pause)
    raise IndexFailure("no try is allowed (cap: index_tries)")
