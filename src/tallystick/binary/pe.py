"""PE: headers, sections, and the directories that Windows' loader follows (Microsoft, "PE Format")."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from tallystick.binary.values import Binary, Kind, python_module
from tallystick.binary.window import MalformedBinary, Window
from tallystick.limits import Limits

MACHINES = {0x14C: "x86", 0x8664: "x86-64", 0xAA64: "aarch64", 0x1C4: "arm"}

_IS_LIBRARY = 0x2000
_EXECUTE, _WRITE = 0x20000000, 0x80000000
_NX_COMPATIBLE = 0x100
_EXPORT, _IMPORT, _SECURITY, _TLS, _DELAYED, _MANAGED = 0, 1, 4, 9, 13, 14
_SECTIONS = 96
"""Sections that Windows' loader takes at most."""


class Image(Struct, frozen=True, kw_only=True):
    """The headers of one file, its sections as ``(address, loaded bytes, offset)``, and their end."""

    window: Window
    bits: int
    base: int
    directories: tuple[tuple[int, int], ...]
    sections: tuple[tuple[int, int, int], ...]
    end: int

    def directory(self, index: int) -> tuple[int, int]:
        """Address and size of a data directory; zeros where there is none."""
        return self.directories[index] if index < len(self.directories) else (0, 0)

    def offset(self, address: int, what: str) -> tuple[int, int]:
        """Where the byte at ``address`` stands in the file, and where its section ends there."""
        for begin, stored, offset in self.sections:
            if begin <= address < begin + stored:
                return offset + address - begin, offset + stored
        raise MalformedBinary(f"{what}: nothing is loaded at {address:#x}")

    def fields(self, layout: str, address: int, what: str) -> tuple[int, ...]:
        """The numbers of one record at ``address``."""
        return self.window.fields(layout, self.offset(address, what)[0], what)

    def name(self, address: int, what: str) -> str:
        """The name at ``address``."""
        return self.window.name(*self.offset(address, what), what)

    def until_zero(
        self, layout: str, address: int, step: int, what: str
    ) -> Iterator[tuple[int, ...]]:
        """Records until the one that is all zeros."""
        while True:
            self.window.spend_row(what)
            row = self.fields(layout, address, what)
            if not any(row):
                return
            yield row
            address += step


def read_pe(content: bytes, limits: Limits) -> tuple[Binary, ...]:
    """What a PE file says of itself; see :func:`tallystick.binary.read_binary`."""
    window = Window(content, "<", limits)
    (at,) = window.fields("I", 0x3C, "DOS header")
    if window.part(at, 4, "PE header") != b"PE\0\0":
        raise MalformedBinary("PE header: it is not where the DOS header says")
    machine, count, _, symbols, symbol_count, size, flags = window.fields(
        "HHIIIHH", at + 4, "PE header"
    )
    optional = at + 24
    magic, linker, linker_minor = window.fields("HBB", optional, "optional header")
    if magic not in {0x10B, 0x20B}:
        raise MalformedBinary(f"optional header: unknown magic {magic:#x}")
    bits = 64 if magic == 0x20B else 32
    image = _image(window, bits, optional, size, count)
    (nx,) = window.fields("H", optional + 70, "optional header")
    libraries, imports = _imports(image)
    name, modules = _exports(image)
    end = max(_end(image), _symbols_end(window, symbols, symbol_count))
    remarks = [
        remark
        for remark, holds in (
            (
                "a section is writable and executable",
                _is_writable_code(window, optional + size, count),
            ),
            ("does not say that its stack is not executable", not nx & _NX_COMPATIBLE),
            ("a .NET assembly", image.directory(_MANAGED)[0] != 0),
        )
        if holds
    ]
    return (
        Binary(
            format="PE",
            machine=MACHINES.get(machine, f"machine {machine:#x}"),
            bits=bits,
            kind=Kind.LIBRARY if flags & _IS_LIBRARY else Kind.PROGRAM,
            name=name,
            needed=libraries,
            imports=imports,
            modules=modules,
            constructors=_callbacks(image),
            is_static=not libraries,
            remarks=(*remarks, *window.behind(end)),
            builders=(f"linker {linker}.{linker_minor}",),
        ),
    )


_SECTION = "8xIIII12xI"
"""A section header: virtual size, address, stored bytes, offset, flags."""


