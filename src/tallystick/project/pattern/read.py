"""A regular expression as a tree, in the syntax of :mod:`re`, as far as it is understood.

https://docs.python.org/3/library/re.html#regular-expression-syntax . What one character may be is left to
:mod:`re` itself, which takes no time over a single character.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from msgspec import Struct, field

FLAGS = re.IGNORECASE | re.MULTILINE | re.DOTALL | re.VERBOSE

_LETTERS = {"i": re.IGNORECASE, "m": re.MULTILINE, "s": re.DOTALL, "x": re.VERBOSE}
_INLINE = re.compile(r"\(\?([imsx]{1,4})\)")
"""Flags for the whole pattern, which stand at its beginning."""

MAX_PATTERN = 2_000
"""Characters of one pattern: those of readmes stay under 200."""

MAX_DEPTH = 30
"""Groups inside groups, each of which is some calls deep here."""

MAX_REPEAT = 1_000
"""What ``{n}`` may say: each repetition is a copy of what is repeated."""


class NotFollowed(ValueError):  # noqa: N818 - a state of the source, caught where a field is declared
    """A pattern that is malformed, or that is not understood here, or that takes too many steps."""


class One(Struct, frozen=True, kw_only=True):
    """One character; ``literal`` where it can only be that."""

    test: Callable[[str], object]
    literal: str = ""


class Edge(Struct, frozen=True, kw_only=True):
    r"""A place between characters: ``^``, ``$``, ``\A``, ``\Z``, ``\b``, ``\B``."""

    kind: str


class Series(Struct, frozen=True, kw_only=True):
    """One thing after the other."""

    parts: tuple[Node, ...]


class Choice(Struct, frozen=True, kw_only=True):
    """The first of these that leads to a match."""

    options: tuple[Node, ...]


class Repeat(Struct, frozen=True, kw_only=True):
    """``least`` to ``most`` times (None: any number), as often as possible if ``greedy``."""

    body: Node
    least: int
    most: int | None
    greedy: bool


class Group(Struct, frozen=True, kw_only=True):
    """A group that is remembered by its number."""

    number: int
    body: Node


class Look(Struct, frozen=True, kw_only=True):
    """``(?=…)``, ``(?!…)``, and with ``width`` characters before here ``(?<=…)``, ``(?<!…)``."""

    body: Node
    wanted: bool
    width: int | None = None


Node = One | Edge | Series | Choice | Repeat | Group | Look


class Tree(Struct, frozen=True, kw_only=True):
    """A whole pattern: its tree, the number of its groups, and the names that some of them have."""

    node: Node
    groups: int
    names: dict[str, int]


def read(pattern: str, flags: int) -> Tree:
    """``pattern`` as a tree; :class:`NotFollowed` as its docstring says."""
    if flags & ~FLAGS or len(pattern) > MAX_PATTERN:
        raise NotFollowed("its flags or its length")
    inline = _INLINE.match(pattern)
    for letter in inline[1] if inline is not None else "":
        flags |= _LETTERS[letter]
    reader = _Reader(text=pattern, flags=flags, at=inline.end() if inline is not None else 0)
    node = reader.choice(0)
    if reader.at < len(pattern):
        raise NotFollowed("a parenthesis without its other half")
    return Tree(node=node, groups=reader.groups, names=reader.names)


_BRACES = re.compile(r"\{(?!\})([0-9]{0,6})(,?)([0-9]{0,6})\}")
_SPACE = re.compile(r"(?:[ \t\n\r\v\f]|#[^\n]*)*")
_NAME = re.compile(r"\?P<([A-Za-z_][A-Za-z0-9_]{0,60})>")
_CLASS = re.compile(r"\[\^?\]?(?:[^\]\\]|\\.)*\]", re.DOTALL)
_ODD_CLASS = re.compile(r"\[\^?\[|--|&&|~~|\|\|")
"""What :mod:`re` keeps for sets of sets, and warns of."""

_EDGES = {"A": "start", "Z": "end", "b": "word", "B": "no word"}


class _Reader(Struct):
    text: str
    flags: int
    at: int = 0
    groups: int = 0
    names: dict[str, int] = field(default_factory=dict)

    def choice(self, depth: int) -> Node:
        if depth > MAX_DEPTH:
            raise NotFollowed("groups inside groups")
        options = [self._series(depth)]
        while self._eat("|"):
            options.append(self._series(depth))
        return options[0] if len(options) == 1 else Choice(options=tuple(options))

    def _eat(self, word: str) -> bool:
        found = self.text.startswith(word, self.at)
        self.at += len(word) if found else 0
        return found

    def _series(self, depth: int) -> Node:
        parts: list[Node] = []
        self._skip()
        while self.at < len(self.text) and self.text[self.at] not in "|)":
            parts.append(self._repeated(self._atom(depth)))
            self._skip()
        return parts[0] if len(parts) == 1 else Series(parts=tuple(parts))

    def _skip(self) -> None:
        """White space and comments of a verbose pattern."""
        if self.flags & re.VERBOSE:
            found = _SPACE.match(self.text, self.at)
            self.at = found.end() if found is not None else self.at

    def _repeated(self, body: Node) -> Node:
        bounds = self._bounds()
        if bounds is None:
            return body
        if least_width(body) == 0:
            raise NotFollowed("a repeat of what may be nothing")
        greedy = not self._eat("?")
        if self._bounds() is not None:
            raise NotFollowed("a repeat of a repeat")
        return Repeat(body=body, least=bounds[0], most=bounds[1], greedy=greedy)

    def _bounds(self) -> tuple[int, int | None] | None:
        self._skip()
        for mark, least, most in (("*", 0, None), ("+", 1, None), ("?", 0, 1)):
            if self._eat(mark):
                return least, most
        found = _BRACES.match(self.text, self.at)
        if found is None:
            return None
        self.at = found.end()
        low = int(found[1] or 0)
        high = int(found[3]) if found[3] else None if found[2] else low
        if max(low, high or 0) > MAX_REPEAT or (high is not None and high < low):
            raise NotFollowed("the bounds of a repeat")
        return low, high

    def _atom(self, depth: int) -> Node:
        if self._eat("("):
            return self._group(depth)
        if self.text[self.at] == "[":
            return self._class()
        character = self.text[self.at]
        self.at += 1
        if character == "\\":
            return self._escape()
        if character == ".":
            return One(test=_anything if self.flags & re.DOTALL else _no_line_feed)
        if character in "^$":
            sided = "start" if character == "^" else "end of text"
            lines = "line start" if character == "^" else "line end"
            return Edge(kind=lines if self.flags & re.MULTILINE else sided)
        is_repeat = character == "{" and _BRACES.match(self.text, self.at - 1) is not None
        if character in "*+?" or is_repeat:
            raise NotFollowed("a repeat of nothing")
        return self._literal(character)

    def _literal(self, character: str) -> One:
        if self.flags & re.IGNORECASE:
            return self._by_re(re.escape(character))
        return One(test=character.__eq__, literal=character)

    def _by_re(self, pattern: str) -> One:
        try:
            return One(test=re.compile(pattern, self.flags & re.IGNORECASE).fullmatch)
        except (re.error, OverflowError):
            raise NotFollowed(f"{pattern[:40]} is no class of characters") from None

    def _class(self) -> One:
        found = _CLASS.match(self.text, self.at)
        if found is None or _ODD_CLASS.search(found[0]):
            raise NotFollowed("a class of characters")
        self.at = found.end()
        return self._by_re(found[0])

    def _escape(self) -> Node:
        character = self.text[self.at : self.at + 1]
        self.at += 1
        if character in _EDGES:
            return Edge(kind=_EDGES[character])
        if character in set("dDsSwWntrfva"):
            return self._by_re("\\" + character)
        if not character or (character.isascii() and character.isalnum()):
            raise NotFollowed(f"\\{character}")
        return self._literal(character)

    def _group(self, depth: int) -> Node:
        for mark, wanted, behind in (
            ("?=", True, False),
            ("?!", False, False),
            ("?<=", True, True),
            ("?<!", False, True),
        ):
            if self._eat(mark):
                body = self._closed(depth)
                width = fixed_width(body) if behind else None
                return Look(body=body, wanted=wanted, width=width)
        if self._eat("?:"):
            return self._closed(depth)
        named = _NAME.match(self.text, self.at)
        if named is None and self._eat("?"):
            raise NotFollowed("a group of a kind that is not known here")
        self.groups += 1
        number = self.groups
        if named is not None:
            self.at = named.end()
            if named[1] in self.names:
                raise NotFollowed("two groups of one name")
            self.names[named[1]] = number
        return Group(number=number, body=self._closed(depth))

    def _closed(self, depth: int) -> Node:
        body = self.choice(depth + 1)
        if not self._eat(")"):
            raise NotFollowed("a parenthesis without its other half")
        return body


def _anything(_character: str) -> bool:
    return True


def _no_line_feed(character: str) -> bool:
    return character != "\n"


def least_width(node: Node) -> int:
    """How many characters ``node`` stands for at least."""
    match node:
        case One():
            return 1
        case Series(parts=parts):
            return sum(map(least_width, parts))
        case Choice(options=options):
            return min(map(least_width, options))
        case Repeat(body=body, least=least):
            return least * least_width(body)
        case Group(body=body):
            return least_width(body)
        case Edge() | Look():
            return 0


def fixed_width(node: Node) -> int:
    """How many characters ``node`` stands for; :class:`NotFollowed` where there may be more or fewer."""
    match node:
        case Series(parts=parts):
            return sum(map(fixed_width, parts))
        case Choice(options=options):
            widths = set(map(fixed_width, options))
            if len(widths) == 1:
                return widths.pop()
        case Repeat(body=body, least=least, most=most):
            if least == most:
                return least * fixed_width(body)
        case Group(body=body):
            return fixed_width(body)
        case One():
            return 1
        case Edge() | Look():
            return 0
    raise NotFollowed("a look behind at a text of any length")
