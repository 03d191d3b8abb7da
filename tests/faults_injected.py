"""Faults of the machine under the installed command: made by the kernel, at one call of one process.

strace(1), ``-e inject``: the N-th call of a kind ends the process that makes it, or fails with an error.
Nothing of the program is replaced. Whose call it is can be chosen: the program's own, or that of one of the
runs of git that it starts, which a script of that name in front of git's place in PATH puts under strace.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from warm import run

CHANGES = (
    "rename,renameat,renameat2",
    "write,pwrite64",
    "mkdir,mkdirat",
    "unlink,unlinkat",
    "fsync,fdatasync",
)
"""The calls by which something on a disk changes, by kind."""

PROGRAM = 0
"""The victim that is the program itself; N is its N-th run of git."""

IN_FRONT = """#!/bin/sh
echo >> '{counted}'
number=$(wc -l < '{counted}')
for victim in {victims}; do
    [ "$number" -ne "$victim" ] || exec strace -f --seccomp-bpf -qq {options} -o '{log}'.$number '{git}' "$@"
done
exec '{git}' "$@"
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call of a victim: the N-th of a kind, of whichever thread or child comes that far first."""

    victim: int
    kind: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How the command ended: with a code, or below zero by a signal."""

    code: int
    out: str
    err: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Faults:
    """A command whose calls are counted, and fail or kill.

    Attributes:
        command: what is run.
        folder: it is run there; logs are written there, too.
        environment: its variables.
    """

    command: Sequence[str]
    folder: Path
    environment: Mapping[str, str]

    def calls(self) -> list[Call]:
        """Each call of a quiet run by which something on a disk changes, by victim and kind."""
        logs = self.folder / "strace"
        trace = f"-e trace={','.join(CHANGES)}"
        ended = self._run(trace, range(PROGRAM, 100), logs)
        assert ended.code == 0, ended
        found = []
        for victim in range(len(list(logs.iterdir()))):
            text = (logs / f"log.{victim}").read_text(errors="replace")
            for kind in CHANGES:
                names = kind.replace(",", "|")
                by = Counter(re.findall(rf"^(\d+) +(?:{names})\(", text, re.MULTILINE))
                most = max(by.values(), default=0)
                found += [
                    Call(victim=victim, kind=kind, number=number) for number in range(1, most + 1)
                ]
        return found

    def inject(self, call: Call, fault: str) -> Ended:
        """Run with a fault at that call: ``signal=KILL``, ``error=ENOSPC``, …"""
        options = f"-e trace={call.kind} -e inject={call.kind}:{fault}:when={call.number}"
        return self._run(options, [call.victim], self.folder / "strace")

    def _run(self, options: str, victims: Sequence[int], logs: Path) -> Ended:
        shutil.rmtree(logs, ignore_errors=True)
        logs.mkdir()
        places = self.folder / "in-front"
        places.mkdir(exist_ok=True)
        (places / "git").write_text(
            IN_FRONT.format(
                counted=self.folder / "runs-of-git",
                victims=" ".join(map(str, victims)),
                options=options,
                log=logs / "log",
                git=shutil.which("git"),
            )
        )
        (places / "git").chmod(0o755)
        (self.folder / "runs-of-git").write_text("")
        environment = {
            **self.environment,
            "PATH": f"{places}{os.pathsep}{self.environment['PATH']}",
        }
        if PROGRAM in victims:
            # Whoever runs another program is another victim.
            under = ["strace", "-f", "-b", "execve", "-qq", *options.split()]
            done = subprocess.run(
                [*under, "-o", str(logs / f"log.{PROGRAM}"), *self.command],
                cwd=self.folder,
                env=environment,
                capture_output=True,
                timeout=300,
                check=False,
            )
        else:
            done = run(self.command, folder=self.folder, environment=environment, timeout=300)
        return Ended(
            code=done.returncode,
            out=done.stdout.decode("utf-8", "replace"),
            err=done.stderr.decode("utf-8", "replace"),
        )
