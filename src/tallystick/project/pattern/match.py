"""A pattern laid against text, with each step counted, and what a replacement makes of it."""

from __future__ import annotations

import re

from msgspec import Struct

from tallystick.project.pattern.read import NotFollowed, One, Series, Tree, read
from tallystick.project.pattern.steps import Do, Step, instructions


class Steps(Struct):
    """How many steps are left; shared by all patterns of one text."""

    left: int

    def take(self, number: int = 1) -> None:
        """Spend ``number``; :class:`NotFollowed` where none are left."""
        self.left -= number
        if self.left < 0:
            raise NotFollowed("too many steps")


class Found(Struct, frozen=True):
    """Where a pattern matched, and its groups: twice as many places as groups, -1 for one not used."""

    text: str
    slots: tuple[int, ...]

    @property
    def start(self) -> int:
        """Where it begins."""
        return self.slots[0]

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.slots[1]

    def group(self, number: int) -> str | None:
        """The text of a group; None where that did not take part in the match."""
        start, end = self.slots[2 * number : 2 * number + 2]
        return None if end < 0 else self.text[start:end]


class Pattern(Struct, frozen=True):
    """A pattern that can be laid against texts."""

    tree: Tree
    program: tuple[Step, ...]
    literal: str

    @staticmethod
    def of(pattern: str, flags: int = 0) -> Pattern:
        """``pattern`` as :mod:`re` reads it with ``flags``; :class:`NotFollowed` if it is not understood."""
        tree = read(pattern, flags)
        return Pattern(tree, instructions(tree.node), _first(tree))

    def search(
        self, text: str, steps: Steps, start: int = 0, *, advance: bool = False
    ) -> Found | None:
        """The first match from ``start`` on; with ``advance`` not the empty one right there."""
        empty = (-1,) * (2 * self.tree.groups + 2)
        at = start
        while at <= len(text):
            if self.literal:
                at = text.find(self.literal, at)
                if at < 0:
                    return None
            barred = at if advance and at == start else -1
            slots = _run(self.program, text, at, empty, steps, barred)
            if slots is not None:
                return Found(text, (at, *slots[1:]))
            at += 1
        return None

    def replaced(self, replacement: str, text: str, steps: Steps) -> str:
        """What ``re.sub`` makes of ``text``; :class:`NotFollowed` for a replacement that it refuses."""
        parts = _template(replacement, self.tree)
        done, last, advance = [], 0, False
        while (found := self.search(text, steps, last, advance=advance)) is not None:
            done.append(text[last : found.start])
            done += [p if isinstance(p, str) else (found.group(p) or "") for p in parts]
            steps.take(sum(map(len, done[-len(parts) :])) if parts else 0)
            last, advance = found.end, found.start == found.end
        return "".join([*done, text[last:]])


def _first(tree: Tree) -> str:
    """The characters that a match begins with, as far as they are certain."""
    node = tree.node
    found = ""
    for part in node.parts if isinstance(node, Series) else (node,):
        if not isinstance(part, One) or not part.literal:
            break
        found += part.literal
    return found


def _run(  # noqa: PLR0913 - the state of one machine
    program: tuple[Step, ...],
    text: str,
    start: int,
    slots: tuple[int, ...],
    steps: Steps,
    barred: int = -1,
) -> tuple[int, ...] | None:
    """The slots of the first match that begins at ``start`` and does not end at ``barred``."""
    pending = [(0, start, slots)]
    while pending:
        at, place, held = pending.pop()
        while True:
            steps.take()
            step = program[at]
            at += 1
            if step.do is Do.ONE:
                if place >= len(text) or not step.test(text[place]):
                    break
                place += 1
            elif step.do is Do.SPLIT:
                pending.append((step.second, place, held))
                at = step.first
            elif step.do is Do.JUMP:
                at = step.first
            elif step.do is Do.END:
                if place == barred:
                    break
                return _with(held, 1, place)
            elif (passed := _passed(step, text, place, held, steps)) is None:
                break
            else:
                held = passed
    return None


def _passed(
    step: Step, text: str, place: int, slots: tuple[int, ...], steps: Steps
) -> tuple[int, ...] | None:
    """The slots behind a step that takes no character; None where it does not let through."""
    if step.do is Do.SAVE:
        steps.take(len(slots) // 2)  # all of them are copied, and kept for the way back
        return _with(slots, step.first, place)
    if step.do is Do.EDGE:
        return slots if _is_edge(step.edge, text, place) else None
    return _look(step, text, place, slots, steps)


def _with(slots: tuple[int, ...], number: int, place: int) -> tuple[int, ...]:
    return (*slots[:number], place, *slots[number + 1 :])


def _look(
    step: Step, text: str, place: int, slots: tuple[int, ...], steps: Steps
) -> tuple[int, ...] | None:
    """The slots after looking; None where what is wanted is not there, or the reverse."""
    begin = place - (step.width or 0)
    seen = _run(step.inner, text, begin, slots, steps) if begin >= 0 else None
    if (seen is not None) is not step.wanted:
        return None
    return slots if seen is None else seen


def _is_edge(kind: str, text: str, place: int) -> bool:
    if kind == "start":
        return place == 0
    if kind == "line start":
        return place == 0 or text[place - 1] == "\n"
    if kind == "end":
        return place == len(text)
    if kind == "end of text":
        return place == len(text) or (place == len(text) - 1 and text[place] == "\n")
    if kind == "line end":
        return place == len(text) or text[place] == "\n"
    if not text:
        return False  # Python 3.14 lets ``\B`` match there
    before = place > 0 and _is_word(text[place - 1])
    after = place < len(text) and _is_word(text[place])
    return (before is not after) is (kind == "word")


def _is_word(character: str) -> bool:
    return character.isalnum() or character == "_"


_PART = re.compile(
    r"\\(?:g<(?P<named>\w{1,60})>|(?P<number>[1-9][0-9]?)(?![0-9])|(?P<other>.?))", re.DOTALL
)
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "\\": "\\", "a": "\a", "f": "\f", "v": "\v"}


def _template(replacement: str, tree: Tree) -> list[str | int]:
    """The texts and groups of a replacement (``re.sub``, "repl")."""
    parts: list[str | int] = []
    last = 0
    for found in _PART.finditer(replacement):
        parts.append(replacement[last : found.start()])
        last = found.end()
        other = found["other"]
        if other is None:
            parts.append(_number(found["named"] or found["number"], tree))
        elif other in _ESCAPES:
            parts.append(_ESCAPES[other])
        elif not other or (other.isascii() and other.isalnum()):
            raise NotFollowed(f"a replacement with \\{other}")
        else:
            parts.append(f"\\{other}")
    return [*parts, replacement[last:]]


def _number(named: str, tree: Tree) -> int:
    number = tree.names.get(named, -1)
    if named.isascii() and named.isdecimal():
        number = int(named)
    if not 0 <= number <= tree.groups:
        raise NotFollowed(f"a replacement with a group {named} that there is not")
    return number
