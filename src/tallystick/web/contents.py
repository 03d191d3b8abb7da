"""The bytes of entries, from a folder of artifacts that somebody keeps beside a store.

It is only read, and no other bytes are shown than a ledger is about.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tallystick.artifact import OpenArtifact, open_artifact
from tallystick.errors import ArtifactError, ContentUnavailable, LimitExceeded, UsageError
from tallystick.limits import Limits
from tallystick.report.text import parse_name

LARGEST: Final = 256 * 1024 * 1024
"""Bytes of an artifact that is opened while somebody waits: a wheel of 200 MB takes two seconds."""

MOST: Final = 4
"""Artifacts that are kept open: each has its contents, decompressed, in a file without a name."""


class Contents:
    """A folder of artifacts; safe for threads, one of which reads at a time."""

    def __init__(self, root: Path, limits: Limits) -> None:
        """Look in ``root`` for files called by their SHA-256 or the artifact's own name.

        By SHA-256, they may also be in folders called by its first two digits.

        Raises:
            UsageError: it is no folder.
        """
        if not root.is_dir():
            raise UsageError(f"{root}: not a folder")
        self._root = root
        self._limits = limits
        self._lock = threading.Lock()
        self._open: OrderedDict[str, OpenArtifact] = OrderedDict()

    def holds(self, sha256: str, name: str) -> bool:
        """Whether a file is there that may be this artifact; whether it is shows when it is opened."""
        return any(self._candidates(sha256, name))

    def read(self, sha256: str, name: str, path: str, blob: str) -> bytes | None:
        """The content of an entry of the artifact with this SHA-256; None where it cannot be had.

        Args:
            sha256: of the artifact, in hex.
            name: of the artifact, as the store spells it.
            path: of the entry, exact.
            blob: its SHA-256 or, where a ledger does not say that, its git blob id, in hex.
        """
        with self._lock:
            opened = self._opened(sha256, name)
            if opened is None or path not in opened.artifact.tree.entries:
                return None
            try:
                content = opened.artifact.tree.read(path)
            except (ArtifactError, ContentUnavailable, LimitExceeded):
                return None
        return content if blob in _digests(content) else None

    def close(self) -> None:
        """Let go of what is open."""
        with self._lock:
            while self._open:
                self._open.popitem()[1].close()

    def _opened(self, sha256: str, name: str) -> OpenArtifact | None:
        if sha256 not in self._open:
            opened = next(self._openings(sha256, name), None)
            if opened is None:
                return None
            self._open[sha256] = opened
            if len(self._open) > MOST:
                self._open.popitem(last=False)[1].close()
        self._open.move_to_end(sha256)
        return self._open[sha256]

    def _openings(self, sha256: str, name: str) -> Iterator[OpenArtifact]:
        """The artifact, opened strictly, where a file of the folder is it by its digest."""
        for candidate in self._candidates(sha256, name):
            try:
                yield open_artifact(
                    candidate,
                    limits=self._limits,
                    name=_exact(name),
                    expected_sha256=sha256,
                )
            except ArtifactError:  # no archive, or another one of this name
                continue

    def _candidates(self, sha256: str, name: str) -> Iterator[Path]:
        """Files that may be it. A name is a stranger's: it names a file at the top of the folder, or none."""
        called = [sha256, f"{sha256[:2]}/{sha256}"]
        own = _exact(name)
        if own and not own.startswith(".") and "/" not in own and own.isprintable():
            called.append(own)
        for one in called:
            path = self._root / one
            try:
                # Not by a link, which could lead out of the folder.
                plain = not path.is_symlink() and path.is_file()
                if plain and path.suffix != ".dsc" and path.stat().st_size <= LARGEST:
                    yield path
            except (OSError, ValueError):
                continue


def _exact(name: str) -> str:
    try:
        return parse_name(name)
    except UsageError:
        return ""


def _digests(content: bytes) -> tuple[str, ...]:
    """By which a ledger may call ``content``: SHA-256, or the id of a git blob in either object format."""
    headed = b"blob %d\0" % len(content) + content
    return (
        hashlib.sha256(content).hexdigest(),
        hashlib.sha1(headed, usedforsecurity=False).hexdigest(),
        hashlib.sha256(headed).hexdigest(),
    )
