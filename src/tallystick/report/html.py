"""The ledger as one page that opens from disk: no network, no dependence on scripts.

The page shows what attackers wrote, so three things stand between them and the reader: jinja2
escapes every value, :mod:`tallystick.report.marked` makes the unseen visible, and a
Content-Security-Policy allows exactly the style and the script in this package, by their hashes.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup
from msgspec import Struct

from tallystick.model import Grade, Ledger, LedgerLine
from tallystick.report import (
    advised,
    custody_charts,
    custody_words,
    identity,
    marked,
    several,
    summary,
)
from tallystick.report.diff import side_by_side
from tallystick.report.text import counted, share
from tallystick.report.watched_rebuild import watched_words

if TYPE_CHECKING:
    from tallystick.model.custody import Custody

_BAR_WIDTH: Final = 1000
_OPEN_DETAILS: Final = 10
"""How many differences are unfolded when the page opens; the rest are a click away."""


def render(results: Sequence[several.Result]) -> str:
    """The page."""
    ledgers = several.ledgers(results)
    style, script = _part("page.css"), _part("page.js")
    return _template("page.html.jinja").render(
        ledgers=[_view(ledger) for ledger in ledgers],
        rows=() if several.is_single(results) else _rows(results),
        is_single=several.is_single(results),
        totals=several.totals_in_words(results),
        advised=advised,
        remarks=several.remarks(results),
        told=several.told(results),
        tool=f"{summary.TOOL} {summary.tool_version()}",
        style=Markup(style),  # noqa: S704 - from this package
        script=Markup(script),  # noqa: S704 - from this package
        policy=_policy(style, script),
    )


def render_custody(custody: Custody) -> str:
    """The page about a repository's history; nothing in it is cut."""
    charts = _charts(custody)
    return render_page(
        "custody.html.jinja",
        custody=custody,
        verdict=custody.verdict,
        headline=custody_words.headline(custody),
        facts=custody_words.facts(custody),
        sections=custody_words.sections(custody),
        charts=charts or (),
        undrawn=custody_charts.MISSING if charts is None else "",
        unlooked=tuple(custody_words.unlooked(custody)),
    )


def _charts(custody: Custody) -> tuple[dict[str, object], ...] | None:
    """The pictures of the history, if it was read; None where they cannot be drawn."""
    if custody.past is None:
        return ()
    drawn = custody_charts.charts(custody.past, custody.custodians or ())
    if drawn is None:
        return None
    return tuple(
        {"title": one.title, "caption": one.caption, "svg": Markup(one.svg)}  # noqa: S704 - escaped by Vega
        for one in drawn
    )


def render_page(template: str, **values: object) -> str:
    """A page of this package without a script: its style and its policy come in here."""
    style = _part("page.css")
    return _template(template).render(
        tool=f"{summary.TOOL} {summary.tool_version()}",
        style=Markup(style),  # noqa: S704 - from this package
        policy=f"default-src 'none'; base-uri 'none'; form-action 'none'; style-src '{_digest(style)}'",
        **values,
    )


def _rows(results: Sequence[several.Result]) -> list[tuple[int, several.Row | several.Unaudited]]:
    """The overview's rows with the number of the ledger that each leads to, 0 for none."""
    number = 0
    numbered = []
    for row in several.rows(results):
        number += isinstance(row, several.Row)
        numbered.append((number if isinstance(row, several.Row) else 0, row))
    return numbered


def _part(file_name: str) -> str:
    return files("tallystick.report").joinpath("page", file_name).read_text(encoding="utf-8")


def _policy(style: str, script: str) -> str:
    return (
        "default-src 'none'; base-uri 'none'; form-action 'none'; "
        f"style-src '{_digest(style)}'; script-src '{_digest(script)}'"
    )


def _digest(text: str) -> str:
    """A hash source of CSP level 3, section 2.3.1."""
    return "sha256-" + b64encode(hashlib.sha256(text.encode()).digest()).decode()


@cache
def _template(file_name: str) -> Template:
    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(
        name=marked.name,
        prose=marked.prose,
        counted=counted,
        share=share,
        changed=marked.changed,
    )
    return environment.from_string(_part(file_name))


