"""What the whole history of a source comes to: its months, its releases, and who knows each file."""

from __future__ import annotations

from msgspec import Struct


class Month(Struct, frozen=True, kw_only=True):
    """Commits of one month (UTC, by the committers' own clocks), without merges, by standing."""

    year: int
    month: int
    reviewed: int
    claimed: int
    unreviewed: int


class TaggedRelease(Struct, frozen=True, kw_only=True):
    """A tag that reads as a version.

    Attributes:
        time: of the tag object, else of the commit; seconds since the epoch, by its own clock.
        by: the name of who tagged; None for a light tag.
    """

    name: str
    time: int
    by: str | None


class FileHistory(Struct, frozen=True, kw_only=True):
    """One file of the release: how often it was changed, and by how many.

    Attributes:
        lines: of text; None where it is none, or its contents were not read.
        commits: that changed it at this path, without merges.
        reviewed: those of them that another is known to have seen.
        people: how many wrote those commits.
        owner: who wrote more than nine tenths of them; None if nobody did.
    """

    path: str
    lines: int | None
    commits: int
    reviewed: int
    people: int
    owner: str | None


class Past(Struct, frozen=True, kw_only=True):
    """The history up to a release.

    Attributes:
        now: when the release's commit was made, by its own clock.
        months: those with a commit, oldest first; without commits that claim to be later than ``now``.
        undated: how many commits are left out of them.
        keepers: who merged, applied or tagged, and was seen in the last year before ``now``.
        files: of the release, by path; a file that no commit changed (but a merge) has none.
    """

    now: int
    months: tuple[Month, ...]
    undated: int
    releases: tuple[TaggedRelease, ...]
    keepers: int
    files: tuple[FileHistory, ...]

    @property
    def lines(self) -> int | None:
        """Lines of text of the whole release; None where no content was read."""
        known = [one.lines for one in self.files if one.lines is not None]
        return sum(known) if known else None
