"""Options that the build files of a release give to a tool, as lists of plain words that may be handed to it.

A word that is not of the tool's own short list is left out, and so is what a shell or make would expand. What
a tool writes without it is other bytes at worst, and those prove nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from tallystick.errors import ContentUnavailable, LimitExceeded
from tallystick.model import Tree

BUILD_FILE = re.compile(r"(?:^|/)(?:[Mm]akefile(?:\.am|\.in)?|GNUmakefile|[\w.-]+\.(?:sh|mk))$")
_CONTINUED = re.compile(r"[ \t]*\\\n[ \t]*")


class Spelling(Struct, frozen=True, kw_only=True):
    """How build files call one tool.

    Attributes:
        variables: of make, that hold its options; a pattern for the whole name.
        calls: what stands before the options where it is called.
        options: each whole word that is handed on.
        with_value: the words that take the next word as their value.
        value: such a value.
    """

    variables: str
    calls: str
    options: re.Pattern[str]
    with_value: frozenset[str] = frozenset()
    value: re.Pattern[str] = re.compile(r"[\w.+-][\w.+=-]{0,60}")


def option_lists(known: Tree, spelling: Spelling, most: int) -> Iterator[tuple[str, ...]]:
    """Each list of options that a build file of ``known`` gives, once, in the order of the paths.

    Args:
        known: the source, and what is proven.
        spelling: of the tool.
        most: bytes that are read of one file.
    """
    pattern = re.compile(
        rf"^[ \t]*(?:{spelling.variables})[ \t]*[+?:]?=[ \t]*([^\n]{{0,400}})"
        rf"|(?:{spelling.calls})[ \t]+([^\n]{{1,400}})",
        re.MULTILINE,
    )
    seen: set[tuple[str, ...]] = set()
    for path in sorted(known.entries):
        if not BUILD_FILE.search(path) or known.entries[path].is_link:
            continue
        for found in pattern.finditer(_joined(known, path, most)):
            words = tuple(_kept((found[1] or found[2] or "").split(), spelling))
            if words not in seen:
                seen.add(words)
                yield words


def _joined(known: Tree, path: str, most: int) -> str:
    try:
        text = known.read(path)[:most].decode("utf-8", "replace")
    except (ContentUnavailable, LimitExceeded):
        return ""
    return _CONTINUED.sub(" ", text)


def _kept(words: list[str], spelling: Spelling) -> Iterator[str]:
    """The words of the tool's own list; a value goes with the word before it."""
    for word, following in zip(words, [*words[1:], ""], strict=True):
        if spelling.options.fullmatch(word):
            yield word
        elif word in spelling.with_value and spelling.value.fullmatch(following):
            yield f"{word}{following}"
