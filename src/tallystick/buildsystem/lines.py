"""Logical lines: with their continuations, and the number of the first."""

from __future__ import annotations

from msgspec import Struct

LONGEST = 20_000
"""Characters of one logical line that are looked at: a list of thousand sources has as many."""


class Line(Struct, frozen=True, kw_only=True):
    """One logical line.

    Attributes:
        number: of its first line, from 1.
        text: without the backslashes at the ends of its lines.
    """

    number: int
    text: str


def logical_lines(text: str) -> list[Line]:
    """The lines of a makefile or script, those that a backslash continues joined."""
    found: list[Line] = []
    begun, parts = 0, list[str]()
    for number, line in enumerate(text.split("\n"), start=1):
        if not parts:
            begun = number
        goes_on = line.endswith("\\")
        parts.append(line[:-1] if goes_on else line)
        if not goes_on:
            found.append(Line(number=begun, text=" ".join(parts)[:LONGEST]))
            parts = []
    if parts:
        found.append(Line(number=begun, text=" ".join(parts)[:LONGEST]))
    return found
