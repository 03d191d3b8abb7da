"""The ledger for a person at a prompt: the verdict, then why, then what is left, then proof."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from io import StringIO
from typing import Final

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
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
from tallystick.report.text import counted, name, pieces, prose, share, shortened
from tallystick.report.watched_rebuild import watched_words

_WIDTH_OF_A_FILE: Final = 80
_NAME_LENGTH: Final = 240
_PROSE_LENGTH: Final = 600
_WHY_LENGTH: Final = 120
_DELTA_LINES: Final = 12
_GROUPS: Final = 30
_PATHS: Final = 5
_ITEMS: Final = 20

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
_DELTA_STYLE: Final = {"+": "green", "-": "red", "@": "cyan"}
_ESCAPED: Final = "reverse"


def render_custody(custody: Custody) -> str:
    """As :func:`render`, of what is known of a repository's history."""
    return _plain(lambda console: print_custody(custody, console))


def render(results: Sequence[several.Result]) -> str:
    """The report as plain text of 80 columns (or ``COLUMNS``), for ``-o``."""
    return _plain(lambda console: print_results(results, console))


def _plain(write: Callable[[Console], None]) -> str:
    columns = os.environ.get("COLUMNS", "")
    width = int(columns) if columns.isascii() and columns.isdigit() else _WIDTH_OF_A_FILE
    file = StringIO()
    console = Console(
        file=file, width=max(width, 40), no_color=True, force_terminal=False, emoji=False
    )
    write(console)
    # rich fills its columns with spaces; in a file they would only be noise in a diff.
    return "".join(f"{line.rstrip(' ')}\n" for line in file.getvalue().split("\n")[:-1])


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
        _print(console, Text())
        _print_ledger(ledger, console)
    for ledger in (one for one in several.whole(results) if advised.among_accepted(one)):
        title = f"{advised.TITLE}: {shortened(name(ledger.artifact.name), _NAME_LENGTH)}"
        _section(console, title, _advice(ledger.advice))
    if details:
        # The overview has left the screen by now.
        _print(console, Text(), Text(several.totals_in_words(results), style="bold"))


def print_custody(custody: Custody, console: Console) -> None:
    """Print what is known of a repository's history: the verdict, the coverage, then what was found."""
    verdict = custody.verdict or Verdict(value=VerdictValue.INCONCLUSIVE)
    sentence = Text.assemble(
        _name(custody.where, "bold"), " ", _prose(custody_words.headline(custody))
    )
    _print(console, _verdict(verdict.value, sentence))
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    for label, text in custody_words.facts(custody):
        grid.add_row(label, _prose(text))
    _print(console, _indented(grid, 2))
    _section(console, "Why", _reasons(verdict.reasons))
    for section in custody_words.sections(custody):
        _section(console, section.title, _body(section))
    _section(
        console,
        f"Not looked at: {counted(len(custody.skips), 'skip')}",
        _said_items(tuple(custody_words.unlooked(custody))),
    )


def _body(section: custody_words.Section) -> list[RenderableType]:
    if not section.rows:
        return _said_items(section.items)
    table = _table(*section.head, numbers=())
    for row in section.rows[:_GROUPS]:
        table.add_row(*(_prose(cell, _WHY_LENGTH) for cell in row))
    left = len(section.rows) - _GROUPS
    more = [Text(f"… {left:,} more; --format html shows all", style="dim")] if left > 0 else []
    return [table, *more]


def _said_items(items: Sequence[custody_words.Item]) -> list[RenderableType]:
    return _capped(
        [
            Group(_said(item.subject, item.sentence), *_paths(item.names, indent=2, noun="more"))
            for item in items
        ],
        "item",
    )


def _print(console: Console, *renderables: RenderableType) -> None:
    # What is printed is text already: no markup, no emoji codes, no highlighting of numbers.
    for renderable in renderables:
        console.print(renderable, markup=False, emoji=False, highlight=False, overflow="fold")


