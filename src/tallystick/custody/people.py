"""Who is the same person under several names, and who is no person at all.

Names and addresses are text that the committer typed. They are only ever used to *join*: two identities
that share a name or an address are one person, and so are two that a ``.mailmap`` joins. A forger can make
himself look like more people than he is, which is why nothing from git alone is surer than ``medium``;
he cannot make a review out of a mailmap.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from tallystick.model.history import Person

_NOREPLY = re.compile(
    r"(?:[0-9]+\+)?([^@+]+)@users\.noreply\.(?:github\.com|[a-z0-9.-]+)", re.IGNORECASE
)
"""The address that forges give to who hides theirs: it holds the account's name."""

_FORGES = frozenset({("github", "noreply@github.com"), ("gitlab", "noreply@gitlab.com")})
"""What forges write as the committer of what somebody did in a browser (their documentation of web
commits)."""

_BOT = re.compile(
    r".*(?:\[bot\]|-bot|^bot)|(?:bors|homu|mergify|dependabot|renovate|github-merge-queue|github-actions"
    r"|pre-commit-ci|weblate|miss-islington|k8s-ci-robot|copybara-service|pyup-bot)(?:[ -]?\w*)?",
    re.IGNORECASE,
)
"""Machines by their usual names. A person who took one would only lose the right to be a second
pair of eyes."""

_MAILMAP = re.compile(r"([^<#]*)<([^>]*)>(?:\s*([^<#]*)<([^>]*)>)?")


class People:
    """Identities, joined into people; asking for one that was not seen yet adds it."""

    def __init__(self, mailmap: str = "") -> None:
        """Know nobody but whom ``mailmap`` joins (gitmailmap(5))."""
        self._parent: dict[str, str] = {}
        for line in mailmap.splitlines()[:_LINES]:
            found = _MAILMAP.match(line.strip())
            if found is not None:
                self._join_line(found)

    def _join_line(self, found: re.Match[str]) -> None:
        name, email, other_name, other_email = (part or "" for part in found.groups())
        keys = [
            *_keys(Person(name=name, email=email)),
            *_keys(Person(name=other_name, email=other_email)),
        ]
        self._join(keys)

    def who(self, person: Person) -> str:
        """A key that all identities of one person share."""
        return self._join(_keys(person))

    def same(self, one: Person, other: Person) -> bool:
        """Whether two identities are one person."""
        return one is other or self.who(one) == self.who(other)

    def meet(self, people: Iterable[Person]) -> None:
        """Join all these first, so that whom the last one joins is known from the beginning."""
        for person in people:
            self.who(person)

    def _join(self, keys: Iterable[str]) -> str:
        roots = [self._root(key) for key in keys]
        if not roots:
            return ""
        first = min(roots)
        for root in roots:
            self._parent[root] = first
        return first

    def _root(self, key: str) -> str:
        parent = self._parent
        root = key
        while (above := parent.setdefault(root, root)) != root:
            root = above
        while parent[key] != root:
            parent[key], key = root, parent[key]
        return root


_LINES = 100_000
"""Lines of a mailmap that are read; Linux's has 900."""


def is_forge(person: Person) -> bool:
    """Whether this is what a forge writes for somebody: it says nothing of who that was."""
    return (person.name.strip().lower(), person.email.strip().lower()) in _FORGES


def is_bot(person: Person) -> bool:
    """Whether this is a machine."""
    local = person.email.partition("@")[0]
    return _BOT.fullmatch(person.name.strip()) is not None or local.lower().endswith("[bot]")


def login_of(person: Person) -> str | None:
    """The account that a forge's own address names, in lower case."""
    found = _NOREPLY.fullmatch(person.email.strip())
    return None if found is None else found[1].lower()


def shown(person: Person) -> str:
    """The person as a report names them."""
    return person.name.strip() or person.email.strip() or "(nobody)"


def _keys(person: Person) -> list[str]:
    """What identities of one person have in common; empty fields are nothing in common."""
    keys = []
    if name := " ".join(person.name.casefold().split()):
        keys.append(f"name {name}")
    if email := person.email.strip().casefold():
        keys.append(f"mail {email}")
    if (login := login_of(person)) is not None:
        keys.append(f"login {login}")
    return keys
