"""A Dask cluster of processes on loopback, for benchmarks."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

PYTHON = sys.executable

QUIET = {
    "DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED": "False",
    "DASK_DISTRIBUTED__ADMIN__TICK__INTERVAL": "2s",
    "DASK_DISTRIBUTED__ADMIN__SYSTEM_MONITOR__INTERVAL": "10s",
}
"""What docs/survey.md says of a cluster: it does not watch itself."""


@contextlib.contextmanager
def cluster(folder: Path) -> Iterator[str]:
    """A scheduler and two workers, each a process; its address as ``--engine`` takes it."""
    log = folder / "dask.log"
    with log.open("wb") as output:

        def start(*words: str) -> subprocess.Popen[bytes]:
            command = [PYTHON, "-m", f"distributed.cli.dask_{words[0]}", *words[1:]]
            command += ["--host", "127.0.0.1", "--no-dashboard"]
            return subprocess.Popen(
                command,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                env={**os.environ, **QUIET},
            )

        processes = [start("scheduler", "--port", "0")]
        try:
            port = _said(log, rb"Scheduler at:\s+tcp://127\.0\.0\.1:(\d+)")
            for _ in range(2):
                worker = ("worker", f"tcp://127.0.0.1:{port}", "--nthreads", "1")
                preload = ("--preload", "tallystick.survey.dask_worker", "--no-nanny")
                processes.append(start(*worker, *preload, "--local-directory", str(folder)))
            _said(log, rb"(?s)(Registered to.*Registered to)")
            yield f"dask://127.0.0.1:{port}"
        finally:
            for process in processes:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def _said(log: Path, words: bytes) -> str:
    for _ in range(1200):
        if found := re.search(words, log.read_bytes()):
            return found[1].decode()
        threading.Event().wait(0.1)
    raise SystemExit(log.read_text())
