"""What a ``.proto`` file declares, as values: files, messages, fields, enumerations, services."""

from __future__ import annotations

from msgspec import Struct, field

Value = str | int | bool
"""The value of an option."""


class Field(Struct, kw_only=True):
    """A field of a message or of an extension; ``kind`` is its type as written."""

    name: str
    number: int
    kind: str
    label: int = 1
    options: dict[str, Value] = field(default_factory=dict)
    oneof: int | None = None
    is_optional3: bool = False
    extendee: str = ""


class Enum(Struct, kw_only=True):
    """An enumeration: values in order, each with its options."""

    name: str
    values: list[tuple[str, int, dict[str, Value]]] = field(default_factory=list)
    options: dict[str, Value] = field(default_factory=dict)
    reserved: list[tuple[int, int]] = field(default_factory=list)
    reserved_names: list[str] = field(default_factory=list)


class Message(Struct, kw_only=True):
    """A message, also the one that stands for the entries of a map."""

    name: str
    fields: list[Field] = field(default_factory=list)
    nested: list[Message] = field(default_factory=list)
    enums: list[Enum] = field(default_factory=list)
    extensions: list[Field] = field(default_factory=list)
    oneofs: list[str] = field(default_factory=list)
    options: dict[str, Value] = field(default_factory=dict)
    ranges: list[tuple[int, int]] = field(default_factory=list)
    reserved: list[tuple[int, int]] = field(default_factory=list)
    reserved_names: list[str] = field(default_factory=list)


class Method(Struct, kw_only=True):
    """One call of a service; ``options`` is None where the declaration ends in a semicolon."""

    name: str
    takes: str
    gives: str
    streams_in: bool
    streams_out: bool
    options: dict[str, Value] | None


class Service(Struct, kw_only=True):
    """A service and its calls."""

    name: str
    methods: list[Method] = field(default_factory=list)
    options: dict[str, Value] = field(default_factory=dict)


class File(Struct, kw_only=True):
    """One ``.proto`` file."""

    syntax: str = "proto2"
    package: str = ""
    imports: list[tuple[str, str]] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    enums: list[Enum] = field(default_factory=list)
    services: list[Service] = field(default_factory=list)
    extensions: list[Field] = field(default_factory=list)
    options: dict[str, Value] = field(default_factory=dict)
