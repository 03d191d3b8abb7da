"""One repository on this disk: which commit a name means, its tree, and the bytes of its blobs."""

from __future__ import annotations

import difflib
import re
import threading
from collections.abc import Collection, Mapping
from functools import cached_property, lru_cache, partial
from pathlib import Path
from typing import Protocol

from msgspec import Struct

from tallystick.errors import ContentUnavailable, SourceError
from tallystick.limits import Limits
from tallystick.source import git
from tallystick.source.complaints import SILENCE
from tallystick.source.objects import Objects
from tallystick.source.remembered import MovedTag, Remembered
from tallystick.source.trees import Listing, read_tree

FULL_ID = re.compile("[0-9a-f]{40}|[0-9a-f]{64}")
_SHORT_ID = re.compile("[0-9a-f]{7,63}")
# git-check-ref-format(1), less what gitrevisions(7) would read as a walk from one commit to another.
_NOT_A_NAME = re.compile(r"[\x00-\x20\x7f~^:?*\[\\]|\.\.|@\{|^[-/.]|^@$|//|[/.]$")

REMOTE_HEAD = "refs/tallystick/HEAD"
"""Where a clone in the cache keeps what HEAD was at the server, when it was last asked."""

TREES = 8
"""Listings kept: the candidates of one release are looked at twice at most."""

NEAR = 5
"""Names to suggest for one that is not there."""


class Fetch(Protocol):
    """Gets blobs from the server of a partial clone, all in one request."""

    def __call__(self, blobs: Collection[str]) -> None:
        """Fetch ``blobs`` into the repository.

        Raises:
            SourceError: no network, or the server does not give them.
            StorageError: the disk failed.
        """


class Commit(Struct, frozen=True, kw_only=True):
    """One commit, and the name that it was found by.

    Attributes:
        id: in full.
        tree: the id of its tree.
        time: the committer's, in seconds since the epoch.
        ref: the full name (``refs/tags/v1``, ``HEAD``), or None if it was asked for by id.
    """

    id: str
    tree: str
    time: int
    ref: str | None

    @property
    def moves(self) -> bool:
        """Whether the name may mean another commit tomorrow; tags are made to stay."""
        return self.ref is not None and not self.ref.startswith("refs/tags/")


class Blobs:
    """The contents of the blobs of one tree."""

    def __init__(self, repository: Repository, tree: str, fetch: Fetch | None) -> None:
        """Read from ``repository``; get with ``fetch`` what is not there, if asked to beforehand."""
        self.repository = repository
        self._tree = tree
        self._fetch = fetch
        self._lock = threading.Lock()
        self._failure = "it was not fetched beforehand, or the clone is incomplete"

    def read(self, blob: str, *, cap: int) -> bytes:
        """The bytes of ``blob``; nothing is fetched.

        Raises:
            ContentUnavailable: it is not in the repository.
            LimitExceeded: it is larger than ``cap`` bytes.
            SourceError: it is damaged.
        """
        if blob not in self._missing:
            found = self.repository.objects.read(blob, cap=cap)
            if found is not None and found.kind == "blob":
                return found.content
        raise ContentUnavailable(
            f"{self.repository.name}: blob {blob} is not there: {self._failure}"
        )

    def prefetch(self, blobs: Collection[str]) -> None:
        """Fetch those of ``blobs`` that are not there, in one request; failures show on read.

        Raises:
            StorageError: the disk failed.
        """
        with self._lock:
            wanted = self._missing.intersection(blobs)
            if not wanted or self._fetch is None:
                return
            try:
                self._fetch(sorted(wanted))
            except SourceError as error:
                self._failure = str(error)
            else:
                self._missing.difference_update(wanted)

    @property
    def _missing(self) -> set[str]:
        """Blobs of the tree that a partial clone lacks.

        Without this list, git would ask the server for each of them alone, when it is read.
        """
        return self.repository.missing(self._tree) if self.repository.is_partial else set()


