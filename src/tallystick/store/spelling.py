r"""Text of strangers as both databases can hold it: valid UTF-8, and no NUL.

PostgreSQL refuses U+0000 in text and either refuses surrogates. Both are escaped as the ledger escapes
bytes that are not UTF-8 (``docs/ledger.md``), so a name comes back exact by ``parse_name``.
"""

from __future__ import annotations

from typing import Final

from tallystick.report.text import json_name, json_prose, parse_name

SHORT: Final = 255
"""Characters of a text that stands in an index: 1,020 bytes in UTF-8 at most, of PostgreSQL's 2,704."""


def stored_name(name: str) -> str:
    """An exact name (a path, a file name) as the store writes it."""
    if name.isascii() and name.isprintable() and "\\" not in name:
        return name
    return json_name(name).replace("\0", "\\x00")


def ledger_name(stored: str) -> str:
    """A name of the store as the JSON ledger writes it."""
    return stored if "\\" not in stored else json_name(parse_name(stored))


def stored_prose(text: str) -> str:
    """Prose as the store writes it; it is only read."""
    if text.isascii() and text.isprintable():
        return text
    return json_prose(text).replace("\0", "\\x00")


def short(text: str) -> str:
    """Prose for a column with an index: what is longer ends in ``…``."""
    shown = stored_prose(text)
    return shown if len(shown) <= SHORT else f"{shown[: SHORT - 1]}…"


def maybe_prose(text: str | None) -> str | None:
    """:func:`stored_prose`, or None."""
    return None if text is None else stored_prose(text)
