"""One program of the user's machine, asked a question: no shell, no input, a time limit, bounded output."""

from __future__ import annotations

import subprocess
import tempfile
import threading
from collections.abc import Mapping, Sequence

from tallystick.errors import ToolMissing
from tallystick.tools import TOOLS, missing

ERRORS = 64 * 1024
"""Bytes of its standard error that are looked at."""


class ProgramFailed(Exception):  # noqa: N818 - what it means is its caller's to say
    """It cannot be started, ended with an error, took too long or said too much.

    Attributes:
        stderr: what it said on standard error.
    """

    def __init__(self, message: str, stderr: str = "") -> None:
        super().__init__(message)
        self.stderr = stderr


def output_of(
    command: Sequence[str], *, seconds: float, cap: int, environment: Mapping[str, str]
) -> bytes:
    """The standard output of ``command``, at most ``cap`` bytes.

    Raises:
        ProgramFailed: it did not end well.
        ToolMissing: it is not there, and is one of :data:`tallystick.tools.TOOLS`.
    """
    name = command[0].rpartition("/")[2]
    with tempfile.TemporaryFile() as errors:
        try:
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=errors,
                env=environment,
            )
        except FileNotFoundError:
            if name in TOOLS:
                raise ToolMissing(missing(name)) from None
            raise ProgramFailed(f"{name}: not found") from None
        except OSError as error:
            raise ProgramFailed(f"{name}: {error.strerror}") from None
        expired = threading.Event()

        def expire() -> None:
            expired.set()
            process.kill()

        timer = threading.Timer(seconds, expire)
        timer.start()
        with process:
            try:
                assert process.stdout is not None  # noqa: S101 - PIPE was asked for
                output = process.stdout.read(cap + 1)
                if len(output) > cap:
                    process.kill()
                status = process.wait()
            finally:
                timer.cancel()
        errors.seek(0)
        said = errors.read(ERRORS).decode("utf-8", "replace")
    if expired.is_set():
        raise ProgramFailed(f"{name}: no answer within {seconds:g} s", said)
    if len(output) > cap:
        raise ProgramFailed(f"{name}: said more than {cap} bytes", said)
    if status != 0:
        raise ProgramFailed(f"{name}: ended with {status}", said)
    return output
