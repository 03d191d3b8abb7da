"""Parsers of strangers' files: what they refuse, and that they refuse it quickly."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.limits import DEFAULT, Limits
from tallystick.project.bounded import Malformed, ini, json_object, python, toml

Parser = Callable[[bytes, Limits], object]
PARSERS: tuple[Parser, ...] = (toml, ini, json_object, python)


def test_honest_files_are_read() -> None:
    assert toml(b'[project]\nname = "x"\n', DEFAULT) == {"project": {"name": "x"}}
    assert toml(b'\xef\xbb\xbfname = "x"', DEFAULT) == {"name": "x"}
    assert ini(b"[metadata]\nname = x\nLong-Key = %(y)s\n", DEFAULT) == {
        "metadata": {"name": "x", "Long-Key": "%(y)s"}
    }
    assert ini(b"[DEFAULT]\na = 1\n[s]\nb = 2\n", DEFAULT) == {
        "DEFAULT": {"a": "1"},
        "s": {"a": "1", "b": "2"},
    }
    assert json_object(b'{"a": [1]}', DEFAULT) == {"a": [1]}
    assert python(b"# coding: latin-1\nx = '\xe9'\n", DEFAULT).body


def test_text_with_many_dots_is_no_dotted_name() -> None:
    document = f'x = "{"." * 500}"\n# {"e.g. " * 30}\ny = """\n{"." * 200}\n"""\n'
    assert toml(document.encode(), DEFAULT)["x"] == "." * 500


@pytest.mark.parametrize(
    ("parser", "content", "complaint"),
    [
        (toml, b"a = ", "not TOML"),
        (toml, b"a = 1\na = 2\n", "not TOML"),
        (toml, b"a = \xff", "not UTF-8 at byte 4"),
        (toml, b"a = " + b"[" * 65 + b"]" * 65, "nested deeper than 64"),
        (toml, b"a = " + b"9" * 5_000, "not TOML"),
        (toml, b".".join([b"a"] * 66) + b" = 1", "a dotted name with more than 64 parts"),
        (toml, b"[" + b" . ".join([b"a"] * 66) + b"]", "a dotted name with more than 64 parts"),
        (toml, b"  [" + b".".join([b'"a"'] * 66) + b"]", "a dotted name with more than 64 parts"),
        (
            toml,
            b"x = {" + b".".join([b"'a'"] * 66) + b"=1}",
            "a dotted name with more than 64 parts",
        ),
        (json_object, b"{", "not JSON"),
        (json_object, b"[]", "not a JSON object"),
        (json_object, b'{"a": 1, "a": 2}', "names the same member twice"),
        (json_object, b'{"b": {"a": 1, "a": 2}}', "names the same member twice"),
        (json_object, b'{"a": ' + b"9" * 5_000 + b"}", "not JSON"),
        (json_object, b'{"a": ' + b"[" * 65 + b"]" * 65 + b"}", "nested deeper than 64"),
        (ini, b"name = x\n", "not INI"),
        (ini, b"[a]\nx = 1\nx = 2\n", "not INI"),
        (ini, b"[a]\n[a]\n", "not INI"),
        (ini, b"\xff", "not UTF-8 at byte 0"),
        (python, b"x = (", "not Python: SyntaxError"),
        (python, b"x = 1\0", "not Python"),
        (python, b"x = " + b"(" * 500 + b")" * 500, "not Python"),
        (python, b"x = " + b"-" * 100_000 + b"1", "not Python"),
        (python, b"x = " + b"1+" * 400_000 + b"1", "not Python"),
    ],
)
def test_what_is_not_well_formed_is_refused_in_a_sentence(
    parser: Parser, content: bytes, complaint: str
) -> None:
    with pytest.raises(Malformed, match=complaint) as error:
        parser(content, DEFAULT)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("parser", PARSERS)
def test_what_is_too_large_is_not_parsed(parser: Parser) -> None:
    with pytest.raises(Malformed, match=r"11 bytes.*more than 10 are not parsed"):
        parser(b"#" * 11, Limits(metadata=10, syntax=10))


def test_a_warning_about_a_strangers_code_is_not_ours() -> None:
    assert python(b'x = "\\d"\nassert (x, "always")\n1 is 1\n', DEFAULT).body


@pytest.mark.parametrize(
    ("parser", "content"),
    [
        (toml, b".".join([b"a"] * 500_000) + b" = 1"),
        (toml, b"a" * 4_000_000),
        (toml, b'"' * 1_000_001),
        (toml, b"x = {" + b",".join(b"k%d.a.b=1" % n for n in range(50_000)) + b"}"),
        (
            ini,
            b"[DEFAULT]\n"
            + b"".join(b"k%d=\n" % n for n in range(20_000))
            + b"".join(b"[s%d]\n" % n for n in range(20_000)),
        ),
        (json_object, b"{" + b'"a":{' * 1_000_000),
    ],
    ids=["dotted-key", "one-word", "quotes", "inline-table", "defaults-in-sections", "deep"],
)
def test_megabytes_made_to_be_slow_are_over_in_seconds(parser: Parser, content: bytes) -> None:
    begun = time.process_time()
    with suppress(Malformed):
        parser(content, DEFAULT)
    assert time.process_time() - begun < 5


@pytest.mark.parametrize("parser", PARSERS)
@given(content=st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_bytes_are_parsed_or_malformed(parser: Parser, content: bytes) -> None:
    with suppress(Malformed):
        parser(content, DEFAULT)