def _print_overview(results: Sequence[several.Result], console: Console) -> None:
    _print(console, Text(several.totals_in_words(results), style="bold"))
    if rows := several.rows(results):
        table = _table(
            "verdict", "artifact", numbers=("proven",), last="where from, or first to look at"
        )
        for row in rows:
            table.add_row(*_overview_row(row))
        _print(console, table)
    releases = [
        Group(_said(one.subject, one.sentence), *_paths(one.paths, indent=2))
        for one in several.told(results)
    ]
    _section(console, "Side by side", _capped(releases, "remark"))
    for remark in several.remarks(results):
        _print(console, Text(remark, style="dim"))


def _overview_row(row: several.Row | several.Unaudited) -> tuple[Text, ...]:
    if isinstance(row, several.Row):
        proven = Text(share(row.proven, row.files))
        verdict = Text(row.verdict, style=_VERDICT_STYLE[row.verdict])
        why = _prose(row.why, _WHY_LENGTH) if row.why else Text()
        return verdict, _name(row.name), proven, why
    style = "bold red" if row.kind in several.FAILURES else "yellow"
    return Text(row.kind, style=style), _name(row.target), Text("-"), _prose(row.reason)


def _print_ledger(ledger: Ledger, console: Console) -> None:
    residue = summary.residue(ledger)
    _print(console, _headline(ledger), _facts(ledger))
    _section(console, "Why", _reasons(summary.verdict(ledger).reasons))
    if ledger.news is not None:
        since = shortened(prose(summary.since_in_words(ledger.news)), _NAME_LENGTH)
        _section(console, f"New since {since}", _news(ledger.news))
    _section(console, "Built again", _rebuilds(ledger.rebuilds))
    _section(console, "Watched while it was built", _watched(ledger.watched))
    _section(console, f"Residue: {counted(len(residue), 'file')}", _residue(residue))
    _section(
        console,
        f"Container: {counted(len(ledger.findings), 'finding')}",
        _capped([_finding(finding) for finding in ledger.findings], "finding"),
    )
    _section(
        console,
        f"Build system: {counted(len(ledger.build), 'finding')}",
        _capped([_build_finding(finding) for finding in ledger.build], "finding"),
    )
    _section(console, "How it is accounted for", _grades(ledger))
    if ledger.custody is not None:
        _section(console, "Custody", _said_items(custody_words.brief(ledger.custody)))
    _section(
        console,
        f"Not checked: {counted(len(ledger.skips), 'skip')}",
        _capped([_said(skip.check, skip.reason) for skip in ledger.skips], "skip"),
    )
    _section(console, "Notes", _notes(ledger))
    _section(console, advised.TITLE, _advice(ledger.advice))


def _advice(given: Sequence[Advice]) -> list[RenderableType]:
    return _capped(
        [
            Group(
                _said(one.about, one.message),
                *_paths(one.paths, indent=2),
                *([_indented(_prose(f"{advised.place(one)}:"), 2)] if one.lines else []),
                *(_indented(_prose(line, _NAME_LENGTH), 4) for line in one.lines),
            )
            for one in given
        ],
        "piece of advice",
        "pieces of advice",
    )


def _section(console: Console, title: str, body: Sequence[RenderableType]) -> None:
    if body:
        _print(console, Text(), Text(title, style="bold"), _indented(Group(*body), 2))


def _headline(ledger: Ledger) -> RenderableType:
    sentence = Text.assemble(_name(ledger.artifact.name, "bold"), " ", summary.in_words(ledger))
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
                grid.add_row("", _prose(skip.reason))
    else:
        grid.add_row("source", _name(ledger.source.url))
        if revision := summary.revision(ledger.source):
            grid.add_row("", _name(revision))
        if found := summary.found_by(ledger.source):
            grid.add_row("found", _prose(found))
        for fact in summary.undecided(ledger.source):
            grid.add_row("note", _said(fact.kind, fact.value))
        for fact in summary.disagreeing(ledger.source):
            grid.add_row(Text("but", style="yellow"), _said(fact.kind, fact.value))
    for label, told, style in _identity(ledger.identity):
        grid.add_row(Text(label, style=style), told)
    grid.add_row("contents", summary.contents_in_words(ledger))
    grid.add_row("proven", summary.proven_in_words(ledger))
    if ledger.omitted:
        absent = counted(len(ledger.omitted), "file")
        grid.add_row("omitted", f"{absent} of the source that the artifact does not hold")
    return _indented(grid, 2)


