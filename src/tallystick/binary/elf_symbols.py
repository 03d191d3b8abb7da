"""ELF's dynamic symbols and relocations: what is imported, which modules are exported, which resolvers run.

The table does not say how long it is. As loaders do, the hash tables say it, and each relocation that
names a symbol says that there is one.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from tallystick.binary import elf_dynamic as tag
from tallystick.binary.elf_dynamic import Dynamic
from tallystick.binary.values import python_module
from tallystick.binary.window import MalformedBinary, Window

_UNDEFINED = 0
_GNU_IFUNC = 10
_RESOLVED = {
    3: 42,
    20: 248,
    21: 248,
    22: 61,
    40: 160,
    62: 37,
    183: 1032,
    243: 58,
    258: 12,
}
"""``R_*_IRELATIVE`` of each machine's psABI: the relocation that calls a resolver without a symbol."""

_MIPS, _S390 = 8, 22


class Symbols(Struct, frozen=True, kw_only=True):
    """See the fields of :class:`tallystick.binary.values.Binary`."""

    imports: frozenset[str] = frozenset()
    modules: tuple[str, ...] = ()
    resolvers: int = 0


def read_symbols(window: Window, bits: int, machine: int, dynamic: Dynamic) -> Symbols:
    """Names that are imported, Python modules that are exported, and resolvers that run on loading."""
    highest, resolvers = _relocations(window, bits, machine, dynamic)
    if tag.SYMTAB not in dynamic.values:
        return Symbols(resolvers=resolvers)
    count = max(highest + 1, hashed(window, bits, machine, dynamic))
    layout, size = ("IBBHQQ", 24) if bits == 64 else ("IIIBBH", 16)
    if dynamic.values.get(tag.SYMENT, size) != size:
        raise MalformedBinary("symbols of an unknown size")
    start = dynamic.offset(dynamic.values[tag.SYMTAB], count * size, "symbols")
    length = dynamic.values.get(tag.STRSZ, 0)
    names = dynamic.offset(dynamic.values.get(tag.STRTAB, 0), length, "names")
    imports, modules = set(), []
    info_at, section_at = (1, 3) if bits == 64 else (3, 5)
    content = window.content
    for row in window.rows(layout, start, count, "symbols"):
        at = names + row[0]
        if row[section_at] == _UNDEFINED:
            if row[0]:
                imports.add(window.name(at, names + length, "symbols"))
            continue
        if row[info_at] & 15 == _GNU_IFUNC:
            resolvers += 1
        if content.startswith(b"PyInit", at):
            module = python_module(window.name_bytes(at, names + length, "symbols"))
            if module is not None:
                modules.append(module)
    return Symbols(imports=frozenset(imports), modules=tuple(sorted(modules)), resolvers=resolvers)


def _relocations(window: Window, bits: int, machine: int, dynamic: Dynamic) -> tuple[int, int]:
    """The highest symbol that a relocation names, and how many call a resolver."""
    highest = resolvers = 0
    shift, mask = (32, 0xFFFFFFFF) if bits == 64 else (8, 0xFF)
    resolved = _RESOLVED.get(machine)
    for row in relocation_rows(window, bits, dynamic):
        info = row[1]
        highest = max(highest, info >> shift)
        if info & mask == resolved:
            resolvers += 1
    # MIPS packs three types and a second symbol into the word (MIPS ABI supplement), and has no wheels
    return (0 if machine == _MIPS else highest), resolvers


def relocation_rows(window: Window, bits: int, dynamic: Dynamic) -> Iterator[tuple[int, ...]]:
    """Each relocation that the loader applies: address, info, and the addend where it stands there."""
    values = dynamic.values
    word = "Q" if bits == 64 else "I"
    plain, added = (word * 2, bits // 4), (word * 3, bits // 8 * 3)
    of_jumps = added if values.get(tag.PLTREL) == tag.RELA else plain
    for start, length, (layout, size) in (
        (tag.RELA, tag.RELASZ, added),
        (tag.REL, tag.RELSZ, plain),
        (tag.JMPREL, tag.PLTRELSZ, of_jumps),
    ):
        total = values.get(length, 0)
        if start not in values or not total:
            continue
        offset = dynamic.offset(values[start], total, "relocations")
        yield from window.rows(layout, offset, total // size, "relocations")


def hashed(window: Window, bits: int, machine: int, dynamic: Dynamic) -> int:
    """How many symbols the hash tables know of."""
    values = dynamic.values
    counts = [1]
    if tag.HASH in values:
        layout, size = ("QQ", 16) if machine == _S390 and bits == 64 else ("II", 8)
        offset = dynamic.offset(values[tag.HASH], size, "hash table")
        counts.append(window.fields(layout, offset, "hash table")[1])
    if tag.GNU_HASH in values:
        counts.append(_gnu_hashed(window, bits, values[tag.GNU_HASH], dynamic))
    return max(counts)


def _gnu_hashed(window: Window, bits: int, address: int, dynamic: Dynamic) -> int:
    """``DT_GNU_HASH``: the end of the chain that begins at the highest bucket."""
    what = "hash table"
    left = dynamic.left(address)
    offset = dynamic.offset(address, 16, what)
    buckets, first, bloom, _ = window.fields("IIII", offset, what)
    begin = 16 + bloom * (bits // 8)
    chains = begin + 4 * buckets
    if chains > left:
        raise MalformedBinary(f"{what}: larger than what is loaded")
    last = max((row[0] for row in window.rows("I", offset + begin, buckets, what)), default=0)
    if last < first:
        return first
    at = chains + 4 * (last - first)
    while at + 4 <= left:
        window.spend_row(what)
        if window.fields("I", offset + at, what)[0] & 1:
            return last + 1
        last, at = last + 1, at + 4
    raise MalformedBinary(f"{what}: a chain does not end")
