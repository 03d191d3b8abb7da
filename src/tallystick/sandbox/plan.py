"""What is seen inside, as data: a list of mounts that both launchers carry out in order."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct

from tallystick.errors import UsageError
from tallystick.limits import MIB, Caps
from tallystick.sandbox.command import BUILD, HOME, Command
from tallystick.sandbox.tracer import Log

PROGRAMS = "/usr/bin"

OWNER_INSIDE = 1000
"""The user and group id that our own ids are called in a user namespace."""

SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32")
"""Programs and libraries of the machine; links of a merged /usr stay links."""

SETTINGS = (
    "/etc/alternatives",
    "/etc/ld.so.cache",
    "/etc/ld.so.conf",
    "/etc/ld.so.conf.d",
    "/etc/perl",
    "/etc/sgml",
    "/etc/xml",
    "/etc/texmf",
    "/etc/fonts",
)
"""What compilers and documentation tools read of /etc. Nothing else of it is there."""

PRIVATE = ("/root", "/home", "/etc", "/run", "/var/run", "/proc", "/sys", "/dev")
"""Folders that no read may contain, besides the user's own home."""

SHARED_MEMORY = 64 * MIB
"""Bytes of /dev/shm: semaphores of multiprocessing take 32 bytes each."""


class Bind(Struct, frozen=True, kw_only=True):
    """A path of the machine, seen at the same place, read-only."""

    path: str


class Folder(Struct, frozen=True, kw_only=True):
    """A folder that everybody may enter, if nothing is there yet."""

    path: str


class Link(Struct, frozen=True, kw_only=True):
    """A symbolic link."""

    path: str
    target: str


class Memory(Struct, frozen=True, kw_only=True):
    """A writable folder in memory, of ``size`` bytes at most."""

    path: str
    size: int
    mode: int


class Text(Struct, frozen=True, kw_only=True):
    """A small file of ours."""

    path: str
    content: str


class Devices(Struct, frozen=True, kw_only=True):
    """/dev with null, zero, full, random, urandom and tty."""


class Processes(Struct, frozen=True, kw_only=True):
    """/proc of the sandbox's own processes."""


class Sealed(Struct, frozen=True, kw_only=True):
    """What was built at ``path`` so far becomes read-only."""

    path: str


Mount = Bind | Folder | Link | Memory | Text | Devices | Processes | Sealed


class Plan(Struct, frozen=True, kw_only=True):
    """Everything that a launcher needs to know.

    Attributes:
        mounts: what is seen inside, in order.
        argv: the whole command, the programs that lower its rights and set its caps before it.
        folder: where it starts.
        owner: the user and group id it runs as; None for our own, in a user namespace.
        seccomp: the filter program.
    """

    mounts: tuple[Mount, ...]
    argv: tuple[str, ...]
    folder: str
    owner: int | None
    seccomp: bytes


def plan(
    command: Command, caps: Caps, owner: int | None, seccomp: bytes, log: Log | None = None
) -> Plan:
    """The plan for ``command``, with the tracer of ``log`` before it.

    Raises:
        UsageError: a read or the folder could not be meant.
    """
    return Plan(
        mounts=(*_system(owner), *_writable(caps), *_reads(command.reads), *_sealed()),
        argv=(
            *_lowered(owner),
            *_capped(caps),
            *(log.around(command.argv) if log is not None else command.argv),
        ),
        folder=command.folder(),
        owner=owner,
        seccomp=seccomp,
    )


def _system(owner: int | None) -> Iterable[Mount]:
    for path in SYSTEM:
        if os.path.islink(path):
            yield Link(path=path, target=os.readlink(path))
        elif os.path.isdir(path):
            yield Bind(path=path)
    yield Folder(path="/etc")
    for path in SETTINGS:
        if os.path.exists(path):
            yield Bind(path=path)
    number = OWNER_INSIDE if owner is None else owner
    yield Text(path="/etc/passwd", content=f"build:x:{number}:{number}:build:{HOME}:/bin/sh\n")
    yield Text(path="/etc/group", content=f"build:x:{number}:\n")
    yield Text(path="/etc/hosts", content="127.0.0.1 localhost\n::1 localhost\n")
    yield Processes()
    yield Devices()


def _writable(caps: Caps) -> Iterable[Mount]:
    yield Memory(path="/dev/shm", size=min(SHARED_MEMORY, caps.disk), mode=0o1777)
    yield Memory(path="/tmp", size=max(caps.disk // 4, 1), mode=0o1777)
    yield Memory(path=BUILD, size=caps.disk, mode=0o755)


def _reads(reads: tuple[Path, ...]) -> Iterable[Mount]:
    private = [Path(path) for path in (*PRIVATE, os.path.expanduser("~"))]
    private += [path.resolve() for path in private]
    for path in reads:
        if not path.is_absolute() or ".." in path.parts or not path.exists():
            raise UsageError(f"{path} cannot be read inside: it has to be there, and absolute")
        for place in (path, path.resolve()):
            if any(folder.is_relative_to(place) for folder in private):
                raise UsageError(f"{path} holds what is private: it is not shown to what is run")
            if place.is_relative_to(BUILD):
                raise UsageError(f"{path} would stand in the sandbox's own {BUILD}")
        # bubblewrap would make them as narrow as ~ is, and who runs inside may be another user.
        for folder in reversed(path.parents):
            yield Folder(path=str(folder))
        yield Bind(path=str(path))


def _sealed() -> Iterable[Mount]:
    yield Sealed(path="/dev")
    yield Sealed(path="/")


def _lowered(owner: int | None) -> tuple[str, ...]:
    """No capability, whatever the user is called inside; and as root, another user."""
    ids = () if owner is None else (f"--reuid={owner}", f"--regid={owner}", "--clear-groups")
    return (
        f"{PROGRAMS}/setpriv",
        *ids,
        "--inh-caps=-all",
        "--ambient-caps=-all",
        "--bounding-set=-all",
        "--no-new-privs",
        "--",
    )


def _capped(caps: Caps) -> tuple[str, ...]:
    """setrlimit(2). The hard limit of CPU time is later, so that the signal tells which cap it was."""
    return (
        f"{PROGRAMS}/prlimit",
        f"--cpu={caps.cpu_seconds}:{caps.cpu_seconds + 5}",
        f"--data={caps.memory}",
        f"--as={caps.address_space}",
        f"--fsize={caps.disk}",
        f"--nproc={caps.processes}",
        f"--nofile={caps.open_files}",
        "--core=0",
        "--msgqueue=0",
        "--memlock=65536",
        "--",
    )