def _identity(said: Identity | None) -> Iterator[tuple[str, Text, str]]:
    """Label, text and style of the label: how far the identity is proven, by whom, and what is not so."""
    if said is None:
        return
    yield "identity", _prose(identity.reached(said)), ""
    for told in identity.who(said):
        yield "", _prose(told), ""
    for finding in identity.against(said):
        label = identity.label(finding)
        text = _said(finding.rule, identity.said(finding))
        yield label, text, "yellow" if label == "but" else ""
        yield from (("", line, "") for line in _delta_lines(finding.delta))


def _reasons(reasons: Sequence[Reason]) -> list[RenderableType]:
    return _capped(
        [
            Group(_said(reason.rule, reason.message), *_paths(reason.paths, indent=2))
            for reason in reasons
        ],
        "reason",
    )


def _news(news: News) -> list[RenderableType]:
    if not news.items:
        return [Text("nothing")]
    return _capped(
        [
            Group(_said(item.about, item.message), *_paths(item.paths, indent=2))
            for item in news.items
        ],
        "item",
    )


def _rebuilds(rebuilds: Sequence[Rebuild]) -> list[RenderableType]:
    return [
        Group(
            _said(one.route, summary.rebuild_in_words(one)),
            *_paths(summary.rebuild_paths(one), indent=2),
            *(
                _indented(_prose(row, _NAME_LENGTH), 4)
                for row in (one.log or "").split("\n")
                if row
            ),
        )
        for one in rebuilds
    ]


def _watched(builds: Sequence[WatchedBuild]) -> list[RenderableType]:
    said = [
        Group(_said(subject, sentence), *_paths(paths, indent=2))
        for build in builds
        for subject, sentence, paths in watched_words(build)
    ]
    return _capped(said, "item")


def _residue(lines: Sequence[LedgerLine]) -> list[RenderableType]:
    return _capped([_group(group) for group in summary.grouped(lines)], "entry", "entries", _GROUPS)


def _group(group: summary.Group) -> RenderableType:
    first = group.first
    head = Text.assemble(
        (f"{first.grade:<12}", _GRADE_STYLE[first.grade]), (f"  {first.reach:<7}", "dim"), "  "
    )
    if len(group.lines) == 1:
        head.append_text(_name(first.path, "bold"))
        head.append(f"  {_size(first)}", style="dim")
        paths: list[RenderableType] = []
    else:
        counts = summary.total(group.lines)
        head.append(counted(counts.files, "file"), style="bold")
        head.append(f"  {counted(counts.bytes, 'byte')}", style="dim")
        paths = _paths([line.path for line in group.lines], indent=2)
    return Group(head, *paths, _saying(first), *_delta(first.delta))


def _saying(line: LedgerLine) -> RenderableType:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    if line.reach_reason is not None:
        grid.add_row("reach", _prose(line.reach_reason))
    if line.claim is not None:
        grid.add_row("claim", _prose(line.claim))
    if line.evidence is not None:
        grid.add_row("evidence", _prose(line.evidence))
    if line.source_path is not None and line.source_path != line.path:
        grid.add_row("source", _name(line.source_path))
    for change in line.normalisations:
        grid.add_row("after", _prose(change))
    for note in dict.fromkeys((*line.entry.notes, *line.notes)):
        grid.add_row("note", _prose(note))
    return _indented(grid, 2) if grid.row_count else Group()


def _delta(delta: str | None) -> list[RenderableType]:
    return [_indented(line, 4) for line in _delta_lines(delta)]


def _delta_lines(delta: str | None) -> list[Text]:
    if not delta:
        return []
    # Only the line feed ends a line of a difference; what else str.splitlines knows is content.
    lines = delta.removesuffix("\n").split("\n")
    shown = [_delta_line(line) for line in lines[:_DELTA_LINES]]
    if len(lines) > _DELTA_LINES:
        more = counted(len(lines) - _DELTA_LINES, "more line")
        shown.append(Text(f"… {more}", style="dim"))
    return shown


