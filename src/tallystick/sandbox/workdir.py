"""A tree written into a folder that only a descriptor names, for the sandbox to work on.

The tree is a stranger's: its names are checked, links are made last and never gone through, and
nothing that is there is opened again. Every step is relative to an open folder (openat(2)).
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from typing import Self

from msgspec import Struct, field

from tallystick.errors import LimitExceeded, SandboxError, SourceError
from tallystick.limits import DEFAULT, Caps
from tallystick.model import BlobId, Entry, Tree

FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
NAME_BYTES = 255
"""Linux's NAME_MAX."""


class Written(Struct, frozen=True, kw_only=True):
    """What was put at a path: its mode as git writes it, and its blob id under SHA-1."""

    mode: int
    blob: BlobId


def write(
    tree: Tree, root: int, *, owner: int | None, clock: int, caps: Caps
) -> Mapping[str, Written]:
    """Write ``tree`` below the open folder ``root``, which is empty, and close nothing of it.

    Args:
        tree: files, links, and gitlinks, which become empty folders as in a checkout without submodules.
        root: a descriptor of the folder.
        owner: the user and group id that everything is given to; None for our own.
        clock: the modification time of files and links, in seconds since 1970.
        caps: how many files and bytes.

    Returns:
        what stands at each path, for telling later what was changed.

    Raises:
        LimitExceeded: more than ``caps`` allow.
        SourceError: a name that cannot be written safely, or two entries that exclude each other.
        ContentUnavailable: a file of the tree is not to be had.
        SandboxError: the folder could not be written.
    """
    if len(tree.entries) > caps.files:
        raise LimitExceeded("files", f"a tree of {len(tree.entries)} files does not go in")
    for path in tree.entries:
        components(path)
    tree.reader.prefetch(frozenset(tree.entries))
    writing = _Writing(tree=tree, root=root, owner=owner, clock=clock, left=caps.disk)
    links_last = sorted(tree.entries.values(), key=lambda entry: (entry.is_link, entry.path))
    try:
        return {entry.path: writing.put(entry) for entry in links_last}
    except FileExistsError as error:
        raise SourceError(
            f"{error.filename!r} stands twice in the tree, as file and folder"
        ) from error
    except NotADirectoryError as error:
        raise SourceError(f"{error.filename!r} is a file, and a folder of others") from error
    except OSError as error:
        raise SandboxError(f"the tree cannot be written: {error.strerror}") from error


def components(path: str) -> list[bytes]:
    """The names of ``path``, each of which is safe to create in a folder.

    Raises:
        SourceError: it leads out of the tree, is git's own, or is no name for Linux.
    """
    names = path.encode("utf-8", "surrogateescape").split(b"/")
    for name in names:
        if name in {b"", b".", b".."} or b"\0" in name or len(name) > NAME_BYTES:
            raise SourceError(f"{path!r} is no name for a file below a folder")
        # What git runs would otherwise come out of the tree: hooks, filters, a pager (CVE-2014-9390).
        if name.lower() == b".git":
            raise SourceError(f"{path!r} would be part of git's own folder")
    if len(names) > DEFAULT.name_depth:
        raise LimitExceeded("name_depth", f"{path!r} is {len(names)} folders deep")
    return names


class _Writing(Struct, kw_only=True):
    """One tree on its way to the disk.

    Attributes:
        left: bytes that may still be written.
        made: the folders that are there.
    """

    tree: Tree
    root: int
    owner: int | None
    clock: int
    left: int
    made: set[tuple[bytes, ...]] = field(default_factory=set)

    def put(self, entry: Entry) -> Written:
        """Write one entry."""
        names = components(entry.path)
        folders = names if entry.is_gitlink else names[:-1]
        with _Opened(self.root) as opened:
            for depth, name in enumerate(folders, start=1):
                self._enter(opened, name, tuple(folders[:depth]))
            if entry.is_gitlink:
                return Written(mode=entry.mode, blob=entry.blob)
            return self._fill(entry, names[-1], opened.folder)

    def _enter(self, opened: _Opened, name: bytes, place: tuple[bytes, ...]) -> None:
        if place not in self.made:
            os.mkdir(name, 0o755, dir_fd=opened.folder)
            self.made.add(place)
            opened.enter(name)
            self._give(opened.folder)
        else:
            opened.enter(name)

    def _fill(self, entry: Entry, name: bytes, folder: int) -> Written:
        content = self.tree.read(entry.path)
        self.left -= len(content)
        if self.left < 0:
            raise LimitExceeded("disk", "the tree does not go into the sandbox")
        if entry.is_link:
            _link(content, name, folder, entry.path)
            if self.owner is not None:
                os.chown(name, self.owner, self.owner, dir_fd=folder, follow_symlinks=False)
        else:
            file = os.open(name, CREATE, 0o600, dir_fd=folder)
            try:
                _write_all(file, content)
                os.fchmod(file, 0o755 if entry.is_executable else 0o644)
                self._give(file)
            finally:
                os.close(file)
        stamps = (self.clock, self.clock)
        os.utime(name, stamps, dir_fd=folder, follow_symlinks=False)
        return Written(mode=entry.mode, blob=blob_id(content))

    def _give(self, descriptor: int) -> None:
        if self.owner is not None:
            os.fchown(descriptor, self.owner, self.owner)


class _Opened:
    """The folder that was entered last; a folder before it is closed when the next one is open."""

    def __init__(self, root: int) -> None:
        self.folder = os.dup(root)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self.folder)

    def enter(self, name: bytes) -> None:
        """Enter a folder; a link in its place is an error."""
        entered = os.open(name, FOLDER, dir_fd=self.folder)
        os.close(self.folder)
        self.folder = entered


def blob_id(content: bytes) -> BlobId:
    """The git object id of ``content``, in a SHA-1 repository."""
    digest = hashlib.sha1(f"blob {len(content)}\0".encode(), usedforsecurity=False)
    digest.update(content)
    return BlobId(digest.hexdigest())


def _link(target: bytes, name: bytes, folder: int, path: str) -> None:
    if not target or b"\0" in target or len(target) > DEFAULT.name_length:
        raise SourceError(f"{path!r} is a link to nowhere that Linux could go")
    os.symlink(target, name, dir_fd=folder)


def _write_all(file: int, content: bytes) -> None:
    view = memoryview(content)
    while view:
        view = view[os.write(file, view) :]
