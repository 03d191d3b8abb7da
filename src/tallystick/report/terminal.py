"""The ledger for a person at a prompt: the verdict, then why, then what is left, then proof."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from tallystick.model import (
    BuildFinding,
    Finding,
    Grade,
    Ledger,
    LedgerLine,
    News,
    Reason,
    Rebuild,
    Verdict,
    VerdictValue,
)
from tallystick.model.advice import Advice
from tallystick.model.custody import Custody
from tallystick.model.ladder import Identity
from tallystick.model.watched import WatchedBuild
from tallystick.report import advised, custody_words, identity, several, summary
from tallystick.report import terminal_pieces as draw
from tallystick.report.layout import Block, Column, Grid, Span, Text, joined, stacked, styled
from tallystick.report.text import counted, name, prose, share, shortened
from tallystick.report.watched_rebuild import watched_words

if TYPE_CHECKING:
    from rich.console import Console

_GROUPS: Final = 30
_ADVICE: Final = 10
"""Lines to write that a person takes over by hand."""

_VERDICT_STYLE: Final = {
    VerdictValue.ACCEPTED: "bold green",
    VerdictValue.INCONCLUSIVE: "bold yellow",
    VerdictValue.REJECTED: "bold red",
}
_GRADE_STYLE: Final = {
    Grade.CONTRADICTED: "bold red",
    Grade.UNEXPLAINED: "red",
    Grade.UNPROVEN: "yellow",
}


def render_custody(custody: Custody) -> str:
    """As :func:`render`, of what is known of a repository's history."""
    return draw.plain(_of_custody(custody))


def render(results: Sequence[several.Result]) -> str:
    """The report as plain text of 80 columns (or ``COLUMNS``), for ``-o``."""
    return draw.plain(_of_results(results))


def print_results(results: Sequence[several.Result], console: Console) -> None:
    """Print one ledger whole; of several an overview, then those that were not accepted."""
    draw.write(_of_results(results), console)


def print_custody(custody: Custody, console: Console) -> None:
    """Print what is known of a repository's history: the verdict, the coverage, then what was found."""
    draw.write(_of_custody(custody), console)


def _of_results(results: Sequence[several.Result]) -> Iterator[Block]:
    if several.is_single(results):
        yield from _ledger(several.ledgers(results)[0])
        return
    yield from _overview(results)
    details = [
        ledger
        for ledger in several.whole(results)
        if summary.verdict(ledger).value is not VerdictValue.ACCEPTED
    ]
    for ledger in details:
        yield Text()
        yield from _ledger(ledger)
    for ledger in (one for one in several.whole(results) if advised.among_accepted(one)):
        title = f"{advised.TITLE}: {shortened(name(ledger.artifact.name), draw.NAME_LENGTH)}"
        yield from draw.section(title, _advice(ledger.advice))
    if details:
        # The overview has left the screen by now.
        yield from (Text(), styled(several.totals_in_words(results), "bold"))


def _of_custody(custody: Custody) -> Iterator[Block]:
    verdict = custody.verdict or Verdict(value=VerdictValue.INCONCLUSIVE)
    sentence = joined(
        draw.name(custody.where, "bold"), " ", draw.prose(custody_words.headline(custody))
    )
    yield _verdict(verdict.value, sentence)
    facts = [(styled(label), draw.prose(text)) for label, text in custody_words.facts(custody)]
    yield draw.indented(draw.labelled(facts), 2)
    yield from draw.section("Why", _reasons(verdict.reasons))
    for section in custody_words.sections(custody):
        yield from draw.section(section.title, _body(section))
    yield from draw.section(
        f"Not looked at: {counted(len(custody.skips), 'skip')}",
        _said_items(tuple(custody_words.unlooked(custody))),
    )


def _body(section: custody_words.Section) -> list[Block]:
    if not section.rows:
        return _said_items(section.items)
    rows = [[draw.prose(cell, draw.WHY_LENGTH) for cell in row] for row in section.rows[:_GROUPS]]
    left = len(section.rows) - _GROUPS
    more = [styled(f"… {left:,} more; --format html shows all", "dim")] if left > 0 else []
    return [draw.table(rows, *section.head), *more]


def _said_items(items: Sequence[custody_words.Item]) -> list[Block]:
    return draw.capped(
        [
            stacked(
                draw.said(item.subject, item.sentence),
                *draw.paths(item.names, indent=2, noun="more"),
            )
            for item in items
        ],
        "item",
    )


def _overview(results: Sequence[several.Result]) -> Iterator[Block]:
    yield styled(several.totals_in_words(results), "bold")
    if rows := several.rows(results):
        yield draw.table(
            [_overview_row(row) for row in rows],
            *("verdict", "artifact"),
            numbers=("proven",),
            last="where from, or first to look at",
        )
    releases = [
        stacked(draw.said(one.subject, one.sentence), *draw.paths(one.paths, indent=2))
        for one in several.told(results)
    ]
    yield from draw.section("Side by side", draw.capped(releases, "remark"))
    for remark in several.remarks(results):
        yield styled(remark, "dim")


