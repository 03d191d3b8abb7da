"""MANIFEST.in: what an sdist of setuptools takes ("Controlling files in the distribution")."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Iterable, Sequence

MANIFEST_IN = "MANIFEST.in"

_UNSPEAKABLE = re.compile(r"[\s*?\[\]#\\]")
"""What separates words there, or is a pattern; a ``?`` stands for each, and fits the character itself."""


def included(paths: Iterable[str]) -> tuple[str, ...]:
    """The lines that take ``paths`` along; a path that ends in ``/`` is a folder."""
    return tuple(
        f"graft {_word(path[:-1])}" if path.endswith("/") else f"include {_word(path)}"
        for path in paths
    )


def excluded(paths: Iterable[str]) -> tuple[str, ...]:
    """The lines that leave ``paths`` out."""
    return tuple(
        f"prune {_word(path[:-1])}" if path.endswith("/") else f"exclude {_word(path)}"
        for path in paths
    )


def leaves_out(commands: Sequence[Sequence[str]], path: str) -> bool:
    """Whether a command says that ``path`` is to be left out; then somebody has decided so."""
    base = path.rpartition("/")[2]
    for name, *words in commands:
        if name == "exclude" and any(fnmatch.fnmatchcase(path, word) for word in words):
            return True
        if name == "global-exclude" and any(fnmatch.fnmatchcase(base, word) for word in words):
            return True
        if name in {"prune", "recursive-exclude"} and words:
            folder, *patterns = words
            is_below = fnmatch.fnmatchcase(path, f"{folder.rstrip('/')}/*")
            if is_below and any(fnmatch.fnmatchcase(base, word) for word in patterns or ["*"]):
                return True
    return False


def commands_of(text: str) -> tuple[tuple[str, ...], ...]:
    """The commands of a MANIFEST.in, each with its words."""
    rows = (row.split() for row in text.splitlines() if not row.lstrip().startswith("#"))
    return tuple(tuple(row) for row in rows if row)


def _word(path: str) -> str:
    return _UNSPEAKABLE.sub("?", path)
