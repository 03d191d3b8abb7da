"""The ledger for a person at a prompt: the verdict, then why, then what is left, then proof."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

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
from tallystick.report.text import counted, name, prose, share, shortened
from tallystick.report.watched_rebuild import watched_words

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
    return draw.plain(lambda console: print_custody(custody, console))


def render(results: Sequence[several.Result]) -> str:
    """The report as plain text of 80 columns (or ``COLUMNS``), for ``-o``."""
    return draw.plain(lambda console: print_results(results, console))


def print_results(results: Sequence[several.Result], console: Console) -> None:
    """Print one ledger whole; of several an overview, then those that were not accepted."""
    if several.is_single(results):
        _print_ledger(several.ledgers(results)[0], console)
        return
    _print_overview(results, console)
    details = [
        ledger
        for ledger in several.whole(results)
        if summary.verdict(ledger).value is not VerdictValue.ACCEPTED
    ]
    for ledger in details:
        draw.write(console, Text())
        _print_ledger(ledger, console)
    for ledger in (one for one in several.whole(results) if advised.among_accepted(one)):
        title = f"{advised.TITLE}: {shortened(name(ledger.artifact.name), draw.NAME_LENGTH)}"
        draw.section(console, title, _advice(ledger.advice))
    if details:
        # The overview has left the screen by now.
        draw.write(console, Text(), Text(several.totals_in_words(results), style="bold"))


def print_custody(custody: Custody, console: Console) -> None:
    """Print what is known of a repository's history: the verdict, the coverage, then what was found."""
    verdict = custody.verdict or Verdict(value=VerdictValue.INCONCLUSIVE)
    sentence = Text.assemble(
        draw.name(custody.where, "bold"), " ", draw.prose(custody_words.headline(custody))
    )
    draw.write(console, _verdict(verdict.value, sentence))
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    for label, text in custody_words.facts(custody):
        grid.add_row(label, draw.prose(text))
    draw.write(console, draw.indented(grid, 2))
    draw.section(console, "Why", _reasons(verdict.reasons))
    for section in custody_words.sections(custody):
        draw.section(console, section.title, _body(section))
    draw.section(
        console,
        f"Not looked at: {counted(len(custody.skips), 'skip')}",
        _said_items(tuple(custody_words.unlooked(custody))),
    )


def _body(section: custody_words.Section) -> list[RenderableType]:
    if not section.rows:
        return _said_items(section.items)
    table = draw.table(*section.head, numbers=())
    for row in section.rows[:_GROUPS]:
        table.add_row(*(draw.prose(cell, draw.WHY_LENGTH) for cell in row))
    left = len(section.rows) - _GROUPS
    more = [Text(f"… {left:,} more; --format html shows all", style="dim")] if left > 0 else []
    return [table, *more]


def _said_items(items: Sequence[custody_words.Item]) -> list[RenderableType]:
    return draw.capped(
        [
            Group(
                draw.said(item.subject, item.sentence),
                *draw.paths(item.names, indent=2, noun="more"),
            )
            for item in items
        ],
        "item",
    )


def _print_overview(results: Sequence[several.Result], console: Console) -> None:
    draw.write(console, Text(several.totals_in_words(results), style="bold"))
    if rows := several.rows(results):
        table = draw.table(
            "verdict", "artifact", numbers=("proven",), last="where from, or first to look at"
        )
        for row in rows:
            table.add_row(*_overview_row(row))
        draw.write(console, table)
    releases = [
        Group(draw.said(one.subject, one.sentence), *draw.paths(one.paths, indent=2))
        for one in several.told(results)
    ]
    draw.section(console, "Side by side", draw.capped(releases, "remark"))
    for remark in several.remarks(results):
        draw.write(console, Text(remark, style="dim"))


def _overview_row(row: several.Row | several.Unaudited) -> tuple[Text, ...]:
    if isinstance(row, several.Row):
        proven = Text(share(row.proven, row.files))
        verdict = Text(row.verdict, style=_VERDICT_STYLE[row.verdict])
        why = draw.prose(row.why, draw.WHY_LENGTH) if row.why else Text()
        return verdict, draw.name(row.name), proven, why
    style = "bold red" if row.kind in several.FAILURES else "yellow"
    return Text(row.kind, style=style), draw.name(row.target), Text("-"), draw.prose(row.reason)


