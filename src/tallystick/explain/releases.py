"""Releases of third parties that the source names: what an explainer asks for, and what it is answered.

A release is asked for only by a name and version that stand in the source. Where the source has a
digest of it (a lock file), whoever answers has checked that digest before anything is handed out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from tallystick.model import Entry


class Registry(StrEnum):
    """Whose names a release has."""

    PYPI = "pypi"
    NPM = "npm"
    CARGO = "cargo"


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """One release, as the source names it.

    Attributes:
        registry: where its name is known.
        name: as the source writes it; whether it can be one is the index's matter.
        version: likewise.
        digests: (algorithm, lower-case hex) that the source has of its file; it must have one of them.
            Empty where the source has none: then the release is what an index says it is.
        by: the path in the source that names it.
    """

    registry: Registry
    name: str
    version: str
    digests: frozenset[tuple[str, str]] = frozenset()
    by: str = field(compare=False)

    def __str__(self) -> str:
        return f"{self.name:.100} {self.version:.60}"


Files = Mapping[str, Entry]
"""The entries of a release's file, by path below its top folder; each with its SHA-256."""


class Releases(Protocol):
    """Whoever can get at releases: over a network, or out of a cache."""

    def files(self, named: Named) -> Files | str:
        """The files of ``named``, or one sentence that says why they are not to be had."""
        ...


class NoReleases:
    """Nobody to ask."""

    def files(self, named: Named) -> str:
        """Why there is nothing."""
        return f"no index was asked for {named}"


def same_bytes(entry: Entry, files: Files) -> list[str]:
    """Where ``files`` hold the bytes of ``entry``, as files and not made executable here."""
    return [
        path
        for path, other in files.items()
        if other.sha256 == entry.sha256
        and entry.sha256 is not None
        and not other.is_link
        and (other.is_executable or not entry.is_executable)
    ]
