"""When the commits of a project's releases were made, and how far others saw them: month by month."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from typing import Final

from msgspec import Struct

from tallystick.model.custody import Standing
from tallystick.store.asking.several import CommitTime

_EARLIEST, _LATEST = 0, 4_102_444_800
"""From 1970 to 2100: clocks of commits may say anything, and a month of another century is nobody's."""

COUNTED: Final = (Standing.REVIEWED, Standing.CLAIMED, Standing.UNREVIEWED)
"""A merge without a file of its own brings commits, which are counted themselves."""


class Month(Struct, frozen=True, kw_only=True):
    """The commits of one month (UTC, by their committers' clocks), each once."""

    month: str
    reviewed: int
    claimed: int
    unreviewed: int


class Reached(Struct, frozen=True, kw_only=True):
    """The newest commit of a release's range: when, in seconds since the epoch."""

    version: str
    time: int


class History(Struct, frozen=True, kw_only=True):
    """What the ledgers of the releases on a page say of when.

    Attributes:
        months: those with a commit, the first one first.
        undated: commits with an impossible date.
    """

    months: tuple[Month, ...]
    releases: tuple[Reached, ...]
    undated: int


def history(
    commits: Collection[CommitTime], releases: Sequence[tuple[str, Collection[int]]]
) -> History:
    """Count them.

    Args:
        commits: of all releases together.
        releases: versions, and the numbers of the ledgers on each.
    """
    once = {one.commit: one for one in commits if one.standing in COUNTED}
    dated = [one for one in once.values() if _EARLIEST <= one.time < _LATEST]
    counts: dict[tuple[str, str], int] = {}
    for one in dated:
        key = (datetime.fromtimestamp(one.time, UTC).strftime("%Y-%m"), one.standing)
        counts[key] = counts.get(key, 0) + 1
    newest: dict[int, int] = {}
    for one in commits:
        if _EARLIEST <= one.time < _LATEST:
            newest[one.ledger_id] = max(one.time, newest.get(one.ledger_id, 0))
    reached = [
        (version, max((newest[key] for key in keys if key in newest), default=None))
        for version, keys in releases
    ]
    return History(
        months=tuple(
            Month(
                month=month,
                **{standing.value: counts.get((month, standing.value), 0) for standing in COUNTED},
            )
            for month in sorted({month for month, _ in counts})
        ),
        releases=tuple(
            Reached(version=version, time=time) for version, time in reached if time is not None
        ),
        undated=len(once) - len(dated),
    )
