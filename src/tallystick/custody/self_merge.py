"""Branches that their own author merged: nothing says that anybody else looked."""

from __future__ import annotations

from collections.abc import Iterator

from tallystick.custody.context import Context
from tallystick.model.custody import CommitLine, Confidence, Remark, Standing, Way


def check(context: Context) -> Iterator[Remark]:
    """A remark for each person who merged their own work, most commits first."""
    by_person: dict[str, list[CommitLine]] = {}
    for line in context.lines:
        if line.way is Way.SELF_MERGED and line.standing is not Standing.REVIEWED:
            by_person.setdefault(context.people.who(line.commit.author), []).append(line)
    for lines in sorted(by_person.values(), key=len, reverse=True):
        author = lines[0].commit.author.name
        count = len(lines)
        yield Remark(
            check="self-merge",
            message=f"{author} merged {count} {'commit' if count == 1 else 'commits'} of their own",
            known="git: author of the commits and maker of the merge are one person",
            confidence=Confidence.MEDIUM,
            commits=tuple(line.commit.id for line in lines),
            people=(author,),
        )
