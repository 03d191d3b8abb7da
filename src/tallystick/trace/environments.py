"""Whether a folder (a site-packages, a node_modules, an unpacked image) or an archive holds it.

Files are looked at, whatever their metadata says: who could change a file could change its ``RECORD``.
Names and versions of what is installed are believed as a reason to look, and never as an all-clear. What
lies in archives (wheels, packed images) is looked at, too, as far as the strict readers read them.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from email.parser import BytesHeaderParser
from pathlib import Path, PurePath, PurePosixPath
from typing import Final

from packaging.utils import canonicalize_name

from tallystick.errors import StorageError
from tallystick.limits import Limits
from tallystick.model import Skip
from tallystick.model.incident import Carrier, Exposed, Matched, Subject
from tallystick.trace.inside import Archives, Inside

_CHUNK: Final = 1 << 20


def exposed_environment(
    folder: str, subject: Subject, carriers: Sequence[Carrier], limits: Limits
) -> tuple[list[Exposed], list[Skip]]:
    """What in ``folder`` (or archive) is the subject or a release that carries it, and what was not read."""
    wanted = _Wanted(subject, carriers)
    git = {len(one.git) for one in subject.bytes if one.git is not None}
    archives = Archives(limits, "sha256" if git == {64} else "sha1")
    exposed: list[Exposed] = []
    unread = 0
    for path in _files(Path(folder)):
        shown = path.name if path == Path(folder) else path.relative_to(folder).as_posix()
        try:
            found = [*_in_file(path, shown, wanted, limits)]
            for inside in archives.within(path, shown):
                found += _in_archive(inside, wanted, limits)
        except (OSError, StorageError):
            unread += 1
            continue
        exposed += (
            Exposed(kind="environment", where=folder, what=what, matched=matched)
            for what, matched in found
        )
    reasons = [f"{unread} files could not be read"] if unread else []
    reasons += [f"not looked into: {archives.unread}"] if archives.unread else []
    return exposed, [Skip(check="environment", reason=f"{folder}: {one}") for one in reasons]


class _Wanted:
    """What is looked for: bytes by size and digests, releases by their names, artifacts by digest."""

    def __init__(self, subject: Subject, carriers: Sequence[Carrier]) -> None:
        self.sizes = {one.size for one in subject.bytes}
        self.digests = {one.sha256 for one in subject.bytes} | {one.git for one in subject.bytes}
        self.digests -= {None}
        self.artifacts = {one.artifact_sha256 for one in carriers} | set(subject.artifacts)
        self.releases = {
            (canonicalize_name(one.project), one.version)
            for one in carriers
            if one.project is not None
        }

    def may_be(self, size: int) -> bool:
        """Whether something of this size is looked for."""
        return bool(self.digests) and (size in self.sizes or None in self.sizes)


_Match = tuple[str, Matched]


def _in_file(path: Path, shown: str, wanted: _Wanted, limits: Limits) -> Iterator[_Match]:
    size = path.stat().st_size
    if wanted.may_be(size) and _digests(path, size) & wanted.digests:
        yield shown, Matched.BYTES
    if size <= limits.metadata and _describes(path):
        yield from _release(_installed(path, path.read_bytes()), "", wanted)


def _in_archive(inside: Inside, wanted: _Wanted, limits: Limits) -> Iterator[_Match]:
    if inside.is_archive:
        if inside.sha256 in wanted.artifacts:
            yield inside.name, Matched.DIGEST
        return
    if {inside.sha256, inside.blob} & wanted.digests:
        yield inside.name, Matched.BYTES
    path = PurePosixPath(inside.name)
    if inside.size <= limits.metadata and _describes(path):
        where = inside.name.rpartition("!/")[0]
        yield from _release(_installed(path, inside.read()), f"{where}!/", wanted)


def _release(installed: tuple[str, str], where: str, wanted: _Wanted) -> Iterator[_Match]:
    if installed in wanted.releases:
        yield f"{where}{installed[0]} {installed[1]}", Matched.VERSION


def _files(folder: Path) -> Iterator[Path]:
    """Plain files, in order; links are not followed, since they could lead anywhere."""
    if folder.is_file():
        yield folder
        return
    for parent, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = Path(parent, name)
            if path.is_file() and not path.is_symlink():
                yield path


def _digests(path: Path, size: int) -> set[str | None]:
    """The SHA-256 and both git blob ids of a file."""
    header = b"blob %d\0" % size
    whole = hashlib.sha256()
    git = (hashlib.sha1(header, usedforsecurity=False), hashlib.sha256(header))
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            for digest in (whole, *git):
                digest.update(chunk)
    return {digest.hexdigest() for digest in (whole, *git)}


def _describes(path: PurePath) -> bool:
    """Whether a file is the metadata of something that is installed, by its name."""
    is_wheels = path.name == "METADATA" and path.parent.name.endswith(".dist-info")
    return is_wheels or (path.name == "package.json" and "node_modules" in path.parts)


def _installed(path: PurePath, content: bytes) -> tuple[str, str]:
    """The name and version of what a metadata file describes; two empty ones if it says nothing."""
    if path.name == "METADATA":
        # Core metadata is a header in the manner of RFC 822 (PEP 566).
        said = BytesHeaderParser().parsebytes(content)
        return canonicalize_name(str(said["Name"] or "")), str(said["Version"] or "")
    try:
        package = json.loads(content)
    except (ValueError, RecursionError):
        return "", ""
    if not isinstance(package, dict):
        return "", ""
    return canonicalize_name(str(package.get("name", ""))), str(package.get("version", ""))
