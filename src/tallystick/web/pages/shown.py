"""What several pages show: a ledger in a row, and how far an identity reaches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct
from sqlalchemy import Connection

from tallystick.model import Grade, VerdictValue
from tallystick.model.ladder import Rung
from tallystick.report.identity import IN_WORDS
from tallystick.report.summary import verdict_in_words
from tallystick.store import asking
from tallystick.store.asking import several

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


def briefs(connection: Connection, rows: Sequence[asking.LedgerRow]) -> tuple[Brief, ...]:
    """The ledgers with what a row says of each, in four questions for all."""
    keys = [row.id for row in rows]
    if not keys:
        return ()
    files = several.files_by_grade(connection, keys)
    reasons = several.first_reasons(connection, keys)
    rungs = several.identities(connection, keys)
    return tuple(
        Brief(
            ledger=row,
            sentence=sentence(row.verdict, files.get(row.id, {})),
            first_reason=reasons[row.id].message if row.id in reasons else None,
            files_by_grade=files.get(row.id, {}),
            rung=rungs[row.id].rung if row.id in rungs else None,
        )
        for row in rows
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