def _delta_line(line: str) -> Text:
    text = _prose(line, _NAME_LENGTH)
    text.style = _DELTA_STYLE.get(line[:1], "dim")
    return text


def _finding(finding: Finding) -> RenderableType:
    head = _said(finding.id, finding.message)
    head.append(f" (at byte {finding.offset:,})", style="dim")
    if not finding.ambiguous:
        head.append(" settled by the source", style="dim")
    return Group(head, *_paths(finding.paths, indent=2))


def _build_finding(finding: BuildFinding) -> RenderableType:
    where = "only in the release" if finding.new else "in the source"
    place = Text.assemble(_name(finding.path), f":{finding.line}", (f" ({where})", "dim"))
    return Group(_said(finding.id, finding.message), _indented(place, 2))


def _grades(ledger: Ledger) -> list[RenderableType]:
    if not ledger.lines:
        return []
    table = _table("grade", "explainer", numbers=("files", "bytes"))
    for (grade, explainer), counts in summary.by_explainer(ledger.lines).items():
        without = summary.WITHOUT_EXPLAINER.get(grade, "")
        table.add_row(
            Text(grade, style=_GRADE_STYLE.get(grade, "green")),
            _name(explainer) if explainer else Text(without, style="dim"),
            f"{counts.files:,}",
            f"{counts.bytes:,}",
        )
    return [table]


def _notes(ledger: Ledger) -> list[RenderableType]:
    return _capped(
        [
            Group(_prose(note), *_paths([line.path for line in lines], indent=2))
            for note, lines in summary.notes(ledger).items()
        ],
        "note",
    )


def _table(*words: str, numbers: Iterable[str], last: str | None = None) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim", pad_edge=False)
    for word in words:
        table.add_column(word, overflow="fold")
    for number in numbers:
        table.add_column(number, justify="right", no_wrap=True)
    if last is not None:
        table.add_column(last, overflow="fold")
    return table


def _paths(paths: Sequence[str], *, indent: int, noun: str = "more file") -> list[RenderableType]:
    shown = [_name(path) for path in paths[:_PATHS]]
    if len(paths) > _PATHS:
        left = len(paths) - _PATHS
        more = f"{left:,} more" if noun == "more" else counted(left, noun)
        shown.append(Text(f"… {more}", style="dim"))
    return [_indented(path, indent) for path in shown]


def _capped(
    items: Sequence[RenderableType], noun: str, plural: str | None = None, cap: int = _ITEMS
) -> list[RenderableType]:
    """The first items, and how many there are besides: a flood must not bury the rest."""
    shown = list(items[:cap])
    if len(items) > cap:
        rest = counted(len(items) - cap, f"more {noun}", plural and f"more {plural}")
        shown.append(Text(f"… {rest}; --format html shows all", style="dim"))
    return shown


def _indented(renderable: RenderableType, columns: int) -> Padding:
    return Padding(renderable, (0, 0, 0, columns), expand=False)


def _said(subject: str, sentence: str) -> Text:
    return Text.assemble(_name(subject, "bold"), ": ", _prose(sentence))


def _size(line: LedgerLine) -> str:
    size = line.entry.size
    return "size unknown" if size is None else counted(size, "byte")


def _name(text: str, style: str = "") -> Text:
    return _shown(text, style, _NAME_LENGTH, is_name=True)


def _prose(text: str, limit: int = _PROSE_LENGTH) -> Text:
    return _shown(text, "", limit, is_name=False)


def _shown(text: str, style: str, limit: int, *, is_name: bool) -> Text:
    """Text whose escapes stand out, to tell them from the same characters typed."""
    whole = Text(style=style)
    for piece in pieces(text, is_name=is_name):
        whole.append(piece.text, style=_ESCAPED if piece.escaped else None)
    if len(whole) > limit:
        whole = Text(shortened(whole.plain, limit), style=style)
    return whole or Text("(empty)", style="dim")
