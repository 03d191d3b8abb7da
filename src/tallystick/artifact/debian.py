"""Debian source packages: a ``.dsc`` names the upstream tarballs and their digests (dsc(5))."""

from __future__ import annotations

import hashlib
import re
from email.parser import Parser
from pathlib import Path

from tallystick.artifact.contents import Mounted
from tallystick.errors import ArtifactError, DigestMismatch, StorageError, UsageError
from tallystick.limits import Limits

_ORIG = re.compile(r"\.orig(?:-(?P<component>[a-zA-Z0-9-]+))?\.tar\.[a-z0-9]+$")
_SIGNATURE = re.compile(r"\.orig(?:-[a-zA-Z0-9-]+)?\.tar\.[a-z0-9]+\.asc$")
_CHANGELOG = re.compile(r"(?P<name>[a-z0-9][a-z0-9+.-]+) \((?P<version>[0-9][\w.+~:-]*)\) ")
_LINE = 1_000
"""Bytes of the first line of a changelog: name, version and distributions."""

_NATIVE = re.compile(r"\.tar\.[a-z0-9]+$")


def read_dsc(path: Path, limits: Limits, expected_sha256: str | None) -> tuple[Mounted, ...]:
    """The upstream tarballs that the ``.dsc`` at ``path`` names, the main one first.

    Packaging (``.debian.tar.*``, ``.diff.gz``) is Debian's own work and not upstream's release; it is
    not part of the artifact.

    Raises:
        ArtifactError: no tarball is named, or two that are none's component, or a name points
            elsewhere than beside the ``.dsc``.
        DigestMismatch: it is not the ``.dsc`` that was announced.
    """
    try:
        with path.open("rb") as file:
            content = file.read(limits.metadata + 1)
    except OSError as error:
        raise StorageError(f"{path}: {error.strerror}") from None
    if len(content) > limits.metadata:
        raise ArtifactError(f"{path.name}: larger than a .dsc can be")
    sha256 = hashlib.sha256(content).hexdigest()
    if expected_sha256 is not None and sha256 != expected_sha256.lower():
        raise DigestMismatch(f"{path.name}: sha256 is {sha256}, announced was {expected_sha256}")
    named = _checksums(content.decode("utf-8", "replace"))
    origs = sorted((name, digest) for name, digest in named.items() if _ORIG.search(name))
    if not origs:
        natives = [n for n in named if _NATIVE.search(n) and ".debian.tar." not in n]
        origs = [(name, named[name]) for name in natives]
    if not origs:
        raise ArtifactError(f"{path.name}: names no upstream tarball with a SHA-256 digest")
    mounted = []
    for name, digest in origs:
        if "/" in name or "\0" in name or name.startswith("."):
            raise ArtifactError(f"{path.name}: names a file outside of its folder: {name!r}")
        found = _ORIG.search(name)
        component = found.group("component") if found else None
        mounted.append(
            Mounted(
                path=path.with_name(name),
                prefix=f"{component}/" if component else "",
                sha256=digest,
            )
        )
    if sum(not part.prefix for part in mounted) != 1:
        raise ArtifactError(f"{path.name}: does not name exactly one main upstream tarball")
    return tuple(sorted(mounted, key=lambda part: part.prefix))


def debian_files(folder: Path) -> Path | None:
    """The ``.dsc`` of a Debian source folder, or else its main upstream tarball; None if it is none.

    Either the folder holds one ``.dsc`` (as ``apt-get source --download-only`` leaves it), or it is an
    unpacked source package with its files beside it, which ``debian/changelog`` names (deb-changelog(5)).

    Raises:
        UsageError: it is one, and its files are not there, or are not one.
    """
    held = sorted(folder.glob("*.dsc"))
    changelog = folder / "debian" / "changelog"
    if not changelog.is_file():
        if len(held) > 1:
            raise UsageError(f"{folder}: holds {len(held)} .dsc files; name one of them")
        return held[0] if held else None
    with changelog.open("rb") as file:
        first = file.readline(_LINE).decode("utf-8", "replace")
    said = _CHANGELOG.match(first)
    if said is None:
        raise UsageError(f"{folder}: debian/changelog does not begin with a version")
    beside = folder.absolute().parent
    version = said["version"].partition(":")[2] or said["version"]
    dsc = beside / f"{said['name']}_{version}.dsc"
    if dsc.is_file():
        return dsc
    upstream = version.rpartition("-")[0] or version
    origs = [
        path
        for path in beside.glob(f"{said['name']}_{upstream}.orig.tar.*")
        if not path.name.endswith(".asc")
    ]
    if len(origs) != 1:
        raise UsageError(
            f"{folder}: neither {dsc.name} nor one {said['name']}_{upstream}.orig.tar.* is beside it"
        )
    return origs[0]


def upstream_signatures(dsc: Path, limits: Limits) -> tuple[str, ...]:
    """The upstream's detached signatures that a ``.dsc`` names and that lie beside it (dpkg-source(1))."""
    try:
        with dsc.open("rb") as file:
            content = file.read(limits.metadata)
    except OSError:
        return ()
    named = _checksums(content.decode("utf-8", "replace"))
    return tuple(
        sorted(
            name
            for name in named
            if _SIGNATURE.search(name) and "/" not in name and dsc.with_name(name).is_file()
        )
    )


def _checksums(document: str) -> dict[str, str]:
    """``Checksums-Sha256`` by file name; an OpenPGP clear signature around it is not looked at here."""
    if document.startswith("-----BEGIN PGP SIGNED MESSAGE-----"):
        document = document.partition("\n\n")[2].partition("-----BEGIN PGP SIGNATURE-----")[0]
    field = Parser().parsestr(document, headersonly=True).get("Checksums-Sha256", "")
    found = {}
    for line in field.splitlines():
        words = line.split()
        if len(words) == 3 and re.fullmatch(r"[0-9a-f]{64}", words[0]):
            found[words[2]] = words[0]
    return found
