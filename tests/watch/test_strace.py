"""strace's log: each kind of line, calls in two parts, children that are heard before they are introduced."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
from tallystick.watch.strace import LONGEST, Strace
from tallystick.watch.strace_line import NotUnderstoodError, meaning_of


class Heard:
    """A listener that keeps what it is told."""

    def __init__(self) -> None:
        self.events: list[tuple[int, Event]] = []
        self.reasons: list[str] = []

    def heard(self, process: int, event: Event) -> None:
        self.events.append((process, event))

    def lost(self, reason: str) -> None:
        self.reasons.append(reason)


def read(log: bytes, *, chunk: int = 1 << 20) -> Heard:
    heard = Heard()
    strace = Strace(heard)
    for at in range(0, len(log), chunk):
        strace.take(log[at : at + chunk])
    strace.close()
    return heard


LINES: dict[bytes, Event | None] = {
    b'openat(AT_FDCWD</w>, "x", O_RDONLY|O_CLOEXEC) = 3</w/x>': Opened(
        path="/w/x", reads=True, writes=False
    ),
    b'openat(AT_FDCWD</w>, "x", O_WRONLY|O_CREAT|O_APPEND, 0666) = 3</w/x>': Opened(
        path="/w/x", reads=False, writes=True, appends=True
    ),
    b'openat(AT_FDCWD</w>, "x", O_RDWR|O_CREAT, 0666) = 3</w/x>': Opened(
        path="/w/x", reads=True, writes=True
    ),
    b'open("O_RDWR", O_WRONLY|O_TRUNC) = 3</w/O_RDWR>': Opened(
        path="/w/O_RDWR", reads=False, writes=True
    ),
    b'openat(AT_FDCWD</w>, "a\\nb\\74c) = 5\\"", O_RDONLY) = 3</w/a\\nb\\74c) = 5">': Opened(
        path='/w/a\nb<c) = 5"', reads=True, writes=False
    ),
    b'openat(AT_FDCWD</w>, "/usr", O_RDONLY|O_DIRECTORY) = 3</usr>': None,
    b'openat(AT_FDCWD</w>, "x", O_RDONLY) = -1 ENOENT (No such file or directory)': None,
    b'openat(AT_FDCWD</w>, "/etc/x", O_WRONLY|O_CREAT, 0666) = -1 EROFS (Read-only file system)': (
        Refused(path="/etc/x", writes=True, error="EROFS")
    ),
    b'openat(AT_FDCWD</w>, "/build/home/.netrc", O_RDONLY) = -1 ENOENT (No such file)': Refused(
        path="/build/home/.netrc", writes=False, error="ENOENT"
    ),
    b'creat("x", 0666) = 3</w/x>': Opened(path="/w/x", reads=False, writes=True),
    b'execve("/usr/bin/sh", ["sh", "-c", "a) = 0", "\\303\\251"], 0x7ff /* 9 vars */) = 0': Executed(
        program="/usr/bin/sh", argv=("sh", "-c", "a) = 0", "é")
    ),
    b'execve("/usr/bin/sh", ["sh", "-c", "a], b", "\\"x"], 0x7ff /* 1 var */) = 0': Executed(
        program="/usr/bin/sh", argv=("sh", "-c", "a], b", '"x')
    ),
    b'execve("/usr/bin/sh", ["sh", "-c", "a], b", ""], 0x7ff /* 1 var */) = 0': Executed(
        program="/usr/bin/sh", argv=("sh", "-c", "a], b", "")
    ),
    b'execve("/usr/bin/sh", ["sh", "long"..., "x"], 0x7ff /* 1 var */) = 0': Executed(
        program="/usr/bin/sh", argv=("sh", "long", "x")
    ),
    b'execveat(3</w/"a>, "x", ["x", "y"], 0x7ff /* 1 var */, 0) = 0': Executed(
        program='/w/"a/x', argv=("x", "y")
    ),
    b'execveat(3</memfd:x>(deleted), "", ["x"], 0x7ff /* 1 var */, AT_EMPTY_PATH) = 0': Executed(
        program="/memfd:x", argv=("x",)
    ),
    b'openat(AT_FDCWD</w>, "/w", O_RDWR|O_TMPFILE, 0777) = 3</w/#22>(deleted)': Opened(
        path="/w/#22", reads=True, writes=True
    ),
    b"dup2(4</w/x>(deleted), 0</dev/null>) = 0</w/x>(deleted)": Became(
        descriptor=0, meaning="/w/x"
    ),
    b"dup(4<pipe:[7]>) = 0<pipe:[7]>": Became(descriptor=0, meaning="pipe:[7]"),
    b"dup3(4</w/\\n>, 1</dev/null>, O_CLOEXEC) = 1</w/\\n>": Became(descriptor=1, meaning="/w/\n"),
    b'execve("/x/sh", ["sh"], 0x7ff /* 9 vars */) = -1 ENOENT (No such file or directory)': None,
    b"clone(child_stack=NULL, flags=CLONE_CHILD_SETTID|SIGCHLD, child_tidptr=0x7f) = 12": Forked(
        child=12
    ),
    b"clone3({flags=CLONE_VM|CLONE_VFORK, exit_signal=SIGCHLD, stack=0x7f} => {parent_tid=[0]}, 88) = 12": (
        Forked(child=12)
    ),
    b"clone(child_stack=NULL, flags=SIGCHLD) = ? ERESTARTNOINTR (To be restarted)": None,
    b"vfork()              = 12": Forked(child=12),
    b'rename("a", "b") = 0': Moved(old="a", new="b"),
    b'renameat2(AT_FDCWD</w>, "a", 3</v>, "b", RENAME_NOREPLACE) = 0': Moved(
        old="/w/a", new="/v/b"
    ),
    b'linkat(AT_FDCWD</w>, "a", AT_FDCWD</w>, "b", 0) = 0': Linked(
        target="/w/a", new="/w/b", symbolic=False
    ),
    b'symlinkat("a", AT_FDCWD</w>, "b") = 0': Linked(target="a", new="/w/b", symbolic=True),
    b'symlink("a", "b") = 0': Linked(target="a", new="b", symbolic=True),
    b'unlinkat(3</w/"x", "y>, "a", 0) = 0': Removed(path='/w/"x", "y/a'),
    b'unlink("a") = 0': Removed(path="a"),
    b'unlinkat(AT_FDCWD</w>, "a", 0) = 0': Removed(path="/w/a"),
    b'chdir("a") = 0': Entered(folder="a"),
    b"fchdir(3</w/a>) = 0": Entered(folder="/w/a"),
    b"dup2(3<pipe:[12]>, 0</dev/null>) = 0<pipe:[12]>": Became(descriptor=0, meaning="pipe:[12]"),
    b"dup2(3<pipe:[12]>, 10) = 10<pipe:[12]>": None,
    b'connect(3<socket:[1]>, {sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr("192.0.2.1")}, 16)'
    b" = -1 ENETUNREACH (Network is unreachable)": Connected(
        address='{sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr("192.0.2.1")}'
    ),
    b"ptrace(PTRACE_SEIZE, 5, NULL, 0) = -1 EPERM (Operation not permitted)": Looked(
        process=5, how="PTRACE_SEIZE"
    ),
    b"process_vm_writev(5, [{iov_base=0x1, iov_len=1}], 1, [], 1, 0) = -1 EPERM (No)": Looked(
        process=5, how="memory"
    ),
    b"+++ exited with 3 +++": Ended(status=3),
    b"+++ killed by SIGKILL +++": Ended(status=137),
    b"+++ superseded by execve in pid 12 +++": None,
}


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.decode()[:40])
def test_a_line_means_what_strace_s_manual_says(line: bytes) -> None:
    assert meaning_of(line) == LINES[line]


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"openat",
        b'openat("x" = 3',
        b"uname({sysname=...}) = 0",
        b'openat(AT_FDCWD</w>, "x", O_RDONLY) = 3',
        b"+++ melted +++",
        b'rename("a") = 0 and more',
        b"strace: Process 7 attached",
        b"ptrace(PTRACE_TRACEME) = 0",
        b"dup2(\xc2\xb2<x>, 0) = 0",
    ],
)
def test_what_is_no_line_of_strace_is_not_guessed_at(line: bytes) -> None:
    with pytest.raises(NotUnderstoodError):
        meaning_of(line)


def test_a_call_in_two_parts_is_one() -> None:
    heard = read(
        b'7  openat(AT_FDCWD</w>, "x", O_RDONLY <unfinished ...>\n'
        b"7  <... openat resumed>) = 3</w/x>\n"
    )
    assert heard.events == [(7, Opened(path="/w/x", reads=True, writes=False))]
    assert not heard.reasons


def test_a_name_that_looks_like_the_end_of_a_line_is_a_name() -> None:
    heard = read(b'7  unlink(" <unfinished ...>") = 0\n')
    assert heard.events == [(7, Removed(path=" <unfinished ...>"))]


def test_a_child_that_is_heard_before_it_is_introduced_waits() -> None:
    heard = read(
        b'7  chdir("/w") = 0\n'
        b"7  vfork( <unfinished ...>\n"
        b'8  execve("/bin/x", ["x"], 0x1 /* 1 var */) = 0\n'
        b"8  +++ exited with 0 +++\n"
        b"7  <... vfork resumed>) = 8\n"
    )
    assert [(process, type(event)) for process, event in heard.events] == [
        (7, Entered),
        (7, Forked),
        (8, Executed),
        (8, Ended),
    ]
    assert not heard.reasons


@pytest.mark.parametrize(
    "log",
    [
        b'7  unlink("a") = 0\n8  unlink("b") = 0\n',
        b'7  unlink("a") = 0\n7  unlin',
        b"7  <... openat resumed>) = 3</w/x>\n",
        b"strace: ptrace(PTRACE_SEIZE, 7): Operation not permitted\n",
        b"7  hello\n",
        b'seven  unlink("a") = 0\n',
        b"7  " + b"x" * (LONGEST + 1),
    ],
    ids=[
        "nobody-s-child",
        "cut-off",
        "end-without-beginning",
        "strace-itself",
        "noise",
        "no-number",
        "endless",
    ],
)
def test_what_is_missing_is_said(log: bytes) -> None:
    assert read(log).reasons


def escaped(name: bytes) -> bytes:
    """As strace's print_quoted_string does it for paths of descriptors."""
    short = {0x0A: b"\\n", 0x09: b"\\t", 0x22: b'\\"', 0x5C: b"\\\\"}
    return b"".join(
        short.get(byte)
        or (bytes([byte]) if 0x20 <= byte < 0x7F and byte not in b"<>" else b"\\%03o" % byte)
        for byte in name
    )


