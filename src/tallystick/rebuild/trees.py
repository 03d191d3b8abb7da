"""Trees put together for a run: a part of one, one below a folder, several as one, a few files of ours."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from tallystick.errors import ContentUnavailable
from tallystick.model import MODE_FILE, BlobId, Entry, Reader, Sha256, Tree


class _Mapped(Struct, frozen=True):
    """Reads several trees as one.

    Attributes:
        places: for each path, the reader and the path that it knows the entry by.
    """

    places: Mapping[str, tuple[Reader, str]]

    def read(self, path: str) -> bytes:
        """See :class:`tallystick.model.Reader`."""
        if path not in self.places:
            raise ContentUnavailable(f"{path!r}: not in this tree")
        reader, inner = self.places[path]
        return reader.read(inner)

    def prefetch(self, paths: frozenset[str]) -> None:
        """See :class:`tallystick.model.Reader`; one request a reader."""
        wanted: dict[int, tuple[Reader, set[str]]] = {}
        for path in paths & self.places.keys():
            reader, inner = self.places[path]
            wanted.setdefault(id(reader), (reader, set()))[1].add(inner)
        for reader, inner_paths in wanted.values():
            reader.prefetch(frozenset(inner_paths))


class _Memory(Struct, frozen=True):
    contents: Mapping[str, bytes]

    def read(self, path: str) -> bytes:
        """See :class:`tallystick.model.Reader`."""
        if path not in self.contents:
            raise ContentUnavailable(f"{path!r}: not in this tree")
        return self.contents[path]

    def prefetch(self, paths: frozenset[str]) -> None:
        """Everything is in memory."""


def below(folder: str, tree: Tree) -> Tree:
    """``tree`` with each path below ``folder``."""
    return moved(tree, {path: f"{folder}/{path}" for path in tree.entries})


def moved(tree: Tree, places: Mapping[str, str]) -> Tree:
    """The entries of ``tree`` that ``places`` has, each at the path that it says; no others."""
    entries = {place: replace(tree.entries[path], path=place) for path, place in places.items()}
    return Tree(
        entries=entries,
        reader=_Mapped({place: (tree.reader, path) for path, place in places.items()}),
    )


def only(tree: Tree, paths: frozenset[str]) -> Tree:
    """The entries of ``tree`` at ``paths``; its reader gives no others."""
    entries = {path: entry for path, entry in tree.entries.items() if path in paths}
    return Tree(entries=entries, reader=_Mapped({path: (tree.reader, path) for path in entries}))


def relocated(tree: Tree, places: Mapping[str, str]) -> Tree:
    """The entries of ``tree`` at other paths: ``places`` has for each new path the one there."""
    entries = {place: replace(tree.entries[inner], path=place) for place, inner in places.items()}
    return Tree(
        entries=entries,
        reader=_Mapped({place: (tree.reader, inner) for place, inner in places.items()}),
    )


def together(*trees: Tree) -> Tree:
    """All entries of ``trees``; where two have the same path, the later one's."""
    entries: dict[str, Entry] = {}
    places: dict[str, tuple[Reader, str]] = {}
    for tree in trees:
        entries.update(tree.entries)
        places.update({path: (tree.reader, path) for path in tree.entries})
    return Tree(entries=entries, reader=_Mapped(places))


def files(contents: Mapping[str, bytes], mode: int = MODE_FILE) -> Tree:
    """Files of ours."""
    entries = {
        path: Entry(
            path=path,
            mode=mode,
            size=len(content),
            blob=BlobId(
                hashlib.sha1(
                    b"blob %d\0" % len(content) + content, usedforsecurity=False
                ).hexdigest()
            ),
            sha256=Sha256(hashlib.sha256(content).hexdigest()),
        )
        for path, content in contents.items()
    }
    return Tree(entries=entries, reader=_Memory(dict(contents)))
