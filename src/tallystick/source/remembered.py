"""What a clone in the cache remembers of its server: when it was asked, where it sent us, which tags moved.

A few small files in a folder of the clone. Each is written whole, under another name, and renamed when
it is on disk; all writers hold the clone's lock, readers need none.
"""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from msgspec import Struct

from tallystick.cache import storing
from tallystick.errors import SourceError

FRESH_SECONDS = 600
"""For how long an answer of a server is good: an index says the same of its pages (max-age)."""

PER_TAG = 16
"""Changes kept of one tag: the first, and the latest; ``nightly`` moves every day."""

FOLDER = "tallystick"

_ID = re.compile("[0-9a-f]{40}|[0-9a-f]{64}")


class MovedTag(Struct, frozen=True, kw_only=True):
    """A tag that a server had, and that it changed or took away.

    Attributes:
        tag: without ``refs/tags/``.
        old: the id that it pointed at: of a commit, or of a tag object.
        new: the id that it points at since; None if it was taken away.
        when: when that was noticed, in seconds since the epoch.
    """

    tag: str
    old: str
    new: str | None
    when: int

    @property
    def day(self) -> str:
        """When that was noticed, as a date in UTC."""
        return datetime.fromtimestamp(self.when, tz=UTC).date().isoformat()


class Remembered:
    """The notes in the clone at one path."""

    def __init__(self, clone: Path) -> None:
        """Read and write below ``clone``; nothing is touched yet."""
        self._folder = clone / FOLDER

    @property
    def asked(self) -> int | None:
        """When the server was last asked for its branches and tags, in ns; None: never."""
        try:
            return (self._folder / "asked").stat().st_mtime_ns
        except OSError:
            return None

    @property
    def is_fresh(self) -> bool:
        """Whether that was less than FRESH_SECONDS ago.

        A time in the future is none: then the clock was set back, and nobody knows how long ago it was.
        """
        asked = self.asked
        return asked is not None and 0 <= time.time_ns() - asked < FRESH_SECONDS * 1_000_000_000

    def mark_asked(self) -> None:
        """Note that the server was asked just now.

        Raises:
            StorageError: the disk failed.
        """
        marker = self._folder / "asked"
        with storing("write", marker):
            self._folder.mkdir(mode=0o700, exist_ok=True)
            marker.touch()
            now = time.time_ns()
            os.utime(marker, ns=(now, now))

    @property
    def redirected(self) -> str | None:
        """The URL that the server sends us to in place of the one that was asked for; None: to none."""
        return self._read("redirected")

    def redirect(self, url: str) -> None:
        """Note that ``url`` is where the repository is; errors as in :meth:`mark_asked`."""
        self._write("redirected", url)

    @property
    def moved(self) -> tuple[MovedTag, ...]:
        """Every change of a tag that was noticed, oldest first.

        Raises:
            SourceError: the record is damaged.
        """
        text = self._read("moved-tags")
        if text is None:
            return ()
        try:
            return tuple(_moved(item) for item in json.loads(text))
        except (ValueError, TypeError, RecursionError) as error:
            path = self._folder / "moved-tags"
            raise SourceError(f"{path}: damaged; what it said of moved tags is lost") from error

    def record(self, changes: Iterable[MovedTag], *, cap: int) -> None:
        """Note ``changes``; those that are noted already stay as they were.

        Nothing makes room: a server could otherwise flood the record until an old line of it falls out.

        Raises:
            SourceError: it would hold more than ``cap``, or is damaged.
            StorageError: the disk failed.
        """
        by_tag: dict[str, list[MovedTag]] = {}
        for change in self.moved:
            by_tag.setdefault(change.tag, []).append(change)
        for change in changes:
            of_tag = by_tag.setdefault(change.tag, [])
            # A crash after the record and before the refs: the same change is seen twice.
            if not of_tag or (of_tag[-1].old, of_tag[-1].new) != (change.old, change.new):
                of_tag.append(change)
                del of_tag[1 : max(1, len(of_tag) - PER_TAG + 1)]
        kept = sorted((c for of_tag in by_tag.values() for c in of_tag), key=lambda c: c.when)
        if len(kept) > cap:
            raise SourceError(f"more than {cap} of its tags have moved (cap: moved_tags)")
        self._write("moved-tags", json.dumps([[c.tag, c.old, c.new, c.when] for c in kept]))

    def _read(self, name: str) -> str | None:
        path = self._folder / name
        with storing("read", path):
            try:
                return path.read_text("utf-8")
            except FileNotFoundError:
                return None
            except UnicodeDecodeError as error:
                raise SourceError(f"{path}: damaged") from error

    def _write(self, name: str, text: str) -> None:
        final = self._folder / name
        with storing("write", final):
            self._folder.mkdir(mode=0o700, exist_ok=True)
            # The lock is held: one that is there was left by a process that died.
            partial = self._folder / f"{name}.partial"
            with partial.open("w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            partial.rename(final)
            sync_folder(self._folder)


def sync_folder(folder: Path) -> None:
    """Have the disk hold the names in ``folder`` (fsync(2)).

    Raises:
        OSError: it does not.
    """
    descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _moved(item: list[object]) -> MovedTag:
    """One line of the record; ValueError or TypeError if it is none."""
    tag, old, new, when = item
    if not isinstance(tag, str) or not isinstance(when, int):
        raise TypeError(item)
    if not isinstance(old, str) or not (new is None or isinstance(new, str)):
        raise TypeError(item)
    if not all(_ID.fullmatch(one) for one in (old, new) if one is not None):
        raise ValueError(item)
    return MovedTag(tag=tag, old=old, new=new, when=when)
