"""The database's format and its reader: rows sorted by digest and by name, searched in a memory map.

A file is the line ``tallystick upstreams 2``, eight digits with the length of a JSON document and a line
feed, and that document: the heads, the upstreams, the patches of distributions (as digests of lines, in
Base64), and how many strings and rows follow. Then, numbers being little-endian:

* four bytes for each string and one more: where it begins in what follows;
* the strings in UTF-8, sorted by their bytes;
* eight bytes for each row, sorted: the first of its SHA-256 digest, as a number;
* rows of :data:`ROW` bytes each, in the same order;
* four bytes for each row: the numbers of the rows, sorted by name and first day;
* four bytes for each string and one more: where its rows begin there.

======  =======================================================
8       the next bytes of the digest
2       the file's base name, or the macro's or module's, as a string's number
2       what version it states, likewise
1       its upstream, as the number of a head
2, 2    the first and the last day (days since 1970-01-01) on which it was current there
======  =======================================================

Sixteen bytes leave a second preimage at 2^112 for 65,536 targets; eight would leave it at 2^48. Opening
reads the document alone. The tables of numbers are searched where they lie, by compiled code.
"""

from __future__ import annotations

import base64
import hashlib
import json
import mmap
import struct
import sys
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any, Literal

from msgspec import Struct

from tallystick.errors import StorageError
from tallystick.limits import MIB

MAGIC = b"tallystick upstreams 2\n"
ROW = struct.Struct("<8sHHBHH")
NUMBER = struct.Struct("<I")
DIGEST = 16
FRONT = 8
MOST_BYTES = 256 * MIB
"""Of one database: fifty times the shipped one."""

FILE = b""
MACRO = b"macro\0"
COMMENT = b"comment\0"
REWORDED = b"reworded\0"
MAKEFILE = b"makefile\0"
CONFIGURE = b"configure\0"
EARLY = b"early\0"
CONDITION = b"condition\0"
LINE = b"line\0"
EXACT = b"exact line\0"
LINES = b"exact lines\0"
CARRIED = b"carried\0"
"""What is hashed before the content, so that one kind of row is never another's."""


class Head(Struct, frozen=True, kw_only=True):
    """Where rows come from: an upstream's name, its URL or file, and its commit or SHA-256 digest."""

    upstream: str
    place: str
    commit: str
    day: int


class Hunk(Struct, frozen=True, kw_only=True):
    """Lines that became others: the digests of each side, one after the other."""

    before: bytes
    after: bytes


class Patch(Struct, frozen=True, kw_only=True):
    """What somebody changes in a file that he hands on: its name there, the patch's, and its hunks."""

    said: str
    name: str
    hunks: tuple[Hunk, ...]


class Row(Struct, frozen=True, kw_only=True, order=True):
    """One version of a file, of a macro's definition or of a section of a module's description.

    Attributes:
        digest: :func:`digest_of` it.
        name: its base name, or the macro's or module's.
        stamp: what version it states.
        upstream: who published it.
        first: the first day on which it was there, counted from 1970-01-01.
        last: the last day on which it was current; the head's own day if it still is.
    """

    digest: bytes
    name: str
    stamp: str
    upstream: str
    first: int
    last: int


def digest_of(content: bytes, kind: bytes = FILE) -> bytes:
    """The digest by which rows of ``kind`` find ``content``."""
    return hashlib.sha256(kind + content).digest()[:DIGEST]


