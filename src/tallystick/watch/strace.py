"""strace(1) as the tracer: how it is called, and its log read as it comes.

Everything that is traced decides about is quoted or escaped by strace: strings by C's rules, paths of
descriptors besides without ``<`` and ``>``. So a line is one call, whatever a file is called.

Builds do the same again and again (each process maps the same libraries), so the meaning of each
distinct line is kept, and most lines cost one look into a table.
"""

from __future__ import annotations

import posixpath
import re
import shutil
import signal
from collections.abc import Callable
from typing import Final

from tallystick.limits import MIB
from tallystick.model import Skip
from tallystick.watch.events import (
    Became,
    Connected,
    Ended,
    Entered,
    Event,
    Executed,
    Forked,
    Linked,
    Listener,
    Looked,
    Moved,
    Opened,
    Refused,
    Removed,
)

PROGRAM = "strace"

STRING = 4096
"""Bytes of each string that strace prints; Linux' longest path (PATH_MAX)."""

LONGEST = 4 * MIB
"""Bytes of one line: a linker's command of 10,000 objects takes one."""

KEPT = 200_000
"""Distinct lines whose meaning is kept; then it begins anew. A large build has half as many."""

WAITING = 100_000
"""Events that may wait for their process to be introduced, over all processes."""

CALLS = (
    *("execve", "execveat", "clone", "clone3", "fork", "vfork"),
    *("open", "openat", "openat2", "creat", "truncate"),
    *("rename", "renameat", "renameat2", "link", "linkat", "symlink", "symlinkat"),
    *("unlink", "unlinkat", "chdir", "fchdir", "dup2", "dup3"),
    *("connect", "ptrace", "process_vm_readv", "process_vm_writev"),
)

HOMES = ("/build/home/", "/root/", "/home/", "/etc/shadow")
"""Where the files of users are, inside the sandbox and outside: what is asked for there is told."""

_FD = rb"(-?\d+|AT_FDCWD)(?:<([^>]*)>)?"
# Possessive: no piece of a call can be read in two ways, and none is tried twice.
_QUOTE = rb'"(?:[^"\\]++|\\.)*+"'
_TEXT = rb'"((?:[^"\\]++|\\.)*+)"(?:\.\.\.)?'
_ARGUMENTS = rb'(?:[^"<()]++|' + _QUOTE + rb"|<[^>]*+>|\((?:[^\"()]++|" + _QUOTE + rb")*+\))*+"
_CALL = re.compile(
    rb"(\w+)\((" + _ARGUMENTS + rb")\)\s+= (-?\d{1,19}|\?)(?:<([^>]*)>)?(?: (E[A-Z0-9]+) .*| .*)?",
    re.DOTALL,
)
_PIECE = re.compile(rb"<([^>]*)>|" + _TEXT)
_QUOTED = re.compile(_TEXT)
_DESCRIPTOR = re.compile(_FD)
_EXITED = re.compile(
    rb"\+\+\+ (?:exited with (\d{1,10})|killed by (\w+)(?: \(core dumped\))?) \+\+\+"
)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|x[0-9a-fA-F]{2}|.)", re.DOTALL)
_ESCAPED: Final = {b"n": b"\n", b"t": b"\t", b"r": b"\r", b"f": b"\f", b"v": b"\v"}

_UNFINISHED = b" <unfinished ...>"
_RESUMED = re.compile(rb"<\.\.\. \w+ resumed>")
_FORKS = frozenset({b"clone", b"clone3", b"fork", b"vfork"})
_OPENS = frozenset({b"open", b"openat", b"openat2", b"creat"})

Meaning = Event | None

_UNKNOWN: Final = Removed(path="a line that was not read yet")
"""Stands for no meaning where None is one; compared by identity."""

_LIVES: Final[frozenset[object]] = frozenset((Forked, Ended))


class NotUnderstoodError(Exception):
    """A line of the log that strace is not known to write."""


