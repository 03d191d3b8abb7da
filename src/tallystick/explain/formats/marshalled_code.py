"""The code object in a ``.pyc``, read as data: nothing is loaded, and nothing of it runs.

``marshal.loads`` is documented as unsafe for bytes of others; this reads the same format (CPython,
``Python/marshal.c``, version 4) within bounds, and knows only the types that a compiler puts into constants.
The layout of a code object is that of Python 3.11 and later (``w_object``, ``TYPE_CODE``).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from msgspec import Struct

MAX_VALUES = 1_000_000
"""Values of one code object, each counted as often as it is referred to; a module of 1 MB has 300,000."""

MAX_DEPTH = 100
"""Functions in functions and tuples in tuples; CPython's own compiler gives up near this (symtable.c)."""

_REFERRED = 0x80
_SINGLETONS: Final = {ord("N"): "None", ord("T"): "True", ord("F"): "False", ord("."): "Ellipsis"}
_TEXTS: Final = {
    ord(x): (size, "utf-8")
    for x, size in (("t", 4), ("u", 4), ("a", 4), ("A", 4), ("z", 1), ("Z", 1))
}
_SIZED: Final = {ord("i"): ("int", 4), ord("g"): ("float", 8), ord("y"): ("complex", 16)}
_SEVERAL: Final = {
    ord("("): ("tuple", 4), ord(")"): ("tuple", 1), ord(">"): ("frozenset", 4), ord(":"): ("slice", 0),
}  # fmt: skip
"""Kinds of values that hold others, and in how many bytes their number stands; a slice (3.14) has three."""

_NUMBERS = ("argcount", "posonlyargcount", "kwonlyargcount", "stacksize", "flags")
_PARTS = (
    "code", "consts", "names", "localsplusnames", "localspluskinds", "filename", "name", "qualname",
)  # fmt: skip
_TABLES = ("linetable", "exceptiontable")


class MalformedCode(ValueError):  # noqa: N818 - a property of the input, caught where it is read
    """The bytes are no code object that a compiler writes, or more than is read here."""


@dataclass(frozen=True, slots=True)
class Value:
    """One constant: its type, what it is, and how many values it holds, itself included.

    ``data`` compares by type and content: 1, 1.0 and True are three constants, 0.0 and -0.0 two.
    """

    kind: str
    data: object
    weight: int = field(compare=False)


class Code(Struct, frozen=True, kw_only=True):
    """A code object.

    Attributes:
        value: all of it but the names of the file that it and those inside of it were compiled from.
        filenames: these names.
        says: every name and constant in it and below, without the instructions.
    """

    value: Value
    filenames: frozenset[object]
    says: frozenset[tuple[str, object]]


def read_code(content: bytes) -> Code:
    """The one code object that ``content`` is from its first byte to its last.

    Raises:
        MalformedCode: it is not one, or larger or deeper than the caps.
    """
    reader = _Reader(content)
    value = reader.value(0)
    if reader.at != len(content):
        raise MalformedCode(f"{len(content) - reader.at} bytes follow the code object")
    if value.kind != "code":
        raise MalformedCode(f"it is a {value.kind}, not a code object")
    return Code(value=value, filenames=frozenset(reader.filenames), says=frozenset(reader.said))


class _Reader:
    """A place in the bytes, and the values that later ones may refer to."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.at = 0
        self.kept: list[Value | None] = []
        self.filenames: set[object] = set()
        self.said: set[tuple[str, object]] = set()
        self.weight = 0

    def take(self, size: int) -> bytes:
        end = self.at + size
        if size < 0 or end > len(self.content):
            raise MalformedCode("it ends early")
        taken = self.content[self.at : end]
        self.at = end
        return taken

    def number(self, size: int = 4) -> int:
        return int.from_bytes(self.take(size), "little", signed=size > 1)

    def value(self, depth: int) -> Value:
        if depth > MAX_DEPTH:
            raise MalformedCode(f"it is nested deeper than {MAX_DEPTH}")
        code = self.number(1)
        place = None
        if code & _REFERRED:
            place = len(self.kept)
            self.kept.append(None)
        found = self._read(code & ~_REFERRED, depth)
        self.weight += 1
        if found.weight > MAX_VALUES or self.weight > MAX_VALUES:
            raise MalformedCode(f"it holds more than {MAX_VALUES} values")
        if place is not None:
            self.kept[place] = found
        return found

    def _read(self, code: int, depth: int) -> Value:
        if code in _SINGLETONS:
            return Value(_SINGLETONS[code], None, 1)
        if code in _TEXTS:
            return self._text(*_TEXTS[code])
        if code in _SIZED:
            kind, size = _SIZED[code]
            return self._said(kind, self.take(size))
        if code in _SEVERAL:
            kind, width = _SEVERAL[code]
            return self._several(kind, self.number(width) if width else 3, depth)
        match chr(code):
            case "r":
                return self._reference()
            case "l":
                return self._long()
            case "s":
                return Value("bytes", self.take(self.number()), 1)
            case "c":
                return self._code(depth)
        raise MalformedCode(f"type {chr(code)!r} stands in no compiled module")

    def _said(self, kind: str, data: object) -> Value:
        self.said.add((kind, data))
        return Value(kind, data, 1)

    def _text(self, width: int, encoding: str) -> Value:
        try:
            return self._said(
                "str", self.take(self.number(width)).decode(encoding, "surrogatepass")
            )
        except UnicodeDecodeError:
            raise MalformedCode("a name or a text is not UTF-8") from None

    def _reference(self) -> Value:
        index = self.number()
        found = self.kept[index] if 0 <= index < len(self.kept) else None
        if found is None:
            raise MalformedCode("it refers to a value that is not there yet")
        return found

    def _long(self) -> Value:
        """Digits of 15 bits, which are kept as they stand: there is one way to write a number."""
        count = self.number()
        return self._said("long", (count < 0, self.take(2 * abs(count))))

    def _several(self, kind: str, count: int, depth: int) -> Value:
        if count < 0 or count > len(self.content) - self.at:
            raise MalformedCode(f"a {kind} of {count} values is larger than the file")
        items = [self.value(depth + 1) for _ in range(count)]
        weight = 1 + sum(item.weight for item in items)
        if weight > MAX_VALUES:  # before anything goes through them
            raise MalformedCode(f"it holds more than {MAX_VALUES} values")
        return Value(kind, frozenset(items) if kind == "frozenset" else tuple(items), weight)

    def _code(self, depth: int) -> Value:
        parts: dict[str, object] = {name: self.number() for name in _NUMBERS}
        held: dict[str, Value] = {name: self.value(depth + 1) for name in _PARTS}
        parts["firstlineno"] = self.number()
        held |= {name: self.value(depth + 1) for name in _TABLES}
        filename = held.pop("filename")
        self.filenames.add(filename.data)
        data = (*parts.items(), *held.items())
        return Value("code", data, 1 + sum(value.weight for value in held.values()))
