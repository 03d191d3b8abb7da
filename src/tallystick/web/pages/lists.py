"""Pages that are one list: projects by name, ledgers by verdict, what one publisher put out."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from tallystick.model import VerdictValue
from tallystick.store import asking
from tallystick.web.asked import AFTER, PAGE, Asked, Parameter, Refused, cursor
from tallystick.web.pages.shown import Brief, briefs

PROJECTS: Final = (
    Parameter(name="beginning", about="only projects whose name begins with this"),
    Parameter(name="after_project", about="the last project of the page before"),
    Parameter(name="after_ecosystem", about="and its ecosystem"),
)

LEDGERS: Final = (
    Parameter(
        name="verdict", about="only this verdict", choices=tuple(one.value for one in VerdictValue)
    ),
    AFTER,
)

PUBLISHERS: Final = (
    Parameter(name="who", about="a repository, a subject, or the index's word, exactly"),
    AFTER,
)


class ProjectsPage(Struct, frozen=True, kw_only=True):
    """Projects by name."""

    beginning: str
    projects: tuple[asking.ProjectRow, ...]
    has_more: bool


def projects(asked: Asked) -> ProjectsPage:
    """Projects by name."""
    beginning = asked.text("beginning")
    last, ecosystem = asked.text("after_project"), asked.text("after_ecosystem")
    after = (last, ecosystem) if last else None
    found = asking.projects(asked.connection, beginning=beginning, after=after, size=PAGE + 1)
    return ProjectsPage(beginning=beginning, projects=found[:PAGE], has_more=len(found) > PAGE)


class LedgersPage(Struct, frozen=True, kw_only=True):
    """The latest ledger on each artifact, the newest first."""

    verdict: str
    who: str
    ledgers: tuple[Brief, ...]
    next: str | None
    address: str


def ledgers(asked: Asked) -> LedgersPage:
    """The latest ledger on each artifact, the newest first."""
    verdict = asked.text("verdict")
    after = asked.after(1)
    found = asking.ledgers(
        asked.connection,
        verdict=VerdictValue(verdict) if verdict else None,
        before=after[0] if after else None,
        size=PAGE + 1,
    )
    return _listed(asked, found, verdict=verdict)


def publisher(asked: Asked) -> LedgersPage:
    """What somebody signed or published.

    Raises:
        Refused: nobody is named.
    """
    who = asked.text("who")
    if not who:
        raise Refused(400, "who: name somebody")
    after = asked.after(1)
    found = asking.releases_of_publisher(
        asked.connection, who, after=after[0] if after else None, size=PAGE + 1
    )
    return _listed(asked, found, who=who)


def _listed(
    asked: Asked, found: tuple[asking.LedgerRow, ...], *, verdict: str = "", who: str = ""
) -> LedgersPage:
    shown = found[:PAGE]
    return LedgersPage(
        verdict=verdict,
        who=who,
        ledgers=briefs(asked, shown),
        next=cursor(shown[-1].id) if len(found) > PAGE else None,
        address=asked.path,
    )
