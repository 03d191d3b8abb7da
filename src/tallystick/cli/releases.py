"""Releases of third parties that a source names, fetched for the explainers that ask for them.

Nothing is fetched until somebody asks. What is fetched is bound to the digest that the source has of
it, or, where the source has none, to the one that the index announces.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from msgspec import Struct, field
from msgspec.structs import replace

from tallystick.artifact import open_artifact
from tallystick.cli.indexes import Asking, announced, download_pinned, has_one
from tallystick.errors import IndexFailure, PinMismatch, TallystickError
from tallystick.explain.releases import Files, Named, Registry
from tallystick.index.release import Index, Release, ReleaseFile
from tallystick.limits import Limits
from tallystick.model import Sha256

_CRATE: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")
"""The Cargo Book, "The Manifest Format", ``name``: crates.io takes ASCII and at most 64 characters."""

_SEMVER: Final = re.compile(r"\d{1,20}\.\d{1,20}\.\d{1,20}(?:[+-][0-9A-Za-z.+-]{1,200})?")

_PURE: Final = "-none-any.whl"


def modest(asking: Asking) -> Asking:
    """``asking``, but for files that are only looked into: with the caps of such."""
    limits = asking.limits
    return Asking(
        index=asking.index,
        npm_index=asking.npm_index,
        cache=asking.cache,
        limits=replace(
            limits,
            download=limits.release_size,
            members=limits.release_members,
            total=limits.release_unpacked,
        ),
        offline=asking.offline,
        all_files=False,
    )


class IndexReleases(Struct, frozen=True, kw_only=True):
    """The releases of one audit, at most ``limits.releases`` of them.

    Attributes:
        asking: the indexes, as :func:`modest` makes them.
        environment: where cargo says that its own cache is.
    """

    asking: Asking
    environment: Mapping[str, str] = field(default_factory=lambda: os.environ)
    _kept: dict[Named, Files | str] = field(default_factory=dict)

    def files(self, named: Named) -> Files | str:
        """The files of ``named``, or one sentence that says why they are not to be had."""
        if named not in self._kept:
            if len(self._kept) >= self.asking.limits.releases:
                return f"{self.asking.limits.releases} other releases were opened for this audit"
            try:
                self._kept[named] = self._files(named)
            except TallystickError as error:
                self._kept[named] = str(error)
        return self._kept[named]

    def _files(self, named: Named) -> Files | str:
        if named.registry is Registry.CARGO:
            return self._crate(named)
        from tallystick.lock import Ecosystem, is_name, is_version  # noqa: PLC0415 - few sources name any

        ecosystem = Ecosystem(named.registry)
        if not is_name(named.name, ecosystem) or not is_version(named.version):
            return f"no index is asked for {named.name!r:.100} {named.version!r:.60}"
        index = self.asking.open_index(named.registry)
        file = _chosen(index.release(named.name, named.version, wanted=_none), named, index)
        return self._opened(_download(index, file, named), file.name)

    def _crate(self, named: Named) -> Files | str:
        """A crate is found by the checksum in the lock: what was fetched before, or by cargo itself."""
        if not _CRATE.fullmatch(named.name) or not _SEMVER.fullmatch(named.version):
            return f"no crate can be called {named.name!r:.100} {named.version!r:.60}"
        for algorithm, value in named.digests:
            kept = self.asking.cache.find(Sha256(value)) if algorithm == "sha256" else None
            for path in filter(None, (kept, *self._of_cargo(named))):
                if has_one(path, named.digests):
                    return self._opened(path, f"{named.name}-{named.version}.tar.gz")
        return f"cargo has not fetched {named} on this machine"

    def _of_cargo(self, named: Named) -> Iterator[Path]:
        """Where cargo keeps the crate (The Cargo Book, "Cargo Home", ``registry/cache``)."""
        home = self.environment.get("CARGO_HOME", "")
        user = self.environment.get("HOME", "")
        folder = Path(home) if home else Path(user) / ".cargo"
        if not folder.is_absolute():
            return
        for path in sorted(folder.glob(f"registry/cache/*/{named.name}-{named.version}.crate")):
            if path.is_file() and path.stat().st_size <= self.asking.limits.release_size:
                yield path

    def _opened(self, path: Path, name: str) -> Files | str:
        limits: Limits = self.asking.limits
        with open_artifact(path, name=name, limits=limits) as opened:
            if any(finding.ambiguous for finding in opened.artifact.findings):
                return f"{name} can be read in two ways"
            return opened.artifact.tree.entries


def _none(_file: ReleaseFile) -> bool:
    """No file's provenance is worth a request here."""
    return False


def _chosen(release: Release, named: Named, index: Index) -> ReleaseFile:
    """The file of ``release`` to look into: one that the source pins; a wheel for all platforms first."""
    fitting = [f for f in release.files if not named.digests or announced(f) & named.digests]
    if not fitting and len(release.files) == 1:  # an index and a lock may know other digests of it
        fitting = list(release.files)
    if not fitting:
        raise IndexFailure(f"{index.url} serves {named} as another file than {named.by} pins")
    wheels = [file for file in fitting if file.name.endswith(_PURE)]
    others = [file for file in fitting if not file.name.endswith(".whl")]
    if not wheels and not others:
        raise IndexFailure(f"{named} has wheels for single platforms only")
    return (wheels + others)[0]


def _download(index: Index, file: ReleaseFile, named: Named) -> Path:
    try:
        return download_pinned(index, file, named.digests)
    except PinMismatch:
        raise IndexFailure(
            f"{index.url} serves {named} as another file than it announces, or than {named.by} pins"
        ) from None
