"""Names of ELF: of the functions that a file defines, and of the slots that the loader fills in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from tallystick.binary import elf_dynamic as tag
from tallystick.binary.elf_dynamic import Dynamic
from tallystick.binary.elf_symbols import hashed, relocation_rows
from tallystick.binary.window import MalformedBinary, Window

_FUNCTION, _GNU_IFUNC = 2, 10
_SYMBOLS = 2
"""``SHT_SYMTAB``: the table that ``strip`` removes."""


class Symbol(Struct, frozen=True, kw_only=True):
    """A symbol that the file defines."""

    name: str
    address: int
    size: int
    is_function: bool


def exported(window: Window, bits: int, machine: int, dynamic: Dynamic) -> tuple[Symbol, ...]:
    """What the loader's own table defines."""
    if tag.SYMTAB not in dynamic.values:
        return ()
    count = hashed(window, bits, machine, dynamic)
    start = dynamic.offset(dynamic.values[tag.SYMTAB], count * _size(bits), "symbols")
    return tuple(_defined(window, bits, start, count, *_names(dynamic)))


def unstripped(window: Window, bits: int, header: tuple[int, ...]) -> tuple[Symbol, ...]:
    """What the table defines that no loader reads; nothing where its sections cannot be read."""
    offset, (size, count) = header[5], header[10:12]
    layout, expected = ("IIQQQQIIQQ", 64) if bits == 64 else ("IIIIIIIIII", 40)
    if not offset or size != expected:
        return ()
    try:
        rows = list(window.rows(layout, offset, count, "section headers"))
        return tuple(
            symbol
            for row in rows
            if row[1] == _SYMBOLS and row[6] < len(rows)
            for symbol in _defined(
                window,
                bits,
                row[4],
                row[5] // _size(bits),
                rows[row[6]][4],
                rows[row[6]][4] + rows[row[6]][5],
            )
        )
    except MalformedBinary:
        return ()


def slots(window: Window, bits: int, dynamic: Dynamic) -> Mapping[int, str]:
    """By address, the symbol that a relocation has the loader write there."""
    if tag.SYMTAB not in dynamic.values:
        return {}
    begin, end = _names(dynamic)
    found = {}
    for row in relocation_rows(window, bits, dynamic):
        number = row[1] >> _shift(bits)
        if number:
            where = dynamic.values[tag.SYMTAB] + number * _size(bits)
            (name,) = window.fields("I", dynamic.offset(where, 4, "symbols"), "symbols")
            if name:
                found[row[0]] = window.name(begin + name, end, "symbols")
    return found


def pointed_to(window: Window, bits: int, dynamic: Dynamic) -> frozenset[int]:
    """What relocations without a symbol point to (``R_*_RELATIVE``, by their addend)."""
    rows = relocation_rows(window, bits, dynamic)
    return frozenset(row[2] for row in rows if len(row) == 3 and not row[1] >> _shift(bits))


def _size(bits: int) -> int:
    return 24 if bits == 64 else 16


def _shift(bits: int) -> int:
    return 32 if bits == 64 else 8


def _names(dynamic: Dynamic) -> tuple[int, int]:
    """Where the loader's names begin and end in the file."""
    length = dynamic.values.get(tag.STRSZ, 0)
    begin = dynamic.offset(dynamic.values.get(tag.STRTAB, 0), length, "names")
    return begin, begin + length


def _defined(  # noqa: PLR0917 - a table and its names, each a place and a length
    window: Window, bits: int, start: int, count: int, names: int, end: int
) -> Iterator[Symbol]:
    layout = "IBBHQQ" if bits == 64 else "IIIBBH"
    for row in window.rows(layout, start, count, "symbols"):
        info, section, value, size = (
            (row[1], row[3], row[4], row[5]) if bits == 64 else (row[3], row[5], row[1], row[2])
        )
        if section and row[0]:
            yield Symbol(
                name=window.name(names + row[0], end, "symbols"),
                address=value,
                size=size,
                is_function=info & 15 in {_FUNCTION, _GNU_IFUNC},
            )
