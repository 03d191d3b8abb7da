"""The values that custody speaks in: commits, people, reviews, and what is found about them.

The words are those of ``docs/custody.md``.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tallystick.model import Skip, Verdict
    from tallystick.model.past import Past


class Confidence(StrEnum):
    """How sure a line is, surest first."""

    HIGH = "high"
    """A forge recorded it, or the objects of the repository leave no other reading."""
    MEDIUM = "medium"
    """The metadata of commits says so: whoever may push could have written it otherwise."""
    LOW = "low"
    """A text says so, which anybody can type."""


class Standing(StrEnum):
    """How far a commit was seen by a second pair of eyes."""

    REVIEWED = "reviewed"
    """Somebody other than its author approved, merged or applied it."""
    CLAIMED = "claimed"
    """Only a text says so; it is never counted as reviewed."""
    UNREVIEWED = "unreviewed"
    """Nothing says so."""
    MERGE = "merge"
    """A merge without a file of its own: it brings commits, which are counted themselves."""


class Way(StrEnum):
    """How a commit came to the release's history."""

    DIRECT = "direct"
    """On the main line, by its author's own hand."""
    APPLIED = "applied"
    """Somebody other than its author committed it."""
    FORGE = "forge"
    """On the main line, committed by a forge for somebody: squashed, rebased or edited there."""
    MERGED = "merged"
    """In a branch that somebody other than its author merged."""
    SELF_MERGED = "self-merged"
    """In a branch that its own author merged."""
    BOT_MERGED = "bot-merged"
    """In a branch that a machine merged."""
    MERGE = "merge"
    """It is itself a merge."""


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


class ReviewEvidence(Struct, frozen=True, kw_only=True):
    """One reason to think that a commit was seen by somebody else.

    Attributes:
        kind: ``merged``, ``applied``, ``trailer``, ``pull-request``, ``change-id``, ``queue``,
            ``approved``; with the
            forge's word ``approved-before-push`` and ``approved-by-author`` too, which are none.
        by: who, as far as it is known; "" if it is not.
        known: how it is known, in words.
        confidence: how sure that is.
    """

    kind: str
    by: str
    known: str
    confidence: Confidence


class CommitLine(Struct, frozen=True, kw_only=True):
    """One commit of the range, and how far it was seen by others.

    Attributes:
        lines: lines of the release that come from it; None where they were not counted.
        shipped: of the paths that it changed, those that the artifact holds as they are in the source; None
            where there is no ledger.
    """

    commit: LoggedCommit
    standing: Standing
    way: Way
    evidence: tuple[ReviewEvidence, ...] = ()
    lines: int | None = None
    shipped: tuple[str, ...] | None = None

    @property
    def confidence(self) -> Confidence | None:
        """That of its surest evidence."""
        ranks = list(Confidence)
        return min((one.confidence for one in self.evidence), key=ranks.index, default=None)


class Range(Struct, frozen=True, kw_only=True):
    """Which commits were looked at.

    Attributes:
        after: the tag or id of the release before; None: from the beginning.
        after_commit: its commit.
        until: the full id of the last commit.
        chosen: how it was chosen, in words.
    """

    after: str | None
    after_commit: str | None
    until: str
    chosen: str


class Place(Struct, frozen=True, kw_only=True):
    """A line of a file, from 1."""

    path: str
    line: int


class Remark(Struct, frozen=True, kw_only=True):
    """Something that a check found.

    Attributes:
        check: the id of the check: its file, and its heading in ``docs/custody.md``.
        message: one sentence.
        known: how it is known, in words.
        confidence: how sure it is.
        commits: the commits that it is about.
        paths: likewise.
        people: likewise, as commits and tags name them.
        places: where in the paths it is, as far as that is known.
    """

    check: str
    message: str
    known: str
    confidence: Confidence
    commits: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()


class Touch(Struct, frozen=True, kw_only=True):
    """A commit that added or changed a file: which, by whom, when, and how far others saw it."""

    commit: str
    by: str
    time: int
    standing: Standing | None = None


class OpaqueFile(Struct, frozen=True, kw_only=True):
    """A file that a reviewer cannot read.

    Attributes:
        kind: why not: ``binary``, ``archive``, ``minified``, ``encoded``, ``long-lines``,
            ``certificate``, ``weights``.
        entropy: bits a byte; None where its content was not to be had.
        added: the first commit that had it at this path; None where the history was not read.
        changed: the last one that changed it.
        reach: what could run it, as far as names say; None where no ledger was joined.
        readers: programs that read it in a watched build; empty: none did; None: that is not known.
        origin: what ``provenance.toml`` says; None if nothing.
    """

    path: str
    kind: str
    size: int | None
    sha256: str | None
    entropy: float | None
    known: str
    confidence: Confidence
    added: Touch | None = None
    changed: Touch | None = None
    reach: str | None = None
    readers: tuple[str, ...] | None = None
    origin: str | None = None


class Custodian(Struct, frozen=True, kw_only=True):
    """Somebody who wrote, merged or tagged, and when; times in seconds since the epoch, by their own clocks.

    Attributes:
        person: the name and address that they used last.
        commits: how many they wrote; ``merges`` and ``tags`` likewise.
        first_commit: when they first wrote; the other five likewise.
        recent: their share of the commits of the last year before the release.
        listed: where the source still names them (``CODEOWNERS``).
    """

    person: Person
    commits: int
    merges: int
    tags: int
    first_commit: int | None
    first_merge: int | None
    first_tag: int | None
    last: int
    recent: float
    listed: tuple[str, ...] = ()


class Custody(Struct, frozen=True, kw_only=True):
    """What is known of whether the source was reviewed, and of who holds it.

    Attributes:
        range: which commits were looked at.
        lines: one for each commit of the range, nothing left out.
        spans: lines of the release that come from commits that were not reviewed.
        remarks: what the checks found.
        opaque: files that nobody can read; None where nobody looked for them.
        custodians: who wrote, merged and tagged; None where the history was not read.
        past: months, releases and files of the whole history; likewise.
        checks: which checks ran.
        skips: what could not be looked at; the coverage is then a lower bound.
        is_lower_bound: whether commits may be missing.
        where: the repository; "" in an audit, whose ledger says it.
        ref: the name of the last commit, as it was asked for.
        verdict: what the policy makes of it; None in an audit, and before it was judged.
    """

    range: Range
    lines: tuple[CommitLine, ...]
    spans: tuple[Span, ...] = ()
    remarks: tuple[Remark, ...] = ()
    opaque: tuple[OpaqueFile, ...] | None = None
    custodians: tuple[Custodian, ...] | None = None
    past: Past | None = None
    checks: tuple[str, ...] = ()
    skips: tuple[Skip, ...] = ()
    is_lower_bound: bool = False
    where: str = ""
    ref: str | None = None
    verdict: Verdict | None = None
