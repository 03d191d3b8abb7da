"""The one place where an index is chosen, and a file fetched from a URL under an index's rules."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlsplit

from tallystick.cache import Cache
from tallystick.errors import DigestMismatch, IndexFailure, PinMismatch
from tallystick.index.default import DEFAULT_INDEX
from tallystick.limits import Limits
from tallystick.model import Sha256

if TYPE_CHECKING:
    # httpx costs 0.1 s, and a local file needs none of it.
    from tallystick.index.pypi import Release, ReleaseFile

Digests = Iterable[tuple[str, str]]
"""(algorithm, lower-case hex); a file must have one of them."""


_AT_URL = "the URL serves another file than the one that is pinned"


class Index(Protocol):
    """What is asked of an index here."""

    @property
    def url(self) -> str:
        """Where it is, without credentials."""
        ...

    def release(self, project: str, version: str | None) -> Release:
        """The files of a version; raises IndexFailure."""
        ...

    def download(self, file: ReleaseFile) -> Path:
        """The path of a file in the cache; raises IndexFailure, DigestMismatch, LimitExceeded."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """How indexes are asked, the same for each target of one call.

    Attributes:
        index: ``--index``; None where it was not given.
        cache: where downloads are kept.
        limits: the caps.
        offline: ``--offline``.
        all_files: ``--all-files``.
    """

    index: str | None
    cache: Cache
    limits: Limits
    offline: bool
    all_files: bool
    _opened: dict[tuple[str, str | None], Index] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def open_index(self, kind: str, url: str | None = None) -> Index:
        """The index of ``kind``, the same object each time; ``--index`` outranks ``url``.

        Raises:
            IndexFailure: no index of this kind can be asked.
            UsageError: the URL is none of an index.
        """
        with self._lock:
            if (kind, url) not in self._opened:
                self._opened[kind, url] = self._open(kind, url)
            return self._opened[kind, url]

    def _open(self, kind: str, url: str | None) -> Index:
        if kind == "pypi":
            from tallystick.index.pypi import PyPI  # noqa: PLC0415 - see above

            where = self.index or url or DEFAULT_INDEX
            return PyPI(where, self.cache, self.limits, offline=self.offline)
        raise IndexFailure(f"no index of kind {kind} can be asked; download the file and name it")

    def fetch(self, url: str, name: str, digests: Digests) -> Path:
        """The file at ``url`` in the cache, fetched unless it is there.

        Raises:
            IndexFailure: it cannot be fetched, or ``--offline`` and not in the cache.
            PinMismatch: it has none of ``digests`` (where there are any).
        """
        from tallystick.index.pypi import PyPI  # noqa: PLC0415 - see above

        digests = tuple(digests)
        for algorithm, value in digests:
            if algorithm == "sha256" and (kept := self.cache.find(Sha256(value))) is not None:
                return kept
        if self.offline:
            raise IndexFailure(f"{name}: not in the cache, and --offline was given")
        parts = urlsplit(url)
        client = PyPI(f"{parts.scheme}://{parts.netloc}/", self.cache, self.limits)
        # The client's own rules: https or this loopback, capped, redirects looked at.
        chunks = client._stream(url)  # noqa: SLF001 - until the client is a part of its own
        # One sha256 is checked before the file is kept; others (npm's sha512) after.
        only = digests[0][1] if len(digests) == 1 and digests[0][0] == "sha256" else None
        sha256 = None if only is None else Sha256(only)
        try:
            path = self.cache.store(chunks, sha256=sha256, cap=self.limits.download)
        except DigestMismatch as error:
            raise PinMismatch(f"{name}: {_AT_URL}: {error}") from None
        if not has_one(path, digests):
            raise PinMismatch(f"{name}: {_AT_URL}")
        return path


def has_one(path: Path, digests: Digests) -> bool:
    """Whether the file at ``path`` has one of ``digests``, or there are none that it had to have."""
    digests = tuple(digests)
    for algorithm in sorted({algorithm for algorithm, _ in digests}):
        with path.open("rb") as file:
            found = hashlib.file_digest(file, algorithm).hexdigest()
        if (algorithm, found) in digests:
            return True
    return not digests


def other_file(name: str, detail: str = "") -> PinMismatch:
    """The error for a file that is not the pinned one."""
    more = f" ({detail})" if detail else ""
    return PinMismatch(f"{name}: the index serves another file than the lock pins{more}")


def download_pinned(index: Index, file: ReleaseFile, digests: Digests) -> Path:
    """Download ``file``, which must have one of ``digests``.

    Raises:
        PinMismatch: it has none, or is not what the index itself announces.
        IndexFailure: it cannot be fetched.
    """
    try:
        path = index.download(file)
    except DigestMismatch as error:
        raise other_file(file.name, str(error)) from None
    if not has_one(path, digests):
        raise other_file(file.name)
    return path


def announced(file: ReleaseFile) -> set[tuple[str, str]]:
    """The digests that an index announces for ``file``."""
    return {("sha256", file.sha256)}
