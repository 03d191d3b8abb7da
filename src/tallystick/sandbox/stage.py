"""The first process in new namespaces: mounts what the plan says, then runs the command and waits.

A program of its own, started by :mod:`tallystick.sandbox.namespaces` under unshare(1); it imports
nothing of this package. Until the last ``execve`` everything here is ours; the command runs with the
filter installed and, through setpriv, with no capability.

The order is that of bubblewrap: a root in memory, the machine's root below it, pivot_root(2), mount,
seal, and pivot_root(2) again, so that the machine's root is not even mounted.
"""

from __future__ import annotations

import ctypes
import fcntl
import json
import os
import signal
import socket
import struct
import sys
from collections.abc import Callable, Mapping
from typing import Any, NoReturn

RDONLY, NOSUID, NODEV, NOEXEC, REMOUNT, BIND, RECURSIVE = 1, 2, 4, 8, 32, 4096, 16384
PRIVATE = 1 << 18
"""Flags of mount(2), ``linux/mount.h``."""

DETACH = 2
ATTRIBUTES = RDONLY | NOSUID | NODEV
"""MOUNT_ATTR_RDONLY, NOSUID and NODEV of mount_setattr(2) have the values of mount(2)'s flags."""

SYS_MOUNT_SETATTR = 442
"""The same on every architecture; Linux 5.12."""

AT_FDCWD = -100
AT_RECURSIVE = 0x8000
SYS_PIVOT_ROOT = {"x86_64": 155, "aarch64": 41}

SIOCSIFFLAGS = 0x8914
IFF_UP_RUNNING = 0x41

PR_SET_DUMPABLE, PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS = 4, 22, 38
SECCOMP_MODE_FILTER = 2

NEW, OLD, BASE = "/new", "/old", "/tmp"
"""Only places to mount on, in a private namespace."""

DEVICES = ("null", "zero", "full", "random", "urandom", "tty")
STREAMS = {"fd": "/proc/self/fd", "stdin": "fd/0", "stdout": "fd/1", "stderr": "fd/2"}

libc = ctypes.CDLL(None, use_errno=True)


class Attributes(ctypes.Structure):
    """``struct mount_attr``."""

    _fields_ = (
        ("set", ctypes.c_uint64),
        ("clear", ctypes.c_uint64),
        ("propagation", ctypes.c_uint64),
        ("user", ctypes.c_uint64),
    )


class Filter(ctypes.Structure):
    """``struct sock_fprog``."""

    _fields_ = (("length", ctypes.c_ushort), ("lines", ctypes.c_char_p))


def main(orders: Mapping[str, Any]) -> NoReturn:
    """Carry out ``orders``; ends as the command did, with 128 + n for signal n."""
    _checked(libc.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0), "prctl")
    os.write(orders["info"], json.dumps({"child-pid": int(os.readlink("/proc/self"))}).encode())
    os.close(orders["info"])
    socket.sethostname("build")
    _loopback_up()
    _new_root()
    for kind, values in orders["mounts"]:
        MOUNTS[kind](**values)
    _leave_machine()
    if not os.read(orders["block"], 1):
        sys.exit("whoever started this is gone")
    os.close(orders["block"])
    child = os.fork()
    if child == 0:
        _become(orders)
    _wait(child)


