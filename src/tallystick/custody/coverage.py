"""How far each commit of a range was seen by a second pair of eyes, and how much of what ships that is."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from tallystick.custody.arrival import Arrival, arrivals
from tallystick.custody.evidence import evidence_of, hand_of, way_of
from tallystick.custody.people import People
from tallystick.model.custody import CommitLine, Confidence, ReviewEvidence, Standing, Way
from tallystick.model.history import LoggedCommit, Span

NOWHERE = Arrival()


def assess(
    commits: Sequence[LoggedCommit], tip: str, people: People, also: Sequence[str] = ()
) -> tuple[CommitLine, ...]:
    """A line for each of ``commits`` up to ``tip`` and further ones, in their order, from git alone."""
    people.meet(hand for commit in commits for hand in (commit.author, commit.committer))
    arrived = arrivals(commits, tip, also)
    return tuple(_line(commit, arrived.get(commit.id, NOWHERE), people) for commit in commits)


def _line(commit: LoggedCommit, arrival: Arrival, people: People) -> CommitLine:
    evidence = () if commit.is_merge else evidence_of(commit, arrival, people)
    return CommitLine(
        commit=commit,
        standing=Standing.MERGE if commit.is_merge else standing_of(evidence),
        way=way_of(commit, arrival, people),
        evidence=evidence,
    )


def standing_of(evidence: Sequence[ReviewEvidence]) -> Standing:
    """What the surest of ``evidence`` amounts to: text alone is a claim, however much of it there is."""
    if any(one.confidence is not Confidence.LOW for one in evidence):
        return Standing.REVIEWED
    return Standing.CLAIMED if evidence else Standing.UNREVIEWED


def with_own_content(line: CommitLine) -> CommitLine:
    """A merge that lines of the release come from is a change by who merged, which nobody else saw."""
    if not (line.way is Way.MERGE and line.lines):
        return line
    return replace(line, standing=Standing.UNREVIEWED)


def with_lines(
    lines: Sequence[CommitLine], counted: Mapping[str, tuple[Span, ...]]
) -> tuple[CommitLine, ...]:
    """The lines, with how many of the release's lines come from each commit."""
    amounts: dict[str, int] = {}
    for spans in counted.values():
        for span in spans:
            amounts[span.commit] = amounts.get(span.commit, 0) + span.count
    return tuple(
        with_own_content(replace(line, lines=amounts.get(line.commit.id, 0))) for line in lines
    )


def with_shipped(lines: Sequence[CommitLine], shipped: Collection[str]) -> tuple[CommitLine, ...]:
    """The lines, with which of the paths that each changed are in the artifact."""
    return tuple(
        replace(
            line,
            shipped=tuple(change.path for change in line.commit.changes if change.path in shipped),
        )
        for line in lines
    )


class Totals(Struct, frozen=True, kw_only=True):
    """Commits (or lines of the release) of each standing; those of merges are not among the commits."""

    reviewed: int
    claimed: int
    unreviewed: int

    @property
    def total(self) -> int:
        """All of them."""
        return self.reviewed + self.claimed + self.unreviewed


def commits_of(lines: Sequence[CommitLine]) -> Totals:
    """How many commits were reviewed."""
    return _totals([(line.standing, 1) for line in lines])


def lines_of(lines: Sequence[CommitLine]) -> Totals | None:
    """How many of the release's lines were reviewed; None where they were not counted."""
    if any(line.lines is None for line in lines):
        return None
    return _totals([(line.standing, line.lines or 0) for line in lines])


def _totals(pairs: Sequence[tuple[Standing, int]]) -> Totals:
    amounts = dict.fromkeys(Standing, 0)
    for standing, amount in pairs:
        amounts[standing] += amount
    return Totals(
        reviewed=amounts[Standing.REVIEWED],
        claimed=amounts[Standing.CLAIMED],
        unreviewed=amounts[Standing.UNREVIEWED],
    )


def author_of(line: CommitLine) -> str:
    """The name of who answers for the commit: its author, or who made the merge."""
    person = hand_of(line.commit) if line.way is Way.MERGE else line.commit.author
    return person.name or person.email
