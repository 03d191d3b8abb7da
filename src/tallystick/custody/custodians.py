"""Who wrote, merged and tagged, and when: the table that the checks on people read."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct, field

from tallystick.custody.arrival import is_sync
from tallystick.custody.evidence import hand_of
from tallystick.custody.people import People, is_bot, is_forge
from tallystick.errors import ContentUnavailable, LimitExceeded
from tallystick.model import Tree
from tallystick.model.custody import CommitLine, Custodian
from tallystick.model.history import LoggedTag, Person

LISTS = (
    "CODEOWNERS", ".github/CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS",
    "MAINTAINERS", "MAINTAINERS.md", ".github/MAINTAINERS.md",
)  # fmt: skip
"""Where a source names who may decide (GitHub's and GitLab's documentation of CODEOWNERS; Linux's
MAINTAINERS)."""

YEAR = 365 * 86_400
"""Seconds: what "recent" means, by the clock of the release's own commit."""

_NAMED = re.compile(
    r"(?:^|\s)@([A-Za-z0-9-]+)(?![A-Za-z0-9/-])"
    r"|(?<![A-Za-z0-9._%+-])([A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8})",
    re.MULTILINE,
)

_MOST_NAMED = 2_000


class _Record(Struct):
    person: Person
    commits: int = 0
    merges: int = 0
    tags: int = 0
    firsts: dict[str, int] = field(default_factory=dict)
    last: int = 0
    recent: int = 0
    listed: set[str] = field(default_factory=set)

    def did(self, what: str, time: int) -> None:
        """Note one deed; the clocks are those that people set themselves."""
        self.firsts[what] = min(time, self.firsts.get(what, time))
        self.last = max(self.last, time)


def custodians_of(
    history: Sequence[CommitLine],
    tags: Iterable[LoggedTag],
    listed: Iterable[tuple[str, Person]],
    people: People,
    now: int,
) -> tuple[Custodian, ...]:
    """Everybody who wrote, merged or tagged up to ``now``, the busiest of the last year first."""
    listed = tuple(listed)
    # First: whom an account joins to somebody has to be known before anybody is looked up.
    people.meet(person for _, person in listed)
    records: dict[str, _Record] = {}
    recent = _write(records, history, people, now)
    held = {line.commit.id for line in history}
    for tag in tags:
        if tag.tagger is not None and tag.commit in held:
            record = _of(records, tag.tagger, people)
            record.tags += 1
            record.did("tag", tag.time)
    for path, person in listed:
        who = people.who(person)
        if who in records:
            records[who].listed.add(path)
    made = [_custodian(record, recent) for record in records.values()]
    return tuple(sorted(made, key=lambda one: (-one.recent, -one.commits, one.person.name)))


def _write(
    records: dict[str, _Record], lines: Sequence[CommitLine], people: People, now: int
) -> int:
    """Note who wrote and who merged or applied; how many commits are of the last year."""
    recent = 0
    for line in reversed(lines):
        commit = line.commit
        author, hand = commit.author, hand_of(commit)
        if commit.is_merge:
            if not is_sync(commit) and not _is_machine(hand):
                record = _of(records, hand, people)
                record.merges += 1
                record.did("merge", commit.committed)
            continue
        if not _is_machine(author):
            record = _of(records, author, people)
            record.commits += 1
            record.did("commit", commit.authored)
            if now - YEAR < commit.committed <= now:
                record.recent += 1
                recent += 1
        if not _is_machine(hand) and not people.same(hand, author):
            record = _of(records, hand, people)
            record.merges += 1
            record.did("merge", commit.committed)
    return recent


def _of(records: dict[str, _Record], person: Person, people: People) -> _Record:
    """The record of a person, under the name that they used last."""
    record = records.setdefault(people.who(person), _Record(person=person))
    record.person = person
    return record


def _is_machine(person: Person) -> bool:
    return is_bot(person) or is_forge(person)


def _custodian(record: _Record, recent: int) -> Custodian:
    return Custodian(
        person=record.person,
        commits=record.commits,
        merges=record.merges,
        tags=record.tags,
        first_commit=record.firsts.get("commit"),
        first_merge=record.firsts.get("merge"),
        first_tag=record.firsts.get("tag"),
        last=record.last,
        recent=record.recent / recent if recent else 0.0,
        listed=tuple(sorted(record.listed)),
    )


def listed_in(tree: Tree) -> Iterator[tuple[str, Person]]:
    """Accounts and addresses that the source's own lists name, with the list; teams are not people."""
    wanted = frozenset(LISTS) & tree.entries.keys()
    tree.reader.prefetch(wanted)
    for path in sorted(wanted):
        try:
            text = tree.read(path).decode("utf-8", "replace")
        except (ContentUnavailable, LimitExceeded):
            continue
        for found in itertools.islice(_NAMED.finditer(text), _MOST_NAMED):
            login, email = found[1], found[2]
            yield path, Person(name=login or "", email=email or f"{login}@users.noreply.github.com")