def _print_ledger(ledger: Ledger, console: Console) -> None:
    residue = summary.residue(ledger)
    draw.write(console, _headline(ledger), _facts(ledger))
    draw.section(console, "Why", _reasons(summary.verdict(ledger).reasons))
    if ledger.news is not None:
        since = shortened(prose(summary.since_in_words(ledger.news)), draw.NAME_LENGTH)
        draw.section(console, f"New since {since}", _news(ledger.news))
    draw.section(console, "Built again", _rebuilds(ledger.rebuilds))
    draw.section(console, "Watched while it was built", _watched(ledger.watched))
    draw.section(console, f"Residue: {counted(len(residue), 'file')}", _residue(residue))
    draw.section(
        console,
        f"Container: {counted(len(ledger.findings), 'finding')}",
        draw.capped([_finding(finding) for finding in ledger.findings], "finding"),
    )
    draw.section(
        console,
        f"Build system: {counted(len(ledger.build), 'finding')}",
        draw.capped([_build_finding(finding) for finding in ledger.build], "finding"),
    )
    draw.section(console, "How it is accounted for", _grades(ledger))
    if ledger.custody is not None:
        draw.section(console, "Custody", _said_items(custody_words.brief(ledger.custody)))
    draw.section(
        console,
        f"Not checked: {counted(len(ledger.skips), 'skip')}",
        draw.capped([draw.said(skip.check, skip.reason) for skip in ledger.skips], "skip"),
    )
    draw.section(console, "Notes", _notes(ledger))
    draw.section(console, advised.TITLE, _advice(ledger.advice))


def _advice(given: Sequence[Advice]) -> list[RenderableType]:
    return draw.capped([_one_advice(one) for one in given], "piece of advice", "pieces of advice")


def _one_advice(one: Advice) -> RenderableType:
    lines: list[RenderableType] = [
        draw.indented(draw.prose(line, draw.NAME_LENGTH), 4) for line in one.lines[:_ADVICE]
    ]
    if len(one.lines) > _ADVICE:
        more = counted(len(one.lines) - _ADVICE, "more line")
        lines.append(draw.indented(Text(f"… {more}; --format html shows all", style="dim"), 4))
    if lines:
        lines.insert(0, draw.indented(draw.prose(f"{advised.place(one)}:"), 2))
    said = draw.said(one.about, one.message)
    return Group(said, *draw.paths(one.paths, indent=2), *lines)


def _headline(ledger: Ledger) -> RenderableType:
    sentence = Text.assemble(draw.name(ledger.artifact.name, "bold"), " ", summary.in_words(ledger))
    return _verdict(summary.verdict(ledger).value, sentence)


def _verdict(value: VerdictValue, sentence: Text) -> RenderableType:
    # In columns, so that no part of a long hostile name can wrap to where a verdict would stand.
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    grid.add_row(Text(value.upper(), style=_VERDICT_STYLE[value]), sentence)
    return grid


def _facts(ledger: Ledger) -> RenderableType:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    if ledger.source is None:
        grid.add_row("source", Text("none was found", style="yellow"))
        for skip in ledger.skips:
            if skip.check == "source":
                grid.add_row("", draw.prose(skip.reason))
    else:
        grid.add_row("source", draw.name(ledger.source.url))
        if revision := summary.revision(ledger.source):
            grid.add_row("", draw.name(revision))
        if found := summary.found_by(ledger.source):
            grid.add_row("found", draw.prose(found))
        for fact in summary.undecided(ledger.source):
            grid.add_row("note", draw.said(fact.kind, fact.value))
        for fact in summary.disagreeing(ledger.source):
            grid.add_row(Text("but", style="yellow"), draw.said(fact.kind, fact.value))
    for label, told, style in _identity(ledger.identity):
        grid.add_row(Text(label, style=style), told)
    grid.add_row("contents", summary.contents_in_words(ledger))
    grid.add_row("proven", summary.proven_in_words(ledger))
    if ledger.omitted:
        absent = counted(len(ledger.omitted), "file")
        grid.add_row("omitted", f"{absent} of the source that the artifact does not hold")
    return draw.indented(grid, 2)


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


