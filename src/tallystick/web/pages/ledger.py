"""A ledger's page: one artifact, how each of its files is accounted for, the residue first."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from urllib.parse import urlencode

from msgspec import Struct

from tallystick.model import Grade, Reach
from tallystick.store import asking
from tallystick.store.asking.breakdown import Part, breakdown
from tallystick.web.asked import AFTER, PAGE, Asked, Parameter, absent, cursor
from tallystick.web.pages.shown import Brief, Step, briefs, ladder, sentence
from tallystick.web.pages.treemap import Map, treemap
from tallystick.web.told import Document, Told, read_document

PARAMETERS: Final = (
    Parameter(
        name="grade",
        about="only entries of this grade",
        choices=tuple(grade.value for grade in Grade),
        many=True,
    ),
    Parameter(
        name="reach",
        about="only entries with this reach",
        choices=tuple(reach.value for reach in Reach),
        many=True,
    ),
    Parameter(name="explainer", about="only entries that this explainer decided"),
    Parameter(name="path", about="only entries with this in their path; case counts"),
    AFTER,
)


class Count(Struct, frozen=True, kw_only=True):
    """How many entries have something in common, and how many of those are shown with the filters."""

    value: str
    files: int
    bytes: int
    chosen: bool


class Filters(Struct, frozen=True, kw_only=True):
    """What the table is narrowed to, and what it could be."""

    grades: tuple[Count, ...]
    reaches: tuple[Count, ...]
    explainers: tuple[Count, ...]
    path: str
    active: bool
    matching: int | None


class LedgerPage(Struct, frozen=True, kw_only=True):
    """One audit of one artifact.

    Attributes:
        sentence: the rest of one that begins with the artifact's name.
        siblings: the latest ledgers on the other artifacts of the release.
        audits: all ledgers on the same file, the latest first.
        lines: the entries that pass the filters, the residue first.
        next: the parameter ``after`` of the next page; None on the last.
    """

    ledger: asking.LedgerRow
    sentence: str
    siblings: tuple[Brief, ...]
    audits: tuple[asking.LedgerRow, ...]
    findings: tuple[asking.FindingRow, ...]
    skips: tuple[asking.SkipRow, ...]
    identity: asking.IdentityRow | None
    ladder: tuple[Step, ...]
    attestations: tuple[asking.AttestationRow, ...]
    custody: asking.CustodyRow | None
    commits: tuple[asking.CommitRow, ...]
    told: Told
    map: Map
    filters: Filters
    lines: tuple[asking.Line, ...]
    next: str | None
    address: str

    @property
    def next_address(self) -> str | None:
        """Of the next page, with the same filters."""
        if self.next is None:
            return None
        chosen = [
            *(("grade", one.value) for one in self.filters.grades if one.chosen),
            *(("reach", one.value) for one in self.filters.reaches if one.chosen),
            *(("explainer", one.value) for one in self.filters.explainers if one.chosen),
            *((("path", self.filters.path),) if self.filters.path else ()),
        ]
        return f"{self.address}?{urlencode([*chosen, ('after', self.next)])}#ledger"


def ledger_asked(asked: Asked) -> asking.LedgerRow:
    """The ledger that the path names.

    Raises:
        Refused: there is none.
    """
    row = asking.ledger_row(asked.connection, asked.digest("digest"))
    if row is None:
        raise absent("ledger")
    return row


def document_of(asked: Asked, row: asking.LedgerRow) -> Document:
    """What its document tells."""
    return asked.kept.get(
        ("document", row.digest),
        lambda: read_document(asked.connection, row.id),
        lambda value: value.weight,
    )


def read(asked: Asked) -> LedgerPage:
    """The page.

    Raises:
        Refused: there is no such ledger, or ``after`` is none of its pages.
    """
    connection = asked.connection
    row = ledger_asked(asked)
    parts = asked.kept.get(("parts", row.digest), lambda: breakdown(connection, row.id), len)
    picture = asked.kept.get(
        ("map", row.digest), lambda: treemap(connection, row.id, parts), lambda one: len(one.tiles)
    )
    grades = tuple(map(Grade, asked.several("grade")))
    reaches = tuple(map(Reach, asked.several("reach")))
    explainer = asked.text("explainer")
    after = asked.after(2)
    lines = asking.lines(
        connection,
        row.id,
        grades=grades,
        reaches=reaches,
        explainer=explainer or None,
        containing=asked.text("path"),
        after=(after[0], after[1]) if after else None,
        size=PAGE + 1,
    )
    shown = lines[:PAGE]
    document = document_of(asked, row)
    said = document.said
    audits, siblings = asking.ledgers_beside(connection, row)
    files = _by_grade(parts)
    return LedgerPage(
        ledger=row,
        sentence=sentence(row.verdict, files, skips=len(said.skips)),
        siblings=briefs(asked, siblings[:PAGE]),
        audits=audits,
        findings=said.findings,
        skips=said.skips,
        identity=said.identity,
        ladder=ladder(said.identity),
        attestations=said.attestations,
        custody=said.custody,
        commits=said.commits[:PAGE],
        told=document.told,
        map=picture,
        filters=_filters(asked, parts, grades, reaches, explainer),
        lines=shown,
        next=cursor(shown[-1].rank, shown[-1].position) if len(lines) > PAGE else None,
        address=asked.path,
    )


def _by_grade(parts: Iterable[Part]) -> dict[Grade, int]:
    files: dict[Grade, int] = {}
    for part in parts:
        files[part.grade] = files.get(part.grade, 0) + part.files
    return files


def _filters(
    asked: Asked,
    parts: tuple[Part, ...],
    grades: tuple[Grade, ...],
    reaches: tuple[Reach, ...],
    explainer: str,
) -> Filters:
    path = asked.text("path")

    def fits(part: Part) -> bool:
        return (
            (not grades or part.grade in grades)
            and (not reaches or part.reach in reaches)
            and (not explainer or part.explainer == explainer)
        )

    return Filters(
        grades=_counts(
            [(part.grade.value, part) for part in parts],
            [grade.value for grade in reversed(Grade)],
            set(grades),
        ),
        reaches=_counts(
            [(part.reach.value, part) for part in parts],
            [reach.value for reach in Reach],
            set(reaches),
        ),
        explainers=_counts(
            [(part.explainer, part) for part in parts if part.explainer is not None],
            sorted({part.explainer for part in parts if part.explainer is not None}),
            {explainer},
        ),
        path=path,
        active=bool(grades or reaches or explainer or path),
        # How many paths have something in them is not counted: all would have to be read.
        matching=None if path else sum(part.files for part in parts if fits(part)),
    )


def _counts(
    parts: Iterable[tuple[str, Part]], order: Iterable[str], chosen: Iterable[str]
) -> tuple[Count, ...]:
    files: dict[str, int] = {}
    sizes: dict[str, int] = {}
    for value, part in parts:
        files[value] = files.get(value, 0) + part.files
        sizes[value] = sizes.get(value, 0) + part.bytes
    wanted = set(chosen)
    return tuple(
        Count(value=value, files=files[value], bytes=sizes[value], chosen=value in wanted)
        for value in order
        if value in files
    )
