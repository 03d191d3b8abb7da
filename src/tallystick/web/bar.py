"""A row's bar: how many of its files have each grade, as SVG.

Of a hundred rows a page, so no template draws it, and most rows have one that was drawn already.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from markupsafe import Markup

from tallystick.model import Grade

WIDTH: Final = 1_000
LEAST: Final = 8
"""The narrowest piece: one file of many thousands is what the bar is there to show."""


def bar(files: Mapping[Grade, int]) -> Markup:
    """The bar of so many files by grade, the best first; empty of none."""
    return _drawn(tuple((grade, files[grade]) for grade in Grade if files.get(grade)))


@lru_cache(maxsize=4_096)
def _drawn(files: tuple[tuple[Grade, int], ...]) -> Markup:
    whole = sum(count for _, count in files)
    pieces = []
    at = 0.0
    for grade, count in files:
        width = max(count * WIDTH / whole, LEAST)
        pieces.append(
            f'<rect class="{grade.value}" x="{at:.1f}" y="0" width="{width:.1f}" height="10"></rect>'
        )
        at += width
    if not pieces:
        return Markup()
    opened = (
        f'<svg class="bar" viewBox="0 0 {WIDTH} 10" preserveAspectRatio="none" aria-hidden="true"'
        ' focusable="false">'
    )
    return Markup("".join((opened, *pieces, "</svg>")))  # noqa: S704 - numbers, and words of ours
