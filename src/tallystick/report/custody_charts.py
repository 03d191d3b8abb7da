"""Custody in two pictures, drawn by Vega: a timeline, and a treemap of the release's files.

Each function makes a specification (https://vega.github.io/vega/docs/specification/): plain data, in which
what others typed only ever stands as a value, with its unseen characters written out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from msgspec import Struct

from tallystick.custody.people import shown
from tallystick.model.custody import Custodian
from tallystick.model.past import FileHistory, Month, Past, TaggedRelease
from tallystick.report.text import counted, name, prose, shortened

WIDTH: Final = 1100
_PAPER: Final = "#ffffff"
_INK: Final = "#1b1f24"
_STANDINGS: Final = {"reviewed": "#2b6cb0", "claimed": "#f1a340", "not reviewed": "#b35806"}
"""Blue and orange, which people with any kind of colour blindness tell apart."""

_SHARES: Final = {
    "all": "#7fb0e0",
    "half or more": "#cfe3f5",
    "less than half": "#fbd9a8",
    "none": "#ee9a5c",
}

MOST_FILES: Final = 1_500
"""Rectangles of the treemap: more are smaller than a letter, and a page of 80,000 would not open."""

MOST_PEOPLE: Final = 20
_LABELS: Final = 14
"""Releases with a label: each takes this part of the width."""

_LONG: Final = 60

MISSING: Final = "the pictures were not drawn: pip install 'tallystick[charts]'"

Spec = Mapping[str, Any]


class Chart(Struct, frozen=True, kw_only=True):
    """A picture as SVG, and what it shows."""

    title: str
    caption: str
    svg: str


def charts(past: Past, custodians: Sequence[Custodian]) -> tuple[Chart, ...] | None:
    """The pictures that there is something to draw in; None where the library is not installed."""
    try:
        import vl_convert  # noqa: PLC0415 - an extra, and a second of start
    except ImportError:
        return None
    found = []
    spec = timeline(past, custodians)
    if spec is not None:
        # Nothing is fetched, whatever a specification says.
        svg = vl_convert.vegalite_to_svg(dict(spec), allowed_base_urls=[])
        found.append(Chart(title="Timeline", caption=_of_timeline(past, custodians), svg=svg))
    spec = treemap(past)
    if spec is not None:
        svg = vl_convert.vega_to_svg(dict(spec), allowed_base_urls=[])
        found.append(Chart(title="Files", caption=_of_treemap(past), svg=svg))
    return tuple(found)


def _of_timeline(past: Past, custodians: Sequence[Custodian]) -> str:
    keepers = sum(bool(one.merges or one.tags) for one in custodians)
    said = "Commits by month, releases, and who merged or tagged, from their first commit to their last sign."
    if keepers > MOST_PEOPLE:
        said += f" The {MOST_PEOPLE} of {keepers:,} who did so most."
    if past.undated:
        said += f" {counted(past.undated, 'commit')} with an impossible date left out."
    return f"{said} By the clocks of those who wrote."


def _of_treemap(past: Past) -> str:
    shown_files = [one for one in past.files if one.commits]
    size = (
        "lines of text" if past.lines is not None else "commits, since their contents are not here"
    )
    said = f"Files by {size}"
    if len(shown_files) > MOST_FILES:
        said += f", the {MOST_FILES:,} largest of {len(shown_files):,}"
    return (
        f"{said}; filled by how many of their commits another is known to have seen, outlined where one"
        " person wrote more than nine tenths of them."
    )


def timeline(past: Past, custodians: Sequence[Custodian]) -> Spec | None:
    """Commits by month and standing, releases, and who kept the source when; None without a month.

    From the first month with a commit to the end of the last, so a date that somebody made up widens the
    picture at most back to 1970 and, where it is the release's own, into the future.
    """
    if not past.months:
        return None
    first = past.months[0]
    start, end = _start(first.year, first.month), _end(past.months[-1])
    scale = {"type": "utc", "domain": [start, end]}
    keepers = [one for one in custodians if one.merges or one.tags]
    keepers.sort(key=lambda one: -(one.merges + one.tags))
    panels = [
        _commits(past.months, scale),
        _releases(past.releases, scale, start, end, labels=not keepers),
    ]
    if keepers:
        panels.append(_people(keepers[:MOST_PEOPLE], scale, start, end))
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "background": _PAPER,
        "config": {"aria": False, "axis": {"labelColor": _INK, "titleColor": _INK}},
        "spacing": 8,
        "vconcat": panels,
    }


def _months(*, labels: bool) -> Spec:
    """An axis of time, the year on every label: the library's own names months alone."""
    return {"title": None, "labels": labels, "format": "%b %Y", "tickCount": 10}


