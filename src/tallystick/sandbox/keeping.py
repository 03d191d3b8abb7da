"""Files that a command may take away again, kept from when they are asked for until it has ended.

A descriptor of ours keeps what a file holds, whatever becomes of its names (unlink(2)). Each is read once,
when the command has ended or too many are open: then there are digests of it, and nothing else.
"""

from __future__ import annotations

import os
import stat
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress

from msgspec import Struct

from tallystick.limits import Caps
from tallystick.model import BlobId, Sha256
from tallystick.sandbox.workdir import FOLDER
from tallystick.sandbox.written import FILE, digests


class Kept(Struct, frozen=True, kw_only=True):
    """What a file held that stood at ``path``, as the sandbox names it, when somebody asked to keep it."""

    path: str
    size: int
    blob: BlobId
    sha256: Sha256


class Keeping:
    """Keeps files of one command."""

    def __init__(self, caps: Caps) -> None:
        """Keep as many as ``caps`` allow."""
        self._caps = caps
        self._roots: Mapping[str, int] = {}
        self._open: deque[tuple[str, int, int]] = deque()
        self._held: set[tuple[str, int]] = set()
        self._found: list[Kept] = []

    @property
    def found(self) -> tuple[Kept, ...]:
        """What was kept, in the order in which it was read; whole when :meth:`within` has ended."""
        return tuple(self._found)

    @contextmanager
    def within(self, roots: Mapping[str, int]) -> Iterator[None]:
        """Files below ``roots``, by path an open folder, can be kept until the end of the context."""
        self._roots = roots
        try:
            yield
        finally:
            self._roots = {}
            while self._open:
                self._read_first()

    def keep(self, path: str) -> None:
        """Keep what stands at ``path`` now; nothing where it is gone already, is no file, or is too large.

        Nothing is said of that: whoever asked finds it missing among what was found.
        """
        if len(self._found) + len(self._open) >= self._caps.kept_files:
            return
        for root, folder in self._roots.items():
            if path.startswith(f"{root}/"):
                with suppress(OSError, ValueError):  # gone already, no file, or no name (a NUL)
                    self._hold(path, _opened(folder, path[len(root) + 1 :]))
                return

    def _hold(self, path: str, descriptor: int) -> None:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode) or (path, status.st_ino) in self._held:
            os.close(descriptor)
            return
        if len(self._open) >= self._caps.kept_open:
            self._read_first()
        self._held.add((path, status.st_ino))
        self._open.append((path, status.st_ino, descriptor))

    def _read_first(self) -> None:
        path, inode, descriptor = self._open.popleft()
        self._held.discard((path, inode))
        with open(descriptor, "rb", buffering=0) as file:
            size = os.fstat(descriptor).st_size
            if size > self._caps.kept_bytes:
                return
            read, blob, sha256 = digests(file.read, size)
        if read == size:  # else it was cut meanwhile
            self._found.append(Kept(path=path, size=size, blob=blob, sha256=sha256))


def _opened(root: int, path: str) -> int:
    """A descriptor of a file below ``root``; no link is followed on the way."""
    *folders, name = path.encode("utf-8", "surrogateescape").split(b"/")
    if not {b"", b".", b".."}.isdisjoint([*folders, name]):
        raise FileNotFoundError(path)
    folder = os.dup(root)
    try:
        for part in folders:
            entered = os.open(part, FOLDER, dir_fd=folder)
            os.close(folder)
            folder = entered
        return os.open(name, FILE, dir_fd=folder)
    finally:
        os.close(folder)
