"""The contents of one commit's files, those of its submodules with them."""

from __future__ import annotations

from collections.abc import Mapping

from tallystick.errors import ContentUnavailable
from tallystick.limits import Limits
from tallystick.model import Entry
from tallystick.source.repository import Blobs, Commit, Repository

TAGS = 8
"""Tags of one commit whose objects are looked at; more than two are rare."""


class GitReader:
    """Reads entries of a commit and of its submodules' commits."""

    def __init__(
        self,
        entries: Mapping[str, Entry],
        blobs: Mapping[str, Blobs],
        limits: Limits,
        *,
        urls: Mapping[str, str],
        tags_of: Commit,
    ) -> None:
        """Read ``entries``.

        Args:
            entries: by path.
            blobs: the contents below each path ("": the rest).
            limits: the caps.
            urls: where the submodule at each path was read.
            tags_of: the commit that the tree is of.
        """
        self._entries = entries
        self._blobs = blobs
        self._limits = limits
        self._commit = tags_of
        self.urls = urls

    def read(self, path: str) -> bytes:
        """See :class:`tallystick.model.Reader`."""
        entry = self._entries.get(path)
        if entry is None:
            raise ContentUnavailable(f"{path!r}: not in this commit")
        if entry.is_gitlink:
            raise ContentUnavailable(f"{path!r}: a submodule, which has no content of its own")
        try:
            return self._home(path).read(entry.blob, cap=self._limits.content)
        except ContentUnavailable as error:
            raise ContentUnavailable(f"{path!r}: {error}") from error

    def prefetch(self, paths: frozenset[str]) -> None:
        """See :class:`tallystick.model.Reader`; one request for each repository."""
        wanted: dict[Blobs, set[str]] = {}
        for path in paths:
            entry = self._entries.get(path)
            if entry is not None and not entry.is_gitlink:
                wanted.setdefault(self._home(path), set()).add(entry.blob)
        for home, ids in wanted.items():
            home.prefetch(ids)

    def _home(self, path: str) -> Blobs:
        """Whose blobs the content of ``path`` is among: the nearest submodule above it."""
        if len(self._blobs) > 1:
            above = path.rpartition("/")[0]
            while above:
                if above in self._blobs:
                    return self._blobs[above]
                above = above.rpartition("/")[0]
        return self._blobs[""]

    def place_of(self, path: str) -> str:
        """The path of the submodule that holds ``path``; "" for none."""
        home = self._home(path)
        return next(place for place, blobs in self._blobs.items() if blobs is home)

    def repository(self, place: str) -> Repository:
        """That of the submodule at ``place``; "" for the one that all is of."""
        return self._blobs[place].repository

    def tags(self) -> Mapping[str, str]:
        """The ids of the tags of the commit, each by its name."""
        repository = self.repository("")
        return {
            tag: repository.refs[f"refs/tags/{tag}"] for tag in repository.tags(self._commit)[:TAGS]
        }
