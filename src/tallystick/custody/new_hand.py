"""New hands: who came lately and already decides what goes in (the curve of xz's second maintainer)."""

from __future__ import annotations

from collections.abc import Iterator

from tallystick.custody.context import Context
from tallystick.custody.custodians import YEAR
from tallystick.custody.people import shown
from tallystick.model.custody import Confidence, Custodian, Remark

_NEW = 3 * YEAR
_SHARE = 0.1
_OLD_PROJECT = 4 * YEAR
"""In a project that is younger everybody is new, which says nothing."""

_DAY = 86_400


def check(context: Context) -> Iterator[Remark]:
    """A remark for each person who came less than three years ago, and has merged or tagged since.

    Only of those who wrote a tenth of what came in the last year: that is what made xz's second
    maintainer one.
    """
    custodians = context.custodians
    begun = min((one.first_commit for one in custodians if one.first_commit), default=context.now)
    if context.now - begun < _OLD_PROJECT:
        return
    for one in custodians:
        firsts = (one.first_commit, one.first_merge, one.first_tag)
        came = min((time for time in firsts if time is not None), default=0)
        decides = one.first_merge is not None or one.first_tag is not None
        if decides and context.now - came < _NEW and one.recent >= _SHARE:
            yield Remark(
                check="new-hand",
                message=f"{shown(one.person)}: {curve(one)}",
                known="git: dates of commits and tags, which their makers' own clocks gave",
                confidence=Confidence.MEDIUM,
                people=(shown(one.person),),
            )


def curve(one: Custodian) -> str:
    """How somebody came from a first commit to merging and tagging, in days."""
    begun = one.first_commit
    parts = []
    for said, time in (("first merge", one.first_merge), ("first tag", one.first_tag)):
        if time is not None:
            after = f" {(time - begun) // _DAY} days after the first commit" if begun else ""
            parts.append(f"{said}{after}")
    parts.append(f"{one.recent:.0%} of the last year's commits")
    return ", ".join(parts)
