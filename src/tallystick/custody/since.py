"""Which commits a release brought: those that it holds and the release before it does not."""

from __future__ import annotations

from collections.abc import Iterable

from tallystick.errors import UsageError
from tallystick.locate.tag_naming import version_starts
from tallystick.locate.tag_version import Spelling, read_spelling
from tallystick.model.custody import Range
from tallystick.model.history import Log, LoggedTag

_UNFINISHED = frozenset({"a", "b", "rc", "dev", "m", "pre", "alpha", "beta", "snapshot"})


def asked(range_text: str, log: Log) -> Range:
    """The range that a user wrote as ``A..B`` (git's two dots: in B and not in A), or as ``A``.

    Raises:
        UsageError: it is neither, or the repository has no such name.
    """
    after, dots, until = range_text.partition("..")
    if until.startswith("."):
        raise UsageError(f"--range {range_text}: write A..B, with two dots")
    found = log.find(after) if after else None
    if after and found is None:
        raise UsageError(f"--range {range_text}: there is no {after}")
    if dots and until and log.find(until) != log.tip:
        raise UsageError(f"--range {range_text}: {until} is not what was opened")
    return Range(after=after or None, after_commit=found, until=log.tip, chosen="it was asked for")


def since_last_release(log: Log, tag: str | None = None) -> Range:
    """The commits since the release before the one that ``tag`` names (None: before the last commit).

    The release before is the highest lower version among the tags that begin alike; of a finished
    release, the last finished one. It need not be an ancestor: a maintenance branch ends in the last
    release of an older line.
    """
    tags = log.tags()
    here = [one.name for one in tags if one.commit == log.tip]
    name = tag if tag is not None else next((one for one in here if _read(one)), None)
    found = _before(name, tags, log.tip) if name is not None else _newest(tags, log.tip)
    if found is None:
        return Range(
            after=None, after_commit=None, until=log.tip, chosen="no tag names a release before it"
        )
    chosen = f"the highest lower version before {name}" if name else "the highest version tagged"
    return Range(after=found.name, after_commit=found.commit, until=log.tip, chosen=chosen)


def _before(name: str, tags: Iterable[LoggedTag], tip: str) -> LoggedTag | None:
    own = _read(name)
    if own is None:
        return None
    prefix, version = own
    lower = [
        (_rank(theirs[1]), one)
        for one in tags
        if one.commit != tip
        and (theirs := _read(one.name)) is not None
        and theirs[0] == prefix
        and _rank(theirs[1]) < _rank(version)
        and (_is_finished(theirs[1]) or not _is_finished(version))
    ]
    return max(lower, key=lambda pair: pair[0], default=(None, None))[1]


def _newest(tags: Iterable[LoggedTag], tip: str) -> LoggedTag | None:
    """The highest finished version of all tags but those of the last commit itself."""
    read = [
        (_rank(found[1]), one)
        for one in tags
        if one.commit != tip and (found := _read(one.name)) is not None and _is_finished(found[1])
    ]
    return max(read, key=lambda pair: pair[0], default=(None, None))[1]


def _read(tag: str) -> tuple[str, Spelling] | None:
    """What stands before the version in a tag, and the version."""
    for at in version_starts(tag):
        spelled = read_spelling(tag, at)
        if spelled is not None:
            return tag[:at], spelled
    return None


def is_version(tag: str) -> bool:
    """Whether a tag names a version."""
    return _read(tag) is not None


def _is_finished(version: Spelling) -> bool:
    return not any(word in _UNFINISHED for word, _ in version.qualifiers)


def _rank(version: Spelling) -> tuple[object, ...]:
    """An order of versions of one project: numbers, then unfinished before finished before later."""
    numbers = tuple((len(part), part) for part in version.significant)
    qualifiers = tuple(
        (-1 if word in _UNFINISHED else 1, word, len(number), number)
        for word, number in version.qualifiers
    )
    return ((len(version.epoch), version.epoch), numbers, (*qualifiers, (0, "", 0, "")))
