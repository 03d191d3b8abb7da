"""Which tags of a repository name a version of a project: pure functions over names alone.

A tag is a claim. What is ranked here is looked at in this order; whether its commit is the right one, the
content says.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from tallystick.limits import DEFAULT
from tallystick.locate.tag_naming import Names, Naming, is_a_name, version_starts
from tallystick.locate.tag_version import (
    Nearness,
    Spelling,
    could_hold,
    nearness,
    read_spelling,
    read_version,
)

_NUMBER = re.compile("[0-9]")

_NEARLY_ALL = 0.95
"""Share of the tags that makes a name the repository's convention: a few odd tags do not unmake one."""


class TagMatch(Struct, frozen=True, kw_only=True):
    """A tag that may name the version.

    Attributes:
        tag: its name, as the repository has it.
        version: the part of it that is the version.
        nearness: of that version to the one that is looked for.
        naming: whose version it says it is.
        followers: how many tags of the repository begin the same way, this one included.
        is_convention: whether these are more than half of them.
        candidate: the number of the candidate (2 in ``1.0-rc2``), the last of which became the release.
    """

    tag: str
    version: str
    nearness: Nearness
    naming: Naming
    followers: int = 0
    is_convention: bool = False
    candidate: int = 0

    @property
    def prefix(self) -> str:
        """What stands before the version."""
        return self.tag[: len(self.tag) - len(self.version)]

    @property
    def how(self) -> str:
        """One line for a person: why this tag is listed."""
        return f"{_NEARNESS[self.nearness]}, {_NAMING[self.naming]}"

    @property
    def is_release(self) -> bool:
        """Whether the tag names the release itself, and no candidate for it."""
        return self.nearness is not Nearness.CANDIDATE


_NEARNESS = {
    Nearness.IDENTICAL: "the version as it is spelled",
    Nearness.RESPELLED: "the version in another spelling",
    Nearness.PADDED: "the version but for zeros at its end",
    Nearness.VARIANT: "the version but for a build or target",
    Nearness.CANDIDATE: "a candidate for the version",
}
_NAMING = {
    Naming.IN_FULL: "under the project's name",
    Naming.PROJECT: "under a part of the project's name",
    Naming.NOBODY: "under no name",
    Naming.REPOSITORY: "under the name of the whole",
    Naming.EVERYBODY: "under the name that all tags have",
    Naming.OTHER: "under another name",
}


def rank_tags(
    tags: Iterable[str], project: str, version: str, *, subdir: str = "", repository: str = ""
) -> tuple[TagMatch, ...]:
    """The tags that may name ``version`` of ``project``, best first; never a tag of another package.

    Args:
        tags: the names of all tags of the repository, without ``refs/tags/``; those that name other
            versions are evidence for what the repository's convention is.
        project: as its index calls it: ``name``, ``@scope/name`` or ``group.id:artifact``.
        version: as its index spells it, by whatever rules.
        subdir: the folder of the project in its repository, where it is known.
        repository: the name of the repository, where it is known; may end in ``.git``.

    Returns:
        One match a tag. First the release itself, then variants of it, then candidates for it; among
        these first the project's own tags, then those of the convention that most tags follow.
        Takes time linear in the length of all tags (and their sorting), whatever they hold.
    """
    if not version or len(version) > DEFAULT.version_length:
        return ()
    everything = sorted(set(tags))
    names = Names(project=project, subdir=subdir, repository=repository.removesuffix(".git"))
    found = tuple(_matches(everything, names, version))
    return tuple(sorted(_settle(found, everything, names), key=_order))


def contests(other: TagMatch, chosen: TagMatch) -> bool:
    """Whether ``other`` is as good a name of the version as ``chosen``, which means another commit.

    It is if it ranks before it, and if ``chosen`` is alone of its form: one tag is quickly pushed.
    """
    alone = chosen.followers == 1 < other.followers
    return _order(other) < _order(chosen) or (alone and other.nearness < Nearness.VARIANT)


