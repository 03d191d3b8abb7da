"""What a ``.proto`` file declares, as values: files, messages, fields, enumerations, services."""

from __future__ import annotations

from dataclasses import dataclass, field

Value = str | int | bool
"""The value of an option."""


@dataclass(slots=True, kw_only=True)
class Field:
    """A field of a message or of an extension; ``kind`` is its type as written."""

    name: str
    number: int
    kind: str
    label: int = 1
    options: dict[str, Value] = field(default_factory=dict)
    oneof: int | None = None
    is_optional3: bool = False
    extendee: str = ""


@dataclass(slots=True, kw_only=True)
class Enum:
    """An enumeration: values in order, each with its options."""

    name: str
    values: list[tuple[str, int, dict[str, Value]]] = field(default_factory=list)
    options: dict[str, Value] = field(default_factory=dict)
    reserved: list[tuple[int, int]] = field(default_factory=list)
    reserved_names: list[str] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class Message:
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


@dataclass(slots=True, kw_only=True)
class Method:
    """One call of a service; ``options`` is None where the declaration ends in a semicolon."""

    name: str
    takes: str
    gives: str
    streams_in: bool
    streams_out: bool
    options: dict[str, Value] | None


@dataclass(slots=True, kw_only=True)
class Service:
    """A service and its calls."""

    name: str
    methods: list[Method] = field(default_factory=list)
    options: dict[str, Value] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class File:
    """One ``.proto`` file."""

    syntax: str = "proto2"
    package: str = ""
    imports: list[tuple[str, str]] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    enums: list[Enum] = field(default_factory=list)
    services: list[Service] = field(default_factory=list)
    extensions: list[Field] = field(default_factory=list)
    options: dict[str, Value] = field(default_factory=dict)
