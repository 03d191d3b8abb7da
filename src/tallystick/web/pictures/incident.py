"""When things happened, as far as somebody's clock says: a lane for each clock."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from markupsafe import Markup

from tallystick.model.incident import Happening
from tallystick.report.text import prose
from tallystick.web.pictures import vega

_EARLIEST, _LATEST = 0, 4_102_444_800
"""From 1970 to 2100: clocks of commits may say anything, and what is outside stands at the edge."""

_LONGEST: Final = 48
"""Characters of the name of a lane: reports are written by us, and by whoever had them in hand."""

_LANES: Final = 12


def timeline(happened: Sequence[Happening]) -> Markup | None:
    """The picture as SVG; None of a single moment, or where the library is not installed."""
    if len({one.time for one in happened}) < 2:
        return None
    lanes = list(dict.fromkeys(prose(one.clock)[:_LONGEST] for one in happened))[:_LANES]
    return vega.drawn(_specification(happened, lanes))


def _specification(happened: Sequence[Happening], lanes: Sequence[str]) -> dict[str, Any]:
    rows = [
        {
            "time": 1_000 * min(max(one.time, _EARLIEST), _LATEST),
            "lane": prose(one.clock)[:_LONGEST],
        }
        for one in happened
    ]
    return {
        "padding": {"left": 24, "right": 24, "top": 5, "bottom": 5},
        "width": 780,
        "height": 30 * len(lanes),
        "data": {"values": [row for row in rows if row["lane"] in lanes]},
        "mark": {"type": "point", "filled": True, "size": 90, "opacity": 0.75},
        "encoding": {
            "x": {
                "field": "time",
                "type": "temporal",
                "scale": {"type": "utc", "nice": True},
                "title": None,
                "axis": {"grid": True, "tickCount": 8, "format": "%Y-%m-%d", "labelOverlap": True},
            },
            "y": {
                "field": "lane",
                "type": "nominal",
                "title": None,
                "scale": {"domain": list(lanes)},
                "axis": {"labelLimit": 300, "grid": True, "domain": False, "ticks": False},
            },
            "color": {"value": "var(--focus)"},
        },
    }
