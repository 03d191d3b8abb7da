"""Repository by repository, the best candidate first, until one holds the artifact."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from urllib.parse import urlsplit

from msgspec import Struct
from msgspec.structs import replace
from packaging.utils import canonicalize_name

from tallystick.errors import (
    ContentUnavailable,
    LimitExceeded,
    SourceError,
    StorageError,
    UsageError,
)
from tallystick.limits import Limits
from tallystick.locate.commits import HEAD, Candidate, Choice, choose, tags_of_version
from tallystick.locate.evidence import about, about_folder
from tallystick.locate.hints import artifact_hints
from tallystick.locate.overlap import Fingerprint, Overlap, measure, project_folder
from tallystick.locate.repositories import ATTESTATION, MIRROR, Repository, repositories
from tallystick.locate.tags import of_other_versions
from tallystick.model import Artifact, ArtifactKind, Evidence, Hint, HintKind, Skip, Tree
from tallystick.source.view import View, Views

ENOUGH = 0.1
"""Share of the telling files that a right repository holds: unrelated projects share one in a hundred
(a Makefile for the docs, a versioneer), and the worst honest releases measured hold a third."""

CODE = 3
"""Files of code that decide for a repository below that share: packages that are mostly generated
tables have a few modules of their own, and unrelated projects share one or two."""

ALIKE = 0.5
"""Share of files that stand under the same names with other bytes: all line endings were rewritten."""

CLONES = 3
"""Mirrors that are all tried if nothing else is found; of more, those that are called like the project."""

_CODE = re.compile(r".*\.(?:py|pyx|c|cc|cpp|h|hpp|rs|js|mjs|cjs|ts|jsx|tsx|go|java|rb|m4|ac|am|sh)")

_NAMES_A_PROJECT = ("package.json", "pyproject.toml", "setup.cfg", "setup.py", "Cargo.toml")


class Question(Struct, frozen=True, kw_only=True):
    """What to locate, and what the user said of it.

    Attributes:
        artifact: what was released.
        hints: what an index says of it.
        source: the repository that the user names; None: find it.
        ref: the tag, branch or commit that the user names; None: find it.
        subdir: the folder that the user names; None: find it.
        hosts: hosts that may be asked besides the known forges.
    """

    artifact: Artifact
    hints: tuple[Hint, ...] = ()
    source: str | None = None
    ref: str | None = None
    subdir: str | None = None
    hosts: frozenset[str] = frozenset()


class Located(Struct, frozen=True, kw_only=True):
    """Where an artifact comes from.

    Attributes:
        where: URL or folder of the repository.
        ref: the tag, or the id of the commit; None: HEAD.
        commit: the id of the commit that it meant when it was looked at.
        subdir: the folder of the project in it.
        object_format: of the repository, ``sha1`` or ``sha256``.
        evidence: why, and what speaks against it.
    """

    where: str
    ref: str | None
    commit: str
    subdir: str
    object_format: str
    evidence: tuple[Evidence, ...]


def locate(
    question: Question, views: Views, limits: Limits
) -> tuple[Located | None, tuple[Skip, ...]]:
    """The repository, commit and folder that hold most of the artifact; or why there are none.

    Errors of a repository that the user named are raised, those of others become skips.

    Raises:
        SourceError: the user's repository cannot be read, or has no such ref.
        UsageError: it is no URL that git may be given.
        StorageError: the cache failed.
    """
    return _Locating(question, views, limits).locate()


def project_folder_of(artifact: Artifact, tree: Tree) -> tuple[str, tuple[Evidence, ...]]:
    """The project's folder in a source that is no repository, "" for its root; what speaks against it."""
    fingerprint = Fingerprint.of(artifact)
    overlap = measure(fingerprint, tree.entries)
    if not overlap.matched:
        return "", ()
    whole = _is_whole(artifact)
    folder = project_folder(fingerprint, overlap, tree.entries, whole=whole)
    said = _Said(artifact, tree.read)
    return folder, tuple(about_folder(folder, artifact.project or "", said.by_folder))


def _is_whole(artifact: Artifact) -> bool:
    return artifact.kind is not ArtifactKind.WHEEL


