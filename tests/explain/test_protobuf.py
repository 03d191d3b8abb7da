"""The reader of ``.proto`` files: what it takes, what it leaves to others, and that it always ends."""

from __future__ import annotations

import pytest

from tallystick.explain.proto.descriptor import describe, name_in, types_of
from tallystick.explain.proto.source import MAX_DEPTH, NotKnown, camel, parse


def test_a_descriptor_is_what_protoc_serialises() -> None:
    """The bytes are those of protoc 3.21 for this text."""
    file = parse('syntax = "proto3"; package a; message B { int32 some_name = 1; B next = 2; }')
    made = describe("a.proto", file, types_of(file), json_names=False)
    assert made.content == (
        b'\n\x07a.proto\x12\x01a"*\n\x01B\x12\x11\n\tsome_name\x18\x01 \x01(\x05'
        b"\x12\x12\n\x04next\x18\x02 \x01(\x0b2\x04.a.Bb\x06proto3"
    )
    assert name_in(made.content) == "a.proto"
    begin, end = made.spans["_B"]
    assert made.content[begin:end].startswith(b"\n\x01B")


@pytest.mark.parametrize(
    "text",
    [
        "message A {" * (MAX_DEPTH + 1),
        "message A { string a = 1; ",
        'syntax = "proto4";',
        'edition = "2023";',
        "message A { optional group B = 1 {} }",
        'import "a.proto',
        "/* never closed",
        "message A { string a = one; }",
        "message A { reserved 1 to",
        "option (a) = {" * 5_000,
        "\0\0\0",
    ],
)
def test_what_is_no_such_file_is_not_known(text: str) -> None:
    with pytest.raises(NotKnown):
        parse(text)


@pytest.mark.parametrize(
    "text",
    [
        "message A { Missing a = 1; }",
        "message A { string a = 1 [(custom) = true]; }",
        "message A { double a = 1 [default = 1]; }",
        "option (custom).of = { a: 1 }; message A {}",
        "message A { extensions 5 [verification = UNVERIFIED]; }",
    ],
)
def test_what_cannot_be_written_byte_by_byte_is_not_known(text: str) -> None:
    file = parse(text)
    with pytest.raises(NotKnown):
        describe("a.proto", file, types_of(file), json_names=False)


def test_names_are_turned_as_protoc_turns_them() -> None:
    assert camel("some_long_name", first=False) == "someLongName"
    assert camel("some_long_name", first=True) == "SomeLongName"
