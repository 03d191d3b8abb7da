"""Rows back into a ledger, in the values of JSON."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Select, select

from tallystick.errors import UsageError
from tallystick.store import schema
from tallystick.store.rows import DEFAULTS
from tallystick.store.spelling import ledger_name


def get(connection: Connection, digest: str) -> dict[str, Any] | None:
    """The ledger with this digest, as it was put; None if it is not there.

    Raises:
        UsageError: it is no digest.
    """
    key = id_of(connection, digest)
    if key is None:
        return None
    packed = select(schema.ledger.c.document).where(schema.ledger.c.id == key)
    document = unpacked(connection.execute(packed).scalar_one())
    entries = [_entry(row) for row in connection.execute(_entries_of(key)).mappings()]
    # Where the schema has it; a reader of JSON does not care, and a person does.
    at = list(document).index("omitted") if "omitted" in document else len(document)
    items = list(document.items())
    return dict([*items[:at], ("entries", entries), *items[at:]])


def id_of(connection: Connection, digest: str) -> int | None:
    """The key of the ledger with this digest; None if it is not there.

    Raises:
        UsageError: it is no digest.
    """
    try:
        wanted = bytes.fromhex(digest)
    except ValueError:
        raise UsageError(f"{digest!r} is not a digest in hex") from None
    return connection.scalar(select(schema.ledger.c.id).where(schema.ledger.c.digest == wanted))


def unpacked(document: bytes) -> dict[str, Any]:
    """A column ``document``: a ledger without its entries."""
    unpacked: dict[str, Any] = json.loads(zlib.decompress(document))
    return unpacked


def _entries_of(key: int) -> Select[*tuple[Any, ...]]:
    source = schema.path.alias("source")
    entry = schema.entry
    return (
        select(
            schema.path.c.path,
            entry.c.mode,
            entry.c.size,
            schema.blob.c.git,
            schema.blob.c.sha256,
            entry.c.grade,
            entry.c.reach,
            entry.c.explainer,
            source.c.path.label("source_path"),
            schema.detail.c.detail,
        )
        .select_from(
            entry.join(schema.path, schema.path.c.id == entry.c.path_id)
            .join(schema.blob)
            .outerjoin(source, source.c.id == entry.c.source_path_id)
            .outerjoin(schema.detail)
        )
        .where(entry.c.ledger_id == key)
        .order_by(entry.c.position)
    )


def _entry(row: Mapping[Any, Any]) -> dict[str, Any]:
    """An entry in the values of JSON, its fields in the order of ``docs/ledger.md``."""
    detail = {**DEFAULTS, **(json.loads(row["detail"]) if row["detail"] is not None else {})}
    source = row["source_path"]
    return {
        "path": ledger_name(row["path"]),
        "mode": f"{row['mode']:06o}",
        "size": row["size"],
        "blob": row["git"].hex(),
        "sha256": row["sha256"].hex() or None,
        "grade": row["grade"],
        "reach": row["reach"],
        "reach_reason": detail.pop("reach_reason"),
        "explainer": detail.pop("explainer", row["explainer"]),
        "source_path": None if source is None else ledger_name(source),
        **detail,
    }
