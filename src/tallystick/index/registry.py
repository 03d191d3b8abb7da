"""What the index of every ecosystem has: an address, connections, and files that are checked as they come."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

from msgspec.structs import replace

from tallystick.cache import Cache
from tallystick.errors import IndexFailure
from tallystick.index.fetching import SECONDS, SYSTEM, Fetcher, checked_url
from tallystick.index.patience import Clock
from tallystick.index.release import ReleaseFile, unserved
from tallystick.limits import Limits
from tallystick.model import Hint
from tallystick.model.ladder import Served

Hints = Callable[[bytes, Limits], tuple[tuple[Hint, ...], tuple[str, ...]]]
"""What reads the hints of provenance, and says what kept it from reading more."""


class Registry:
    """One index.

    Args:
        url: where it answers; https, or http on loopback for tests.
        cache: where pages and downloads are kept.
        limits: the caps.
        offline: answer from the cache alone.
        seconds: how long to wait for a connection, and for each next piece of an answer.
        clock: the time, and how to wait between tries.

    Attributes:
        OPTION: of the command line, that takes the address.
        url: without the credentials that were given in it.

    Raises:
        UsageError: ``url`` is neither of these.
    """

    OPTION: ClassVar[str]

    def __init__(
        self,
        url: str,
        cache: Cache,
        limits: Limits,
        *,
        offline: bool = False,
        seconds: float = SECONDS,
        clock: Clock = SYSTEM,
    ) -> None:
        self.url = checked_url(url, self.OPTION)
        self._limits = limits
        self._fetcher = Fetcher(url, cache, limits, offline=offline, seconds=seconds, clock=clock)

    def close(self) -> None:
        """Let go of its connections."""
        self._fetcher.close()

    def download(self, file: ReleaseFile) -> Path:
        """The path of ``file`` in the cache, fetched unless it is there; its digest is checked.

        Raises:
            IndexFailure: it cannot be fetched, or offline and not in the cache.
            DigestMismatch: the index sent something else than it announced.
            LimitExceeded: the index sent more than the cap on one file.
        """
        return self._fetcher.file(file)

    def _served(self, file: ReleaseFile, url: str, accept: str, hints: Hints) -> ReleaseFile:
        """``file`` with the provenance at ``url`` and the hints in it; or why that cannot be had."""
        try:
            page = self._fetcher.page(url, accept=accept, cap=self._limits.provenance)
        except IndexFailure as error:
            return unserved(file, f"its provenance cannot be had: {error}")
        if page.missing:
            return unserved(file, "its provenance is offered and not served")
        found, notes = hints(page.body, self._limits)
        return replace(
            file,
            hints=(*found, *file.hints),
            notes=(*file.notes, *notes),
            attested=Served(body=page.body),
        )
