"""The pictures of the pages, and the one list of them: markup that a template places where it belongs.

Drawn once for what never changes, and kept: a picture takes longer than the rest of its page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from markupsafe import Markup

from tallystick.web.asked import Asked
from tallystick.web.pages.incident import IncidentPage
from tallystick.web.pages.ledger import LedgerPage
from tallystick.web.pages.overview import OverviewPage
from tallystick.web.pages.project import ProjectPage
from tallystick.web.pages.survey import SurveyPage
from tallystick.web.pictures import custody, incident, survey, treemap, verdicts

LETTERS: Final = 400
"""Characters of a picture that count as a row of what is kept (:mod:`tallystick.web.kept`)."""

Pictures = Mapping[str, Markup | None]


def _overview(asked: Asked, page: OverviewPage) -> Pictures:
    return {"chart": _once(asked, ("days", page.days), lambda: verdicts.chart(page.days))}


def _ledger(asked: Asked, page: LedgerPage) -> Pictures:
    digest = page.ledger.digest
    return {"map": _once(asked, ("drawn map", digest), lambda: treemap.drawn(digest, page.map))}


def _project(asked: Asked, page: ProjectPage) -> Pictures:
    shown = page.history
    return {"chart": _once(asked, ("custody", shown), lambda: custody.timeline(shown))}


def _survey(asked: Asked, page: SurveyPage) -> Pictures:
    key = ("distributions", page.state, page.distributions)
    drawn = asked.kept.get(key, lambda: survey.charts(page.distributions), lambda _: 100)
    return {f"chart{number}": one for number, one in enumerate(drawn)}


def _incident(asked: Asked, page: IncidentPage) -> Pictures:
    happened = page.incident.timeline if page.incident else ()
    return {"chart": _once(asked, ("timeline", happened), lambda: incident.timeline(happened))}


def _once(
    asked: Asked, key: tuple[object, ...], draw: Callable[[], Markup | None]
) -> Markup | None:
    return asked.kept.get(key, draw, lambda one: len(one or "") // LETTERS)


PICTURES: Final[Mapping[str, Callable[[Asked, Any], Pictures]]] = {
    "overview": _overview,
    "project": _project,
    "ledger": _ledger,
    "survey": _survey,
    "incident": _incident,
}
"""By the ids of the pages; each is given what its page read."""
