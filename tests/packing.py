"""Real archives from plain mappings, written by Python's own writers."""

from __future__ import annotations

import hashlib
import io
import tarfile
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

DATE = 1_700_000_000


@dataclass(frozen=True, slots=True)
class LinkTo:
    """A symbolic link, in the files of an archive."""

    target: str


@dataclass(frozen=True, slots=True)
class Program:
    """A file with its executable bit set."""

    content: bytes


Files = Mapping[str, "bytes | LinkTo | Program"]


def write_tar(path: Path, files: Files) -> Path:
    """A tar, compressed as the name of ``path`` says; names stand in it as they are given."""
    suffix = {".gz": "w:gz", ".tgz": "w:gz", ".xz": "w:xz", ".bz2": "w:bz2"}.get(path.suffix, "w:")
    path.parent.mkdir(parents=True, exist_ok=True)
    with tarfile.open(path, suffix) as archive:  # type: ignore[call-overload] # mode is a plain str
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.mtime, member.mode = DATE, 0o755 if isinstance(content, Program) else 0o644
            if isinstance(content, LinkTo):
                member.type, member.linkname = tarfile.SYMTYPE, content.target
                archive.addfile(member)
            else:
                raw = content.content if isinstance(content, Program) else content
                member.size = len(raw)
                archive.addfile(member, io.BytesIO(raw))
    return path


def write_zip(path: Path, files: Files) -> Path:
    """A zip of files and programs."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            assert not isinstance(content, LinkTo), "no writer here puts links into zips"
            program = isinstance(content, Program)
            member = zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0))
            member.external_attr = (0o100755 if program else 0o100644) << 16
            member.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(member, content.content if isinstance(content, Program) else content)
    return path


def sha256_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
