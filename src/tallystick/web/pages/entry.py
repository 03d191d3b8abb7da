"""An entry's page: one line of a ledger, its difference side by side, and where else its bytes are."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from tallystick.model import RESIDUE
from tallystick.report.diff import Row, side_by_side
from tallystick.report.text import parse_name
from tallystick.store import asking
from tallystick.web.asked import Asked, absent
from tallystick.web.pages.ledger import document_of, ledger_asked
from tallystick.web.told import Opaque

ELSEWHERE: Final = 25
"""Other holders of the same bytes on this page; the page of the bytes has all."""

MOST_ROWS: Final = 5_000
"""Rows of a difference: a ledger cuts its own long before (``docs/ledger.md``), another's may not."""

MOST_COMMITS: Final = 50


class EntryPage(Struct, frozen=True, kw_only=True):
    """One line of a ledger.

    Attributes:
        rows: the difference, in two columns; none where nothing was compared.
        cut: rows that are left out.
        elsewhere: other entries with the same bytes, in this ledger or another.
        commits: commits of the audited range that changed this path.
        opaque: what custody says of it, if nobody can read it.
        has_content: whether a file that may be the artifact is at hand, so that its bytes can be shown.
        following: the next line of the residue; None behind the last, and for a line that is proven.
    """

    ledger: asking.LedgerRow
    entry: asking.LineDetail
    rows: tuple[Row, ...]
    cut: int
    elsewhere: tuple[asking.Holder, ...]
    has_more: bool
    commits: tuple[asking.CommitRow, ...]
    opaque: Opaque | None
    following: asking.Line | None
    has_content: bool


def read(asked: Asked) -> EntryPage:
    """The page.

    Raises:
        Refused: there is no such line.
    """
    connection = asked.connection
    ledger = ledger_asked(asked)
    entry = asking.line_detail(connection, ledger.id, asked.number("position"))
    if entry is None:
        raise absent("entry")
    line = entry.line
    rows = side_by_side(entry.delta) if entry.delta else ()
    holders = asking.holders(connection, line.blob_id, size=ELSEWHERE + 2)
    others = [
        one for one in holders if (one.ledger.id, one.position) != (line.ledger_id, line.position)
    ]
    document = document_of(asked, ledger)
    path = parse_name(line.path)
    return EntryPage(
        ledger=ledger,
        entry=entry,
        rows=rows[:MOST_ROWS],
        cut=max(0, len(rows) - MOST_ROWS),
        elsewhere=tuple(others[:ELSEWHERE]),
        has_more=len(others) > ELSEWHERE,
        commits=tuple(
            document.said.commits[position]
            for position in document.touched.get(path, ())[:MOST_COMMITS]
        ),
        opaque=document.opaque.get(path),
        following=_following(asked, line),
        has_content=asked.given.contents is not None
        and asked.given.contents.holds(ledger.sha256, ledger.artifact),
    )


def _following(asked: Asked, line: asking.Line) -> asking.Line | None:
    if line.grade not in RESIDUE:
        return None
    after = (line.rank, line.position)
    found = asking.lines(
        asked.connection, line.ledger_id, grades=sorted(RESIDUE), after=after, size=1
    )
    return found[0] if found else None


def delta(asked: Asked) -> str | None:
    """The difference as the ledger has it; None where it has none.

    Raises:
        Refused: there is no such line.
    """
    return read(asked).entry.delta
