"""Machine code of x86-64 as a list of words that does not depend on where it stands, by Capstone.

https://www.capstone-engine.org/ ; instructions are read, and none is run. What an instruction refers to is
written by what it is: an imported symbol, a text, the bytes of a constant, the number of an instruction of
the same function. Numbers that are no address stay as they are. Padding is left out.
"""

from __future__ import annotations

import hashlib
import re
import struct
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from importlib import import_module
from typing import Protocol, cast

from msgspec import Struct, field

from tallystick.binary.elf_code import Code, Piece
from tallystick.limits import KIB

MACHINE = "x86-64"
"""The one machine whose references are known here."""

LONGEST_TEXT = 400
"""Bytes of a text that a word holds; longer ones count by their beginning."""

LONGEST_TABLE = 64 * KIB
"""Bytes of one table of constants, likewise."""

_PADDING = frozenset({"endbr64", "int3", "nop"})
"""What compilers fill gaps with, and marks for an indirect jump; none of them does anything."""

_LINKAGE = frozenset({"jmp", "push"})
"""What the procedure linkage table consists of (x86-64 psABI, 5.2); imports are compared by name."""

_ZEROS = frozenset({("add", "byte ptr [rax], al"), (".byte", "0x00")})
"""How zeros read, with which linkers fill the end of a section."""

_BRANCH = re.compile(r"(?:\w+ )*(?:call|j[a-z]+|loop[a-z]*|xbegin)")
_TARGET = re.compile(r"0x[0-9a-f]+")
_RELATIVE = re.compile(r"(?:(\w+) ptr )?(?:\w+:)?\[rip(?: ([+-]) (0x[0-9a-f]+|\d+))?\]")
_SIZES = {"byte": 1, "word": 2, "dword": 4, "qword": 8, "xmmword": 16, "ymmword": 32, "zmmword": 64}
_TEXT = re.compile(rb"[\t\n\r\x20-\x7e]{3,400}(?=\0|$)")

Instruction = tuple[int, int, str, str]
"""Address, size, mnemonic and operands."""


class Decoder(Protocol):
    """The part of ``capstone.Cs`` that is used."""

    skipdata: bool

    def disasm_lite(self, code: bytes, offset: int) -> Iterable[Instruction]: ...  # noqa: D102


def decoder() -> Decoder | None:
    """Capstone for x86-64; None where it is not installed, or its library cannot be loaded."""
    try:
        capstone = import_module("capstone")
        made = cast("Decoder", capstone.Cs(capstone.CS_ARCH_X86, capstone.CS_MODE_64))
    except (ImportError, OSError):
        return None
    made.skipdata = True  # what is no instruction is a word like any other
    return made


class Function(Struct, frozen=True, kw_only=True):
    """One piece, taken apart.

    Attributes:
        piece: as it stands in the file.
        digest: of its words; two that do the same to the same things have the same.
        calls: pieces of the same file that it refers to, by number.
    """

    piece: Piece
    digest: bytes
    calls: tuple[int, ...]


class _Read(Struct, frozen=True, kw_only=True):
    """One piece, read: its words, and the tables that its words only point to."""

    piece: Piece
    words: bytes
    calls: tuple[int, ...]
    tables: tuple[int, ...]
    places: Mapping[int, int]


