"""A ``.proto`` file read into a tree of what it declares.

https://protobuf.dev/reference/protobuf/proto3-spec/ and ``proto2-spec``. Whatever is not known here
(custom options, editions, groups) is :class:`NotKnown`: it is then nobody's contradiction.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable

from tallystick.explain.proto.tree import Enum, Field, File, Message, Method, Service, Value

MAX_TOKENS = 200_000
"""Tokens of one file: the largest of the public API definitions has some 40,000."""

MAX_DEPTH = 32
"""Messages inside messages; protoc itself gives up at 32."""


class NotKnown(ValueError):  # noqa: N818 - a property of the input, caught where it is read
    """The text holds something that is not read here, or is no ``.proto`` at all."""


_TOKEN = re.compile(
    r"""\s+|//[^\n]*|/\*.*?\*/|(?P<token>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'"""
    r"""|\.?[A-Za-z_][\w.]*|-?\d[\w.+-]*|[-{}()\[\]<>=;,:])""",
    re.DOTALL,
)
_PLAIN = re.compile(r"[A-Za-z_]\w*")
_LABELS = {"optional": 1, "required": 2, "repeated": 3}
_END = {"message": 536_870_912, "enum": 2_147_483_647}


def parse(text: str) -> File:
    """``text`` as a ``.proto`` file.

    Raises:
        NotKnown: it is none, or uses what is not read here.
    """
    return _Parser(_tokens(text.removeprefix("\ufeff"))).file()


def _tokens(text: str) -> list[str]:
    found: list[str] = []
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None or len(found) > MAX_TOKENS:
            raise NotKnown(f"not a token at character {at}")
        if match["token"]:
            found.append(match["token"])
        at = match.end()
    return found


