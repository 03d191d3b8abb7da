"""Work on threads: downloads and git mostly wait, so one process can have many of them under way.

The threads are daemons, unlike those of :mod:`concurrent.futures`: after Ctrl-C nobody waits for a
server that says nothing.
"""

from __future__ import annotations

import contextlib
import queue
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, wait
from typing import Generic, TypeVar

from tallystick.cache import abandon
from tallystick.source.git import stop_all

Value = TypeVar("Value")

GRACE_SECONDS = 1.0
"""For threads to clean up after an interruption, all together; git is ended at its beginning."""

LOOK_SECONDS = 0.5
"""How often whoever waits for a thread looks whether it was interrupted meanwhile."""


def value_of(future: Future[Value]) -> Value:
    """The value of what a pool was given, or its error, once it is done.

    Not ``future.result()``: Python acts upon a signal when its main thread returns from what it waits in.
    A signal that came just before the wait, or to another thread, does not end the wait, and is
    lost until a server or a git has come to its own end.
    """
    while not future.done():
        wait((future,), timeout=LOOK_SECONDS)
    return future.result()


class _Task(Generic[Value]):
    __slots__ = ("future", "work")

    def __init__(self, work: Callable[[], Value]) -> None:
        self.work = work
        self.future: Future[Value] = Future()

    def run(self) -> None:
        try:
            value = self.work()
        except BaseException as error:  # noqa: BLE001 - handed over to whoever waits for it
            self.future.set_exception(error)
        else:
            self.future.set_result(value)


class Pool:
    """Runs what it is given on at most ``jobs`` threads, in the order in which it comes.

    With one job there is no thread: the work is done where it is submitted.
    """

    def __init__(self, jobs: int) -> None:
        self._jobs = jobs
        self._tasks: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._threads: list[threading.Thread] = []
        self._stopped = threading.Event()

    def submit(self, work: Callable[[], Value]) -> Future[Value]:
        """Have ``work`` done; its value or its error comes through the future."""
        task = _Task(work)
        if self._jobs == 1:
            task.run()
            if isinstance(error := task.future.exception(), KeyboardInterrupt):
                raise error
            return task.future
        self._tasks.put(task.run)
        if len(self._threads) < self._jobs:
            thread = threading.Thread(target=self._work, daemon=True)
            self._threads.append(thread)
            thread.start()
        return task.future

    def _work(self) -> None:
        while not self._stopped.is_set():
            self._tasks.get()()

    def stop(self) -> None:
        """Begin nothing more, end every git, and leave no half-written file behind."""
        self._stopped.set()
        stop_all()
        deadline = time.monotonic() + GRACE_SECONDS
        for _ in self._threads:
            # An idle one waits for a task, and needs to be told that there is none.
            self._tasks.put(lambda: None)
        for thread in self._threads:
            thread.join(timeout=max(0.0, deadline - time.monotonic()))
        abandon()


@contextlib.contextmanager
def pool(jobs: int) -> Iterator[Pool]:
    """A pool for the block; whatever ends the block early stops it."""
    opened = Pool(jobs)
    try:
        yield opened
    except BaseException:
        opened.stop()
        raise