def find_strace() -> Skip | str:
    """The path of strace here; a skip where there is none."""
    path = shutil.which(PROGRAM)
    return path or Skip(check="watch", reason="not traced: no strace here")


class Strace:
    """A run of strace: a :class:`tallystick.sandbox.tracer.Tracer` that tells ``listener``."""

    def __init__(self, listener: Listener, path: str = "/usr/bin/strace") -> None:
        """Tell ``listener`` what the strace at ``path`` sees."""
        self._listener = listener
        self._path = path
        self._rest = b""
        self._broken: dict[bytes, bytes] = {}
        self._meanings: dict[bytes, Meaning] = {}
        self._numbers: dict[bytes, int] = {}
        self._known: set[int] = set()
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
        known, numbers, heard = self._meanings.get, self._numbers, self._listener.heard
        for line in lines:
            process, _, body = line.partition(b" ")
            if body[:1] == b" ":
                body = body.lstrip(b" ")
            meaning = known(body, _UNKNOWN)
            if meaning is _UNKNOWN:
                meaning = self._read(process, body)
            if meaning is None:
                continue
            number = numbers.get(process)
            if number is None:
                number = self._number(process)
                if number is None:
                    continue
            # Most lines by far are of a process that is known, and begin or end none.
            if number in self._known and type(meaning) not in _LIVES:
                heard(number, meaning)
            else:
                self._tell(number, meaning)

    def status(self) -> int | None:
        """See :class:`tallystick.sandbox.tracer.Tracer`."""
        return self._status

    @property
    def holds(self) -> int:
        """How many lines, numbers and events are kept: ``KEPT`` twice and ``WAITING`` at most."""
        return len(self._meanings) + len(self._numbers) + sum(map(len, self._waiting.values()))

    def close(self) -> None:
        """The log is at its end: whatever is still open was lost."""
        if self._rest:
            self._listener.lost("the log was cut off in a line")
        for process in sorted(self._waiting):
            self._listener.lost(f"nobody is known to have made process {process}")
        self._rest, self._waiting, self._broken = b"", {}, {}

    def _number(self, process: bytes) -> int | None:
        """The number at the beginning of a line; None, and lost, where strace writes of itself there."""
        if not (process.isdigit() and len(process) < 20):
            self._listener.lost(f"strace: a line of {_short(process)}")
            return None
        if len(self._numbers) >= KEPT:
            self._numbers.clear()
        number = self._numbers[process] = int(process)
        return number

    def _read(self, process: bytes, body: bytes) -> Meaning:
        """What one line means, None for nothing; a call in two parts is put together."""
        if process not in self._numbers and self._number(process) is None:
            return None
        if body.endswith(_UNFINISHED):
            self._broken[process] = body[: -len(_UNFINISHED)]
            return None
        if resumed := _RESUMED.match(body):
            begun = self._broken.pop(process, None)
            if begun is None:
                self._listener.lost(f"the end of a call without its beginning: {_short(body)}")
                return None
            body = begun + body[resumed.end() :]
            if body in self._meanings:
                return self._meanings[body]
        try:
            meaning = meaning_of(body)
        except NotUnderstoodError:
            self._listener.lost(f"not understood: {_short(body)}")
            return None
        if len(self._meanings) >= KEPT:
            self._meanings.clear()
        self._meanings[body] = meaning
        return meaning

    def _tell(self, process: int, event: Event) -> None:
        """Tell it, when it is known who made the process.

        A child's first calls may stand before the line that tells of its making: after vfork(2) always.
        """
        if process not in self._known:
            if self._known:
                self._waits += 1
                if self._waits > WAITING:
                    self._listener.lost(
                        "too many calls of processes that nobody is known to have made"
                    )
                    self._waiting.clear()
                    self._waits = 0
                self._waiting.setdefault(process, []).append(event)
                return
            self._known.add(process)  # the first of all
            if self._first is None:
                self._first = process
        self._listener.heard(process, event)
        if isinstance(event, Ended):
            if process == self._first and self._status is None:
                self._status = event.status
            self._known.discard(process)
            self._broken.pop(str(process).encode(), None)
        elif isinstance(event, Forked):
            self._known.add(event.child)
            waited = self._waiting.pop(event.child, [])
            self._waits -= len(waited)
            for each in waited:
                self._tell(event.child, each)


