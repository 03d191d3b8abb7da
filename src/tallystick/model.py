"""The values that the whole program speaks in: entries, trees, differences, explanations, ledgers.

Everything here is frozen, slotted and keyword-only, and knows nothing about disks, networks or
formats. The words are those of ``docs/ledger.md``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NewType, Protocol

from tallystick.custody_model import Custody, Log
from tallystick.errors import ContentUnavailable
from tallystick.ladder import Identity

BlobId = NewType("BlobId", str)
"""A git object id in hex: 40 digits (SHA-1 repositories) or 64 (SHA-256 repositories)."""

Sha256 = NewType("Sha256", str)
"""A SHA-256 digest in 64 lower-case hex digits."""

MODE_FILE = 0o100644
MODE_EXECUTABLE = 0o100755
MODE_SYMLINK = 0o120000
MODE_GITLINK = 0o160000


class Grade(StrEnum):
    """How an entry is accounted for, strongest first; the last three are the residue."""

    IDENTICAL = "identical"
    MOVED = "moved"
    DERIVED = "derived"
    UPSTREAM = "upstream"
    REGENERATED = "regenerated"
    REBUILT = "rebuilt"
    ATTESTED = "attested"
    UNPROVEN = "unproven"
    UNEXPLAINED = "unexplained"
    CONTRADICTED = "contradicted"

    @property
    def is_proof(self) -> bool:
        """Whether an entry of this grade is accounted for."""
        return self not in RESIDUE


RESIDUE = frozenset({Grade.UNPROVEN, Grade.UNEXPLAINED, Grade.CONTRADICTED})


class Reach(StrEnum):
    """When an entry can run, most dangerous first."""

    INSTALL = "install"
    STARTUP = "startup"
    BUILD = "build"
    IMPORT = "import"
    TEST = "test"
    DATA = "data"
    DOCS = "docs"


class VerdictValue(StrEnum):
    """What the policy makes of a ledger."""

    ACCEPTED = "accepted"
    INCONCLUSIVE = "inconclusive"
    REJECTED = "rejected"


class ArtifactKind(StrEnum):
    """What sort of released file an artifact is."""

    SDIST = "sdist"
    WHEEL = "wheel"
    TARBALL = "tarball"
    NPM = "npm"
    DEBIAN = "debian"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One member of an artifact or of a source tree.

    Attributes:
        path: with ``/`` between components, relative to the tree's root; bytes that are not UTF-8
            stand as surrogate escapes (PEP 383).
        mode: as git writes it (``0o100644``, ``0o100755``, ``0o120000``, ``0o160000``).
        size: in bytes; None where a source tells ids without sizes (git trees).
        blob: git object id of the content; for a gitlink the commit.
        sha256: of the content; None where only the blob id is known (git trees).
        notes: what the reader saw that no other field says ("stored twice, same bytes").
    """

    path: str
    mode: int
    size: int | None
    blob: BlobId
    sha256: Sha256 | None
    notes: tuple[str, ...] = ()

    @property
    def is_link(self) -> bool:
        """Whether this is a symbolic link; its content is then the target."""
        return self.mode == MODE_SYMLINK

    @property
    def is_gitlink(self) -> bool:
        """Whether this names a commit of another repository (a submodule)."""
        return self.mode == MODE_GITLINK

    @property
    def is_executable(self) -> bool:
        """Whether the executable bit is set."""
        return self.mode == MODE_EXECUTABLE


class Reader(Protocol):
    """Gives the bytes of the entries of one tree."""

    def read(self, path: str) -> bytes:
        """The content of the entry at ``path``.

        Raises:
            LimitExceeded: it is larger than ``limits.content``.
            ContentUnavailable: the tree names it, and its bytes are not to be had.
        """
        ...

    def prefetch(self, paths: frozenset[str]) -> None:
        """Get ready to read ``paths`` (one request instead of many); what fails shows on read."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """Entries by path, and the means to read them."""

    entries: Mapping[str, Entry]
    reader: Reader

    def read(self, path: str) -> bytes:
        """The content of the entry at ``path``, asked for once more if it is not here yet.

        A reader of a partial clone does not fetch by itself: whoever wants many entries prefetches
        them together, and this is for the one that nobody foresaw.

        Raises:
            LimitExceeded: it is larger than ``limits.content``.
            ContentUnavailable: the tree names it, and its bytes are not to be had.
        """
        try:
            return self.reader.read(path)
        except ContentUnavailable:
            self.reader.prefetch(frozenset({path}))
            return self.reader.read(path)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something in a container that is not plain content, at a place.

    Attributes:
        id: the heading in ``docs/container.md``.
        offset: bytes from the beginning of the (decompressed) container.
        message: one sentence.
        paths: the members that it concerns.
        ambiguous: two unpackers could read the container differently, or a part of it is not
            accounted for. False only for a finding that the source itself settles.
    """

    id: str
    offset: int
    message: str
    paths: tuple[str, ...] = ()
    ambiguous: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildFinding:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Skip:
    """A check that could not run; never the same as a pass."""

    check: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Artifact:
    """One released file, read.

    Attributes:
        name: its file name.
        kind: what sort of file it is.
        project: the name that its file name or metadata claims, as written; None if it claims none.
        version: likewise.
        sha256: of the file itself.
        size: of the file itself, in bytes.
        top: the folder that holds everything inside, removed from all paths; "" if there is none.
        tree: what is inside.
        findings: what its container holds besides.
        commit: the commit id in a PAX global header, as ``git archive`` writes it.
        stamp: the newest time that one of its members states, in seconds since 1970; None where none does.
    """

    name: str
    kind: ArtifactKind
    project: str | None
    version: str | None
    sha256: Sha256
    size: int
    top: str
    tree: Tree
    findings: tuple[Finding, ...] = ()
    commit: str | None = None
    stamp: int | None = None


