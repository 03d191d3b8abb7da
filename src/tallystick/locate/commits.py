"""Which commit of a repository an artifact comes from: many things name one, the content decides.

Tags, ids and the time of the upload only say where to look. Every candidate is scored by what its tree
holds of the artifact, and where one falls short, the history is asked which commits bring the blobs
that it lacks. On equal scores the tag wins: that is what others can check.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from tallystick.errors import LimitExceeded, SourceError
from tallystick.locate.overlap import Fingerprint, Overlap, measure
from tallystick.locate.tags import TagMatch, rank_tags
from tallystick.model import Artifact, Hint, HintKind
from tallystick.source.repository import Commit
from tallystick.source.view import View

TAGS = 8
"""Tags of one version that are scored: few repositories have more than two."""

NAMED = 16
"""Commits that artifact and index may name; each may cost a question to the server."""

BRINGING = 12
"""Commits of the history that are scored in each round, those that bring most blobs first."""

ROUNDS = 4
"""Candidates from which the history is asked, the best first; real releases take one or two."""

BEFORE = 400 * 86_400
AFTER = 120 * 86_400
"""Seconds of history around a tag or an upload: a release is built from what was written lately, and
committed within weeks if late."""


HEAD = "HEAD"
"""Who names the commit of a repository that the user builds from."""


class Candidate(Struct, frozen=True, kw_only=True):
    """A commit, what names it, and what it holds of the artifact.

    Attributes:
        commit: the commit.
        tag: the tag of the artifact's version that means it, the best by name; None if none does.
        named_by: who else names it.
        tags: all tags that mean it, whatever they name.
        overlap: what its tree holds.
    """

    commit: Commit
    tag: TagMatch | None
    named_by: tuple[str, ...]
    tags: tuple[str, ...]
    overlap: Overlap

    @property
    def score(self) -> tuple[int, bool, bool, bool]:
        """More is better: files, then a tag of the version, then anybody's word, then any tag."""
        return (
            self.overlap.matched,
            self.tag is not None,
            bool(self.named_by),
            bool(self.tags),
        )


class Choice(Struct, frozen=True, kw_only=True):
    """What was found in one repository.

    Attributes:
        view: the repository as it was looked at.
        best: the candidate that holds most.
        others: the rest, best first.
        absent: hints of commits that the repository does not have.
        unread: tags of the version whose commits were not looked at: too many, or they cannot be read.
    """

    view: View
    best: Candidate
    others: tuple[Candidate, ...]
    absent: tuple[Hint, ...]
    unread: tuple[str, ...] = ()


def choose(
    view: View,
    fingerprint: Fingerprint,
    hints: Sequence[Hint],
    *,
    tags: Sequence[TagMatch],
    uploaded: int | None,
    head: bool,
) -> Choice | None:
    """The commit of ``view`` that holds most of an artifact; None if there is no commit at all.

    Args:
        view: the repository.
        fingerprint: what of the artifact is looked for.
        hints: what is said of the commit.
        tags: those that may name the version, best first (:func:`tags_of_version`).
        uploaded: when, in seconds since the epoch; None if nobody says.
        head: whether HEAD is a candidate: the user named this repository.
    """
    found = _Found(view, fingerprint)
    unread = []
    for position, match in enumerate(tags):
        named = match if match.is_release else None
        commit = view.find(f"refs/tags/{match.tag}") if position < TAGS else None
        if not found.add(commit, tag=named) and named is not None:
            unread.append(match.tag)
    absent = []
    for hint in [hint for hint in hints if hint.kind is HintKind.COMMIT][:NAMED]:
        commit = view.find(hint.value, fetch=True)
        found.add(commit, by=hint.by)
        if commit is None:
            absent.append(hint)
    if head:
        found.add(view.find(None), by=HEAD)
    is_named = bool(found.candidates)
    if not is_named:
        found.add(view.before(uploaded))
    if not found.candidates:
        return None
    # A named commit that lacks files that no source has is no reason to search; one that has other
    # bytes at the same path may be.
    found.climb(uploaded, also_missing=not is_named)
    if not is_named:
        # Projects of one repository are often released together, under the tag of one of them.
        for tag in found.tags_near_best():
            found.add(view.find(f"refs/tags/{tag}"))
    best, *others = found.ranked()
    return Choice(
        view=view,
        best=best,
        others=tuple(others),
        absent=tuple(absent),
        unread=tuple(unread[:TAGS]),
    )


def tags_of_version(view: View, artifact: Artifact) -> tuple[TagMatch, ...]:
    """The tags of ``view`` that may name the version of ``artifact``, best first."""
    return rank_tags(
        view.tags, artifact.project or "", artifact.version or "", repository=view.name
    )


class _Found:
    """The candidates so far, by commit."""

    def __init__(self, view: View, fingerprint: Fingerprint) -> None:
        self._view = view
        self._fingerprint = fingerprint
        self.candidates: dict[str, Candidate] = {}

    def add(
        self, commit: Commit | None, *, tag: TagMatch | None = None, by: str | None = None
    ) -> bool:
        """Score ``commit``, or say of one that is known who else names it; whether there is one to score."""
        if commit is None:
            return False
        known = self.candidates.get(commit.id)
        if known is None:
            try:
                overlap = measure(self._fingerprint, self._view.files(commit))
            except (SourceError, LimitExceeded):
                return False  # a tree that is damaged or past a cap holds nothing to be proven
            known = Candidate(
                commit=commit,
                tag=None,
                named_by=(),
                tags=self._view.tags_of(commit),
                overlap=overlap,
            )
        self.candidates[commit.id] = replace(
            known,
            tag=known.tag or tag,
            named_by=known.named_by if by is None else (*known.named_by, by),
        )
        return True

    def ranked(self) -> list[Candidate]:
        """The best first; on equal scores the one that was named first."""
        return sorted(self.candidates.values(), key=lambda each: each.score, reverse=True)

    def tags_near_best(self) -> tuple[str, ...]:
        """The tags whose commits were made nearest to the best candidate's."""
        return self._view.tags_near(self.ranked()[0].commit.time, most=TAGS)

    def climb(self, uploaded: int | None, *, also_missing: bool) -> None:
        """Score commits that bring what the best candidates lack, until nothing new is brought.

        The commit that brings what one candidate lacks may lack as much itself, until the commit
        that brings *that* is looked at: so it is not enough to go on from better ones. Where a commit
        that somebody names holds everything, no other can be better.
        """
        best = self.ranked()[0]
        if best.overlap.matched == best.overlap.of and (best.tag or best.named_by):
            return
        asked: set[str] = set()
        for _ in range(ROUNDS):
            start = next((each for each in self.ranked() if each.commit.id not in asked), None)
            if start is None:
                return
            asked.add(start.commit.id)
            lacking = dict(start.overlap.differing)
            if also_missing:
                lacking = {**start.overlap.missing, **lacking}
            for identity in self._bringing(lacking, start.commit, uploaded):
                if identity not in self.candidates:
                    self.add(self._view.find(identity))

    def _bringing(
        self, lacking: dict[str, str], around: Commit, uploaded: int | None
    ) -> Iterator[str]:
        times = [around.time] if uploaded is None else [around.time, uploaded]
        bringing = self._view.introducing(
            lacking, since=min(times) - BEFORE, until=max(times) + AFTER
        )
        ranked = sorted(bringing.items(), key=lambda item: -item[1])
        yield from (identity for identity, _ in ranked[:BRINGING])