def of_other_versions(
    tags: Iterable[str], project: str, version: str, *, subdir: str, repository: str
) -> tuple[str, ...]:
    """Those of ``tags``, all of one commit, that say it is another version of the same project.

    None of them if one says that it is this version, or differs from it only behind its numbers
    (``1.0rc1`` and ``1.0.post1`` for ``1.0``); a tag without a name says nothing of a project in a folder.
    Arguments as in :func:`rank_tags`.
    """
    wanted = read_version(version)
    if wanted is None:
        return ()
    names = Names(project=project, subdir=subdir, repository=repository.removesuffix(".git"))
    most = Naming.PROJECT if subdir else Naming.NOBODY
    others = []
    for tag in tags:
        read = ((names.of(tag[:at]), read_spelling(tag, at)) for at in version_starts(tag))
        own = [spelled for naming, spelled in read if spelled is not None and naming <= most]
        if any(spelled.significant == wanted.significant for spelled in own):
            return ()
        others += [tag] if own else []
    return tuple(others)


def _matches(tags: Collection[str], names: Names, version: str) -> Iterator[TagMatch]:
    """Every tag that ends in the version, whoever's it is."""
    wanted = read_version(version)
    if wanted is None:
        yield from _literal(tags, names, version)
        return
    held = could_hold(wanted)
    for tag in tags:
        if held.search(tag):
            readings = tuple(_readings(tag, names, wanted, held))
            if readings:
                yield min(readings, key=lambda one: (one.naming, one.nearness))


def _readings(
    tag: str, names: Names, wanted: Spelling, held: re.Pattern[str]
) -> Iterator[TagMatch]:
    """Each way to cut ``tag`` into a name and the version."""
    for start in version_starts(tag):
        if not wanted.epoch and held.match(tag, start) is None:
            continue  # only to be quick: almost every tag that comes so far has a start too many
        spelled = read_spelling(tag, start)
        near = nearness(wanted, spelled) if spelled else None
        if spelled and near is not None:
            yield TagMatch(
                tag=tag,
                version=spelled.text,
                nearness=near,
                naming=names.of(tag[:start]),
                candidate=spelled.candidate,
            )


def _literal(tags: Collection[str], names: Names, version: str) -> Iterator[TagMatch]:
    """Tags that end in a version that begins with no number (``Hoxton.SR1``), compared as text."""
    for tag in tags:
        start = len(tag) - len(version)
        if start < 0 or tag[start:].lower() != version.lower():
            continue
        if start and (tag[start - 1].isalnum() or not version[0].isalnum()):
            continue
        near = Nearness.IDENTICAL if tag.endswith(version) else Nearness.RESPELLED
        yield TagMatch(tag=tag, version=tag[start:], nearness=near, naming=names.of(tag[:start]))


def _settle(found: Collection[TagMatch], everything: list[str], names: Names) -> Iterator[TagMatch]:
    """``found`` with the evidence of all other tags, and without the tags that are another package's."""
    if all(match.naming <= Naming.NOBODY for match in found):
        numbered, own = len(everything), 0
    else:
        numbered = sum(map(bool, map(_NUMBER.search, everything)))
        own = sum(map(bool, map(names.own_tag.search, everything)))
    for match in found:
        followers = _followers(everything, match.prefix)
        naming = match.naming
        if naming is Naming.OTHER:
            if followers < max(2, _NEARLY_ALL * numbered) or not is_a_name(match.prefix):
                continue
            naming = Naming.EVERYBODY
        if naming > Naming.NOBODY and own >= followers and not names.is_whole_of(match.prefix):
            continue  # a project that has tags of its own is not released under another name
        yield replace(
            match, followers=followers, naming=naming, is_convention=2 * followers > numbered
        )


def _followers(everything: list[str], prefix: str) -> int:
    """How many of the sorted tags are ``prefix`` and a number: ``:`` is what follows ``9`` in ASCII."""
    return bisect_left(everything, prefix + ":") - bisect_left(everything, prefix + "0")


def _order(match: TagMatch) -> tuple[object, ...]:
    """The best first; at the end by name, so that the order depends on nothing else."""
    expected = match.naming if not match.is_convention else min(match.naming, Naming.NOBODY)
    is_same = match.nearness < Nearness.VARIANT
    return (
        Nearness.IDENTICAL if is_same else match.nearness,
        expected,
        match.nearness,
        -match.followers,
        -match.candidate,
        len(match.tag),
        match.tag,
    )
