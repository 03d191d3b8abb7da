"""Questions about what nothing accounts for."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from sqlalchemy import Connection, select

from tallystick.baseline import Kind, kind_of
from tallystick.model import RESIDUE, BlobId, Entry, LedgerLine, Reach, Sha256
from tallystick.store import schema
from tallystick.store.asking import LedgerRow, Line, ReleaseRow, lines, projects, releases_of
from tallystick.store.asking.ledgers import rows_of, selected
from tallystick.store.questions.question import Row

_PAGE = 1_000
_UNASKED = (Reach.INSTALL, Reach.STARTUP, Reach.BUILD)


def named(row: LedgerRow) -> dict[str, str | int | None]:
    """How an artifact is called in an answer."""
    return {"project": row.project, "version": row.version, "artifact": row.artifact}


def most_residue(connection: Connection, _: str | None, most: int) -> list[Row]:
    """The latest ledgers by the number of files of their residue."""
    files = schema.ledger.c.residue_files
    wanted = selected().where(schema.ledger.c.is_latest, files > 0)
    wanted = wanted.order_by(files.desc(), schema.ledger.c.residue_bytes.desc(), schema.ledger.c.id)
    return [
        {
            **named(row),
            "verdict": row.verdict.value,
            "files": row.files,
            "residue_files": row.residue_files,
            "residue_bytes": row.residue_bytes,
        }
        for row in rows_of(connection, wanted.limit(most))
    ]


def new_residue(connection: Connection, project: str | None, most: int) -> list[Row]:
    """What the last release of each project has, by kinds of ``docs/baseline.md``."""
    return list(islice(_all_news(connection, project), most))


def _all_news(connection: Connection, wanted: str | None) -> Iterator[Row]:
    for ecosystem, project in _projects(connection, wanted):
        releases = releases_of(connection, ecosystem, project)
        if len(releases) > 1:
            yield from _news(connection, *releases[-2:])


def _projects(connection: Connection, wanted: str | None) -> Iterator[tuple[str, str]]:
    """Ecosystem and project of each that may be meant, page by page."""
    after = None
    while page := projects(connection, beginning=wanted or "", after=after, size=_PAGE):
        for one in page:
            if wanted is None or one.project == wanted:
                yield one.ecosystem, one.project
        after = (page[-1].project, page[-1].ecosystem)


def _news(connection: Connection, before: ReleaseRow, last: ReleaseRow) -> Iterator[Row]:
    """An sdist is compared with the sdists before, a wheel with the wheels."""
    for ledger in last.ledgers:
        alike = [old for old in before.ledgers if old.kind == ledger.kind]
        known = {kind for old in alike for kind in _kinds(connection, old)}
        if not alike:
            continue
        for kind, paths in _kinds(connection, ledger).items():
            if kind not in known:
                yield {
                    **named(ledger),
                    "since": before.version,
                    "grade": kind.grade.value,
                    "reach": kind.reach.value,
                    "explainer": kind.explainer,
                    "files": len(paths),
                    "first": paths[0],
                }


def _kinds(connection: Connection, ledger: LedgerRow) -> dict[Kind, list[str]]:
    found: dict[Kind, list[str]] = {}
    after = None
    while page := lines(connection, ledger.id, grades=RESIDUE, after=after, size=_PAGE):
        for line in page:
            found.setdefault(kind_of(_ledger_line(line)), []).append(line.path)
        after = (page[-1].rank, page[-1].position)
    return found


def _ledger_line(line: Line) -> LedgerLine:
    sha256 = None if line.sha256 is None else Sha256(line.sha256)
    return LedgerLine(
        entry=Entry(
            path=line.path, mode=line.mode, size=line.size, blob=BlobId(line.git), sha256=sha256
        ),
        grade=line.grade,
        reach=line.reach,
        explainer=line.explainer,
    )


def unasked_residue(connection: Connection, _: str | None, most: int) -> list[Row]:
    """Lines of the residue that run without being asked for, in the latest ledgers."""
    entry, ledger = schema.entry, schema.ledger
    artifact, release, path = schema.artifact, schema.release, schema.path
    wanted = (
        select(
            release.c.project,
            release.c.version,
            artifact.c.name.label("artifact"),
            path.c.path,
            entry.c.grade,
            entry.c.reach,
            entry.c.explainer,
        )
        .select_from(
            ledger.join(artifact)
            .outerjoin(release)
            .join(entry, entry.c.ledger_id == ledger.c.id)
            .join(path, path.c.id == entry.c.path_id)
        )
        .where(
            ledger.c.is_latest,
            ledger.c.residue_files > 0,
            entry.c.grade.in_(sorted(RESIDUE)),
            entry.c.reach.in_(_UNASKED),
        )
        .order_by(ledger.c.id.desc(), entry.c.position)
        .limit(most)
    )
    return [dict(row) for row in connection.execute(wanted).mappings()]
