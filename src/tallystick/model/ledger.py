"""What an audit says: differences, explanations, lines, verdicts, and the ledger that holds them."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct, field

from tallystick.model.advice import Advice
from tallystick.model.entries import Artifact, Entry, Finding, Sha256, Skip
from tallystick.model.grades import Grade, Reach, VerdictValue
from tallystick.model.sources import Source
from tallystick.model.watched import WatchedBuild

if TYPE_CHECKING:
    from tallystick.model.custody import Custody
    from tallystick.model.ladder import Identity


class BuildFinding(Struct, frozen=True, kw_only=True):
    """Something in a build system that an attacker would use, at a place; no verdict by itself.

    Attributes:
        id: the heading in ``docs/build-system.md``.
        path: the file.
        line: in it, from 1.
        message: what was found, with the line quoted.
        new: only the release has it; False where the source has the same file.
    """

    id: str
    path: str
    line: int
    message: str
    new: bool


class Difference(Struct, frozen=True, kw_only=True):
    """An entry of the artifact that is not simply there in the source.

    Attributes:
        entry: the artifact's entry.
        source: the entry of the source that stands where this one should come from, with other
            bytes, another kind or another mode; None if nothing stands there.
        mode_only: same bytes; the artifact sets an executable bit that the source does not.
    """

    entry: Entry
    source: Entry | None = None
    mode_only: bool = False

    @property
    def path(self) -> str:
        """The artifact's path."""
        return self.entry.path


class Explanation(Struct, frozen=True, kw_only=True):
    """What one explainer says about one difference.

    Attributes:
        grade: a proof, ``unproven`` (a claim that was not checked: ``evidence`` says why), or
            ``contradicted`` (a claim that is false: ``evidence`` says how).
        explainer: the id of the explainer.
        claim: what the entry says it is.
        evidence: what proves, contradicts, or keeps from proving the claim.
        source_path: the entry of the source that it was proven from.
        normalisations: each change made to either side before they were compared.
        notes: anything else a person should see.
    """

    grade: Grade
    explainer: str
    claim: str
    evidence: str
    source_path: str | None = None
    normalisations: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


class LedgerLine(Struct, frozen=True, kw_only=True):
    """One entry of the artifact, and how it is accounted for; fields as in ``docs/ledger.md``."""

    entry: Entry
    grade: Grade
    reach: Reach
    explainer: str | None = None
    source_path: str | None = None
    claim: str | None = None
    evidence: str | None = None
    normalisations: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    delta: str | None = None
    reach_reason: str | None = None

    @property
    def path(self) -> str:
        """The artifact's path."""
        return self.entry.path


class Omitted(Struct, frozen=True, kw_only=True):
    """Something that the artifact does not hold.

    Attributes:
        path: an entry of the source, or a file that every artifact of this kind has.
        reason: why it is listed.
        expected: its absence is conspicuous: an honest build would have brought it along.
    """

    path: str
    reason: str
    expected: bool = False


