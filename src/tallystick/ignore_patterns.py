"""Lines of ``.gitignore`` and what is written like them (gitignore(5)), as patterns that can be asked.

pathspec is 30 modules, so that it is imported where there are lines at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec


def ignore_spec(lines: Iterable[str]) -> GitIgnoreSpec:
    """The patterns of ``lines``, the last of which decides.

    Raises:
        ValueError: one of them is no pattern; pathspec itself lets ``re.error`` through for ``[b-a]``.
    """
    from pathspec import GitIgnoreSpec  # noqa: PLC0415 - see above

    try:
        return GitIgnoreSpec.from_lines(lines)
    except re.error as error:
        raise ValueError(f"no pattern: {error}") from None


def readable_spec(lines: Iterable[str]) -> GitIgnoreSpec:
    """The patterns of ``lines`` without those that are none; git takes the first letter of ``[m-b]``."""
    held = list(lines)
    try:
        return ignore_spec(held)
    except ValueError:
        return ignore_spec(line for line in held if _is_pattern(line))


def _is_pattern(line: str) -> bool:
    try:
        ignore_spec([line])
    except ValueError:
        return False
    return True