def _loopback_up() -> None:
    """The test suites of honest projects talk to themselves; see netdevice(7)."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, SIOCSIFFLAGS, struct.pack("=16sh22x", b"lo", IFF_UP_RUNNING))


def _new_root() -> None:
    mount(None, "/", None, RECURSIVE | PRIVATE)
    mount("tmpfs", BASE, "tmpfs", NOSUID | NODEV, "mode=755")
    os.mkdir(BASE + NEW)
    os.mkdir(BASE + OLD)
    _pivot(BASE, BASE + OLD)
    os.chdir("/")
    mount("tmpfs", NEW, "tmpfs", NOSUID | NODEV, "mode=755")


def _leave_machine() -> None:
    _checked(libc.umount2(OLD.encode(), DETACH), "umount of the machine's root")
    os.chdir(NEW)
    # pivot_root(2), "pivot_root(".", ".")": the old root is stacked on the new one, and taken off.
    _pivot(".", ".")
    _checked(libc.umount2(b".", DETACH), "umount of the base")
    os.chdir("/")


def _bind(path: str) -> None:
    _place(path, is_folder=os.path.isdir(OLD + path))
    mount(OLD + path, NEW + path, None, BIND | RECURSIVE)
    _attributes(NEW + path)


def _folder(path: str) -> None:
    os.makedirs(NEW + path, mode=0o755, exist_ok=True)


def _link(path: str, target: str) -> None:
    os.symlink(target, NEW + path)


def _memory(path: str, size: int, mode: int) -> None:
    _place(path, is_folder=True)
    mount("tmpfs", NEW + path, "tmpfs", NOSUID | NODEV, f"size={size},mode={mode:o}")


def _text(path: str, content: str) -> None:
    os.makedirs(os.path.dirname(NEW + path), exist_ok=True)
    with open(NEW + path, "x", encoding="utf-8") as file:
        file.write(content)


def _processes() -> None:
    _place("/proc", is_folder=True)
    mount("proc", NEW + "/proc", "proc", NOSUID | NODEV | NOEXEC)


def _devices() -> None:
    _place("/dev", is_folder=True)
    mount("tmpfs", NEW + "/dev", "tmpfs", NOSUID | NOEXEC, "mode=755")
    for name in DEVICES:
        _place(f"/dev/{name}", is_folder=False)
        mount(f"{OLD}/dev/{name}", f"{NEW}/dev/{name}", None, BIND)
    for name, target in STREAMS.items():
        os.symlink(target, f"{NEW}/dev/{name}")


def _sealed(path: str) -> None:
    mount(None, NEW + path, None, BIND | REMOUNT | RDONLY | NOSUID)


MOUNTS: Mapping[str, Callable[..., None]] = {
    "Bind": _bind,
    "Folder": _folder,
    "Link": _link,
    "Memory": _memory,
    "Text": _text,
    "Devices": _devices,
    "Processes": _processes,
    "Sealed": _sealed,
}
"""The classes of ``plan.py``."""


def _place(path: str, *, is_folder: bool) -> None:
    """Something to mount on."""
    if is_folder:
        os.makedirs(NEW + path, exist_ok=True)
        return
    os.makedirs(os.path.dirname(NEW + path), exist_ok=True)
    with open(NEW + path, "a", encoding="utf-8"):
        pass


def _become(orders: Mapping[str, Any]) -> NoReturn:
    """Become the command."""
    lines = bytes.fromhex(orders["seccomp"])
    filter_ = Filter(length=len(lines) // 8, lines=lines)
    os.chdir(orders["folder"])
    os.setsid()
    _checked(libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "prctl")
    done = libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.byref(filter_), 0, 0)
    _checked(done, "seccomp")
    os.execv(orders["argv"][0], orders["argv"])  # noqa: S606 - that is what this program is for


def _wait(child: int) -> NoReturn:
    """Reap everybody (this is the first process) until the command ends; the kernel ends the rest."""
    while True:
        ended, status = os.wait()
        if ended == child:
            code = os.waitstatus_to_exitcode(status)
            os._exit(code if code >= 0 else 128 - code)


def mount(
    source: str | None, target: str, kind: str | None, flags: int, data: str | None = None
) -> None:
    """Mount, or fail with what could not be."""
    words = [None if word is None else os.fsencode(word) for word in (source, target, kind)]
    options = None if data is None else data.encode()
    done = libc.mount(*words, ctypes.c_ulong(flags), options)
    _checked(done, f"mount of {source} on {target}")


def _attributes(path: str) -> None:
    """Make a mount, and what is mounted below it, read-only, without setuid and devices."""
    wanted = Attributes(set=ATTRIBUTES)
    size = ctypes.c_size_t(ctypes.sizeof(wanted))
    words = (ctypes.c_long(SYS_MOUNT_SETATTR), AT_FDCWD, os.fsencode(path), AT_RECURSIVE)
    _checked(libc.syscall(*words, ctypes.byref(wanted), size), f"mount_setattr of {path}")


def _pivot(new: str, old: str) -> None:
    number = ctypes.c_long(SYS_PIVOT_ROOT[os.uname().machine])
    _checked(libc.syscall(number, new.encode(), old.encode()), "pivot_root")


def _checked(result: int, what: str) -> None:
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    main(json.loads(sys.argv[1]))