def _overview_row(row: several.Row | several.Unaudited) -> tuple[Text, ...]:
    if isinstance(row, several.Row):
        proven = styled(share(row.proven, row.files))
        verdict = styled(row.verdict, _VERDICT_STYLE[row.verdict])
        why = draw.prose(row.why, draw.WHY_LENGTH) if row.why else Text()
        return verdict, draw.name(row.name), proven, why
    style = "bold red" if row.kind in several.FAILURES else "yellow"
    return styled(row.kind, style), draw.name(row.target), styled("-"), draw.prose(row.reason)


def _ledger(ledger: Ledger) -> Iterator[Block]:
    residue = summary.residue(ledger)
    yield from (_headline(ledger), _facts(ledger))
    yield from draw.section("Why", _reasons(summary.verdict(ledger).reasons))
    if ledger.news is not None:
        since = shortened(prose(summary.since_in_words(ledger.news)), draw.NAME_LENGTH)
        yield from draw.section(f"New since {since}", _news(ledger.news))
    yield from draw.section("Built again", _rebuilds(ledger.rebuilds))
    yield from draw.section("Watched while it was built", _watched(ledger.watched))
    yield from draw.section(f"Residue: {counted(len(residue), 'file')}", _residue(residue))
    yield from draw.section(
        f"Container: {counted(len(ledger.findings), 'finding')}",
        draw.capped([_finding(finding) for finding in ledger.findings], "finding"),
    )
    yield from draw.section(
        f"Build system: {counted(len(ledger.build), 'finding')}",
        draw.capped([_build_finding(finding) for finding in ledger.build], "finding"),
    )
    yield from draw.section("How it is accounted for", _grades(ledger))
    if ledger.custody is not None:
        yield from draw.section("Custody", _said_items(custody_words.brief(ledger.custody)))
    yield from draw.section(
        f"Not checked: {counted(len(ledger.skips), 'skip')}",
        draw.capped([draw.said(skip.check, skip.reason) for skip in ledger.skips], "skip"),
    )
    yield from draw.section("Notes", _notes(ledger))
    yield from draw.section(advised.TITLE, _advice(ledger.advice))


def _advice(given: Sequence[Advice]) -> list[Block]:
    return draw.capped([_one_advice(one) for one in given], "piece of advice", "pieces of advice")


def _one_advice(one: Advice) -> Block:
    lines: list[Block] = [
        draw.indented(draw.prose(line, draw.NAME_LENGTH), 4) for line in one.lines[:_ADVICE]
    ]
    if len(one.lines) > _ADVICE:
        more = counted(len(one.lines) - _ADVICE, "more line")
        lines.append(draw.indented(styled(f"… {more}; --format html shows all", "dim"), 4))
    if lines:
        lines.insert(0, draw.indented(draw.prose(f"{advised.place(one)}:"), 2))
    said = draw.said(one.about, one.message)
    return stacked(said, *draw.paths(one.paths, indent=2), *lines)


def _headline(ledger: Ledger) -> Block:
    sentence = joined(draw.name(ledger.artifact.name, "bold"), " ", summary.in_words(ledger))
    return _verdict(summary.verdict(ledger).value, sentence)


def _verdict(value: VerdictValue, sentence: Text) -> Block:
    # In columns, so that no part of a long hostile name can wrap to where a verdict would stand.
    word = styled(value.upper(), _VERDICT_STYLE[value])
    return Grid(columns=(Column(folds=False), Column()), rows=((word, sentence),))


def _facts(ledger: Ledger) -> Block:
    facts = [
        *_source(ledger),
        *((styled(label, style), told) for label, told, style in _identity(ledger.identity)),
        (styled("contents"), styled(summary.contents_in_words(ledger))),
        (styled("proven"), styled(summary.proven_in_words(ledger))),
    ]
    if ledger.omitted:
        absent = counted(len(ledger.omitted), "file")
        omitted = f"{absent} of the source that the artifact does not hold"
        facts.append((styled("omitted"), styled(omitted)))
    return draw.indented(draw.labelled(facts), 2)


def _source(ledger: Ledger) -> Iterator[tuple[Text, Text]]:
    source = ledger.source
    if source is None:
        yield styled("source"), styled("none was found", "yellow")
        yield from (
            (Text(), draw.prose(one.reason)) for one in ledger.skips if one.check == "source"
        )
        return
    yield styled("source"), draw.name(source.url)
    if revision := summary.revision(source):
        yield Text(), draw.name(revision)
    if found := summary.found_by(source):
        yield styled("found"), draw.prose(found)
    for fact in summary.undecided(source):
        yield styled("note"), draw.said(fact.kind, fact.value)
    for fact in summary.disagreeing(source):
        yield styled("but", "yellow"), draw.said(fact.kind, fact.value)


