"""The first page: how verdicts fell over time, and what needs a person today."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Final

from msgspec import Struct

from tallystick.model import VerdictValue
from tallystick.store import asking
from tallystick.store.asking.breakdown import verdicts
from tallystick.store.asking.ledgers import DAY
from tallystick.web.asked import Asked, Parameter
from tallystick.web.pages.shown import Brief, briefs

DAYS: Final = 30
"""Days of the chart: what a team looks back on."""

NEEDS: Final = 25
"""Ledgers that are named; a list of all is a page of its own."""

PARAMETERS: Final[tuple[Parameter, ...]] = ()


class DayRow(Struct, frozen=True, kw_only=True):
    """How many ledgers of one day (UTC) had each verdict."""

    day: str
    accepted: int
    inconclusive: int
    rejected: int


class OverviewPage(Struct, frozen=True, kw_only=True):
    """What the store comes to.

    Attributes:
        verdicts: how many artifacts have each verdict, by the latest ledger on each.
        days: the last thirty days, those without a ledger too.
        needs: what a person should look at: rejected first, then what could not be decided; each the newest
            first.
    """

    verdicts: dict[str, int]
    days: tuple[DayRow, ...]
    needs: tuple[Brief, ...]
    newest: tuple[Brief, ...]


def read(asked: Asked) -> OverviewPage:
    """The page."""
    connection = asked.connection
    counts = verdicts(connection)
    return OverviewPage(
        verdicts={value.value: counts[value] for value in VerdictValue},
        days=_days(asked),
        needs=needs(asked),
        newest=briefs(asked, asking.ledgers(connection, size=10)),
    )


def needs(asked: Asked) -> tuple[Brief, ...]:
    """What a person should look at."""
    rows: list[asking.LedgerRow] = []
    for value in (VerdictValue.REJECTED, VerdictValue.INCONCLUSIVE):
        if len(rows) < NEEDS:
            rows += asking.ledgers(asked.connection, verdict=value, size=NEEDS - len(rows))
    return briefs(asked, rows)


def _days(asked: Asked) -> tuple[DayRow, ...]:
    today = int(time.time()) // DAY
    first = today - DAYS + 1
    found: dict[tuple[int, str], int] = {}
    for one in asking.verdicts_by_day(asked.connection, since=float(first * DAY)):
        found[(one.day, one.verdict.value)] = one.ledgers
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    return tuple(
        DayRow(
            day=(epoch + timedelta(days=day)).date().isoformat(),
            **{value.value: found.get((day, value.value), 0) for value in VerdictValue},
        )
        for day in range(first, today + 1)
    )
