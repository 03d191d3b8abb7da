"""What stands in a folder when nobody writes to it any more, as a Tree; no link is followed.

Every step is relative to an open folder (openat(2)), and every file is looked at after it is opened.
The content stays where it is: the descriptor keeps the sandbox's memory alive (mount_namespaces(7)).
"""

from __future__ import annotations

import hashlib
import os
import stat
import weakref
from collections.abc import Callable, Iterator, Mapping

from msgspec import Struct, field

from tallystick.errors import ContentUnavailable, LimitExceeded
from tallystick.limits import DEFAULT, MIB, Caps
from tallystick.model import (
    MODE_EXECUTABLE,
    MODE_FILE,
    MODE_SYMLINK,
    BlobId,
    Entry,
    Sha256,
    Tree,
)
from tallystick.sandbox.outcome import Refused
from tallystick.sandbox.workdir import FOLDER, blob_id

# O_NONBLOCK: a pipe under the name of a file would have us wait for a writer.
FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC

KINDS = {
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}


class WrittenReader:
    """Reads from the folder again; :meth:`close` lets go of it."""

    def __init__(self, root: int, entries: Mapping[str, Entry]) -> None:
        """Read ``entries`` below ``root``, a descriptor that is closed here."""
        self._root = root
        self._entries = entries
        self.close = weakref.finalize(self, os.close, root)

    def read(self, path: str) -> bytes:
        """See :class:`tallystick.model.Reader`."""
        entry = self._entries.get(path)
        if entry is None:
            raise ContentUnavailable(f"{path!r}: nothing was written there")
        if not self.close.alive:
            raise ContentUnavailable(f"{path!r}: the outcome was closed")
        if entry.size is not None and entry.size > DEFAULT.content:
            raise LimitExceeded("content", f"{path!r} has {entry.size} bytes")
        try:
            content = self._content(entry)
        except OSError as error:
            raise ContentUnavailable(f"{path!r}: {error.strerror}") from error
        if blob_id(content) != entry.blob:
            raise ContentUnavailable(f"{path!r}: changed after the end")
        return content

    def prefetch(self, paths: frozenset[str]) -> None:
        """Nothing to get: everything is in memory."""

    def _content(self, entry: Entry) -> bytes:
        *folders, name = entry.path.encode("utf-8", "surrogateescape").split(b"/")
        folder = os.dup(self._root)
        try:
            for part in folders:
                entered = os.open(part, FOLDER, dir_fd=folder)
                os.close(folder)
                folder = entered
            if entry.is_link:
                return os.readlink(name, dir_fd=folder)
            with open(os.open(name, FILE, dir_fd=folder), "rb") as file:
                return file.read((entry.size or 0) + 1)
        finally:
            os.close(folder)


def read(
    root: int, caps: Caps, *, leave_out: frozenset[bytes] = frozenset()
) -> tuple[Tree, tuple[Refused, ...]]:
    """Everything below ``root``, a descriptor that the tree's reader closes, and what is refused.

    Empty folders are not entries, as in git. A name may hold any byte but ``/`` and NUL; names in
    ``leave_out`` are passed over, at every level.
    """
    reading = _Reading(caps=caps, left=2 * caps.disk, leave_out=leave_out)
    reading.walk(root)
    entries = dict(sorted(reading.entries.items()))
    return Tree(entries=entries, reader=WrittenReader(root, entries)), tuple(reading.refused)