def meaning_of(body: bytes) -> Meaning:
    """What a whole line means, without the process that did it; None for nothing that counts.

    Raises:
        NotUnderstoodError: it is no line that strace writes.
    """
    if body.startswith(b"+++"):
        ended = _EXITED.fullmatch(body)
        if ended is None:
            if body.startswith(b"+++ superseded by execve in pid "):
                return None
            raise NotUnderstoodError
        return Ended(status=int(ended[1]) if ended[1] is not None else _by_signal(ended[2]))
    call = _CALL.fullmatch(body)
    if call is None:
        raise NotUnderstoodError
    name, arguments, result, path, error = call.groups()
    reader = _READERS.get(name)
    if reader is None:
        raise NotUnderstoodError
    failed = result == b"?" or result.startswith(b"-")
    if failed and name in _OPENS and error is not None:
        return _refused(arguments, error)
    if failed and name not in _EVEN_IF_FAILED:
        return None
    return reader(arguments, result, path)


def _by_signal(name: bytes) -> int:
    """128 and the signal's number; 128 alone for one that has no name here (real-time signals)."""
    return 128 + getattr(signal, name.decode("ascii"), 0)


def _opened(arguments: bytes, _: bytes, path: bytes | None) -> Meaning:
    if path is None:
        raise NotUnderstoodError
    flags = arguments.rpartition(b'"')[2]
    writes = b"O_WRONLY" in flags or b"O_RDWR" in flags
    if b"O_DIRECTORY" in flags or b"O_PATH" in flags:
        return None
    return Opened(path=_text(path), reads=b"O_WRONLY" not in flags, writes=writes)


def _refused(arguments: bytes, error: bytes) -> Meaning:
    flags = arguments.rpartition(b'"')[2]
    writes = b"O_WRONLY" in flags or b"O_RDWR" in flags
    path = _names(arguments)[0]
    if not writes and not path.startswith(HOMES):
        return None
    return Refused(path=path, writes=writes, error=error.decode("ascii", "replace"))


def _created(_: bytes, __: bytes, path: bytes | None) -> Meaning:
    if path is None:
        raise NotUnderstoodError
    return Opened(path=_text(path), reads=False, writes=True)


def _truncated(arguments: bytes, _: bytes, __: bytes | None) -> Meaning:
    return Opened(path=_names(arguments)[0], reads=False, writes=True)


def _executed(arguments: bytes, _: bytes, __: bytes | None) -> Meaning:
    program, *words = _strings(arguments.partition(b"], ")[0] if b"[" in arguments else arguments)
    return Executed(program=program, argv=tuple(words))


def _forked(_: bytes, result: bytes, __: bytes | None) -> Meaning:
    return Forked(child=int(result)) if result != b"0" else None


def _moved(arguments: bytes, _: bytes, __: bytes | None) -> Meaning:
    old, new = _two_names(arguments)
    return Moved(old=old, new=new)


def _linked(arguments: bytes, _: bytes, __: bytes | None) -> Meaning:
    target, new = _two_names(arguments)
    return Linked(target=target, new=new, symbolic=False)


def _symlinked(arguments: bytes, _: bytes, __: bytes | None) -> Meaning:
    target, new = _two_names(arguments)
    return Linked(target=target, new=new, symbolic=True)


def _removed(arguments: bytes, _: bytes, __: bytes | None) -> Meaning:
    return Removed(path=_names(arguments)[0])


def _entered(arguments: bytes, _: bytes, __: bytes | None) -> Meaning:
    return Entered(folder=_names(arguments)[0])