@given(name=st.binary(min_size=1, max_size=40))
def test_any_name_comes_through(name: bytes) -> None:
    line = b'openat(AT_FDCWD</w>, "%s", O_RDONLY) = 3</w/%s>' % (escaped(name), escaped(name))
    expected = "/w/" + name.decode("utf-8", "surrogateescape")
    assert meaning_of(line) == Opened(path=expected, reads=True, writes=False)


PLAIN = st.text("abcz ().,='+[]{}|#", min_size=1, max_size=20).map(str.encode)
"""Names in which strace escapes nothing."""


@given(
    name=PLAIN,
    folder=st.sampled_from([b"/w", b"/root", b"/tmp/a b"]),
    flags=st.sampled_from(
        [b"O_RDONLY", b"O_WRONLY|O_CREAT, 0666", b"O_RDWR", b"O_PATH", b"O_TMPFILE"]
    ),
    result=st.sampled_from(
        [b"= 3</w/%s>", b"= 3</w/%s>(deleted)", b"= -1 EACCES (Permission denied)"]
    ),
    call=st.sampled_from(
        [
            b'openat(AT_FDCWD<%(folder)s>, "%(name)s", %(flags)s) %(result)s',
            b'openat(AT_FDCWD<%(folder)s>, "/root/%(name)s", %(flags)s) %(result)s',
            b'execve("/bin/%(name)s", ["%(name)s", "b", "%(name)s"], 0x7ff /* 9 vars */) = 0',
            b'execve("/bin/%(name)s", ["%(name)s"], 0x7ff /* 1 var */) = -1 ENOENT (No such file)',
            b"dup2(3</w/%(name)s>, 0) = 0</w/%(name)s>",
            b'unlink("%(name)s") = 0',
            b'unlink("%(name)s") = -1 ENOENT (No such file or directory)',
            b'unlinkat(AT_FDCWD<%(folder)s>, "%(name)s", AT_REMOVEDIR) = 0',
            b'rename("%(name)s", "b") = 0',
            b'rename("a", "%(name)s") = -1 EXDEV (Invalid cross-device link)',
            b'renameat2(AT_FDCWD<%(folder)s>, "%(name)s", AT_FDCWD<%(folder)s>, "b", RENAME_NOREPLACE) = 0',
        ]
    ),
)
def test_what_is_read_by_a_simple_pattern_means_what_it_means_escaped(
    name: bytes, folder: bytes, flags: bytes, result: bytes, call: bytes
) -> None:
    def line(name: bytes) -> bytes:
        ended = result % name if b"%s" in result else result
        return call % {b"folder": folder, b"name": name, b"flags": flags, b"result": ended}

    # One that is escaped is read by the pattern for all calls.
    assert meaning_of(line(name)) == meaning_of(line(b"\\%03o" % name[0] + name[1:]))


@given(
    log=st.lists(
        st.one_of(
            st.sampled_from([b"7  " + line for line in LINES if not line.startswith(b"+++")]),
            st.binary(max_size=60),
        )
    ).map(b"\n".join),
    chunk=st.integers(min_value=1, max_value=50),
)
def test_any_bytes_are_read_and_wherever_they_are_cut(log: bytes, chunk: int) -> None:
    whole, pieces = read(log), read(log, chunk=chunk)
    assert whole.events == pieces.events
    assert whole.reasons == pieces.reasons
