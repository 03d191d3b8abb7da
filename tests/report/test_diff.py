from __future__ import annotations

import pytest
from hypothesis import given

from ledger_strategies import texts
from tallystick.report.diff import Kind, Row, Side, common_ends, side_by_side


def test_changed_lines_stand_beside_each_other() -> None:
    delta = "--- a\n+++ b\n@@ -3,3 +3,4 @@ void f()\n same\n-old\n+new\n+newer\n"
    assert side_by_side(delta) == (
        Row(kind=Kind.NOTE, text="--- a"),
        Row(kind=Kind.NOTE, text="+++ b"),
        Row(kind=Kind.HUNK, text="@@ -3,3 +3,4 @@ void f()"),
        Row(kind=Kind.SAME, left=Side(number=3, text="same"), right=Side(number=3, text="same")),
        Row(kind=Kind.CHANGED, left=Side(number=4, text="old"), right=Side(number=4, text="new")),
        Row(kind=Kind.ADDED, right=Side(number=5, text="newer")),
    )


def test_a_removal_after_an_addition_begins_a_new_pair() -> None:
    rows = side_by_side("@@ -1 +1 @@\n+added\n-removed\n")
    assert [row.kind for row in rows] == [Kind.HUNK, Kind.ADDED, Kind.REMOVED]


def test_a_removed_line_of_dashes_is_not_a_header() -> None:
    rows = side_by_side("@@ -1 +1 @@\n--- not a header\n+++ nor this\n")
    assert rows[1] == Row(
        kind=Kind.CHANGED,
        left=Side(number=1, text="-- not a header"),
        right=Side(number=1, text="++ nor this"),
    )


def test_a_delta_in_words_is_a_note() -> None:
    assert side_by_side("binary, 3 of 900 bytes differ") == (
        Row(kind=Kind.NOTE, text="binary, 3 of 900 bytes differ"),
    )


def test_only_the_line_feed_ends_a_line() -> None:
    rows = side_by_side("@@ -1 +1 @@\n-a\x0bb\u2028c\r\n+d\n")
    assert rows[1].left == Side(number=1, text="a\x0bb\u2028c\r")


@given(texts)
def test_no_line_is_lost(text: str) -> None:
    rows = side_by_side(f"@@ -1 +1 @@\n{text}\n")
    shown = [side.text for row in rows for side in (row.left, row.right) if side]
    noted = [row.text for row in rows[1:] if row.kind in {Kind.NOTE, Kind.HUNK}]
    for line in text.split("\n"):
        assert line[1:] in shown or line in noted


@pytest.mark.parametrize(
    ("left", "right", "ends"),
    [
        ("serial 3", "serial 30", (8, 0)),
        ("abcxyz", "ab--yz", (2, 2)),
        ("aaa", "aa", (2, 0)),
        ("", "new", (0, 0)),
        ("same", "same", (4, 0)),
    ],
)
def test_what_two_lines_share_is_never_counted_twice(
    left: str, right: str, ends: tuple[int, int]
) -> None:
    assert common_ends(left, right) == ends