class _Parser:
    """Recursive descent; what a block may hold is a table from its first word."""

    def __init__(self, tokens: list[str]) -> None:
        self._tokens = tokens
        self._at = 0
        self._depth = 0
        self._syntax = "proto2"

    def _peek(self) -> str:
        return self._tokens[self._at] if self._at < len(self._tokens) else ""

    def _next(self) -> str:
        if self._at >= len(self._tokens):
            raise NotKnown("it ends in the middle")
        self._at += 1
        return self._tokens[self._at - 1]

    def _expect(self, *words: str) -> None:
        for word in words:
            found = self._next()
            if found != word:
                raise NotKnown(f"{found[:40]!r} in the place of {word!r}")

    def _take(self, word: str) -> bool:
        if self._peek() == word:
            self._at += 1
            return True
        return False

    def _name(self) -> str:
        name = self._next()
        if _PLAIN.fullmatch(name) is None:
            raise NotKnown(f"{name[:40]!r} is no name")
        return name

    def _number(self) -> int:
        word = self._next()
        sign = -1 if word == "-" else 1
        word = self._next() if word == "-" else word
        try:
            octal = word.lstrip("-")
            if len(octal) > 1 and octal.isdigit() and octal[0] == "0":
                return sign * int(word, 8)
            return sign * int(word[:40], 0)
        except ValueError:
            raise NotKnown(f"{word[:40]!r} is no whole number") from None

    def _string(self) -> str:
        parts = []
        while self._peek()[:1] in {'"', "'"}:
            try:
                value = ast.literal_eval(self._next())
            except (ValueError, SyntaxError):
                raise NotKnown("a string with an escape that is not known") from None
            if not value.isascii() and "\\" in self._tokens[self._at - 1]:
                raise NotKnown("a string with bytes")
            parts.append(value)
        if not parts:
            raise NotKnown(f"{self._peek()[:40]!r} is no string")
        return "".join(parts)

    def _value(self) -> Value:
        word = self._peek()
        if word[:1] in {'"', "'"}:
            return self._string()
        if word in {"true", "false"}:
            return self._next() == "true"
        if word[:1].isdigit() or word[:1] == "-":
            return self._number()
        return self._name()

    def _option(self, into: dict[str, Value]) -> None:
        """One option; what cannot be written is kept under a name that no one writes."""
        name = self._next()
        if name == "(":
            name = f"({self._next()})"
            self._expect(")")
            while self._peek()[:1] == ".":
                name += self._next()
        self._expect("=")
        is_whole = self._peek() != "{" and name not in into
        into[name if is_whole else f"{name} …"] = (
            self._value() if self._peek() != "{" else self._aggregate()
        )

    def _aggregate(self) -> str:
        """``{ … }`` in the text format: read over."""
        depth = 0
        while True:
            word = self._next()
            depth += {"{": 1, "}": -1}.get(word, 0)
            if depth == 0:
                return "{…}"

    def _options(self) -> dict[str, Value]:
        """``[name = value, …]`` behind a field or a value."""
        found: dict[str, Value] = {}
        if self._take("["):
            self._option(found)
            while self._take(","):
                self._option(found)
            self._expect("]")
        return found

    def _statement(self, into: dict[str, Value]) -> None:
        self._option(into)
        self._expect(";")

    def _block(
        self, known: dict[str, Callable[[], None]], other: Callable[[], None] | None
    ) -> None:
        """``{ … }`` of statements by their first word."""
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise NotKnown(f"nested deeper than {MAX_DEPTH}")
        self._expect("{")
        while not self._take("}"):
            word = self._peek()
            if word in known:
                self._next()
                known[word]()
            elif word == ";":
                self._next()
            elif other is not None:
                other()
            else:
                raise NotKnown(f"{word[:40]!r} is not known here")
        self._depth -= 1

    def file(self) -> File:
        """The whole of it."""
        file = File()
        known: dict[str, Callable[[], None]] = {
            "syntax": lambda: self._set_syntax(file),
            "package": lambda: self._set_package(file),
            "import": lambda: self._import(file),
            "option": lambda: self._statement(file.options),
            "message": lambda: file.messages.append(self._message()),
            "enum": lambda: file.enums.append(self._enum()),
            "service": lambda: file.services.append(self._service()),
            "extend": lambda: self._extend(file.extensions),
        }
        while self._at < len(self._tokens):
            word = self._next()
            if word == ";":
                continue
            if word not in known:
                raise NotKnown(f"{word[:40]!r} is not known here")
            known[word]()
        return file

    def _set_syntax(self, file: File) -> None:
        self._expect("=")
        file.syntax = self._syntax = self._string()
        self._expect(";")
        if file.syntax not in {"proto2", "proto3"}:
            raise NotKnown(f"the syntax {file.syntax[:40]!r} is not known")

    def _set_package(self, file: File) -> None:
        file.package = self._next()
        self._expect(";")

    def _import(self, file: File) -> None:
        how = self._next() if self._peek() in {"public", "weak"} else ""
        file.imports.append((self._string(), how))
        self._expect(";")

    def _message(self) -> Message:
        message = Message(name=self._name())
        known: dict[str, Callable[[], None]] = {
            "message": lambda: message.nested.append(self._message()),
            "enum": lambda: message.enums.append(self._enum()),
            "extend": lambda: self._extend(message.extensions),
            "option": lambda: self._statement(message.options),
            "oneof": lambda: self._oneof(message),
            "extensions": lambda: self._ranges(message.ranges, "message", message.options),
            "reserved": lambda: self._reserved(message.reserved, message.reserved_names, "message"),
        }
        self._block(known, lambda: self._field(message.fields, message))
        for field_ in message.fields:
            if field_.is_optional3:  # a oneof of its own, behind those that are written
                field_.oneof = len(message.oneofs)
                message.oneofs.append(f"_{field_.name}")
        return message

    def _field(self, into: list[Field], message: Message | None, oneof: int | None = None) -> None:
        label = _LABELS.get(self._peek(), 0) if oneof is None else 0
        if label:
            self._next()
        kind = self._next()
        if kind == "group":
            raise NotKnown("groups are not known")
        if kind == "map" and message is not None and self._take("<"):
            self._map(into, message)
            return
        made = Field(name=self._name(), number=0, kind=kind, label=label or 1, oneof=oneof)
        self._expect("=")
        made.number = self._number()
        made.options = self._options()
        self._expect(";")
        made.is_optional3 = self._syntax == "proto3" and label == 1
        into.append(made)

    def _map(self, into: list[Field], message: Message) -> None:
        key = self._next()
        self._expect(",")
        value = self._next()
        self._expect(">")
        name = self._name()
        self._expect("=")
        number = self._number()
        entry = Message(name=f"{camel(name, first=True)}Entry", options={"map_entry": True})
        entry.fields = [
            Field(name="key", number=1, kind=key),
            Field(name="value", number=2, kind=value),
        ]
        message.nested.append(entry)
        options = self._options()
        into.append(Field(name=name, number=number, kind=entry.name, label=3, options=options))
        self._expect(";")

    def _oneof(self, message: Message) -> None:
        index = len(message.oneofs)
        message.oneofs.append(self._name())
        self._block({}, lambda: self._field(message.fields, None, index))

    def _extend(self, into: list[Field]) -> None:
        extendee = self._next()
        before = len(into)
        self._block({}, lambda: self._field(into, None))
        for made in into[before:]:
            made.extendee = extendee
            if made.is_optional3:
                raise NotKnown("an optional extension")

    def _ranges(self, into: list[tuple[int, int]], what: str, options: dict[str, Value]) -> None:
        """``2, 9 to 11, 20 to max``: the end of a message's range is the number behind it."""
        while True:
            start = end = self._number()
            if self._take("to"):
                end = self._number() if not self._take("max") else _END[what] - (what == "message")
            into.append((start, end + (what == "message")))
            if not self._take(","):
                break
        if self._peek() == "[":
            self._skip_declarations(options)
        self._expect(";")

    def _skip_declarations(self, options: dict[str, Value]) -> None:
        """``extensions 5 [declaration = {…}]``: read over, so that who imports this file may go on."""
        options["declaration"] = True
        while self._next() != "]":
            if self._peek() == "[":
                raise NotKnown("brackets inside of declarations")

    def _reserved(self, into: list[tuple[int, int]], names: list[str], what: str) -> None:
        if self._peek()[:1] not in {'"', "'"}:
            self._ranges(into, what, {})
            return
        names.append(self._string())
        while self._take(","):
            names.append(self._string())
        self._expect(";")

    def _enum(self) -> Enum:
        enum = Enum(name=self._name())

        def value() -> None:
            name = self._name()
            self._expect("=")
            number = self._number()
            enum.values.append((name, number, self._options()))
            self._expect(";")

        known: dict[str, Callable[[], None]] = {
            "option": lambda: self._statement(enum.options),
            "reserved": lambda: self._reserved(enum.reserved, enum.reserved_names, "enum"),
        }
        self._block(known, value)
        return enum

    def _service(self) -> Service:
        service = Service(name=self._name())
        known: dict[str, Callable[[], None]] = {
            "option": lambda: self._statement(service.options),
            "rpc": lambda: service.methods.append(self._method()),
        }
        self._block(known, None)
        return service

    def _method(self) -> Method:
        name = self._name()
        streams_in, takes = self._parameter()
        self._expect("returns")
        streams_out, gives = self._parameter()
        options: dict[str, Value] | None = None
        if not self._take(";"):
            made: dict[str, Value] = {}
            options = made
            self._block({"option": lambda: self._statement(made)}, None)
        return Method(
            name=name,
            takes=takes,
            gives=gives,
            streams_in=streams_in,
            streams_out=streams_out,
            options=options,
        )

    def _parameter(self) -> tuple[bool, str]:
        self._expect("(")
        streams = self._take("stream")
        kind = self._next()
        self._expect(")")
        return streams, kind


def camel(name: str, *, first: bool) -> str:
    """``some_name`` as ``someName``, where ``first`` as ``SomeName`` (``ToJsonName``, ``MapEntryName``)."""
    made = ""
    upper = first
    for character in name:
        if character == "_":
            upper = True
        else:
            made += character.upper() if upper and character.islower() else character
            upper = False
    return made
