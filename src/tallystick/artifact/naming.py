"""What a file name and a first look inside say: the kind, the project, the version."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from packaging.utils import (
    InvalidSdistFilename,
    InvalidWheelFilename,
    parse_sdist_filename,
    parse_wheel_filename,
)

from tallystick.archive import Member
from tallystick.model import ArtifactKind

_EXTENSIONS = re.compile(r"\.(tar(\.(gz|xz|bz2|zst|Z))?|tgz|txz|tbz2?|zip|whl)$")


def kind_of(path: Path, members: Sequence[Member]) -> ArtifactKind:
    """The kind of the artifact at ``path``: by its name, else by the file that only that kind has.

    An sdist has ``PKG-INFO`` in its top folder (source distribution format, PyPA specifications);
    an npm package ``package/package.json`` (npm-pack(1)).
    """
    if path.suffix == ".whl":
        return ArtifactKind.WHEEL
    if path.suffix == ".dsc":
        return ArtifactKind.DEBIAN
    second = {m.name.removeprefix("./").partition("/")[2] for m in members}
    if "PKG-INFO" in second:
        return ArtifactKind.SDIST
    if path.suffix == ".tgz" and "package.json" in second:
        return ArtifactKind.NPM
    if re.search(r"\.orig(-[\w-]+)?\.tar\.\w+$", path.name):
        return ArtifactKind.DEBIAN
    return ArtifactKind.TARBALL


def project_and_version(name: str, kind: ArtifactKind) -> tuple[str | None, str | None]:
    """What the file name claims, as written; None for what it does not say."""
    if kind is ArtifactKind.WHEEL:
        try:
            project, version, _, _ = parse_wheel_filename(name)
        except InvalidWheelFilename:
            return None, None
        return str(project), str(version)
    if kind is ArtifactKind.SDIST:
        try:
            sdist_project, sdist_version = parse_sdist_filename(name)
        except InvalidSdistFilename:
            return _split(name)
        return str(sdist_project), str(sdist_version)
    if kind is ArtifactKind.DEBIAN and (found := _DEBIAN.fullmatch(_EXTENSIONS.sub("", name))):
        return found["project"], found["version"]
    return _split(name)


_NUMBERED = re.compile(r"(?P<project>.+?)[-_](?P<version>\d+\..*)$")
"""A version with a dot, after the first separator that one follows: ``foo-1.0_rc1``."""

_PLAIN = re.compile(r"(?P<project>.+)[-_](?P<version>\d[^-_]*)$")
"""A version without one, after the last separator: ``less-643``."""

_DEBIAN = re.compile(r"(?P<project>[^_]+)_(?P<version>\d[^_]*?)(\.orig(-[a-zA-Z0-9-]+)?)?$")
"""``package_version.orig.tar.*`` (dpkg-source(1)); neither half can hold an underscore."""


def _split(name: str) -> tuple[str | None, str | None]:
    stem = _EXTENSIONS.sub("", name)
    for pattern in (_NUMBERED, _PLAIN):
        if found := pattern.fullmatch(stem):
            return found["project"], found["version"]
    return None, None
