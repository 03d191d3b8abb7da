"""A sandbox that is mounted and waits: started, looked into from outside, and ended with all in it.

The launcher mounts everything, says which process is the first inside, and waits. From then on the
folders in it are reached through descriptors that are opened below ``/proc/<pid>/root``, so nothing of
a sandbox ever stands on a disk, and its memory is free again when the last descriptor is closed.
"""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress

from msgspec import Struct

from tallystick.errors import SandboxError
from tallystick.limits import KIB
from tallystick.sandbox.command import BUILD, HOME, TEMPORARY, TREE
from tallystick.sandbox.plan import Plan

Launcher = Callable[[Plan, int, int, ExitStack], tuple[list[str], list[int]]]
"""See :func:`tallystick.sandbox.bubblewrap.arguments`."""

SETUP_SECONDS = 60
"""For mounts that take 5 ms on an idle machine."""

FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC


class Held(Struct, frozen=True, kw_only=True):
    """A sandbox that waits.

    Attributes:
        process: the launcher, which ends with the command's status.
        first: pidfd of the first process inside; with it ends everything inside (pid_namespaces(7)).
        output: what the command prints, to be read without waiting.
        tree: the folder that the command works on, empty.
        temporary: its /tmp.
        folders: those with memory of their own, by the path that they have inside.
        processes: its /proc.
        block: a byte written here starts the command.
    """

    process: subprocess.Popen[bytes]
    first: int
    output: int
    tree: int
    temporary: int
    folders: Mapping[str, int]
    processes: int
    block: int


@contextmanager
def hold(launch: Launcher, plan: Plan, variables: Mapping[str, str]) -> Iterator[Held]:
    """Set up what ``plan`` says; at the end of the context nothing of it runs.

    Raises:
        SandboxError: it could not be set up, with what the launcher said.
    """
    with ExitStack() as closing:
        output, output_end = _pipe(closing)
        info, info_end = _pipe(closing)
        block_end, block = _pipe(closing)
        with ExitStack() as theirs:
            argv, descriptors = launch(plan, info_end.fd, block_end.fd, theirs)
            process = subprocess.Popen(
                argv,
                stdin=subprocess.DEVNULL,
                stdout=output_end.fd,
                stderr=output_end.fd,
                pass_fds=[info_end.fd, block_end.fd, *descriptors],
                env=dict(variables),
                cwd="/",
                umask=0o022,
                start_new_session=True,
            )
        closing.callback(_end_launcher, process)
        for end in (output_end, info_end, block_end):
            end.close()
        os.set_blocking(output.fd, False)
        deadline = time.monotonic() + SETUP_SECONDS
        pid = _first_process(info.fd, output.fd, deadline)
        first = os.pidfd_open(pid)
        closing.callback(os.close, first)
        closing.callback(end_all, first)
        root = _root(pid, process, output.fd, deadline)
        closing.callback(os.close, root)
        opened = {path: _open(root, path, closing) for path in (BUILD, "/tmp", "/dev/shm", "/proc")}
        for path in (TREE, HOME, TEMPORARY):
            os.mkdir(path.removeprefix("/"), 0o755, dir_fd=root)
            opened[path] = _open(root, path, closing)
            if plan.owner is not None:
                os.fchown(opened[path], plan.owner, plan.owner)
        yield Held(
            process=process,
            first=first,
            output=output.fd,
            tree=opened[TREE],
            temporary=opened["/tmp"],
            folders={path: opened[path] for path in (BUILD, "/tmp", "/dev/shm")},
            processes=opened["/proc"],
            block=block.fd,
        )


def end_all(first: int) -> None:
    """Kill the first process, and wait until the kernel has ended everything inside.

    Its pidfd tells so only when no other process is left (``zap_pid_ns_processes`` in the kernel).
    """
    with suppress(ProcessLookupError):
        signal.pidfd_send_signal(first, signal.SIGKILL)
    select.select([first], [], [])


def _end_launcher(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()


def _first_process(info: int, output: int, deadline: float) -> int:
    """The id that the launcher tells, as JSON."""
    said = b""
    while not said.rstrip().endswith(b"}"):
        readable, _, _ = select.select([info], [], [], max(0.0, deadline - time.monotonic()))
        some = os.read(info, 4 * KIB) if readable else b""
        if not some:
            raise SandboxError(f"the sandbox could not be set up: {_said(output)}")
        said += some
    return int(json.loads(said)["child-pid"])


def _root(pid: int, process: subprocess.Popen[bytes], output: int, deadline: float) -> int:
    """The root of the sandbox, when it is the root of its first process and no longer ours."""
    ours = os.stat("/")
    while process.poll() is None and time.monotonic() < deadline:
        with suppress(OSError):  # not ours to look into yet, or not mounted yet
            root = os.open(f"/proc/{pid}/root", os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
            try:
                status = os.fstat(root)
                if (status.st_dev, status.st_ino) != (ours.st_dev, ours.st_ino):
                    os.close(os.open(BUILD.removeprefix("/"), FOLDER, dir_fd=root))
                    return os.dup(root)
            finally:
                os.close(root)
        time.sleep(0.001)  # no event tells of a mount in another namespace
    raise SandboxError(f"the sandbox could not be set up: {_said(output)}")


def _said(output: int) -> str:
    """The first line that the launcher printed."""
    try:
        said = os.read(output, 4 * KIB)
    except BlockingIOError:
        said = b""
    lines = said.decode("utf-8", "backslashreplace").strip().splitlines()
    return lines[-1] if lines else "the launcher said nothing"


class _End:
    """One end of a pipe, closed once."""

    def __init__(self, fd: int) -> None:
        self.fd = fd
        self._open = True

    def close(self) -> None:
        if self._open:
            self._open = False
            os.close(self.fd)


def _pipe(closing: ExitStack) -> tuple[_End, _End]:
    read, write = (_End(fd) for fd in os.pipe())
    closing.callback(read.close)
    closing.callback(write.close)
    return read, write


def _open(root: int, path: str, closing: ExitStack) -> int:
    folder = os.open(path.removeprefix("/"), FOLDER, dir_fd=root)
    closing.callback(os.close, folder)
    return folder