def _entered_open(arguments: bytes, _: bytes, __: bytes | None) -> Meaning:
    descriptor = _DESCRIPTOR.match(arguments)
    if descriptor is None or descriptor[2] is None:
        raise NotUnderstoodError
    return Entered(folder=_text(descriptor[2]))


def _became(arguments: bytes, result: bytes, _: bytes | None) -> Meaning:
    descriptor = _DESCRIPTOR.match(arguments)
    if descriptor is None:
        raise NotUnderstoodError
    if int(result) > 2 or descriptor[2] is None:
        return None  # standard streams are what a program reads and writes without naming it
    return Became(descriptor=int(result), meaning=_text(descriptor[2]))


def _connected(arguments: bytes, _: bytes, __: bytes | None) -> Meaning:
    begin, end = arguments.find(b"{"), arguments.rfind(b"}")
    return Connected(address=_text(arguments[begin : end + 1]))


def _looked(arguments: bytes, _: bytes, __: bytes | None) -> Meaning:
    words = arguments.split(b", ")
    if words[0].startswith(b"PTRACE") and len(words) < 2:
        raise NotUnderstoodError
    how, process = (words[0], words[1]) if words[0].startswith(b"PTRACE") else (b"memory", words[0])
    number = re.match(rb"-?\d+", process)
    return Looked(process=int(number[0]) if number else 0, how=_text(how))


_READERS: dict[bytes, Callable[[bytes, bytes, bytes | None], Meaning]] = {
    b"open": _opened,
    b"openat": _opened,
    b"openat2": _opened,
    b"creat": _created,
    b"truncate": _truncated,
    b"execve": _executed,
    b"execveat": _executed,
    **dict.fromkeys(_FORKS, _forked),
    b"rename": _moved,
    b"renameat": _moved,
    b"renameat2": _moved,
    b"link": _linked,
    b"linkat": _linked,
    b"symlink": _symlinked,
    b"symlinkat": _symlinked,
    b"unlink": _removed,
    b"unlinkat": _removed,
    b"chdir": _entered,
    b"fchdir": _entered_open,
    b"dup2": _became,
    b"dup3": _became,
    b"connect": _connected,
    b"ptrace": _looked,
    b"process_vm_readv": _looked,
    b"process_vm_writev": _looked,
}

_EVEN_IF_FAILED = frozenset({b"connect", b"ptrace", b"process_vm_readv", b"process_vm_writev"})
"""Calls of which the attempt counts."""


def _names(arguments: bytes) -> list[str]:
    """The paths among the arguments, those beside a folder's descriptor below that folder."""
    names = []
    folder: bytes | None = None
    for piece in _PIECE.finditer(arguments):
        if piece[2] is None:
            folder = piece[1]
            continue
        name = _text(piece[2])
        names.append(name if folder is None else posixpath.join(_text(folder), name))
        folder = None
    if not names:
        raise NotUnderstoodError
    return names


def _two_names(arguments: bytes) -> tuple[str, str]:
    names = _names(arguments)
    if len(names) != 2:
        raise NotUnderstoodError
    return names[0], names[1]


def _strings(arguments: bytes) -> list[str]:
    found = [_text(quoted[1]) for quoted in _QUOTED.finditer(arguments)]
    if not found:
        raise NotUnderstoodError
    return found


def _text(escaped: bytes) -> str:
    plain = _ESCAPE.sub(_unescape, escaped) if b"\\" in escaped else escaped
    return plain.decode("utf-8", "surrogateescape")


def _unescape(escape: re.Match[bytes]) -> bytes:
    code = escape[1]
    if code[:1] in b"01234567":
        return bytes([int(code, 8) & 0xFF])
    if len(code) == 3:
        return bytes([int(code[1:], 16)])
    return _ESCAPED.get(code, code)


def _short(line: bytes) -> str:
    return ascii(line[:120].decode("ascii", "replace"))
