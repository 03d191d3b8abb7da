"""What a ledger says that has no table: its document, all of it but the entries."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select

from tallystick.store import schema
from tallystick.store.getting import unpacked


def document(connection: Connection, ledger: int) -> dict[str, Any]:
    """The ledger with this number, in the values of JSON, without its entries."""
    wanted = select(schema.ledger.c.document).where(schema.ledger.c.id == ledger)
    return unpacked(connection.execute(wanted).scalar_one())
