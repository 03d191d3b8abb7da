"""A repository as locating looks at it: names, commits and trees, and never the bytes of a file.

Trees alone say which blob stands at which path, so a partial clone answers every question here
without a fetch (docs/adr/0008).
"""

from __future__ import annotations

import itertools
import threading
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

from msgspec import Struct, field

from tallystick.errors import ContentUnavailable, LimitExceeded, SourceError, UsageError
from tallystick.model import Entry
from tallystick.source.origin import Origins
from tallystick.source.repository import FULL_ID, Commit, Repository, find_git_dir
from tallystick.source.url import looks_like_url, parse_url

PATHS = 400
"""Paths that one walk through the history follows; a release that differs in more is another one's."""


class View:
    """One repository, read and never written."""

    def __init__(self, where: str, repository: Repository, origins: Origins) -> None:
        """Look at ``repository``, which stands at ``where``; ``origins`` can fetch what it lacks."""
        self.where = where
        self._repository = repository
        self._origins = origins

    @property
    def name(self) -> str:
        """What the repository is called: the last part of where it stands."""
        return self.where.rstrip("/").rpartition("/")[2]

    @cached_property
    def tags(self) -> Mapping[str, str]:
        """The id of the commit that each tag means (of whatever a tag of something else means)."""
        tags: dict[str, str] = {}
        for name, identity in self._repository.refs.items():
            if name.startswith("refs/tags/"):
                # show-ref(1) gives a tag object's commit, NAME^{}, after the object itself.
                tags[name[10:].removesuffix("^{}")] = identity
        return tags

    def tags_of(self, commit: Commit) -> tuple[str, ...]:
        """The tags that mean ``commit``, by name."""
        return self._repository.tags(commit)

    def in_default_branch(self, commit: Commit) -> bool | None:
        """Whether the default branch holds ``commit``; None where none is known."""
        return self._repository.in_default_branch(commit)

    def tags_near(self, seconds: int, *, most: int) -> tuple[str, ...]:
        """The tags made nearest to a time, those of annotated tags by their own date."""
        listed = self._repository.run(
            ["for-each-ref", "--format=%(creatordate:unix) %(refname:strip=2)", "refs/tags"]
        )
        dated = []
        for line in listed.output.decode("utf-8", "surrogateescape").split("\n"):
            date, _, name = line.partition(" ")
            if name and date.isdecimal():
                dated.append((abs(int(date) - seconds), name))
        return tuple(name for _, name in sorted(dated)[:most])

    @property
    def object_format(self) -> str:
        """``sha1`` or ``sha256``: how blob ids are made."""
        digits = len(next(iter(self._repository.refs.values()), ""))
        return "sha256" if digits == 64 else "sha1"

    def find(self, name: str | None, *, fetch: bool = False) -> Commit | None:
        """The commit that a ref or id means (None: HEAD); None if it is not there.

        Args:
            name: of a tag or branch, or the id of a commit.
            fetch: ask the server for an id that no branch or tag holds.
        """
        try:
            found = self._repository.find(name)
            if found is None and fetch and name is not None and FULL_ID.fullmatch(name):
                if not looks_like_url(self.where):
                    return None
                _, found = self._origins.remote(
                    parse_url(self.where, mirrors=self._origins.mirrors), name
                )
        except (SourceError, UsageError, LimitExceeded):
            # Names come from artifacts: one that is nothing here is no error of the repository.
            return None
        return found

    def files(self, commit: Commit) -> Mapping[str, Entry]:
        """Every entry of ``commit`` by path, submodules as gitlinks; errors as in ``read_tree``."""
        listing, _ = self._repository.snapshot(commit)
        return listing.entries

    def read(self, commit: Commit, path: str) -> bytes:
        """The content of one file, fetched if need be.

        Raises:
            ContentUnavailable: there is no such file, or its bytes are not to be had.
            LimitExceeded: it is larger than ``limits.content``.
            SourceError: it is damaged.
        """
        entry = self.files(commit).get(path)
        if entry is None or entry.is_gitlink:
            raise ContentUnavailable(f"{path!r}: not in this commit")
        _, blobs = self._repository.snapshot(commit)
        blobs.prefetch({entry.blob})
        return blobs.read(entry.blob, cap=self._origins.limits.content)

    def before(self, seconds: int | None) -> Commit | None:
        """The newest commit of the default branch that is no younger than ``seconds`` (None: HEAD)."""
        head = self.find(None)
        if head is None or seconds is None or head.time <= seconds:
            return head
        listed = self._repository.run(
            ["rev-list", "--max-count=1", f"--before={seconds}", "--first-parent", head.id]
        )
        name = listed.output.decode("ascii", "replace").strip()
        return self.find(name) if listed.status == 0 and name else head

    def introducing(
        self, wanted: Mapping[str, str], *, since: int | None, until: int | None
    ) -> Mapping[str, int]:
        """Commits on branches and tags that bring one of the ``wanted`` blobs to its path.

        Args:
            wanted: blob ids by path of the source.
            since: seconds since the epoch, by the committers' clocks; None: from the beginning.
            until: likewise; None: to the end.

        Returns:
            how many of the blobs each commit brings, by commit id (git-log(1), raw format).
        """
        paths = sorted(wanted)[:PATHS]
        if not paths:
            return {}
        window = [f"--since={since}"] if since is not None else []
        window += [f"--until={until}"] if until is not None else []
        listed = self._repository.run(
            [
                *("--literal-pathspecs", "log", "--format=%x01%H", "--raw", "-z", "--no-abbrev"),
                *("--no-renames", "-m", "--branches", "--tags", *window, "--stdin"),
            ],
            given=b"--\n" + b"".join(_line(path) for path in paths),
        )
        found: dict[str, int] = {}
        if listed.status != 0:
            return found
        for chunk in listed.output.split(b"\x01")[1:]:
            head, *fields = chunk.split(b"\0")
            commit = head.decode("ascii", "replace").strip()
            for change, name in itertools.pairwise(fields):
                words = change.strip().split(b" ")
                if len(words) != 5 or not words[0].startswith(b":"):
                    continue
                path = name.decode("utf-8", "surrogateescape")
                if wanted.get(path) == words[3].decode("ascii", "replace"):
                    found[commit] = found.get(commit, 0) + 1
        return found


