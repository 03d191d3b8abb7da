"""The files of release tarballs and of a distribution's packages of a tool, read by our own readers.

What a tool installs is not always in its history: ``ltmain.sh`` and ``ltversion.m4`` are made when Libtool
is released, and autopoint carries old macro files in an archive of its own.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from tallystick.archive import Kind, read_archive
from tallystick.archive.ar_member import ar_members
from tallystick.errors import ArtifactError, DigestMismatch, StorageError
from tallystick.limits import Limits
from tallystick.upstreams.build import Version
from tallystick.upstreams.catalogue import Package, Series, is_among

DEPTH = 2
"""Archives inside: a package's tar, and in autopoint's one more."""


def package_versions(package: Package, path: Path, limits: Limits) -> tuple[Version, ...]:
    """The files that ``package`` names in the file at ``path``.

    Their day is the catalogue's: a packager's clock is in the headers, not the upstream's.

    Raises:
        DigestMismatch: it is another file than the catalogue's.
        ArtifactError: it is neither an archive nor a Debian package.
        StorageError: it cannot be read.
    """
    if path.suffix != ".deb":
        return tuple(_archived(package, path, limits, DEPTH, package.sha256))
    with tempfile.NamedTemporaryFile(prefix="tallystick-") as kept:
        _check(path, package.sha256)
        data = [member for member in ar_members(path) if member.name.startswith("data.tar")]
        if len(data) != 1:
            raise ArtifactError(f"{path.name}: not a Debian package: no one data.tar")
        with path.open("rb") as file:
            file.seek(data[0].offset)
            left = data[0].size
            while left and (chunk := file.read(min(left, 1 << 20))):
                kept.write(chunk)
                left -= len(chunk)
        kept.flush()
        return tuple(_archived(package, Path(kept.name), limits, DEPTH))


def patches_of(series: Series, path: Path, limits: Limits) -> tuple[tuple[str, bytes], ...]:
    """The patches that a Debian package's ``debian/patches/series`` names, in its order (quilt(1)).

    Raises:
        DigestMismatch: it is another file than the catalogue's.
        ArtifactError: it is no archive, or holds no series.
        StorageError: it cannot be read.
    """
    folder = "debian/patches/"
    package = Package(
        upstream=series.upstream,
        file=series.file,
        sha256=series.sha256,
        day=series.day,
        paths=(f"{folder}*",),
    )
    held = {version.path: version.content for version in package_versions(package, path, limits)}
    if f"{folder}series" not in held:
        raise ArtifactError(f"{path.name}: no {folder}series is in it")
    lines = held[f"{folder}series"].decode("utf-8", "replace").splitlines()
    names = [line.split()[0] for line in lines if line.strip() and not line.startswith("#")]
    return tuple((name, held[folder + name]) for name in names if folder + name in held)


def _check(path: Path, sha256: str) -> None:
    import hashlib  # noqa: PLC0415 - only packages need it

    try:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise StorageError(f"{path}: {error.strerror}") from None
    if found != sha256:
        raise DigestMismatch(f"{path.name}: sha256 is {found}, the catalogue says {sha256}")


def _archived(
    package: Package, path: Path, limits: Limits, depth: int, sha256: str | None = None
) -> Iterator[Version]:
    with read_archive(path, limits=limits) as archive:
        if sha256 is not None and archive.sha256 != sha256:
            raise DigestMismatch(
                f"{path.name}: sha256 is {archive.sha256}, the catalogue says {sha256}"
            )
        for member in archive.members:
            if member.kind is not Kind.FILE or not is_among(
                member.name, (*package.paths, *package.composed, *package.lines)
            ):
                continue
            content = archive.read(member)
            if member.name.endswith((".tar.xz", ".tar.gz", ".tar.bz2")):
                if depth:
                    yield from _inside(package, content, limits, depth - 1)
                continue
            day = package.day
            yield Version(path=member.name, content=content, first=day, last=day)


def _inside(package: Package, content: bytes, limits: Limits, depth: int) -> Iterator[Version]:
    with tempfile.NamedTemporaryFile(prefix="tallystick-") as kept:
        kept.write(content)
        kept.flush()
        yield from _archived(package, Path(kept.name), limits, depth)
