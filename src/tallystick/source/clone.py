"""Clones of remote repositories in the cache: all commits and trees, blobs when they are asked for.

A clone is made in a folder of another name and renamed when it is whole. Once there, it is read
without a lock, and only ever added to. git's index-pack hashes every object that comes in, with
SHA-1 collision detection (docs/adr/0002).
"""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path

from tallystick.cache import Cache
from tallystick.errors import SourceError
from tallystick.limits import Limits
from tallystick.model import BlobId
from tallystick.source import git
from tallystick.source.repository import FULL_ID, REMOTE_HEAD, Commit, Repository
from tallystick.source.url import RemoteUrl

FILTER = "--filter=blob:none"

_QUIET = ("--quiet", "--no-tags", "--no-write-fetch-head", "--recurse-submodules=no")
_REFS = ("+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*")


def open_clone(
    url: RemoteUrl, ref: str | None, *, cache: Cache, limits: Limits, offline: bool
) -> tuple[Repository, Commit]:
    """The clone of ``url``, and the commit that ``ref`` (None: HEAD) means there today.

    The server is asked only for what may have changed since: a branch, or what is not here yet.

    Raises:
        SourceError: no such repository or ref, no network, or not in the cache when ``offline``.
        StorageError: the cache failed.
    """
    clone = _Clone(url, cache=cache, limits=limits, offline=offline)
    fresh = clone.make()
    repository = clone.repository()
    found = repository.find(ref)
    if not fresh and not offline and (found is None or found.moves):
        clone.update(_head(ref))
        repository = clone.repository()
        found = repository.find(ref)
    if found is None and not offline and ref is not None and FULL_ID.fullmatch(ref):
        # No branch or tag holds it (any more); most servers give it to who knows its id.
        clone.update((ref,))
        found = repository.find(ref)
    if found is None:
        raise repository.no_such(ref)
    return repository, found


def open_tags(url: RemoteUrl, *, cache: Cache, limits: Limits, offline: bool) -> Repository:
    """The clone of ``url``, with all the tags that are there today; errors as in open_clone."""
    clone = _Clone(url, cache=cache, limits=limits, offline=offline)
    if not clone.make() and not offline:
        clone.update(_head("HEAD"))
    return clone.repository()


def _head(ref: str | None) -> tuple[str, ...]:
    head = (f"+HEAD:{REMOTE_HEAD}",) if ref in {None, "HEAD"} else ()
    return ("--prune", *_REFS, *head)


class _Clone:
    """The place of one URL in the cache, and what changes it."""

    def __init__(self, url: RemoteUrl, *, cache: Cache, limits: Limits, offline: bool) -> None:
        self._url = url
        self._cache = cache
        self._limits = limits
        self._offline = offline
        self._path = cache.clone(url.public)

    def repository(self) -> Repository:
        return Repository(
            self._path, name=self._url.public, limits=self._limits, fetch=self._fetch_blobs
        )

    def make(self) -> bool:
        """Clone, if it is not there; whether that was done just now."""
        if self._path.is_dir():
            return False
        if self._offline:
            raise SourceError(f"{self._url.public}: not in the cache, and offline")
        with self._cache.lock(self._path.name, seconds=self._limits.git_seconds):
            if self._path.is_dir():
                return True
            with self._cache.build(self._path) as partial:
                self._clone(partial)
        return True

    def _clone(self, partial: Path) -> None:
        # --template: the user's own may bring hooks. A server that cannot filter sends everything.
        options = ["clone", "--quiet", "--bare", "--template=", FILTER]
        git.network(
            self._url,
            [*options, "--", self._url.public, str(partial)],
            seconds=self._limits.git_seconds,
        )

    def update(self, what: tuple[str, ...]) -> None:
        """Fetch refs or commits: ``what`` are arguments of git-fetch(1)."""
        options = [item for item in what if item.startswith("--")]
        refspecs = [item for item in what if not item.startswith("--")]
        with self._cache.lock(self._path.name, seconds=self._limits.git_seconds):
            self._fetch([*options, "--", "origin", *refspecs])

    def _fetch_blobs(self, blobs: Collection[str]) -> None:
        """One request, as git's own promisor-remote.c makes it: no haves, no refs, just ids.

        Without a lock: packs only ever come to the ones that are there.
        """
        if self._offline:
            raise SourceError("offline")
        if not all(re.fullmatch("[0-9a-f]{40,64}", blob) for blob in blobs):
            raise SourceError("not the id of a blob")
        given = "".join(f"{BlobId(blob)}\n" for blob in blobs).encode()
        self._fetch([FILTER, "--stdin", "--", "origin"], given=given, negotiate="noop")

    def _fetch(
        self, arguments: list[str], *, given: bytes = b"", negotiate: str = "default"
    ) -> None:
        with_negotiation = ("-c", f"fetch.negotiationAlgorithm={negotiate}")
        git.network(
            self._url,
            [*with_negotiation, "fetch", *_QUIET, *arguments],
            git_dir=self._path,
            given=given,
            seconds=self._limits.git_seconds,
        )
