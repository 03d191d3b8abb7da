"""Envelopes are read strictly, and what is signed is what the specification says."""

from __future__ import annotations

import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tallystick.errors import UsageError
from tallystick.limits import DEFAULT
from tallystick.signing import Envelope, encode, parse_envelopes, signed_bytes

ENVELOPE = Envelope(
    payload_type="http://example.com/HelloWorld", payload=b"hello", signatures=(b"s",)
)


def test_the_example_of_the_specification_is_encoded_as_it_says() -> None:
    expected = b"DSSEv1 29 http://example.com/HelloWorld 11 hello world"
    assert signed_bytes("http://example.com/HelloWorld", b"hello world") == expected


@given(st.text(max_size=20), st.binary(max_size=50), st.lists(st.binary(max_size=9), max_size=3))
def test_an_envelope_comes_back_as_it_was(
    kind: str, payload: bytes, signatures: list[bytes]
) -> None:
    envelope = Envelope(payload_type=kind, payload=payload, signatures=tuple(signatures))
    assert parse_envelopes(encode(envelope).encode(), DEFAULT) == (envelope,)


def test_several_envelopes_stand_one_a_line_and_a_bad_one_spoils_only_itself() -> None:
    good = encode(ENVELOPE)
    found = parse_envelopes(f"{good}\n\nnonsense\n{good}\n".encode(), DEFAULT)
    assert [isinstance(one, UsageError) for one in found] == [False, True, False]


@pytest.mark.parametrize(
    "document",
    [
        "[]",
        "{}",
        '{"payloadType": "a", "payload": "YQ==", "signatures": {}}',
        '{"payloadType": "a", "payload": "Y", "signatures": []}',
        '{"payloadType": "a", "payload": "YQ== ", "signatures": []}',
        '{"payloadType": "a", "payload": "YQ==", "signatures": [{}]}',
        '{"payloadType": "a", "payload": "YQ==", "signatures": ["YQ=="]}',
        '{"payloadType": 1, "payload": "YQ==", "signatures": []}',
        '{"payloadType": "a", "payload": "YQ==", "payload": "Yg==", "signatures": []}',
        '{"payloadType": NaN, "payload": "YQ==", "signatures": []}',
        "[" * 100_000,
    ],
)
def test_what_is_no_envelope_is_an_error_in_its_place(document: str) -> None:
    (found,) = parse_envelopes(document.encode(), DEFAULT)
    assert isinstance(found, UsageError)


def test_caps_hold() -> None:
    small = replace(DEFAULT, statements=10, statement_lines=1, statement_signatures=0)
    with pytest.raises(UsageError, match="at most 10"):
        parse_envelopes(b" " * 11, small)
    with pytest.raises(UsageError, match="at most 1 statements"):
        parse_envelopes(b"{}\n{}", replace(small, statements=100))
    (found,) = parse_envelopes(encode(ENVELOPE).encode(), replace(small, statements=1000))
    assert isinstance(found, UsageError)
    with pytest.raises(UsageError, match="UTF-8"):
        parse_envelopes(b"\xff", DEFAULT)


def test_key_ids_are_only_hints() -> None:
    document = json.loads(encode(ENVELOPE, ["mallory"]))
    assert document["signatures"] == [{"keyid": "mallory", "sig": base64.b64encode(b"s").decode()}]
