"""What a tracer tells: one value for each thing that a process did. No tracer is named here.

Paths are absolute where the tracer knows the folder, else relative to the folder that the process is
in. Names are text with the bytes that are none kept as surrogates (PEP 383).
"""

from __future__ import annotations

from typing import Protocol

from msgspec import Struct


class Forked(Struct, frozen=True, kw_only=True, gc=False):
    """It made another process, or a thread."""

    child: int


class Executed(Struct, frozen=True, kw_only=True, gc=False):
    """It became another program.

    Attributes:
        program: the path that was asked for.
        argv: the words of the command, each cut at the tracer's cap.
    """

    program: str
    argv: tuple[str, ...]


class Opened(Struct, frozen=True, kw_only=True, gc=False):
    """It opened a file or a folder; ``appends``: to write behind what stands there."""

    path: str
    reads: bool
    writes: bool
    appends: bool = False


class Refused(Struct, frozen=True, kw_only=True, gc=False):
    """It asked for a file and did not get it: there is none, or it may not.

    Told of files below home folders and of whatever it wanted to write, and of nothing else: compilers
    look for each header in ten places.
    """

    path: str
    writes: bool
    error: str


class Became(Struct, frozen=True, kw_only=True, gc=False):
    """A descriptor of it now means what another one meant: a file's path, or ``pipe:[N]``."""

    descriptor: int
    meaning: str


class Moved(Struct, frozen=True, kw_only=True, gc=False):
    """It gave a file another name, which may have been another file's."""

    old: str
    new: str


class Linked(Struct, frozen=True, kw_only=True, gc=False):
    """It gave a file one more name, by a hard or a symbolic link."""

    target: str
    new: str
    symbolic: bool


class Removed(Struct, frozen=True, kw_only=True, gc=False):
    """It took a name away."""

    path: str


class Entered(Struct, frozen=True, kw_only=True, gc=False):
    """It went to another folder."""

    folder: str


class Connected(Struct, frozen=True, kw_only=True, gc=False):
    """It asked for a connection, whatever came of it; the address as the tracer prints it."""

    address: str


class Looked(Struct, frozen=True, kw_only=True, gc=False):
    """It asked the kernel for another process: its memory, or to trace it."""

    process: int
    how: str


class Ended(Struct, frozen=True, kw_only=True, gc=False):
    """It ended; ``status`` as a shell counts it."""

    status: int


Event = (
    Forked
    | Executed
    | Opened
    | Refused
    | Became
    | Moved
    | Linked
    | Removed
    | Entered
    | Connected
    | Looked
    | Ended
)


class Listener(Protocol):
    """Whoever a trace is told to."""

    def heard(self, process: int, event: Event) -> None:
        """``process`` did this; in the order of each process, and nearly so between processes."""
        ...

    def lost(self, reason: str) -> None:
        """Something happened that cannot be told: what is known from here on is not all."""
        ...
