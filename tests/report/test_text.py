from __future__ import annotations

import pytest
from hypothesis import given

from ledger_strategies import texts, unseen
from ledgers import HOSTILE
from tallystick.errors import UsageError
from tallystick.report.text import (
    counted,
    json_name,
    json_prose,
    name,
    parse_name,
    pieces,
    prose,
    share,
    shortened,
)


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("src/six.py", "src/six.py"),
        ("naïve/文件.py", "naïve/文件.py"),
        ("a\nb", "a\\nb"),
        ("\x1b[31m", "\\x1b[31m"),
        ("back\\slash", "back\\\\slash"),
        ("\udcff", "\\xff"),
        ("\x85", "\\u0085"),
        ("\ud800", "\\ud800"),
        ("gnp\u202eexe", "gnp\\u202eexe"),
        ("a\ufe0f\u3164", "a\\ufe0f\\u3164"),
        ("\U000e0101", "\\U000e0101"),
        ("setup.py ", "setup.py\\x20"),
        (" a/b /c", "\\x20a/b\\x20/c"),
        ("one two  three", "one two\\x20\\x20three"),
        ("a\u00a0b", "a\\u00a0b"),
    ],
)
def test_a_name_shows_what_a_reader_would_not_see(path: str, shown: str) -> None:
    assert name(path) == shown
    assert parse_name(shown) == path


def test_a_byte_and_the_character_of_the_same_number_look_different() -> None:
    assert name("\udc9b") != name("\x9b")


@given(texts)
def test_every_name_can_be_turned_back(path: str) -> None:
    assert parse_name(name(path)) == path
    assert parse_name(json_name(path)) == path


@given(texts)
def test_nothing_that_is_shown_is_unseen_or_breaks_the_line(text: str) -> None:
    for shown in (name(text), prose(text)):
        assert not unseen(shown)
        assert "\n" not in shown


@given(texts)
def test_pieces_are_the_text_in_runs(text: str) -> None:
    assert "".join(piece.text for piece in pieces(text, is_name=True)) == name(text)
    assert "".join(piece.text for piece in pieces(text)) == prose(text)


def test_a_real_escape_can_be_told_from_its_imitation() -> None:
    assert [piece.escaped for piece in pieces("\\x1b\x1b")] == [False, True]


def test_json_escapes_only_what_json_cannot_hold() -> None:
    assert json_name("a\\b\udcff\u202e") == "a\\\\b\\xff\u202e"
    assert json_prose("a\\b\udcff\n") == "a\\b\\xff\n"


@pytest.mark.parametrize("text", HOSTILE)
def test_json_text_is_always_utf_8(text: str) -> None:
    assert json_name(text).encode().decode() == json_name(text)
    assert json_prose(text).encode().decode() == json_prose(text)


@pytest.mark.parametrize("shown", ["\\", "a\\qb", "\\x4", "\\U00110000"])
def test_what_is_no_escape_is_refused(shown: str) -> None:
    with pytest.raises(UsageError, match="not a name"):
        parse_name(shown)


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [
        (0, 3, "0 %"),
        (1, 3, "33.3 %"),
        (2, 3, "66.6 %"),
        (9_999, 10_000, "99.9 %"),
        (10**12 - 1, 10**12, "99.9 %"),
        (1, 10**12, "< 0.1 %"),
        (3, 3, "100 %"),
        (0, 0, "100 %"),
    ],
)
def test_a_share_never_rounds_up_to_all_or_down_to_nothing(
    part: int, whole: int, shown: str
) -> None:
    assert share(part, whole) == shown


def test_counts_are_exact() -> None:
    assert counted(1, "file") == "1 file"
    assert counted(0, "file") == "0 files"
    assert counted(1_234_567, "byte") == "1,234,567 bytes"
    assert counted(2, "entry", "entries") == "2 entries"


def test_a_long_name_keeps_both_ends_and_says_what_is_missing() -> None:
    cut = shortened("src/" + "n" * 4_000 + ".pth", 90)
    assert cut.startswith("src/nnn")
    assert cut.endswith("nnn.pth")
    assert "3,918 more characters" in cut
    assert shortened("short", 90) == "short"
