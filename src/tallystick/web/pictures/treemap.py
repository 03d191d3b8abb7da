"""The map of an artifact as SVG: what :mod:`tallystick.web.pages.treemap` laid out, a link on each rectangle.

A template would take ten times as long for two hundred rectangles with nine values each, and each page of a
ledger that was not asked for yet has them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from markupsafe import Markup, escape

from tallystick.report.text import counted
from tallystick.web import address, templates
from tallystick.web.pages.treemap import HEIGHT, WIDTH, Map, Tile

_OPENED: Final = f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" aria-hidden="true" focusable="false">'


def drawn(digest: str, shown: Map) -> Markup | None:
    """The map of the ledger with this digest; None of one without files."""
    if not shown.tiles:
        return None
    # Every text of a stranger in it was escaped by _tile.
    return Markup("\n".join((_OPENED, *_tiles(digest, shown), "</svg>")))  # noqa: S704


def _tiles(digest: str, shown: Map) -> Iterator[str]:
    """The rectangles; all that is not escaped here is a number or a word of ours."""
    for tile in shown.tiles:
        grade = tile.grade.value
        title = escape(f"{_called(tile)}: {grade}, {counted(tile.bytes, 'byte')}")
        label = (
            f'<text x="{tile.x + 3:.1f}" y="{tile.y + 11:.1f}">{escape(tile.label)}</text>'
            if tile.label
            else ""
        )
        yield (
            f'<a href="{_leads_to(digest, tile)}" tabindex="-1"><rect class="{grade}" x="{tile.x}"'
            f' y="{tile.y}" width="{tile.width}" height="{tile.height}"><title>{title}</title></rect>'
            f"{label}</a>"
        )


def _called(tile: Tile) -> str:
    return tile.path if tile.position is None else templates.plain(tile.path)


def _leads_to(digest: str, tile: Tile) -> str:
    if tile.position is None:
        return f"{address.ledger(digest)}?grade={tile.grade.value}#ledger"
    return address.entry(digest, tile.position)
