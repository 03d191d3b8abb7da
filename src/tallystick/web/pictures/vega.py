"""Charts drawn by Vega (``docs/adr/0032``), in the page's own colours: they follow it from light to dark."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from markupsafe import Markup

INK: Final = "var(--faint)"
RULE: Final = "var(--rule)"

MOST_TICKS: Final = 4

_AXIS: Final = {"labelColor": INK, "titleColor": INK, "tickColor": INK, "domainColor": INK}

CONFIG: Final[Mapping[str, Any]] = {
    "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
    "background": None,
    "config": {
        # What a chart says stands in a table beside it; its picture is hidden from screen readers.
        "aria": False,
        "font": "system-ui, sans-serif",
        "axis": {**_AXIS, "gridColor": RULE, "titleFontWeight": "normal"},
        "legend": {"labelColor": INK, "titleColor": INK},
        "title": {"color": "var(--ink)", "fontWeight": 600, "anchor": "start"},
        "view": {"stroke": None},
    },
}
"""How every chart looks; a specification is this, and what is its own."""


def counts(rows: Iterable[Mapping[str, Any]], title: str | None, form: str = "d") -> dict[str, Any]:
    """The upright axis of bars with two ends, ``low`` and ``high``: few ticks, none between whole numbers.

    Args:
        rows: the bars; where they are low, there are fewer ticks, since Vega-Lite's own ``tickMinStep``
            leaves halves, which are written as the number before or behind.
        title: what is counted; None where the heading says it.
        form: of the labels, in the words of d3-format.
    """
    highest = max((row["high"] for row in rows), default=0)
    ticks = min(MOST_TICKS, max(1, highest))
    axis = {"tickCount": ticks, "domain": False, "ticks": False, "format": form}
    return {
        "y": {"field": "low", "type": "quantitative", "title": title, "axis": axis},
        "y2": {"field": "high"},
    }


def prepare() -> None:
    """Draw something: the library takes a second for its first picture, and a hundredth for each further."""
    drawn({"data": {"values": []}, "mark": "bar"})


def drawn(own: Mapping[str, Any]) -> Markup | None:
    """The chart as SVG; None where the library is not installed.

    Args:
        own: the rest of a Vega-Lite specification; what strangers typed stands in it as values alone.
    """
    try:
        import vl_convert  # noqa: PLC0415 - an extra, and a second of start
    except ImportError:
        return None
    # Nothing is fetched, whatever a specification says.
    svg = vl_convert.vegalite_to_svg({**CONFIG, **own}, allowed_base_urls=[])
    return Markup(svg)  # noqa: S704 - Vega escapes XML; a test draws hostile names
