"""Commits that say that they are another one, picked for this branch: is it, and was that one reviewed?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from tallystick.custody.context import Context
from tallystick.custody.coverage import assess
from tallystick.model.custody import CommitLine, Confidence, Remark, Standing
from tallystick.model.history import LoggedCommit

_PICKED = re.compile(r"\(cherry picked from commit ([0-9a-f]{40,64})\)")
"""What ``git cherry-pick -x`` adds; the last one names the commit that was picked."""

_MOST = 500
"""Backports of one range that are compared: a maintenance release has some dozens."""


def check(context: Context) -> Iterator[Remark]:
    """A remark for each backport: whether its original is here, was reviewed, and changes the same."""
    picked = {
        line.commit.id: (line, found[-1])
        for line in context.lines
        if (found := _PICKED.findall(line.commit.message))
    }
    picked = dict(list(picked.items())[:_MOST])
    if not picked:
        return
    originals = context.log.some(sorted({original for _, original in picked.values()}))
    seen = _seen(originals, context)
    patches = context.log.patches(sorted({*picked, *originals}))
    for line, name in picked.values():
        original = originals.get(name)
        if original is None:
            yield _said(line, f"it names {name[:12]}, which is not here", Confidence.MEDIUM)
            continue
        same = _compared(patches.get(line.commit.id), patches.get(name))
        level = Confidence.LOW if "not compared" in same else Confidence.HIGH
        yield _said(line, f"{name[:12]} {_SEEN[seen[name]]}, and {same}", level)


_SEEN = {
    Standing.REVIEWED: "was seen by another",
    Standing.CLAIMED: "is said to have been reviewed",
    Standing.UNREVIEWED: "was seen by nobody else, as far as is known",
    Standing.MERGE: "is a merge, which was not seen by itself",
}


def _seen(originals: Mapping[str, LoggedCommit], context: Context) -> Mapping[str, Standing]:
    """How far each original was seen: as in the range, else by itself, and as the forge knows it.

    How one outside of the range came to its own branch is not looked at.
    """
    known = {line.commit.id: line for line in context.lines}
    apart = assess(
        [one for name, one in originals.items() if name not in known], "", context.people
    )
    if context.review is not None:
        apart, skips = context.review(apart)
        context.skips += skips
    lines = (*apart, *(known[name] for name in originals if name in known))
    return {line.commit.id: line.standing for line in lines}


def _compared(mine: str | None, theirs: str | None) -> str:
    if mine is None or theirs is None:
        return "the two were not compared (their contents are not here)"
    return "both change the same" if mine == theirs else "they do not change the same"


def _said(line: CommitLine, sentence: str, confidence: Confidence) -> Remark:
    return Remark(
        check="backport",
        message=f"{line.commit.subject[:100]}: {sentence}",
        known="git: (cherry picked from commit …), which anybody can type; patch ids",
        confidence=confidence,
        commits=(line.commit.id,),
        people=(line.commit.author.name,),
    )
