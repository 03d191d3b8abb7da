"""How each commit came to the main line: directly, or in a branch, and who merged that.

The main line is the chain of first parents from the release backwards. A merge on it brings what its
other parents hold and nothing before it did; inside a branch the same holds again, so that a commit may
have come through several hands.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from msgspec import Struct

from tallystick.model.history import LoggedCommit

_MAIN = r"(?:main|master|trunk|develop|devel|dev|default)"
_SYNC = re.compile(
    r"""Merge\ (?:
        (?:remote[- ]tracking\ )?(?:branch|commit)
        \ '(?:(?:refs/)?(?:remotes/)?(?:origin|upstream)/)?(?P<from>[^']+)'
        (?:\ of\ \S+)? (?:\ into\ (?:'(?P<quoted>[^']+)'|(?P<into>\S+)))? )\s*""",
    re.VERBOSE,
)
_IS_MAIN = re.compile(rf"{_MAIN}|HEAD", re.IGNORECASE)


class Arrival(Struct, frozen=True, kw_only=True):
    """The merges that brought a commit, outermost first; empty for one on the main line."""

    merges: tuple[LoggedCommit, ...] = ()

    @property
    def is_direct(self) -> bool:
        """Whether the commit stands on the main line itself."""
        return not self.merges


def arrivals(
    commits: Sequence[LoggedCommit], tip: str, also: Sequence[str] = ()
) -> Mapping[str, Arrival]:
    """How each of ``commits`` came to ``tip``, or else to a tip of ``also``.

    It takes time linear in their number, however they are merged.

    Args:
        commits: all commits of the range.
        tip: the last of them.
        also: further ones; what is held by several came to the first of them.

    Returns:
        by id; one that cannot be reached from ``tip`` within the range is left out.
    """
    known = {commit.id: commit for commit in commits}
    found: dict[str, Arrival] = {}
    # The last is taken first, with all that it leads to.
    waiting: list[tuple[str, Arrival]] = [(one, Arrival()) for one in (*reversed(also), tip)]
    while waiting:
        start, arrival = waiting.pop()
        chain = _claim(start, arrival, known, found)
        # Pushed newest first, so that the oldest merge is looked into first: it brought what it holds,
        # and a later one that holds it too did not.
        for merge in chain:
            brought = Arrival(merges=(*arrival.merges[:_DEEP], merge))
            waiting += [(parent, brought) for parent in reversed(merge.parents[1:])]
    return found


_DEEP = 7
"""Of nested merges so many of the outermost are kept: a chain of them must not make the work quadratic."""


def _claim(
    start: str,
    arrival: Arrival,
    known: Mapping[str, LoggedCommit],
    found: dict[str, Arrival],
) -> list[LoggedCommit]:
    """Note ``arrival`` for the first parents from ``start`` on; the merges among them, newest first.

    Merges that bring a branch up to date are not among them. What such a merge brings is the same
    line, and is claimed with it before any branch is.
    """
    merges: list[LoggedCommit] = []
    lines = [start]
    while lines:
        at: str | None = lines.pop()
        while at is not None and at in known and at not in found:
            commit = known[at]
            found[at] = arrival
            if commit.is_merge:
                if is_sync(commit):
                    lines += commit.parents[1:]
                else:
                    merges.append(commit)
            at = commit.parents[0] if commit.parents else None
    return merges


def is_sync(merge: LoggedCommit) -> bool:
    """Whether a merge says that it brings a branch up to date with itself, or with the main line.

    ``git pull`` makes one when two people have pushed to the same branch: what it "merges" is what others
    put there before, and that nobody has looked at by pulling it.
    """
    found = _SYNC.fullmatch(merge.subject)
    if found is None:
        return False
    target = found["quoted"] or found["into"]
    branch = found["from"]
    if target is None:
        # git leaves the target out where it is the default branch.
        return _IS_MAIN.fullmatch(branch) is not None
    return branch == target or _IS_MAIN.fullmatch(branch) is not None
