"""What a report at a prompt is drawn with: sections, capped lists, names that can pose as nothing else."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from io import StringIO
from typing import Final

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.segment import Segment
from rich.table import Table
from rich.text import Text

from tallystick.report.text import counted, pieces, shortened

NAME_LENGTH: Final = 240
"""Characters shown of a name, or of a line of a file."""
WHY_LENGTH: Final = 120
"""Characters shown of a reason in a table's cell."""

_WIDTH_OF_A_FILE: Final = 80
_PROSE_LENGTH: Final = 600
_DELTA_LINES: Final = 12
_PATHS: Final = 5
_ITEMS: Final = 20

_DELTA_STYLE: Final = {"+": "green", "-": "red", "@": "cyan"}
_ESCAPED: Final = "reverse"


def plain(write: Callable[[Console], None]) -> str:
    """What ``write`` prints, as plain text of 80 columns (or ``COLUMNS``)."""
    columns = os.environ.get("COLUMNS", "")
    width = int(columns) if columns.isascii() and columns.isdigit() else _WIDTH_OF_A_FILE
    file = StringIO()
    console = Console(
        file=file, width=max(width, 40), no_color=True, force_terminal=False, emoji=False
    )
    write(console)
    # rich fills its columns with spaces; in a file they would only be noise in a diff.
    return "".join(f"{line.rstrip(' ')}\n" for line in file.getvalue().split("\n")[:-1])


def write(console: Console, *renderables: RenderableType) -> None:
    """Print what is text already: no markup, no emoji codes, no highlighting of numbers."""
    for renderable in renderables:
        console.print(renderable, markup=False, emoji=False, highlight=False, overflow="fold")


def section(console: Console, title: str, body: Sequence[RenderableType]) -> None:
    """Print ``body`` under ``title``; nothing where there is no body."""
    if body:
        write(console, Text(), Text(title, style="bold"), indented(Group(*body), 2))


def delta_lines(delta: str | None) -> list[Text]:
    """The first lines of a difference, and how many follow."""
    if not delta:
        return []
    # Only the line feed ends a line of a difference; what else str.splitlines knows is content.
    lines = delta.removesuffix("\n").split("\n")
    shown = [_delta_line(line) for line in lines[:_DELTA_LINES]]
    if len(lines) > _DELTA_LINES:
        more = counted(len(lines) - _DELTA_LINES, "more line")
        shown.append(Text(f"… {more}", style="dim"))
    return shown


def _delta_line(line: str) -> Text:
    text = prose(line, NAME_LENGTH)
    text.style = _DELTA_STYLE.get(line[:1], "dim")
    return text


def table(*words: str, numbers: Iterable[str], last: str | None = None) -> Table:
    """An empty table: columns of words, then of numbers, then one more of words."""
    empty = Table(box=None, padding=(0, 2, 0, 0), header_style="dim", pad_edge=False)
    for word in words:
        empty.add_column(word, overflow="fold")
    for number in numbers:
        empty.add_column(number, justify="right", no_wrap=True)
    if last is not None:
        empty.add_column(last, overflow="fold")
    return empty


def paths(names: Sequence[str], *, indent: int, noun: str = "more file") -> list[RenderableType]:
    """The first of ``names``, and how many there are besides."""
    shown = [name(path) for path in names[:_PATHS]]
    if len(names) > _PATHS:
        left = len(names) - _PATHS
        more = f"{left:,} more" if noun == "more" else counted(left, noun)
        shown.append(Text(f"… {more}", style="dim"))
    return [indented(path, indent) for path in shown]


def capped(
    items: Sequence[RenderableType], noun: str, plural: str | None = None, cap: int = _ITEMS
) -> list[RenderableType]:
    """The first items, and how many there are besides: a flood must not bury the rest."""
    shown = list(items[:cap])
    if len(items) > cap:
        rest = counted(len(items) - cap, f"more {noun}", plural and f"more {plural}")
        shown.append(Text(f"… {rest}; --format html shows all", style="dim"))
    return shown


class Indented:
    """What stands some columns to the right.

    rich's own ``Padding`` measures what it holds before it draws it, and so at every depth once more: half of
    a report's time.
    """

    def __init__(self, renderable: RenderableType, columns: int) -> None:
        self._renderable = renderable
        self._columns = columns

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """The lines, each with its margin (rich's console protocol)."""
        inside = options.update_width(max(1, options.max_width - self._columns))
        for line in console.render_lines(self._renderable, inside, pad=False):
            yield Segment(" " * self._columns)
            yield from line
            yield Segment.line()


def indented(renderable: RenderableType, columns: int) -> Indented:
    """``renderable``, that many columns to the right."""
    return Indented(renderable, columns)


def said(subject: str, sentence: str) -> Text:
    """What is spoken of, and what is said of it."""
    return Text.assemble(name(subject, "bold"), ": ", prose(sentence))


def name(text: str, style: str = "") -> Text:
    """A name of somebody else's, on one line."""
    return _shown(text, style, NAME_LENGTH, is_name=True)


def prose(text: str, limit: int = _PROSE_LENGTH) -> Text:
    """Words that may hold somebody else's."""
    return _shown(text, "", limit, is_name=False)


def _shown(text: str, style: str, limit: int, *, is_name: bool) -> Text:
    """Text whose escapes stand out, to tell them from the same characters typed."""
    whole = Text(style=style)
    for piece in pieces(text, is_name=is_name):
        whole.append(piece.text, style=_ESCAPED if piece.escaped else None)
    if len(whole) > limit:
        whole = Text(shortened(whole.plain, limit), style=style)
    return whole or Text("(empty)", style="dim")
