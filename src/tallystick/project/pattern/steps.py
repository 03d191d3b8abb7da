"""A pattern's tree as instructions for a machine that backtracks with a stack of its own.

Ken Thompson's construction with ordered alternatives, as in Russ Cox, "Regular Expression Matching: the
Virtual Machine Approach" (https://swtch.com/~rsc/regexp/regexp2.html): what :mod:`re` tries first is tried
first here.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum

from msgspec import Struct

from tallystick.project.pattern.read import (
    Choice,
    Edge,
    Group,
    Look,
    Node,
    NotFollowed,
    One,
    Repeat,
    Series,
)

MAX_INSTRUCTIONS = 10_000
"""Instructions of one pattern: repeats with bounds are copies, and copies of copies."""


class Do(IntEnum):
    """What an instruction does."""

    ONE = 0
    SPLIT = 1
    JUMP = 2
    SAVE = 3
    EDGE = 4
    LOOK = 5
    END = 6


class Step(Struct, kw_only=True):
    """One instruction.

    Attributes:
        do: what it does.
        test: of one character.
        first: where to go on (``SPLIT``: first), or the slot to save in.
        second: where a ``SPLIT`` goes on when that led nowhere.
        edge: the kind of edge.
        inner: the instructions of what is looked at ahead or behind.
        wanted: whether that has to match.
        width: how far behind it begins; None for ahead.
    """

    do: Do
    test: Callable[[str], object] = bool
    first: int = 0
    second: int = 0
    edge: str = ""
    inner: tuple[Step, ...] = ()
    wanted: bool = True
    width: int | None = None


def instructions(node: Node) -> tuple[Step, ...]:
    """``node`` as a whole program; :class:`NotFollowed` where it would be too long."""
    program: list[Step] = []
    _put(node, program, {})
    program.append(Step(do=Do.END))
    return tuple(program)


Looks = dict[int, tuple[Step, ...]]
"""What is looked at, by the identity of its node: a repeat copies the look and not what it looks at."""


def _put(node: Node, program: list[Step], looks: Looks) -> None:
    if len(program) > MAX_INSTRUCTIONS:
        raise NotFollowed("its repeats")
    match node:
        case One(test=test):
            program.append(Step(do=Do.ONE, test=test))
        case Edge(kind=kind):
            program.append(Step(do=Do.EDGE, edge=kind))
        case Series(parts=parts):
            for part in parts:
                _put(part, program, looks)
        case Group(number=number, body=body):
            program.append(Step(do=Do.SAVE, first=2 * number))
            _put(body, program, looks)
            program.append(Step(do=Do.SAVE, first=2 * number + 1))
        case Look(body=body, wanted=wanted, width=width):
            inner = _looked_at(body, looks)
            program.append(Step(do=Do.LOOK, inner=inner, wanted=wanted, width=width))
        case Choice(options=options):
            _put_choice(options, program, looks)
        case Repeat():
            _put_repeat(node, program, looks)


def _looked_at(body: Node, looks: Looks) -> tuple[Step, ...]:
    if id(body) not in looks:
        looks[id(body)] = instructions(body)
    return looks[id(body)]


def _put_choice(options: tuple[Node, ...], program: list[Step], looks: Looks) -> None:
    jumps: list[Step] = []
    for option in options[:-1]:
        split = Step(do=Do.SPLIT, first=len(program) + 1)
        program.append(split)
        _put(option, program, looks)
        jumps.append(Step(do=Do.JUMP))
        program.append(jumps[-1])
        split.second = len(program)
    _put(options[-1], program, looks)
    for jump in jumps:
        jump.first = len(program)


def _put_repeat(node: Repeat, program: list[Step], looks: Looks) -> None:
    for _ in range(node.least):
        _put(node.body, program, looks)
    splits: list[Step] = []
    for _ in range(1 if node.most is None else node.most - node.least):
        splits.append(Step(do=Do.SPLIT))
        program.append(splits[-1])
        inside = len(program)
        _put(node.body, program, looks)
        if node.most is None:
            program.append(Step(do=Do.JUMP, first=inside - 1))
        splits[-1].first = inside
    for split in splits:
        split.second = len(program)
        if not node.greedy:
            split.first, split.second = split.second, split.first
