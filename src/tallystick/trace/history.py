"""Which commits of a repository brought something in, and through whose hands it came."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from tallystick.custody import Review
from tallystick.custody.arrival import Arrival, arrivals
from tallystick.custody.coverage import assess
from tallystick.custody.people import People, shown
from tallystick.model import Skip, Source
from tallystick.model.custody import CommitLine, Way
from tallystick.model.history import Log, LoggedCommit
from tallystick.model.incident import Bytes, Introduction, Subject, SubjectKind

_GONE = "0"
"""All that the id of a deleted file is made of."""

_MOST = 100
"""Commits that are listed; an empty file comes in with thousands."""


class History(Struct, frozen=True, kw_only=True):
    """A repository, and what of it is read.

    Attributes:
        source: the repository, opened at the ref that comes first.
        refs: further names of tags, branches and commits; None: all branches and tags.
        review: asks its forge, if that is to be asked.
    """

    source: Source
    refs: Sequence[str] | None = None
    review: Review | None = None


def introductions(subject: Subject, history: History) -> tuple[list[Introduction], list[Skip]]:
    """The commits that brought the subject in, oldest first, and what could not be looked at.

    Raises:
        SourceError: the repository is damaged.
        LimitExceeded: it has more commits than ``limits.commits``.
    """
    source = history.source
    log = source.log
    if log is None:
        return [], [Skip(check="repository", reason=f"{source.url}: it has no history")]
    also, skips = _further(history, log)
    wanted = frozenset(one.git for one in subject.bytes if one.git is not None)
    if subject.commit is None and not wanted:
        said = "nothing says what git calls these bytes; give a file, or a store that knows them"
        return [], [*skips, Skip(check="repository", reason=f"{source.url}: {said}")]
    commits = list(log.commits(also=also))
    lines = assess(commits, log.tip, People(), also)
    brought = [line for line in lines if _brought(line.commit, subject, wanted)]
    if len(brought) > _MOST:
        said = f"{len(brought)} commits brought it; the {_MOST} oldest are listed"
        skips.append(Skip(check="repository", reason=f"{source.url}: {said}"))
    if not brought and subject.kind is SubjectKind.COMMIT:
        said = f"{subject.commit} is not in the history that was read"
        skips.append(Skip(check="repository", reason=f"{source.url}: {said}"))
    reviewed = tuple(brought[-_MOST:])
    if history.review is not None:
        reviewed, unasked = history.review(reviewed)
        skips += unasked
    arrived = arrivals(commits, log.tip, also)
    names = _Names(commits, log)
    found = [_introduction(source.url, line, wanted, arrived, names) for line in reviewed]
    return list(reversed(found)), skips


def brought_by(commit: str, history: History) -> tuple[Bytes, ...]:
    """What a commit added or changed; nothing if it is not in the history."""
    log = history.source.log
    if log is None:
        return ()
    for one in log.commits(also=_further(history, log)[0]):
        if one.id == commit:
            kept = [change for change in one.changes if change.blob.strip(_GONE)]
            return tuple(Bytes(name=change.path, git=change.blob) for change in kept)
    return ()


def _further(history: History, log: Log) -> tuple[list[str], list[Skip]]:
    """The tips that are read besides the first, each once, and what could not be."""
    skips = list(log.gaps)
    if history.refs is None:
        named = [*log.branches().values(), *(tag.commit for tag in log.tags())]
        return [one for one in dict.fromkeys(named) if one != log.tip], skips
    found: dict[str, None] = {}
    for name in history.refs:
        commit = log.find(name)
        if commit is None:
            said = f"{history.source.url}: there is no {name}"
            skips.append(Skip(check="repository", reason=said))
        else:
            found[commit] = None
    return list(found), skips


def _brought(commit: LoggedCommit, subject: Subject, wanted: frozenset[str]) -> bool:
    if subject.commit is not None:
        return commit.id == subject.commit
    return any(change.blob in wanted for change in commit.changes)


def _introduction(
    where: str,
    line: CommitLine,
    wanted: frozenset[str],
    arrived: Mapping[str, Arrival],
    names: _Names,
) -> Introduction:
    commit = line.commit
    arrival = arrived.get(commit.id)
    tags, branches = names.holding(commit.id)
    one = Introduction(
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
        branches=branches,
        paths=tuple(change.path for change in commit.changes if change.blob in wanted),
    )
    return with_mergers(one)


def with_mergers(one: Introduction) -> Introduction:
    """The same, with who merged it, by its merges in git and by the records of a forge."""
    by_git = [who for _, who, _ in one.merges]
    by_forge = [said.by for said in one.evidence if said.kind == "merged" and said.by]
    own = [one.author] if one.way is Way.SELF_MERGED else []
    return replace(one, merged_by=tuple(dict.fromkeys([*by_git, *by_forge, *own])))


class _Names:
    """Which tags and branches hold a commit."""

    def __init__(self, commits: Sequence[LoggedCommit], log: Log) -> None:
        self._children: dict[str, list[str]] = {}
        for commit in commits:
            for parent in commit.parents:
                self._children.setdefault(parent, []).append(commit.id)
        self._tags = sorted(log.tags(), key=lambda tag: (tag.time, tag.name))
        self._branches = sorted(log.branches().items())

    def holding(self, commit: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The tags of a commit and of its descendants, earliest first, and the branches."""
        waiting, after = [commit], set[str]()
        while waiting:
            one = waiting.pop()
            if one not in after:
                after.add(one)
                waiting += self._children.get(one, ())
        return (
            tuple(tag.name for tag in self._tags if tag.commit in after),
            tuple(name for name, tip in self._branches if tip in after),
        )
