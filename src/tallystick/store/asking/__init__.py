"""Questions to a store, with typed rows out: what the viewer, ``trace`` and ``query`` read.

Each takes a connection of :meth:`tallystick.store.Store.reading`. What may be long comes in pages: ask for
the rows after the last one that was seen; a page shorter than its size was the last. Each page is found by
an index, however large the store is.
"""

from __future__ import annotations

from tallystick.store.asking.entries import Line, LineDetail, line_detail, lines
from tallystick.store.asking.holders import (
    Blob,
    Holder,
    blob_of,
    blobs,
    holders,
    holders_of_name,
    shared_share,
)
from tallystick.store.asking.ledgers import (
    Days,
    LedgerRow,
    Total,
    ledger_row,
    ledgers,
    ledgers_about,
    ledgers_beside,
    ledgers_of_artifact,
    ledgers_of_commit,
    totals,
    verdicts_by_day,
)
from tallystick.store.asking.projects import (
    ProjectRow,
    ReleaseRow,
    projects,
    releases_of,
    releases_of_publisher,
)
from tallystick.store.asking.said import (
    AttestationRow,
    CommitRow,
    CustodyRow,
    FindingRow,
    IdentityRow,
    SaidRows,
    SkipRow,
    attested_with,
    is_named,
    ranges_with,
    said_rows,
)

__all__ = [
    "AttestationRow",
    "Blob",
    "CommitRow",
    "CustodyRow",
    "Days",
    "FindingRow",
    "Holder",
    "IdentityRow",
    "LedgerRow",
    "Line",
    "LineDetail",
    "ProjectRow",
    "ReleaseRow",
    "SaidRows",
    "SkipRow",
    "Total",
    "attested_with",
    "blob_of",
    "blobs",
    "holders",
    "holders_of_name",
    "is_named",
    "ledger_row",
    "ledgers",
    "ledgers_about",
    "ledgers_beside",
    "ledgers_of_artifact",
    "ledgers_of_commit",
    "line_detail",
    "lines",
    "projects",
    "ranges_with",
    "releases_of",
    "releases_of_publisher",
    "said_rows",
    "shared_share",
    "totals",
    "verdicts_by_day",
]
