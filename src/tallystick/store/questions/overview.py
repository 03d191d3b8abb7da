"""Questions about all that a store holds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Select, func, select

from tallystick.store import schema
from tallystick.store.asking.ledgers import WHOLE
from tallystick.store.questions.question import Row

_ARTIFACT, _LEDGER, _RELEASE = schema.artifact, schema.ledger, schema.release


def _rows(connection: Connection, wanted: Select[*tuple[Any, ...]]) -> Sequence[Row]:
    return [dict(row) for row in connection.execute(wanted).mappings()]


def replaced(connection: Connection, _: str | None, most: int) -> Sequence[Row]:
    """File names of one release that stand for several files."""
    files = func.count(_ARTIFACT.c.sha256.distinct())
    wanted = (
        select(_RELEASE.c.project, _RELEASE.c.version, _ARTIFACT.c.name.label("artifact"))
        .add_columns(files.label("files"))
        .select_from(_ARTIFACT.join(_RELEASE))
        .group_by(_RELEASE.c.project, _RELEASE.c.version, _ARTIFACT.c.name)
        .having(files > 1)
        .order_by(_RELEASE.c.project, _RELEASE.c.version, _ARTIFACT.c.name)
    )
    return _rows(connection, wanted.limit(most))


def verdict_changes(connection: Connection, _: str | None, most: int) -> Sequence[Row]:
    """Artifacts that were not always judged alike."""
    verdicts = func.count(_LEDGER.c.verdict.distinct())
    twice = (
        select(_LEDGER.c.artifact_id)
        .group_by(_LEDGER.c.artifact_id)
        .having(verdicts > 1)
        .scalar_subquery()
    )
    wanted = (
        select(_RELEASE.c.project, _RELEASE.c.version, _ARTIFACT.c.name.label("artifact"))
        .add_columns(_LEDGER.c.verdict, _LEDGER.c.tool, _LEDGER.c.is_latest)
        .select_from(WHOLE)
        .where(_LEDGER.c.artifact_id.in_(twice))
        .order_by(_LEDGER.c.artifact_id, _LEDGER.c.id)
    )
    return _rows(connection, wanted.limit(most))


def unreviewed(connection: Connection, _: str | None, most: int) -> Sequence[Row]:
    """Latest ledgers by the number of commits that nobody but their author saw."""
    said = schema.custody
    wanted = (
        select(_RELEASE.c.project, _RELEASE.c.version, _ARTIFACT.c.name.label("artifact"))
        .add_columns(
            said.c.commits_unreviewed,
            said.c.commits_claimed,
            said.c.commits_reviewed,
            said.c.lines_unreviewed,
        )
        .select_from(WHOLE.join(said, said.c.ledger_id == _LEDGER.c.id))
        .where(_LEDGER.c.is_latest, said.c.commits_unreviewed > 0)
        .order_by(said.c.commits_unreviewed.desc(), _LEDGER.c.id)
    )
    return _rows(connection, wanted.limit(most))


def skips(connection: Connection, _: str | None, most: int) -> Sequence[Row]:
    """Checks that could not run, in the latest ledgers."""
    skip = schema.skip
    how_many = func.count(_LEDGER.c.id.distinct())
    wanted = (
        select(skip.c.area, skip.c.check, how_many.label("ledgers"))
        .add_columns(func.min(skip.c.reason).label("reason"))
        .select_from(skip.join(_LEDGER))
        .where(_LEDGER.c.is_latest)
        .group_by(skip.c.area, skip.c.check)
        .order_by(how_many.desc(), skip.c.area, skip.c.check)
    )
    return _rows(connection, wanted.limit(most))


def rules(connection: Connection, _: str | None, most: int) -> Sequence[Row]:
    """What was found, in the latest ledgers; what holds is not counted."""
    finding = schema.finding
    how_many = func.count(_LEDGER.c.id.distinct())
    wanted = (
        select(finding.c.area, finding.c.rule, how_many.label("ledgers"))
        .add_columns(func.min(finding.c.message).label("message"))
        .select_from(finding.join(_LEDGER))
        .where(_LEDGER.c.is_latest, finding.c.holds.is_not(True))
        .group_by(finding.c.area, finding.c.rule)
        .order_by(how_many.desc(), finding.c.area, finding.c.rule)
    )
    return _rows(connection, wanted.limit(most))
