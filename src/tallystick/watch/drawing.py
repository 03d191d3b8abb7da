"""The ancestry of one file as a picture: SVG 1.1, drawn here, so that nobody needs Graphviz to see it."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape

from tallystick.watch.ancestry import Origin, visible
from tallystick.watch.subject import Subject

ROW, LETTER, GAP, MARGIN = 28, 7.3, 90, 10
"""Pixels: of a row, of a letter of a monospaced font of 12 pixels, between columns, around it all."""

LONGEST = 60
"""Letters of a name; the end of a path says more than its beginning."""


def as_svg(subject: Subject, origins: Sequence[Origin]) -> str:
    """A box for each file, the nearest left, and a line from each to those that it was made of."""
    columns = _columns(origins)
    widest = [max(len(_label(subject, path)) for path in column) for column in columns]
    lefts = [
        MARGIN + sum(LETTER * width + 16 + GAP for width in widest[:at])
        for at in range(len(columns))
    ]
    places = {
        path: (lefts[at], MARGIN + row * ROW)
        for at, column in enumerate(columns)
        for row, path in enumerate(column)
    }
    makers = {origin.path: origin for origin in origins}
    lines, boxes = [], []
    for path, (x, y) in places.items():
        origin = makers.get(path)
        text = _label(subject, path)
        width = LETTER * len(text) + 16
        weight = 2 if origin is None or origin.run is None else 1
        boxes += [
            f'<rect x="{x:.0f}" y="{y}" width="{width:.0f}" height="20" fill="white" stroke="black" '
            f'stroke-width="{weight}"/>',
            f'<text x="{x + 8:.0f}" y="{y + 14}">{escape(text)}</text>',
        ]
        if origin is None or origin.run is None:
            continue
        by = "moved" if origin.moved_from is not None else visible(origin.run.name)
        boxes.append(f'<text x="{x + width + 4:.0f}" y="{y + 8}" font-size="9">{escape(by)}</text>')
        for source in origin.inputs:
            if source in places:
                left, top = places[source]
                lines.append(
                    f'<line x1="{x + width:.0f}" y1="{y + 10}" x2="{left:.0f}" y2="{top + 10}"/>'
                )
    across = max((lefts[at] + LETTER * widest[at] + 16 for at in range(len(columns))), default=0)
    down = max((len(column) for column in columns), default=0) * ROW
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{across + MARGIN:.0f}" '
            f'height="{down + 2 * MARGIN}" font-family="monospace" font-size="12">',
            '<g stroke="gray">',
            *lines,
            "</g>",
            *boxes,
            "</svg>",
        ]
    )


def _columns(origins: Sequence[Origin]) -> list[list[str]]:
    """Files by how many steps they are away."""
    distance: dict[str, int] = {}
    for origin in origins:  # near ones stand first
        own = distance.setdefault(origin.path, 0)
        for source in origin.inputs:
            distance.setdefault(source, own + 1)
    columns: list[list[str]] = [[] for _ in range(max(distance.values(), default=-1) + 1)]
    for path, steps in distance.items():
        columns[steps].append(path)
    return columns


def _label(subject: Subject, path: str) -> str:
    name = visible(subject.inside(path) or path)
    return name if len(name) <= LONGEST else f"…{name[1 - LONGEST :]}"
