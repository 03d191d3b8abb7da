"""Small Mach-O files, thin and fat, made from what they should say."""

from __future__ import annotations

import struct
from dataclasses import dataclass

X86_64, ARM64 = 0x01000007, 0x0100000C


@dataclass(slots=True, kw_only=True)
class MachO:
    """What the file says; 64 bits. ``trie`` and ``bound`` are put in as they are."""

    machine: int = ARM64
    kind: int = 8
    needed: tuple[str, ...] = ()
    search: str = ""
    imports: tuple[str, ...] = ()
    exports: tuple[str, ...] = ()
    minimum: tuple[int, int] = (11, 0)
    protection: int = 5
    trie: bytes = b""
    bound: bytes = b""

    def build(self) -> bytes:
        """The file's bytes."""
        names = bytearray(b"\0")
        symbols = b""
        for kind, wanted in ((0x01, self.imports), (0x0F, self.exports)):
            for name in wanted:
                symbols += struct.pack("<IBBHQ", len(names), kind, 0, 0, 0)
                names += b"_" + name.encode() + b"\0"
        commands = [self._named(0xC, name, 24) for name in self.needed]
        commands += [self._named(0x8000001C, self.search, 12)] if self.search else []
        version = self.minimum[0] << 16 | self.minimum[1] << 8
        commands.append(struct.pack("<IIIIII", 0x32, 24, 1, version, 0, 0))
        size = sum(map(len, commands)) + 72 + 24 + 48
        begin = 32 + size
        tail = symbols + bytes(names) + self.bound + self.trie
        commands.append(
            struct.pack(
                "<II16sQQQQiiII", 0x19, 72, b"__TEXT", 0, begin + len(tail), 0, begin + len(tail), 7,
                self.protection, 0, 0,
            )
        )  # fmt: skip
        at = begin + len(symbols)
        commands.append(struct.pack("<IIIIII", 0x2, 24, begin, len(symbols) // 16, at, len(names)))
        at += len(names)
        linking = [0, 0, at, len(self.bound), 0, 0, 0, 0, at + len(self.bound), len(self.trie)]
        commands.append(struct.pack("<II10I", 0x80000022, 48, *linking))
        header = struct.pack(
            "<IIIIIIII", 0xFEEDFACF, self.machine, 0, self.kind, len(commands), size, 0, 0
        )
        return header + b"".join(commands) + tail

    @staticmethod
    def _named(command: int, name: str, offset: int) -> bytes:
        text = name.encode() + b"\0"
        text += bytes(-len(text) % 8)
        text += bytes(-(offset + len(text)) % 8)
        body = struct.pack("<III", command, offset + len(text), offset)
        return body.ljust(offset, b"\0") + text


def fat(*images: tuple[int, bytes]) -> bytes:
    """A file of several images, each with its machine."""
    at = 8 + 20 * len(images)
    heads, body = b"", b""
    for machine, image in images:
        heads += struct.pack(">IIIII", machine, 0, at + len(body), len(image), 0)
        body += image
    return struct.pack(">II", 0xCAFEBABE, len(images)) + heads + body
