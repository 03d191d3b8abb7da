"""strace's log: how fast it is read and in how much memory, and whether any bytes are too much for that.

    python benchmarks/watching_log.py --gigabytes 10 [--graph]
    python benchmarks/watching_log.py --fuzz 60

The first reads a log that is made as it is read, as a long build's would be: each step forks, runs a compiler
on a file of its own, and reads the same headers as the step before. It prints megabytes per second of one
processor, and the memory of the process after each tenth. The second reads logs that are cut, spliced and
changed at random for so many seconds, whole and in pieces; it fails where the two differ, or anything is
raised.
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import time
from collections.abc import Iterator

from measuring import machine

from tallystick.watch.events import Event
from tallystick.watch.graph import Recorder
from tallystick.watch.strace import KEPT, WAITING, Strace

TREE = "/build/tree"
CHUNK = 256 * 1024

HEADERS = 180
"""Files that each step of the made log opens: a compiler of C looks for as many."""

TEMPLATE = (
    b"%d vfork( <unfinished ...>\n"
    b'%d execve("/usr/bin/cc", ["cc", "-c", "src/f%d.c", "-o", "src/f%d.o"], 0x55 /* 9 vars */) = 0\n'
    b"%d <... vfork resumed>) = %d\n"
)
END = (
    b'%d openat(AT_FDCWD</build/tree>, "src/f%d.c", O_RDONLY) = 3</build/tree/src/f%d.c>\n'
    b'%d openat(AT_FDCWD</build/tree>, "src/f%d.o", O_RDWR|O_CREAT, 0666) = 4</build/tree/src/f%d.o>\n'
    b"%d +++ exited with 0 +++\n"
)

SEEDS = (
    b'7 openat(AT_FDCWD</w>, "x", O_RDONLY|O_CLOEXEC) = 3</w/x>',
    b'7 openat(AT_FDCWD</w>, "a\\nb\\74c) = 5\\"", O_RDONLY) = 3</w/a\\nb\\74c) = 5">',
    b'7 execve("/usr/bin/sh", ["sh", "-c", "a) = 0", "\\303\\251"], 0x7ff /* 9 vars */) = 0',
    b"7 vfork( <unfinished ...>",
    b"7 <... vfork resumed>) = 8",
    b"8 clone(child_stack=NULL, flags=SIGCHLD, child_tidptr=0x7f) = 9",
    b'8 renameat2(AT_FDCWD</w>, "a", 3</v>, "b", RENAME_NOREPLACE) = 0',
    b'9 unlinkat(3</w/"x", "y>, "a", 0) = 0',
    b"9 dup2(3<pipe:[12]>, 0</dev/null>) = 0<pipe:[12]>",
    b'9 connect(3<socket:[1]>, {sa_family=AF_INET, sin_addr=inet_addr("192.0.2.1")}, 16) = -1 EPERM (No)',
    b"8 ptrace(PTRACE_SEIZE, 5, NULL, 0) = -1 EPERM (Operation not permitted)",
    b"9 +++ killed by SIGKILL +++",
    b"7 +++ exited with 3 +++",
)


class Told:
    """A listener that keeps what it is told."""

    def __init__(self) -> None:
        self.events: list[tuple[int, Event]] = []
        self.reasons: list[str] = []

    def heard(self, process: int, event: Event) -> None:
        """See :class:`tallystick.watch.events.Listener`."""
        self.events.append((process, event))

    def lost(self, reason: str) -> None:
        """See :class:`tallystick.watch.events.Listener`."""
        self.reasons.append(reason)


class Counting:
    """A listener that counts: what is left is what the reader itself holds."""

    def __init__(self) -> None:
        self.events = 0
        self.reasons: list[str] = []

    def heard(self, process: int, event: Event) -> None:  # noqa: ARG002 - see above
        """See :class:`tallystick.watch.events.Listener`."""
        self.events += 1

    def lost(self, reason: str) -> None:
        """See :class:`tallystick.watch.events.Listener`."""
        self.reasons.append(reason)


def main() -> int:
    """Do what was asked for; the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--gigabytes", type=float, default=1.0)
    parser.add_argument("--graph", action="store_true", help="make a graph of it, too")
    parser.add_argument("--fuzz", type=float, metavar="SECONDS")
    parser.add_argument("--seed", type=int, default=time.time_ns() % 2**32)
    options = parser.parse_args()
    return (
        fuzz(options.fuzz, options.seed)
        if options.fuzz
        else measure(options.gigabytes, graph=options.graph)
    )