def _commits(months: Sequence[Month], scale: Spec) -> Spec:
    """Bars that are stacked here: the library stacks no bar that has two ends."""
    bars = []
    for one in months:
        low = 0
        amounts = (one.reviewed, one.claimed, one.unreviewed)
        for standing, amount in zip(_STANDINGS, amounts, strict=True):
            if amount:
                span = {"from": _start(one.year, one.month), "to": _end(one)}
                bars.append({**span, "low": low, "high": low + amount, "standing": standing})
                low += amount
    return {
        "width": WIDTH - 220,
        "height": 160,
        "data": {"values": bars},
        "mark": {"type": "bar"},
        "encoding": {
            "x": {**_time("from", scale), "axis": _months(labels=False)},
            "x2": {"field": "to"},
            "y": {"field": "low", "type": "quantitative", "title": "commits a month"},
            "y2": {"field": "high"},
            "color": {
                "field": "standing",
                "type": "nominal",
                "scale": {"domain": list(_STANDINGS), "range": list(_STANDINGS.values())},
                "legend": {"title": None, "orient": "top"},
            },
        },
    }


def _releases(
    releases: Sequence[TaggedRelease], scale: Spec, start: int, end: int, *, labels: bool
) -> Spec:
    """A tick for each release; names where there is room for one, the latest first."""
    inside = [one for one in releases if one.time * 1000 >= start]
    gap = (end - start) / _LABELS
    left = float("inf")
    values = []
    for one in reversed(inside):
        # A tag is often made after the last month with a commit.
        time = _within(one.time, start, end)
        labelled = left - time > gap
        left = time if labelled else left
        values.append({"time": time, "label": shortened(name(one.name), 14) if labelled else ""})
    return {
        "width": WIDTH - 220,
        "height": 34,
        "data": {"values": values},
        "encoding": {"x": {**_time("time", scale), "axis": _months(labels=labels)}},
        "layer": [
            {"mark": {"type": "tick", "color": _INK, "height": 12, "yOffset": -10}},
            {
                "mark": {"type": "text", "dy": 9, "fontSize": 10, "color": _INK, "limit": 60},
                "encoding": {"text": {"field": "label", "type": "nominal"}},
            },
        ],
    }


def _people(keepers: Sequence[Custodian], scale: Spec, start: int, end: int) -> Spec:
    """From the first commit to the last sign of each, with the first merge and the first tag."""
    spans, firsts, labels = [], [], []
    for number, one in enumerate(keepers):
        # Numbered, so that two who bear one name stay two.
        row = f"{number + 1}. {shortened(prose(shown(one.person)), 28)}"
        labels.append(row)
        came = (one.first_commit, one.first_merge, one.first_tag)
        known = [_within(time, start, end) for time in came if time is not None]
        spans.append({"row": row, "from": min(known), "to": _within(one.last, start, end)})
        firsts += [
            {"row": row, "time": _within(time, start, end), "what": what}
            for what, time in zip(_FIRSTS, came, strict=True)
            if time is not None
        ]
    rows = {
        "field": "row",
        "type": "nominal",
        "sort": labels,
        "title": None,
        "axis": {"labelLimit": 180, "ticks": False, "domain": False, "minExtent": 180},
    }
    return {
        "width": WIDTH - 220,
        "height": {"step": 18},
        "layer": [
            {
                "data": {"values": spans},
                "mark": {"type": "rule", "color": "#8c96a3", "strokeWidth": 2},
                "encoding": {"x": _time("from", scale), "x2": {"field": "to"}, "y": rows},
            },
            {
                "data": {"values": firsts},
                "mark": {"type": "point", "filled": True, "size": 55, "opacity": 1},
                "encoding": {
                    "x": {**_time("time", scale), "axis": _months(labels=True)},
                    "y": rows,
                    "shape": {
                        "field": "what",
                        "type": "nominal",
                        "scale": {"domain": list(_FIRSTS), "range": list(_FIRSTS.values())},
                        "legend": {"title": None, "orient": "bottom"},
                    },
                    "color": {"value": _INK},
                },
            },
        ],
    }


_FIRSTS: Final = {"first commit": "circle", "first merge": "square", "first tag": "triangle-up"}


