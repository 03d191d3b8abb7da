"""What a row of a list says of each of several ledgers, in one statement: none of it ever changes."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from typing import Any, Final

from msgspec import Struct
from sqlalchemy import (
    BigInteger,
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Connection,
    Integer,
    Select,
    Text,
    bindparam,
    cast,
    func,
    literal_column,
    null,
    select,
    union_all,
)

from tallystick.model import Grade
from tallystick.store import schema
from tallystick.store.asking.said import IdentityRow

_GRADES: Final = {grade.value: grade for grade in Grade}


class Reviewed(Struct, frozen=True, kw_only=True):
    """How many commits since the release before were seen by another than their author."""

    reviewed: int
    claimed: int
    unreviewed: int
    is_lower_bound: bool


class Facts(Struct, frozen=True, kw_only=True):
    """What is said of one ledger in a row.

    Attributes:
        files: by grade; only grades that occur.
        reason: the most serious reason of the verdict; None of an accepted one.
        identity: how far it is proven who published; None in a ledger from before there was such a thing.
        reviewed: None where the source has no history.
    """

    files: dict[Grade, int]
    reason: str | None = None
    identity: IdentityRow | None = None
    reviewed: Reviewed | None = None


class People(Struct, frozen=True, kw_only=True):
    """Who stands behind one ledger.

    Attributes:
        signers: by verified certificates, or by the index's word.
        authors: who wrote or committed the commits in its range.
    """

    signers: frozenset[str] = frozenset()
    authors: frozenset[str] = frozenset()


def facts(connection: Connection, ledgers: Collection[int]) -> dict[int, Facts]:
    """What a row says of each of these ledgers."""
    files: dict[int, dict[Grade, int]] = {key: {} for key in ledgers}
    reasons: dict[int, str] = {}
    identities: dict[int, IdentityRow] = {}
    reviewed: dict[int, Reviewed] = {}
    for key, about, text, more, last, first, second, third in connection.execute(
        _facts(), {"ledgers": list(ledgers)}
    ).all():
        match about:
            case "files":
                files[key][_GRADES[text]] = first
            case "reason":
                reasons[key] = text
            case "identity":
                identities[key] = IdentityRow(rung=text, why_not=more, trust_root=last)
            case _:
                reviewed[key] = Reviewed(
                    reviewed=first, claimed=second, unreviewed=third, is_lower_bound=text == "1"
                )
    return {
        key: Facts(
            files=files[key],
            reason=reasons.get(key),
            identity=identities.get(key),
            reviewed=reviewed.get(key),
        )
        for key in ledgers
    }


@cache
def _facts() -> CompoundSelect[Any]:
    total, finding, identity, custody = (
        schema.total.c,
        schema.finding.c,
        schema.identity.c,
        schema.custody.c,
    )
    first = (
        select(finding.ledger_id, func.min(finding.position).label("position"))
        .where(finding.ledger_id.in_(_wanted()), finding.area == "policy")
        .group_by(finding.ledger_id)
        .subquery("first")
    )
    is_first = (finding.ledger_id == first.c.ledger_id) & (finding.position == first.c.position)
    reasons = _row(finding.ledger_id, "reason", finding.message).select_from(
        schema.finding.join(first, is_first)
    )
    bound = cast(cast(custody.is_lower_bound, Integer), Text)
    return union_all(
        _row(total.ledger_id, "files", total.grade, numbers=(total.files,)).where(
            total.ledger_id.in_(_wanted())
        ),
        reasons,
        _row(
            identity.ledger_id, "identity", identity.rung, identity.why_not, identity.trust_root
        ).where(identity.ledger_id.in_(_wanted())),
        _row(
            custody.ledger_id,
            "reviewed",
            bound,
            numbers=(
                custody.commits_reviewed,
                custody.commits_claimed,
                custody.commits_unreviewed,
            ),
        ).where(custody.ledger_id.in_(_wanted())),
    )


def people(connection: Connection, ledgers: Collection[int]) -> dict[int, People]:
    """Who stands behind each of these ledgers."""
    found: dict[tuple[int, str], set[str]] = {}
    for key, about, one, other in connection.execute(_people(), {"ledgers": list(ledgers)}).all():
        found.setdefault((key, about), set()).update(filter(None, (one, other)))
    return {
        key: People(
            signers=frozenset(found.get((key, "signed"), ())),
            authors=frozenset(found.get((key, "wrote"), ())),
        )
        for key in ledgers
    }


@cache
def _people() -> CompoundSelect[Any]:
    by, commit = schema.attestation.c, schema.commit.c
    return union_all(
        select(by.ledger_id, literal_column("'signed'"), by.signer, by.publisher)
        .where(by.ledger_id.in_(_wanted()))
        .distinct(),
        select(commit.ledger_id, literal_column("'wrote'"), commit.author, commit.committer)
        .where(commit.ledger_id.in_(_wanted()))
        .distinct(),
    )


def _wanted() -> BindParameter[Any]:
    return bindparam("ledgers", expanding=True)


def _row(
    ledger: ColumnElement[int],
    about: str,
    *texts: ColumnElement[Any],
    numbers: tuple[ColumnElement[int], ...] = (),
) -> Select[*tuple[Any, ...]]:
    """The columns that all parts of the statement have; what one has not is null, of a type."""
    said = [*texts, *([cast(null(), Text)] * (3 - len(texts)))]
    counted = [*numbers, *([cast(null(), BigInteger)] * (3 - len(numbers)))]
    return select(ledger, literal_column(f"'{about}'"), *said, *counted)
