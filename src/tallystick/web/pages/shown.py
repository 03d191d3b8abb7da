"""What several pages show: a ledger in a row, and how far an identity reaches."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TypeVar

from msgspec import Struct
from sqlalchemy import Connection

from tallystick.model import Grade, VerdictValue
from tallystick.model.ladder import Rung
from tallystick.report.identity import IN_WORDS
from tallystick.report.summary import verdict_in_words
from tallystick.store import asking
from tallystick.store.asking.facts import Facts, facts
from tallystick.web.asked import Asked

Said = TypeVar("Said")

WORST_FIRST = (VerdictValue.REJECTED, VerdictValue.INCONCLUSIVE, VerdictValue.ACCEPTED)


class Brief(Struct, frozen=True, kw_only=True):
    """A ledger in a row: what it is about, its verdict in a sentence, and the first reason.

    Attributes:
        sentence: the rest of one that begins with the artifact's name.
        files_by_grade: only grades that occur.
        rung: how far it is proven who published; None in a ledger from before there was such a thing.
    """

    ledger: asking.LedgerRow
    sentence: str
    first_reason: str | None
    files_by_grade: Mapping[Grade, int]
    rung: str | None


def facts_of(asked: Asked, rows: Sequence[asking.LedgerRow]) -> dict[int, Facts]:
    """What is said of each of these ledgers, by their numbers: one question for all, if it is not known."""
    return of_each(asked, "facts", rows, facts)


def of_each(
    asked: Asked,
    about: str,
    rows: Sequence[asking.LedgerRow],
    ask: Callable[[Connection, Collection[int]], Mapping[int, Said]],
) -> dict[int, Said]:
    """What ``ask`` says of each of these ledgers, by their numbers; it is kept by their digests.

    Args:
        asked: the request.
        about: what is asked.
        rows: the ledgers.
        ask: of those that it is not known of, all at once; whatever it says never changes.
    """
    keys = {row.digest: row.id for row in rows}

    def make(missing: Collection[str]) -> dict[str, Said]:
        said = ask(asked.connection, [keys[digest] for digest in missing])
        return {digest: said[keys[digest]] for digest in missing}

    known = asked.kept.several(about, keys, make)
    return {row.id: known[row.digest] for row in rows}


def briefs(asked: Asked, rows: Sequence[asking.LedgerRow]) -> tuple[Brief, ...]:
    """The ledgers with what a row says of each."""
    known = facts_of(asked, rows)
    return tuple(_brief(row, known[row.id]) for row in rows)


def _brief(row: asking.LedgerRow, said: Facts) -> Brief:
    return Brief(
        ledger=row,
        sentence=sentence(row.verdict, said.files),
        first_reason=said.reason,
        files_by_grade=said.files,
        rung=None if said.identity is None else said.identity.rung,
    )


def sentence(verdict: VerdictValue, files: Mapping[Grade, int], *, skips: int = 1) -> str:
    """The verdict as the rest of a sentence that begins with the artifact's name."""
    return verdict_in_words(verdict, files, skips=skips)


def worst(rows: Sequence[asking.LedgerRow]) -> VerdictValue | None:
    """The worst verdict of several; None of none."""
    found = {row.verdict for row in rows}
    return next((value for value in WORST_FIRST if value in found), None)


class Step(Struct, frozen=True, kw_only=True):
    """One rung of the ladder: ``reached``, or not; ``why_not`` at the first that is not."""

    rung: Rung
    label: str
    reached: bool
    why_not: str


def ladder(identity: asking.IdentityRow | None) -> tuple[Step, ...]:
    """The rungs from the lowest to the highest; none where a ledger does not speak of it."""
    if identity is None:
        return ()
    rungs = list(Rung)
    at = rungs.index(Rung(identity.rung))
    return tuple(
        Step(
            rung=rung,
            label=IN_WORDS[rung],
            reached=number <= at,
            why_not=identity.why_not if number == at + 1 else "",
        )
        for number, rung in enumerate(rungs)
        if rung is not Rung.ABSENT
    )