class Disassembly(Struct, kw_only=True, dict=True):
    """The code of one file, and what its addresses mean."""

    code: Code
    decoder: Decoder
    _stubs: dict[int, str] = field(default_factory=dict)
    _referred: set[int] = field(default_factory=set)

    @cached_property
    def functions(self) -> tuple[Function, ...]:
        """Each piece of more than padding and linkage, in the order of addresses."""
        read = [one for piece in self.code.pieces for one in self._taken_apart(piece)]
        # A table ends where the next thing begins that anything refers to.
        ends = sorted(self._referred | self.code.landmarks)
        return tuple(
            Function(piece=one.piece, digest=self._digest(one, ends), calls=one.calls)
            for one in read
        )

    def _taken_apart(self, piece: Piece) -> Iterator[_Read]:
        """The piece, read; nothing for padding, nor for a table of jumps to imports."""
        found: list[Instruction] = []
        places: dict[int, int] = {}  # an instruction's number; of padding, that of what follows it
        for one in self.decoder.disasm_lite(piece.code, piece.address):
            places[one[0]] = len(found)
            if one[2].rpartition(" ")[2] not in _PADDING:
                found.append(one)
        while found and found[-1][2:] in _ZEROS:
            found.pop()
        kinds = {one[2].rpartition(" ")[2] for one in found}
        if not kinds or kinds == _LINKAGE or (kinds < _LINKAGE and not piece.is_function):
            return
        calls: set[int] = set()
        tables: list[int] = []
        words = hashlib.sha256()
        for one in found:
            words.update(self._word(one, piece, places, calls, tables).encode())
        yield _Read(
            piece=piece,
            words=words.digest(),
            calls=tuple(sorted(calls)),
            tables=tuple(tables),
            places=places if tables else {},
        )

    def _digest(self, one: _Read, ends: Sequence[int]) -> bytes:
        """Of the words, and of what stands in the tables."""
        digest = hashlib.sha256(one.words)
        for table in one.tables:
            following = bisect_right(ends, table)
            most = min(ends[following] - table, LONGEST_TABLE) if following < len(ends) else 8
            digest.update(self._table(table, most, one))
        return digest.digest()

    def _table(self, address: int, most: int, one: _Read) -> bytes:
        """A table of constants; the steps of a ``switch`` by the numbers of their instructions."""
        content = self.code.constant(address, most)
        steps = []
        for (step,) in struct.iter_unpack("<i", content[: len(content) & ~3]):
            if address + step not in one.places:
                break
            steps.append(one.places[address + step])
        return repr(steps).encode() + content[4 * len(steps) :].rstrip(b"\0") + b"\n"

    def _word(
        self,
        instruction: Instruction,
        piece: Piece,
        places: Mapping[int, int],
        calls: set[int],
        tables: list[int],
    ) -> str:
        address, size, mnemonic, operands = instruction
        if _TARGET.fullmatch(operands) and _BRANCH.fullmatch(mnemonic):
            target = int(operands, 16)
            if target in places:
                return f"{mnemonic} @{places[target]}\n"
            if piece.address <= target < piece.address + len(piece.code):
                # Into the middle of an instruction: what runs then is not what was read here.
                return f"{mnemonic} !{target - address:x}\n"
            return f"{mnemonic} {self._code_at(target, calls)}\n"

        def meaning(reference: re.Match[str]) -> str:
            at = _referred(reference, address + size)
            return f"[{self._at(at, reference[1], calls, tables)}]"

        return f"{mnemonic} {_RELATIVE.sub(meaning, operands)}\n"

    def _at(self, address: int, access: str | None, calls: set[int], tables: list[int]) -> str:
        """What stands at an address that an instruction refers to."""
        if address in self.code.slots:
            return f"slot {self.code.slots[address]}"
        constant = self.code.constant(address, LONGEST_TEXT)
        if not constant:
            return "data" if self._number(address) is None else self._code_at(address, calls)
        self._referred.add(address)
        if access in _SIZES:
            return constant[: _SIZES[access]].hex()
        text = _TEXT.match(constant)
        if text is not None:
            return repr(text[0])
        tables.append(address)
        return "table"

    def _code_at(self, address: int, calls: set[int]) -> str:
        """What a call to an address calls: an import through its stub, or a piece of this file."""
        if address not in self._stubs:
            self._stubs[address] = self._through_stub(address)
        if self._stubs[address]:
            return self._stubs[address]
        number = self._number(address)
        if number is None:
            return "nowhere"
        calls.add(number)
        return "code"

    def _through_stub(self, address: int) -> str:
        """The symbol behind an entry of the procedure linkage table; "" if there is none."""
        number = self._number(address)
        if number is None:
            return ""
        piece = self.code.pieces[number]
        start = address - piece.address
        for at, size, mnemonic, operands in self.decoder.disasm_lite(
            piece.code[start : start + 16], address
        ):
            if mnemonic.rpartition(" ")[2] in _PADDING:
                continue
            reference = _RELATIVE.fullmatch(operands)
            if mnemonic.rpartition(" ")[2] != "jmp" or reference is None:
                return ""
            name = self.code.slots.get(_referred(reference, at + size))
            return f"slot {name}" if name else ""
        return ""

    def _number(self, address: int) -> int | None:
        """Which piece an address is in."""
        found = bisect_right(self._begins, address) - 1
        if found < 0 or address >= self._begins[found] + len(self.code.pieces[found].code):
            return None
        return found

    @cached_property
    def _begins(self) -> list[int]:
        return [piece.address for piece in self.code.pieces]


def _referred(reference: re.Match[str], following: int) -> int:
    """The address of an operand relative to the next instruction."""
    return following + int(reference[3] or "0", 0) * (-1 if reference[2] == "-" else 1)
