"""What changed between who published before and who publishes now: gained, lost, changed, split. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum

from msgspec import Struct

from tallystick.identity.case import FIELDS, Expected
from tallystick.identity.lock import Locked, publisher
from tallystick.model.ladder import Claims


class Word(StrEnum):
    """What became of an identity."""

    GAINED = "gained"
    LOST = "lost"
    CHANGED = "changed"
    SPLIT = "split"


class Change(Struct, frozen=True, kw_only=True):
    """One difference: the word, and a sentence on what it is about."""

    word: Word
    message: str


def changes(
    locked: Locked, files: Mapping[str, Sequence[Claims]], version: str | None
) -> Iterator[Change]:
    """What is not as it was.

    Args:
        locked: the publishers of the release that somebody looked at.
        files: the verified claims on each file of the release now; empty for one that is not attested.
        version: of the release now.
    """
    before = locked.publishers
    attested = {name: list(claims) for name, claims in files.items() if claims}
    missing = sorted(files.keys() - attested.keys())
    if not attested:
        if before:
            yield Change(word=Word.LOST, message=f"attestations, of {_who(before[0])}")
        return
    now = list(dict.fromkeys(publisher(one, version) for all_ in attested.values() for one in all_))
    if not before:
        yield Change(word=Word.GAINED, message=f"attestations, of {_who(now[0])}")
    else:
        yield from _against(before, [one for all_ in attested.values() for one in all_], version)
        for name in () if locked.is_partial else missing:
            yield Change(word=Word.LOST, message=f"the attestation of {name}")
    who = {_who(one) for one in now}
    if len(who) > 1 and len({_who(one) for one in before}) < len(who):
        named = " and ".join(sorted(who))
        yield Change(word=Word.SPLIT, message=f"the files of the release are published by {named}")


def _against(
    before: Sequence[Expected], claims: Sequence[Claims], version: str | None
) -> Iterator[Change]:
    said: dict[tuple[Word, str], None] = {}
    for one in dict.fromkeys(claims):
        now = publisher(one, version)
        nearest = min(before, key=lambda old: len(_differing(old, now, one)))
        for name, old, new in _differing(nearest, now, one):
            word = Word.GAINED if old is None else Word.LOST if new is None else Word.CHANGED
            message = {
                Word.GAINED: f"{name} {new}",
                Word.LOST: f"{name} {old}",
                Word.CHANGED: f"{name} from {old} to {new}",
            }[word]
            said[word, message] = None
    for word, message in said:
        yield Change(word=word, message=message)


def _differing(
    old: Expected, now: Expected, claims: Claims
) -> list[tuple[str, str | None, str | None]]:
    """Fields that the old one expects and the claims do not match, and those that it did not have."""
    mismatched = {name for name, _, _ in old.mismatches(claims)}
    found = []
    for name in FIELDS:
        before, after = getattr(old, name), getattr(now, name)
        if name in mismatched or (before is None and after is not None):
            found.append((name, before, after))
    return found


def _who(one: Expected) -> str:
    return " ".join(filter(None, (one.repository or one.subject, one.workflow)))