class KnownFiles:
    """A database that is open; safe to use from several threads."""

    def __init__(self, content: bytes | mmap.mmap, where: str) -> None:
        """Read the heads and strings of ``content``; ``where`` is what errors call it.

        Raises:
            StorageError: it is no such database, or damaged.
        """
        self._content = content
        start = len(MAGIC) + 9
        try:
            magic, length = content[: len(MAGIC)], content[len(MAGIC) : start]
            # What begins otherwise has no length.
            self._rows = start + int(length if magic == MAGIC else b"none")
            document = json.loads(content[start : self._rows])
            self._upstreams = tuple(str(name) for name in document["upstreams"])
            self._names, self.count = int(document["strings"]), int(document["rows"])
            self.heads = tuple(
                Head(upstream=h["upstream"], place=h["place"], commit=h["commit"], day=h["day"])
                for h in document["heads"]
            )
            self._patches = document.get("patches", [])
            self._offsets = self._rows
            self._texts = self._offsets + NUMBER.size * (self._names + 1)
            fronts = self._texts + _number(content, self._offsets + NUMBER.size * self._names)
            self._rows = fronts + FRONT * self.count
            self._index = self._rows + ROW.size * self.count
            self._ends = self._index + NUMBER.size * self.count
            end = self._ends + NUMBER.size * (self._names + 1)
        except (ValueError, KeyError, TypeError, struct.error, RecursionError) as error:
            raise StorageError(f"{where}: no database of known files: {error}") from None
        if min(self._names, self.count) < 0 or len(content) != end:
            raise StorageError(f"{where}: no database of known files: it was cut off")
        self._fronts = _numbers(content, fronts, self.count, "Q")
        self._begins = _numbers(content, self._offsets, self._names + 1, "I")

    @classmethod
    def open(cls, path: Path) -> KnownFiles:
        """The database at ``path``, as a memory map.

        Raises:
            StorageError: it cannot be read, or is none.
        """
        try:
            with path.open("rb") as file:
                if path.stat().st_size > MOST_BYTES:
                    raise StorageError(f"{path}: larger than a database of known files")
                return cls(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ), str(path))
        except (OSError, ValueError) as error:
            raise StorageError(f"{path}: cannot be read: {error}") from None

    def find(self, digest: bytes) -> tuple[Row, ...]:
        """Every row with ``digest``: the same bytes may be known by several names."""
        digest = digest[:DIGEST]
        front = int.from_bytes(digest[:FRONT], "big")
        at = bisect_left(self._fronts, front)
        found = []
        while at < self.count and self._fronts[at] == front:
            if (row := self._row(at)).digest == digest:
                found.append(row)
            at += 1
        return tuple(found)

    def named(self, name: str) -> tuple[Row, ...]:
        """Every row of ``name``, the oldest first."""
        return tuple(self._row(_number(self._content, at)) for at in self._places(name))

    def has(self, name: str) -> bool:
        """Whether there is a row of ``name``."""
        return bool(self._places(name))

    def patches(self, name: str) -> tuple[Patch, ...]:
        """What is known that distributions change in the file called ``name``, in their order."""
        try:
            return tuple(_patch(p) for p in self._patches if p["name"] == name)
        except (ValueError, KeyError, TypeError) as error:
            said = f"the database of known files is damaged: no patch: {error}"
            raise StorageError(said) from None

    def all_patches(self) -> Iterator[Patch]:
        """Every patch, as it was added."""
        for name in dict.fromkeys(str(patch["name"]) for patch in self._patches):
            yield from self.patches(name)

    def _places(self, name: str) -> range:
        """Where the numbers of the rows of ``name`` stand."""
        wanted = name.encode("utf-8", "surrogateescape")
        number = bisect_left(range(self._names), wanted, key=self._text)
        if number == self._names or self._text(number) != wanted:
            return range(0)
        begin, end = (_number(self._content, self._ends + 4 * n) for n in (number, number + 1))
        if not begin <= end <= self.count:
            raise StorageError("the database of known files is damaged: rows that are not there")
        return range(self._index + 4 * begin, self._index + 4 * end, 4)

    def rows(self) -> Iterator[Row]:
        """Every row, by digest."""
        return map(self._row, range(self.count))

    def newest(self, upstream: str) -> int:
        """The day of the newest head of ``upstream``."""
        return max((head.day for head in self.heads if head.upstream == upstream), default=0)

    def _text(self, string: int) -> bytes:
        begin, end = self._begins[string], self._begins[string + 1]
        return self._content[self._texts + begin : self._texts + end]

    def _string(self, number: int) -> str:
        if number >= self._names:
            raise StorageError("the database of known files is damaged: a name that is not there")
        return self._text(number).decode("utf-8", "surrogateescape")

    def _row(self, number: int) -> Row:
        if number >= self.count:
            raise StorageError("the database of known files is damaged: a row that is not there")
        at = self._rows + number * ROW.size
        rest, name, stamp, upstream, first, last = ROW.unpack(self._content[at : at + ROW.size])
        if upstream >= len(self._upstreams):
            raise StorageError("the database of known files is damaged: an upstream is not there")
        return Row(
            digest=self._fronts[number].to_bytes(FRONT, "big") + rest,
            name=self._string(name),
            stamp=self._string(stamp),
            upstream=self._upstreams[upstream],
            first=first,
            last=last,
        )


