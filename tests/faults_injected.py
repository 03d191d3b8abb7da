"""Faults of the machine under the installed command: made by the kernel, at one call of one process.

strace(1), ``-e inject``: the N-th call of a kind ends the process that makes it, or fails with an error.
Nothing of the program is replaced; git and all else that it starts is under it, too.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

CHANGES = (
    "rename,renameat,renameat2",
    "write,pwrite64",
    "mkdir,mkdirat",
    "unlink,unlinkat",
    "fsync,fdatasync",
)
"""The calls by which something on a disk changes, by kind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How the command ended: with a code, or below zero by a signal."""

    code: int
    out: str
    err: str


def count(command: Sequence[str], cwd: Path, environment: Mapping[str, str]) -> dict[str, int]:
    """How many calls of each kind the busiest process of a quiet run makes."""
    log = cwd / "counted"
    calls = ",".join(CHANGES)
    _run(["-f", "-qq", "-e", f"trace={calls}", "-o", str(log), *command], cwd, environment)
    seen: dict[tuple[str, str], int] = {}
    for process, call in re.findall(
        r"^(\d+) +(\w+)\(", log.read_text(errors="replace"), re.MULTILINE
    ):
        kind = next(kind for kind in CHANGES if call in kind.split(","))
        seen[process, kind] = seen.get((process, kind), 0) + 1
    log.unlink()
    return {
        kind: max((n for (_, k), n in seen.items() if k == kind), default=0) for kind in CHANGES
    }


def inject(
    command: Sequence[str],
    kind: str,
    number: int,
    fault: str,
    cwd: Path,
    environment: Mapping[str, str],
) -> Ended:
    """Run ``command`` with a fault at the N-th call of a kind, in whichever process comes that far first.

    Args:
        command: what is run.
        kind: one of :data:`CHANGES`.
        number: N, from 1.
        fault: ``signal=KILL``, ``error=ENOSPC``, …
        cwd: where.
        environment: its variables.
    """
    options = ["-f", "-qq", "-e", f"trace={kind}", "-e", f"inject={kind}:{fault}:when={number}"]
    return _run([*options, "-o", "/dev/null", *command], cwd, environment)


def _run(arguments: Sequence[str], cwd: Path, environment: Mapping[str, str]) -> Ended:
    done = subprocess.run(
        ["strace", *arguments],
        cwd=cwd,
        env=environment,
        capture_output=True,
        timeout=300,
        check=False,
    )
    return Ended(
        code=done.returncode,
        out=done.stdout.decode("utf-8", "replace"),
        err=done.stderr.decode("utf-8", "replace"),
    )
