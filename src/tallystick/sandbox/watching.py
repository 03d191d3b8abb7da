"""From the start of a command to its end, or to the first cap that it passes."""

from __future__ import annotations

import os
import select
import signal
import time
from contextlib import suppress

from tallystick.limits import KIB, Caps
from tallystick.sandbox.holding import Held, end_all
from tallystick.sandbox.outcome import Ended
from tallystick.sandbox.tracer import Tracer

INTERVAL = 0.05
"""Seconds between two looks at memory and files. In that time two cores write under 400 MB, and make
some 30,000 files."""

CPU_STATUS = 128 + signal.SIGXCPU

RESIDENT = ("RssAnon:", "RssShmem:")
"""Lines of ``/proc/<pid>/status`` (proc(5)), in KiB. Names of programs stand in a line of their own."""


GRACE = 1.0
"""Seconds that a tracer has for its last lines, once the command has ended."""


def watch(held: Held, caps: Caps, tracer: Tracer | None = None) -> Ended:
    """Start the command, and return when neither it nor anything that it started runs."""
    start = time.monotonic()
    os.write(held.block, b"1")
    output = bytearray()
    killed_by: str | None = None
    traced: int | None = None
    while killed_by is None and traced is None and not _has_ended(held, INTERVAL):
        _collect(held.output, output, caps)
        killed_by = _passed(held, caps, len(output), time.monotonic() - start)
        traced = tracer.status() if tracer is not None else None
    # What a short command did between two looks counts as well.
    _collect(held.output, output, caps)
    killed_by = killed_by or _passed(held, caps, len(output), 0)
    if killed_by is not None or (traced is not None and not _has_ended(held, GRACE)):
        end_all(held.first)
        # It would tell of the end, and wait for ever where what is printed is no longer read.
        held.process.kill()
    status = _status(held) if traced is None else traced
    seconds = time.monotonic() - start
    _collect(held.output, output, caps)
    if killed_by is None and status == CPU_STATUS:
        killed_by = "cpu"
    return Ended(
        status=status, output=bytes(output[: caps.output]), killed_by=killed_by, seconds=seconds
    )


def _has_ended(held: Held, seconds: float) -> bool:
    """Whether everything inside has ended; waits for that, or for output, ``seconds`` at most."""
    readable, _, _ = select.select([held.first, held.output], [], [], seconds)
    if held.first in readable:
        return True
    if readable:
        # At the end of output, and where it comes without pause, this would otherwise not wait at all.
        return bool(select.select([held.first], [], [], seconds / 10)[0])
    return False


def _status(held: Held) -> int:
    code = held.process.wait()
    return code if code >= 0 else 128 - code


def _collect(descriptor: int, output: bytearray, caps: Caps) -> None:
    """Take what is there, up to one byte more than the cap."""
    with suppress(BlockingIOError):
        while len(output) <= caps.output:
            some = os.read(descriptor, min(64 * KIB, caps.output + 1 - len(output)))
            if not some:
                return
            output += some


def _passed(held: Held, caps: Caps, printed: int, seconds: float) -> str | None:
    """The first cap that is passed now."""
    if seconds > caps.seconds:
        return "time"
    if printed > caps.output:
        return "output"
    files = 0
    for folder in held.folders.values():
        status = os.fstatvfs(folder)
        if status.f_bfree == 0:
            return "disk"
        files += status.f_files - status.f_ffree
    if files > caps.files:
        return "files"
    return "memory" if _resident(held.processes) > caps.memory else None


def _resident(processes: int) -> int:
    """Bytes of memory that the processes inside hold, without what is mapped from the disk.

    Pages that two processes share after a fork count twice: the kernel tells better only slowly.
    """
    total = 0
    for name in os.listdir(processes):
        if name.isdigit():
            with suppress(OSError):  # ended meanwhile
                descriptor = os.open(f"{name}/status", os.O_RDONLY | os.O_CLOEXEC, dir_fd=processes)
                with open(descriptor, encoding="ascii", errors="replace") as file:
                    lines = [line.split() for line in file if line.startswith(RESIDENT)]
                total += sum(int(words[1]) for words in lines) * KIB
    return total