class _Locating:
    """One question on its way."""

    def __init__(self, question: Question, views: Views, limits: Limits) -> None:
        self._question = question
        self._artifact = question.artifact
        self._views = views
        self._hints = (*question.hints, *artifact_hints(question.artifact, limits))
        self._fingerprint = Fingerprint.of(question.artifact)
        self._uploaded = _seconds(self._hints)

    def locate(self) -> tuple[Located | None, tuple[Skip, ...]]:
        if self._question.source is not None:
            return self._given(self._question.source), ()
        candidates, refused = repositories(
            (*self._hints, *self._offered()), self._artifact.project, self._is_allowed
        )
        reasons = list(refused)
        failed: list[tuple[int, Evidence]] = []
        for repository in candidates:
            try:
                view = self._views.open(repository.url)
                choice = self._choose(view) if view is not None else None
            except (SourceError, StorageError, UsageError) as error:
                # What an artifact names may be no URL that git is given; that is content, no error.
                reasons.append(str(error))
                failed.append((repository.rank, _unread(str(error), repository)))
                continue
            if choice is None:
                reasons.append(f"{repository.url}: holds no commit")
                failed.append((repository.rank, _unread(reasons[-1], repository)))
                continue
            if not self._is_from(choice):
                wrong = _wrong(repository, choice.best.overlap)
                if repository.by != (MIRROR,):  # nobody said that it comes from there
                    reasons.append(wrong)
                    against = Evidence(kind="repository", value=wrong, agrees=False)
                    failed.append((repository.rank, against))
                continue
            passed_over = (_passed_over(repository, *each) for each in failed)
            said = (*self._named(repository, candidates, choice), *passed_over)
            return self._located(repository.url, choice, said), ()
        if not reasons:
            reasons = ["the artifact names no repository; give --source"]
        return None, tuple(Skip(check="source", reason=reason) for reason in dict.fromkeys(reasons))

    def _offered(self) -> tuple[Hint, ...]:
        """The repositories that the user has clones of: a renamed one is named by its old URL."""
        name = canonicalize_name(self._artifact.project or "-")
        mirrors = list(self._views.origins.mirrors)
        if len(mirrors) > CLONES:
            mirrors = [url for url in mirrors if _is_called_like(url, name)]
        return tuple(Hint(kind=HintKind.REPOSITORY, value=url, by=MIRROR) for url in mirrors)

    def _is_allowed(self, url: str) -> bool:
        return urlsplit(url).netloc in self._question.hosts or self._views.has_mirror(url)

    def _given(self, where: str) -> Located | None:
        """In the repository that the user names, whatever it holds; None: not a repository."""
        view = self._views.open(where)
        choice = self._choose(view, given=True) if view is not None else None
        return self._located(where, choice) if choice is not None else None

    def _choose(self, view: View, *, given: bool = False) -> Choice | None:
        if self._question.ref is not None:
            return self._as_said(view, self._question.ref)
        tags = tags_of_version(view, self._artifact)
        if not tags:
            # The version may have been tagged since this clone was last brought up to date.
            view = self._views.open(view.where, again=True) or view
            tags = tags_of_version(view, self._artifact)
        return choose(
            view,
            self._fingerprint,
            self._hints,
            tags=tags,
            uploaded=self._uploaded,
            head=given,
        )

    def _as_said(self, view: View, ref: str) -> Choice | None:
        """The commit that the user names, whatever it holds; None: opening it says why."""
        commit = view.find(ref, fetch=True)
        if commit is None:
            return None
        overlap = measure(self._fingerprint, view.files(commit))
        best = Candidate(commit=commit, tag=None, named_by=(), tags=(), overlap=overlap)
        return Choice(view=view, best=best, others=(), absent=())

    def _is_from(self, choice: Choice) -> bool:
        """Whether the artifact can come from this repository at all."""
        view, overlap, fingerprint = choice.view, choice.best.overlap, self._fingerprint
        if view.object_format != fingerprint.object_format:
            return True  # nothing can be alike yet: the caller reads the artifact again
        if not overlap.of_telling:
            return True  # nothing in it could tell; each entry still has to be proven
        if overlap.telling >= ENOUGH * overlap.of_telling:
            return True
        code = sum(
            _CODE.fullmatch(path) is not None for path in overlap.found & fingerprint.telling
        )
        if code >= CODE:
            return True
        # A package of which nearly everything is built, or rewritten: then its name has to agree.
        named_alike = len(overlap.differing) >= ALIKE * overlap.of
        return bool(overlap.telling or overlap.elsewhere or named_alike) and self._says_its_name(
            choice
        )

    def _says_its_name(self, choice: Choice) -> bool:
        """Whether the project's folder says that it is called like the artifact."""
        said = _Said(self._artifact, partial(choice.view.read, choice.best.commit))
        return said.by_folder(self._folder(choice))

    def _folder(self, choice: Choice) -> str:
        if self._question.subdir is not None:
            return self._question.subdir
        files, whole = choice.view.files(choice.best.commit), _is_whole(self._artifact)
        return project_folder(self._fingerprint, choice.best.overlap, files, whole=whole)

    def _located(self, where: str, choice: Choice, evidence: tuple[Evidence, ...] = ()) -> Located:
        view, best = choice.view, choice.best
        given = self._question.ref
        version = self._artifact.version if given is None else None
        folder = self._folder(choice)
        others = of_other_versions(
            best.tags,
            self._artifact.project or "",
            version or "",
            subdir=folder,
            repository=view.name,
        )
        if self._question.subdir is None:
            said = _Said(self._artifact, partial(view.read, best.commit))
            name = self._artifact.project or ""
            evidence = (*evidence, *about_folder(folder, name, said.by_folder))
        known = about(choice, version=version, uploaded=self._uploaded, other_versions=others)
        return Located(
            where=where,
            ref=given or _ref(view, best),
            commit=best.commit.id,
            subdir=folder,
            object_format=view.object_format,
            evidence=(*evidence, *known),
        )

    def _named(
        self, chosen: Repository, candidates: tuple[Repository, ...], choice: Choice
    ) -> Iterator[Evidence]:
        """Who names the repository, and whether a trusted publisher's and a declared one are one."""
        named = f"named by {', '.join(chosen.by)}"
        if not chosen.vouched:
            # Whoever made the release wrote this too, and may have named a repository of their own.
            said = named if chosen.by == (MIRROR,) else f"{named}; nobody vouches for it"
            yield Evidence(kind="repository", value=said, agrees=None)
            if ATTESTATION not in chosen.by:
                return
        else:
            yield Evidence(kind="repository", value=named, agrees=True)
        for other in candidates:
            if other.rank != 1 or other.url == chosen.url:
                continue
            named = f"{other.url} ({', '.join(other.by)})"
            try:
                view = self._views.open(other.url)
                same = view is not None and view.find(choice.best.commit.id) is not None
            except (SourceError, UsageError) as error:
                yield Evidence(kind="repository", value=str(error), agrees=False)
                continue
            said = "holds the same commit" if same else "does not hold the commit"
            yield Evidence(kind="repository", value=f"{named} {said}", agrees=same)


