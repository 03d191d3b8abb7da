"""One line of strace's log, and what it means: a call, or the end of a process.

Strings are quoted by C's rules, paths of descriptors besides escaped without ``<`` and ``>`` (strace(1)).
The commonest calls are read by patterns of their own, where nothing in them is escaped; whatever those do
not take is read by the one for all calls, and means the same.
"""

from __future__ import annotations

import posixpath
import re
import signal
from collections.abc import Callable
from functools import lru_cache
from typing import Final, NamedTuple

from tallystick.watch.events import (
    Became,
    Connected,
    Ended,
    Entered,
    Event,
    Executed,
    Forked,
    Linked,
    Looked,
    Moved,
    Opened,
    Refused,
    Removed,
)

HOMES = ("/build/home/", "/root/", "/home/", "/etc/shadow")
"""Where the files of users are, inside the sandbox and outside: what is asked for there is told."""

_HOMES: Final = tuple(home.encode() for home in HOMES)

_FD = rb"(-?\d+|AT_FDCWD)(?:<([^>]*)>)?"
# Possessive: no piece of a call can be read in two ways, and none is tried twice.
_QUOTE = rb'"(?:[^"\\]++|\\.)*+"'
_TEXT = rb'"((?:[^"\\]++|\\.)*+)"(?:\.\.\.)?'
_ARGUMENTS = rb'(?:[^"<()]++|' + _QUOTE + rb"|<[^>]*+>|\((?:[^\"()]++|" + _QUOTE + rb")*+\))*+"
_CALL = re.compile(
    rb"(\w+)\((" + _ARGUMENTS + rb")\)\s+= (-?\d{1,19}|\?)"
    rb"(?:<([^>]*)>(?:\(deleted\))?)?(?: (E[A-Z0-9]+) .*| .*)?",
    re.DOTALL,
)
_OPENAT = re.compile(
    rb'openat\(AT_FDCWD<([^<>\\]*+)>, "([^"\\]*+)", ([A-Z_|]++)(?:, 0[0-7]*+)?\)\s++= '
    rb"(?:\d{1,19}<([^<>\\]*+)>|-1 (E[A-Z0-9]++) \([^()]*+\))"
)
# No word has a quote in it that is not escaped: the last one before the address ends the last word.
_EXECVE = re.compile(
    rb'execve\("([^"\\]*+)", \["([^\\]*)"\], 0x[0-9a-f]++ /\* \d++ vars? \*/\)\s++= '
    rb"(?:(0)|-1 E[A-Z0-9]++ \([^()]*+\))"
)
_DUP = re.compile(
    rb"dup[23]?\(\d{1,19}<([^<>\\]*+)>(?:, \d{1,19}(?:<[^<>\\]*+>)?+(?:, [A-Z_0|]++)?+)?+\)\s++= "
    rb"(\d{1,19})<[^<>\\]*+>"
)
_FORK = re.compile(rb"(?:clone3?|v?fork)\([^\"<()]*+\)\s++= ([1-9]\d{0,18})")
_BESIDE = rb'(?:AT_FDCWD<([^<>\\]*+)>, )?"([^"\\]*+)"'
"""A name, and the folder that it is beside where the call has one."""

_DONE = rb"(?:, [A-Z_0|]++)?\)\s++= (?:(0)|-1 E[A-Z0-9]++ \([^()]*+\))"
_REMOVE = re.compile(rb"unlink(?:at)?\(" + _BESIDE + _DONE)
_RENAME = re.compile(rb"rename(?:at2?)?\(" + _BESIDE + rb", " + _BESIDE + _DONE)
_PIECE = re.compile(rb"<([^>]*)>|" + _TEXT)
_QUOTED = re.compile(_TEXT)
_DESCRIPTOR = re.compile(_FD)
_EXITED = re.compile(
    rb"\+\+\+ (?:exited with (\d{1,10})|killed by (\w+)(?: \(core dumped\))?) \+\+\+"
)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|x[0-9a-fA-F]{2}|.)", re.DOTALL)
_ESCAPED: Final = {b"n": b"\n", b"t": b"\t", b"r": b"\r", b"f": b"\f", b"v": b"\v"}

_FORKS = frozenset({b"clone", b"clone3", b"fork", b"vfork"})
_OPENS = frozenset({b"open", b"openat", b"openat2", b"creat"})

Meaning = Event | None


class NotUnderstoodError(Exception):
    """A line of the log that strace is not known to write."""


def meaning_of(body: bytes) -> Meaning:
    """What a whole line means, without the process that did it; None for nothing that counts.

    Raises:
        NotUnderstoodError: it is no line that strace writes.
    """
    if body.startswith(b"+++"):
        return _ended(body)
    quick = _QUICK.get(body[: body.find(b"(")])
    if quick is not None:
        fullmatch, read = quick
        simple = fullmatch(body)
        if simple is not None:
            return read(simple)
    call = _CALL.fullmatch(body)
    if call is None:
        raise NotUnderstoodError
    name, arguments, result, path, error = call.groups()
    reader = _READERS.get(name)
    if reader is None:
        raise NotUnderstoodError
    failed = result == b"?" or result.startswith(b"-")
    if failed and name in _OPENS and error is not None:
        return _refused(_names(arguments)[0], arguments.rpartition(b'"')[2], error)
    if failed and name not in _EVEN_IF_FAILED:
        return None
    return reader(arguments, result, path)


