"""The engine of several machines: a Dask cluster, through its own ``concurrent.futures`` executor.

How workers come to be (SSH, Kubernetes, job queues) is Dask's business. Each has one thread: limits of time
and sums of requests are a process's own. Whoever may talk to a scheduler may run code on its workers, since
tasks are sent as pickles: keep it off other people's networks, or use its TLS (``dask+tls://``).
"""

from __future__ import annotations

import logging
import time
from concurrent.futures import CancelledError, Future
from importlib import import_module
from typing import Any, Final
from urllib.parse import urlsplit

from tallystick.errors import EngineLost, UsageError
from tallystick.survey.asked import Asked
from tallystick.survey.engine import Task, WorkerDied
from tallystick.survey.report import Report

_SCHEMES: Final = {"dask": "tcp", "dask+tls": "tls"}

CONNECT_SECONDS: Final = 30
LOOK_SECONDS: Final = 2.0
"""Between two looks at which workers there are."""

AHEAD: Final = 2
"""Releases handed over for each worker: the next one is there when one is done."""


class Cluster:
    """The workers of one scheduler.

    Args:
        address: ``dask://HOST:PORT``, or ``dask+tls://HOST:PORT`` (certificates: Dask's configuration).

    Raises:
        UsageError: no such address, or Dask is not installed.
        EngineLost: nobody answers there, or a worker has several threads.
    """

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        try:
            is_one = parts.scheme in _SCHEMES and parts.hostname and parts.port and not parts.path
        except ValueError:
            is_one = None
        if not is_one:
            raise UsageError(f"--engine {address}: write local or dask://HOST:PORT")
        try:
            self._dask: Any = import_module("distributed")
        except ImportError:
            raise UsageError(
                f"--engine {address}: pip install 'tallystick[cluster]' brings Dask"
            ) from None
        # Of a scheduler that goes away it prints pages; here that is one line.
        logging.getLogger("distributed").setLevel(logging.CRITICAL + 1)
        where = f"{_SCHEMES[parts.scheme]}://{parts.netloc}"
        try:
            self._client: Any = self._dask.Client(where, timeout=CONNECT_SECONDS)
        except OSError as error:
            raise EngineLost(f"{address}: no scheduler answers: {error}") from None
        self._address = address
        self._executors: dict[frozenset[str], Any] = {}
        self._looked = 0.0
        self._has: list[frozenset[str]] = []
        self._look()

    @property
    def capacity(self) -> int:
        """Workers come and go; two releases for each of them, and one where none is there yet."""
        self._look()
        return max(1, AHEAD * len(self._has))

    def lacking(self, needs: frozenset[str]) -> frozenset[str]:
        """What the worker that has most of ``needs`` does not have."""
        if not needs:
            return needs
        self._look()
        return min((needs - has for has in self._has), key=len, default=needs)

    def submit(self, task: Task, asked: Asked, settings: Any) -> Future[Report]:  # noqa: ANN401 - see Engine
        """Have one release done."""
        executor = self._executors.get(asked.needs)
        if executor is None:
            # pure=False: a second try is no repetition whose result Dask may still have.
            resources = dict.fromkeys(asked.needs, 1)
            executor = self._client.get_executor(pure=False, resources=resources, retries=0)
            self._executors[asked.needs] = executor
        inner: Future[Report] = executor.submit(task, asked, settings)
        outer: Future[Report] = Future()

        def done(inner: Future[Report]) -> None:
            try:
                outer.set_result(inner.result())
            except self._dask.KilledWorker:
                outer.set_exception(WorkerDied("its worker died"))
            except CancelledError:
                outer.set_exception(EngineLost(f"{self._address}: the scheduler went away"))
            except Exception as error:  # noqa: BLE001 - handed over
                outer.set_exception(error)

        inner.add_done_callback(done)
        return outer

    def check(self) -> None:
        """See that the scheduler is there.

        Raises:
            EngineLost: it is not.
        """
        if self._client.status != "running":
            raise EngineLost(f"{self._address}: the scheduler went away; run the survey again")

    def close(self) -> None:
        """Drop what is at work, and let go of the scheduler; its workers stay."""
        for executor in self._executors.values():
            executor.shutdown(wait=False)
        self._client.close(timeout=CONNECT_SECONDS)

    def _look(self) -> None:
        if time.monotonic() - self._looked < LOOK_SECONDS:
            return
        self._looked = time.monotonic()
        self.check()
        workers = self._client.scheduler_info(n_workers=-1)["workers"].values()
        if any(worker["nthreads"] != 1 for worker in workers):
            raise EngineLost(f"{self._address}: start its workers with --nthreads 1")
        self._has = [frozenset(worker["resources"]) for worker in workers]
