"""The database's format and its reader: rows sorted by digest, searched in a memory map.

A file is the line ``tallystick upstreams 1``, eight digits with the length of a JSON document (heads
and strings) and a line feed, that document, and then rows of :data:`ROW` bytes each (little-endian):

======  =======================================================
16      the first bytes of the SHA-256 digest
2       the file's base name, or the macro's, as a string's number
2       what version it states, likewise
1       its upstream, as the number of a head
2, 2    the first and the last day (days since 1970-01-01) on which it was current there
======  =======================================================

Sixteen bytes leave a second preimage at 2^112 for 65,536 targets; eight would leave it at 2^48.
"""

from __future__ import annotations

import hashlib
import json
import mmap
import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from pathlib import Path

from tallystick.errors import StorageError
from tallystick.limits import MIB

MAGIC = b"tallystick upstreams 1\n"
ROW = struct.Struct("<16sHHBHH")
DIGEST = 16
MOST_BYTES = 256 * MIB
"""Of one database: fifty times the shipped one."""

FILE = b""
MACRO = b"macro\0"
REWORDED = b"reworded\0"
"""What is hashed before the content, so that one kind of row is never another's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """Where rows come from: an upstream's name, its URL or file, and its commit or SHA-256 digest."""

    upstream: str
    place: str
    commit: str
    day: int


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Row:
    """One version of a file or of a macro's definition.

    Attributes:
        digest: :func:`digest_of` it.
        name: its base name, or the macro's.
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
            self._strings = tuple(str(name) for name in document["strings"])
            self._upstreams = tuple(str(name) for name in document["upstreams"])
            self.heads = tuple(
                Head(upstream=h["upstream"], place=h["place"], commit=h["commit"], day=h["day"])
                for h in document["heads"]
            )
        except (ValueError, KeyError, TypeError, IndexError, RecursionError) as error:
            raise StorageError(f"{where}: no database of known files: {error}") from None
        self.count, rest = divmod(len(content) - self._rows, ROW.size)
        if rest or self._rows > len(content):
            raise StorageError(f"{where}: no database of known files: it was cut off")

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
        low, high = 0, self.count
        while low < high:
            middle = (low + high) // 2
            at = self._rows + middle * ROW.size
            if self._content[at : at + DIGEST] < digest:
                low = middle + 1
            else:
                high = middle
        found = []
        while low < self.count and (row := self._row(low)).digest == digest:
            found.append(row)
            low += 1
        return tuple(found)

    def named(self, name: str) -> tuple[Row, ...]:
        """Every row of ``name``, the oldest first."""
        # The index costs a quarter of a second, and most names of most releases are in no row.
        if name not in self._known_strings:
            return ()
        return tuple(map(self._row, self._numbers.get(name, ())))

    def rows(self) -> Iterator[Row]:
        """Every row, by digest."""
        return map(self._row, range(self.count))

    def newest(self, upstream: str) -> int:
        """The day of the newest head of ``upstream``."""
        return max((head.day for head in self.heads if head.upstream == upstream), default=0)

    @cached_property
    def _known_strings(self) -> frozenset[str]:
        return frozenset(self._strings)

    @cached_property
    def _numbers(self) -> Mapping[str, Sequence[int]]:
        dated: dict[int, list[tuple[int, int]]] = {}
        packed = self._content[self._rows :]
        for number, (_, name, _, _, first, _) in enumerate(ROW.iter_unpack(packed)):
            dated.setdefault(name, []).append((first, number))
        return {
            self._strings[name]: [number for _, number in sorted(found)]
            for name, found in dated.items()
            if name < len(self._strings)
        }

    def _row(self, number: int) -> Row:
        at = self._rows + number * ROW.size
        digest, name, stamp, upstream, first, last = ROW.unpack(self._content[at : at + ROW.size])
        return Row(
            digest=digest,
            name=self._strings[name],
            stamp=self._strings[stamp],
            upstream=self._upstreams[upstream],
            first=first,
            last=last,
        )


def pack(rows: Sequence[Row], heads: Sequence[Head]) -> bytes:
    """The database of ``rows``: the same bytes for the same rows and heads, in any order.

    Raises:
        StorageError: there are more names than a row can count.
    """
    strings = sorted({row.name for row in rows} | {row.stamp for row in rows})
    upstreams = sorted({row.upstream for row in rows})
    if len(strings) > 0xFFFF or len(upstreams) > 0xFF:
        raise StorageError("more names or upstreams than a database of known files can count")
    string = {text: number for number, text in enumerate(strings)}
    upstream = {text: number for number, text in enumerate(upstreams)}
    listed = [
        {"upstream": h.upstream, "place": h.place, "commit": h.commit, "day": h.day}
        for h in sorted(heads, key=lambda h: (h.upstream, h.place, h.commit))
    ]
    document = json.dumps(
        {"heads": listed, "upstreams": upstreams, "strings": strings}, separators=(",", ":")
    ).encode()
    packed = b"".join(
        ROW.pack(r.digest, string[r.name], string[r.stamp], upstream[r.upstream], r.first, r.last)
        for r in sorted(set(rows))
    )
    return b"%s%08d\n%s%s" % (MAGIC, len(document), document, packed)


@cache
def shipped() -> KnownFiles:
    """The database that comes with this program.

    Raises:
        StorageError: it is not there, or damaged.
    """
    with resources.as_file(resources.files(__package__) / "known-files.bin") as path:
        return KnownFiles.open(path)
