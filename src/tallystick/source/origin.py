"""Where a repository can be had: a mirror on this disk, the disk itself, or a server."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct, field

from tallystick.cache import Cache
from tallystick.errors import SourceError
from tallystick.limits import Limits
from tallystick.source.clone import open_clone, open_tags
from tallystick.source.repository import Commit, Repository, find_git_dir
from tallystick.source.url import RemoteUrl


class Origins(Struct, frozen=True, kw_only=True, eq=False):
    """How this run gets at repositories.

    Attributes:
        mirrors: folders to read instead of URLs (their keys, see ``RemoteUrl``).
        opened: the repositories that are open already, by their place: who locates a commit and
            who reads it then talk to the same git, and read each tree once.
    """

    cache: Cache
    limits: Limits
    offline: bool
    mirrors: Mapping[str, str]
    opened: dict[Path | str, Repository] = field(default_factory=dict)

    def remote(self, url: RemoteUrl, ref: str | None) -> tuple[Repository, Commit]:
        """The repository at ``url``, or at its mirror, and the commit that ``ref`` means there.

        Raises:
            SourceError: no such repository or ref, or out of reach.
            StorageError: the cache failed.
        """
        mirror = self.mirrors.get(url.key)
        if mirror is not None:
            return self.local(Path(mirror), ref)
        repository, found = open_clone(
            url,
            ref,
            cache=self.cache,
            limits=self.limits,
            offline=self.offline,
            known=self.opened.get(url.public),
        )
        self.opened[url.public] = repository
        return repository, found

    def all_names(self, url: RemoteUrl, *, again: bool = False) -> Repository:
        """The repository at ``url``, with the branches and tags of today; errors as in :meth:`remote`.

        With ``again``, the server is asked even if it has just been.
        """
        mirror = self.mirrors.get(url.key)
        if mirror is not None:
            return self.local_repository(Path(mirror))
        repository = open_tags(
            url, cache=self.cache, limits=self.limits, offline=self.offline, again=again
        )
        self.opened[url.public] = repository
        return repository

    def local(self, folder: Path, ref: str | None) -> tuple[Repository, Commit]:
        """The repository in ``folder``, never fetched into, and the commit that ``ref`` means.

        Raises:
            SourceError: it is not a repository, or has no such ref.
        """
        repository = self.local_repository(folder)
        found = repository.find(ref)
        if found is None:
            raise repository.no_such(ref)
        return repository, found

    def local_repository(self, folder: Path) -> Repository:
        """The repository in ``folder``.

        Raises:
            SourceError: there is none.
        """
        try:
            git_dir = find_git_dir(folder)
        except OSError as error:
            raise SourceError(f"{folder}: cannot be read: {error.strerror}") from error
        if git_dir is None:
            raise SourceError(f"{folder}: not a git repository")
        name = str(folder)
        return self.opened.setdefault(git_dir, Repository(git_dir, name=name, limits=self.limits))
