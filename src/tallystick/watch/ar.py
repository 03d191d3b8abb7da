"""Members of archives that ar(1) wrote: the System V and GNU form, and BSD's long names (ar(5)).

What is in a thin archive stands in files of its own, so that it has no members here.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

from msgspec import Struct

MAGIC = b"!<arch>\n"
HEADER = 60

MOST = 100_000
"""Members of one archive: LLVM's largest has a few thousand."""

_HEADER = re.compile(rb"(.{16})[\d ]{12}[\d ]{6}[\d ]{6}[0-7 ]{8}(\d{1,10}) *`\n", re.DOTALL)
_TABLES = {b"/", b"//", b"/SYM64/", b"__.SYMDEF", b"__.SYMDEF SORTED"}
"""Symbol tables, and the table of long names."""


class ArMember(Struct, frozen=True, kw_only=True):
    """One member: its name, and the digests of what it holds."""

    name: str
    blob: str
    sha256: str


def ar_members(content: bytes) -> Iterator[ArMember]:
    """The members of an archive, until one that cannot be read; none of what is no archive."""
    if not content.startswith(MAGIC):
        return
    at, names = len(MAGIC), b""
    for _ in range(MOST):
        header = _HEADER.fullmatch(content, at, at + HEADER)
        if header is None:
            return
        begin, size = at + HEADER, int(header[2])
        at = begin + size + size % 2
        if begin + size > len(content):
            return
        held = content[begin : begin + size]
        name = header[1].rstrip(b" ")
        if name == b"//":
            names = held
        if name in _TABLES:
            continue
        name, held = _long(name, held, names)
        blob = hashlib.sha1(b"blob %d\0" % len(held) + held, usedforsecurity=False)
        yield ArMember(
            name=name.decode("utf-8", "surrogateescape"),
            blob=blob.hexdigest(),
            sha256=hashlib.sha256(held).hexdigest(),
        )


def _long(name: bytes, held: bytes, names: bytes) -> tuple[bytes, bytes]:
    """The whole name: ``/12`` stands in the table, ``#1/12`` before the content."""
    if name.startswith(b"#1/") and name[3:].isdigit():
        length = int(name[3:])
        return held[:length].rstrip(b"\0"), held[length:]
    if name.startswith(b"/") and name[1:].isdigit():
        return names[int(name[1:]) :].partition(b"\n")[0].removesuffix(b"/"), held
    return name.removesuffix(b"/"), held
