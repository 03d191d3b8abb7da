"""A unified difference, read back into two columns."""

from __future__ import annotations

import re
from enum import StrEnum
from itertools import zip_longest

from msgspec import Struct


class Kind(StrEnum):
    """What a row shows."""

    SAME = "same"
    CHANGED = "changed"
    REMOVED = "removed"
    ADDED = "added"
    HUNK = "hunk"
    NOTE = "note"


class Side(Struct, frozen=True, kw_only=True):
    """One line of one file: its number there, and its text."""

    number: int
    text: str


class Row(Struct, frozen=True, kw_only=True):
    """Two lines that stand beside each other; ``text`` is for hunks and notes, which span both."""

    kind: Kind
    left: Side | None = None
    right: Side | None = None
    text: str = ""


_HUNK = re.compile(r"@@ -([0-9]{1,9})(?:,[0-9]{1,9})? \+([0-9]{1,9})(?:,[0-9]{1,9})? @@")


def common_ends(left: str, right: str) -> tuple[int, int]:
    """How many characters two lines share at their beginning and, besides, at their end."""
    shorter = min(len(left), len(right))
    start = next((at for at in range(shorter) if left[at] != right[at]), shorter)
    rest = shorter - start
    end = next((at for at in range(rest) if left[-1 - at] != right[-1 - at]), rest)
    return start, end


def side_by_side(delta: str) -> tuple[Row, ...]:
    """The rows of ``delta``; a line that is no part of a unified difference becomes a note."""
    reader = _Reader()
    # Only the line feed ends a line of a difference; what else str.splitlines knows is content.
    for line in delta.removesuffix("\n").split("\n"):
        reader.feed(line)
    reader.flush()
    return tuple(reader.rows)


class _Reader:
    """Collects removed and added lines until a common line shows how they pair up."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self._in_hunk = False
        self._left = self._right = 0
        self._removed: list[Side] = []
        self._added: list[Side] = []

    def feed(self, line: str) -> None:
        if match := _HUNK.match(line):
            self.flush()
            self._in_hunk = True
            self._left, self._right = int(match[1]), int(match[2])
            self.rows.append(Row(kind=Kind.HUNK, text=line))
        elif self._in_hunk and line[:1] == "-":
            if self._added:
                self.flush()
            self._removed.append(self._next_left(line))
        elif self._in_hunk and line[:1] == "+":
            self._added.append(self._next_right(line))
        elif self._in_hunk and line[:1] == " ":
            self.flush()
            left, right = self._next_left(line), self._next_right(line)
            self.rows.append(Row(kind=Kind.SAME, left=left, right=right))
        else:  # a header, "\ No newline at end of file", or a delta in words
            self.flush()
            self.rows.append(Row(kind=Kind.NOTE, text=line))

    def flush(self) -> None:
        for left, right in zip_longest(self._removed, self._added):
            kind = Kind.ADDED if left is None else Kind.REMOVED if right is None else Kind.CHANGED
            self.rows.append(Row(kind=kind, left=left, right=right))
        self._removed, self._added = [], []

    def _next_left(self, line: str) -> Side:
        self._left += 1
        return Side(number=self._left - 1, text=line[1:])

    def _next_right(self, line: str) -> Side:
        self._right += 1
        return Side(number=self._right - 1, text=line[1:])
