"""A project's page: its releases one after the other, and what is new in each since the one before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from msgspec import Struct

from tallystick.model import VerdictValue
from tallystick.model.ladder import Rung
from tallystick.report.identity import IN_WORDS
from tallystick.report.text import counted
from tallystick.store import asking
from tallystick.store.asking import several
from tallystick.store.asking.facts import People, Reviewed, people
from tallystick.web.asked import AFTER, Asked, absent, cursor
from tallystick.web.pages.history import History, history
from tallystick.web.pages.shown import Brief, briefs, facts_of, of_each, worst

PARAMETERS: Final = (AFTER,)

RELEASES: Final = 25
"""Releases on one page."""

MOST_LEDGERS: Final = 1_000
"""Ledgers that one page is made from: 25 releases with forty wheels each."""

MOST_RESIDUE: Final = 5_000
"""Entries of the residue that are compared from release to release."""

MOST_COMMITS: Final = 20_000
"""Commits that are counted by month: a year of Linux between two releases has 80,000, each in one ledger."""

_NOBODY: Final = People()

MOST_NAMED: Final = 12
"""Names that stand in one sentence."""


class News(Struct, frozen=True, kw_only=True):
    """What a release has that the one before did not."""

    about: str
    text: str
    names: tuple[str, ...] = ()
    more: int = 0


class ReleaseLine(Struct, frozen=True, kw_only=True):
    """One release in a row.

    Attributes:
        rung: the lowest of its artifacts' rungs, in words; empty where no ledger speaks of it.
        signers: who signed, by verified certificates, or published, by the index's word.
        people: who wrote or committed since the release before.
        compared_with: the version that ``news`` is since; None of the oldest that is known.
    """

    version: str
    verdict: VerdictValue
    artifacts: tuple[Brief, ...]
    residue_files: int
    rung: str
    signers: tuple[str, ...]
    people: tuple[str, ...]
    custody: Reviewed | None
    compared_with: str | None
    news: tuple[News, ...]


class ProjectPage(Struct, frozen=True, kw_only=True):
    """The releases of a project, the newest first."""

    ecosystem: str
    project: str
    releases: tuple[ReleaseLine, ...]
    history: History
    total: int
    next: str | None
    address: str


class _Facts(Struct, frozen=True, kw_only=True):
    """What one release says, for the next to be compared with."""

    residue: Mapping[tuple[str, str], int]
    signers: frozenset[str]
    people: frozenset[str]
    rung: Rung | None
    sources: frozenset[str]


def read(asked: Asked) -> ProjectPage:
    """The page.

    Raises:
        Refused: there is no such project.
    """
    ecosystem, project = asked.segment("ecosystem"), asked.segment("project")
    releases = asking.releases_of(asked.connection, ecosystem, project)
    if not releases:
        raise absent("project")
    newest_first = releases[::-1]
    after = asked.after(1)
    start = after[0] if after else 0
    # One more, for the oldest that is shown to be compared with.
    chosen = newest_first[start : start + RELEASES + 1]
    return ProjectPage(
        ecosystem=ecosystem,
        project=project,
        releases=_lines(asked, chosen)[:RELEASES],
        history=_history(asked, chosen[:RELEASES]),
        total=len(releases),
        next=cursor(start + RELEASES) if len(releases) > start + RELEASES else None,
        address=asked.path,
    )


def _history(asked: Asked, shown: Sequence[asking.ReleaseRow]) -> History:
    keys = [row.id for one in shown for row in one.ledgers][:MOST_LEDGERS]
    commits = several.commit_times(asked.connection, keys, size=MOST_COMMITS)
    return history(
        commits, [(one.version, frozenset(row.id for row in one.ledgers)) for one in shown]
    )


def _lines(asked: Asked, chosen: Sequence[asking.ReleaseRow]) -> tuple[ReleaseLine, ...]:
    connection = asked.connection
    rows = [row for one in chosen for row in one.ledgers][:MOST_LEDGERS]
    shown = {one.ledger.id: one for one in briefs(asked, rows)}
    said = facts_of(asked, rows)
    rungs = {key: one.identity.rung for key, one in said.items() if one.identity is not None}
    behind = of_each(asked, "people", rows, people)
    residue: dict[int, list[several.ResidueRow]] = {}
    left_open = [row.id for row in rows if row.residue_files]
    for one in several.residue(connection, left_open, size=MOST_RESIDUE):
        residue.setdefault(one.ledger_id, []).append(one)
    facts = [
        _Facts(
            residue={
                (row.kind, one.path): one.position
                for row in release.ledgers
                for one in residue.get(row.id, ())
            },
            signers=frozenset(
                who for row in release.ledgers for who in behind.get(row.id, _NOBODY).signers
            ),
            people=frozenset(
                name for row in release.ledgers for name in behind.get(row.id, _NOBODY).authors
            ),
            rung=min(
                (Rung(rungs[row.id]) for row in release.ledgers if row.id in rungs),
                key=list(Rung).index,
                default=None,
            ),
            sources=frozenset(row.source_url for row in release.ledgers if row.source_url),
        )
        for release in chosen
    ]
    lines = []
    for number, release in enumerate(chosen):
        own = facts[number]
        before = number + 1 if number + 1 < len(chosen) else None
        known = [row for row in release.ledgers if row.id in shown]
        reviewed = (said[row.id].reviewed for row in known)
        lines.append(
            ReleaseLine(
                version=release.version,
                verdict=worst(release.ledgers) or VerdictValue.INCONCLUSIVE,
                artifacts=tuple(shown[row.id] for row in known),
                residue_files=sum(row.residue_files for row in release.ledgers),
                rung="" if own.rung is None else IN_WORDS[own.rung],
                signers=tuple(sorted(own.signers)),
                people=tuple(sorted(own.people)),
                custody=next(filter(None, reviewed), None),
                compared_with=None if before is None else chosen[before].version,
                news=() if before is None else tuple(_news(own, facts[before])),
            )
        )
    return tuple(lines)


def _news(own: _Facts, old: _Facts) -> list[News]:
    """What is new, what a person should look at first first."""
    found = []
    residue = sorted({path for _, path in own.residue.keys() - old.residue.keys()})
    if residue:
        said = (
            f"{counted(len(residue), 'file')} left open that the release before did not leave open"
        )
        found.append(_named("residue", said, residue))
    if own.rung is not None and old.rung is not None:
        rungs = list(Rung)
        if rungs.index(own.rung) < rungs.index(old.rung):
            said = f"less is proven of who published: {IN_WORDS[own.rung]}, before {IN_WORDS[old.rung]}"
            found.append(News(about="identity", text=said))
    for about, said, names in (
        ("identity", "signed or published by somebody else", own.signers - old.signers),
        ("source", "another source", own.sources - old.sources),
        ("custody", "wrote or committed, and not in the release before", own.people - old.people),
    ):
        if names and (old.signers if about == "identity" else True):
            found.append(_named(about, said, sorted(names)))
    return found


def _named(about: str, text: str, names: Sequence[str]) -> News:
    return News(
        about=about,
        text=text,
        names=tuple(names[:MOST_NAMED]),
        more=max(0, len(names) - MOST_NAMED),
    )