@lru_cache(maxsize=512)
def _ended(body: bytes) -> Meaning:
    ended = _EXITED.fullmatch(body)
    if ended is None:
        if body.startswith(b"+++ superseded by execve in pid "):
            return None
        raise NotUnderstoodError
    return Ended(status=int(ended[1]) if ended[1] is not None else _by_signal(ended[2]))


def _by_signal(name: bytes) -> int:
    """128 and the signal's number; 128 alone for one that has no name here (real-time signals)."""
    return 128 + getattr(signal, name.decode("ascii"), 0)


def _plain(name: bytes) -> str:
    """A name in which nothing is escaped."""
    return name.decode("utf-8", "surrogateescape")


def _beside(folder: bytes | None, name: bytes) -> str:
    return _plain(name) if folder is None else posixpath.join(_plain(folder), _plain(name))


def _simply_opened(call: re.Match[bytes]) -> Meaning:
    folder, name, flags, path, error = call.groups()
    does = _opening(flags)
    if path is not None:
        if not does.counts:
            return None
        return Opened(path=_plain(path), reads=does.reads, writes=does.writes, appends=does.appends)
    if not does.writes and name.startswith(b"/") and not name.startswith(_HOMES):
        return None  # a compiler looks for each header in ten places
    return _refused(_beside(folder, name), flags, error)


def _simply_executed(call: re.Match[bytes]) -> Meaning:
    program, words, succeeded = call.groups()
    if succeeded is None:
        return None
    if words.find(b'"...') >= 0:  # a word that was cut
        return _executed(call[0][: call.end(2) + 1], b"0", None)
    return Executed(program=_plain(program), argv=tuple(_plain(words).split('", "')))


def _simply_became(call: re.Match[bytes]) -> Meaning:
    return _became_as(call[2], call[1])


def _simply_forked(call: re.Match[bytes]) -> Meaning:
    return Forked(child=int(call[1]))


def _simply_removed(call: re.Match[bytes]) -> Meaning:
    folder, name, succeeded = call.groups()
    return None if succeeded is None else Removed(path=_beside(folder, name))


def _simply_moved(call: re.Match[bytes]) -> Meaning:
    folder, old, other, new, succeeded = call.groups()
    if succeeded is None:
        return None
    return Moved(old=_beside(folder, old), new=_beside(other, new))


def _opened(arguments: bytes, _: bytes, path: bytes | None) -> Meaning:
    if path is None:
        raise NotUnderstoodError
    return _opened_as(path, arguments.rpartition(b'"')[2])


class _Opening(NamedTuple):
    """What the flags of open(2) ask for; ``counts`` is False for a folder and for a mere name."""

    counts: bool
    reads: bool
    writes: bool
    appends: bool


@lru_cache(maxsize=1024)
def _opening(flags: bytes) -> _Opening:
    return _Opening(
        counts=b"O_DIRECTORY" not in flags and b"O_PATH" not in flags,
        reads=b"O_WRONLY" not in flags,
        writes=b"O_WRONLY" in flags or b"O_RDWR" in flags,
        appends=b"O_APPEND" in flags and b"O_TRUNC" not in flags,
    )


def _opened_as(path: bytes, flags: bytes) -> Meaning:
    does = _opening(flags)
    if not does.counts:
        return None
    return Opened(path=_text(path), reads=does.reads, writes=does.writes, appends=does.appends)


def _refused(path: str, flags: bytes, error: bytes) -> Meaning:
    writes = _opening(flags).writes
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
    # What stands behind the words is an address: the environment is not printed.
    program, *words = _strings(arguments)
    return Executed(program=program, argv=tuple(words))


def _executed_beside(arguments: bytes, _: bytes, __: bytes | None) -> Meaning:
    """execveat(2): of a name beside a folder's descriptor, or of what is open itself."""
    descriptor = _DESCRIPTOR.match(arguments)
    if descriptor is None:
        raise NotUnderstoodError
    program, *words = _strings(arguments[descriptor.end() :])
    if descriptor[2] is not None:
        folder = _text(descriptor[2])
        program = posixpath.join(folder, program) if program else folder
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
    return _became_as(result, descriptor[2])


def _became_as(result: bytes, path: bytes | None) -> Meaning:
    if int(result) > 2 or path is None:
        return None  # standard streams are what a program reads and writes without naming it
    return Became(descriptor=int(result), meaning=_text(path))


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
    b"execveat": _executed_beside,
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
    b"dup": _became,
    b"dup2": _became,
    b"dup3": _became,
    b"connect": _connected,
    b"ptrace": _looked,
    b"process_vm_readv": _looked,
    b"process_vm_writev": _looked,
}

_SIMPLE: dict[bytes, tuple[re.Pattern[bytes], Callable[[re.Match[bytes]], Meaning]]] = {
    b"openat": (_OPENAT, _simply_opened),
    b"execve": (_EXECVE, _simply_executed),
    **dict.fromkeys((b"dup", b"dup2", b"dup3"), (_DUP, _simply_became)),
    **dict.fromkeys(_FORKS, (_FORK, _simply_forked)),
    **dict.fromkeys((b"unlink", b"unlinkat"), (_REMOVE, _simply_removed)),
    **dict.fromkeys((b"rename", b"renameat", b"renameat2"), (_RENAME, _simply_moved)),
}
"""The commonest calls, each with a pattern of its own and what reads it."""

_QUICK: Final = {name: (pattern.fullmatch, read) for name, (pattern, read) in _SIMPLE.items()}

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
