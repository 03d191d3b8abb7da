"""Trees, artifacts and sources made from plain mappings and from folders of fixtures."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tallystick.errors import ContentUnavailable
from tallystick.model import (
    MODE_EXECUTABLE,
    MODE_FILE,
    MODE_GITLINK,
    MODE_SYMLINK,
    Artifact,
    ArtifactKind,
    BlobId,
    Entry,
    Finding,
    Reader,
    Sha256,
    Source,
    SourceKind,
    Tree,
)

COMMIT = "0123456789abcdef0123456789abcdef01234567"


@dataclass(frozen=True, slots=True)
class MemoryReader:
    """Contents held in memory; a path without one is not to be had."""

    contents: Mapping[str, bytes]

    def read(self, path: str) -> bytes:
        if path not in self.contents:
            raise ContentUnavailable(f"{path}: not in this test")
        return self.contents[path]

    def prefetch(self, paths: frozenset[str]) -> None:
        """Nothing to get ready."""


class Lacking:
    """Reads a tree, but for some paths."""

    def __init__(self, reader: Reader, lacks: frozenset[str]) -> None:
        self.reader, self.lacks = reader, lacks

    def read(self, path: str) -> bytes:
        if path in self.lacks:
            raise ContentUnavailable(f"{path!r}: not in this clone")
        return self.reader.read(path)

    def prefetch(self, paths: frozenset[str]) -> None:
        self.reader.prefetch(paths - self.lacks)


def blob_id(content: bytes) -> BlobId:
    header = b"blob %d\0" % len(content)
    return BlobId(hashlib.sha1(header + content, usedforsecurity=False).hexdigest())


def entry(path: str, content: bytes, mode: int = MODE_FILE) -> Entry:
    return Entry(
        path=path,
        mode=mode,
        size=len(content),
        blob=blob_id(content),
        sha256=Sha256(hashlib.sha256(content).hexdigest()),
    )


def tree(
    contents: Mapping[str, bytes | str],
    *,
    modes: Mapping[str, int] | None = None,
    gitlinks: Mapping[str, str] | None = None,
) -> Tree:
    """A tree of files; ``modes`` for links and programs, ``gitlinks`` from path to commit."""
    raw = {path: c.encode() if isinstance(c, str) else c for path, c in contents.items()}
    entries = {path: entry(path, c, (modes or {}).get(path, MODE_FILE)) for path, c in raw.items()}
    for path, commit in (gitlinks or {}).items():
        entries[path] = Entry(
            path=path, mode=MODE_GITLINK, size=None, blob=BlobId(commit), sha256=None
        )
    return Tree(entries=entries, reader=MemoryReader(raw))


def artifact(
    contents: Tree,
    kind: ArtifactKind = ArtifactKind.SDIST,
    *,
    project: str = "example",
    version: str = "1.0",
    tag: str = "py3-none-any",
    findings: Sequence[Finding] = (),
) -> Artifact:
    name = {
        ArtifactKind.SDIST: f"{project}-{version}.tar.gz",
        ArtifactKind.WHEEL: f"{project}-{version}-{tag}.whl",
    }.get(kind, f"{project}-{version}.tgz")
    return Artifact(
        name=name,
        kind=kind,
        project=project,
        version=version,
        sha256=Sha256("0" * 64),
        size=1,
        top="" if kind is ArtifactKind.WHEEL else f"{project}-{version}",
        tree=contents,
        findings=tuple(findings),
    )


def source(
    contents: Tree,
    *,
    subdir: str = "",
    tags: Sequence[str] = ("v1.0",),
    commit: str = COMMIT,
    submodules: Sequence[str] = (),
) -> Source:
    return Source(
        kind=SourceKind.GIT,
        url="https://example.org/example",
        tree=contents,
        commit=commit,
        ref=tags[0] if tags else None,
        tags=tuple(tags),
        commit_time=1_700_000_000,
        subdir=subdir,
        submodules=dict.fromkeys(submodules, commit),
    )


def folder_tree(
    folder: Path, gitlinks: Mapping[str, str] | None = None, attributes: str | None = None
) -> Tree:
    """The files below ``folder`` of the fixtures; links and modes as the checkout has them.

    ``dot-git`` in a path stands for ``.git``, which git does not commit. ``attributes`` is the text of
    a ``.gitattributes`` that git must not obey here itself.
    """
    contents: dict[str, bytes] = {}
    if attributes is not None:
        contents[".gitattributes"] = attributes.encode()
    modes: dict[str, int] = {}
    for path in sorted(folder.rglob("*")):
        name = (
            path.relative_to(folder)
            .as_posix()
            .replace("dot-git", ".git")
            .replace("dot-Git", ".Git")
        )
        if path.is_symlink():
            contents[name] = os.fsencode(path.readlink())
            modes[name] = MODE_SYMLINK
        elif path.is_file():
            contents[name] = path.read_bytes()
            modes[name] = MODE_EXECUTABLE if os.access(path, os.X_OK) else MODE_FILE
    return tree(contents, modes=modes, gitlinks=gitlinks)
