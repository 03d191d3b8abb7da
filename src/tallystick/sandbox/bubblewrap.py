"""The plan as a command line of bubblewrap: https://github.com/containers/bubblewrap."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack

from tallystick.sandbox.plan import (
    OWNER_INSIDE,
    Bind,
    Devices,
    Folder,
    Link,
    Memory,
    Mount,
    Plan,
    Processes,
    Sealed,
    Text,
)

PROGRAM = "bwrap"

CAPABILITIES = ("CAP_SETUID", "CAP_SETGID", "CAP_SETPCAP")
"""What setpriv, inside, needs to become another user, and to lose all capabilities, for good."""


def arguments(plan: Plan, info: int, block: int, pipes: ExitStack) -> tuple[list[str], list[int]]:
    """The command line, and the descriptors that it names besides ``info`` and ``block``.

    Args:
        plan: what to do.
        info: where the id of the first process inside is written.
        block: what the sandbox waits for, when everything is mounted, before it runs the command.
        pipes: closes the descriptors that are made here.
    """
    descriptors: list[int] = []

    def given(content: bytes) -> str:
        descriptors.append(_pipe(content, pipes))
        return str(descriptors[-1])

    argv = [shutil.which(PROGRAM) or PROGRAM, *_namespaces(plan)]
    for mount in plan.mounts:
        argv += _mount(mount, given)
    argv += ["--seccomp", given(plan.seccomp), "--info-fd", str(info), "--block-fd", str(block)]
    return [*argv, "--chdir", plan.folder, "--", *plan.argv], descriptors


def _namespaces(plan: Plan) -> Iterator[str]:
    yield from ("--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts")
    yield from ("--unshare-cgroup-try", "--hostname", "build", "--new-session", "--die-with-parent")
    if plan.owner is None:
        yield from ("--unshare-user", "--uid", str(OWNER_INSIDE), "--gid", str(OWNER_INSIDE))
    yield from ("--cap-drop", "ALL")
    for capability in CAPABILITIES:
        yield from ("--cap-add", capability)


def _mount(mount: Mount, given: Callable[[bytes], str]) -> list[str]:
    match mount:
        case Bind():
            return ["--ro-bind", mount.path, mount.path]
        case Folder():
            return ["--perms", "0755", "--dir", mount.path]
        case Link():
            return ["--symlink", mount.target, mount.path]
        case Memory():
            sized = ["--perms", f"{mount.mode:04o}", "--size", str(mount.size)]
            return [*sized, "--tmpfs", mount.path]
        case Text():
            return ["--perms", "0444", "--file", given(mount.content.encode()), mount.path]
        case Devices():
            return ["--dev", "/dev"]
        case Processes():
            return ["--proc", "/proc"]
        case Sealed():
            return ["--remount-ro", mount.path]


def _pipe(content: bytes, pipes: ExitStack) -> int:
    """A descriptor to read ``content`` from; it is small enough for the pipe to take it at once."""
    read, write = os.pipe()
    pipes.callback(os.close, read)
    try:
        os.write(write, content)
    finally:
        os.close(write)
    return read
