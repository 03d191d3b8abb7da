"""Closure: where no repository can be used, another artifact of the same release stands in for it.

A wheel is laid against its sdist, an sdist against the same sdist of another index. The stand-in can
contradict the artifact and can never prove it: whoever could tamper with one file of a release could
tamper with the others. So such a source bears the evidence that the policy's rule ``closure`` goes by.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace
from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

from tallystick.artifact.naming import project_and_version
from tallystick.errors import DigestMismatch, SourceError
from tallystick.limits import Limits
from tallystick.model import CLOSURE, Artifact, ArtifactKind, Evidence, Source
from tallystick.source.unpacked import open_archive


class Sibling(Struct, frozen=True, kw_only=True):
    """A file that may be of the same release.

    Attributes:
        path: where it lies.
        name: what it is called.
        sha256: what was announced for it; None where nobody did.
        index: the other index that it came from; None for one from beside the artifact.
    """

    path: Path
    name: str
    sha256: str | None = None
    index: str | None = None


def is_sdist_of(name: str, project: str | None, version: str | None) -> bool:
    """Whether a file called ``name`` would be the sdist of ``version`` of ``project``."""
    if name.endswith((".whl", ".dsc")) or not project or not version:
        return False
    found = project_and_version(name, ArtifactKind.SDIST)
    return _release(*found) == _release(project, version)


def stand_in(artifact: Artifact, siblings: Iterable[Sibling], limits: Limits) -> Source | None:
    """The sdist among ``siblings`` that can stand in for the repository of ``artifact``.

    Returns:
        A source whose evidence says that it stands in; None where there is none, and for other kinds
        of artifact than wheels and sdists. An sdist is never laid against a file beside it, which
        would be itself, only against that of another index.

    Raises:
        SourceError: the sdist cannot be read, or is not what its name says.
        DigestMismatch: it is not the file that was announced.
        LimitExceeded: reading it would pass a cap.
    """
    if artifact.kind not in {ArtifactKind.WHEEL, ArtifactKind.SDIST}:
        return None
    for sibling in siblings:
        if artifact.kind is ArtifactKind.SDIST and sibling.index is None:
            continue
        if is_sdist_of(sibling.name, artifact.project, artifact.version):
            return _opened(sibling, limits)
    return None


def _opened(sibling: Sibling, limits: Limits) -> Source:
    try:
        with sibling.path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise SourceError(f"{sibling.name}: cannot be read: {error.strerror}") from error
    if sibling.sha256 is not None and digest != sibling.sha256.lower():
        raise DigestMismatch(f"{sibling.name}: sha256 is {digest}, announced was {sibling.sha256}")
    source = open_archive(sibling.path, limits=limits)
    if "PKG-INFO" not in source.tree.entries:
        # Source distribution format (PyPA specifications): what every sdist has in its top folder.
        raise SourceError(f"{sibling.name}: no sdist, since it has no PKG-INFO")
    place = f" of {sibling.index}" if sibling.index else ""
    said = f"the sdist {sibling.name}{place}, sha256 {digest}, stands in for the repository"
    evidence = Evidence(kind=CLOSURE, value=said, agrees=None)
    return replace(source, url=sibling.name, evidence=(*source.evidence, evidence))


def _release(project: str | None, version: str | None) -> tuple[str, Version | str] | None:
    if not project or not version:
        return None
    try:
        return canonicalize_name(project), Version(version)
    except InvalidVersion:
        return canonicalize_name(project), version
