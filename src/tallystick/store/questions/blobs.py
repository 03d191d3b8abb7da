"""Questions about bytes, names and commits: what somebody asks who has found something bad."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from tallystick.errors import UsageError
from tallystick.model import RESIDUE
from tallystick.store import schema
from tallystick.store.asking import (
    Holder,
    blobs,
    holders,
    holders_of_name,
    ledgers_of_commit,
    ranges_with,
)
from tallystick.store.questions.question import Row
from tallystick.store.questions.residue import named as called

LENGTHS = {40: "a git id of SHA-1", 64: "a SHA-256"}


def shared_residue(connection: Connection, _: str | None, most: int) -> list[Row]:
    """Blobs that the residue of the latest ledgers of several projects holds, with several sources."""
    entry, ledger, artifact, release = (
        schema.entry,
        schema.ledger,
        schema.artifact,
        schema.release,
    )
    how_many = func.count(release.c.project.distinct())
    sources = func.count(ledger.c.source_url.distinct())
    grouped = (
        select(
            entry.c.blob_id,
            how_many.label("projects"),
            func.count(artifact.c.id.distinct()).label("artifacts"),
            func.min(release.c.project).label("first"),
            func.max(release.c.project).label("last"),
            func.min(entry.c.path_id).label("path_id"),
        )
        .select_from(
            entry.join(ledger, ledger.c.id == entry.c.ledger_id).join(artifact).join(release)
        )
        .where(entry.c.grade.in_(sorted(RESIDUE)), ledger.c.is_latest)
        .group_by(entry.c.blob_id)
        .having(how_many > 1, sources != 1)
        .order_by(how_many.desc(), entry.c.blob_id)
        .limit(most)
        .subquery()
    )
    wanted = select(
        schema.blob.c.sha256,
        grouped.c.projects,
        grouped.c.artifacts,
        grouped.c.first,
        grouped.c.last,
        schema.path.c.path,
    ).select_from(
        grouped.join(schema.blob, schema.blob.c.id == grouped.c.blob_id).join(
            schema.path, schema.path.c.id == grouped.c.path_id
        )
    )
    wanted = wanted.order_by(grouped.c.projects.desc(), grouped.c.blob_id)
    return [{**row, "sha256": row["sha256"].hex()} for row in connection.execute(wanted).mappings()]


def digest_of(text: str | None) -> str:
    """A digest in hex, in lower case, with or without ``sha256:`` before it.

    Raises:
        UsageError: it is none.
    """
    digest = (text or "").lower().removeprefix("sha256:")
    if len(digest) not in LENGTHS or set(digest) - set("0123456789abcdef"):
        raise UsageError(f"{text!r} is no digest: {' or '.join(LENGTHS.values())} in hex")
    return digest


def holding(connection: Connection, digest: str | None, most: int) -> list[Row]:
    """The entries that hold the bytes with this SHA-256 or git blob id."""
    found: list[Row] = []
    for blob in blobs(connection, digest_of(digest)):
        found += [_holder(one) for one in holders(connection, blob.id, size=most - len(found))]
    return found


def named(connection: Connection, name: str | None, most: int) -> list[Row]:
    """The entries whose last component is ``name``."""
    return [_holder(one) for one in holders_of_name(connection, name or "", size=most)]


def _holder(one: Holder) -> Row:
    return {
        **called(one.ledger),
        "path": one.path,
        "grade": one.grade,
        "reach": one.reach,
        "verdict": one.ledger.verdict.value,
        "is_latest": one.ledger.is_latest,
        "artifact_sha256": one.ledger.sha256,
    }


def from_commit(connection: Connection, commit: str | None, most: int) -> list[Row]:
    """The artifacts of a commit, then those in whose range it stands."""
    identity = digest_of(commit)
    at: list[Row] = [
        {**called(row), "how": "its source", "verdict": row.verdict.value, "standing": None}
        for row in ledgers_of_commit(connection, identity)
    ]
    within: list[Row] = [
        {
            **called(row),
            "how": "since the release before",
            "verdict": row.verdict.value,
            "standing": said.standing,
        }
        for row, said in ranges_with(connection, identity, size=most)
    ]
    return [*at, *within][:most]
