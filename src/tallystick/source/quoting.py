"""Names in quotes with C's escapes, as git writes and reads odd ones (core.quotePath)."""

from __future__ import annotations

import re

_QUOTED = re.compile(rb'"((?:[^"\\]|\\(?:[0-3][0-7]{2}|[abfnrtv"\\]))*)"', re.DOTALL)
_ESCAPE = re.compile(rb"\\([0-3][0-7]{2}|.)", re.DOTALL)
_LETTERS = {
    b"a": b"\a",
    b"b": b"\b",
    b"f": b"\f",
    b"n": b"\n",
    b"r": b"\r",
    b"t": b"\t",
    b"v": b"\v",
    b'"': b'"',
    b"\\": b"\\",
}


def unquote(text: bytes) -> tuple[bytes, bytes] | None:
    """The name that ``text`` begins with in quotes, and what follows; None if it does not."""
    match = _QUOTED.match(text)
    if match is None:
        return None
    return _ESCAPE.sub(_letter, match[1]), text[match.end() :]


def _letter(match: re.Match[bytes]) -> bytes:
    code = match[1]
    return _LETTERS[code] if code in _LETTERS else bytes([int(code, 8)])
