"""ELF's needed versions: which version of which library's symbols (LSB, "Symbol Versioning")."""

from __future__ import annotations

from tallystick.binary import elf_dynamic as tag
from tallystick.binary.elf_dynamic import Dynamic
from tallystick.binary.window import MalformedBinary, Window


def read_versions(window: Window, dynamic: Dynamic) -> tuple[tuple[str, str], ...]:
    """Each ``(library, version)`` of ``DT_VERNEED``, sorted.

    Both lists are linked by distances; only forward ones are followed, so none comes round again.
    """
    what = "needed versions"
    if tag.VERNEED not in dynamic.values:
        return ()
    address, left = dynamic.values[tag.VERNEED], dynamic.values.get(tag.VERNEEDNUM, 0)
    length = dynamic.values.get(tag.STRSZ, 0)
    names = dynamic.offset(dynamic.values.get(tag.STRTAB, 0), length, what)
    found = set()
    while left:
        window.spend_row(what)
        at = dynamic.offset(address, 16, what)
        _, count, library, first, step = window.fields("HHIII", at, what)
        inner = address + first
        for remaining in range(count, 0, -1):
            window.spend_row(what)
            row = window.fields("IHHII", dynamic.offset(inner, 16, what), what)
            version = window.name(names + row[3], names + length, what)
            found.add((window.name(names + library, names + length, what), version))
            if remaining > 1 and row[4] < 16:
                raise MalformedBinary(f"{what}: the list comes round again")
            inner += row[4]
        left -= 1
        if left and step < 16:
            raise MalformedBinary(f"{what}: the list comes round again")
        address += step
    return tuple(sorted(found))
