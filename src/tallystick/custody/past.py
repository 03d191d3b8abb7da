"""The whole history in few numbers: commits by month, releases, and by file how often others looked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from msgspec import Struct, field

from tallystick.custody.context import Context
from tallystick.custody.coverage import author_of
from tallystick.custody.custodians import YEAR
from tallystick.custody.people import People, shown
from tallystick.custody.since import is_version
from tallystick.model import Tree
from tallystick.model.custody import CommitLine, Custodian, Standing
from tallystick.model.history import LoggedTag
from tallystick.model.past import FileHistory, Month, Past, TaggedRelease

OWNED = 0.9
"""Of a file's commits: whoever wrote more of them is alone with it."""

_RELEASES = 5_000
"""Tags that are listed; CPython has 700, and one for each nightly build would drown the others."""


_LATEST = 253_402_300_799
"""The last second that a date can be made of; clocks of commits may say anything."""


class _Tally(Struct):
    commits: int = 0
    reviewed: int = 0
    people: Counter[str] = field(default_factory=Counter)


def past_of(context: Context, lines: Mapping[str, int]) -> Past:
    """What the history of ``context`` comes to.

    Args:
        context: its history is read if it was not.
        lines: how many each file has whose text was read.
    """
    months, undated = _months(context.history, context.now)
    return Past(
        now=context.now,
        months=months,
        undated=undated,
        releases=_releases(context.tags, context.history),
        keepers=_keepers(context.custodians, context.now),
        files=_files(context.history, context.tree, lines, context.people),
    )


def _months(history: Sequence[CommitLine], now: int) -> tuple[tuple[Month, ...], int]:
    counts: dict[tuple[int, int], Counter[Standing]] = {}
    undated = 0
    for line in history:
        if line.standing is Standing.MERGE:
            continue
        if not 0 < line.commit.committed <= min(now, _LATEST):
            undated += 1
            continue
        day = datetime.fromtimestamp(line.commit.committed, UTC)
        counts.setdefault((day.year, day.month), Counter())[line.standing] += 1
    months = tuple(
        Month(
            year=year,
            month=month,
            reviewed=found[Standing.REVIEWED],
            claimed=found[Standing.CLAIMED],
            unreviewed=found[Standing.UNREVIEWED],
        )
        for (year, month), found in sorted(counts.items())
    )
    return months, undated


def _releases(
    tags: Sequence[LoggedTag], history: Sequence[CommitLine]
) -> tuple[TaggedRelease, ...]:
    """The tags of commits that the release holds, oldest first."""
    held = {line.commit.id for line in history}
    found = [
        TaggedRelease(
            name=tag.name, time=tag.time, by=None if tag.tagger is None else shown(tag.tagger)
        )
        for tag in tags
        if tag.commit in held and is_version(tag.name)
    ]
    return tuple(sorted(found, key=lambda one: (one.time, one.name))[-_RELEASES:])


def _keepers(custodians: Sequence[Custodian], now: int) -> int:
    return sum(bool(one.merges or one.tags) and one.last > now - YEAR for one in custodians)


def _files(
    history: Sequence[CommitLine], tree: Tree, lines: Mapping[str, int], people: People
) -> tuple[FileHistory, ...]:
    tallies = {path: _Tally() for path, entry in tree.entries.items() if not entry.is_gitlink}
    names: dict[str, str] = {}
    for line in history:
        if line.commit.is_merge:
            continue
        who = people.who(line.commit.author)
        names.setdefault(who, author_of(line))
        for change in line.commit.changes:
            tally = tallies.get(change.path)
            if tally is not None and change.status != "D":
                tally.commits += 1
                tally.reviewed += line.standing is Standing.REVIEWED
                tally.people[who] += 1
    return tuple(
        FileHistory(
            path=path,
            lines=lines.get(path),
            commits=tally.commits,
            reviewed=tally.reviewed,
            people=len(tally.people),
            owner=_owner(tally, names),
        )
        for path, tally in sorted(tallies.items())
    )


def _owner(tally: _Tally, names: Mapping[str, str]) -> str | None:
    for who, count in tally.people.most_common(1):
        if count > OWNED * tally.commits:
            return names[who]
    return None
