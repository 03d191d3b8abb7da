"""Clones of remote repositories in the cache: all commits and trees, blobs when they are asked for.

A clone is made in a folder of another name and renamed when it is whole. Once there, it is read
without a lock, and its objects are only ever added to. git's index-pack hashes every object that comes
in, with SHA-1 collision detection (docs/adr/0002).

An update asks for the server's list of refs first. If nothing changed, that was all; else the objects
come in by their ids, what tags pointed at is written down, and only then do the refs change.
"""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from tallystick import traffic
from tallystick.cache import Cache
from tallystick.errors import SourceError
from tallystick.limits import Limits
from tallystick.model import BlobId
from tallystick.source import git
from tallystick.source.advertised import Changes, compare, read_refs, transactions
from tallystick.source.complaints import Redirected
from tallystick.source.incoming import incoming, sweep
from tallystick.source.redirect import HOPS, redirect_of
from tallystick.source.remembered import MovedTag, Remembered
from tallystick.source.repository import FULL_ID, REMOTE_HEAD, Commit, Repository
from tallystick.source.url import RemoteUrl, parse_url

FILTER = "--filter=blob:none"

TRIES = 3
"""Of an update whose refs change at the server while it is made."""

DEAD_SECONDS = 60
"""After which a lock on a ref is of a process that died: git holds one for the blink of an eye."""

_QUIET = ("--quiet", "--no-tags", "--no-write-fetch-head", "--recurse-submodules=no")


def open_clone(
    url: RemoteUrl,
    ref: str | None,
    *,
    cache: Cache,
    limits: Limits,
    offline: bool,
    known: Repository | None = None,
) -> tuple[Repository, Commit]:
    """The clone of ``url``, and the commit that ``ref`` (None: HEAD) means there today.

    The server is asked for what may have changed since: a branch, what is not here yet, and a tag if
    it was last asked more than FRESH_SECONDS ago. What a commit's id means does not change. ``known``
    is the same clone, opened before: it does, unless the server has to be asked.

    Raises:
        SourceError: no such repository or ref, no network, or not in the cache when ``offline``.
        StorageError: the cache failed.
    """
    clone = _Clone(url, cache=cache, limits=limits, offline=offline)
    head = ref in {None, "HEAD"}
    made = clone.make()
    asked = clone.remembered.asked
    repository = known or clone.repository()
    found = repository.find(ref)
    if not (made or offline or (found is not None and _is_known(found, clone.remembered))):
        clone.update(head=head, asked=asked)
        repository = clone.repository()
        found = repository.find(ref)
    if found is None and not offline and ref is not None and FULL_ID.fullmatch(ref):
        # No branch or tag holds it (any more); most servers give it to who knows its id.
        clone.fetch((ref,))
        found = repository.find(ref)
    if found is None:
        raise repository.no_such(ref)
    return repository, found


def _is_known(found: Commit, remembered: Remembered) -> bool:
    """Whether the server would say nothing else of the name that led to ``found``."""
    return not found.moves and (found.ref is None or remembered.is_fresh)


def open_tags(
    url: RemoteUrl, *, cache: Cache, limits: Limits, offline: bool, again: bool = False
) -> Repository:
    """The clone of ``url``, with the tags that were there no more than FRESH_SECONDS ago.

    With ``again``, with those that are there now: for a tag that was not among them.

    Raises:
        SourceError: as in open_clone.
        StorageError: the cache failed.
    """
    clone = _Clone(url, cache=cache, limits=limits, offline=offline)
    if not (clone.make() or offline) and (again or not clone.remembered.is_fresh):
        clone.update(head=False, asked=clone.remembered.asked)
    return clone.repository()


