"""What is known of something bad: where it came in, who had it in hand, who holds it, what is to be done."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from tallystick.model.custody import ReviewEvidence, Standing, Way
from tallystick.model.entries import Skip


class SubjectKind(StrEnum):
    """What something bad is."""

    BYTES = "bytes"
    ARTIFACT = "artifact"
    COMMIT = "commit"
    RELEASE = "release"


class Relation(StrEnum):
    """What the project of a carrier has to do with the project where it came from."""

    SAME = "same project"
    FORK = "fork"
    """At least half of its other files are files of the other's release."""
    VENDORED = "vendored copy"
    """It holds the bytes in a folder for what others wrote."""
    OTHER = "other project"


class Matched(StrEnum):
    """By what an exposed place is known to be exposed, surest first."""

    BYTES = "the same bytes"
    DIGEST = "its digest"
    VERSION = "its name and version"


class Bytes(Struct, frozen=True, kw_only=True):
    """Some bytes: both digests in hex where they are known, the size, and what they are called."""

    name: str
    sha256: str | None = None
    git: str | None = None
    size: int | None = None


class Subject(Struct, frozen=True, kw_only=True):
    """What is traced.

    Attributes:
        kind: what it is.
        words: what was asked for.
        bytes: what to look for in repositories, artifacts and environments.
        commit: the commit, if it is one.
        project: of a release.
        version: of a release.
        artifacts: SHA-256 of files that are bad as a whole.
    """

    kind: SubjectKind
    words: str
    bytes: tuple[Bytes, ...] = ()
    commit: str | None = None
    project: str | None = None
    version: str | None = None
    artifacts: tuple[str, ...] = ()


class Introduction(Struct, frozen=True, kw_only=True):
    """A commit that brought it in, and whose hands it passed through.

    Attributes:
        repository: where that is.
        commit: its full id.
        author: as the commit writes it, as everybody here.
        committer: likewise.
        authored: seconds since the epoch, by the author's clock.
        committed: by the committer's.
        subject: the first line of its message.
        standing: how far it was seen by another.
        way: how it came in.
        evidence: what says that somebody saw it.
        merges: the merges that brought it to the main line: (commit, by whom, when).
        merged_by: who is known to have merged it: by those merges, or by a forge's record.
        tags: the tags whose commit holds it, the first one first.
        branches: the branches that hold it, by name.
        paths: where it put the bytes.
    """

    repository: str
    commit: str
    author: str
    committer: str
    authored: int
    committed: int
    subject: str
    standing: Standing
    way: Way
    evidence: tuple[ReviewEvidence, ...] = ()
    merges: tuple[tuple[str, str, int], ...] = ()
    merged_by: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    branches: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()


class Copy(Struct, frozen=True, kw_only=True):
    """A repository that was given whose tree holds it today.

    Attributes:
        repository: where that is.
        commit: the full id of the commit whose tree it is.
        relation: to the repository where it came in first, by their clocks.
        paths: where it is.
    """

    repository: str
    commit: str
    relation: Relation
    paths: tuple[str, ...]


class Carrier(Struct, frozen=True, kw_only=True):
    """An artifact that carries it, as a ledger says.

    Attributes:
        ledger: its digest in the store.
        recorded: when the store got it, in seconds since the epoch.
        path: where in the artifact; "" for the artifact as a whole.
        grade: of that entry; "" likewise.
        reach: likewise.
        relation: of its project to the one where it came from.
    """

    ecosystem: str | None
    project: str | None
    version: str | None
    artifact: str
    artifact_sha256: str
    ledger: str
    recorded: float
    verdict: str
    path: str
    grade: str
    reach: str
    relation: Relation
    source_url: str | None
    commit: str | None

    @property
    def release(self) -> str:
        """What it is called: the release, or the file where it names none."""
        return f"{self.project} {self.version}" if self.project is not None else self.artifact


class Vouched(Struct, frozen=True, kw_only=True):
    """An attestation on an artifact that carries it."""

    artifact: str
    form: str
    state: str
    signer: str | None
    publisher: str | None
    commit: str | None
    signed_at: int | None


class Exposed(Struct, frozen=True, kw_only=True):
    """A lock file or an environment that has it.

    Attributes:
        kind: ``lock`` or ``environment``.
        where: the file or folder that was given.
        what: the release, or the path in the folder.
        matched: by what it is known.
    """

    kind: str
    where: str
    what: str
    matched: Matched


class Happening(Struct, frozen=True, kw_only=True):
    """Something that happened at a time (seconds since the epoch), and by whose clock that is."""

    time: float
    what: str
    who: str
    clock: str


class Part(Struct, frozen=True, kw_only=True):
    """A piece of a step: ``given`` where strangers chose the text."""

    text: str
    given: bool


class Step(Struct, frozen=True, kw_only=True):
    """One thing to do, under a heading of the plan."""

    section: str
    parts: tuple[Part, ...]


class Incident(Struct, frozen=True, kw_only=True):
    """All of it; ``skips`` is what could not be looked at, which is no all-clear."""

    subject: Subject
    introductions: tuple[Introduction, ...] = ()
    copies: tuple[Copy, ...] = ()
    carriers: tuple[Carrier, ...] = ()
    vouched: tuple[Vouched, ...] = ()
    exposed: tuple[Exposed, ...] = ()
    timeline: tuple[Happening, ...] = ()
    plan: tuple[Step, ...] = ()
    skips: tuple[Skip, ...] = ()
