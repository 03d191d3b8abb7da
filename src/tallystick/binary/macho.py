"""Mach-O and fat files of several: the load commands (``mach-o/loader.h``, ``mach-o/fat.h``)."""

from __future__ import annotations

from msgspec import Struct, field
from msgspec.structs import replace

from tallystick.binary.macho_linking import bound_names, chained_names, exported_modules
from tallystick.binary.values import Binary, Kind, python_module
from tallystick.binary.window import MalformedBinary, Window
from tallystick.limits import Limits

_64_BITS = 0x01000000
MACHINES = {7: "x86", 7 | _64_BITS: "x86-64", 12: "arm", 12 | _64_BITS: "aarch64"}

_ORDERS = {
    b"\xcf\xfa\xed\xfe": ("<", 64),
    b"\xce\xfa\xed\xfe": ("<", 32),
    b"\xfe\xed\xfa\xcf": (">", 64),
    b"\xfe\xed\xfa\xce": (">", 32),
}
_FAT, _FAT_64 = b"\xca\xfe\xba\xbe", b"\xca\xfe\xba\xbf"
_JAVA = 43
"""A Java class has the same first bytes, and then its version, which has never been below 45."""

_REQUIRED = 0x80000000
_SEGMENT, _SEGMENT_64, _SYMTAB = 0x1, 0x19, 0x2
_ID, _RPATH, _BUILD_VERSION, _MINIMUM = 0xD, 0x1C | _REQUIRED, 0x32, 0x24
_LOADS = frozenset({0xC, 0x18 | _REQUIRED, 0x1F | _REQUIRED, 0x20, 0x23 | _REQUIRED})
_DYLD_INFO = frozenset({0x22, 0x22 | _REQUIRED})
_FIXUPS, _EXPORTS = 0x34 | _REQUIRED, 0x33 | _REQUIRED
_INIT_POINTERS, _INIT_OFFSETS = 0x9, 0x16
_WRITE_AND_EXECUTE = 0x6
_KINDS = {1: Kind.OBJECT, 2: Kind.PROGRAM}


class Commands(Struct):
    """What the load commands have said so far."""

    name: str | None = None
    needed: list[str] = field(default_factory=list)
    search: list[str] = field(default_factory=list)
    versions: list[tuple[str, str]] = field(default_factory=list)
    imports: set[str] = field(default_factory=set)
    modules: set[str] = field(default_factory=set)
    constructors: int = 0
    has_writable_code: bool = False
    end: int = 0


