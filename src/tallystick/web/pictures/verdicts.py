"""Verdicts over time: a bar a day."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from markupsafe import Markup

from tallystick.model import VerdictValue
from tallystick.web.pages.overview import DayRow
from tallystick.web.pictures import vega

WIDTH: Final = 1_080
HEIGHT: Final = 130

FILLS: Final = {
    VerdictValue.REJECTED: "var(--contradicted)",
    VerdictValue.INCONCLUSIVE: "var(--unproven)",
    VerdictValue.ACCEPTED: "var(--identical)",
}
"""The page's own colours, in the order of a bar from its foot."""


def chart(days: Sequence[DayRow]) -> Markup | None:
    """The picture as SVG; None where the library is not installed or no day has a ledger."""
    if not any(day.accepted + day.inconclusive + day.rejected for day in days):
        return None
    return vega.drawn(_specification(days))


def _specification(days: Sequence[DayRow]) -> dict[str, Any]:
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
    return {
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
            **vega.counts(rows, None),
            "color": {
                "field": "verdict",
                "type": "nominal",
                "legend": None,
                "scale": {
                    "domain": [value.value for value in FILLS],
                    "range": list(FILLS.values()),
                },
            },
        },
    }