def _line(path: str) -> bytes:
    """A path for ``--stdin``; one with a newline in it can not be asked for this way."""
    return b"" if "\n" in path else path.encode("utf-8", "surrogateescape") + b"\n"


class Views(Struct):
    """The repositories that one run looks at, each opened (and asked for its tags) once.

    Attributes:
        origins: how repositories are reached.
    """

    origins: Origins
    _open: dict[str, View | SourceError] = field(default_factory=dict)
    _asked: set[str] = field(default_factory=set)
    _locks: dict[str, threading.Lock] = field(default_factory=dict)

    def open(self, where: str, *, again: bool = False) -> View | None:
        """The repository at ``where``, a URL or a folder; None for a source without git.

        With ``again``, its server is asked for new names, unless this run has just asked.

        Raises:
            UsageError: a URL that git is not to be given.
            SourceError: no repository, or out of reach; the same again for the next who asks.
            StorageError: the cache failed.
        """
        path = Path(where)
        remote = looks_like_url(where) and not ("://" not in where and path.exists())
        if not remote and not (path.is_dir() and find_git_dir(path) is not None):
            return None
        key = parse_url(where, mirrors=self.origins.mirrors).key if remote else str(path.absolute())
        # One lock a repository: two audits at once wait for one clone, others go on.
        with self._locks.setdefault(key, threading.Lock()):
            known = self._open.get(key)
            if known is None or (again and key not in self._asked):
                known = self._open[key] = self._fresh(where, remote=remote, again=again)
                if again:
                    self._asked.add(key)
        if isinstance(known, SourceError):
            raise known
        return known

    def has_mirror(self, url: str) -> bool:
        """Whether the user offered a folder to read in place of ``url``."""
        try:
            return parse_url(url, mirrors=self.origins.mirrors).key in self.origins.mirrors
        except UsageError:
            return False

    def _fresh(self, where: str, *, remote: bool, again: bool) -> View | SourceError:
        try:
            if remote:
                url = parse_url(where, mirrors=self.origins.mirrors)
                repository = self.origins.all_names(url, again=again)
                return View(where, repository, self.origins)
            found = self.origins.local_repository(Path(where).absolute())
            return View(where, found, self.origins)
        except SourceError as error:
            return error
