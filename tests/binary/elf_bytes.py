"""Small ELF files made from what they should say: what fixtures and hostile tests are written with."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field

LOAD, DYNAMIC, STACK, INTERPRETER = 1, 2, 0x6474E551, 3


@dataclass(slots=True, kw_only=True)
class Elf:
    """What the file says; 64 bits, little end first. ``tags`` go into the dynamic segment as they are."""

    machine: int = 62
    kind: int = 3
    needed: tuple[str, ...] = ()
    soname: str = ""
    runpath: str = ""
    imports: tuple[str, ...] = ()
    exports: tuple[str, ...] = ()
    versions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    constructors: int = 1
    resolvers: int = 0
    load_flags: int = 5
    stack_flags: int = 6
    dynamic: bool = True
    tags: tuple[tuple[int, int], ...] = ()
    comment: bytes = b""

    def build(self) -> bytes:
        """The file's bytes."""
        strings = Strings()
        symbols = bytes(24)
        for name in self.imports:
            symbols += struct.pack("<IBBHQQ", strings.add(name), 0x12, 0, 0, 0, 0)
        for name in self.exports:
            symbols += struct.pack("<IBBHQQ", strings.add(name), 0x12, 0, 1, 0x40, 8)
        count = len(symbols) // 24
        needed = [(1, strings.add(name)) for name in self.needed]
        needed += [(14, strings.add(self.soname))] if self.soname else []
        needed += [(29, strings.add(self.runpath))] if self.runpath else []
        versions = self._versions(strings)
        relocations = struct.pack("<QQq", 0x40, 37, 0x40) * self.resolvers
        hashed = struct.pack("<IIII", 1, count, 0, 0) + bytes(4 * (count - 1))
        begin = 64 + 56 * (3 if self.dynamic else 2)
        places, body = {}, b""
        for name, part in (
            ("symbols", symbols),
            ("strings", bytes(strings.content)),
            ("hash", hashed),
            ("versions", versions),
            ("relocations", relocations),
        ):
            body += bytes(-len(body) % 8)
            places[name] = begin + len(body)
            body += part
        body += bytes(-len(body) % 8)
        tags = [
            *needed,
            (5, places["strings"]),
            (10, len(strings.content)),
            (6, places["symbols"]),
            (11, 24),
            (4, places["hash"]),
            (27, 8 * self.constructors),
        ]
        if versions:
            tags += [(0x6FFFFFFE, places["versions"]), (0x6FFFFFFF, len(self.versions))]
        if relocations:
            tags += [(7, places["relocations"]), (8, len(relocations)), (9, 24)]
        table = b"".join(struct.pack("<QQ", *pair) for pair in (*tags, *self.tags, (0, 0)))
        at = begin + len(body)
        body += table if self.dynamic else b""
        end = begin + len(body)
        heads = self._head(LOAD, self.load_flags, 0, end) + self._head(
            STACK, self.stack_flags, 0, 0
        )
        heads += self._head(DYNAMIC, 6, at, len(table)) if self.dynamic else b""
        sections, behind = self._sections(end)
        header = struct.pack(
            "<16sHHIQQQIHHHHHH",
            b"\x7fELF\2\1\1",
            self.kind,
            self.machine,
            1,
            0,
            64,
            behind,
            0,
            64,
            56,
            len(heads) // 56,
            64,
            3 if sections else 0,
            2 if sections else 0,
        )
        return header + heads + body + sections

    @staticmethod
    def _head(kind: int, flags: int, offset: int, size: int) -> bytes:
        return struct.pack("<IIQQQQQQ", kind, flags, offset, offset, offset, size, size, 8)

    def _versions(self, strings: Strings) -> bytes:
        made = b""
        left = len(self.versions)
        for library, versions in self.versions.items():
            left -= 1
            step = 16 * (len(versions) + 1) if left else 0
            made += struct.pack("<HHIII", 1, len(versions), strings.add(library), 16, step)
            for index, version in enumerate(versions, 1):
                following = 16 if index < len(versions) else 0
                made += struct.pack("<IHHII", 0, 0, 2, strings.add(version), following)
        return made

    def _sections(self, at: int) -> tuple[bytes, int]:
        """``.comment`` and the table of names behind everything else; with the table's offset."""
        if not self.comment:
            return b"", 0
        names = b"\0.comment\0.shstrtab\0"
        made = self.comment + names
        rows = struct.pack("<IIQQQQIIQQ", *[0] * 10)
        rows += struct.pack("<IIQQQQIIQQ", 1, 1, 0, 0, at, len(self.comment), 0, 0, 1, 0)
        where = at + len(self.comment)
        rows += struct.pack("<IIQQQQIIQQ", 10, 3, 0, 0, where, len(names), 0, 0, 1, 0)
        return made + rows, at + len(made)


@dataclass(slots=True)
class Strings:
    """A table of names."""

    content: bytearray = field(default_factory=lambda: bytearray(b"\0"))

    def add(self, name: str) -> int:
        """Where ``name`` begins."""
        at = len(self.content)
        self.content += name.encode() + b"\0"
        return at