def _image(window: Window, bits: int, optional: int, size: int, count: int) -> Image:
    if count > _SECTIONS:
        raise MalformedBinary(f"{count} sections, more than a loader takes")
    (base,) = window.fields(
        "Q" if bits == 64 else "I", optional + (24 if bits == 64 else 28), "headers"
    )
    (headers,) = window.fields("I", optional + 60, "headers")
    at = optional + (108 if bits == 64 else 92)
    (directories,) = window.fields("I", at, "data directories")
    if at + 4 + 8 * min(directories, 16) > optional + size:
        raise MalformedBinary("data directories: they do not fit into their header")
    sections = [(0, min(headers, len(window.content)), 0)]
    end, stored_end = headers, headers
    for virtual, address, stored, offset, _ in window.rows(
        _SECTION, optional + size, count, "sections"
    ):
        if stored:
            window.part(offset, stored, "a section")
            stored_end = max(stored_end, offset + stored)
        if address < end:
            raise MalformedBinary("sections overlap or are out of order")
        end = address + (virtual or stored)
        sections.append((address, min(stored, virtual or stored), offset))
    return Image(
        window=window,
        bits=bits,
        base=base,
        directories=tuple(
            (address, length)
            for address, length in window.rows(
                "II", at + 4, min(directories, 16), "data directories"
            )
        ),
        sections=tuple(sections),
        end=stored_end,
    )


def _is_writable_code(window: Window, offset: int, count: int) -> bool:
    both = _EXECUTE | _WRITE
    return any(row[4] & both == both for row in window.rows(_SECTION, offset, count, "sections"))


def _imports(image: Image) -> tuple[tuple[str, ...], frozenset[str]]:
    """The libraries, those that are loaded late too, and what is called in them."""
    libraries, names = [], set()
    address, _ = image.directory(_IMPORT)
    if address:
        for lookup, _, _, name, bound in image.until_zero("IIIII", address, 20, "imports"):
            libraries.append(image.name(name, "imports"))
            names |= _functions(image, lookup or bound)
    address, _ = image.directory(_DELAYED)
    if address:
        for row in image.until_zero("IIIIIIII", address, 32, "delayed imports"):
            shift = 0 if row[0] & 1 else image.base  # the first form of the table held addresses
            libraries.append(image.name(row[1] - shift, "delayed imports"))
            names |= _functions(image, row[4] - shift)
    return tuple(dict.fromkeys(libraries)), frozenset(names)


def _functions(image: Image, address: int) -> set[str]:
    layout, size = ("Q", 8) if image.bits == 64 else ("I", 4)
    ordinal = 1 << (image.bits - 1)
    return {
        f"#{value & 0xFFFF}" if value & ordinal else image.name(value + 2, "imports")
        for (value,) in image.until_zero(layout, address, size, "imports")
    }


def _exports(image: Image) -> tuple[str | None, tuple[str, ...]]:
    """Its own name, and the Python modules that it exports."""
    address, _ = image.directory(_EXPORT)
    if not address:
        return None, ()
    header = image.fields("IIHHIIIIIII", address, "exports")
    name, count, names = header[4], header[7], header[9]
    modules = []
    if count:
        offset, end = image.offset(names, "exports")
        if offset + 4 * count > end:
            raise MalformedBinary("exports: more names than their section holds")
        for (at,) in image.window.rows("I", offset, count, "exports"):
            place, end = image.offset(at, "exports")
            if image.window.content.startswith(b"PyInit", place):
                module = python_module(image.window.name_bytes(place, end, "exports"))
                modules += [module] if module is not None else []
    return image.name(name, "exports") if name else None, tuple(sorted(modules))


def _callbacks(image: Image) -> int:
    """Functions that run before the entry point, and in each thread (".tls Section")."""
    address, _ = image.directory(_TLS)
    if not address:
        return 0
    layout, size = ("Q", 8) if image.bits == 64 else ("I", 4)
    table = image.fields(layout * 4, address, "thread-local storage")[3]
    if not table:
        return 0
    rows = image.until_zero(layout, table - image.base, size, "thread-local storage")
    return sum(1 for _ in rows)


def _end(image: Image) -> int:
    """Where sections and signature end."""
    offset, size = image.directory(_SECURITY)  # the one directory that holds an offset
    return max(offset + size, image.end)


def _symbols_end(window: Window, offset: int, count: int) -> int:
    """Where the COFF symbols and their names end, which MinGW leaves in."""
    if not offset:
        return 0
    names = offset + 18 * count
    (size,) = window.fields("I", names, "COFF symbols")
    return names + size
