"""Tree objects to entries: the bytes of gitformat-pack(5), checked and laid out by path."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from tallystick.errors import LimitExceeded, SourceError
from tallystick.limits import Limits
from tallystick.model import (
    MODE_EXECUTABLE,
    MODE_FILE,
    MODE_GITLINK,
    MODE_SYMLINK,
    BlobId,
    Entry,
)
from tallystick.source.objects import Objects

_TREE = 0o040000
_TYPE = 0o170000
_REGULAR = 0o100000

_RECORD = {
    40: re.compile(rb"([0-7]{5,6}) ([^\0/]+)\0(.{20})", re.DOTALL),
    64: re.compile(rb"([0-7]{5,6}) ([^\0/]+)\0(.{32})", re.DOTALL),
}
_MODES = {
    b"100644": MODE_FILE,
    b"100755": MODE_EXECUTABLE,
    b"120000": MODE_SYMLINK,
    b"160000": MODE_GITLINK,
    b"40000": _TREE,
}
# git refuses to check these out, whatever wrote them (verify_path; CVE-2014-9390).
_NO_NAMES = frozenset({b".", b"..", b".git"})


class Listing(Struct, frozen=True, kw_only=True):
    """All files of a tree by path, in the order of their paths, and the gitlinks among them."""

    entries: dict[str, Entry]
    gitlinks: tuple[str, ...]


def read_tree(objects: Objects, tree: str, *, name: str, limits: Limits) -> Listing:
    """Everything below the tree object ``tree``; level by level, so one request holds many trees.

    This is ``git ls-tree -r``, with the id of every tree object checked on the way.

    Raises:
        LimitExceeded: more entries or levels than ``limits`` allows.
        SourceError: a tree object is missing, damaged, or not one that git would write.
    """
    entries: list[Entry] = []
    level = [("", tree)]
    for _ in range(limits.name_depth):
        following: list[tuple[str, str]] = []
        contents = objects.read_all([identity for _, identity in level], cap=limits.listing)
        for (prefix, identity), found in zip(level, contents, strict=True):
            if found is None or found.kind != "tree":
                raise SourceError(f"{name}: tree {identity} ({prefix or '/'}) is not there")
            for mode, path, child in _parse(found.content, len(tree), prefix, name):
                if mode == _TREE:
                    following.append((f"{path}/", child))
                else:
                    entries.append(
                        Entry(path=path, mode=mode, size=None, blob=BlobId(child), sha256=None)
                    )
            # Ten trees of ten entries that are all one tree make a billion paths.
            if len(entries) + len(following) > limits.members:
                raise LimitExceeded("members", f"{name}: more than {limits.members} files")
        if not following:
            break
        level = following
    else:
        raise LimitExceeded("name_depth", f"{name}: more than {limits.name_depth} folders deep")
    entries.sort(key=_path)
    return Listing(
        entries={entry.path: entry for entry in entries},
        gitlinks=tuple(entry.path for entry in entries if entry.is_gitlink),
    )


def _path(entry: Entry) -> str:
    return entry.path


def _parse(content: bytes, digits: int, prefix: str, name: str) -> Iterator[tuple[int, str, str]]:
    """Mode, path and id of each record of one tree object."""
    records: list[tuple[bytes, bytes, bytes]] = _RECORD[digits].findall(content)
    overhead = 2 + digits // 2
    if sum(len(mode) + len(child) for mode, child, _ in records) + overhead * len(records) != len(
        content
    ):
        raise SourceError(f"{name}: the tree at {prefix or '/'} is not one that git can write")
    names = {child for _, child, _ in records}
    if len(names) != len(records) or not names.isdisjoint(_NO_NAMES):
        raise SourceError(f"{name}: the tree at {prefix or '/'} has a name twice, or '.git'")
    for mode, child, identity in records:
        path = prefix + child.decode("utf-8", "surrogateescape")
        yield _MODES.get(mode) or _canonical(mode, path, name), path, identity.hex()


def _canonical(mode: bytes, path: str, name: str) -> int:
    """Old repositories hold modes like 100664; git reads them by type and owner's x bit."""
    value = int(mode, 8)
    if value & _TYPE == _REGULAR:
        return MODE_EXECUTABLE if value & 0o100 else MODE_FILE
    if value & _TYPE in {_TREE, MODE_SYMLINK, MODE_GITLINK}:
        return value & _TYPE
    raise SourceError(f"{name}: {path!r} has the mode {mode.decode()}, which git does not know")


def subtrees(content: bytes, digits: int) -> Iterator[str]:
    """The ids of the trees right below the tree object ``content``, in a repository of ids of ``digits``."""
    for mode, _, identity in _RECORD[digits].findall(content):
        if int(mode, 8) & _TYPE == _TREE:
            yield identity.hex()
