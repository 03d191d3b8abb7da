"""What a report at a prompt is drawn with: sections, capped lists, names that can pose as nothing else."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from tallystick.report.layout import (
    Block,
    Column,
    Grid,
    Indented,
    Span,
    Text,
    joined,
    lines,
    restyled,
    stacked,
    styled,
)
from tallystick.report.text import counted, pieces, shortened

if TYPE_CHECKING:
    from rich.console import Console

NAME_LENGTH: Final = 240
"""Characters shown of a name, or of a line of a file."""
WHY_LENGTH: Final = 120
"""Characters shown of a reason in a table's cell."""

_WIDTH_OF_A_FILE: Final = 80
_LEAST_WIDTH: Final = 40
_PROSE_LENGTH: Final = 600
_DELTA_LINES: Final = 12
_PATHS: Final = 5
_ITEMS: Final = 20

_DELTA_STYLE: Final = {"+": "green", "-": "red", "@": "cyan"}
_ESCAPED: Final = "reverse"


def plain(blocks: Iterable[Block]) -> str:
    """The blocks as plain text of 80 columns (or ``COLUMNS``)."""
    columns = os.environ.get("COLUMNS", "")
    width = int(columns) if columns.isascii() and columns.isdigit() else _WIDTH_OF_A_FILE
    width = max(width, _LEAST_WIDTH)
    return "".join(
        "".join(span.text for span in line).rstrip(" ") + "\n"
        for block in blocks
        for line in lines(block, width)
    )


def write(blocks: Iterable[Block], console: Console) -> None:
    """Print the blocks in the width of ``console``, with its colours: no markup, no highlighting."""
    from rich.text import Text as RichText  # noqa: PLC0415 - only paid for where it is seen

    whole = RichText(end="")
    for block in blocks:
        for line in lines(block, console.width):
            for span in line:
                whole.append(*span)
            whole.append("\n")
    console.print(whole, markup=False, emoji=False, highlight=False, soft_wrap=True, end="")


def section(title: str, body: Sequence[Block]) -> Iterator[Block]:
    """``body`` under ``title``; nothing where there is no body."""
    if body:
        yield from (Text(), styled(title, "bold"), indented(stacked(*body), 2))


def delta_lines(delta: str | None) -> list[Text]:
    """The first lines of a difference, and how many follow."""
    if not delta:
        return []
    # Only the line feed ends a line of a difference; what else str.splitlines knows is content.
    lines = delta.removesuffix("\n").split("\n")
    shown = [_delta_line(line) for line in lines[:_DELTA_LINES]]
    if len(lines) > _DELTA_LINES:
        more = counted(len(lines) - _DELTA_LINES, "more line")
        shown.append(styled(f"… {more}", style="dim"))
    return shown


def _delta_line(line: str) -> Text:
    return restyled(prose(line, NAME_LENGTH), _DELTA_STYLE.get(line[:1], "dim"))


def table(
    rows: Sequence[Sequence[Text]],
    *words: str,
    numbers: Iterable[str] = (),
    last: str | None = None,
) -> Grid:
    """Rows below heads: columns of words, then of numbers, then one more of words."""
    columns = [
        *(Column(head=word) for word in words),
        *(Column(head=number, right=True, folds=False) for number in numbers),
        *([] if last is None else [Column(head=last)]),
    ]
    return Grid(columns=tuple(columns), rows=rows)


def labelled(rows: Sequence[tuple[Text, Text]]) -> Grid:
    """Rows of a label and what is said to it."""
    return Grid(columns=(Column(style="dim", folds=False), Column()), rows=rows)


def paths(names: Sequence[str], *, indent: int, noun: str = "more file") -> list[Block]:
    """The first of ``names``, and how many there are besides."""
    shown = [name(path) for path in names[:_PATHS]]
    if len(names) > _PATHS:
        left = len(names) - _PATHS
        more = f"{left:,} more" if noun == "more" else counted(left, noun)
        shown.append(styled(f"… {more}", style="dim"))
    return [indented(path, indent) for path in shown]


def capped(
    items: Sequence[Block], noun: str, plural: str | None = None, cap: int = _ITEMS
) -> list[Block]:
    """The first items, and how many there are besides: a flood must not bury the rest."""
    shown = list(items[:cap])
    if len(items) > cap:
        rest = counted(len(items) - cap, f"more {noun}", plural and f"more {plural}")
        shown.append(styled(f"… {rest}; --format html shows all", style="dim"))
    return shown


def indented(block: Block, columns: int) -> Indented:
    """``block``, that many columns to the right."""
    return Indented(block=block, by=columns)


def said(subject: str, sentence: str) -> Text:
    """What is spoken of, and what is said of it."""
    return joined(name(subject, "bold"), ": ", prose(sentence))


def name(text: str, style: str = "") -> Text:
    """A name of somebody else's, on one line."""
    return _shown(text, style, NAME_LENGTH, is_name=True)


def prose(text: str, limit: int = _PROSE_LENGTH) -> Text:
    """Words that may hold somebody else's."""
    return _shown(text, "", limit, is_name=False)


def _shown(text: str, style: str, limit: int, *, is_name: bool) -> Text:
    """Text whose escapes stand out, to tell them from the same characters typed."""
    whole = Text(
        tuple(
            Span(piece.text, f"{style} {_ESCAPED}".lstrip() if piece.escaped else style)
            for piece in pieces(text, is_name=is_name)
        )
    )
    if len(whole) > limit:
        whole = styled(shortened(whole.plain, limit), style)
    return whole if len(whole) else styled("(empty)", "dim")
