"""Whether a folder (a site-packages, a node_modules, an unpacked image) holds it.

Files are looked at, whatever their metadata says: who could change a file could change its ``RECORD``.
Names and versions of what is installed are believed as a reason to look, and never as an all-clear.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from email.parser import BytesHeaderParser
from pathlib import Path
from typing import Final

from packaging.utils import canonicalize_name

from tallystick.limits import Limits
from tallystick.model import Skip
from tallystick.model.incident import Carrier, Exposed, Matched, Subject

_CHUNK: Final = 1 << 20


def exposed_environment(
    folder: str, subject: Subject, carriers: Sequence[Carrier], limits: Limits
) -> tuple[list[Exposed], list[Skip]]:
    """What in ``folder`` is the subject or a release that carries it, and what could not be read."""
    sizes = {one.size for one in subject.bytes}
    digests = {one.sha256 for one in subject.bytes} | {one.git for one in subject.bytes}
    digests -= {None}
    releases = {
        (canonicalize_name(one.project), one.version) for one in carriers if one.project is not None
    }
    exposed: list[Exposed] = []
    unread = 0
    for path in _files(Path(folder)):
        shown = path.relative_to(folder).as_posix()
        try:
            size = path.stat().st_size
            if digests and (size in sizes or None in sizes) and _digests(path, size) & digests:
                exposed.append(_found(folder, shown, Matched.BYTES))
            installed = _installed(path, size, limits)
        except OSError:
            unread += 1
            continue
        if installed in releases:
            exposed.append(_found(folder, f"{installed[0]} {installed[1]}", Matched.VERSION))
    skips = [Skip(check="environment", reason=f"{folder}: {unread} files could not be read")]
    return exposed, skips if unread else []


def _found(folder: str, what: str, matched: Matched) -> Exposed:
    return Exposed(kind="environment", where=folder, what=what, matched=matched)


def _files(folder: Path) -> Iterator[Path]:
    """Plain files, in order; links are not followed, since they could lead anywhere."""
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


def _installed(path: Path, size: int, limits: Limits) -> tuple[str, str]:
    """The name and version of what a metadata file describes; two empty ones for any other file."""
    nothing = ("", "")
    if size > limits.metadata:
        return nothing
    if path.name == "METADATA" and path.parent.name.endswith(".dist-info"):
        # Core metadata is a header in the manner of RFC 822 (PEP 566).
        said = BytesHeaderParser().parsebytes(path.read_bytes())
        return canonicalize_name(str(said["Name"] or "")), str(said["Version"] or "")
    if path.name == "package.json" and "node_modules" in path.parts:
        try:
            package = json.loads(path.read_bytes())
        except (ValueError, RecursionError):
            return nothing
        if isinstance(package, dict):
            return canonicalize_name(str(package.get("name", ""))), str(package.get("version", ""))
    return nothing
