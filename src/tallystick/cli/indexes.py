"""The one place where an index is chosen, and a file fetched from a URL under an index's rules."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from msgspec import Struct, field

from tallystick.cache import Cache
from tallystick.errors import DigestMismatch, IndexFailure, PinMismatch
from tallystick.index.default import DEFAULT_INDEX, DEFAULT_NPM
from tallystick.index.release import Index, Release, ReleaseFile
from tallystick.limits import Limits
from tallystick.model import Sha256

if TYPE_CHECKING:
    from tallystick.index.debian import Debian

Digests = Iterable[tuple[str, str]]
"""(algorithm, lower-case hex); a file must have one of them."""


_AT_URL = "the URL serves another file than the one that is pinned"


class Asking(Struct, frozen=True, kw_only=True):
    """How indexes are asked, the same for each target of one call; to be left when all is audited.

    Attributes:
        index: ``--index``; None where it was not given.
        npm_index: ``--npm-index``; None where it was not given.
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
    npm_index: str | None = None
    _opened: dict[tuple[str, str | None], Index] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _kept: ExitStack = field(default_factory=ExitStack)

    def __enter__(self) -> Self:
        """Begin to ask."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Remove the folders that artifacts of several files were laid out in."""
        self._kept.close()

    def lay_out(self, debian: Debian, release: Release) -> Path:
        """The path of a ``.dsc`` with its files beside it, until all is audited."""
        laid_out = debian.laid_out(release)
        with self._lock:
            return self._kept.enter_context(laid_out)

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
        # Each where it is asked: an audit of a file on this disk asks none.
        if kind == "pypi":
            from tallystick.index.pypi import PyPI  # noqa: PLC0415

            where = self.index or url or DEFAULT_INDEX
            return PyPI(where, self.cache, self.limits, offline=self.offline)
        if kind == "npm":
            from tallystick.index.npm import Npm  # noqa: PLC0415

            where = self.npm_index or url or DEFAULT_NPM
            return Npm(where, self.cache, self.limits, offline=self.offline)
        if kind == "debian":
            from tallystick.index.debian import Debian  # noqa: PLC0415

            return Debian(self.cache, self.limits, offline=self.offline)
        raise IndexFailure(f"no index of kind {kind} can be asked; download the file and name it")

    def fetch(self, url: str, name: str, digests: Digests) -> Path:
        """The file at ``url`` in the cache, fetched unless it is there.

        Raises:
            IndexFailure: it cannot be fetched, or ``--offline`` and not in the cache.
            PinMismatch: it has none of ``digests`` (where there are any).
        """
        from tallystick.index.fetching import Fetcher  # noqa: PLC0415 - as for indexes

        digests = tuple(digests)
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}/"
        fetcher = Fetcher(origin, self.cache, self.limits, offline=self.offline)
        pinned = _announced_as(name, url, digests)
        try:
            if pinned is not None:
                return fetcher.file(pinned)
            for algorithm, value in digests:
                kept = self.cache.find(Sha256(value)) if algorithm == "sha256" else None
                if kept is not None:
                    return kept
            path = fetcher.any_file(url, name)
        except DigestMismatch as error:
            raise PinMismatch(f"{name}: {_AT_URL}: {error}") from None
        finally:
            fetcher.close()
        if not has_one(path, digests):
            raise PinMismatch(f"{name}: {_AT_URL}")
        return path


def _announced_as(name: str, url: str, digests: tuple[tuple[str, str], ...]) -> ReleaseFile | None:
    """A file with one pin, as if an index announced it: then nothing else is ever kept."""
    if len(digests) != 1:
        return None
    ((algorithm, value),) = digests
    if algorithm == "sha256":
        return ReleaseFile(name=name, url=url, sha256=Sha256(value))
    return ReleaseFile(name=name, url=url, sha512=value) if algorithm == "sha512" else None


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
    known = {"sha256": file.sha256, "sha512": file.sha512}
    return {(kind, value) for kind, value in known.items() if value is not None}
