"""MANIFEST.in: what an sdist of setuptools takes ("Controlling files in the distribution")."""

from __future__ import annotations

from collections.abc import Sequence
from fnmatch import fnmatchcase
from typing import Final

MANIFEST_IN: Final = "MANIFEST.in"


def commands_of(text: str) -> tuple[tuple[str, ...], ...]:
    """The commands of a MANIFEST.in, each with its words."""
    rows = (row.split() for row in text.splitlines() if not row.lstrip().startswith("#"))
    return tuple(tuple(row) for row in rows if row)


def leaves_out(commands: Sequence[Sequence[str]], path: str) -> bool:
    """Whether a command, in whatever order they stand, says that ``path`` is to be left out."""
    base = path.rpartition("/")[2]
    for name, *words in commands:
        if name == "exclude" and any(fnmatchcase(path, word) for word in words):
            return True
        if name == "global-exclude" and any(fnmatchcase(base, word) for word in words):
            return True
        if name in {"prune", "recursive-exclude"} and words:
            folder, *patterns = words
            is_below = folder == "*" or fnmatchcase(path, f"{folder.rstrip('/')}/*")
            if is_below and any(fnmatchcase(base, word) for word in patterns or ["*"]):
                return True
    return False
