"""The installed command, as users run it, and something for it to audit."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from gitrepo import Content, GitRepo
from warm import run

COMMAND = Path(sys.executable).with_name("tallystick")

PATIENCE = 300
"""Seconds for what takes ten at the most: other work may have all of the machine but a thirtieth."""

FILES: Mapping[str, bytes] = {
    "README.md": b"# example\n",
    "configure.ac": b"AC_INIT([example], [1.0])\n",
    "src/a.c": b"int a;\n",
}

COMMITTED = dict[str | bytes, Content](FILES.items())
"""The same, as a repository takes them."""


@dataclass(frozen=True, slots=True)
class Done:
    """How a command ended."""

    code: int
    out: str
    err: str

    def failed_saying(self, *words: str) -> bool:
        """Whether it ended with 2 and exactly one line on standard error that has all ``words``."""
        assert self.code == 2, self
        assert self.err.startswith("tallystick: "), self.err
        assert self.err.count("\n") == 1, self.err
        assert self.err.endswith("\n"), self.err
        assert "Traceback" not in self.err
        assert "internal error" not in self.err
        missing = [word for word in words if word not in self.err]
        assert not missing, (missing, self.err)
        return True


@dataclass(frozen=True, slots=True)
class Tally:
    """Runs the command in a folder, with a cache of its own."""

    folder: Path
    environment: dict[str, str] = field(default_factory=dict)

    def __call__(self, *arguments: str | Path, **environment: str) -> Done:
        done = run(
            [str(COMMAND), *map(str, arguments)],
            folder=self.folder,
            environment={**self.environment, **environment},
            timeout=PATIENCE,
        )
        return Done(done.returncode, done.stdout.decode(), done.stderr.decode())

    def start(self, *arguments: str | Path) -> subprocess.Popen[bytes]:
        """Begin to run it, as the leader of a process group, as a shell does."""
        return subprocess.Popen(
            [str(COMMAND), *map(str, arguments)],
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
            # A test run that a shell put into the background ignores Ctrl-C, and hands that down.
            preexec_fn=hear_interrupts,  # noqa: PLW1509 - this process starts no threads beside it
        )


def hear_interrupts() -> None:
    """Let SIGINT do what it does by default."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@dataclass(frozen=True, slots=True)
class Releases:
    """A repository with a tag, and tarballs of it."""

    repository: GitRepo
    honest: Path
    tampered: Path
    unknown: Path
