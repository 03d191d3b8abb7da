"""Questions about who published."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby, islice
from typing import Any

from sqlalchemy import Connection, RowMapping, select

from tallystick.store import schema
from tallystick.store.asking import releases_of_publisher
from tallystick.store.asking.projects import in_order
from tallystick.store.questions.question import Row
from tallystick.store.questions.residue import named

_NOBODY = "nobody says"


def published_by(connection: Connection, who: str | None, most: int) -> list[Row]:
    """The artifacts with an attestation by ``who``."""
    return [
        {**named(row), "verdict": row.verdict.value, "sha256": row.sha256, "commit": row.commit}
        for row in releases_of_publisher(connection, who or "", size=most)
    ]


def publisher_changes(connection: Connection, project: str | None, most: int) -> list[Row]:
    """Releases whose publishers are not those of the release before, in projects that had any."""
    return list(islice(_changes(connection, project), most))


def _changes(connection: Connection, project: str | None) -> Iterator[Row]:
    for _, rows in groupby(_said(connection, project), key=_project_of):
        by_version: dict[str, set[str]] = {}
        kept = list(rows)
        for row in kept:
            said = by_version.setdefault(row["version"], set())
            if row["state"] == "verified" and row["signer"] is not None:
                said.add(row["signer"])
        before: set[str] = set()
        for version in in_order(by_version):
            now = by_version[version]
            if before and now != before:
                yield {
                    "ecosystem": kept[0]["ecosystem"],
                    "project": kept[0]["project"],
                    "version": version,
                    "before": ", ".join(sorted(before)),
                    "now": ", ".join(sorted(now)) or _NOBODY,
                }
            before = now or before


def _project_of(row: RowMapping) -> tuple[Any, Any]:
    return row["project"], row["ecosystem"]


def _said(connection: Connection, project: str | None) -> Iterator[RowMapping]:
    """Who signed what, by project; releases that nobody signed stand there, too."""
    release, artifact, ledger, by = (
        schema.release,
        schema.artifact,
        schema.ledger,
        schema.attestation,
    )
    wanted = (
        select(release.c.project, release.c.ecosystem, release.c.version, by.c.state, by.c.signer)
        .select_from(
            release.join(artifact)
            .join(ledger, ledger.c.artifact_id == artifact.c.id)
            .outerjoin(by, by.c.ledger_id == ledger.c.id)
        )
        .where(ledger.c.is_latest)
        .order_by(release.c.project, release.c.ecosystem)
    )
    if project is not None:
        wanted = wanted.where(release.c.project == project)
    yield from connection.execution_options(yield_per=10_000).execute(wanted).mappings()
