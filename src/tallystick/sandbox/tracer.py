"""A program that looks on while the command runs, and what it tells of it."""

from __future__ import annotations

import fcntl
import os
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from msgspec import Struct, field

from tallystick.limits import KIB

LOG = "/proc/self/fd/9"
"""What a tracer is told to write to."""

BEFORE = 'exec 9>"$1"; rm -f -- "$1"; shift; exec "$@"'
"""The log has a name only until it is open, so that nothing that is traced can open it by its name."""

AFTER = 'exec 9>&- 8>&1 1>&8 8>&2 2>&8 8>&-; exec "$@"'
"""What is traced does not inherit the log. It gets its own output once more, by dup2(2), which the log tells:
where the command's output goes is else seen only when some shell puts it back."""

CHUNK = 4 * KIB
"""Bytes of the log that may wait to be read, the least a pipe can hold (fcntl(2), ``F_SETPIPE_SZ``).

The tracer waits for us, and what it traces for the tracer. So who looks after a file that the log tells of
comes at most some thirty calls late, however busy the machine is.
"""


class Tracer(Protocol):
    """How a command is traced. The interface takes any program that writes a log while another runs."""

    def arguments(self, log: str) -> tuple[str, ...]:
        """The program, and that it should write to ``log``; the command to run comes behind."""
        ...

    def take(self, some: bytes) -> None:
        """The next bytes of the log; called in a thread of its own, while the command runs."""
        ...

    def status(self) -> int | None:
        """How the command ended, as a shell counts it; None as long as it is not known to have ended.

        A tracer waits for whatever the command left behind. Nobody else does.
        """
        ...


class Log(Struct):
    """A pipe from the tracer inside to the one who listens outside.

    Attributes:
        name: of the pipe, in the sandbox's /tmp.
    """

    tracer: Tracer
    name: str = field(default_factory=lambda: f"trace-{secrets.token_hex(16)}")
    _failed: BaseException | None = None

    def around(self, argv: tuple[str, ...]) -> tuple[str, ...]:
        """``argv`` with the tracer before it."""
        shell = "/bin/sh"
        traced = (*self.tracer.arguments(LOG), shell, "-c", AFTER, "sh", *argv)
        return (shell, "-c", BEFORE, "sh", f"/tmp/{self.name}", *traced)

    @contextmanager
    def heard(self, folder: int, owner: int | None) -> Iterator[None]:
        """Listen, until whatever has the log open is gone.

        Args:
            folder: the sandbox's /tmp.
            owner: who runs the command; None for ourselves.

        Raises:
            Exception: whatever the tracer's :meth:`Tracer.take` raised.
        """
        os.mkfifo(self.name, 0o600, dir_fd=folder)
        if owner is not None:
            os.chown(self.name, owner, owner, dir_fd=folder, follow_symlinks=False)
        # Both ends, so that neither of them waits for the other (fifo(7)).
        ours = os.open(self.name, os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW, dir_fd=folder)
        try:
            fcntl.fcntl(ours, fcntl.F_SETPIPE_SZ, CHUNK)
            read = os.open(f"/proc/self/fd/{ours}", os.O_RDONLY | os.O_CLOEXEC)
            listening = threading.Thread(target=self._listen, args=(read,))
            listening.start()
            try:
                yield
            finally:
                os.close(ours)
                ours = -1
                listening.join()
        finally:
            if ours >= 0:
                os.close(ours)
        if self._failed is not None:
            raise self._failed

    def _listen(self, read: int) -> None:
        """Everything until the end, even if nobody understands it: else the command would wait."""
        try:
            while some := os.read(read, CHUNK):
                if self._failed is None:
                    self._take(some)
        finally:
            os.close(read)

    def _take(self, some: bytes) -> None:
        try:
            self.tracer.take(some)
        except BaseException as error:  # noqa: BLE001 - it is raised again, in the thread that waits
            self._failed = error
