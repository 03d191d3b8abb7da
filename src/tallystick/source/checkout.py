"""A commit of a repository as a source, its submodules with it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from tallystick.model import Evidence, NamedObject, Source, SourceKind, Tree
from tallystick.source.git_reader import TAGS, GitReader
from tallystick.source.history import GitHistory
from tallystick.source.log import GitLog
from tallystick.source.origin import Origins
from tallystick.source.repository import FULL_ID, Commit, Repository
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
        history=GitHistory(checkout.repository, commit, origins.limits),
        objects=tuple(_objects(checkout.repository, commit, tags)),
        log=GitLog(checkout.repository, commit, origins.limits),
    )


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
