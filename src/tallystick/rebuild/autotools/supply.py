"""Who has the files that tools are built from: a folder that the user names, and apt."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from tallystick.cache import Cache
from tallystick.errors import ArtifactError, IndexFailure, UsageError
from tallystick.index.debian import Debian
from tallystick.limits import Limits
from tallystick.rebuild.autotools.catalogue import Archive, shipped_recipes
from tallystick.rebuild.autotools.toolchain import Autotools, Folder, Supplier
from tallystick.rebuild.regenerator import Subject


class Apt(Struct, frozen=True, kw_only=True):
    """The ``deb-src`` lists of this machine; what they name is fetched and kept by its digest."""

    debian: Debian

    def file(self, archive: Archive, package: str | None) -> Path | None:
        """See :class:`Supplier`; nothing where apt has another file, or none."""
        if package is None:
            return None
        name, _, version = package.partition("=")
        try:
            for file in self.debian.release(name, version or None).files:
                if file.sha256 == archive.sha256:
                    return self.debian.download(file)
        except (IndexFailure, ArtifactError, UsageError):
            return None
        return None

    def repository(self, name: str) -> Path | None:  # noqa: ARG002 - as others
        """See :class:`Supplier`; apt has no histories."""
        return None


def suppliers_of(
    files: Path | None,
    cache: Cache,
    limits: Limits,
    *,
    offline: bool,
    environment: Mapping[str, str] | None = None,
) -> tuple[Supplier, ...]:
    """Who is asked, in this order: the folder ``files``, if there is one, and apt (in ``environment``)."""
    apt = Apt(debian=Debian(cache, limits, offline=offline, environment=environment))
    return (Folder(path=files), apt) if files else (apt,)


def toolchains_of(subject: Subject) -> Autotools:
    """The tools of the shipped catalogue, for one audit."""
    toolchains = subject.toolchains
    return Autotools(
        recipes=shipped_recipes(),
        suppliers=suppliers_of(
            toolchains.files, toolchains.cache, subject.limits, offline=toolchains.offline
        ),
        cache=toolchains.cache,
        limits=subject.limits,
        runner=subject.runner,
    )
