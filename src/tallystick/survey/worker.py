"""What holds inside a worker: so much memory, so much time, and no life after its parent's."""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import re
import resource
import signal
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from multiprocessing.connection import wait
from pathlib import Path

from msgspec.structs import replace

from tallystick import __version__, traffic
from tallystick.survey.report import Cost, Report


def begin(memory: int | None, environment: Mapping[str, str]) -> None:
    """Called once in each new worker process of this machine.

    Args:
        memory: bytes that it, and each program that it starts, may hold (RLIMIT_DATA: what a process writes
            to, setrlimit(2); the address space says nothing of that). A MemoryError follows, and the
            release fails with it. Without effect on macOS, whose kernel does not count so.
        environment: of the survey; a server that was started earlier forks with the one of that time.
    """
    # What is imported stays: to look through it in every collection was a twelfth of an audit's time.
    gc.freeze()
    os.environ.clear()
    os.environ.update(environment)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's, who ends its workers
    threading.Thread(target=_end_with_parent, daemon=True).start()
    if memory is not None:
        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        soft = memory if hard == resource.RLIM_INFINITY else min(memory, hard)
        resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))


def _end_with_parent() -> None:
    """A pool's worker would wait for ever for a parent that was killed: it holds both ends of its queue.

    Without the server that forked it, which is another process than that parent, nobody hears of its end:
    to the pool it is as good as dead then, so it is.
    """
    parent = multiprocessing.parent_process()
    if parent is None:
        return
    ends = [parent.sentinel]
    if sys.platform == "linux":
        with contextlib.suppress(OSError):  # a kernel before 5.3 (pidfd_open(2))
            ends.append(os.pidfd_open(os.getppid()))
    wait(ends)
    os._exit(1)


@contextlib.contextmanager
def no_longer_than(seconds: float | None) -> Iterator[None]:
    """End this process if the block takes longer.

    The kernel does it, with SIGALRM's default action: a regular expression that runs away keeps every
    thread of Python from doing it.
    """
    if seconds is None:
        yield
        return
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


@contextlib.contextmanager
def measured() -> Iterator[Measure]:
    """What the block costs, once it is over."""
    measure = Measure()
    yield measure
    measure.end()


class Measure:
    """The cost of what happens between its making and :meth:`end`."""

    def __init__(self) -> None:
        self._begun = time.perf_counter()
        self._cpu = _cpu()
        self._traffic = traffic.so_far()
        self.cost = Cost()

    def end(self) -> None:
        """It is over."""
        sums = traffic.so_far().since(self._traffic)
        self.cost = Cost(
            seconds=round(time.perf_counter() - self._begun, 4),
            cpu=round(_cpu() - self._cpu, 4),
            peak=_peak(),
            requests=sums.requests,
            received=sums.received,
            waited=round(sums.waited, 4),
            outages=sums.outages,
        )

    def on(self, report: Report) -> Report:
        """``report`` with the cost and the version of this program."""
        return replace(report, cost=self.cost, tool=__version__)


def _peak() -> int:
    """Bytes of memory that this process has held at most.

    Linux's ``ru_maxrss`` keeps, over execve(2), what the parent held when it forked (getrusage(2)); ``VmHWM``
    begins anew with each program (proc_pid_status(5)).
    """
    with contextlib.suppress(OSError):
        status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
        found = re.search(r"^VmHWM:\s+([0-9]+) kB$", status, re.MULTILINE)
        if found:
            return int(found[1]) * 1024
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def _cpu() -> float:
    sums = 0.0
    for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN):
        used = resource.getrusage(who)
        sums += used.ru_utime + used.ru_stime
    return sums