class _Said:
    """What the project files of a source say that the project is called."""

    def __init__(self, artifact: Artifact, read: Callable[[str], bytes]) -> None:
        """Look for the name of ``artifact`` with ``read``, which errs as :class:`Tree` does."""
        self._name = canonicalize_name(artifact.project or "")
        self._read = read

    def by_folder(self, folder: str) -> bool:
        """Whether a project file of ``folder`` says that it is called like the artifact."""
        for file in _NAMES_A_PROJECT:
            try:
                content = self._read(f"{folder}/{file}" if folder else file)
            except (ContentUnavailable, LimitExceeded, SourceError):
                continue
            said = re.findall(r"\bname[\"']?\s*[:=]\s*[\"']?([@\w./-]+)", content.decode("latin-1"))
            if self._name and self._name in {canonicalize_name(each) for each in said}:
                return True
        return False


def _unread(why: str, repository: Repository) -> Evidence:
    """A repository that could not be looked at: never a pass if the index vouches for it."""
    return Evidence(kind="repository", value=why, agrees=False if repository.vouched else None)


def _passed_over(chosen: Repository, rank: int, failed: Evidence) -> Evidence:
    """``failed``, against a repository that is worse named: a better one out of reach is no reason for it.

    What the user has a clone of is another thing: a renamed repository is out of reach by its old URL.
    """
    worse = rank < chosen.rank and chosen.by != (MIRROR,)
    return replace(failed, agrees=False) if worse else failed


def _is_called_like(url: str, name: str) -> bool:
    last = canonicalize_name(url.rstrip("/").rpartition("/")[2])
    return last in name or name in last


def _wrong(repository: Repository, overlap: Overlap) -> str:
    return (
        f"{repository.url} ({', '.join(repository.by)}): this is not where it came from: "
        f"its best commit holds {overlap.figure}"
    )


def _ref(view: View, best: Candidate) -> str | None:
    """The name to open the commit by: its tag, HEAD (None) where the user builds, or its id."""
    if best.tag is not None:
        # ``v1`` may be a branch as well, and a tag may be called like the id of a commit.
        full = f"refs/tags/{best.tag.tag}"
        found = view.find(best.tag.tag)
        return best.tag.tag if found is not None and found.ref == full else full
    return None if HEAD in best.named_by else best.commit.id


def _seconds(hints: tuple[Hint, ...]) -> int | None:
    """The earliest time of upload that the hints say."""
    found = []
    for hint in hints:
        if hint.kind is HintKind.UPLOADED:
            try:
                moment = datetime.fromisoformat(hint.value)
            except ValueError:
                continue
            if moment.tzinfo is not None:
                found.append(int(moment.timestamp()))
    return min(found, default=None)
