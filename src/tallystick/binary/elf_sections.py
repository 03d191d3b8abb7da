"""ELF's sections: no loader reads them, so they only say who compiled the file, and where it ends."""

from __future__ import annotations

from msgspec import Struct

from tallystick.binary.window import BeyondCap, MalformedBinary, Window

_NO_BITS = 8
_COMMENT = 4_096
"""Bytes of ``.comment`` that are read: a line for each compiler that was at it."""

_BUILDERS = 8
"""Compilers that are named."""


class SectionsEnd(Struct, frozen=True, kw_only=True):
    """Where the last section or the table itself ends, and what the sections say."""

    offset: int = 0
    builders: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


def read_sections(window: Window, bits: int, offset: int, header: tuple[int, ...]) -> SectionsEnd:
    """The end of the sections and the compilers; a table that cannot be read is a remark.

    Args:
        window: the file.
        bits: 32 or 64.
        offset: of the section headers.
        header: the size of one, their number, and which one holds their names.
    """
    size, count, names = header
    if offset == 0 or count == 0:
        return SectionsEnd()
    try:
        return _read(window, bits, offset, size, count, names)
    except BeyondCap:
        raise
    except MalformedBinary as error:
        return SectionsEnd(remarks=(f"its section headers cannot be read: {error}",))


def _read(  # noqa: PLR0917 - the header's own fields
    window: Window, bits: int, offset: int, size: int, count: int, names: int
) -> SectionsEnd:
    layout, expected = ("IIQQQQIIQQ", 64) if bits == 64 else ("IIIIIIIIII", 40)
    if size != expected:
        raise MalformedBinary(f"section headers of {size} bytes, not {expected}")
    rows = list(window.rows(layout, offset, count, "section headers"))
    end = offset + size * count
    for row in rows:
        if row[1] != _NO_BITS and row[5]:
            window.part(row[4], row[5], "a section")
            end = max(end, row[4] + row[5])
    if names >= count:
        return SectionsEnd(offset=end)
    table = rows[names]
    builders: tuple[str, ...] = ()
    for row in rows:
        start = table[4] + row[0]
        at = window.content[start : min(start + 16, table[4] + table[5])]
        if at.startswith(b".comment\0") and row[1] != _NO_BITS:
            builders += _comment(window.content[row[4] : row[4] + min(row[5], _COMMENT)])
        elif at.startswith(b".go.buildinfo\0"):
            builders += ("Go",)
    return SectionsEnd(offset=end, builders=tuple(dict.fromkeys(builders))[:_BUILDERS])


def _comment(content: bytes) -> tuple[str, ...]:
    lines = (line.decode("ascii", "replace").strip() for line in content.split(b"\0"))
    return tuple(line for line in lines if line and line.isprintable())
