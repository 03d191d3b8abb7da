"""A release's page: its artifacts beside each other and beside their source, file by file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from tallystick.model import Grade, VerdictValue
from tallystick.store import asking
from tallystick.store.asking import several
from tallystick.store.asking.beside import BesideRow, Standing, beside, paths
from tallystick.web.asked import AFTER, PAGE, Asked, Parameter, absent, cursor
from tallystick.web.pages.shown import Brief, Step, briefs, facts_of, ladder, worst

MOST_ARTIFACTS: Final = 12
"""Artifacts with a column: what is left of a wide screen after the names."""

PARAMETERS: Final = (
    Parameter(
        name="standing",
        about="only files of this standing; without it, all but those that are the same everywhere",
        choices=tuple(one.value for one in Standing),
    ),
    AFTER,
)


class Place(Struct, frozen=True, kw_only=True):
    """A file in one artifact; ``same_as_first`` as in the first that holds it."""

    position: int
    grade: Grade
    same_as_first: bool


class FileRow(Struct, frozen=True, kw_only=True):
    """A file of the release; None in ``places`` where an artifact does not hold it."""

    path: str
    standing: Standing
    in_source: bool
    places: tuple[Place | None, ...]


class ReleasePage(Struct, frozen=True, kw_only=True):
    """All artifacts of one release.

    Attributes:
        verdict: the worst of them.
        sources: how many different sources (address and commit) they were audited against.
        compared: the ledgers of the columns, in their order.
        counts: how many files have each standing.
    """

    ecosystem: str
    project: str
    version: str
    verdict: VerdictValue
    artifacts: tuple[Brief, ...]
    ladder: tuple[Step, ...]
    sources: int
    compared: tuple[asking.LedgerRow, ...]
    counts: dict[str, int]
    standing: str
    files: tuple[FileRow, ...]
    next: str | None
    address: str


def read(asked: Asked) -> ReleasePage:
    """The page.

    Raises:
        Refused: there is no such release.
    """
    ecosystem, project = asked.segment("ecosystem"), asked.segment("project")
    version = asked.segment("version")
    rows = release_asked(asked)
    ordered = sorted(rows, key=lambda row: (row.kind == "wheel", row.files, row.artifact))
    columns = ordered[:MOST_ARTIFACTS]
    table = asked.kept.get(
        ("beside", *(row.digest for row in columns)),
        lambda: beside(asked.connection, [(row.id, row.files) for row in columns]),
        lambda value: len(value.rows) * (1 + len(value.ledgers)),
    )
    standing = asked.text("standing")
    found = [
        row
        for row in table.rows
        if (row.standing == standing if standing else row.standing is not Standing.SAME)
    ]
    after = asked.after(1)
    start = after[0] if after else 0
    shown = found[start : start + PAGE]
    first = next((row for row in ordered if row.kind != "wheel"), ordered[0])
    return ReleasePage(
        ecosystem=ecosystem,
        project=project,
        version=version,
        verdict=worst(rows) or VerdictValue.INCONCLUSIVE,
        artifacts=briefs(asked, ordered),
        ladder=ladder(facts_of(asked, ordered)[first.id].identity),
        sources=len({(row.source_url, row.commit) for row in rows}),
        compared=tuple(row for row in columns if row.id in table.ledgers),
        counts={
            standing.value: count
            for standing, count in sorted(Counter(row.standing for row in table.rows).items())
        },
        standing=standing,
        files=_files(asked, shown),
        next=cursor(start + PAGE) if len(found) > start + PAGE else None,
        address=asked.path,
    )


def release_asked(asked: Asked) -> tuple[asking.LedgerRow, ...]:
    """The latest ledgers of the release that the path names.

    Raises:
        Refused: there is none.
    """
    names = [asked.segment(one) for one in ("ecosystem", "project", "version")]
    rows = several.of_release(asked.connection, *names)
    if not rows:
        raise absent("release")
    return rows


def _files(asked: Asked, shown: Sequence[BesideRow]) -> tuple[FileRow, ...]:
    names = paths(asked.connection, [row.path_id for row in shown])
    return tuple(
        FileRow(
            path=names[row.path_id],
            standing=row.standing,
            in_source=row.in_source,
            places=_places(row),
        )
        for row in shown
    )


def _places(row: BesideRow) -> tuple[Place | None, ...]:
    first = next(cell.blob_id for cell in row.cells if cell is not None)
    return tuple(
        None
        if cell is None
        else Place(position=cell.position, grade=cell.grade, same_as_first=cell.blob_id == first)
        for cell in row.cells
    )