class _Reading(Struct, kw_only=True):
    """One walk.

    Attributes:
        left: bytes that may still be read. A file without blocks, or one with many names, costs more
            to read than to write.
        known: the digests of files with several names, by inode.
    """

    caps: Caps
    left: int
    leave_out: frozenset[bytes]
    entries: dict[str, Entry] = field(default_factory=dict)
    refused: list[Refused] = field(default_factory=list)
    known: dict[int, tuple[int, BlobId, Sha256]] = field(default_factory=dict)
    names: int = 0

    def walk(self, root: int) -> None:
        """Read everything below ``root``, one open descriptor a level."""
        stack: list[tuple[int, str, Iterator[bytes]]] = []
        try:
            stack.append((os.dup(root), "", self._names(root)))
            while stack:
                folder, prefix, names = stack[-1]
                name = next(names, None)
                if name is None:
                    os.close(folder)
                    stack.pop()
                elif self.names > self.caps.files:
                    self._refuse("", f"more than {self.caps.files} files")
                    return
                elif (below := self._one(folder, prefix, name, len(stack))) is not None:
                    path = prefix + name.decode("utf-8", "surrogateescape") + "/"
                    stack.append((below, path, self._names(below)))
        finally:
            for folder, _, _ in stack:
                os.close(folder)

    def _names(self, folder: int) -> Iterator[bytes]:
        """In order, so that what is cut off at a cap does not depend on the kernel."""
        found: list[bytes] = []
        with os.scandir(folder) as items:
            for item in items:
                found.append(os.fsencode(item.name))
                self.names += 1
                if self.names > self.caps.files:
                    break
        return iter(sorted(set(found) - self.leave_out))

    def _one(self, folder: int, prefix: str, name: bytes, depth: int) -> int | None:
        """Read one name; a descriptor if it is a folder to be entered."""
        path = prefix + name.decode("utf-8", "surrogateescape")
        if len(path) > DEFAULT.name_length or depth > DEFAULT.name_depth:
            self._refuse(path[: DEFAULT.name_length], "a path that is too long or too deep")
            return None
        try:
            status = os.stat(name, dir_fd=folder, follow_symlinks=False)
            if stat.S_ISDIR(status.st_mode):
                return os.open(name, FOLDER, dir_fd=folder)
            if stat.S_ISLNK(status.st_mode):
                self._add_link(path, os.readlink(name, dir_fd=folder))
            elif stat.S_ISREG(status.st_mode):
                self._add_file(path, os.open(name, FILE, dir_fd=folder))
            else:
                kind = KINDS.get(stat.S_IFMT(status.st_mode), "not a file")
                self._refuse(path, f"it is {kind}")
        except OSError as error:
            self._refuse(path, f"it cannot be read: {error.strerror}")
        return None

    def _add_link(self, path: str, target: bytes) -> None:
        sha256 = Sha256(hashlib.sha256(target).hexdigest())
        blob, size = blob_id(target), len(target)
        self.entries[path] = Entry(
            path=path, mode=MODE_SYMLINK, size=size, blob=blob, sha256=sha256
        )

    def _add_file(self, path: str, descriptor: int) -> None:
        with open(descriptor, "rb", buffering=0) as file:
            status = os.fstat(descriptor)
            if status.st_ino not in self.known:
                self.left -= status.st_size
                if self.left < 0:
                    self._refuse(path, "more is to be read than could be written")
                    return
                self.known[status.st_ino] = digests(file.read, status.st_size)
        size, blob, sha256 = self.known[status.st_ino]
        if status.st_nlink == 1:
            del self.known[status.st_ino]
        bits = stat.S_IMODE(status.st_mode)
        notes = () if not bits & 0o7000 else (f"stored with the mode {bits:04o}",)
        mode = MODE_EXECUTABLE if bits & 0o100 else MODE_FILE
        self.entries[path] = Entry(
            path=path, mode=mode, size=size, blob=blob, sha256=sha256, notes=notes
        )

    def _refuse(self, path: str, reason: str) -> None:
        if len(self.refused) < DEFAULT.findings:
            self.refused.append(Refused(path=path, reason=reason))


def digests(read_some: Callable[[int], bytes], size: int) -> tuple[int, BlobId, Sha256]:
    """How many bytes were read, of ``size`` that should be there, and their digests."""
    blob = hashlib.sha1(f"blob {size}\0".encode(), usedforsecurity=False)
    sha256, seen = hashlib.sha256(), 0
    while chunk := read_some(min(MIB, size - seen)):
        blob.update(chunk)
        sha256.update(chunk)
        seen += len(chunk)
    return seen, BlobId(blob.hexdigest()), Sha256(sha256.hexdigest())
