"""How a report at a prompt is laid out: styled text, folded to a width, in columns.

One layout for a terminal and for a file; a terminal only adds the colours. It is our own since rich, which
knows far more, took a tenth of the processor of a small audit, and a sixth of one with a long report.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from msgspec import Struct

from tallystick.regex import regex

_GAP: Final = 2
"""Spaces between two columns."""

_SHORT: Final = 12
"""A column as narrow as this is folded only where others would be left with less than ``_LEAST``."""
_LEAST: Final = 4

_WORD: Final = regex(r" *[^ ]+")


class Span(NamedTuple):
    """Characters of one style; a style is words that rich knows (``bold red``)."""

    text: str
    style: str = ""


Line = tuple[Span, ...]
"""What stands on one line, from its left edge."""


class Text(Struct, frozen=True):
    """Words that are folded where the width ends; none is an empty line."""

    spans: Line = ()

    def __len__(self) -> int:
        return sum(len(span.text) for span in self.spans)

    @property
    def plain(self) -> str:
        """The characters without their styles."""
        return "".join(span.text for span in self.spans)


class Column(Struct, frozen=True, kw_only=True):
    """A column of a :class:`Grid`.

    Attributes:
        head: what stands above it, if anything does above any.
        style: of what has none of its own.
        folds: whether its cells may take several lines; the others are as wide as their widest.
        right: whether its cells stand at its right edge.
    """

    head: str = ""
    style: str = ""
    folds: bool = True
    right: bool = False


class Grid(Struct, frozen=True, kw_only=True):
    """Rows of cells in columns."""

    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Text]]


class Indented(Struct, frozen=True, kw_only=True):
    """A block, so many columns to the right."""

    block: Block
    by: int


class Group(Struct, frozen=True):
    """Blocks below one another."""

    blocks: tuple[Block, ...] = ()


Block = Text | Grid | Indented | Group


def styled(text: str, style: str = "") -> Text:
    """``text`` in one style."""
    return Text((Span(text, style),) if text else ())


def joined(*parts: Text | Span | str) -> Text:
    """The parts as one text."""
    spans: list[Span] = []
    for part in parts:
        if isinstance(part, Text):
            spans += part.spans
        else:
            spans.append(part if isinstance(part, Span) else Span(part))
    return Text(tuple(spans))


def stacked(*blocks: Block) -> Group:
    """The blocks below one another."""
    return Group(blocks)


def restyled(text: Text, style: str) -> Text:
    """``text`` with ``style`` below the styles that it has."""
    return Text(_below(text.spans, style))


def lines(block: Block, width: int) -> Iterator[Line]:
    """The lines that ``block`` takes where ``width`` columns are to be had."""
    if isinstance(block, Text):
        yield from _folded(block, width)
    elif isinstance(block, Grid):
        yield from _rows(block, width)
    elif isinstance(block, Indented):
        margin = Span(" " * block.by)
        for line in lines(block.block, max(1, width - block.by)):
            yield (margin, *line)
    else:
        for inner in block.blocks:
            yield from lines(inner, width)


def cells(text: str) -> int:
    """How many columns of a terminal ``text`` takes."""
    if text.replace("…", "").isascii():  # the one other character of our own words
        return len(text)
    from rich.cells import cell_len  # noqa: PLC0415 - the tables of Unicode, only for what needs them

    return cell_len(text)


def _below(line: Line, style: str) -> Line:
    if not style:
        return line
    return tuple(Span(span.text, f"{style} {span.style}".rstrip()) for span in line)


def _folded(text: Text, width: int) -> Iterator[Line]:
    plain = text.plain
    if cells(plain) <= width:
        yield text.spans
        return
    for begin, end in _breaks(plain, width):
        yield _cut(text.spans, begin, end)


def _breaks(plain: str, width: int) -> Iterator[tuple[int, int]]:
    """Where each line begins and ends: between words, or within one that no line holds."""
    begin = end = taken = 0
    for word in _WORD.finditer(plain):
        shown = cells(word[0])
        if taken + shown <= width:
            end, taken = word.end(), taken + shown
            continue
        bare = word[0].lstrip(" ")
        if taken:
            yield begin, end
            begin, end, taken = word.end() - len(bare), word.end(), cells(bare)
        else:
            end, taken = word.end(), shown
        while taken > width:
            cut = _fitting(plain, begin, end, width)
            yield begin, cut
            begin, taken = cut, cells(plain[cut:end])
    yield begin, end


def _fitting(plain: str, begin: int, end: int, width: int) -> int:
    """How far a line from ``begin`` comes: by one character at least."""
    cut = begin + 1
    taken = cells(plain[begin])
    while cut < end and (taken := taken + cells(plain[cut])) <= width:
        cut += 1
    return cut


def _cut(line: Line, begin: int, end: int) -> Line:
    """The characters from ``begin`` to ``end``."""
    cut: list[Span] = []
    at = 0
    for text, style in line:
        if piece := text[max(0, begin - at) : max(0, end - at)]:
            cut.append(Span(piece, style))
        at += len(text)
    return tuple(cut)


def _rows(grid: Grid, width: int) -> Iterator[Line]:
    heads = tuple(styled(column.head, "dim") for column in grid.columns)
    rows = [heads, *grid.rows] if any(len(head) for head in heads) else list(grid.rows)
    if not rows:
        return
    widths = _widths(grid.columns, rows, width)
    for row in rows:
        yield from _row(grid.columns, row, widths)


def _row(columns: Sequence[Column], row: Sequence[Text], widths: Sequence[int]) -> Iterator[Line]:
    folded = [list(_folded(cell, size)) for cell, size in zip(row, widths, strict=True)]
    for number in range(max(map(len, folded))):
        line: list[Span] = []
        missing = 0
        for column, cell, size in zip(columns, folded, widths, strict=True):
            own = _below(cell[number], column.style) if number < len(cell) else ()
            short = size - sum(cells(span.text) for span in own)
            before = missing + (short if column.right else 0)
            if own:
                line += (Span(" " * before), *own) if before else own
                missing = _GAP + (0 if column.right else short)
            else:
                missing += size + _GAP
        yield tuple(line)


def _widths(columns: Sequence[Column], rows: Iterable[Sequence[Text]], width: int) -> list[int]:
    """How wide each column is: as its widest cell, or where that is too much, the widest give way first."""
    wanted = [max(cells(cell.plain) for cell in column) for column in zip(*rows, strict=True)]
    wanted = [max(1, size) for size in wanted]
    room = width - _GAP * (len(columns) - 1)
    folding = [number for number, column in enumerate(columns) if column.folds]
    for_folding = max(room - sum(wanted) + sum(wanted[number] for number in folding), len(folding))
    left = len(folding)
    for number in sorted(folding, key=lambda number: wanted[number]):
        enough = min(_SHORT, for_folding - _LEAST * (left - 1))
        wanted[number] = min(wanted[number], max(for_folding // left, enough))
        for_folding -= wanted[number]
        left -= 1
    return wanted
