"""What can be taken away: a whole ledger, one difference. As attachments, never shown by the browser."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Final

from starlette.responses import Response

from tallystick.store.getting import get
from tallystick.web.asked import Asked, Refused, absent
from tallystick.web.pages import content, entry, ledger

MOST_FILES: Final = 200_000
"""Entries of a ledger that is written out at once; one of linux has 90,000."""


def _ledger(asked: Asked) -> Response:
    """The ledger as it was put."""
    row = ledger.ledger_asked(asked)
    if row.files > MOST_FILES:
        raise Refused(
            413, f"A ledger of more than {MOST_FILES:,} entries: get it from the store itself."
        )
    document = get(asked.connection, row.digest)
    if document is None:
        raise absent("ledger")
    return _attachment(
        json.dumps(document, indent=1, allow_nan=False),
        "application/json",
        f"ledger-{row.digest[:16]}.json",
    )


def _delta(asked: Asked) -> Response:
    """A difference as the ledger has it."""
    text = entry.delta(asked)
    if text is None:
        raise absent("difference")
    digest, position = asked.digest("digest"), asked.number("position")
    return _attachment(text, "text/plain", f"difference-{digest[:16]}-{position}.txt")


def _content(asked: Asked) -> Response:
    """The bytes of an entry, where they are at hand."""
    _, _, found = content.content_asked(asked)
    digest, position = asked.digest("digest"), asked.number("position")
    return _attachment(found, "application/octet-stream", f"content-{digest[:16]}-{position}.bin")


def _attachment(content: str | bytes, kind: str, name: str) -> Response:
    """A file for the disk; its name is made of digits of ours, never of a stranger's words."""
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=kind, headers=disposition)


DOWNLOADS: Final[Mapping[str, Callable[[Asked], Response]]] = {
    "/ledgers/{digest}/ledger.json": _ledger,
    "/ledgers/{digest}/entries/{position}/difference.txt": _delta,
    "/ledgers/{digest}/entries/{position}/content.bin": _content,
}
"""Where each is."""