class SourceKind(StrEnum):
    """Where a source tree was read from."""

    GIT = "git"
    ARCHIVE = "archive"
    DIRECTORY = "directory"
    LISTING = "listing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One fact about which source this is: its kind, its value, and whether it agrees."""

    kind: str
    value: str
    agrees: bool | None


CLOSURE = "closure"
"""The kind of evidence of a source that stands in for a repository, and the rule that holds it back."""


class HintKind(StrEnum):
    """What a hint is about."""

    REPOSITORY = "repository"
    COMMIT = "commit"
    SUBDIR = "subdir"
    UPLOADED = "uploaded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hint:
    """One thing that somebody says of where an artifact comes from: to be tested, never believed.

    Attributes:
        kind: what it is about.
        value: a URL as it was written, a commit id, a folder, or a time (RFC 3339).
        by: who says so, as the ledger shows it: ``publisher`` (the index's word on a trusted
            publisher), ``provenance`` (an attestation that nobody verified yet), ``index``,
            ``gitHead``, ``metadata: Source`` (the label of the link).
    """

    kind: HintKind
    value: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """A commit other than the audited one where a blob stands at a path.

    Attributes:
        commit: its full id.
        days_later: days from the audited commit to it, by the committers' clocks.
    """

    commit: str
    days_later: float


class History(Protocol):
    """What the repository's other commits know."""

    def later(self, path: str, blob: BlobId) -> Sighting | None:
        """The first descendant of the audited commit that has ``blob`` at ``path``."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedObject:
    """A tag object or a commit as git stores it, hashed: it may be signed.

    Attributes:
        name: of the tag, or the id of the commit.
        is_tag: which of the two.
        content: its bytes, without git's header.
    """

    name: str
    is_tag: bool
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The tree that an artifact claims to come from.

    Attributes:
        kind: where it was read.
        url: where that is, without credentials.
        commit: the full id of the commit, for git.
        ref: the tag or branch that was asked for.
        tags: all tags that point at the commit.
        commit_time: seconds since the epoch, the committer's.
        subdir: the folder of the project in a repository with several; "" for the root.
        tree: every entry of the repository (not only of ``subdir``), submodules included.
        object_format: ``sha1`` or ``sha256``: how blob ids are made.
        evidence: why this source, commit and folder.
        skips: parts of the source that could not be read (an absent submodule).
        submodules: paths of gitlinks whose tree was read into ``tree``, with their commit.
        history: the commits around this one; None where there are none to ask.
        objects: the tag objects that point at the commit, and the commit itself, those that are signed.
        log: the commits up to this one; likewise.
    """

    kind: SourceKind
    url: str
    tree: Tree
    commit: str | None = None
    ref: str | None = None
    tags: tuple[str, ...] = ()
    commit_time: int | None = None
    subdir: str = ""
    object_format: str = "sha1"
    evidence: tuple[Evidence, ...] = ()
    skips: tuple[Skip, ...] = ()
    submodules: Mapping[str, str] = field(default_factory=dict)
    history: History | None = None
    objects: tuple[NamedObject, ...] = ()
    log: Log | None = None

    @property
    def stands_in(self) -> bool:
        """Whether this is another artifact in the repository's place: it can contradict, never prove."""
        return any(evidence.kind == CLOSURE for evidence in self.evidence)


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerLine:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Omitted:
    """Something that the artifact does not hold.

    Attributes:
        path: an entry of the source, or a file that every artifact of this kind has.
        reason: why it is listed.
        expected: its absence is conspicuous: an honest build would have brought it along.
    """

    path: str
    reason: str
    expected: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a verdict is what it is: the policy's rule, a sentence, and the paths it is about."""

    rule: str
    message: str
    paths: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the policy makes of a ledger, and why (most serious first; empty when accepted).

    ``policy`` is the SHA-256 of the rules that it was judged by; None where a ledger was read back.
    """

    value: VerdictValue
    reasons: tuple[Reason, ...] = ()
    policy: Sha256 | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsItem:
    """Something that no baseline had: what it is about, a sentence, and the paths."""

    about: NewsAbout
    message: str
    paths: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What is new since earlier releases.

    Attributes:
        since: the artifacts that were compared; never empty when there is anything to say.
        items: what none of them had; empty when nothing is new.
    """

    since: tuple[Baseline, ...]
    items: tuple[NewsItem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """A file that other artifacts of the same release, which were audited with it, hold with other bytes."""

    path: str
    others: tuple[str, ...]


class RebuildOutcome(StrEnum):
    """What came of rebuilding a whole artifact."""

    IDENTICAL = "identical"
    EQUAL = "equal"
    DIFFERS = "differs"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebuild:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
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
    identity: Identity | None = None
    custody: Custody | None = None
    build: tuple[BuildFinding, ...] = ()
    verdict: Verdict | None = None