class Repository:
    """A repository on this disk, read and never written."""

    def __init__(
        self, git_dir: Path, *, name: str, limits: Limits, fetch: Fetch | None = None
    ) -> None:
        """Read from ``git_dir``; ``name`` is what errors call it."""
        self.git_dir = git_dir
        self.name = name
        self.objects = Objects(git_dir, name)
        self._limits = limits
        self._fetch = fetch
        self._remembered = Remembered(git_dir) if fetch is not None else None
        # Of the parts and not of self: what holds itself would keep its git running when forgotten.
        self._listing = lru_cache(maxsize=TREES)(
            partial(read_tree, self.objects, name=name, limits=limits)
        )
        self.missing = lru_cache(maxsize=TREES)(partial(_missing, git_dir, name, limits))

    def run(self, arguments: list[str], *, given: bytes = b"") -> git.Outcome:
        """Run one reading command of git here."""
        return git.reading(self.git_dir, arguments, seconds=self._limits.git_seconds, given=given)

    def find(self, ref: str | None) -> Commit | None:
        """The commit that ``ref`` (None: HEAD) means, or None if it is not there.

        A name is looked up as tag, branch and remote branch, in that order, and by nothing else:
        left to itself git would take ``v1.0-1-gabc1234`` for the commit ``abc1234``, and a branch
        called ``refs/tags/v1`` for the tag ``v1`` that is not there.

        Raises:
            SourceError: it is not a name at all, or not of a commit, or the repository is damaged.
        """
        if ref is not None and _NOT_A_NAME.search(ref):
            raise SourceError(f"{self.name}: not the name of a tag, branch or commit: {ref!r}")
        self.objects.start()
        full, start = self._named(ref or "HEAD")
        if start is None:
            return None
        found = self.objects.read(f"{start}^{{commit}}", cap=self._limits.metadata)
        if found is None:
            if full is None:
                return None
            raise SourceError(f"{self.name}: {full} is not of a commit that is here{self.shallow}")
        tree = re.match(rb"tree ([0-9a-f]+)\n", found.content)
        time = re.search(rb"^committer [^\n]*> ([0-9]+) [-+0-9]+$", found.content, re.MULTILINE)
        if tree is None or time is None:
            raise SourceError(f"{self.name}: commit {found.id} is not one that git can write")
        return Commit(id=found.id, tree=tree[1].decode(), time=int(time[1]), ref=full)

    def _named(self, ref: str) -> tuple[str | None, str | None]:
        """The full name and the id that ``ref`` stands for."""
        if FULL_ID.fullmatch(ref):
            return None, ref
        if ref == "HEAD":
            now = self._other(REMOTE_HEAD) if self._fetch is not None else None
            return ref, now or self.refs.get(ref)
        if ref.startswith("refs/"):
            return ref, self.refs.get(ref) or self._other(ref)
        for name in (f"refs/tags/{ref}", f"refs/heads/{ref}"):
            if name in self.refs:
                return name, self.refs[name]
        # ``main`` of a clone that never checked it out, or ``origin/main``, as git itself calls it.
        remote = f"refs/remotes/origin/{ref.removeprefix('origin/')}"
        if (found := self._other(remote)) is not None:
            return remote, found
        return None, ref if _SHORT_ID.fullmatch(ref) else None

    def _other(self, name: str) -> str | None:
        """The id of the one ref ``name`` (and not of one that git would take it for)."""
        if name == "HEAD":
            return self.refs.get(name)
        # Not show-ref: it ends for a ref that there is not as it does where it fails.
        found = self.run(["for-each-ref", "--format=%(objectname) %(refname)", name])
        if found.status != 0:
            raise SourceError(f"{self.name}: {found.complaint}")
        rows = (
            row.split(" ", 1)
            for row in found.output.decode("utf-8", "surrogateescape").split("\n")
            if row
        )
        return next((identity for identity, known in rows if known == name), None)

    @cached_property
    def refs(self) -> Mapping[str, str]:
        """The id of HEAD, of each branch and tag; a tag object's own, and its commit's under ``NAME^{}``.

        Not all refs: hosting sites add one or two for each pull request, tens of thousands.

        Raises:
            SourceError: this is not a repository that git can read.
        """
        found = self.run(["show-ref", "--head", "--heads", "--tags", "--dereference"])
        # It ends with 1, and says nothing, where there are none.
        if found.status != 0 and (found.status, found.complaint) != (1, SILENCE):
            raise SourceError(f"{self.name}: {found.complaint}")
        refs: dict[str, str] = {}
        for line in found.output.decode("utf-8", "surrogateescape").split("\n"):
            identity, _, name = line.partition(" ")
            if name:
                refs[name] = identity
        return refs

    @property
    def own_refs(self) -> dict[str, str]:
        """The id of each branch and tag itself, and of what a clone in the cache has as HEAD."""
        refs = {
            name: identity
            for name, identity in self.refs.items()
            if name != "HEAD" and not name.endswith("^{}")
        }
        head = self._other(REMOTE_HEAD)
        return refs if head is None else {**refs, REMOTE_HEAD: head}

    def moved(self, tag: str) -> tuple[MovedTag, ...]:
        """How ``tag`` was changed or taken away at the server since this clone was made, oldest first.

        Only a clone in the cache knows; what another repository says of that counts for nothing.

        Raises:
            SourceError: the record is damaged.
        """
        if self._remembered is None:
            return ()
        return tuple(change for change in self._remembered.moved if change.tag == tag)

    @property
    def redirected(self) -> str | None:
        """Where the server of a clone in the cache sent us, in place of the URL that was asked for."""
        return None if self._remembered is None else self._remembered.redirected

    def peeled(self, identity: str) -> str | None:
        """The id of the commit that ``identity`` is, or that it is a tag object of; None if of none."""
        found = self.objects.read(f"{identity}^{{commit}}", cap=self._limits.metadata)
        return None if found is None else found.id

    def tag_object(self, tag: str) -> bytes | None:
        """The bytes of the tag object of ``tag``; None for a light tag."""
        found = self.objects.read(self.refs[f"refs/tags/{tag}"], cap=self._limits.metadata)
        return found.content if found is not None and found.kind == "tag" else None

    def commit_object(self, commit: Commit) -> bytes | None:
        """The bytes of ``commit``."""
        found = self.objects.read(commit.id, cap=self._limits.metadata)
        return None if found is None else found.content

    def tag_name(self, tag: str) -> str | None:
        """What the tag object of ``tag`` calls itself (its header ``tag``); None for a light tag."""
        content = self.tag_object(tag)
        if content is None:
            return None
        header = re.search(rb"^tag ([^\n]*)$", content.partition(b"\n\n")[0], re.MULTILINE)
        return "" if header is None else header[1].decode("utf-8", "surrogateescape")

    def tags(self, commit: Commit) -> tuple[str, ...]:
        """All tags, annotated and light, that point at ``commit``, without ``refs/tags/``."""
        return tuple(
            sorted(
                {
                    name.removeprefix("refs/tags/").removesuffix("^{}")
                    for name, identity in self.refs.items()
                    if identity == commit.id and name.startswith("refs/tags/")
                }
            )
        )

    def is_reachable(self, commit: Commit) -> bool:
        """Whether a branch or tag holds ``commit``.

        Hosting sites serve the commits of every fork and pull request under the URL of the project.
        """
        refs = ["--branches", "--tags", "--remotes"]
        found = self.run(["rev-list", "--max-count=1", commit.id, "--not", *refs])
        return found.status == 0 and not found.output

    def in_default_branch(self, commit: Commit) -> bool | None:
        """Whether the default branch holds ``commit``; None where none is known.

        Of a clone it is the server's, and not what somebody has checked out (git-remote(1), set-head).
        """
        names = (REMOTE_HEAD,) if self._fetch is not None else ("refs/remotes/origin/HEAD", "HEAD")
        tip = next(filter(None, map(self._other, names)), None)
        if tip is None:
            return None
        found = self.run(["merge-base", "--is-ancestor", commit.id, tip])
        return {0: True, 1: False}.get(found.status)

    def snapshot(self, commit: Commit) -> tuple[Listing, Blobs]:
        """All files of ``commit``, and the means to read them; errors as in trees.read_tree."""
        return self._listing(commit.tree), Blobs(self, commit.tree, self._fetch)

    def has_fetched(self, blobs: Collection[str]) -> bool:
        """Get ``blobs`` from the server of a partial clone; whether they are here now.

        Raises:
            StorageError: the disk failed.
        """
        if not self.is_partial:
            return True
        if self._fetch is None:
            return False
        try:
            self._fetch(blobs)
        except SourceError:
            return False
        return True

    def no_such(self, ref: str | None) -> SourceError:
        """The error for a ``ref`` that :meth:`find` did not find, with names that come close."""
        if not self.refs:
            return SourceError(f"{self.name}: the repository is empty")
        if ref is None:
            return SourceError(f"{self.name}: HEAD names no commit; name a tag or branch")
        short = {
            name.split("/", 2)[2]
            for name in self.refs
            if name.startswith(("refs/tags/", "refs/heads/")) and not name.endswith("^{}")
        }
        near = difflib.get_close_matches(ref, sorted(short), n=NEAR, cutoff=0.5)
        hint = f"; near it: {', '.join(near)}" if near else ""
        if was := self.moved(ref.removeprefix("refs/tags/")):
            hint = f": it pointed at {was[-1].old} until {was[-1].day}{hint}"
        return SourceError(f"{self.name}: there is no {ref}{self.shallow}{hint}")

    @property
    def shallow(self) -> str:
        """What to say of a clone without its history when something is not there."""
        cut = (common_dir(self.git_dir) / "shallow").is_file()
        return " (a shallow clone: 'git fetch --unshallow' gets the rest)" if cut else ""

    @cached_property
    def is_partial(self) -> bool:
        """Whether blobs may be left at a server: git marks packs of such clones (partial-clone)."""
        packs = common_dir(self.git_dir) / "objects" / "pack"
        return any(packs.glob("*.promisor"))


