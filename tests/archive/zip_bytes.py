"""A zip writer that writes what it is told, header by header, right or wrong."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass, field


@dataclass
class Part:
    """One member; what is None follows from the content, ``local`` overrides the local header."""

    name: bytes = b"p/a.py"
    content: bytes = b"hello"
    data: bytes | None = None
    method: int = 0
    flags: int = 0
    crc: int | None = None
    size: int | None = None
    packed: int | None = None
    attributes: int = 0o100644 << 16
    extra: bytes = b""
    local_extra: bytes | None = None
    comment: bytes = b""
    local: dict[str, int | bytes] = field(default_factory=dict)
    before: bytes = b""
    descriptor: bytes = b""
    offset: int | None = None

    def stated(self) -> dict[str, int]:
        """The numbers that both headers state."""
        data = self.packed_data()
        return {
            "flags": self.flags,
            "method": self.method,
            "crc": zlib.crc32(self.content) if self.crc is None else self.crc,
            "packed": len(data) if self.packed is None else self.packed,
            "size": len(self.content) if self.size is None else self.size,
        }

    def packed_data(self) -> bytes:
        """The compressed data."""
        if self.data is not None:
            return self.data
        return deflate(self.content) if self.method == 8 else self.content

    def local_header(self) -> bytes:
        """The header before the data."""
        values: dict[str, int | bytes] = {"name": self.name} | self.stated() | self.local
        name = values["name"]
        assert isinstance(name, bytes)
        extra = self.extra if self.local_extra is None else self.local_extra
        numbers = [values[key] for key in ("flags", "method")]
        sizes = [values[key] for key in ("crc", "packed", "size")]
        packed = struct.pack(
            "<4sHHHIIIIHH", b"PK\3\4", 20, *numbers, 0x21, *sizes, len(name), len(extra)
        )
        return packed + name + extra

    def central_header(self, offset: int) -> bytes:
        """The entry of the central directory."""
        values = self.stated()
        return (
            struct.pack(
                "<4sHHHHIIIIHHHHHII", b"PK\1\2", 0x0314, 20, values["flags"], values["method"], 0x21,
                values["crc"], values["packed"], values["size"], len(self.name), len(self.extra),
                len(self.comment), 0, 0, self.attributes, offset if self.offset is None else self.offset,
            )
            + self.name + self.extra + self.comment
        )  # fmt: skip


def deflate(content: bytes) -> bytes:
    """A raw deflate stream."""
    compressor = zlib.compressobj(9, zlib.DEFLATED, -15)
    return compressor.compress(content) + compressor.flush()


def end_record(
    count: int, size: int, start: int, comment: bytes = b"", here: int | None = None
) -> bytes:
    """An end of central directory record."""
    stated = count if here is None else here
    return (
        struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, stated, count, size, start, len(comment))
        + comment
    )


def zip64_end(count: int, size: int, start: int, at: int) -> bytes:
    """A zip64 end record that begins at ``at``, and its locator."""
    record = struct.pack("<4sQHHIIQQQQ", b"PK\6\6", 44, 45, 45, 0, 0, count, count, size, start)
    return record + struct.pack("<4sIQI", b"PK\6\7", 0, at, 1)


def zip_of(
    *parts: Part,
    comment: bytes = b"",
    after: bytes = b"",
    between: bytes = b"",
    count: int | None = None,
    start_shift: int = 0,
    before_directory: bytes = b"",
) -> bytes:
    """A whole zip; ``between`` stands between the central directory and the end record."""
    body = b""
    directory = b""
    for part in parts:
        body += part.before
        directory += part.central_header(len(body))
        body += part.local_header() + part.packed_data() + part.descriptor
    body += before_directory
    number = len(parts) if count is None else count
    end = end_record(number, len(directory), len(body) + start_shift, comment)
    return body + directory + between + end + after