def _numbers(
    content: bytes | mmap.mmap, at: int, count: int, code: Literal["I", "Q"]
) -> Sequence[int]:
    """The ``count`` numbers from ``at``: where they lie, if this machine has their order of bytes."""
    size = FRONT if code == "Q" else NUMBER.size
    view = memoryview(content)[at : at + size * count]
    if sys.byteorder == "little":
        return view.cast(code)
    swapped = array(code, bytes(view))
    swapped.byteswap()
    return swapped


def _number(content: bytes | mmap.mmap, at: int) -> int:
    return int.from_bytes(content[at : at + NUMBER.size], "little")


def _patch(document: Mapping[str, Any]) -> Patch:
    """A patch as it is written down."""
    sides = [[base64.b64decode(side, validate=True) for side in two] for two in document["hunks"]]
    if any(not after or (len(before) | len(after)) % DIGEST for before, after in sides):
        raise ValueError("lines that are no digests")
    return Patch(
        said=str(document["said"]),
        name=str(document["name"]),
        hunks=tuple(Hunk(before=before, after=after) for before, after in sides),
    )


def _written(patch: Patch) -> dict[str, object]:
    sides = [
        [base64.b64encode(side).decode() for side in (hunk.before, hunk.after)]
        for hunk in patch.hunks
    ]
    return {"said": patch.said, "name": patch.name, "hunks": sides}


def pack(rows: Sequence[Row], heads: Sequence[Head], patches: Sequence[Patch] = ()) -> bytes:
    """The database of ``rows``: the same bytes for the same rows and heads, in any order.

    Patches keep theirs: one builds on those before it.

    Raises:
        StorageError: there are more names than a row can count.
    """
    texts = sorted(
        text.encode("utf-8", "surrogateescape")
        for text in {row.name for row in rows} | {row.stamp for row in rows}
    )
    upstreams = sorted({row.upstream for row in rows})
    if len(texts) > 0xFFFF or len(upstreams) > 0xFF:
        raise StorageError("more names or upstreams than a database of known files can count")
    string = {text.decode("utf-8", "surrogateescape"): number for number, text in enumerate(texts)}
    upstream = {text: number for number, text in enumerate(upstreams)}
    listed = [
        {"upstream": h.upstream, "place": h.place, "commit": h.commit, "day": h.day}
        for h in sorted(heads, key=lambda h: (h.upstream, h.place, h.commit))
    ]
    by_digest = sorted(set(rows))
    counts = {"strings": len(texts), "rows": len(by_digest)}
    written = {"patches": [_written(patch) for patch in patches]} if patches else {}
    document = json.dumps(
        {"heads": listed, "upstreams": upstreams, **counts, **written}, separators=(",", ":")
    ).encode()
    offsets = accumulate(map(len, texts), initial=0)
    named = sorted(
        range(len(by_digest)),
        key=lambda n: (string[by_digest[n].name], by_digest[n].first, by_digest[n].digest),
    )
    fronts = b"".join(r.digest[FRONT - 1 :: -1] for r in by_digest)
    packed = b"".join(
        ROW.pack(
            r.digest[FRONT:], string[r.name], string[r.stamp], upstream[r.upstream], r.first, r.last
        )
        for r in by_digest
    )
    tables = b"".join(map(NUMBER.pack, offsets)) + b"".join(texts)
    index = b"".join(map(NUMBER.pack, named))
    counted = Counter(string[row.name] for row in by_digest)
    begins = accumulate((counted[number] for number in range(len(texts))), initial=0)
    ends = b"".join(map(NUMBER.pack, begins))
    head = b"%s%08d\n%s" % (MAGIC, len(document), document)
    return b"".join((head, tables, fronts, packed, index, ends))


@cache
def shipped() -> KnownFiles:
    """The database that comes with this program.

    Raises:
        StorageError: it is not there, or damaged.
    """
    return KnownFiles.open(Path(__file__).with_name("known-files.bin"))
