"""Format directives of C in translations: what is printed must be what the program hands over.

A translation that says ``%s`` where the program passes a number, or ``%n`` at all, is a way into the program
(CWE-134). msgfmt ``--check-format`` refuses every difference; but honest translations have some (a ``%u`` for
a ``%o``, a ``%`` too few). So only arguments that are taken as an address count here. A translation may leave
arguments out and reorder them (``%2$s``).
"""

from __future__ import annotations

import re

from tallystick.explain.translations.catalogue import Key

ADDRESSES = frozenset("snSp")
"""Conversions that take an address: to read a string from, to write a count to, to print."""

_DIRECTIVE = re.compile(
    r"%(?:(?P<literal>%)|(?:(?P<number>\d{1,3})\$)?[-+ #0'I]*(?P<width>\*(?:\d{1,3}\$)?|\d*)"
    r"(?:\.(?P<precision>\*(?:\d{1,3}\$)?|\d*))?"
    r"(?P<length>hh|h|ll|l|j|z|t|L|q|)(?P<letter>[a-zA-Z]|<\w{1,20}>)|(?P<other>.|\Z))",
    re.DOTALL,
)


def wrong_directive(key: Key, texts: tuple[str, ...]) -> str | None:
    """A directive of a translation that takes an argument otherwise than the message; None if none does."""
    _, singular, plural = key
    allowed = [_arguments(text) for text in filter(None, (singular, plural))]
    for text in filter(None, texts):
        for number, kind in _arguments(text).items():
            if kind[-1] not in ADDRESSES:
                continue
            if not any(known.get(number) == kind for known in allowed):
                return f"a translation of {singular[:100]!r} takes argument {number} as %{kind}"
    return None


def _arguments(text: str) -> dict[int, str]:
    """The type that each argument is taken as, by its number; what is no directive takes none."""
    found: dict[int, str] = {}
    following = 0
    for directive in _DIRECTIVE.finditer(text):
        if directive["literal"] or directive["other"] is not None:
            continue
        for star in (directive["width"], directive["precision"]):
            if star and star[0] == "*":
                following += star == "*"
                found[int(star[1:-1]) if star[1:] else following] = "*"
        if directive["letter"] == "m":  # glibc's: the text of errno, no argument
            continue
        if directive["number"]:
            number = int(directive["number"])
        else:
            following += 1
            number = following
        found[number] = (directive["length"] or "") + directive["letter"].replace("i", "d")
    return found
