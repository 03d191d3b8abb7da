"""A folder without git as a source: every file in it, hashed, and nothing left out but ``.git``."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path

from tallystick.errors import ContentUnavailable, LimitExceeded, SourceError
from tallystick.limits import MIB, Limits
from tallystick.model import (
    MODE_EXECUTABLE,
    MODE_FILE,
    MODE_SYMLINK,
    BlobId,
    Entry,
    Sha256,
    Skip,
    Source,
    SourceKind,
    Tree,
)
from tallystick.source.objects import object_id

CHUNK = MIB


def open_folder(folder: Path, *, limits: Limits) -> Source:
    """Every file of ``folder``; symbolic links are entries and are not followed.

    Raises:
        LimitExceeded: more files or levels than ``limits`` allows.
        SourceError: something in it cannot be read, or changes meanwhile.
    """
    root = os.fsencode(folder)
    entries: dict[str, Entry] = {}
    skips: list[Skip] = []
    for name in _walk(root, limits):
        path = name.decode("utf-8", "surrogateescape")
        entry = _entry(root, name, path)
        if entry is None:
            reason = f"{path!r} is neither a file nor a symbolic link"
            skips.append(Skip(check="source-folder", reason=reason))
        else:
            entries[path] = entry
        if len(entries) > limits.members:
            raise LimitExceeded("members", f"{folder}: more than {limits.members} files")
    ordered = dict(sorted(entries.items()))
    return Source(
        kind=SourceKind.DIRECTORY,
        url=str(folder),
        tree=Tree(entries=ordered, reader=FolderReader(root, ordered, limits)),
        skips=tuple(skips),
    )


class FolderReader:
    """Reads the files again when they are wanted, and checks that they are still the same."""

    def __init__(self, root: bytes, entries: Mapping[str, Entry], limits: Limits) -> None:
        """Read ``entries`` below ``root``."""
        self._root = root
        self._entries = entries
        self._limits = limits

    def read(self, path: str) -> bytes:
        """See :class:`tallystick.model.Reader`."""
        entry = self._entries.get(path)
        if entry is None:
            raise ContentUnavailable(f"{path!r}: not in this folder")
        if entry.size is not None and entry.size > self._limits.content:
            raise LimitExceeded("content", f"{path!r} has {entry.size} bytes")
        name = self._root + b"/" + path.encode("utf-8", "surrogateescape")
        try:
            if entry.is_link:
                content = os.readlink(name)  # noqa: PTH115 - bytes, as the name is
            else:
                with open(name, "rb", opener=_no_follow) as file:
                    content = file.read((entry.size or 0) + 1)
        except OSError as error:
            raise _unreadable(path, error) from error
        if object_id("blob", content, digits=40) != entry.blob:
            raise SourceError(f"{path!r}: changed while it was audited")
        return content

    def prefetch(self, paths: frozenset[str]) -> None:
        """Nothing to get: everything is on this disk."""


def _walk(root: bytes, limits: Limits) -> Iterator[bytes]:
    """The names below ``root`` of everything that is not a folder."""
    pending = [(b"", 0)]
    while pending:
        prefix, depth = pending.pop()
        if depth > limits.name_depth:
            raise LimitExceeded("name_depth", f"more than {limits.name_depth} folders deep")
        place = root + b"/" + prefix
        try:
            with os.scandir(place) as found:
                for item in found:
                    # git never tracks a name like this, at any level; it is git's own bookkeeping.
                    if item.name == b".git":
                        continue
                    if item.is_dir(follow_symlinks=False):
                        pending.append((prefix + item.name + b"/", depth + 1))
                    else:
                        yield prefix + item.name
        except OSError as error:
            raise _unreadable(os.fsdecode(place), error) from error


def _entry(root: bytes, name: bytes, path: str) -> Entry | None:
    full = root + b"/" + name
    try:
        status = os.lstat(full)
        if stat.S_ISLNK(status.st_mode):
            target = os.readlink(full)  # noqa: PTH115 - bytes, as the name is
            blob, sha256 = object_id("blob", target, digits=40), hashlib.sha256(target).hexdigest()
            mode, size = MODE_SYMLINK, len(target)
        elif stat.S_ISREG(status.st_mode):
            blob, sha256, size = _hash(full, path)
            mode = MODE_EXECUTABLE if status.st_mode & 0o100 else MODE_FILE
        else:
            return None
    except OSError as error:
        raise _unreadable(path, error) from error
    return Entry(path=path, mode=mode, size=size, blob=BlobId(blob), sha256=Sha256(sha256))


def _hash(full: bytes, path: str) -> tuple[str, str, int]:
    """Blob id, sha256 and size; the blob id begins with the size, so that must not change."""
    with open(full, "rb", opener=_no_follow) as file:
        status = os.fstat(file.fileno())
        blob = hashlib.sha1(f"blob {status.st_size}\0".encode(), usedforsecurity=False)
        sha256, seen = hashlib.sha256(), 0
        while chunk := file.read(CHUNK):
            blob.update(chunk)
            sha256.update(chunk)
            seen += len(chunk)
    if seen != status.st_size or not stat.S_ISREG(status.st_mode):
        raise SourceError(f"{path!r}: changed while it was read")
    return blob.hexdigest(), sha256.hexdigest(), seen


def _no_follow(name: str | bytes, flags: int) -> int:
    # O_NONBLOCK: a pipe put in the file's place meanwhile would have us wait for a writer.
    return os.open(name, flags | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)


def _unreadable(path: str, error: OSError) -> SourceError:
    return SourceError(f"{path!r}: cannot be read: {error.strerror}")
