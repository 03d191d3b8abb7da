"""Small PE files made from what they should say."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field

AT = 0x1000
"""Where the one section is loaded."""

OFFSET = 0x200
"""Where it stands in the file."""


@dataclass(slots=True, kw_only=True)
class Pe:
    """What the file says; 64 bits."""

    machine: int = 0x8664
    imports: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    exports: tuple[str, ...] = ()
    name: str = "example.dll"
    flags: int = 0x60000020
    is_library: bool = True
    callbacks: int = 0

    def build(self) -> bytes:
        """The file's bytes."""
        body = bytearray(20 * (len(self.imports) + 1))
        for index, (library, names) in enumerate(self.imports.items()):
            places = [self._add(body, b"\0\0" + name.encode() + b"\0") for name in names]
            thunks = self._add(body, struct.pack(f"<{len(names) + 1}Q", *places, 0))
            called = self._add(body, library.encode() + b"\0")
            struct.pack_into("<IIIII", body, 20 * index, thunks, 0, 0, called, thunks)
        own = self._add(body, self.name.encode() + b"\0")
        names_at = [self._add(body, name.encode() + b"\0") for name in self.exports]
        table = self._add(body, struct.pack(f"<{len(names_at)}I", *names_at))
        count = len(self.exports)
        exports = self._add(
            body, struct.pack("<IIHHIIIIIII", 0, 0, 0, 0, own, 1, count, count, 0, table, 0)
        )
        calls = self._add(body, struct.pack(f"<{self.callbacks + 1}Q", *[AT] * self.callbacks, 0))
        local = self._add(body, struct.pack("<QQQQII", 0, 0, 0, calls, 0, 0))
        body += bytes(-len(body) % 0x200)
        directories = [(0, 0)] * 16
        directories[0], directories[1], directories[9] = (exports, 40), (AT, 20), (local, 40)
        optional = struct.pack("<HBBIIIII", 0x20B, 14, 29, 0, 0, 0, 0, AT)
        optional += struct.pack(
            "<QIIHHHHHHIIIIHH", 0, 0x1000, 0x200, *[0] * 7, 0x2000, OFFSET, 0, 3, 0x160
        )
        optional += struct.pack("<QQQQII", *[0] * 5, 16)
        optional += b"".join(struct.pack("<II", *pair) for pair in directories)
        head = b"MZ" + bytes(58) + struct.pack("<I", 64) + b"PE\0\0"
        flags = 0x22 | (0x2000 if self.is_library else 0)
        head += struct.pack("<HHIIIHH", self.machine, 1, 0, 0, 0, len(optional), flags)
        section = struct.pack(
            "<8sIIIIIIHHI", b".text", len(body), AT, len(body), OFFSET, 0, 0, 0, 0, self.flags
        )
        return (head + optional + section).ljust(OFFSET, b"\0") + bytes(body)

    @staticmethod
    def _add(body: bytearray, part: bytes) -> int:
        """Put ``part`` behind the others; its address."""
        body += bytes(-len(body) % 8)
        at = AT + len(body)
        body += part
        return at