def _identity(said: Identity | None) -> Iterator[tuple[str, Text, str]]:
    """Label, text and style of the label: how far the identity is proven, by whom, and what is not so."""
    if said is None:
        return
    yield "identity", draw.prose(identity.reached(said)), ""
    for told in identity.who(said):
        yield "", draw.prose(told), ""
    for finding in identity.against(said):
        label = identity.label(finding)
        text = draw.said(finding.rule, identity.said(finding))
        yield label, text, "yellow" if label == "but" else ""
        yield from (("", line, "") for line in draw.delta_lines(finding.delta))


def _reasons(reasons: Sequence[Reason]) -> list[Block]:
    return draw.capped(
        [
            stacked(draw.said(reason.rule, reason.message), *draw.paths(reason.paths, indent=2))
            for reason in reasons
        ],
        "reason",
    )


def _news(news: News) -> list[Block]:
    if not news.items:
        return [styled("nothing")]
    return draw.capped(
        [
            stacked(draw.said(item.about, item.message), *draw.paths(item.paths, indent=2))
            for item in news.items
        ],
        "item",
    )


def _rebuilds(rebuilds: Sequence[Rebuild]) -> list[Block]:
    return [
        stacked(
            draw.said(one.route, summary.rebuild_in_words(one)),
            *draw.paths(summary.rebuild_paths(one), indent=2),
            *(
                draw.indented(draw.prose(row, draw.NAME_LENGTH), 4)
                for row in (one.log or "").split("\n")
                if row
            ),
        )
        for one in rebuilds
    ]


def _watched(builds: Sequence[WatchedBuild]) -> list[Block]:
    said = [
        stacked(draw.said(subject, sentence), *draw.paths(paths, indent=2))
        for build in builds
        for subject, sentence, paths in watched_words(build)
    ]
    return draw.capped(said, "item")


def _residue(lines: Sequence[LedgerLine]) -> list[Block]:
    return draw.capped(
        [_group(group) for group in summary.grouped(lines)], "entry", "entries", _GROUPS
    )


def _group(group: summary.Group) -> Block:
    first = group.first
    grade = Span(f"{first.grade:<12}", _GRADE_STYLE[first.grade])
    reach = Span(f"  {first.reach:<7}", "dim")
    if len(group.lines) == 1:
        what = draw.name(first.path, "bold")
        size = _size(first)
        paths: list[Block] = []
    else:
        counts = summary.total(group.lines)
        what = styled(counted(counts.files, "file"), "bold")
        size = counted(counts.bytes, "byte")
        paths = draw.paths([line.path for line in group.lines], indent=2)
    head = joined(grade, reach, "  ", what, Span(f"  {size}", "dim"))
    return stacked(head, *paths, _saying(first), *_delta(first.delta))


def _saying(line: LedgerLine) -> Block:
    words = (
        ("reach", line.reach_reason),
        ("claim", line.claim),
        ("evidence", line.evidence),
    )
    rows = [(styled(label), draw.prose(text)) for label, text in words if text is not None]
    if line.source_path is not None and line.source_path != line.path:
        rows.append((styled("source"), draw.name(line.source_path)))
    rows += ((styled("after"), draw.prose(change)) for change in line.normalisations)
    notes = dict.fromkeys((*line.entry.notes, *line.notes))
    rows += ((styled("note"), draw.prose(note)) for note in notes)
    return draw.indented(draw.labelled(rows), 2)


def _delta(delta: str | None) -> list[Block]:
    return [draw.indented(line, 4) for line in draw.delta_lines(delta)]


def _finding(finding: Finding) -> Block:
    settled = "" if finding.ambiguous else " settled by the source"
    head = joined(
        draw.said(finding.id, finding.message),
        Span(f" (at byte {finding.offset:,}){settled}", "dim"),
    )
    return stacked(head, *draw.paths(finding.paths, indent=2))


def _build_finding(finding: BuildFinding) -> Block:
    where = "only in the release" if finding.new else "in the source"
    place = joined(draw.name(finding.path), f":{finding.line}", Span(f" ({where})", "dim"))
    return stacked(draw.said(finding.id, finding.message), draw.indented(place, 2))


def _grades(ledger: Ledger) -> list[Block]:
    if not ledger.lines:
        return []
    rows = [
        [
            styled(grade, _GRADE_STYLE.get(grade, "green")),
            draw.name(explainer)
            if explainer
            else styled(summary.WITHOUT_EXPLAINER.get(grade, ""), "dim"),
            styled(f"{counts.files:,}"),
            styled(f"{counts.bytes:,}"),
        ]
        for (grade, explainer), counts in summary.by_explainer(ledger.lines).items()
    ]
    return [draw.table(rows, "grade", "explainer", numbers=("files", "bytes"))]


def _notes(ledger: Ledger) -> list[Block]:
    return draw.capped(
        [
            stacked(draw.prose(note), *draw.paths([line.path for line in lines], indent=2))
            for note, lines in summary.notes(ledger).items()
        ],
        "note",
    )


def _size(line: LedgerLine) -> str:
    size = line.entry.size
    return "size unknown" if size is None else counted(size, "byte")
