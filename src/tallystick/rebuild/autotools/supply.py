"""Who has the files that tools are built from: a folder that the user names, and apt."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tallystick.errors import ArtifactError, IndexFailure, UsageError
from tallystick.index.debian import Debian
from tallystick.rebuild.autotools.catalogue import Archive
from tallystick.rebuild.autotools.toolchain import Folder, Supplier
from tallystick.rebuild.regenerator import Subject


@dataclass(frozen=True, slots=True, kw_only=True)
class Apt:
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


def suppliers(subject: Subject) -> tuple[Supplier, ...]:
    """Who is asked, in this order."""
    toolchains = subject.toolchains
    apt = Apt(debian=Debian(toolchains.cache, subject.limits, offline=toolchains.offline))
    return (*([Folder(path=toolchains.files)] if toolchains.files else []), apt)
