"""What a check may ask: the commits of the range, and, if it says that it needs them, those of all time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct, field

from tallystick.custody.people import People
from tallystick.custody.rights import Rights
from tallystick.limits import DEFAULT, Limits
from tallystick.model import Skip, Tree
from tallystick.model.custody import CommitLine, Custodian, OpaqueFile, Range
from tallystick.model.history import Log, LoggedTag, Person

if TYPE_CHECKING:
    from tallystick.custody import Review
    from tallystick.custody.build_reads import BuildReads
    from tallystick.custody.opaque_files import Contents
    from tallystick.custody.signatures import Verify


class Context(Struct, kw_only=True, dict=True):
    """The material of one examination.

    Attributes:
        log: the history up to the release.
        range: which of its commits the release brought.
        lines: a line for each of those.
        people: who is who.
        tree: what the release's commit holds.
        read_history: reads a line for each commit of all time; called once, if at all.
        shipped: paths of the source that the artifact holds as they are; None without a ledger.
        unlisted: paths of the artifact that the source has nothing for; likewise.
        reaches: when each path of the source can run, as the ledger says; empty without one.
        reads: what a watched build read; None without a record of one.
        rights: what forge and index tell of who may write and publish.
        verify: checks signatures with keys that the user gave; None without any.
        review: what a forge knows of lines; None if none is asked.
        limits: the caps.
        may_trace: whether lines may be traced to their commits, which takes time.
        skips: what checks could not look at; they add to it.
    """

    log: Log
    range: Range
    lines: tuple[CommitLine, ...]
    people: People
    tree: Tree
    read_history: Callable[[], tuple[CommitLine, ...]]
    shipped: frozenset[str] | None = None
    unlisted: frozenset[str] | None = None
    reaches: Mapping[str, str] = field(default_factory=dict)
    reads: BuildReads | None = None
    rights: Rights = field(default_factory=Rights)
    verify: Verify | None = None
    review: Review | None = None
    limits: Limits = DEFAULT
    may_trace: bool = True
    skips: list[Skip] = field(default_factory=list)

    @cached_property
    def history(self) -> tuple[CommitLine, ...]:
        """A line for each commit that the release holds, children before parents."""
        return self.read_history()

    @cached_property
    def tags(self) -> tuple[LoggedTag, ...]:
        """All tags of the repository."""
        return self.log.tags()

    def tags_before(self, tag: LoggedTag) -> tuple[LoggedTag, ...]:
        """The tags of other commits that are older than ``tag``, by their makers' clocks.

        A clock that is set back to before all of them does not make it the first: those that its commit
        holds are older, too.
        """
        others = tuple(other for other in self.tags if other.commit != tag.commit)
        older = tuple(other for other in others if other.time < tag.time)
        if older or not others:
            return older
        held = self.log.held_tags()
        return tuple(other for other in others if other.name in held)

    @cached_property
    def now(self) -> int:
        """When the release's commit was made: all ages are counted back from there, never from today."""
        lines = self.lines or self.history
        return max(
            (line.commit.committed for line in lines if line.commit.id == self.log.tip), default=0
        )

    @cached_property
    def listed(self) -> tuple[tuple[str, Person], ...]:
        """Whom the source's own lists, its forge and its index name, with where they do."""
        from tallystick.custody.custodians import listed_in  # noqa: PLC0415 - audits never ask

        return (*listed_in(self.tree), *self.rights.holders)

    @cached_property
    def custodians(self) -> tuple[Custodian, ...]:
        """Who wrote, merged and tagged."""
        from tallystick.custody.custodians import custodians_of  # noqa: PLC0415 - audits never ask

        return custodians_of(self.history, self.tags, self.listed, self.people, self.now)

    @cached_property
    def contents(self) -> Contents:
        """What the files hold; each is read once."""
        from tallystick.custody.opaque_files import look_into  # noqa: PLC0415 - audits never ask

        return look_into(self.tree, self.history, self.reaches, self.reads)

    @property
    def opaque(self) -> tuple[OpaqueFile, ...]:
        """The files that nobody can read."""
        return self.contents.opaque
