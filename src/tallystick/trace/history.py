"""Which commits of a repository brought something in, and through whose hands it came."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tallystick.custody.arrival import Arrival, arrivals
from tallystick.custody.coverage import assess
from tallystick.custody.people import People, shown
from tallystick.model import Skip, Source
from tallystick.model.custody import CommitLine, LoggedCommit, LoggedTag
from tallystick.model.incident import Bytes, Introduction, Subject, SubjectKind

_GONE = "0"
"""All that the id of a deleted file is made of."""

_MOST = 100
"""Commits that are listed; an empty file comes in with thousands."""


def introductions(subject: Subject, source: Source) -> tuple[list[Introduction], list[Skip]]:
    """The commits that brought the subject in, oldest first, and what could not be looked at.

    Raises:
        SourceError: the repository is damaged.
        LimitExceeded: it has more commits than ``limits.commits``.
    """
    log = source.log
    if log is None:
        return [], [Skip(check="repository", reason=f"{source.url}: it has no history")]
    skips = list(log.gaps)
    wanted = frozenset(one.git for one in subject.bytes if one.git is not None)
    if subject.commit is None and not wanted:
        said = "nothing says what git calls these bytes; give a file, or a store that knows them"
        return [], [*skips, Skip(check="repository", reason=f"{source.url}: {said}")]
    commits = list(log.commits())
    lines = assess(commits, log.tip, People())
    arrived = arrivals(commits, log.tip)
    children, tags = _children(commits), log.tags()
    brought = [line for line in lines if _brought(line.commit, subject, wanted)]
    found = [
        _introduction(source.url, line, wanted, arrived, _holding(line.commit.id, children, tags))
        for line in brought[-_MOST:]
    ]
    if len(brought) > _MOST:
        said = f"{len(brought)} commits brought it; the {_MOST} oldest are listed"
        skips.append(Skip(check="repository", reason=f"{source.url}: {said}"))
    if not found and subject.kind is SubjectKind.COMMIT:
        said = f"{subject.commit} is not in the history of {log.tip}; name another --ref"
        skips.append(Skip(check="repository", reason=f"{source.url}: {said}"))
    return list(reversed(found)), skips


def brought_by(commit: str, source: Source) -> tuple[Bytes, ...]:
    """What a commit added or changed; nothing if it is not in the history."""
    for one in source.log.commits() if source.log is not None else ():
        if one.id == commit:
            kept = [change for change in one.changes if change.blob.strip(_GONE)]
            return tuple(Bytes(name=change.path, git=change.blob) for change in kept)
    return ()


def _brought(commit: LoggedCommit, subject: Subject, wanted: frozenset[str]) -> bool:
    if subject.commit is not None:
        return commit.id == subject.commit
    return any(change.blob in wanted for change in commit.changes)


def _introduction(
    where: str,
    line: CommitLine,
    wanted: frozenset[str],
    arrived: Mapping[str, Arrival],
    tags: tuple[str, ...],
) -> Introduction:
    commit = line.commit
    arrival = arrived.get(commit.id)
    return Introduction(
        repository=where,
        commit=commit.id,
        author=shown(commit.author),
        committer=shown(commit.committer),
        authored=commit.authored,
        committed=commit.committed,
        subject=commit.subject,
        standing=line.standing,
        way=line.way,
        evidence=line.evidence,
        merges=tuple(
            (merge.id, shown(merge.author), merge.committed)
            for merge in (arrival.merges if arrival is not None else ())
        ),
        tags=tags,
        paths=tuple(change.path for change in commit.changes if change.blob in wanted),
    )


def _children(commits: Sequence[LoggedCommit]) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    for commit in commits:
        for parent in commit.parents:
            found.setdefault(parent, []).append(commit.id)
    return found


def _holding(
    commit: str, children: Mapping[str, list[str]], tags: Sequence[LoggedTag]
) -> tuple[str, ...]:
    """The tags of a commit and of its descendants, earliest first."""
    waiting, after = [commit], set[str]()
    while waiting:
        one = waiting.pop()
        if one not in after:
            after.add(one)
            waiting += children.get(one, ())
    holding = [tag for tag in tags if tag.commit in after]
    return tuple(tag.name for tag in sorted(holding, key=lambda tag: (tag.time, tag.name)))
