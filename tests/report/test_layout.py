"""How a report is folded and put in columns."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tallystick.report.layout import (
    Block,
    Column,
    Grid,
    Indented,
    Span,
    Text,
    cells,
    joined,
    lines,
    restyled,
    stacked,
    styled,
)


def shown(block: Block, width: int) -> list[str]:
    return ["".join(span.text for span in line) for line in lines(block, width)]


def test_words_are_folded_between_them() -> None:
    assert shown(styled("one two three"), 9) == ["one two", "three"]
    assert shown(styled("one two three"), 13) == ["one two three"]
    assert shown(styled("  indented stays"), 10) == ["  indented", "stays"]
    assert shown(Text(), 10) == [""]


def test_a_word_that_no_line_holds_is_cut() -> None:
    assert shown(styled("a abcdefgh b"), 3) == ["a", "abc", "def", "gh", "b"]


def test_characters_of_two_columns_count_as_two() -> None:
    assert shown(styled("ありがとう"), 4) == ["あり", "がと", "う"]


def test_styles_follow_their_characters_over_the_fold() -> None:
    text = joined(Span("bold bo", "bold"), "th plain")
    assert list(lines(text, 6)) == [
        (Span("bold", "bold"),),
        (Span("bo", "bold"), Span("th")),
        (Span("plain"),),
    ]


def test_a_style_stands_below_those_that_are_there() -> None:
    assert restyled(joined("a", Span("b", "reverse")), "red").spans == (
        Span("a", "red"),
        Span("b", "red reverse"),
    )


def test_a_cell_is_folded_within_its_column() -> None:
    grid = Grid(
        columns=(Column(folds=False), Column()),
        rows=[(styled("label"), styled("some words to fold")), (styled("x"), styled("y"))],
    )
    assert shown(grid, 17) == ["label  some words", "       to fold", "x      y"]


def test_numbers_stand_at_the_right_and_heads_above() -> None:
    grid = Grid(
        columns=(Column(head="grade"), Column(head="files", right=True, folds=False)),
        rows=[(styled("identical"), styled("5")), (styled("moved"), styled("1,000,000"))],
    )
    assert shown(grid, 80) == [
        "grade          files",
        "identical          5",
        "moved      1,000,000",
    ]


def test_the_widest_column_gives_way_first_and_a_short_one_last() -> None:
    grid = Grid(
        columns=(Column(), Column(), Column()),
        rows=[(styled("inconclusive"), styled("a" * 30), styled("b" * 6))],
    )
    assert shown(grid, 32)[0] == f"inconclusive  {'a' * 10}  {'b' * 6}"
    assert shown(grid, 20)[0] == "inconc  aaaa  bbbbbb"


def test_blocks_stand_below_one_another_and_to_the_right() -> None:
    block = stacked(styled("a"), Indented(block=stacked(styled("b c"), Text()), by=2))
    assert shown(block, 4) == ["a", "  b", "  c", "  "]


texts = st.text(alphabet=st.sampled_from("ab 界é\u0301-"), max_size=30).map(styled)


@settings(max_examples=60)
@given(
    rows=st.lists(st.tuples(texts, texts, texts), min_size=1, max_size=4),
    width=st.integers(10, 50),
)
@example(rows=[(styled("\u0301"), styled("界界"), styled("a" * 40))], width=10)
def test_nothing_is_lost_and_nothing_is_wider_than_the_page(
    rows: Sequence[tuple[Text, Text, Text]], width: int
) -> None:
    grid = Grid(columns=(Column(head="h"), Column(head="i"), Column(head="j")), rows=rows)
    drawn = shown(grid, width)
    assert max(map(cells, drawn)) <= width
    told = "hij" + "".join(cell.plain for row in rows for cell in row)
    assert sorted("".join(drawn).replace(" ", "")) == sorted(told.replace(" ", ""))