def treemap(past: Past) -> Spec | None:
    """The largest files by lines (where contents were read) or commits; None where nothing was changed.

    Filled by how many of a file's commits another is known to have seen, outlined where one person wrote nine
    tenths of them.
    """
    by_lines = past.lines is not None
    sized = [
        (one, (one.lines or 0) if by_lines else one.commits) for one in past.files if one.commits
    ]
    largest = sorted(sized, key=lambda pair: (-pair[1], pair[0].path))[:MOST_FILES]
    nodes = _nodes([pair for pair in largest if pair[1]])
    if len(nodes) == 1:
        return None
    return {
        "$schema": "https://vega.github.io/schema/vega/v5.json",
        "background": _PAPER,
        "width": WIDTH,
        "height": 620,
        "padding": 2,
        "autosize": "pad",
        "config": {"aria": False},
        "data": [
            {
                "name": "tree",
                "values": nodes,
                "transform": [
                    {"type": "stratify", "key": "id", "parentKey": "parent"},
                    {
                        "type": "treemap",
                        "field": "size",
                        "sort": {"field": "value", "order": "descending"},
                        "paddingInner": 1,
                        "paddingOuter": 2,
                        "paddingTop": 13,
                        "size": [WIDTH, 620],
                    },
                ],
            },
            {"name": "folders", "source": "tree", "transform": [_kept("datum.depth == 1")]},
            {"name": "files", "source": "tree", "transform": [_kept("datum.depth == 2")]},
        ],
        "scales": [
            {
                "name": "share",
                "type": "ordinal",
                "domain": list(_SHARES),
                "range": list(_SHARES.values()),
            }
        ],
        "legends": [
            {
                "fill": "share",
                "title": "commits reviewed",
                "orient": "top",
                "direction": "horizontal",
            }
        ],
        "marks": [_rectangles(), _labels("folders", 2, 11), _labels("files", 3, 9)],
    }


def _nodes(files: Sequence[tuple[FileHistory, int]]) -> list[Spec]:
    """A root, the folders at the top, and the files in each; folders below stand in the files' names."""
    nodes: list[Spec] = [{"id": 0}]
    folders: dict[str, int] = {}
    for one, size in files:
        folder, slash, rest = one.path.partition("/")
        top, inside = (folder, rest) if slash else ("", one.path)
        if top not in folders:
            folders[top] = len(nodes)
            label = shortened(name(top), _LONG) if top else "."
            nodes.append({"id": len(nodes), "parent": 0, "label": label})
        nodes.append(
            {
                "id": len(nodes),
                "parent": folders[top],
                "label": shortened(name(inside), _LONG),
                "size": size,
                "share": share_of(one),
                "line": 1.6 if one.owner is not None else 0,
            }
        )
    return nodes


def share_of(one: FileHistory) -> str:
    """In words, how many of a file's commits another is known to have seen."""
    if one.reviewed == one.commits:
        return "all"
    if one.reviewed == 0:
        return "none"
    return "half or more" if one.reviewed * 2 >= one.commits else "less than half"


def _rectangles() -> Spec:
    return {
        "type": "rect",
        "from": {"data": "files"},
        "encode": {
            "enter": {
                "fill": {"scale": "share", "field": "share"},
                "stroke": {"value": _INK},
                "strokeWidth": {"field": "line"},
                "x": {"field": "x0"},
                "x2": {"field": "x1"},
                "y": {"field": "y0"},
                "y2": {"field": "y1"},
            }
        },
    }


def _labels(data: str, inset: int, size: int) -> Spec:
    """A name where it fits: eight letters wide, and as high as it is written."""
    room = f"datum.x1 - datum.x0 > {size * 5} && datum.y1 - datum.y0 > {size + 2}"
    return {
        "type": "text",
        "from": {"data": data},
        "encode": {
            "enter": {
                "text": {"signal": f"{room} ? datum.label : ''"},
                "limit": {"signal": f"datum.x1 - datum.x0 - {inset * 2}"},
                "x": {"field": "x0", "offset": inset},
                "y": {"field": "y0", "offset": 2},
                "baseline": {"value": "top"},
                "fontSize": {"value": size},
                "fill": {"value": _INK},
            }
        },
    }


def _kept(expression: str) -> Spec:
    return {"type": "filter", "expr": expression}


def _time(field: str, scale: Spec) -> dict[str, Any]:
    return {"field": field, "type": "temporal", "scale": scale}


def _start(year: int, month: int) -> int:
    """The first millisecond of a month."""
    return int(datetime(year, month, 1, tzinfo=UTC).timestamp()) * 1000


def _end(one: Month) -> int:
    years, month = divmod(one.month, 12)
    return _start(one.year + years, month + 1) if one.year + years <= 9999 else _start(9999, 12)


def _within(seconds: int, start: int, end: int) -> int:
    return min(max(seconds * 1000, start), end)
