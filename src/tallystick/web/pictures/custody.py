"""A project's commits by month, as far as others saw them, and where its releases stand among them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final

from markupsafe import Markup

from tallystick.model.custody import Standing
from tallystick.report.text import name, shortened
from tallystick.web.pages.history import COUNTED, History, Month
from tallystick.web.pictures import vega

WIDTH: Final = 1_000

LEAST: Final = 366 * 86_400_000
"""Milliseconds that are shown at least: one month alone would fill the picture, and have ten labels."""

_FILLS: Final = {
    Standing.REVIEWED: "#2b6cb0",
    Standing.CLAIMED: "#f1a340",
    Standing.UNREVIEWED: "#b35806",
}
"""Those of custody's own report: blue and orange, which all kinds of colour blindness tell apart."""

_LABELS: Final = 12
_LONGEST: Final = 14


def timeline(shown: History) -> Markup | None:
    """The picture as SVG; None without a month, or where the library is not installed."""
    return vega.drawn(_specification(shown)) if shown.months else None


def _specification(shown: History) -> dict[str, Any]:
    end = _end(shown.months[-1].month)
    start = min(_start(shown.months[0].month), end - LEAST)
    scale = {"type": "utc", "domain": [start, end]}
    return {
        "spacing": 4,
        "vconcat": [_commits(shown, scale), _releases(shown, scale, start, end)],
    }


def _commits(shown: History, scale: dict[str, Any]) -> dict[str, Any]:
    rows = [row for month in shown.months for row in _bars(month)]
    return {
        "width": WIDTH,
        "height": 110,
        "data": {"values": rows},
        "mark": {"type": "bar"},
        "encoding": {
            "x": {
                "field": "from",
                "type": "temporal",
                "scale": scale,
                "title": None,
                "axis": {"format": "%b %Y", "tickCount": 10, "grid": False, "labelOverlap": True},
            },
            "x2": {"field": "to"},
            **vega.counts(rows, "commits a month"),
            "color": {
                "field": "standing",
                "type": "nominal",
                "scale": {"domain": [*_FILLS], "range": list(_FILLS.values())},
                "legend": {"title": None, "orient": "top"},
            },
        },
    }


def _bars(month: Month) -> Iterator[dict[str, Any]]:
    """Stacked here: the library stacks no bar that has two ends."""
    low = 0
    span = {"from": _start(month.month), "to": _end(month.month)}
    for standing in COUNTED:
        count = getattr(month, standing.value)
        if count:
            yield {**span, "low": low, "high": low + count, "standing": standing.value}
            low += count


def _releases(shown: History, scale: dict[str, Any], start: int, end: int) -> dict[str, Any]:
    """A tick for each release; its version where there is room, the latest first."""
    left = float("inf")
    values = []
    for one in sorted(shown.releases, key=lambda each: -each.time):
        time = min(max(one.time * 1_000, start), end)
        labelled = left - time > (end - start) / _LABELS
        left = time if labelled else left
        label = shortened(name(one.version), _LONGEST) if labelled else ""
        values.append({"time": time, "label": label})
    return {
        "width": WIDTH,
        "height": 30,
        "data": {"values": values},
        "encoding": {
            "x": {"field": "time", "type": "temporal", "scale": scale, "title": None, "axis": None}
        },
        "layer": [
            {"mark": {"type": "tick", "color": vega.INK, "height": 10, "yOffset": -10}},
            {
                "mark": {"type": "text", "dy": 8, "fontSize": 10, "color": vega.INK, "limit": 90},
                "encoding": {"text": {"field": "label", "type": "nominal"}},
            },
        ],
    }


def _start(month: str) -> int:
    return int(datetime.strptime(f"{month} +0000", "%Y-%m %z").timestamp()) * 1_000


def _end(month: str) -> int:
    year, number = map(int, month.split("-"))
    following = datetime(year + number // 12, number % 12 + 1, 1, tzinfo=UTC)
    return int(following.timestamp()) * 1_000
