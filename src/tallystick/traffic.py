"""What this process asks of others: counted, and held back where several processes share a host.

The rooms that talk to a network (``index``, ``forge``, ``source``) say so here; who wants to hold them back
puts a :class:`Gate` in the way. One process does one release at a time where that is wanted, so the sums are
the process's own.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from msgspec import Struct
from msgspec.structs import replace


class Gate(Protocol):
    """Who decides when a host may be asked next."""

    def wait(self, host: str) -> float:
        """Return when ``host`` may be asked; the seconds that this took."""
        ...

    def busy(self, host: str, seconds: float) -> None:
        """``host`` has asked to be left alone for ``seconds`` (RFC 9110, 10.2.3)."""
        ...


class Traffic(Struct, frozen=True, kw_only=True):
    """Sums over some time.

    Attributes:
        requests: over HTTP, and commands of git that talk to a server.
        received: bytes of bodies and of packs.
        waited: seconds at the gate.
        outages: things that were given up because a server was out of reach or overloaded: asked
            another time, they might be there.
    """

    requests: int = 0
    received: int = 0
    waited: float = 0.0
    outages: int = 0

    def since(self, before: Traffic) -> Traffic:
        """What came after ``before``."""
        return Traffic(
            **{name: getattr(self, name) - getattr(before, name) for name in self.__struct_fields__}
        )


class _Process(Struct):
    """The sums of this process, and the gate that its requests pass."""

    lock: threading.Lock
    sums: Traffic
    gate: Gate | None = None


_PROCESS = _Process(threading.Lock(), Traffic())


def so_far() -> Traffic:
    """The sums since this process began."""
    return _PROCESS.sums


@contextmanager
def behind(gate: Gate | None) -> Iterator[None]:
    """Have every request of this process pass ``gate`` during the block."""
    before, _PROCESS.gate = _PROCESS.gate, gate
    try:
        yield
    finally:
        _PROCESS.gate = before


def ask(host: str | None) -> None:
    """A request to ``host`` follows (None: it stays on this machine's disk): wait for its turn."""
    if host is None:
        return
    gate = _PROCESS.gate
    waited = gate.wait(host) if gate is not None else 0.0
    with _PROCESS.lock:
        sums = _PROCESS.sums
        _PROCESS.sums = replace(sums, requests=sums.requests + 1, waited=sums.waited + waited)


def received(size: int) -> None:
    """``size`` bytes have come."""
    with _PROCESS.lock:
        sums = _PROCESS.sums
        _PROCESS.sums = replace(sums, received=sums.received + size)


def busy(host: str, seconds: float) -> None:
    """``host`` has asked to be left alone."""
    if _PROCESS.gate is not None:
        _PROCESS.gate.busy(host, seconds)


def outage() -> None:
    """Something was given up that another time might bring."""
    with _PROCESS.lock:
        sums = _PROCESS.sums
        _PROCESS.sums = replace(sums, outages=sums.outages + 1)