class _Clone:
    """The place of one URL in the cache, and what changes it."""

    def __init__(self, url: RemoteUrl, *, cache: Cache, limits: Limits, offline: bool) -> None:
        self._url = url
        self._cache = cache
        self._limits = limits
        self._offline = offline
        self._path = cache.clone(url.public)
        self.remembered = Remembered(self._path)

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
                packs = (partial / "objects" / "pack").glob("*.pack")
                traffic.received(sum(pack.stat().st_size for pack in packs))
        return True

    def _clone(self, partial: Path) -> None:
        url = self._url
        for hop in range(HOPS + 1):
            try:
                self._clone_from(url, partial)
                break
            except Redirected:
                if hop == HOPS:
                    raise
                url = redirect_of(url, self._limits)
        if not Repository(partial, name=self._url.public, limits=self._limits).refs:
            # A page without a line's end passes for a server (of the "dumb" protocol) without refs.
            raise SourceError(f"{self._url.public}: the repository is empty, or there is none")
        remembered = Remembered(partial)
        remembered.mark_asked()
        if url is not self._url:
            remembered.redirect(url.public)

    def _clone_from(self, url: RemoteUrl, partial: Path) -> None:
        for left in partial.iterdir():
            shutil.rmtree(left)
        # --template: the user's own may bring hooks. A server that cannot filter sends everything.
        options = ["clone", "--quiet", "--bare", "--template=", FILTER]
        git.network(url, [*options, "--", url.public, str(partial)], limits=self._limits)

    def update(self, *, head: bool, asked: int | None) -> None:
        """Bring branches, tags and (for ``head``) HEAD up to date.

        Nothing is done if another process did it since ``asked``, when this one looked.
        """
        with self._cache.lock(self._path.name, seconds=self._limits.git_seconds):
            remembered = self.remembered
            if not head and remembered.asked != asked and remembered.is_fresh:
                return
            self._sweep()
            there = self._list(head=head)
            for attempt in range(TRIES):
                try:
                    self._follow(there, head=head)
                    break
                except SourceError:
                    # A ref that moved meanwhile may have left what was wanted of it without a ref.
                    before, there = there, self._list(head=head)
                    if there == before or attempt == TRIES - 1:
                        raise
            remembered.mark_asked()

    def _list(self, *, head: bool) -> dict[str, str]:
        """What branches and tags (and HEAD) the server has now."""
        # Without HEAD the server may leave out what is neither: tens of thousands of pull requests.
        asked = ["--", "origin", "HEAD", "refs/heads/*", "refs/tags/*"]
        arguments = asked if head else ["--heads", "--tags", "--", "origin"]
        return read_refs(self._ask(["ls-remote", "--quiet", *arguments]))

    def _follow(self, there: Mapping[str, str], *, head: bool) -> None:
        """Have the refs that are ``there``; what tags were is on disk before it is overwritten."""
        here = self.repository().own_refs
        if not head:
            here = {name: ref for name, ref in here.items() if name != REMOTE_HEAD}
        changes = compare(here, there)
        if not changes:
            return
        self.fetch(sorted(set(changes.set.values())))
        if changes.moved:
            self.remembered.record(_moved_now(changes), cap=self._limits.moved_tags)
        for script in transactions(changes, here):
            git.keeping(
                self._path,
                ["update-ref", "--stdin", "-z"],
                limits=self._limits,
                given=script.encode("utf-8", "surrogateescape"),
            )

    def fetch(self, ids: Iterable[str], *, negotiate: str = "default") -> None:
        """Get objects by their ids, in one request, and what they need; without a lock.

        None of it is seen before all of it is here.
        """
        given = "".join(f"{identity}\n" for identity in ids).encode()
        if not given:
            return
        objects = self._path / "objects"
        with incoming(objects) as folder:
            self._ask(
                ["-c", f"fetch.negotiationAlgorithm={negotiate}", "fetch", *_QUIET, FILTER,
                 "--stdin", "--", "origin"],
                given=given,
                more={
                    "GIT_OBJECT_DIRECTORY": str(folder),
                    "GIT_ALTERNATE_OBJECT_DIRECTORIES": str(objects),
                },
            )  # fmt: skip

    def _fetch_blobs(self, blobs: Collection[str]) -> None:
        """One request, as git's own promisor-remote.c makes it: no haves, no refs, just ids."""
        if self._offline:
            raise SourceError("offline")
        if not all(re.fullmatch("[0-9a-f]{40,64}", blob) for blob in blobs):
            raise SourceError("not the id of a blob")
        self.fetch([BlobId(blob) for blob in blobs], negotiate="noop")

    def _ask(
        self, arguments: list[str], *, given: bytes = b"", more: Mapping[str, str] | None = None
    ) -> bytes:
        """Run git at where the repository is; if it is elsewhere by now, there."""
        for hop in range(HOPS + 1):
            url = self._place()
            try:
                return git.network(
                    url,
                    arguments,
                    limits=self._limits,
                    git_dir=self._path,
                    given=given,
                    more=more,
                )
            except Redirected:
                if hop == HOPS:
                    raise
                self._move_to(redirect_of(url, self._limits))
        raise AssertionError

    def _place(self) -> RemoteUrl:
        """Where the repository is: the URL, or where its server has sent us."""
        public = self.remembered.redirected
        if public is None:
            return self._url
        found = parse_url(public)
        return RemoteUrl(
            public=public, scheme=found.scheme, key=found.key, credentials=self._url.credentials
        )

    def _move_to(self, url: RemoteUrl) -> None:
        # The note first: of a redirect that is followed, somebody must be able to read.
        self.remembered.redirect(url.public)
        git.keeping(self._path, ["config", "remote.origin.url", url.public], limits=self._limits)

    def _sweep(self) -> None:
        """Remove what processes left that died; the clone's lock is held."""
        sweep(self._path / "objects")
        now = time.time()
        for lock in (self._path / "packed-refs.lock", *(self._path / "refs").rglob("*.lock")):
            try:
                if abs(now - lock.stat().st_mtime) > DEAD_SECONDS:
                    lock.unlink()
            except FileNotFoundError:
                continue


def _moved_now(changes: Changes) -> list[MovedTag]:
    now = int(time.time())
    return [
        MovedTag(tag=tag, old=old, new=new, when=now) for tag, (old, new) in changes.moved.items()
    ]
