"""The values of a repository's history, as ``git log`` tells it, and what can be asked of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tallystick.model import Skip


class Person(Struct, frozen=True, kw_only=True):
    """A name and an address as a commit or tag writes them: anybody may write any."""

    name: str
    email: str


class Change(Struct, frozen=True, kw_only=True):
    """A path that a commit changed, and how.

    Attributes:
        path: as in ``Entry.path``.
        status: git's letter (``A``, ``M``, ``D``, ``T``), one for each parent of a merge.
        blob: what stands there since; zeros for a deletion.
        mode: its mode since, as git writes it.
    """

    path: str
    status: str
    blob: str
    mode: str


class LoggedCommit(Struct, frozen=True, kw_only=True):
    """One commit as ``git log`` tells it; times in seconds since the epoch, by its own clocks."""

    id: str
    parents: tuple[str, ...]
    author: Person
    authored: int
    committer: Person
    committed: int
    message: str
    changes: tuple[Change, ...] = ()

    @property
    def subject(self) -> str:
        """The first line of the message."""
        return self.message.partition("\n")[0]

    @property
    def is_merge(self) -> bool:
        """Whether it has several parents."""
        return len(self.parents) > 1


class LoggedTag(Struct, frozen=True, kw_only=True):
    """A tag and the commit that it means.

    Attributes:
        name: without ``refs/tags/``.
        commit: the full id.
        tagger: of the tag object; None for a light tag.
        time: of the tag object, else of the commit.
        signature: that the tag object carries, in ASCII armour; "" without one. Nobody has verified it.
    """

    name: str
    commit: str
    tagger: Person | None
    time: int
    signature: str

    @property
    def is_signed(self) -> bool:
        """Whether it carries a signature, good or not."""
        return bool(self.signature)


class Span(Struct, frozen=True, kw_only=True):
    """Lines of a file at the release, one after the other, that come from one commit of the range.

    Attributes:
        start: the number of the first, from 1.
        count: how many.
    """

    path: str
    start: int
    count: int
    commit: str


class Log(Protocol):
    """What a repository's history says, up to one commit."""

    @property
    def tip(self) -> str:
        """The full id of that commit."""
        ...

    @property
    def gaps(self) -> tuple[Skip, ...]:
        """Why the history is not whole (a shallow clone), or not as git would show it (replace refs)."""
        ...

    def find(self, name: str) -> str | None:
        """The commit that a tag, branch or id means; None if it is not there."""
        ...

    def tags(self) -> tuple[LoggedTag, ...]:
        """All tags of commits."""
        ...

    def holds(self, commit: str) -> bool:
        """Whether ``commit`` is the tip or an ancestor of it."""
        ...

    def held_tags(self) -> frozenset[str]:
        """The names of the tags whose commits the tip holds."""
        ...

    def branches(self) -> Mapping[str, str]:
        """The full ids of the commits of all branches, by their names without ``refs/heads/``."""
        ...

    def commits(
        self, after: Sequence[str] = (), *, merges: bool = True, also: Sequence[str] = ()
    ) -> Iterator[LoggedCommit]:
        """The commits that the tip holds and none of ``after`` does, children before parents.

        Args:
            after: full ids of commits.
            merges: whether to say which paths of a merge are as in none of its parents.
            also: full ids of further tips.

        Raises:
            SourceError: the repository is damaged, or git was not done in time.
            LimitExceeded: there are more than ``limits.commits``.
        """
        ...

    def some(self, ids: Sequence[str]) -> Mapping[str, LoggedCommit]:
        """The commits among ``ids`` that are here, without their changes."""
        ...

    def signed(self, ids: Sequence[str]) -> frozenset[str]:
        """Those of the commits that carry a signature (which nobody has verified here)."""
        ...

    def raw(self, names: Sequence[str]) -> Mapping[str, bytes]:
        """The objects that full ids or refs name, as git stores them; without those that are not here."""
        ...

    def lines(
        self, after: str | None, paths: Sequence[str], *, seconds: int | None = None
    ) -> Mapping[str, tuple[Span, ...]]:
        """Which lines of each path at the tip come from which commit after ``after`` (git-blame(1)).

        Args:
            after: the full id of a commit; None: of all commits. Then nothing is fetched for it.
            paths: files at the tip.
            seconds: for all of them (None: ``limits.blame_seconds``).

        Paths that are not text, whose contents are not to be had, or for which the time did not suffice
        are left out.
        """
        ...

    def patches(self, ids: Sequence[str]) -> Mapping[str, str]:
        """What each commit changes, as git-patch-id(1) sums it up; without those not to be had."""
        ...
