"""A commit of a repository as a source, its submodules with it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from tallystick.errors import ContentUnavailable
from tallystick.limits import Limits
from tallystick.model import Entry, Evidence, NamedObject, Source, SourceKind, Tree
from tallystick.source.history import GitHistory
from tallystick.source.log import GitLog
from tallystick.source.origin import Origins
from tallystick.source.repository import FULL_ID, Blobs, Commit, Repository
from tallystick.source.submodules import Checkout, Gathered, gather
from tallystick.source.url import RemoteUrl, normal_url


def open_remote(url: RemoteUrl, ref: str | None, origins: Origins, *, submodules: bool) -> Source:
    """The commit that ``ref`` means in the repository at ``url``; errors as in open_source."""
    repository, commit = origins.remote(url, ref)
    checkout = Checkout.of(repository, commit, base=url.public, is_local=url.key in origins.mirrors)
    return _source(checkout, commit, ref, url.public, origins, submodules=submodules)


def open_local(folder: Path, ref: str | None, origins: Origins, *, submodules: bool) -> Source:
    """The commit that ``ref`` means in the repository in ``folder``; errors as in open_source."""
    repository, commit = origins.local(folder, ref)
    checkout = Checkout.of(repository, commit, base=str(folder), is_local=True)
    return _source(checkout, commit, ref, str(folder), origins, submodules=submodules)


def _source(
    checkout: Checkout,
    commit: Commit,
    ref: str | None,
    url: str,
    origins: Origins,
    *,
    submodules: bool,
) -> Source:
    gathered = gather(checkout, origins) if submodules else Gathered()
    entries = checkout.listing.entries
    if gathered.entries:
        entries = dict(sorted({**entries, **gathered.entries}.items()))
    tags = checkout.repository.tags(commit)
    blobs = {"": checkout.blobs, **gathered.blobs}
    reader = GitReader(entries, blobs, origins.limits, urls=gathered.urls, tags_of=commit)
    return Source(
        kind=SourceKind.GIT,
        url=url,
        commit=commit.id,
        ref=ref,
        tags=tags,
        commit_time=commit.time,
        tree=Tree(entries=entries, reader=reader),
        object_format="sha256" if len(commit.id) == 64 else "sha1",
        evidence=_evidence(checkout.repository, commit, ref, tags),
        skips=tuple(gathered.skips),
        submodules=gathered.commits,
        history=GitHistory(checkout.repository, commit),
        objects=tuple(_objects(checkout.repository, commit, tags)),
        log=GitLog(checkout.repository, commit, origins.limits),
    )


TAGS = 8
"""Tags of one commit whose objects are looked at; more than two are rare."""


def _objects(
    repository: Repository, commit: Commit, tags: tuple[str, ...]
) -> Iterator[NamedObject]:
    """The annotated tags, the one that was asked for first, and the commit."""
    own = (commit.ref or "").removeprefix("refs/tags/")
    for tag in sorted(tags, key=lambda tag: tag != own)[:TAGS]:
        content = repository.tag_object(tag)
        if content is not None:
            yield NamedObject(name=tag, is_tag=True, content=content)
    content = repository.commit_object(commit)
    if content is not None:
        yield NamedObject(name=commit.id, is_tag=False, content=content)


def _evidence(
    repository: Repository, commit: Commit, ref: str | None, tags: tuple[str, ...]
) -> tuple[Evidence, ...]:
    """By which name the commit was found; for a bare id, whether a branch or tag holds it."""
    sent = _redirect(repository)
    if commit.ref is not None:
        named = Evidence(kind="ref", value=commit.ref, agrees=True)
        return (named, *_about_tag(repository, commit, commit.ref), *sent)
    # Somebody's fork and every pull request are served under the project's own URL by their id.
    reachable = bool(tags) or repository.is_reachable(commit)
    found = [Evidence(kind="reachable", value="from a branch or tag", agrees=reachable)]
    if ref is not None and FULL_ID.fullmatch(ref) is None:
        found.append(Evidence(kind="abbreviated-id", value=ref, agrees=None))
    return (*found, *sent)


def _redirect(repository: Repository) -> tuple[Evidence, ...]:
    """Where the server has the repository by now; ``r`` and ``r.git`` are one place."""
    to = repository.redirected
    if to is None or normal_url(to) == normal_url(repository.name):
        return ()
    return (Evidence(kind="redirected", value=f"{repository.name} to {to}", agrees=None),)


def _about_tag(repository: Repository, commit: Commit, name: str) -> Iterator[Evidence]:
    """What speaks against a tag: it was moved, or its object was made under another name.

    A tag is a name, and no anchor: whoever may push may have it mean something else after a release.
    """
    if not name.startswith("refs/tags/"):
        return
    tag = name.removeprefix("refs/tags/")
    for change in repository.moved(tag):
        was = repository.peeled(change.old) or change.old
        if was != commit.id:
            value = f"{name} pointed at {was} until {change.day}"
            yield Evidence(kind="moved-tag", value=value, agrees=False)
    own = repository.tag_name(tag)
    if own is not None and own != tag:
        # A project that has renamed all its tags ("1.3" to "v1.3") has not said anything else.
        agrees = None if _bare(own) == _bare(tag) else False
        value = f"the tag object of {name} calls itself {own!r}"
        yield Evidence(kind="tag-object", value=value, agrees=agrees)


def _bare(tag: str) -> str:
    """``tag`` without the word that says that it is a version."""
    return re.sub(
        r"^(?:releases?|rel|version|ver|v|r)?[-_/.]?(?=[0-9])", "", tag, flags=re.IGNORECASE
    )


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
