"""Where else in a repository's history a blob stands at a path."""

from __future__ import annotations

import itertools

from tallystick.model import BlobId, Sighting
from tallystick.source.repository import Commit, Repository

DAYS = 180
"""Days after the audited commit that are looked through: a tag is built within weeks, if late."""


class GitHistory:
    """The descendants of one commit of a repository, on its branches and tags.

    Only trees are read, so a partial clone answers without a fetch. Commits under other refs (pull
    requests) are not looked at: anybody can put those there.
    """

    def __init__(self, repository: Repository, commit: Commit) -> None:
        """Look around ``commit``; nothing is read before the first question."""
        self._repository = repository
        self._commit = commit
        self._sightings: dict[tuple[str, str], Sighting] | None = None

    def later(self, path: str, blob: BlobId) -> Sighting | None:
        """The first descendant of the commit that has ``blob`` at ``path``."""
        if self._sightings is None:
            self._sightings = self._read()
        return self._sightings.get((path, blob))

    def _read(self) -> dict[tuple[str, str], Sighting]:
        """One pass over what each descendant changed, oldest first (git-diff-tree(1), raw format)."""
        listed = self._repository.run(
            [
                *("log", "--format=%x01%H %ct", "--raw", "-z", "--no-abbrev", "--no-renames", "-m"),
                *("--topo-order", "--ancestry-path", "--branches", "--tags", f"^{self._commit.id}"),
                f"--until={self._commit.time + DAYS * 86_400}",
            ]
        )
        found: dict[tuple[str, str], Sighting] = {}
        if listed.status != 0:
            return found
        for chunk in listed.output.split(b"\x01")[1:]:
            head, *fields = chunk.split(b"\0")
            commit, _, seconds = head.decode("ascii", "replace").partition(" ")
            days = (int(seconds) - self._commit.time) / 86_400
            sighting = Sighting(commit=commit, days_later=days)
            # Newest first, so that the oldest sighting of a pair is the one that stays.
            for change, name in itertools.pairwise(fields):
                words = change.strip().split(b" ")
                if len(words) == 5 and words[0].startswith(b":"):
                    path = name.decode("utf-8", "surrogateescape")
                    found[path, words[3].decode("ascii", "replace")] = sighting
        return found
