"""The binary catalogue of gettext, read strictly: each byte of the file has one meaning, or it is refused.

GNU gettext manual, "The Format of GNU MO Files". The standard library's reader is not used: it
compiles the plural expression that the file brings along. Minor revision 1 (gettext's ``gmo.h``) has a second
pair of tables, for strings in which a part depends on the machine: ``%<PRIu64>`` is kept there in pieces.
Major revision 1 says that one of those parts is the flag ``I``, and changes nothing of the form.
"""

from __future__ import annotations

import itertools
import re
import struct

from msgspec import Struct

_MAGIC = 0x950412DE
_PART = re.compile(
    rb"(?P<plain>I)|(?P<macro>PRI[diouxX](?:8|16|32|64|MAX|PTR|LEAST(?:8|16|32|64)|FAST(?:8|16|32|64)))"
)
"""What depends on the machine: C99's macros of ``inttypes.h`` (7.8.1), which a ``.po`` writes in angle
brackets, and the flag of printf for a language's own digits, which it writes plainly."""
_END = 0xFFFFFFFF
_CHARSET = re.compile(rb"^Content-Type:[^\n]*charset=([\w.:-]{1,40})", re.MULTILINE | re.IGNORECASE)


_REVISIONS = frozenset({0, 1, 0x10001})
"""The major one in the upper half, the minor one in the lower (``MO_REVISION_NUMBER_WITH_SYSDEP_I``)."""


class BadCatalogue(ValueError):  # noqa: N818 - a property of the input, caught where it is read
    """The bytes are no catalogue of revision 0.0, 0.1 or 1.1, or hold more than one."""


class _Cover:
    """Which bytes of a file are used: each once, and together no more than there are.

    What is taken twice would be copied as often: the sum is checked before anything is.
    """

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._taken: list[tuple[int, int]] = []
        self._left = len(content)

    def take(self, begin: int, size: int) -> bytes:
        """The ``size`` bytes from ``begin``."""
        if begin + size > len(self._content):
            raise BadCatalogue("a table or a string ends after the file")
        self._left -= size
        if self._left < 0:
            raise BadCatalogue("two parts overlap")
        if size:
            self._taken.append((begin, begin + size))
        return self._content[begin : begin + size]

    def check(self) -> None:
        """No byte is used twice (a shared end of strings would hide text), and none is left but padding."""
        end = 0
        for begin, until in sorted(self._taken):
            if begin < end:
                raise BadCatalogue("two parts overlap")
            if self._content[end:begin].strip(b"\0"):
                raise BadCatalogue("there are bytes that nothing refers to")
            end = until
        if self._content[end:].strip(b"\0"):
            raise BadCatalogue("there are bytes after its end")


class Catalogue(Struct, frozen=True, kw_only=True):
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
    if revision not in _REVISIONS:
        raise BadCatalogue(f"revision {revision:#x}")
    cover = _Cover(content)
    cover.take(0, 48 if revision else 28)
    tables = [cover.take(at, 8 * count) for at in (originals, translations)]
    hashed = cover.take(hash_at, 4 * hash_size)
    _check_hash(struct.unpack(f"{order}{hash_size}I", hashed), count)
    before, after = (_strings(table, order, cover) for table in tables)
    if any(a >= b for a, b in itertools.pairwise(before)):
        raise BadCatalogue("the messages are not sorted, or one is there twice")
    if revision:
        composed = _composed(content, order, cover)
        if not set(before).isdisjoint(composed) or b"" in composed:
            raise BadCatalogue("a message is there twice")
        before, after = [*before, *composed], [*after, *composed.values()]
    cover.check()
    charset = _charset(after[0] if before[:1] == [b""] else b"")
    try:
        pairs = [(a.decode(charset), b.decode(charset)) for a, b in zip(before, after, strict=True)]
    except (UnicodeDecodeError, LookupError):
        raise BadCatalogue(f"a message is not {charset}") from None
    return Catalogue(messages=dict(pairs))


def _byte_order(content: bytes) -> str:
    if len(content) >= 28:
        for order in "<>":
            magic, revision = struct.unpack_from(f"{order}2I", content)
            if magic == _MAGIC and (not revision & 1 or len(content) >= 48):
                return order
    raise BadCatalogue("no head of a catalogue")


def _check_hash(cells: tuple[int, ...], count: int) -> None:
    """Each message once in the hash table, which holds nothing else."""
    if cells and sorted(cell for cell in cells if cell) != list(range(1, count + 1)):
        raise BadCatalogue("the hash table is not one of these messages")


def _strings(table: bytes, order: str, cover: _Cover) -> list[bytes]:
    return [_terminated(cover.take(at, n + 1)) for n, at in struct.iter_unpack(f"{order}2I", table)]


def _terminated(text: bytes) -> bytes:
    if not text.endswith(b"\0"):
        raise BadCatalogue("a string does not end where its table says")
    return text[:-1]


def _composed(content: bytes, order: str, cover: _Cover) -> dict[bytes, bytes]:
    """The messages of minor revision 1, put together as the ``.po`` has them, in the file's order."""
    parts, parts_at, count, originals, translations = struct.unpack_from(f"{order}5I", content, 28)
    names = [
        _part(cover.take(at, size))
        for size, at in struct.iter_unpack(f"{order}2I", cover.take(parts_at, 8 * parts))
    ]
    tables = [
        struct.unpack(f"{order}{count}I", cover.take(at, 4 * count))
        for at in (originals, translations)
    ]
    found: dict[bytes, bytes] = {}
    for before, after in zip(*tables, strict=True):
        text = _put_together(order, before, names, cover)
        if text in found:
            raise BadCatalogue("a message is there twice")
        found[text] = _put_together(order, after, names, cover)
    return found


def _part(text: bytes) -> bytes:
    named = _PART.fullmatch(_terminated(text))
    if named is None:
        raise BadCatalogue("a part of messages is no macro of inttypes.h")
    return named[0] if named["plain"] else b"<%s>" % named[0]


def _put_together(order: str, at: int, names: list[bytes], cover: _Cover) -> bytes:
    """One string: pieces of fixed text, and behind each but the last the part with the number there."""
    (fixed,) = struct.unpack(f"{order}I", cover.take(at, 4))
    at += 4
    text: list[bytes] = []
    while True:
        size, part = struct.unpack(f"{order}2I", cover.take(at, 8))
        at += 8
        text.append(cover.take(fixed, size))
        fixed += size
        if part == _END:
            return _terminated(b"".join(text))
        if part >= len(names):
            raise BadCatalogue("a message has a part that is not there")
        text.append(names[part])


def _charset(header: bytes) -> str:
    found = _CHARSET.search(header)
    return found[1].decode() if found else "utf-8"


def charset_of(content: bytes) -> str:
    """The charset that a ``.po`` file's header names, as the file writes it; UTF-8 if none."""
    found = re.search(rb'"Content-Type:[^\n"]*charset=([\w.:-]{1,40})', content, re.IGNORECASE)
    name = found[1].decode() if found else "utf-8"
    return "utf-8" if name == "CHARSET" else name