def _reasons(reasons: Sequence[Reason]) -> list[RenderableType]:
    return draw.capped(
        [
            Group(draw.said(reason.rule, reason.message), *draw.paths(reason.paths, indent=2))
            for reason in reasons
        ],
        "reason",
    )


def _news(news: News) -> list[RenderableType]:
    if not news.items:
        return [Text("nothing")]
    return draw.capped(
        [
            Group(draw.said(item.about, item.message), *draw.paths(item.paths, indent=2))
            for item in news.items
        ],
        "item",
    )


def _rebuilds(rebuilds: Sequence[Rebuild]) -> list[RenderableType]:
    return [
        Group(
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


def _watched(builds: Sequence[WatchedBuild]) -> list[RenderableType]:
    said = [
        Group(draw.said(subject, sentence), *draw.paths(paths, indent=2))
        for build in builds
        for subject, sentence, paths in watched_words(build)
    ]
    return draw.capped(said, "item")


def _residue(lines: Sequence[LedgerLine]) -> list[RenderableType]:
    return draw.capped(
        [_group(group) for group in summary.grouped(lines)], "entry", "entries", _GROUPS
    )


def _group(group: summary.Group) -> RenderableType:
    first = group.first
    head = Text.assemble(
        (f"{first.grade:<12}", _GRADE_STYLE[first.grade]), (f"  {first.reach:<7}", "dim"), "  "
    )
    if len(group.lines) == 1:
        head.append_text(draw.name(first.path, "bold"))
        head.append(f"  {_size(first)}", style="dim")
        paths: list[RenderableType] = []
    else:
        counts = summary.total(group.lines)
        head.append(counted(counts.files, "file"), style="bold")
        head.append(f"  {counted(counts.bytes, 'byte')}", style="dim")
        paths = draw.paths([line.path for line in group.lines], indent=2)
    return Group(head, *paths, _saying(first), *_delta(first.delta))


def _saying(line: LedgerLine) -> RenderableType:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    if line.reach_reason is not None:
        grid.add_row("reach", draw.prose(line.reach_reason))
    if line.claim is not None:
        grid.add_row("claim", draw.prose(line.claim))
    if line.evidence is not None:
        grid.add_row("evidence", draw.prose(line.evidence))
    if line.source_path is not None and line.source_path != line.path:
        grid.add_row("source", draw.name(line.source_path))
    for change in line.normalisations:
        grid.add_row("after", draw.prose(change))
    for note in dict.fromkeys((*line.entry.notes, *line.notes)):
        grid.add_row("note", draw.prose(note))
    return draw.indented(grid, 2) if grid.row_count else Group()


def _delta(delta: str | None) -> list[RenderableType]:
    return [draw.indented(line, 4) for line in draw.delta_lines(delta)]


def _finding(finding: Finding) -> RenderableType:
    head = draw.said(finding.id, finding.message)
    head.append(f" (at byte {finding.offset:,})", style="dim")
    if not finding.ambiguous:
        head.append(" settled by the source", style="dim")
    return Group(head, *draw.paths(finding.paths, indent=2))


def _build_finding(finding: BuildFinding) -> RenderableType:
    where = "only in the release" if finding.new else "in the source"
    place = Text.assemble(draw.name(finding.path), f":{finding.line}", (f" ({where})", "dim"))
    return Group(draw.said(finding.id, finding.message), draw.indented(place, 2))


def _grades(ledger: Ledger) -> list[RenderableType]:
    if not ledger.lines:
        return []
    table = draw.table("grade", "explainer", numbers=("files", "bytes"))
    for (grade, explainer), counts in summary.by_explainer(ledger.lines).items():
        without = summary.WITHOUT_EXPLAINER.get(grade, "")
        table.add_row(
            Text(grade, style=_GRADE_STYLE.get(grade, "green")),
            draw.name(explainer) if explainer else Text(without, style="dim"),
            f"{counts.files:,}",
            f"{counts.bytes:,}",
        )
    return [table]


def _notes(ledger: Ledger) -> list[RenderableType]:
    return draw.capped(
        [
            Group(draw.prose(note), *draw.paths([line.path for line in lines], indent=2))
            for note, lines in summary.notes(ledger).items()
        ],
        "note",
    )


def _size(line: LedgerLine) -> str:
    size = line.entry.size
    return "size unknown" if size is None else counted(size, "byte")
