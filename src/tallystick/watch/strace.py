"""strace(1) as the tracer: how it is called, and its log read as it comes.

Everything that is traced decides about is quoted or escaped by strace: strings by C's rules, paths of
descriptors besides without ``<`` and ``>``. So a line is one call, whatever a file is called.

Builds do the same again and again (each process maps the same libraries), so the meaning of each
distinct line is kept, and most lines cost one look into a table.
"""

from __future__ import annotations

import re
import shutil
from typing import Final

from tallystick.limits import MIB
from tallystick.model import Skip
from tallystick.tools import missing
from tallystick.watch.events import Ended, Event, Forked, Listener, Removed
from tallystick.watch.strace_line import Meaning, NotUnderstoodError, meaning_of

PROGRAM = "strace"

STRING = 4096
"""Bytes of each string that strace prints; Linux' longest path (PATH_MAX)."""

LONGEST = 4 * MIB
"""Bytes of one line: a linker's command of 10,000 objects takes one."""

KEPT = 200_000
"""Distinct lines whose meaning is kept; then it begins anew. A large build has half as many."""

LONGEST_NUMBER = 20
"""Digits of a process's number, and more: Linux has seven."""

WAITING = 100_000
"""Events that may wait for their process to be introduced, over all processes."""

CALLS = (
    *("execve", "execveat", "clone", "clone3", "fork", "vfork"),
    *("open", "openat", "openat2", "creat", "truncate"),
    *("rename", "renameat", "renameat2", "link", "linkat", "symlink", "symlinkat"),
    *("unlink", "unlinkat", "chdir", "fchdir", "dup", "dup2", "dup3"),
    *("connect", "ptrace", "process_vm_readv", "process_vm_writev"),
)

_UNFINISHED = b" <unfinished ...>"
_RESUMED = re.compile(rb"<\.\.\. \w+ resumed>")

_LIVES: Final = (Forked, Ended)

_UNKNOWN: Final = Removed(path="a line that was not read yet")
"""Stands for no meaning where None is one; compared by identity."""


def find_strace() -> Skip | str:
    """The path of strace here; a skip where there is none."""
    path = shutil.which(PROGRAM)
    return path or Skip(check="watch", reason=missing("strace"))


class Strace:
    """A run of strace: a :class:`tallystick.sandbox.tracer.Tracer` that tells ``listener``."""

    def __init__(self, listener: Listener, path: str = "/usr/bin/strace") -> None:
        """Tell ``listener`` what the strace at ``path`` sees."""
        self._listener = listener
        self._path = path
        self._rest = b""
        self._broken: dict[bytes, bytes] = {}
        self._meanings: dict[bytes, Meaning] = {}
        self._introduced: dict[bytes, int] = {}
        self._waiting: dict[int, list[Event]] = {}
        self._waits = 0
        self._first: int | None = None
        self._status: int | None = None

    def arguments(self, log: str) -> tuple[str, ...]:
        """See :class:`tallystick.sandbox.tracer.Tracer`."""
        return (
            *(self._path, "-f", "-q", "--seccomp-bpf", "-y", "-s", str(STRING)),
            *("-e", "signal=none", "-e", f"trace={','.join(f'?{call}' for call in CALLS)}"),
            *("-o", log),
        )

    def take(self, some: bytes) -> None:
        """See :class:`tallystick.sandbox.tracer.Tracer`."""
        lines = (self._rest + some).split(b"\n")
        self._rest = lines.pop()
        if len(self._rest) > LONGEST:
            self._rest = b""
            self._listener.lost(f"a line of the log is longer than {LONGEST} bytes")
        known, introduced, heard = self._meanings.get, self._introduced.get, self._listener.heard
        for line in lines:
            try:
                process, body = line.split(None, 1)
            except ValueError:
                self._listener.lost(f"strace: a line of {_short(line)}")
                continue
            meaning = known(body, _UNKNOWN)
            if meaning is None:
                continue
            number = introduced(process)
            if number is None or meaning is _UNKNOWN:
                self._take_slowly(process, body)
            else:
                heard(number, meaning)

    def _take_slowly(self, process: bytes, body: bytes) -> None:
        """A line that is read for the first time, or of a process that nobody has introduced yet."""
        if process not in self._introduced:
            if not (process.isdigit() and len(process) < LONGEST_NUMBER):
                self._listener.lost(f"strace: a line of {_short(process)}")
                return
            process = b"%d" % int(process)
        if body.endswith(_UNFINISHED):
            self._broken[process] = body[: -len(_UNFINISHED)]
            return
        meaning = self._read(process, body)
        if meaning is not None:
            self._tell(process, meaning)

    def status(self) -> int | None:
        """See :class:`tallystick.sandbox.tracer.Tracer`."""
        return self._status

    @property
    def holds(self) -> int:
        """How many lines and events are kept: ``KEPT`` and ``WAITING`` at most."""
        return len(self._meanings) + sum(map(len, self._waiting.values()))

    def close(self) -> None:
        """The log is at its end: whatever is still open was lost."""
        if self._rest:
            self._listener.lost("the log was cut off in a line")
        for process in sorted(self._waiting):
            self._listener.lost(f"nobody is known to have made process {process}")
        self._rest, self._waiting, self._broken = b"", {}, {}

    def _read(self, process: bytes, body: bytes) -> Meaning:
        """What one line means, None for nothing; a call in two parts is put together."""
        if body.startswith(b"<") and (resumed := _RESUMED.match(body)):
            begun = self._broken.pop(process, None)
            if begun is None:
                self._listener.lost(f"the end of a call without its beginning: {_short(body)}")
                return None
            body = begun + body[resumed.end() :]
        meaning = self._meanings.get(body, _UNKNOWN)
        if meaning is not _UNKNOWN:
            return meaning
        try:
            meaning = meaning_of(body)
        except NotUnderstoodError:
            self._listener.lost(f"not understood: {_short(body)}")
            return None
        if isinstance(meaning, _LIVES):
            return meaning  # these begin and end a process: _tell has to look at them each time
        if len(self._meanings) >= KEPT:
            self._meanings.clear()
        self._meanings[body] = meaning
        return meaning

    def _tell(self, process: bytes, event: Event) -> None:
        """Tell it, when it is known who made the process.

        A child's first calls may stand before the line that tells of its making: after vfork(2) always.
        """
        number = self._introduced.get(process)
        if number is None:
            number = int(process)
            if self._introduced:
                self._wait(number, event)
                return
            self._introduced[process] = number  # the first of all
            if self._first is None:
                self._first = number
        self._listener.heard(number, event)
        if isinstance(event, Ended):
            if number == self._first and self._status is None:
                self._status = event.status
            del self._introduced[process]
            self._broken.pop(process, None)
        elif isinstance(event, Forked):
            child = b"%d" % event.child
            self._introduced[child] = event.child
            waited = self._waiting.pop(event.child, ())
            self._waits -= len(waited)
            for each in waited:
                self._tell(child, each)

    def _wait(self, process: int, event: Event) -> None:
        self._waits += 1
        if self._waits > WAITING:
            self._listener.lost("too many calls of processes that nobody is known to have made")
            self._waiting.clear()
            self._waits = 0
        self._waiting.setdefault(process, []).append(event)


def _short(line: bytes) -> str:
    return ascii(line[:120].decode("ascii", "replace"))
