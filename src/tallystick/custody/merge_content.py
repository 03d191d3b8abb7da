"""Merges that bring what none of their parents had: a change that no review of a branch has shown."""

from __future__ import annotations

from collections.abc import Iterator

from tallystick.custody.context import Context
from tallystick.custody.coverage import author_of
from tallystick.model.custody import CommitLine, Confidence, Remark, Way


def check(context: Context) -> Iterator[Remark]:
    """A remark for each merge with a file, or lines of the release, that are its own.

    A file that was merged line by line differs from both parents too, and honestly: from trees alone only
    a file that no parent had is certain (git-diff-tree(1), combined format: all letters ``A``). Lines are
    known where the contents are here.
    """
    for line in context.lines:
        if line.way is Way.MERGE and (remark := _remark(line)) is not None:
            yield remark


def _remark(line: CommitLine) -> Remark | None:
    added = tuple(change.path for change in line.commit.changes if set(change.status) == {"A"})
    if not (added or line.lines):
        return None
    amount = f"{line.lines} lines of the release are" if line.lines else "a file is"
    return Remark(
        check="merge-content",
        message=f"{amount} in none of the branches that {author_of(line)} merged",
        known="git: blame names the merge" if line.lines else "git: no parent has the file",
        confidence=Confidence.HIGH,
        commits=(line.commit.id,),
        paths=added or tuple(change.path for change in line.commit.changes),
        people=(author_of(line),),
    )
