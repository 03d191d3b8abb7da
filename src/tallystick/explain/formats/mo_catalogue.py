"""The binary catalogue of gettext, read strictly: each byte of the file has one meaning, or it is refused.

GNU gettext manual, "The Format of GNU MO Files". The standard library's reader is not used: it
compiles the plural expression that the file brings along.
"""

from __future__ import annotations

import itertools
import re
import struct
from dataclasses import dataclass

_MAGIC = 0x950412DE
_CHARSET = re.compile(rb"^Content-Type:[^\n]*charset=([\w.:-]{1,40})", re.MULTILINE | re.IGNORECASE)


class BadCatalogue(ValueError):  # noqa: N818 - a property of the input, caught where it is read
    """The bytes are no catalogue of revision 0, or hold more than one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """The messages of a catalogue: the text before translation, with a NUL before its plural."""

    messages: dict[str, str]


def read_catalogue(content: bytes) -> Catalogue:
    """The messages of ``content``.

    Raises:
        BadCatalogue: as above; with the reason.
    """
    order = _byte_order(content)
    revision, count, originals, translations, hash_size, hash_at = struct.unpack_from(
        f"{order}6I", content, 4
    )
    if revision != 0:
        raise BadCatalogue(f"revision {revision:#x}")
    used: list[tuple[int, int]] = [(0, 28)]
    for at, size in ((originals, 8 * count), (translations, 8 * count), (hash_at, 4 * hash_size)):
        if at + size > len(content):
            raise BadCatalogue("a table ends after the file")
        used.append((at, at + size) if size else (0, 0))
    _check_hash(struct.unpack_from(f"{order}{hash_size}I", content, hash_at), count)
    before = _strings(content, order, originals, count, used)
    after = _strings(content, order, translations, count, used)
    _check_cover(content, used)
    if any(a >= b for a, b in itertools.pairwise(before)):
        raise BadCatalogue("the messages are not sorted, or one is there twice")
    charset = _charset(after[0] if before[:1] == [b""] else b"")
    try:
        pairs = [(a.decode(charset), b.decode(charset)) for a, b in zip(before, after, strict=True)]
    except (UnicodeDecodeError, LookupError):
        raise BadCatalogue(f"a message is not {charset}") from None
    return Catalogue(messages=dict(pairs))


def _byte_order(content: bytes) -> str:
    if len(content) >= 28:
        for order in "<>":
            if struct.unpack_from(f"{order}I", content)[0] == _MAGIC:
                return order
    raise BadCatalogue("no magic number of a catalogue")


def _check_hash(cells: tuple[int, ...], count: int) -> None:
    """Each message once in the hash table, which holds nothing else."""
    if cells and sorted(cell for cell in cells if cell) != list(range(1, count + 1)):
        raise BadCatalogue("the hash table is not one of these messages")


def _strings(
    content: bytes, order: str, table: int, count: int, used: list[tuple[int, int]]
) -> list[bytes]:
    numbers = struct.unpack_from(f"{order}{2 * count}I", content, table)
    found = []
    for length, at in zip(numbers[0::2], numbers[1::2], strict=True):
        if at + length >= len(content) or content[at + length] != 0:
            raise BadCatalogue("a string does not end inside the file")
        used.append((at, at + length + 1))
        found.append(content[at : at + length])
    return found


def _check_cover(content: bytes, used: list[tuple[int, int]]) -> None:
    """No byte is used twice (a shared end of strings would hide text), and none is left but padding."""
    end = 0
    for begin, until in sorted(interval for interval in used if interval != (0, 0)):
        if begin < end:
            raise BadCatalogue("two parts overlap")
        if content[end:begin].strip(b"\0"):
            raise BadCatalogue("there are bytes that nothing refers to")
        end = until
    if content[end:].strip(b"\0"):
        raise BadCatalogue("there are bytes after its end")


def _charset(header: bytes) -> str:
    found = _CHARSET.search(header)
    return found[1].decode() if found else "utf-8"


def charset_of(content: bytes) -> str:
    """The charset that a ``.po`` file's header names, as the file writes it; UTF-8 if none."""
    found = re.search(rb'"Content-Type:[^\n"]*charset=([\w.:-]{1,40})', content, re.IGNORECASE)
    name = found[1].decode() if found else "utf-8"
    return "utf-8" if name == "CHARSET" else name
