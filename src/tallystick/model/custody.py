"""The values that custody speaks in: which commits were reviewed, and what is found about them.

The words are those of ``docs/custody.md``.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from tallystick.model.history import LoggedCommit, Person, Span

if TYPE_CHECKING:
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
