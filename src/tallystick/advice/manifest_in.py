"""Lines for MANIFEST.in, which says what goes into an sdist of setuptools ("Controlling files")."""

from __future__ import annotations

import re
from collections.abc import Iterable

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


def _word(path: str) -> str:
    return _UNSPEAKABLE.sub("?", path)