def log() -> Iterator[bytes]:
    """A build's log without end, in chunks."""
    headers = b"".join(
        b'%%d openat(AT_FDCWD</build/tree>, "/usr/include/h%d.h", O_RDONLY) = 4</usr/include/h%d.h>\n'
        % (number, number)
        for number in range(HEADERS)
    )
    yield b'1 execve("/usr/bin/make", ["make"], 0x55 /* 9 vars */) = 0\n'
    step = 0
    while True:
        step += 1
        child = 2 + step % 30_000
        begin = TEMPLATE % (1, child, step, step, 1, child)
        end = END % (child, step, step, child, step, step, child)
        yield begin + headers % ((child,) * HEADERS) + end


def measure(gigabytes: float, *, graph: bool) -> int:
    """Read so much, and print what it took."""
    listener: Recorder | Counting = Recorder(TREE) if graph else Counting()
    strace = Strace(listener)
    total, read, seconds, shown = gigabytes * 1e9, 0, 0.0, 0
    made = bytearray()
    print(machine(1) + "\n")
    for some in log():
        made += some
        if len(made) < CHUNK:
            continue
        chunk = bytes(made)
        made.clear()
        begun = time.process_time()
        strace.take(chunk)
        seconds += time.process_time() - begun
        read += len(chunk)
        if read * 10 // total > shown:
            shown = int(read * 10 // total)
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(
                f"{read / 1e9:5.1f} GB  {read / 1e6 / seconds:4.0f} MB/s  {peak:5.0f} MiB",
                flush=True,
            )
        if read >= total:
            break
    lost = listener.graph.lost if isinstance(listener, Recorder) else listener.reasons
    print(f"lost: {lost[:3]}")
    return 1 if lost else 0


def fuzz(seconds: float, seed: int) -> int:
    """Read what is no log for so long; whole and in pieces it has to come to the same."""
    chance = random.Random(seed)  # noqa: S311 - a seed that can be given again
    until, tried, longest = time.monotonic() + seconds, 0, 0
    while time.monotonic() < until:
        content = _changed(chance)
        whole, pieces = _read(content, [len(content)]), _read(content, _cuts(content, chance))
        if (whole.events, whole.reasons) != (pieces.events, pieces.reasons):
            print(f"seed {seed}: whole and in pieces it is not the same: {content!r}")
            return 1
        tried, longest = tried + 1, max(longest, len(content))
    print(
        f"seed {seed}: {tried:,} logs of up to {longest:,} bytes, each read twice; nothing was raised"
    )
    return 0


def _changed(chance: random.Random) -> bytes:
    lines = [chance.choice(SEEDS) for _ in range(chance.randrange(1, 40))]
    content = bytearray(b"\n".join(lines) + b"\n" * chance.randrange(2))
    for _ in range(chance.randrange(8)):
        at = chance.randrange(len(content) + 1)
        match chance.randrange(5):
            case 0:
                content[at : at + chance.randrange(20)] = b""
            case 1:
                content[at:at] = chance.randbytes(chance.randrange(12))
            case 2:
                content[at:at] = chance.choice(SEEDS)[chance.randrange(30) :]
            case 3:
                content[at : at + 1] = chance.choice(b'"\\<>()[]{}\n =,+-\0\xff'.split(b"\0"))
            case _:
                content[at:at] = content[: chance.randrange(200)] * chance.randrange(1, 20)
    return bytes(content)


def _cuts(content: bytes, chance: random.Random) -> list[int]:
    return sorted(chance.randrange(len(content) + 1) for _ in range(chance.randrange(1, 9)))


def _read(content: bytes, cuts: list[int]) -> Told:
    told = Told()
    strace = Strace(told)
    begin = 0
    for cut in [*cuts, len(content)]:
        strace.take(content[begin:cut])
        begin = cut
    strace.close()
    assert strace.holds <= KEPT + WAITING  # noqa: S101 - what it may keep of a log, however long
    return told


if __name__ == "__main__":
    sys.exit(main())
