"""The engine of one machine: lanes, each a process pool of one worker.

A pool whose worker is killed is broken with all that was handed to it (``BrokenProcessPool``). With one
worker a pool, that is the one release that the worker was at work on, so nobody else's try is counted.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.context import BaseContext
from typing import Any, Final

from tallystick.survey.asked import Asked
from tallystick.survey.engine import Task, WorkerDied
from tallystick.survey.report import Report
from tallystick.survey.worker import begin

TASKS: Final = 200
"""Releases that one worker process does: what libraries never give back stays small, a start cheap.

``max_tasks_per_child`` would do the same, if pools with it did not hang (CPython issue 115634)."""

PEAK: Final = 0.5
"""Share of the memory that a worker may have held before it makes room for a new one."""


class Lanes:
    """Workers of this machine.

    Args:
        jobs: how many.
        memory: bytes for each; None: no bound.
    """

    def __init__(self, jobs: int, memory: int | None) -> None:
        self._memory = memory
        self._lock = threading.Lock()
        self._free = [_Lane(memory) for _ in range(jobs)]
        self._lanes = list(self._free)
        self.capacity = jobs

    def lacking(self, needs: frozenset[str]) -> frozenset[str]:
        """Those of ``needs`` that this machine does not have."""
        if not needs:
            return needs
        # What rebuilds are made of is a tenth of a second that most surveys need not spend.
        from tallystick.survey.resources import resources  # noqa: PLC0415

        return needs - resources()

    def submit(self, task: Task, asked: Asked, settings: Any) -> Future[Report]:  # noqa: ANN401 - see Engine
        """Have one release done; never more than :attr:`capacity` at once."""
        with self._lock:
            lane = self._free.pop()
        future: Future[Report] = Future()

        def done(inner: Future[Report]) -> None:
            error = inner.exception()
            lane.after(inner)
            with self._lock:
                self._free.append(lane)
            if error is None:
                future.set_result(inner.result())
            elif isinstance(error, BrokenProcessPool):
                future.set_exception(WorkerDied("its worker died"))
            else:
                future.set_exception(error)

        try:
            lane.submit(task, asked, settings).add_done_callback(done)
        except WorkerDied as error:
            self._free.append(lane)
            future.set_exception(error)
        return future

    def check(self) -> None:
        """A lane that breaks says so by itself."""

    def close(self) -> None:
        """End the workers, whatever they are at."""
        pools = [pool for lane in self._lanes if (pool := lane.leave()) is not None]
        for worker in multiprocessing.active_children():  # of pools alone: nothing else starts any
            worker.kill()
        for pool in pools:
            # At its exit Python wakes the thread of each pool, which must not be closing just then.
            pool.shutdown(wait=True, cancel_futures=True)


class _Lane:
    """One worker process after the other."""

    def __init__(self, memory: int | None) -> None:
        self._memory = memory
        self._pool: ProcessPoolExecutor | None = None
        self._tasks = 0

    def submit(self, task: Task, asked: Asked, settings: Any) -> Future[Report]:  # noqa: ANN401 - see Engine
        for _ in range(2):
            if self._pool is None:
                self._pool = ProcessPoolExecutor(
                    1,
                    mp_context=_starting(task),
                    initializer=begin,
                    initargs=(self._memory, dict(os.environ)),
                )
            self._tasks += 1
            try:
                return self._pool.submit(task, asked, settings)
            # It was killed while it was idle, or what forks workers was: nobody's try.
            except (BrokenProcessPool, OSError, EOFError):
                self.close()
        raise WorkerDied("no worker can be started")

    def after(self, future: Future[Report]) -> None:
        """Make room for a new worker where this one is dead, old or fat."""
        is_worn = future.exception() is not None or self._tasks >= TASKS
        if is_worn or (self._memory and future.result().cost.peak > PEAK * self._memory):
            self.close()

    def close(self) -> None:
        """End the pool and wait for nothing: it may be its own thread that says so."""
        pool = self.leave()
        if pool is not None:
            pool.shutdown(wait=False, cancel_futures=True)

    def leave(self) -> ProcessPoolExecutor | None:
        """The pool that there is, left to the caller."""
        pool, self._pool, self._tasks = self._pool, None, 0
        return pool


def _starting(task: Task) -> BaseContext:
    """How a worker begins: as a fork of a server that has imported the module of ``task``.

    A fork of this process could hang, for it has threads; the server has none. What is spawned imports
    everything anew, 0.4 s of a processor each time. On macOS even that server may not fork safely (CPython
    issue 77906).
    """
    if sys.platform == "darwin":
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([task.__module__])
    return context
