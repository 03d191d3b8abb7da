"""A Dask cluster of real processes on loopback, whose members may be killed."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(slots=True, kw_only=True)
class Members:
    """One scheduler and some workers, each the leader of a process group.

    Attributes:
        folder: of their logs and files.
        port: of the scheduler.
        scheduler: its process.
        workers: theirs, each with the worker below it.
    """

    folder: Path
    port: int = 0
    scheduler: subprocess.Popen[bytes] | None = None
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"dask://127.0.0.1:{self.port}"

    def start(self, workers: int, *options: str) -> None:
        self.scheduler = self._process("scheduler", "scheduler", "--port", "0")
        said = self._wait("scheduler", rb"Scheduler at:\s+tcp://127\.0\.0\.1:(\d+)")
        self.port = int(said)
        for number in range(workers):
            self.workers.append(
                self._process(
                    f"worker{number}",
                    *("worker", f"tcp://127.0.0.1:{self.port}", "--nthreads", "1"),
                    *("--preload", "tallystick.survey.dask_worker"),
                    *("--local-directory", str(self.folder), "--no-dashboard", *options),
                )
            )
        for number in range(workers):
            self._wait(f"worker{number}", rb"(Registered to)")

    def stop(self) -> None:
        for process in filter(None, [self.scheduler, *self.workers]):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def _process(self, name: str, *arguments: str) -> subprocess.Popen[bytes]:
        dashboard = ["--dashboard-address", "127.0.0.1:0"] if arguments[0] == "scheduler" else []
        with (self.folder / f"{name}.log").open("wb") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "distributed.cli.dask_" + arguments[0], *arguments[1:],
                 "--host", "127.0.0.1", *dashboard],
                stderr=log,
                stdout=log,
                start_new_session=True,
                env={
                    **os.environ,
                    "PYTHONPATH": str(Path(__file__).parent),
                    # A worker that is killed counts as one try, and no more (docs/survey.md).
                    "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0",
                },
            )  # fmt: skip

    def _wait(self, name: str, words: bytes) -> bytes:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            if found := re.search(words, (self.folder / f"{name}.log").read_bytes()):
                return found[1]
            threading.Event().wait(0.05)
        raise AssertionError((self.folder / f"{name}.log").read_text())
