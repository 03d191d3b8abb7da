"""What it claims to come from: sources, the evidence for them, and hints of where to look."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct, field

from tallystick.model.entries import BlobId, Skip, Tree

if TYPE_CHECKING:
    from tallystick.model.history import Log


class SourceKind(StrEnum):
    """Where a source tree was read from."""

    GIT = "git"
    ARCHIVE = "archive"
    DIRECTORY = "directory"
    LISTING = "listing"


class Evidence(Struct, frozen=True, kw_only=True):
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


class Hint(Struct, frozen=True, kw_only=True):
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


class Sighting(Struct, frozen=True, kw_only=True):
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

    def later_trees(self, folder: str) -> Iterator[tuple[Sighting, Tree]]:
        """The next few descendants that changed a file right in ``folder``, oldest first.

        Each with its own files; those of submodules are not among them.
        """
        ...


class NamedObject(Struct, frozen=True, kw_only=True):
    """A tag object or a commit as git stores it, its id checked; it may be signed.

    Attributes:
        name: of the tag, or the id of the commit.
        is_tag: which of the two.
        content: its bytes, without git's header.
    """

    name: str
    is_tag: bool
    content: bytes


class Source(Struct, frozen=True, kw_only=True):
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
        objects: the tag objects that point at the commit, and the commit itself.
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
