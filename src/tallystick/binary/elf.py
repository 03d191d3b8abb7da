"""ELF: the header, the program headers, and what the dynamic segment leads to (gABI, chapters 4 and 5)."""

from __future__ import annotations

from msgspec import Struct

from tallystick.binary.elf_dynamic import Dynamic, read_dynamic
from tallystick.binary.elf_sections import SectionsEnd, read_sections
from tallystick.binary.elf_symbols import read_symbols
from tallystick.binary.elf_versions import read_versions
from tallystick.binary.values import Binary, Kind
from tallystick.binary.window import MalformedBinary, Window
from tallystick.limits import Limits

MACHINES = {
    3: "x86", 8: "mips", 20: "ppc", 21: "ppc64", 22: "s390x", 40: "arm", 62: "x86-64", 183: "aarch64",
    190: "CUDA", 224: "AMD GPU", 243: "riscv", 247: "BPF", 258: "loongarch",
}  # fmt: skip
"""``e_machine`` of the platforms that wheels exist for, and of what runs elsewhere than on the processor."""

_PROGRAM, _SHARED, _OBJECT = 2, 3, 1
_LOAD, _INTERPRETER, _DYNAMIC, _STACK = 1, 3, 2, 0x6474E551
_EXECUTE, _WRITE = 1, 2


class Segment(Struct, frozen=True, kw_only=True):
    """One program header."""

    kind: int
    flags: int
    offset: int
    address: int
    stored: int
    size: int


def read_elf(content: bytes, limits: Limits) -> tuple[Binary, ...]:
    """What an ELF file says of itself; see :func:`tallystick.binary.read_binary`."""
    if len(content) < 16 or content[4] not in {1, 2} or content[5] not in {1, 2}:
        raise MalformedBinary("ELF header: neither 32 nor 64 bits, or of no byte order")
    bits = 32 * content[4]
    window = Window(content, "<" if content[5] == 1 else ">", limits)
    header = window.fields("HHIQQQIHHHHHH" if bits == 64 else "HHIIIIIHHHHHH", 16, "ELF header")
    kind, machine, _, _, at, sections_at, _, _, entry_size, count = header[:10]
    segments = segments_of(window, bits, at, entry_size, count)
    ends = read_sections(window, bits, sections_at, header[10:])
    dynamic = dynamic_of(window, bits, segments)
    common = {"format": "ELF", "machine": MACHINES.get(machine, f"machine {machine}"), "bits": bits}
    remarks = (*_remarks(segments, kind), *_trailing(window, segments, ends))
    if dynamic is None:
        return (
            Binary(
                **common,  # type: ignore[arg-type]
                kind=Kind.OBJECT if kind == _OBJECT else Kind.PROGRAM,
                is_static=kind != _OBJECT,
                remarks=remarks,
                builders=ends.builders,
            ),
        )
    symbols = read_symbols(window, bits, machine, dynamic)
    has_interpreter = any(segment.kind == _INTERPRETER for segment in segments)
    is_program = kind == _PROGRAM or dynamic.is_program or (has_interpreter and not dynamic.soname)
    return (
        Binary(
            **common,  # type: ignore[arg-type]
            kind=Kind.PROGRAM if is_program else Kind.LIBRARY,
            name=dynamic.soname,
            needed=dynamic.needed,
            search=dynamic.search,
            imports=symbols.imports,
            modules=symbols.modules,
            versions=read_versions(window, dynamic),
            constructors=dynamic.constructors(bits),
            resolvers=symbols.resolvers,
            is_static=is_program and not dynamic.needed,
            remarks=(*remarks, *dynamic.remarks),
            builders=ends.builders,
        ),
    )


def segments_of(
    window: Window, bits: int, offset: int, entry_size: int, count: int
) -> tuple[Segment, ...]:
    """The program headers; those that are loaded lie inside the file, in order, and apart."""
    layout, size = ("IIQQQQQQ", 56) if bits == 64 else ("IIIIIIII", 32)
    if count and entry_size != size:
        raise MalformedBinary(f"program headers of {entry_size} bytes, not {size}")
    found = []
    for row in window.rows(layout, offset, count, "program headers"):
        kind, flags, begin, address, _, stored, memory, _ = (
            row if bits == 64 else (row[0], row[6], *row[1:6], row[7])
        )
        found.append(
            Segment(
                kind=kind,
                flags=flags,
                offset=begin,
                address=address,
                stored=stored,
                size=memory,
            )
        )
    end = 0
    for segment in found:
        if segment.kind != _LOAD:
            continue
        window.part(segment.offset, segment.stored, "a loaded segment")
        if segment.stored > segment.size or segment.address < end:
            raise MalformedBinary("loaded segments overlap or are out of order")
        end = segment.address + segment.size
    return tuple(found)


def dynamic_of(window: Window, bits: int, segments: tuple[Segment, ...]) -> Dynamic | None:
    """What the loader's table says; None if there is none."""
    tables = [segment for segment in segments if segment.kind == _DYNAMIC]
    if not tables:
        return None
    if len(tables) > 1:
        raise MalformedBinary("two dynamic segments")
    loads = tuple(
        (segment.address, segment.stored, segment.offset)
        for segment in segments
        if segment.kind == _LOAD
    )
    return read_dynamic(
        window, bits, loads, (tables[0].address, tables[0].stored, tables[0].offset)
    )


def _remarks(segments: tuple[Segment, ...], kind: int) -> tuple[str, ...]:
    said = []
    both = _EXECUTE | _WRITE
    if any(segment.kind == _LOAD and segment.flags & both == both for segment in segments):
        said.append("a segment is writable and executable")
    stacks = [segment for segment in segments if segment.kind == _STACK]
    if any(segment.flags & _EXECUTE for segment in stacks):
        said.append("asks for an executable stack")
    elif not stacks and kind in {_PROGRAM, _SHARED}:
        said.append("does not say that its stack is not executable")
    return tuple(said)


def _trailing(window: Window, segments: tuple[Segment, ...], ends: SectionsEnd) -> tuple[str, ...]:
    """Bytes behind everything that a header speaks of: appended to a finished file."""
    used = max([ends.offset, *(segment.offset + segment.stored for segment in segments)])
    return (*ends.remarks, *window.behind(used))
