"""Looking into a stranger's bytes: every offset is checked, every row and every name is counted."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from tallystick.limits import Limits


class MalformedBinary(ValueError):  # noqa: N818 - a property of the input, caught where it is read
    """A table lies outside of the file, overlaps, repeats itself or never ends: one phrase."""


class BeyondCap(MalformedBinary):
    """There is more of it than a cap of :mod:`tallystick.limits` lets be read."""


class Window:
    """The bytes of one image, with the caps that it has left.

    Attributes:
        content: the bytes.
        order: ``<`` or ``>``, as :mod:`struct` writes it.
    """

    __slots__ = ("_longest", "_names", "_rows", "content", "order")

    def __init__(self, content: bytes, order: str, limits: Limits) -> None:
        self.content = content
        self.order = order
        self._rows = limits.binary_rows
        self._names = limits.binary_names
        self._longest = limits.binary_name

    def part(self, offset: int, size: int, what: str) -> bytes:
        """``size`` bytes at ``offset``.

        Raises:
            MalformedBinary: they are not all inside the file.
        """
        if offset < 0 or size < 0 or offset + size > len(self.content):
            raise MalformedBinary(f"{what}: {size} bytes at {offset} are outside of the file")
        return self.content[offset : offset + size]

    def fields(self, layout: str, offset: int, what: str) -> tuple[int, ...]:
        """The numbers of one record at ``offset``."""
        record = struct.Struct(self.order + layout)
        return record.unpack(self.part(offset, record.size, what))

    def rows(self, layout: str, offset: int, count: int, what: str) -> Iterator[tuple[int, ...]]:
        """The numbers of ``count`` records, one behind the other.

        Raises:
            BeyondCap: more rows than are left for this file.
        """
        self._spend_rows(count, what)
        record = struct.Struct(self.order + layout)
        return record.iter_unpack(self.part(offset, count * record.size, what))

    def name_bytes(self, offset: int, end: int, what: str) -> bytes:
        """The bytes before the next NUL, all of it before ``end``.

        Names may overlap, so it is their sum that is capped: a million that end in one place would be
        a million times as long as the file.
        """
        if not 0 <= offset < end <= len(self.content):
            raise MalformedBinary(f"{what}: no name at {offset}")
        stop = self.content.find(b"\0", offset, min(end, offset + self._longest + 1))
        if stop < 0:
            raise MalformedBinary(f"{what}: the name at {offset} does not end")
        self._names -= stop - offset + 1
        if self._names < 0:
            raise BeyondCap(f"{what}: more bytes of names than are read")
        return self.content[offset:stop]

    def name(self, offset: int, end: int, what: str) -> str:
        """As text; what is not UTF-8 is replaced."""
        return self.name_bytes(offset, end, what).decode("utf-8", "replace")

    def behind(self, end: int) -> tuple[str, ...]:
        """What to say of bytes behind ``end``; zeros (patchelf leaves one) say nothing."""
        size = len(self.content) - end
        if size <= 0 or self.content.count(0, end) == size:
            return ()
        return (f"{size} bytes stand behind all that its headers speak of",)

    def spend_row(self, what: str) -> None:
        """Count one row of a table that says only at its end how long it is."""
        self._spend_rows(1, what)

    def _spend_rows(self, count: int, what: str) -> None:
        self._rows -= max(count, 0)
        if self._rows < 0:
            raise BeyondCap(f"{what}: more rows than are read")


def uleb128(stream: bytes, offset: int, what: str) -> tuple[int, int]:
    """A number of seven bits a byte (DWARF 5, 7.6), at most 64 bits, and the offset behind it."""
    value = 0
    for shift in range(0, 70, 7):
        if offset >= len(stream):
            raise MalformedBinary(f"{what}: a number runs over the end")
        byte = stream[offset]
        offset += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, offset
    raise MalformedBinary(f"{what}: a number of more than 64 bits")