class _Segment(Struct, frozen=True, kw_only=True):
    """A part of a bar of :data:`_BAR_WIDTH` units."""

    grade: Grade
    start: float
    width: float


class _Tile(Struct, frozen=True, kw_only=True):
    """One grade in the summary."""

    grade: Grade
    counts: summary.Total
    files_share: str
    bytes_share: str


def _view(ledger: Ledger) -> dict[str, object]:
    """What the template shows of a ledger that it could not compute in passing."""
    by_grade = summary.totals(ledger.lines)
    whole = summary.total(ledger.lines)
    residue = summary.grouped(summary.residue(ledger))
    return {
        "ledger": ledger,
        "verdict": summary.verdict(ledger),
        "in_words": summary.in_words(ledger),
        "contents": summary.contents_in_words(ledger),
        "proven": summary.proven_in_words(ledger),
        "revision": summary.revision(ledger.source) if ledger.source else "",
        "found": summary.found_by(ledger.source) if ledger.source else "",
        "disagreeing": summary.disagreeing(ledger.source) if ledger.source else (),
        "undecided": summary.undecided(ledger.source) if ledger.source else (),
        "identity": identity.reached(ledger.identity) if ledger.identity else "",
        "who": tuple(identity.who(ledger.identity)) if ledger.identity else (),
        "against": [
            (identity.label(one), one, identity.said(one))
            for one in (identity.against(ledger.identity) if ledger.identity else ())
        ],
        "bars": (
            ("files", _bar({grade: counts.files for grade, counts in by_grade.items()})),
            ("bytes", _bar({grade: counts.bytes for grade, counts in by_grade.items()})),
        ),
        "tiles": [
            _Tile(
                grade=grade,
                counts=counts,
                files_share=share(counts.files, whole.files),
                bytes_share=share(counts.bytes, whole.bytes),
            )
            for grade, counts in by_grade.items()
            if counts.files
        ],
        "residue": [
            (group, side_by_side(group.first.delta) if group.first.delta else (), number)
            for number, group in enumerate(residue)
        ],
        "residue_files": counted(sum(len(group.lines) for group in residue), "file"),
        "open_details": _OPEN_DETAILS,
        "by_explainer": summary.by_explainer(ledger.lines),
        "without_explainer": summary.WITHOUT_EXPLAINER,
        "lines": _lines_by_grade(ledger.lines),
        "notes": summary.notes(ledger),
        "rebuilds": [
            (
                one.route,
                summary.rebuild_in_words(one),
                summary.rebuild_paths(one),
                (one.log or "").splitlines(),
            )
            for one in ledger.rebuilds
        ],
        "watched": [said for build in ledger.watched for said in watched_words(build)],
        "since": summary.since_in_words(ledger.news) if ledger.news else "",
        "custody": custody_words.brief(ledger.custody) if ledger.custody else (),
    }


def _bar(amounts: dict[Grade, int]) -> list[_Segment]:
    """One segment a grade that occurs; none thinner than can be seen, whatever its share."""
    whole = sum(amounts.values())
    widths = {
        grade: max(amount * _BAR_WIDTH / whole, 4.0) for grade, amount in amounts.items() if amount
    }
    scale = _BAR_WIDTH / sum(widths.values()) if widths else 1.0
    segments = []
    start = 0.0
    for grade, width in widths.items():
        segments.append(_Segment(grade=grade, start=round(start, 2), width=round(width * scale, 2)))
        start += width * scale
    return segments


def _lines_by_grade(lines: Sequence[LedgerLine]) -> dict[Grade, list[LedgerLine]]:
    """The lines of each grade that occurs, residue first, by path."""
    by_grade: dict[Grade, list[LedgerLine]] = {}
    for line in sorted(lines, key=lambda line: line.path):
        by_grade.setdefault(line.grade, []).append(line)
    order = (*summary.RESIDUE_ORDER, *(grade for grade in Grade if grade.is_proof))
    return {grade: by_grade[grade] for grade in order if grade in by_grade}
