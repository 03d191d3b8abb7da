"""Templates with placeholders, laid against the text that was made from them, line by line.

Placeholders stand for text within a line. Fixed pieces are looked for from left to right, each at its
first place, which finds a way to fit whenever there is one and takes linear time.
"""

from __future__ import annotations

import re

PLACEHOLDER = re.compile(r"@([A-Za-z_][\w.-]{0,80})@|\$\{([A-Za-z_][\w.-]{0,80})\}")
"""``@VAR@`` (autoconf, meson, CMake) and ``${VAR}`` (CMake)."""


def fill(template: str, text: str) -> list[tuple[str, str]] | None:
    """Each placeholder's name and the text in its place; None if the rest is not the same."""
    theirs, ours = template.split("\n"), text.split("\n")
    if len(theirs) != len(ours):
        return None
    found: list[tuple[str, str]] = []
    for before, after in zip(theirs, ours, strict=True):
        values = _line(before, after)
        if values is None:
            return None
        found += values
    return found


def _line(template: str, text: str) -> list[tuple[str, str]] | None:
    names = [a or b for a, b in PLACEHOLDER.findall(template)]
    if not names:
        return [] if template == text else None
    fixed = PLACEHOLDER.sub("\0", template).split("\0")
    if len(fixed) != len(names) + 1 or not text.startswith(fixed[0]):
        return None
    position = len(fixed[0])
    found: list[tuple[str, str]] = []
    for number, name in enumerate(names):
        following = fixed[number + 1]
        last = number == len(names) - 1
        end = len(text) - len(following) if last else text.find(following, position)
        if end < position or not text.startswith(following, end):
            return None
        found.append((name, text[position:end]))
        position = end + len(following)
    return found
