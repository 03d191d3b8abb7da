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


def since_last_release(log: Log, tag: str | None = None, version: str | None = None) -> Range:
    """The commits since the release before the one that ``tag`` names, or that is released as ``version``.

    The release before is the highest lower version among the tags that begin alike; of a finished
    release, the last finished one. It need not be an ancestor: a maintenance branch ends in the last
    release of an older line. Where no tag says how tags of this release begin, it is: a tag of a later
    release has all that was ever done behind it, and would leave nothing to look at.
    """
    tags = log.tags()
    here = [one.name for one in tags if one.commit == log.tip]
    name = tag if tag is not None else next((one for one in here if _read(one)), None)
    released = read_spelling(version) if version is not None else None
    if name is None and released is not None:
        name = _named(released, tags)
    if name is not None:
        found = _before(name, tags, log.tip)
        chosen = f"the highest lower version before {name}"
    else:
        held = log.held_tags()
        found = _highest([one for one in tags if one.name in held], log.tip, released)
        chosen = "the highest version tagged before it"
    if found is None:
        return Range(
            after=None, after_commit=None, until=log.tip, chosen="no tag names a release before it"
        )
    return Range(after=found.name, after_commit=found.commit, until=log.tip, chosen=chosen)


def _named(version: Spelling, tags: Iterable[LoggedTag]) -> str | None:
    """A tag of the version; None where there is none, or where several projects tag it."""
    found = {
        read[0]: one.name
        for one in tags
        if (read := _read(one.name)) is not None and _rank(read[1]) == _rank(version)
    }
    return next(iter(found.values())) if len(found) == 1 else None


def _before(name: str, tags: Iterable[LoggedTag], tip: str) -> LoggedTag | None:
    own = _read(name)
    if own is None:
        return None
    prefix, version = own
    alike = [one for one in tags if (read := _read(one.name)) is not None and read[0] == prefix]
    return _highest(alike, tip, version)


def _highest(tags: Iterable[LoggedTag], tip: str, below: Spelling | None) -> LoggedTag | None:
    """The tag of the highest version, lower than ``below``, but for those of the last commit itself.

    Of a finished release, or of one that is not known, a finished one.
    """
    read = [
        (_rank(found[1]), one)
        for one in tags
        if one.commit != tip
        and (found := _read(one.name)) is not None
        and (below is None or _rank(found[1]) < _rank(below))
        and (_is_finished(found[1]) or (below is not None and not _is_finished(below)))
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
