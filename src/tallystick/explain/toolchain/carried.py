"""What other projects' releases carry under a published name, looked up in the database: a claim.

An attacker would have had to get the same bytes into releases of several projects before.
"""

from __future__ import annotations

from datetime import date, timedelta

from tallystick.explain.toolchain.known_bytes import bound
from tallystick.upstreams import KnownFiles, Part, PartKind, Row, digest_of
from tallystick.upstreams.carried import carried_name
from tallystick.upstreams.macros import COMMENTS
from tallystick.upstreams.table import CARRIED


def carried(name: str, content: bytes, known: KnownFiles) -> Row | None:
    """The row that says how many projects carry ``content`` as file or macro ``name``; None if few do."""
    rows = bound(known.find(digest_of(content, CARRIED)), carried_name(name))
    return rows[0] if rows else None


def is_carried(part: Part, known: KnownFiles) -> bool:
    """Whether several projects carry a part of an m4 file."""
    if part.kind is PartKind.INCLUDE:
        return False
    name = COMMENTS if part.kind is PartKind.COMMENT else part.name
    return carried(name, part.text.encode("utf-8", "surrogateescape"), known) is not None


def said_of(row: Row) -> str:
    """What a ledger line says of it."""
    first = date(1970, 1, 1) + timedelta(days=row.first)
    return (
        f"no upstream here published these bytes; releases of {row.stamp} carry them, the first of {first}: "
        "reinstall it to prove it"
    )
