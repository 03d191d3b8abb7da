"""Badges: a verdict as a small picture for a readme."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from starlette.responses import Response

from tallystick.model import VerdictValue
from tallystick.store import asking
from tallystick.web import templates
from tallystick.web.asked import Asked, absent
from tallystick.web.pages import ledger, release
from tallystick.web.pages.shown import worst

_FILLS: Final = {
    VerdictValue.ACCEPTED: "#116329",
    VerdictValue.INCONCLUSIVE: "#7d4e00",
    VerdictValue.REJECTED: "#a40e26",
}
"""The page's own: white letters on each have a contrast of 7 to 1 or more."""

_LETTER: Final = 6.6


def _ledger(asked: Asked) -> Response:
    return _badge(ledger.ledger_asked(asked).verdict)


def _release(asked: Asked) -> Response:
    return _of(release.release_asked(asked))


def _project(asked: Asked) -> Response:
    """The verdict on the newest release."""
    found = asking.releases_of(
        asked.connection, asked.segment("ecosystem"), asked.segment("project")
    )
    if not found:
        raise absent("project")
    return _of(found[-1].ledgers)


def _of(rows: tuple[asking.LedgerRow, ...]) -> Response:
    verdict = worst(rows)
    if verdict is None:
        raise absent("release")
    return _badge(verdict)


def _badge(verdict: VerdictValue) -> Response:
    """Only a word of ours is in it."""
    left, right = "tallystick", verdict.value
    shown = templates.render(
        "badge.svg.jinja",
        {
            "left": left,
            "right": right,
            "split": round(len(left) * _LETTER + 12, 1),
            "width": round((len(left) + len(right)) * _LETTER + 24, 1),
            "left_length": round(len(left) * _LETTER, 1),
            "right_length": round(len(right) * _LETTER, 1),
            "fill": _FILLS[verdict],
        },
    )
    # A readme on another site may show it; it says nothing but a verdict.
    headers = {"Cross-Origin-Resource-Policy": "cross-origin", "Cache-Control": "no-cache"}
    return Response(shown, media_type="image/svg+xml", headers=headers)


BADGES: Final[Mapping[str, Callable[[Asked], Response]]] = {
    "/projects/{ecosystem}/{project}/badge.svg": _project,
    "/releases/{ecosystem}/{project}/{version}/badge.svg": _release,
    "/ledgers/{digest}/badge.svg": _ledger,
}
"""Where each is."""