def _missing(git_dir: Path, name: str, limits: Limits, tree: str) -> set[str]:
    """Blobs of ``tree`` that are not in the repository."""
    found = git.reading(
        git_dir,
        ["rev-list", "--objects", "--no-object-names", "--missing=print", tree],
        seconds=limits.git_seconds,
    )
    if found.status != 0:
        raise SourceError(f"{name}: {found.complaint}")
    lines = found.output.decode("ascii", "replace").splitlines()
    return {line[1:] for line in lines if line.startswith("?")}


def find_git_dir(folder: Path) -> Path | None:
    """The repository of ``folder``: itself (bare), its ``.git``, or where its ``.git`` file points.

    Nothing is looked for above ``folder``: an unpacked archive inside of somebody's repository is
    not that repository.
    """
    inside = folder / ".git"
    if inside.is_file():
        # gitrepository-layout(5): a work tree or submodule whose repository is elsewhere.
        line = inside.read_bytes()[:8192]
        if not line.startswith(b"gitdir: "):
            return None
        target = line.removeprefix(b"gitdir: ").rstrip(b"\r\n").decode("utf-8", "surrogateescape")
        inside = folder / target
    for candidate in (inside, folder):
        if (candidate / "HEAD").is_file() and (common_dir(candidate) / "objects").is_dir():
            return candidate.absolute()
    return None


def common_dir(git_dir: Path) -> Path:
    """Where the objects are: elsewhere, for a second work tree (git-worktree(1))."""
    try:
        line = (git_dir / "commondir").read_bytes()[:8192]
    except OSError:
        return git_dir
    return git_dir / line.rstrip(b"\r\n").decode("utf-8", "surrogateescape")
