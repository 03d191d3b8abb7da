"""How a survey's results are distributed: a histogram each, verdicts in the colours of the other pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from markupsafe import Markup

from tallystick.web.pages.survey import Bin, Distribution
from tallystick.web.pictures import vega
from tallystick.web.pictures.verdicts import FILLS

_OTHER = "var(--focus)"


def charts(distributions: Sequence[Distribution]) -> tuple[Markup | None, ...]:
    """One picture for each, in their order; None where the library is not installed."""
    return tuple(vega.drawn(_specification(one)) for one in distributions)


def _specification(shown: Distribution) -> dict[str, Any]:
    colours = {**{value.value: fill for value, fill in FILLS.items()}, "other": _OTHER}
    rows = [row for one in shown.bins for row in _rows(one)]
    return {
        "width": 300,
        "height": 150,
        "data": {"values": rows},
        "mark": {"type": "bar", "cornerRadius": 1},
        "encoding": {
            "x": {
                "field": "label",
                "type": "ordinal",
                "title": None,
                "scale": {"domain": [one.label for one in shown.bins], "paddingInner": 0.2},
                "axis": {"labelAngle": -40, "ticks": False},
            },
            **vega.counts(rows, shown.unit, "~s"),
            "color": {
                "field": "kind",
                "type": "nominal",
                "legend": None,
                "scale": {"domain": list(colours), "range": list(colours.values())},
            },
        },
    }


def _rows(one: Bin) -> Iterator[dict[str, Any]]:
    """The pieces of a bar, the rejected at its foot: Vega-Lite stacks no bar that has two ends."""
    low = 0
    for kind in (*(value.value for value in FILLS), "other"):
        count = getattr(one, kind)
        if count:
            yield {"label": one.label, "low": low, "high": low + count, "kind": kind}
            low += count
