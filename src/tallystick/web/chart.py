"""Verdicts over time as a picture, drawn by Vega (``docs/adr/0032``)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from tallystick.model import VerdictValue
from tallystick.web.pages.overview import DayRow

WIDTH: Final = 1_080
HEIGHT: Final = 130

_INK: Final = "var(--faint)"
"""The page's own colours: the picture stands in the page, and follows it from light to dark."""

_FILLS: Final = {
    VerdictValue.ACCEPTED: "var(--identical)",
    VerdictValue.INCONCLUSIVE: "var(--unproven)",
    VerdictValue.REJECTED: "var(--contradicted)",
}


def chart(days: Sequence[DayRow]) -> str | None:
    """The picture as SVG; None where the library is not installed or no day has a ledger."""
    if not any(day.accepted + day.inconclusive + day.rejected for day in days):
        return None
    try:
        import vl_convert  # noqa: PLC0415 - an extra, and a second of start
    except ImportError:
        return None
    drawn: str = vl_convert.vegalite_to_svg(dict(specification(days)), allowed_base_urls=[])
    return drawn


def specification(days: Sequence[DayRow]) -> dict[str, Any]:
    """The picture in Vega-Lite's words: a bar a day, the rejected at its foot."""
    rows = []
    for day in days:
        counts = {
            VerdictValue.REJECTED: day.rejected,
            VerdictValue.INCONCLUSIVE: day.inconclusive,
            VerdictValue.ACCEPTED: day.accepted,
        }
        low = 0
        for verdict, count in counts.items():
            if count:
                rows.append(
                    {"day": day.day, "low": low, "high": low + count, "verdict": verdict.value}
                )
                low += count
    axis = {"labelColor": _INK, "titleColor": _INK, "tickColor": _INK, "domainColor": _INK}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "background": None,
        "config": {
            "aria": False,
            "font": "system-ui, sans-serif",
            "axis": {**axis, "gridColor": "var(--rule)"},
            "view": {"stroke": None},
        },
        "width": WIDTH,
        "height": HEIGHT,
        "data": {"values": rows},
        "mark": {"type": "bar", "cornerRadius": 1},
        "encoding": {
            "x": {
                "field": "day",
                "type": "ordinal",
                "title": None,
                "scale": {"domain": [day.day for day in days], "paddingInner": 0.25},
                "axis": {
                    "labelAngle": 0,
                    "labelExpr": "slice(datum.label, 5)",
                    "labelOverlap": True,
                    "ticks": False,
                },
            },
            "y": {
                "field": "low",
                "type": "quantitative",
                "title": None,
                "axis": {"tickCount": 4, "domain": False, "ticks": False, "format": "d"},
            },
            "y2": {"field": "high"},
            "color": {
                "field": "verdict",
                "type": "nominal",
                "legend": None,
                "scale": {
                    "domain": [value.value for value in _FILLS],
                    "range": list(_FILLS.values()),
                },
            },
        },
    }
