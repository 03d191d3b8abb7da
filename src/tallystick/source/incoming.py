"""Objects on their way into a clone: in a folder of their own until they are all there and checked.

As git-receive-pack(1) does it (its "quarantine environment"): git writes to a folder beside the
others, sees theirs as alternates, and what index-pack has accepted is moved in. A server that dies,
a disk that fills up or a process that is killed leaves nothing in the clone.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tallystick import traffic
from tallystick.cache import storing
from tallystick.source.remembered import sync_folder

PREFIX = "tmp_objdir-incoming-"
"""git's own name for such a folder, which git-prune(1) knows how to remove."""

_PACK = re.compile(r"pack-[0-9a-f]{40,64}")
_PARTS = (".pack", ".promisor", ".rev", ".idx")
"""In this order: a pack is seen once its index is there, and is to be whole by then."""


@contextlib.contextmanager
def incoming(objects: Path) -> Iterator[Path]:
    """A folder for git to write objects to, that go to ``objects`` once the block is through.

    Raises:
        StorageError: the disk failed.
    """
    with storing("make a folder", objects):
        folder, descriptor = _locked_folder(objects)
    try:
        yield folder
        with storing("keep", objects):
            _publish(folder / "pack", objects / "pack")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(descriptor)


def sweep(objects: Path) -> None:
    """Remove what processes left that died; a living one holds a lock on its folder."""
    for orphan in objects.glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError):
            descriptor = os.open(orphan, os.O_RDONLY | os.O_CLOEXEC)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(orphan, ignore_errors=True)
            finally:
                os.close(descriptor)


def _locked_folder(objects: Path) -> tuple[Path, int]:
    while True:
        folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=objects))
        # Between its making and its locking, another process may sweep it away.
        with contextlib.suppress(FileNotFoundError, BlockingIOError):
            descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                if folder.is_dir():
                    (folder / "pack").mkdir()
                    return folder, descriptor
            except BaseException:
                os.close(descriptor)
                raise
            os.close(descriptor)


def _publish(packs: Path, final: Path) -> None:
    """Move each whole pack of ``packs`` to ``final``; one that is there already stays."""
    names = sorted(path.stem for path in packs.glob("pack-*.idx") if _PACK.fullmatch(path.stem))
    for name in names:
        for part in _PARTS:
            source, target = packs / f"{name}{part}", final / f"{name}{part}"
            if source.is_file() and not target.exists():
                if part == ".pack":
                    traffic.received(source.stat().st_size)
                _sync_file(source)
                source.rename(target)
    if names:
        sync_folder(final)


def _sync_file(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
