"""Where else in a repository's history a blob stands at a path, and what its next commits hold."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from msgspec import Struct

from tallystick.errors import LimitExceeded, SourceError
from tallystick.limits import Limits
from tallystick.model import BlobId, Sighting, Tree
from tallystick.source.git_reader import GitReader
from tallystick.source.repository import Commit, Repository

DAYS = 180
"""Days after the audited commit that are looked through: a tag is built within weeks, if late."""

TREES = 8
"""Commits whose files are read: what is put right before an upload is put right soon after the tag."""


class _Descendant(Struct, frozen=True, kw_only=True):
    """One descendant of the commit, and the blob at each path that it changed."""

    sighting: Sighting
    blobs: dict[str, str]


class GitHistory:
    """The descendants of one commit of a repository, on its branches and tags.

    Only trees are read to find a blob, so a partial clone answers without a fetch. Commits under other
    refs (pull requests) are not looked at: anybody can put those there.
    """

    def __init__(self, repository: Repository, commit: Commit, limits: Limits) -> None:
        """Look around ``commit``; nothing is read before the first question."""
        self._repository = repository
        self._commit = commit
        self._limits = limits
        self._read: tuple[_Descendant, ...] | None = None
        self._sightings: dict[tuple[str, str], Sighting] = {}

    def later(self, path: str, blob: BlobId) -> Sighting | None:
        """The first descendant of the commit that has ``blob`` at ``path``."""
        if not self._sightings:
            for descendant in reversed(self._descendants()):
                for pair in descendant.blobs.items():
                    self._sightings.setdefault(pair, descendant.sighting)
        return self._sightings.get((path, blob))

    def later_trees(self, folder: str) -> Iterator[tuple[Sighting, Tree]]:
        """See :class:`tallystick.model.History`."""
        ids: set[str] = set()
        for descendant in reversed(self._descendants()):
            changes = (path.rpartition("/")[0] for path in descendant.blobs)
            if folder not in changes or descendant.sighting.commit in ids:
                continue
            ids.add(descendant.sighting.commit)
            tree = self._tree(descendant.sighting.commit)
            if tree is not None:
                yield descendant.sighting, tree
            if len(ids) == TREES:
                return

    def _tree(self, identity: str) -> Tree | None:
        """The files of a commit; None where the repository does not say."""
        try:
            commit = self._repository.find(identity)
            if commit is None:
                return None
            listing, blobs = self._repository.snapshot(commit)
        except (SourceError, LimitExceeded):
            return None
        reader = GitReader(listing.entries, {"": blobs}, self._limits, urls={}, tags_of=commit)
        return Tree(entries=listing.entries, reader=reader)

    def _descendants(self) -> tuple[_Descendant, ...]:
        """What each descendant changed, newest first (git-diff-tree(1), raw format), in one pass."""
        if self._read is None:
            listed = self._repository.run(
                [
                    *(
                        "log",
                        "--format=%x01%H %ct",
                        "--raw",
                        "-z",
                        "--no-abbrev",
                        "--no-renames",
                        "-m",
                    ),
                    *("--topo-order", "--ancestry-path", "--branches", "--tags"),
                    f"^{self._commit.id}",
                    f"--until={self._commit.time + DAYS * 86_400}",
                ]
            )
            chunks = listed.output.split(b"\x01")[1:] if listed.status == 0 else []
            self._read = tuple(self._descendant(chunk) for chunk in chunks)
        return self._read

    def _descendant(self, chunk: bytes) -> _Descendant:
        head, *fields = chunk.split(b"\0")
        commit, _, seconds = head.decode("ascii", "replace").partition(" ")
        blobs: dict[str, str] = {}
        for change, name in itertools.pairwise(fields):
            words = change.strip().split(b" ")
            if len(words) == 5 and words[0].startswith(b":"):
                path = name.decode("utf-8", "surrogateescape")
                blobs[path] = words[3].decode("ascii", "replace")
        days = (int(seconds) - self._commit.time) / 86_400
        return _Descendant(sighting=Sighting(commit=commit, days_later=days), blobs=blobs)
