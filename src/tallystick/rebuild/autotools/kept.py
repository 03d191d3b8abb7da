"""What was made in the sandbox, kept in the cache under the digest of all that it was made from."""

from __future__ import annotations

import hashlib
import io
import tarfile
from collections.abc import Mapping

from tallystick.cache import Cache
from tallystick.limits import MIB
from tallystick.model import MODE_EXECUTABLE, MODE_FILE, Tree
from tallystick.rebuild.trees import files, together

KEPT = 256 * MIB
"""Bytes of one tool as it is kept: automake, the largest, has 3 MB."""

DIGEST = 64

Kept = Mapping[str, tuple[bool, bytes]]
"""By path: whether it is executable, and its content."""


def keep(cache: Cache, folder: tuple[str, ...], key: str, made: Kept) -> Tree:
    """Keep ``made`` under ``key``; the tree of it. :class:`StorageError` if the cache fails."""
    packed = _packed(made)
    cache.put(folder, key, hashlib.sha256(packed).hexdigest().encode() + packed)
    return _unpacked(packed)


def kept(cache: Cache, folder: tuple[str, ...], key: str) -> Tree | None:
    """What is kept under ``key``; None if nothing is, or a torn file."""
    content = cache.get(folder, key, KEPT)
    if content is None:
        return None
    digest, packed = content[:DIGEST], content[DIGEST:]
    return _unpacked(packed) if hashlib.sha256(packed).hexdigest().encode() == digest else None


def _packed(made: Kept) -> bytes:
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for path, (executable, content_of) in sorted(made.items()):
            member = tarfile.TarInfo(path)
            member.size, member.mode = len(content_of), 0o755 if executable else 0o644
            archive.addfile(member, io.BytesIO(content_of))
    return content.getvalue()


def _unpacked(packed: bytes) -> Tree:
    """The tree of what :func:`_packed` made: our own file, whose digest was checked."""
    plain: dict[str, bytes] = {}
    runs: dict[str, bytes] = {}
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        for member in archive:
            file = archive.extractfile(member)
            if file is not None:
                (runs if member.mode & 0o100 else plain)[member.name] = file.read()
    return together(files(plain, MODE_FILE), files(runs, MODE_EXECUTABLE))