def read_macho(content: bytes, limits: Limits) -> tuple[Binary, ...]:
    """What each image in the file says of itself; see :func:`tallystick.binary.read_binary`."""
    if content[:4] in _ORDERS:
        return (_image(content, limits),)
    window = Window(content, ">", limits)
    (count,) = window.fields("I", 4, "fat header")
    if count >= _JAVA:
        return ()
    layout = "IIIII" if content[:4] == _FAT else "IIQQI4x"
    parts = [(row[2], row[3]) for row in window.rows(layout, 8, count, "fat header")]
    end = 8
    for offset, size in sorted(parts):
        if offset < end:
            raise MalformedBinary("fat header: its images overlap")
        end = offset + size
    if not parts:
        raise MalformedBinary("fat header: no image")
    share = replace(limits, binary_rows=limits.binary_rows // len(parts))
    images = []
    for offset, size in parts:
        part = window.part(offset, size, "an image of a fat file")
        if part[:4] not in _ORDERS:
            raise MalformedBinary("fat header: an image is no Mach-O file")
        images.append(_image(part, share))
    return tuple(images)


def _image(content: bytes, limits: Limits) -> Binary:
    order, bits = _ORDERS[content[:4]]
    window = Window(content, order, limits)
    _, machine, _, kind, count, size, _ = window.fields("IIIIIII", 0, "Mach-O header")
    at = 32 if bits == 64 else 28
    window.part(at, size, "load commands")
    end = at + size
    said = Commands(end=end)
    for _ in range(count):
        window.spend_row("load commands")
        command, length = window.fields("II", at, "load commands")
        if length < 8 or length % 4 or at + length > end:
            raise MalformedBinary("load commands: one is longer than they all are, or too short")
        _command(window, bits, command, at, length, said)
        at += length
    remarks = ["a segment is writable and executable"] if said.has_writable_code else []
    if kind != 1:  # symbols and relocations of an object file are in no segment
        remarks += window.behind(said.end)
    return Binary(
        format="Mach-O",
        machine=MACHINES.get(machine, f"machine {machine:#x}"),
        bits=bits,
        kind=_KINDS.get(kind, Kind.LIBRARY),
        name=said.name,
        needed=tuple(dict.fromkeys(said.needed)),
        search=tuple(said.search),
        imports=frozenset(said.imports),
        modules=tuple(sorted(said.modules)),
        versions=tuple(said.versions),
        constructors=said.constructors,
        is_static=kind == 2 and not said.needed,
        remarks=tuple(remarks),
    )


def _command(  # noqa: PLR0917 - what a load command is
    window: Window, bits: int, command: int, at: int, length: int, said: Commands
) -> None:
    if command in {_SEGMENT, _SEGMENT_64}:
        _segment(window, bits, at, length, said)
    elif command == _SYMTAB:
        _symbols(window, bits, window.fields("IIII", at + 8, "symbols"), said)
    elif command in _LOADS | {_ID, _RPATH}:
        (offset,) = window.fields("I", at + 8, "a library's name")
        name = window.name(at + offset, at + length, "a library's name")
        if command == _ID:
            said.name = name
        else:
            (said.search if command == _RPATH else said.needed).append(name)
    elif command in {_BUILD_VERSION, _MINIMUM}:
        where = at + (12 if command == _BUILD_VERSION else 8)
        (version,) = window.fields("I", where, "minimum version")
        said.versions.append(("macOS", f"{version >> 16}.{version >> 8 & 0xFF}"))
    elif command in _DYLD_INFO:
        values = window.fields("IIIIIIIIII", at + 8, "linking information")
        for offset, size in zip(values[2:8:2], values[3:8:2], strict=True):
            said.imports |= bound_names(window, offset, size)
        said.modules |= exported_modules(window, values[8], values[9])
    elif command == _FIXUPS:
        said.imports |= chained_names(window, *window.fields("II", at + 8, "fixups"))
    elif command == _EXPORTS:
        said.modules |= exported_modules(window, *window.fields("II", at + 8, "exports"))


def _segment(window: Window, bits: int, at: int, length: int, said: Commands) -> None:
    layout, size = ("QQQQiiII", 72) if bits == 64 else ("IIIIiiII", 56)
    _, _, offset, stored, _, protection, count, _ = window.fields(layout, at + 24, "a segment")
    window.part(offset, stored, "a segment")
    said.end = max(said.end, offset + stored)
    if protection & _WRITE_AND_EXECUTE == _WRITE_AND_EXECUTE:
        said.has_writable_code = True
    section, each = ("32xQQIIIIIIII", 80) if bits == 64 else ("32xIIIIIIIII", 68)
    if size + count * each > length:
        raise MalformedBinary("a segment: more sections than its command holds")
    for row in window.rows(section, at + size, count, "sections"):
        kind = row[6] & 0xFF
        if kind == _INIT_POINTERS:
            said.constructors += row[1] // (bits // 8)
        elif kind == _INIT_OFFSETS:
            said.constructors += row[1] // 4


def _symbols(window: Window, bits: int, table: tuple[int, ...], said: Commands) -> None:
    """``LC_SYMTAB``: dyld does not need it, yet older files have nothing else."""
    offset, count, names, length = table
    window.part(names, length, "names")
    end = names + length
    for row in window.rows("IBBHQ" if bits == 64 else "IBBHI", offset, count, "symbols"):
        index, kind = row[0], row[1]
        if kind & 0xE0 or not kind & 1 or not index:
            continue  # for a debugger, or local
        at = names + index
        if not kind & 0x0E:
            said.imports.add(window.name(at, end, "symbols").removeprefix("_"))
        elif window.content.startswith(b"_PyInit", at):
            module = python_module(window.name_bytes(at + 1, end, "symbols"))
            if module is not None:
                said.modules.add(module)
