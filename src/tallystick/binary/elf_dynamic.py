"""ELF's dynamic segment: the loader's own table of contents (gABI, "Dynamic Section")."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from tallystick.binary.window import MalformedBinary, Window

NEEDED, STRTAB, SYMTAB, RELA, RELASZ, STRSZ, SYMENT, INIT, FINI = 1, 5, 6, 7, 8, 10, 11, 12, 13
SONAME, RPATH, REL, RELSZ, PLTREL, TEXTREL, JMPREL = 14, 15, 17, 18, 20, 22, 23
PLTRELSZ, HASH, INIT_ARRAYSZ, RUNPATH, FLAGS, PREINIT_ARRAYSZ = 2, 4, 27, 29, 30, 33
GNU_HASH, VERNEED, VERNEEDNUM, FLAGS_1 = 0x6FFFFEF5, 0x6FFFFFFE, 0x6FFFFFFF, 0x6FFFFFFB
_LOADED = frozenset({NEEDED, 0x7FFFFFFD, 0x7FFFFFFF, 0x6FFFFEFB, 0x6FFFFEFC})
"""``DT_NEEDED``, ``DT_AUXILIARY``, ``DT_FILTER``, ``DT_DEPAUDIT``, ``DT_AUDIT``: each names a library."""

_MANY = _LOADED | {RPATH, RUNPATH}
_ONCE = frozenset({
    STRTAB, SYMTAB, RELA, RELASZ, STRSZ, SYMENT, SONAME, REL, RELSZ, PLTREL, JMPREL, PLTRELSZ, HASH,
    INIT_ARRAYSZ, FLAGS, PREINIT_ARRAYSZ, GNU_HASH, VERNEED, VERNEEDNUM, FLAGS_1,
})  # fmt: skip
"""Of two such entries one reader would take the first, another the last."""

_HAS_TEXT_RELOCATIONS, _IS_PIE = 0x4, 0x08000000


class Dynamic(Struct, frozen=True, kw_only=True):
    """The entries by tag, with the names that they lead to.

    Attributes:
        values: the last value of each tag.
        loads: address, bytes and offset of what is loaded.
        needed: libraries, in the loader's order.
        soname: its own name.
        search: where libraries are looked for, one folder each.
    """

    values: Mapping[int, int]
    loads: tuple[tuple[int, int, int], ...]
    needed: tuple[str, ...]
    soname: str | None
    search: tuple[str, ...]

    @property
    def is_program(self) -> bool:
        """A position-independent program, which otherwise looks like a library."""
        return bool(self.values.get(FLAGS_1, 0) & _IS_PIE)

    @property
    def remarks(self) -> tuple[str, ...]:
        """Its code is written to while it is loaded."""
        flagged = self.values.get(FLAGS, 0) & _HAS_TEXT_RELOCATIONS
        return ("text relocations",) if flagged or TEXTREL in self.values else ()

    def constructors(self, bits: int) -> int:
        """Functions in ``DT_INIT_ARRAY`` and ``DT_PREINIT_ARRAY``."""
        size = self.values.get(INIT_ARRAYSZ, 0) + self.values.get(PREINIT_ARRAYSZ, 0)
        return size // (bits // 8)

    def offset(self, address: int, size: int, what: str) -> int:
        """Where ``size`` bytes at ``address`` stand in the file."""
        return _offset(self.loads, address, size, what)

    def left(self, address: int) -> int:
        """Bytes from ``address`` to the end of what is loaded from the file around it."""
        return next((a + n - address for a, n, _ in self.loads if a <= address < a + n), 0)


def _offset(loads: tuple[tuple[int, int, int], ...], address: int, size: int, what: str) -> int:
    for begin, stored, offset in loads:
        if begin <= address and address + size <= begin + stored:
            return offset + address - begin
    raise MalformedBinary(f"{what}: nothing is loaded at {address:#x}")


def read_dynamic(
    window: Window,
    bits: int,
    loads: tuple[tuple[int, int, int], ...],
    segment: tuple[int, int, int],
) -> Dynamic:
    """The dynamic segment, as a loader reads it.

    Raises:
        MalformedBinary: it is not where it says, does not end, says a thing twice, or its names are
            nowhere.
    """
    address, stored, at = segment
    if _offset(loads, address, stored, "dynamic segment") != at:
        raise MalformedBinary("the dynamic segment's address and offset are different places")
    size = bits // 4
    values: dict[int, int] = {}
    many: list[tuple[int, int]] = []
    layout = "QQ" if bits == 64 else "II"
    for tag, value in window.rows(layout, at, stored // size, "dynamic segment"):
        if tag == 0:
            break
        if tag in _MANY:
            many.append((tag, value))
        elif tag in values and tag in _ONCE:
            raise MalformedBinary(f"dynamic segment: two entries of tag {tag:#x}")
        else:
            values[tag] = value
    else:
        raise MalformedBinary("dynamic segment: it does not end")
    names = values.get(STRSZ, 0)
    start = _offset(loads, values[STRTAB], names, "names") if STRTAB in values else 0

    def name(index: int) -> str:
        return window.name(start + index, start + names, "dynamic segment")

    search = [name(value) for tag, value in many if tag in {RPATH, RUNPATH}]
    return Dynamic(
        values=values,
        loads=loads,
        needed=tuple(name(value) for tag, value in many if tag in _LOADED),
        soname=name(values[SONAME]) if SONAME in values else None,
        search=tuple(folder for path in search for folder in path.split(":")),
    )
