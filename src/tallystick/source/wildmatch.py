"""git's patterns (wildmatch, as gitignore(5) and gitattributes(5) use it) as regular expressions.

``pathspec`` was measured against ``git check-attr`` and is not used: it matches what lies below a
directory too (right for ignoring, wrong for attributes), and knows neither ``[[:alpha:]]`` nor that
a bracket never matches ``/``. Bytes throughout, as in git: ``?`` is one byte, not one letter.

Patterns come from strangers, so none may take exponential time: a ``*`` is settled by the first
place where what follows it fits (the rest of the folder is open to the next ``*`` anyway), and a
``**/`` by the first folder where all up to the next ``**/`` fits; atomic groups say so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

_CLASSES = {
    b"alnum": rb"0-9A-Za-z",
    b"alpha": rb"A-Za-z",
    b"blank": rb" \t",
    b"cntrl": rb"\x00-\x1f\x7f",
    b"digit": rb"0-9",
    b"graph": rb"\x21-\x7e",
    b"lower": rb"a-z",
    b"print": rb"\x20-\x7e",
    b"punct": rb"\x21-\x2f\x3a-\x40\x5b-\x60\x7b-\x7e",
    b"space": rb" \t\n\r",
    b"upper": rb"A-Z",
    b"xdigit": rb"0-9A-Fa-f",
}

_SPECIAL = re.compile(rb"[*?\[\\]")

_STAR = b"*"
_FOLDERS = b"**/"
_REST = b"**"


class _Wild(Struct, frozen=True):
    """One of ``*``, ``**/`` (any folders, also none) and ``**`` at an end (anything)."""

    kind: bytes


class _NeverMatches(Exception):  # noqa: N818 - not an error: git takes such patterns and matches nothing
    """A pattern with a bracket or an escape that does not end."""


def compile_pattern(pattern: bytes, *, whole_path: bool) -> re.Pattern[bytes] | None:
    """What ``pattern`` matches, as an expression for ``fullmatch``; None if that is nothing.

    Args:
        pattern: without a slash at either end.
        whole_path: matched against a path, where ``*`` and ``?`` stop at ``/`` (WM_PATHNAME); else
            against a name without slashes.
    """
    try:
        tokens = list(_tokens(pattern, whole_path=whole_path))
    except _NeverMatches:
        return None
    blocks: list[list[bytes | _Wild]] = [[]]
    for token in tokens:
        if token == _Wild(_FOLDERS):
            blocks.append([])
        else:
            blocks[-1].append(token)
    last = len(blocks) - 1
    expression = b""
    for number, block in enumerate(blocks):
        inner = _block(block)
        if number == 0:
            expression += inner
        elif number < last:
            expression += rb"(?>(?:.*?/)??" + inner + b")"
        else:
            expression += rb"(?:.*/)?" + inner
    return re.compile(expression, re.DOTALL)


def _block(tokens: list[bytes | _Wild]) -> bytes:
    """What stands between two ``**/``; every ``*`` but the last is settled where it first fits."""
    pieces: list[bytes] = [b""]
    for token in tokens:
        if token == _Wild(_STAR):
            pieces.append(b"")
        else:
            pieces[-1] += rb".*" if isinstance(token, _Wild) else token
    middle = b"".join(rb"(?>[^/]*?" + piece + b")" for piece in pieces[1:-1])
    final = b"[^/]*" + pieces[-1] if len(pieces) > 1 else b""
    return pieces[0] + middle + final


def _tokens(pattern: bytes, *, whole_path: bool) -> Iterator[bytes | _Wild]:
    """Expressions for one byte each, and the wild cards between them."""
    position = 0
    while position < len(pattern):
        letter = pattern[position : position + 1]
        if letter == b"*":
            end = len(pattern) - len(pattern[position:].lstrip(b"*"))
            wild, position = _stars(pattern, position, end, whole_path=whole_path)
            yield wild
        elif letter == b"[":
            expression, position = _bracket(pattern, position + 1)
            yield expression
        elif letter == b"\\":
            if position + 1 == len(pattern):
                raise _NeverMatches
            yield re.escape(pattern[position + 1 : position + 2])
            position += 2
        else:
            yield b"[^/]" if letter == b"?" else re.escape(letter)
            position += 1


def _stars(pattern: bytes, start: int, end: int, *, whole_path: bool) -> tuple[_Wild, int]:
    """Two or more stars between slashes (or an end) span folders; all others are one star."""
    after = pattern[end:]
    # git compares what stands before the first wild card by itself and forgets it (match_pathname),
    # so that stars after it count as opening: ``b**/c`` matches ``b/x/c`` and ``bc`` too.
    opens = _SPECIAL.search(pattern, 0, start) is None or pattern[start - 1 : start] == b"/"
    if end - start >= 2 and whole_path and opens:
        if after.startswith(b"/"):
            return _Wild(_FOLDERS), end + 1
        if not after or after.startswith(b"\\/"):
            return _Wild(_REST), end
    return _Wild(_STAR), end


def _bracket(pattern: bytes, position: int) -> tuple[bytes, int]:
    """The expression for a bracket whose content begins at ``position``, and where it is over."""
    negated = pattern[position : position + 1] in {b"!", b"^"}
    position += negated
    members: list[bytes] = []
    low: bytes | None = None
    first = True
    while first or pattern[position : position + 1] != b"]":
        first = False
        if pattern[position : position + 2] == b"[:" and b":]" in pattern[position + 2 :]:
            end = pattern.index(b"]", position + 2)
            name = pattern[position + 2 : end - 1]
            if pattern[end - 1 : end] == b":":
                if name not in _CLASSES:
                    raise _NeverMatches
                members.append(_CLASSES[name])
                low, position = None, end + 1
                continue
        following = pattern[position + 1 : position + 2]
        if pattern[position : position + 1] == b"-" and low and following not in {b"", b"]"}:
            high, position = _literal(pattern, position + 1)
            # An empty range (z-a) is allowed and matches nothing.
            if low <= high:
                members.append(re.escape(low) + b"-" + re.escape(high))
            low = None
            continue
        low, position = _literal(pattern, position)
        members.append(re.escape(low))
    body = b"".join(members)
    if negated:
        return b"[^/" + body + b"]", position + 1
    return (b"(?!/)[" + body + b"]") if body else b"(?!)", position + 1


def _literal(pattern: bytes, position: int) -> tuple[bytes, int]:
    if pattern[position : position + 1] == b"\\":
        position += 1
    if position >= len(pattern):
        raise _NeverMatches
    return pattern[position : position + 1], position + 1
