"""Where some bytes or a commit are found in the store."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from tallystick.store import asking
from tallystick.web.asked import AFTER, PAGE, Asked, absent, cursor
from tallystick.web.pages.shown import Brief, briefs

HOLDERS: Final = (AFTER,)


class BlobPage(Struct, frozen=True, kw_only=True):
    """Who holds some bytes.

    Attributes:
        others: other bytes with the same git blob id, which two can be made to share (SHA-1).
    """

    blob: asking.Blob
    others: tuple[asking.Blob, ...]
    holders: tuple[asking.Holder, ...]
    next: str | None
    address: str


def blob(asked: Asked) -> BlobPage:
    """Who holds the bytes with this digest, SHA-256 or git's.

    Raises:
        Refused: nobody.
    """
    found = asking.blobs(asked.connection, asked.digest("digest", (40, 64)))
    if not found:
        raise absent("blob")
    after = asked.after(2)
    holders = asking.holders(
        asked.connection,
        found[0].id,
        after=(after[0], after[1]) if after else None,
        size=PAGE + 1,
    )
    shown = holders[:PAGE]
    more = len(holders) > PAGE
    return BlobPage(
        blob=found[0],
        others=found[1:],
        holders=shown,
        next=cursor(shown[-1].ledger.id, shown[-1].position) if more else None,
        address=asked.path,
    )


class CommitPlace(Struct, frozen=True, kw_only=True):
    """A ledger in whose range a commit stands, and what it says of it."""

    ledger: asking.LedgerRow
    commit: asking.CommitRow


class CommitPage(Struct, frozen=True, kw_only=True):
    """Where a commit is found: as an audited source, in a range, in a verified attestation."""

    commit: str
    sources: tuple[Brief, ...]
    ranges: tuple[CommitPlace, ...]
    attested: tuple[Brief, ...]


def commit(asked: Asked) -> CommitPage:
    """Where a commit is found.

    Raises:
        Refused: nowhere.
    """
    wanted = asked.digest("commit", (40, 64))
    connection = asked.connection
    sources = asking.ledgers_of_commit(connection, wanted)[:PAGE]
    ranges = asking.ranges_with(connection, wanted, size=PAGE)
    attested = asking.attested_with(connection, wanted, size=PAGE)
    if not (sources or ranges or attested):
        raise absent("commit")
    shown = briefs(asked, [*sources, *attested])
    return CommitPage(
        commit=wanted,
        sources=shown[: len(sources)],
        ranges=tuple(CommitPlace(ledger=ledger, commit=said) for ledger, said in ranges),
        attested=shown[len(sources) :],
    )
