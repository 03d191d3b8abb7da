"""What git says: objects, logs, listings; and the files by which a repository speaks to git."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from fuzz.harness import SMALL, Harness
from tallystick.source.attributes import Attributes
from tallystick.source.lfs import lfs_pointer
from tallystick.source.listing import parse_listing
from tallystick.source.log import _Reader, _spans
from tallystick.source.objects import GitObject, Objects
from tallystick.source.quoting import unquote
from tallystick.source.trees import read_tree, subtrees
from tallystick.source.url import normal_url, parse_url


@dataclass(frozen=True)
class OneTree(Objects):
    """A repository in which every id that is asked for is the same tree, to see it nest in itself."""

    content: bytes

    def read_all(self, names: Sequence[str], *, cap: int) -> Iterator[GitObject | None]:
        assert cap > 0
        for name in names:
            yield GitObject(id=name, kind="tree", content=self.content)


def tree(content: bytes) -> None:
    """A tree object, of ids of both lengths."""
    for digits in (40, 64):
        list(subtrees(content, digits))
    read_tree(OneTree(content), "a" * 40, name="fuzzed", limits=SMALL)


def trees() -> Iterator[bytes]:
    """Trees with each mode."""
    one = hashlib.sha1(b"one", usedforsecurity=False).digest()
    yield b"100644 a\0" + one + b"100755 b\0" + one + b"120000 c\0" + one + b"160000 d\0" + one
    yield b"40000 folder\0" + one
    yield b"100664 old\0" + one


def log(content: bytes) -> None:
    """What ``git log`` and ``git blame --incremental`` print."""
    list(_Reader(SMALL).read(content[at : at + 50] for at in range(0, len(content), 50)))
    _spans(content, "a.py")


def logs() -> Iterator[bytes]:
    """Two commits with changes, one of them a merge."""
    fields = (
        b"a" * 40,
        b"b" * 40,
        b"N",
        b"e@x",
        b"1700000000",
        b"N",
        b"e@x",
        b"1700000001",
        b"why\n",
    )
    change = b":100644 100755 " + b"c" * 40 + b" " + b"d" * 40 + b" M"
    yield b"\0".join(fields) + b"\0\n" + change + b"\0a.py\0\0" + b"\0".join(fields) + b"\0"
    yield b"a" * 40 + b" 1 2 3\nauthor N\nboundary\nfilename a.py\n" + b"b" * 40 + b" 4 5 1\n"


def attributes(content: bytes) -> None:
    """A ``.gitattributes``, and what it says of some files."""
    found = Attributes({"": content, "folder/": content})
    for path in ("a.py", "folder/b.txt", "folder/deep/.gitattributes", "é"):
        found[path]
        found.all(path)


def names(content: bytes) -> None:
    """Quoted names, LFS pointers, URLs."""
    unquote(content)
    lfs_pointer(content)
    normal_url(content.decode("utf-8", "surrogateescape"))
    parse_url(content.decode("utf-8", "surrogateescape"))


HARNESSES = (
    Harness(id="git-tree", read=tree, rooms=("source/trees.py",), made=trees),
    Harness(id="git-log", read=log, rooms=("source/log.py",), made=logs),
    Harness(
        id="git-listing",
        read=lambda content: parse_listing(content, name="fuzzed"),
        rooms=("source/listing.py", "source/quoting.py"),
    ),
    Harness(
        id="gitattributes",
        read=attributes,
        rooms=("source/attributes.py", "source/wildmatch.py"),
        fixtures=("explain/*/*/source/.gitattributes",),
    ),
    Harness(
        id="git-names", read=names, rooms=("source/quoting.py", "source/url.py", "source/lfs.py")
    ),
)
