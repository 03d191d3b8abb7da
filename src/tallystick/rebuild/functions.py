"""Which functions of a published library its rebuilt twin has not, by what they do and named by symbol.

Two functions are the same if their instructions are, whatever their addresses. That is a help for a person
who reads what differs: another compiler writes other instructions for the same source, and nothing is
proven by any number of functions that are the same.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence

from tallystick.binary.elf_code import Code, read_code
from tallystick.binary.window import BeyondCap, MalformedBinary
from tallystick.limits import Limits
from tallystick.rebuild.disassembly import MACHINE, Disassembly, Function, decoder

WITHOUT = "Capstone is not here: pip install 'tallystick[rebuild]'"


def functions_beyond(
    published: bytes, rebuilt: bytes, limits: Limits
) -> tuple[tuple[str, ...], int] | str:
    """What the functions of ``published`` are called that ``rebuilt`` has not, and how many it has in all.

    Returns:
        Why they were not compared, in words, where they were not.
    """
    with_capstone = decoder()
    if with_capstone is None:
        return WITHOUT
    try:
        theirs, ours = read_code(published, limits), read_code(rebuilt, limits)
    except (BeyondCap, MalformedBinary) as error:
        return str(error)
    if not _readable(theirs) or not _readable(ours):
        return f"only ELF for {MACHINE} is taken apart"
    assert theirs is not None  # noqa: S101 - looked at by _readable
    assert ours is not None  # noqa: S101
    first = Disassembly(code=theirs, decoder=with_capstone).functions
    second = Disassembly(code=ours, decoder=with_capstone).functions
    left = _without(first, [one.digest for one in second], [one.digest for one in first])
    if not left:
        # Each does what one of the other file does; now that each calls one that does the same, too.
        left = _without(first, _with_calls(second, ours), _with_calls(first, theirs))
    names = _names(first, second)
    return tuple(names[number] for number in left), len(first)


def _readable(code: Code | None) -> bool:
    return code is not None and (code.machine, code.bits) == (MACHINE, 64)


def _without(
    functions: Sequence[Function], known: Sequence[bytes], digests: Sequence[bytes]
) -> list[int]:
    """The numbers of those functions of which ``known`` has fewer."""
    there = Counter(known)
    left = []
    for number in range(len(functions)):
        there[digests[number]] -= 1
        if there[digests[number]] < 0:
            left.append(number)
    return left


def _with_calls(functions: Sequence[Function], code: Code) -> list[bytes]:
    """Of each function its own digest with those of what it calls."""
    numbers = {piece.address: number for number, piece in enumerate(code.pieces)}
    by_piece = {numbers[one.piece.address]: one.digest for one in functions}
    return [
        hashlib.sha256(one.digest + b"".join(by_piece.get(to, b"") for to in one.calls)).digest()
        for one in functions
    ]


def _names(theirs: Sequence[Function], ours: Sequence[Function]) -> list[str]:
    """What each of ``theirs`` is called: by its symbol, else as the one that stands in its place is.

    A published file is stripped, as a rule, and a rebuilt one is not. Compilers write functions in the order
    of the source, so what follows the same function is likely to be the same function.
    """
    unique = Counter(one.digest for one in ours)
    places = {one.digest: n for n, one in enumerate(ours) if unique[one.digest] == 1}
    found, following = [], 0
    for one in theirs:
        here = places.get(one.digest)
        if here is not None:
            following = here
        twin = ours[following].piece if following < len(ours) else None
        following += 1
        if one.piece.name or twin is None or not twin.name or not one.piece.is_function:
            found.append(one.piece.called)
        else:
            found.append(f"{one.piece.called} (where the rebuilt file has {twin.name})")
    return found
