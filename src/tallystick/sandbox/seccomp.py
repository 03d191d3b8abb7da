"""The system calls that no build needs and that lead past namespaces, as a filter program.

Namespaces hide what is outside; these calls reach the kernel itself, or things that no namespace
covers: keys (keyrings(7)), memory that no cap counts (memfd, System V), new namespaces, in which a
kernel's privileged code is within reach, and sockets of families such as AF_VSOCK, which a network
namespace does not hold and which lead from a virtual machine to its host (vsock(7)).

The program is classic BPF: https://docs.kernel.org/userspace-api/seccomp_filter.html. Numbers are
those of Linux' ``asm/unistd_64.h`` (x86-64) and ``asm-generic/unistd.h`` (arm64).
"""

from __future__ import annotations

import errno
import platform
import struct

from msgspec import Struct

ALLOW = 0x7FFF0000
KILL_PROCESS = 0x80000000
ERRNO = 0x00050000

LOAD_WORD = 0x20
JUMP_EQUAL = 0x15
JUMP_AT_LEAST = 0x35
JUMP_ANY_BIT = 0x45
RETURN = 0x06

NUMBER_AT, ARCHITECTURE_AT, FIRST_ARGUMENT_AT = 0, 4, 16
"""Offsets in ``struct seccomp_data``; both architectures are little-endian, so the low word is first."""

X32 = 0x40000000
"""Calls of the x32 ABI have this bit; they would pass a filter that only knows the plain numbers."""

NEW_NAMESPACES = 0x7E020000
"""CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET, of ``linux/sched.h``."""

FAMILIES = {"AF_UNIX": 1, "AF_INET": 2, "AF_INET6": 10, "AF_NETLINK": 16}
"""Families that a network namespace holds. The rest (vsock, raw packets, kernel crypto) has no use here."""

ABSENT: dict[str, tuple[int, int]] = {
    "clone3": (435, 435),  # its flags are behind a pointer; the C library falls back to clone
    "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
    "memfd_create": (319, 279),
    "memfd_secret": (447, 447),
}
"""Calls that programs do without where the kernel is too old to have them: ENOSYS."""

REFUSED: dict[str, tuple[int, int]] = {
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "kcmp": (312, 272),
    "pidfd_getfd": (438, 438),
    "unshare": (272, 97),
    "setns": (308, 268),
    "mount": (165, 40),
    "umount2": (166, 39),
    "pivot_root": (155, 41),
    "move_mount": (429, 429),
    "open_tree": (428, 428),
    "fsopen": (430, 430),
    "fsconfig": (431, 431),
    "fsmount": (432, 432),
    "fspick": (433, 433),
    "mount_setattr": (442, 442),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "init_module": (175, 105),
    "finit_module": (313, 273),
    "delete_module": (176, 106),
    "kexec_load": (246, 104),
    "kexec_file_load": (320, 294),
    "fanotify_init": (300, 262),
    "syslog": (103, 116),
    "settimeofday": (164, 170),
    "clock_settime": (227, 112),
    "adjtimex": (159, 171),
    "clock_adjtime": (305, 266),
    "shmget": (29, 194),
}
"""Calls that are answered with EPERM."""

OF_TRACERS = frozenset({"ptrace", "process_vm_readv"})
"""Those of them that a tracer inside cannot do without. They reach the sandbox's own processes only, the
tracer among them: who asks for that is seen by it."""


class Architecture(Struct, frozen=True, kw_only=True):
    """A machine that the filter is written for.

    Attributes:
        audit: its AUDIT_ARCH number (``linux/audit.h``).
        column: where its numbers stand in the tables above.
        clone: the number of clone(2); its flags are the first argument on both.
        socket: likewise.
        socketpair: likewise.
    """

    audit: int
    column: int
    clone: int
    socket: int
    socketpair: int


ARCHITECTURES = {
    "x86_64": Architecture(audit=0xC000003E, column=0, clone=56, socket=41, socketpair=53),
    "aarch64": Architecture(audit=0xC00000B7, column=1, clone=220, socket=198, socketpair=199),
}


def program(machine: str | None = None, *, traced: bool = False) -> bytes | None:
    """The filter for ``machine`` (this one), as ``struct sock_filter[]``; None where none is written.

    Args:
        machine: as ``uname -m`` calls it.
        traced: a tracer runs inside.
    """
    architecture = ARCHITECTURES.get(machine or platform.machine())
    if architecture is None:
        return None
    lines = [
        _line(LOAD_WORD, ARCHITECTURE_AT),
        _line(JUMP_EQUAL, architecture.audit, yes=1),
        _line(RETURN, KILL_PROCESS),
        _line(LOAD_WORD, NUMBER_AT),
        _line(JUMP_AT_LEAST, X32, no=1),
        _line(RETURN, ERRNO | errno.ENOSYS),
    ]
    for table, error in ((ABSENT, errno.ENOSYS), (REFUSED, errno.EPERM)):
        for name, numbers in table.items():
            if traced and name in OF_TRACERS:
                continue
            lines += [
                _line(JUMP_EQUAL, numbers[architecture.column], no=1),
                _line(RETURN, ERRNO | error),
            ]
    lines += [
        _line(JUMP_EQUAL, architecture.clone, no=4),
        _line(LOAD_WORD, FIRST_ARGUMENT_AT),
        _line(JUMP_ANY_BIT, NEW_NAMESPACES, no=1),
        _line(RETURN, ERRNO | errno.EPERM),
        _line(RETURN, ALLOW),
    ]
    for number in (architecture.socket, architecture.socketpair):
        lines += [
            _line(JUMP_EQUAL, number, no=2 * len(FAMILIES) + 2),
            _line(LOAD_WORD, FIRST_ARGUMENT_AT),
        ]
        for family in FAMILIES.values():
            lines += [_line(JUMP_EQUAL, family, no=1), _line(RETURN, ALLOW)]
        lines.append(_line(RETURN, ERRNO | errno.EAFNOSUPPORT))
    return b"".join([*lines, _line(RETURN, ALLOW)])


def _line(code: int, value: int, *, yes: int = 0, no: int = 0) -> bytes:
    """One ``struct sock_filter``: code, lines to jump over, operand."""
    return struct.pack("=HBBI", code, yes, no, value)
