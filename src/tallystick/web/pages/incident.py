"""An incident's page: where something bad came in, what carries it, who is exposed, when, and what to do.

Traced in the store when somebody asks, or read from what ``trace`` reported with histories, lock files and
folders, which are not looked at here.
"""

from __future__ import annotations

from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from tallystick.errors import UsageError
from tallystick.limits import DEFAULT
from tallystick.model.incident import Incident
from tallystick.report.incident import headline
from tallystick.trace import Given, trace
from tallystick.trace.plan import shipped_template
from tallystick.trace.subject import named_subject
from tallystick.web.asked import Asked, Parameter, Refused, absent

PARAMETERS: Final = (
    Parameter(
        name="bad", about="traced in the store: a SHA-256, git blob id or commit, or NAME==VERSION"
    ),
    Parameter(name="report", about="the number of a report that the viewer was given, from 0"),
)

SHOWN: Final = 200
"""Rows of each kind on the page; ``tallystick trace`` has all."""


class Reported(Struct, frozen=True, kw_only=True):
    """A report that the viewer was given."""

    number: int
    name: str
    words: str
    headline: str


class IncidentPage(Struct, frozen=True, kw_only=True):
    """What is known of something bad, or what can be asked.

    Attributes:
        bad: what was asked for.
        refused: why it could not be; empty where it could.
        report: the number of the report that is shown; None of what the store says.
        reports: those that the viewer was given.
        incident: None where nothing was asked; of each kind the first :data:`SHOWN`.
        headline: of the incident: the rest of a sentence that begins with what was asked for.
        left_out: rows of all kinds together that are not on the page.
    """

    bad: str
    refused: str
    report: int | None
    reports: tuple[Reported, ...]
    incident: Incident | None
    headline: str
    left_out: int


def read(asked: Asked) -> IncidentPage:
    """What is known of something bad.

    Raises:
        Refused: there is no such report, or two things are asked for.
    """
    bad, number = asked.text("bad"), asked.text("report")
    if bad and number:
        raise Refused(400, "either bad or report")
    refused = ""
    incident = None
    if bad:
        try:
            incident = _traced(asked, bad)
        except UsageError:
            refused = "That is no digest or commit in hex, and no NAME==VERSION."
    elif number:
        incident = _reported(asked, number)
    shown, left_out = _cut(incident) if incident else (None, 0)
    return IncidentPage(
        bad=bad,
        refused=refused,
        report=int(number) if number else None,
        reports=tuple(
            Reported(
                number=at,
                name=one.name,
                words=one.incident.subject.words,
                headline=headline(one.incident),
            )
            for at, one in enumerate(asked.given.incidents)
        ),
        incident=shown,
        headline=headline(incident) if incident else "",
        left_out=left_out,
    )


def _traced(asked: Asked, bad: str) -> Incident:
    """What the store's ledgers say; nothing else is looked at, and the report says so."""
    store = asked.store.seen_by(asked.connection)
    given = Given(
        store=store, repositories=(), locks=(), environments=(), template=shipped_template()
    )
    return trace(named_subject(bad, store, ()), given, DEFAULT)


def _reported(asked: Asked, number: str) -> Incident:
    reports = asked.given.incidents
    if not number.isascii() or not number.isdigit() or len(number) > 4:
        raise absent("report")
    if int(number) >= len(reports):
        raise absent("report")
    return reports[int(number)].incident


_ROWS: Final = ("introductions", "carriers", "vouched", "exposed", "timeline", "plan", "skips")


def _cut(incident: Incident) -> tuple[Incident, int]:
    """The incident with the first rows of each kind, and how many are left out."""
    rows = {name: getattr(incident, name) for name in _ROWS}
    shown = replace(incident, **{name: found[:SHOWN] for name, found in rows.items()})
    return shown, sum(max(0, len(found) - SHOWN) for found in rows.values())
