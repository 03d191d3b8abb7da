"""``re.sub`` over texts that a ``setup.py`` reads: the calls of :mod:`re` that are followed."""

from __future__ import annotations

import re

from msgspec import Struct

from tallystick.project.literal import MAX_SIZE, UNKNOWN, Arguments, Followed, Function
from tallystick.project.pattern import NotFollowed, Pattern, Steps

FLAGS = ("IGNORECASE", "MULTILINE", "DOTALL", "I", "M", "S")


class Compiled(Followed, Struct, frozen=True):
    """What ``re.compile`` gives back."""

    pattern: Pattern
    steps: Steps

    def method(self, name: str, arguments: Arguments) -> object:
        """``.sub(replacement, text)``."""
        return _replaced(self.pattern, arguments, self.steps) if name == "sub" else UNKNOWN


def patterns(steps: Steps) -> dict[str, object]:
    """``re.sub``, ``re.compile`` and the flags that are understood, by their full names."""

    def compiled(arguments: Arguments) -> object:
        pattern = _pattern(arguments, 1)
        return UNKNOWN if pattern is None else Compiled(pattern, steps)

    def sub(arguments: Arguments) -> object:
        pattern = _pattern(arguments, 4)
        named = {key: value for key, value in arguments.named.items() if key != "flags"}
        rest = Arguments(arguments.given[1:3], named)
        counted = len(arguments.given) > 3  # noqa: PLR2004 - "count" is the fourth
        return UNKNOWN if pattern is None or counted else _replaced(pattern, rest, steps)

    flags: dict[str, object] = {f"re.{name}": int(getattr(re, name)) for name in FLAGS}
    return {"re.sub": Function(sub), "re.compile": Function(compiled), **flags}


def _pattern(arguments: Arguments, flags_at: int) -> Pattern | None:
    """The first argument with the flags, which may stand at a place of their own."""
    text = arguments.given[0] if arguments.given else None
    placed = arguments.given[flags_at] if len(arguments.given) > flags_at else 0
    flags = arguments.named.get("flags", placed)
    if not isinstance(text, str) or not isinstance(flags, int):
        return None
    try:
        return Pattern.of(text, flags)
    except NotFollowed:
        return None


def _replaced(pattern: Pattern, arguments: Arguments, steps: Steps) -> object:
    """The text with the replacement in it, both of them texts."""
    match arguments.given:
        case [str(replacement), str(text)] if not arguments.named and len(text) <= MAX_SIZE:
            try:
                return pattern.replaced(replacement, text, steps)
            except NotFollowed:
                return UNKNOWN
    return UNKNOWN
