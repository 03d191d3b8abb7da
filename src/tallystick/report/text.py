r"""Hostile text made visible, and numbers made readable.

What an archive calls its members is the attacker's to choose. The rule, which ``docs/ledger.md``
repeats: a *name* (path, file name) is written so that no two names look alike and none can act on
the reader. A backslash is doubled; a byte that is not UTF-8 is ``\xNN``; and for people, every
character that would not be seen is ``\n``, ``\t``, ``\r``, ``\xNN`` below U+0080, ``\uNNNN`` or
``\UNNNNNNNN`` above, and a space at the end of a component, or beside another, is ``\x20``.
*Prose* (claims, messages, differences) follows the same rule, but keeps its single backslashes and
its spaces, since it is read and never turned back.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import Final

from msgspec import Struct

from tallystick.errors import UsageError

_UNSEEN_THOUGH_PRINTABLE: Final = frozenset(
    {0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0}
    | {*range(0x180B, 0x1810), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)}
)
"""Characters that Unicode counts as printable and no font draws: fillers, the blank Braille cell,
variation selectors (Default_Ignorable_Code_Point in DerivedCoreProperties.txt, less those that
``str.isprintable`` knows). Whole programs have been hidden in variation selectors."""

_UNSEEN_SPACE: Final = re.compile(r"(?:\A|(?<=/)) +| +(?=/|\Z)| {2,}")
"""Spaces in a name that no one sees: at the ends of a component, or several in a row."""

_SHORT: Final = {0x09: "\\t", 0x0A: "\\n", 0x0D: "\\r"}
_BACKSLASH: Final = ord("\\")


def _is_surrogate(code: int) -> bool:
    return 0xD800 <= code <= 0xDFFF


def _is_unseen(code: int) -> bool:
    return not chr(code).isprintable() or code in _UNSEEN_THOUGH_PRINTABLE


def _escape(code: int) -> str:
    if 0xDC80 <= code <= 0xDCFF:  # PEP 383: the byte that could not be decoded
        return f"\\x{code - 0xDC00:02x}"
    if code < 0x80:
        return _SHORT.get(code, f"\\x{code:02x}")
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


class _Table(dict[int, str]):
    """A table for ``str.translate``, filled as characters are met."""

    def __init__(self, *, is_name: bool, for_people: bool) -> None:
        self._is_name = is_name
        self._for_people = for_people

    def __missing__(self, code: int) -> str:
        if code == _BACKSLASH and self._is_name:
            shown = "\\\\"
        elif _is_surrogate(code) or (self._for_people and _is_unseen(code)):
            shown = _escape(code)
        else:
            shown = chr(code)
        self[code] = shown
        return shown


_NAME: Final = _Table(is_name=True, for_people=True)
_PROSE: Final = _Table(is_name=False, for_people=True)
_JSON_NAME: Final = _Table(is_name=True, for_people=False)
_JSON_PROSE: Final = _Table(is_name=False, for_people=False)


class Piece(Struct, frozen=True, kw_only=True):
    """A run of text as it is shown, and whether it stands for characters that would not be seen."""

    text: str
    escaped: bool


def pieces(text: str, *, is_name: bool = False) -> tuple[Piece, ...]:
    r"""``name(text)`` or ``prose(text)`` in runs, so that a format can mark a real escape.

    In a difference, the four characters ``\x1b`` and the byte they stand for must not look alike.
    """
    table = _NAME if is_name else _PROSE
    spaces = {
        position
        for match in (_UNSEEN_SPACE.finditer(text) if is_name and " " in text else ())
        for position in range(*match.span())
    }
    if not spaces and text.isascii() and text.isprintable():
        return (Piece(text=text.translate(table), escaped=False),) if text else ()
    shown = [
        ("\\x20", True) if position in spaces else (table[ord(char)], _is_unseen(ord(char)))
        for position, char in enumerate(text)
    ]
    return tuple(
        Piece(text="".join(char for char, _ in run), escaped=escaped)
        for escaped, run in groupby(shown, key=lambda one: one[1])
    )


def is_plain(text: str, *, is_name: bool) -> bool:
    """Whether ``text`` is surely shown as it is: most is, and this is seen more quickly than shown."""
    plain = text.isascii() and text.isprintable()
    return plain and not (is_name and ("\\" in text or " " in text))


def name(text: str) -> str:
    """A path or file name for a person to read; :func:`parse_name` is its inverse."""
    if is_plain(text, is_name=True):
        return text
    return "".join(piece.text for piece in pieces(text, is_name=True))


def prose(text: str) -> str:
    """A sentence or a line of a difference for a person to read, always on one line."""
    return text.translate(_PROSE)


def json_name(text: str) -> str:
    """A path or file name for a program: backslashes and undecodable bytes are escaped, no more."""
    return text.translate(_JSON_NAME)


def json_prose(text: str) -> str:
    """A sentence or a difference for a program: only undecodable bytes are escaped."""
    return text.translate(_JSON_PROSE)


_ESCAPE = re.compile(
    r"\\(?:(?P<one>[\\ntr])|x(?P<x>[0-9a-f]{2})|u(?P<u>[0-9a-f]{4})|U(?P<U>[0-9a-f]{8})|)"
)
_ONE: Final = {"\\": "\\", "n": "\n", "t": "\t", "r": "\r"}


def parse_name(shown: str) -> str:
    """The path that :func:`name` or :func:`json_name` wrote as ``shown``.

    Raises:
        UsageError: a backslash in it begins no escape, so neither of them wrote it.
    """

    def unescaped(match: re.Match[str]) -> str:
        if match["one"]:
            return _ONE[match["one"]]
        if match["x"]:
            value = int(match["x"], 16)
            return chr(value if value < 0x80 else 0xDC00 + value)
        digits = match["u"] or match["U"]
        if not digits or int(digits, 16) > 0x10FFFF:
            raise UsageError(f"{shown!r} is not a name as the ledger writes them")
        return chr(int(digits, 16))

    return _ESCAPE.sub(unescaped, shown)


def shortened(shown: str, limit: int) -> str:
    """``shown``, its middle cut out and counted if it is longer than ``limit`` characters.

    Both ends stay: the beginning says where a file is, the end says what kind it is.
    """
    if len(shown) <= limit:
        return shown
    head = limit * 2 // 3
    tail = limit - head
    return f"{shown[:head]}…({len(shown) - head - tail:,} more characters)…{shown[-tail:]}"


def counted(number: int, noun: str, plural: str | None = None) -> str:
    """``1 file``, ``1,204 files``: exact, never rounded."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def share(part: int, whole: int) -> str:
    """``part`` of ``whole`` in percent, rounded down: 100 % means that nothing is missing."""
    if part >= whole:
        return "100 %"
    tenths = part * 1000 // whole
    if part and not tenths:
        return "< 0.1 %"
    return f"{tenths // 10}.{tenths % 10} %" if part else "0 %"
