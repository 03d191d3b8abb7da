"""What speaks for a located commit, and what against it: pure, from the figures to lines of the ledger.

``agrees=False`` is for what an honest release does not show: the policy accepts nothing against it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from packaging.utils import canonicalize_name

from tallystick.locate.commits import HEAD, Candidate, Choice
from tallystick.locate.repositories import ATTESTATION
from tallystick.locate.tag_naming import Naming
from tallystick.locate.tag_version import Nearness
from tallystick.locate.tags import TagMatch, contests
from tallystick.model import Evidence

LATE = 86_400
"""Seconds that a commit may be younger than the upload: clocks differ, by a time zone at most."""

_SHOWN = re.compile(
    r"(?<![^/])_*(?:(?:unit|integration|functional|system|regression|e2e)[_-]?)?"
    r"(?:tests?|testing|testdata|test[_-](?:data|packages?|projects?|suite)|tests[_-]data|specs?|__tests__"
    r"|fixtures?|examples?|samples?|demos?|benchmarks?|mocks?|corpus)_*(?![^/])",
    re.IGNORECASE,
)
"""Folders whose packages are no releases; where one is, ``--subdir`` says so."""

ATTESTING = frozenset({"provenance", ATTESTATION})
"""Whose word about the commit has to hold; an artifact's own id may be that of the commit before."""


def about(
    choice: Choice, *, version: str | None, uploaded: int | None, other_versions: Sequence[str] = ()
) -> Iterator[Evidence]:
    """The evidence on the commit that was chosen.

    Args:
        choice: the candidates, scored.
        version: of the artifact; None if it claims none, or the user named the commit.
        uploaded: when, in seconds since the epoch; None if nobody says.
        other_versions: tags of the commit that name other versions of the same project.
    """
    yield _overlap(choice)
    if version is not None:
        yield from _tags(choice, version)
        if choice.best.tag is None and other_versions:
            value = f"{', '.join(other_versions)} names the commit, and is not version {version}"
            yield Evidence(kind="tag", value=value, agrees=False)
        if choice.unread:
            value = (
                f"{', '.join(choice.unread)}: names version {version} too, and was not looked at"
            )
            yield Evidence(kind="tag", value=value, agrees=False)
    yield from _hints(choice)
    yield from _time(choice, uploaded)
    yield from _margin(choice)


def about_folder(
    folder: str, project: str, is_called_alike: Callable[[str], bool]
) -> Iterator[Evidence]:
    """What speaks against a folder that the content alone has found.

    A fixture or an example was reviewed as such, and may be a package that harms, called like the project.

    Args:
        folder: of the project in its source.
        project: the artifact's; a folder that is called like it may be called ``example`` or ``tests``.
        is_called_alike: whether a project file of a folder says that it is called like the artifact.
    """
    if not folder:
        return
    above, _, last = folder.rpartition("/")
    is_own = canonicalize_name(last) == canonicalize_name(project)
    if (shown := _SHOWN.search(above if is_own else folder)) is not None:
        value = f"{folder}: what stands below {shown[0]} is there to be tested or shown"
        yield Evidence(kind="folder", value=value, agrees=False)
    while True:
        if is_called_alike(above):
            value = f"{folder}: the project of that name is {above or 'the root'}"
            yield Evidence(kind="folder", value=value, agrees=False)
            return
        if not above:
            return
        above = above.rpartition("/")[0]


def _overlap(choice: Choice) -> Evidence:
    overlap = choice.best.overlap
    value = f"{overlap.figure} {'stands' if overlap.matched == 1 else 'stand'} at the right path"
    return Evidence(kind="overlap", value=value, agrees=True if overlap.telling else None)


def _tags(choice: Choice, version: str) -> Iterator[Evidence]:
    best = choice.best
    tagged = [other for other in choice.others if other.tag is not None]
    if best.tag is not None:
        value = f"{best.tag.tag} names version {version}"
        if _is_plain(best.tag):
            yield Evidence(kind="tag", value=value, agrees=True)
        else:
            yield Evidence(kind="tag", value=f"{value}: {best.tag.how}", agrees=None)
        for other in tagged:
            value = f"{_name(other)} names it too, and holds {other.overlap.figure}"
            less = other.overlap.matched < best.overlap.matched
            doubtful = less and other.tag is not None and contests(other.tag, best.tag)
            yield Evidence(kind="tag", value=value, agrees=False if doubtful else None)
    elif tagged:
        days = _days(best.commit.time - tagged[0].commit.time)
        value = (
            f"{_name(tagged[0])} holds {tagged[0].overlap.figure}; the best match is "
            f"{best.commit.id[:12]}, {days} the tag, with {best.overlap.matched}"
        )
        yield Evidence(kind="tag", value=value, agrees=False)
    else:
        yield Evidence(kind="tag", value=f"no tag names version {version}", agrees=None)


def _hints(choice: Choice) -> Iterator[Evidence]:
    for candidate in (choice.best, *choice.others):
        is_best = candidate is choice.best
        for by in dict.fromkeys(candidate.named_by):
            if by == HEAD:
                continue
            value = f"{by} names {candidate.commit.id[:12]}"
            if is_best:
                yield Evidence(kind="commit", value=value, agrees=True)
            else:
                value = f"{value}, which holds {candidate.overlap.figure}"
                yield Evidence(kind="commit", value=value, agrees=_unless_attested(by))
    for hint in choice.absent:
        value = f"{hint.by} names {hint.value[:12]}, which is not in the repository"
        yield Evidence(kind="commit", value=value, agrees=_unless_attested(hint.by))


def _unless_attested(by: str) -> bool | None:
    return False if by in ATTESTING else None


def _time(choice: Choice, uploaded: int | None) -> Iterator[Evidence]:
    if uploaded is not None and choice.best.commit.time > uploaded + LATE:
        value = f"the commit was made {_days(choice.best.commit.time - uploaded)} the upload"
        yield Evidence(kind="time", value=value, agrees=False)


def _margin(choice: Choice) -> Iterator[Evidence]:
    """The next best, for who wants to know how sure this is."""
    for other in choice.others[:1]:
        value = f"next best: {_name(other)} with {other.overlap.figure}"
        yield Evidence(kind="margin", value=value, agrees=None)


def _is_plain(tag: TagMatch) -> bool:
    """Whether the tag says this version and no other's, however it is spelled."""
    return tag.nearness <= Nearness.PADDED and tag.naming <= Naming.REPOSITORY


def _name(candidate: Candidate) -> str:
    return candidate.tag.tag if candidate.tag is not None else candidate.commit.id[:12]


def _days(seconds: int) -> str:
    days = round(abs(seconds) / 86_400)
    return f"{days} day{'' if days == 1 else 's'} {'after' if seconds >= 0 else 'before'}"
