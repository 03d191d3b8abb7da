"""Commits that nobody but their author is known to have seen."""

from __future__ import annotations

from collections.abc import Iterator

from tallystick.custody.context import Context
from tallystick.custody.coverage import author_of
from tallystick.model.custody import CommitLine, Confidence, Remark, Standing

_SAID = {
    Standing.UNREVIEWED: (
        "seen by nobody else, as far as is known",
        "no forge, no metadata and no text says otherwise",
    ),
    Standing.CLAIMED: (
        "reviewed only by what a text says",
        "text in messages, which anybody can type",
    ),
}


def check(context: Context) -> Iterator[Remark]:
    """A remark for each person with commits that are not reviewed, most commits first; claims apart."""
    for standing, (said, known) in _SAID.items():
        by_person: dict[str, list[CommitLine]] = {}
        for line in context.lines:
            if line.standing is standing:
                by_person.setdefault(context.people.who(line.commit.author), []).append(line)
        for lines in sorted(by_person.values(), key=len, reverse=True):
            yield _remark(lines, said, known)


def _remark(lines: list[CommitLine], said: str, known: str) -> Remark:
    count = len(lines)
    amount = f"{count} {'commit' if count == 1 else 'commits'} by {author_of(lines[0])}"
    shipped = sum(line.lines or 0 for line in lines)
    if shipped:
        amount += f", {shipped:,} {'line' if shipped == 1 else 'lines'} of the release,"
    return Remark(
        check="review",
        message=f"{amount} {'was' if count == 1 else 'were'} {said}",
        known=known,
        confidence=Confidence.MEDIUM,
        commits=tuple(line.commit.id for line in lines),
        paths=tuple(dict.fromkeys(path for line in lines for path in line.shipped or ())),
        people=(author_of(lines[0]),),
    )
