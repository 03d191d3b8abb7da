"""Which words the source's texts hold: whether a function that a binary calls is spoken of at all.

A search for words, within bounds, and no understanding: the absence of a word is something to look at, its
presence explains nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec import Struct

from tallystick.errors import ContentUnavailable, LimitExceeded
from tallystick.explain.context import Context
from tallystick.explain.places import base_name

NATIVE = frozenset({
    ".c", ".cc", ".cpp", ".cxx", ".cu", ".m", ".mm", ".pyx", ".rs", ".f", ".f90", ".F90", ".go", ".zig",
    ".nim", ".d", ".v", ".swift", ".h", ".hh", ".hpp", ".hxx", ".inc", ".pxd", ".pxi", ".in", ".S", ".asm",
})  # fmt: skip
"""Endings of what compilers read, headers and templates included."""

MAX_FILES = 6_000
"""Files that are searched: scipy with its submodules has about 5,000."""

MAX_TOTAL = 96 * 1024 * 1024
"""Bytes that are searched: half a second's work."""

_PYTHON = frozenset({".py", ".pyx", ".pyi"})


class Found(Struct, frozen=True, kw_only=True):
    """The words that were found, and how many files could not be searched."""

    words: frozenset[str]
    files: int
    unsearched: int


def native_words(words: Iterable[str], context: Context) -> Found:
    """Which of ``words`` stand in the source's native texts, searched once for all of an audit.

    Args:
        words: must be the same at each call: they are what the one search looks for.
        context: the source.
    """
    return context.once("native words", lambda: _search(tuple(words), NATIVE, context))


def says_any(words: tuple[str, ...], context: Context) -> bool:
    """Whether the source's Python speaks of one of ``words``."""
    return bool(python_words(words, context))


def python_words(words: tuple[str, ...], context: Context) -> frozenset[str]:
    """Which of ``words`` stand in the source's Python, searched once for each such tuple."""
    if not words:
        return frozenset()
    return context.once(f"python words {words}", lambda: _search(words, _PYTHON, context)).words


def _search(words: tuple[str, ...], endings: frozenset[str], context: Context) -> Found:
    wanted = []
    for path, entry in context.source.tree.entries.items():
        name = base_name(path)
        if name[name.rfind(".") :] in endings and not (entry.is_link or entry.is_gitlink):
            wanted.append(path)
    wanted.sort(key=lambda path: (path.count("/"), path))
    beyond = max(0, len(wanted) - MAX_FILES)
    del wanted[MAX_FILES:]
    context.source.tree.reader.prefetch(frozenset(wanted))
    pattern = re.compile(
        rb"(?<!\w)(?:" + b"|".join(re.escape(word.encode()) for word in words) + rb")(?!\w)"
    )
    found: set[bytes] = set()
    left = MAX_TOTAL
    for path in wanted:
        try:
            content = context.source.tree.reader.read(path) if left > 0 else None
        except (ContentUnavailable, LimitExceeded):
            content = None
        if content is None or len(content) > left:
            beyond += 1
            continue
        left -= len(content)
        found.update(pattern.findall(content))
    return Found(
        words=frozenset(word.decode() for word in found),
        files=len(wanted),
        unsearched=beyond + len(context.gitlinks),
    )