class Reason(Struct, frozen=True, kw_only=True):
    """Why a verdict is what it is: the policy's rule, a sentence, and the paths it is about."""

    rule: str
    message: str
    paths: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the policy makes of a ledger, and why (most serious first; empty when accepted).

    ``policy`` is the SHA-256 of the rules that it was judged by; None where a ledger was read back.
    """

    value: VerdictValue
    reasons: tuple[Reason, ...] = ()
    policy: Sha256 | None = dataclasses.field(default=None, compare=False)


class Baseline(Struct, frozen=True, kw_only=True):
    """An artifact of an earlier release that a ledger was compared with, and what became of it."""

    name: str
    version: str | None
    sha256: Sha256
    verdict: VerdictValue


class NewsAbout(StrEnum):
    """What news are about."""

    RESIDUE = "residue"
    FILES = "files"
    CONTAINER = "container"
    SKIPS = "skips"
    SOURCE = "source"


class NewsItem(Struct, frozen=True, kw_only=True):
    """Something that no baseline had: what it is about, a sentence, and the paths."""

    about: NewsAbout
    message: str
    paths: tuple[str, ...] = ()


class News(Struct, frozen=True, kw_only=True):
    """What is new since earlier releases.

    Attributes:
        since: the artifacts that were compared; never empty when there is anything to say.
        items: what none of them had; empty when nothing is new.
    """

    since: tuple[Baseline, ...]
    items: tuple[NewsItem, ...] = ()


class Disagreement(Struct, frozen=True, kw_only=True):
    """A file that other artifacts of the same release, which were audited with it, hold with other bytes."""

    path: str
    others: tuple[str, ...]


class RebuildOutcome(StrEnum):
    """What came of rebuilding a whole artifact."""

    IDENTICAL = "identical"
    EQUAL = "equal"
    DIFFERS = "differs"
    FAILED = "failed"


class Rebuild(Struct, frozen=True, kw_only=True):
    """One way to build a whole artifact again, and how it compares.

    Attributes:
        route: its heading in ``docs/rebuild.md``: ``wheel-from-commit``.
        against: what it was compared with: ``published``, or another route.
        outcome: ``identical`` (the same file), ``equal`` (the same entries, after ``normalisations``),
            ``differs``, or ``failed`` (nothing came out, or it could not be compared).
        normalisations: what was not compared, each with what that hides.
        differing: entries with other bytes, another kind or another executable bit.
        missing: entries that were published and did not come out.
        added: entries that came out and were not published.
        command: what was run; None where it did not come to that.
        tools: each with its version.
        adjustments: what was given to the build that the source does not hold.
        step: where it failed.
        reason: why, in one sentence.
        log: the last lines that were printed.
        causes: the known causes that it looks like, by their words in ``docs/rebuild.md``.
    """

    route: str
    against: str
    outcome: RebuildOutcome
    normalisations: tuple[str, ...] = ()
    differing: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    command: str | None = None
    tools: tuple[str, ...] = ()
    adjustments: tuple[str, ...] = ()
    step: str | None = None
    reason: str | None = None
    log: str | None = None
    causes: tuple[str, ...] = ()

    @property
    def is_same(self) -> bool:
        """Whether it came out the same, as far as ``normalisations`` let that be seen."""
        return self.outcome in {RebuildOutcome.IDENTICAL, RebuildOutcome.EQUAL}


PUBLISHED = "published"
"""What a rebuild is held against, unless against another."""


class Ledger(Struct, frozen=True, kw_only=True):
    """The result of an audit: one line per entry of the artifact, nothing left out."""

    artifact: Artifact
    source: Source | None
    lines: tuple[LedgerLine, ...]
    omitted: tuple[Omitted, ...] = ()
    findings: tuple[Finding, ...] = ()
    skips: tuple[Skip, ...] = ()
    timings: Mapping[str, float] = field(default_factory=dict)
    news: News | None = None
    disagreements: tuple[Disagreement, ...] = ()
    rebuilds: tuple[Rebuild, ...] = ()
    watched: tuple[WatchedBuild, ...] = ()
    identity: Identity | None = None
    custody: Custody | None = None
    build: tuple[BuildFinding, ...] = ()
    advice: tuple[Advice, ...] = ()
    verdict: Verdict | None = None

    @property
    def rebuilds_apart(self) -> tuple[Rebuild, ...]:
        """Ways that came out otherwise than another way of ours; these two should have agreed."""
        return tuple(
            one
            for one in self.rebuilds
            if one.against != PUBLISHED and one.outcome is RebuildOutcome.DIFFERS
        )

    @property
    def is_reproduced(self) -> bool | None:
        """Whether the artifact came out as it was published, one way at least, and no two ways disagree.

        None where nobody asked for a rebuild, or nothing could be built: there is nothing to tell by.
        """
        published = [one for one in self.rebuilds if one.against == PUBLISHED]
        if any(one.is_same for one in published):
            return not self.rebuilds_apart
        differs = any(one.outcome is RebuildOutcome.DIFFERS for one in published)
        return False if differs or self.rebuilds_apart else None
