r"""The ledger for the summary of a CI job, in GitHub's dialect of Markdown.

Whatever others wrote stands in a code span or a fenced block, where Markdown has no emphasis,
links, images, HTML or mentions. A code span ends at a backtick, and a table cell at a pipe: both
are written as escapes (``\x60``, ``\x7c``), so that there is nothing to break out with.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from tallystick.model import (
    Ledger,
    LedgerLine,
    News,
    Reason,
    Rebuild,
    Source,
    Verdict,
    VerdictValue,
)
from tallystick.model.advice import Advice
from tallystick.model.custody import Custody
from tallystick.model.ladder import Identity, IdentityFinding
from tallystick.report import advised, custody_words, identity, several, summary
from tallystick.report.text import counted, name, prose, share, shortened
from tallystick.report.watched_rebuild import watched_words

_ROWS: Final = 50
_PATHS: Final = 10
_DELTAS: Final = 5
_DELTA_LINES: Final = 40
_LENGTH: Final = 200
"""GitHub takes a summary of 1 MiB and a comment of 64 KiB; these caps stay below both."""

_PLAIN: Final = re.compile(
    r"(?!.*\b[0-9a-f]{7,40}\b)"  # GitHub links what could be a commit
    r"(?![0-9]+[.)])"  # nor may it begin a list
    r"[A-Za-z0-9](?:[A-Za-z0-9 '()%,;/]|-(?![0-9])|[.:](?= |\Z)|(?<=[0-9])\.(?=[0-9]))*"
)
"""Text in which no dialect of Markdown sees anything: no autolink, mention, reference or emoji."""

_CODE_ESCAPES: Final = str.maketrans({"`": "\\x60", "|": "\\x7c"})


def render(results: Sequence[several.Result]) -> str:
    """One ledger whole; of several an overview, then each."""
    blocks: list[str] = []
    if not several.is_single(results):
        blocks += [f"# {several.totals_in_words(results)}", _overview(results)]
        blocks.append(_section("Side by side", [_told(one) for one in several.told(results)]))
        blocks.append(_list([*several.remarks(results)]))
    for ledger in several.ledgers(results):
        blocks += _ledger(ledger)
    return "\n\n".join(block for block in blocks if block) + "\n"


def render_custody(custody: Custody) -> str:
    """What is known of a repository's history."""
    verdict = custody.verdict or Verdict(value=VerdictValue.INCONCLUSIVE)
    blocks = [
        f"## {verdict.value.value.capitalize()}: {_name(custody.where)}",
        f"It {_prose(custody_words.headline(custody))}",
        _list([f"{label}: {_prose(text)}" for label, text in custody_words.facts(custody)]),
        _section("Why", [_reason(reason) for reason in verdict.reasons]),
        *(_of_custody(section) for section in custody_words.sections(custody)),
        _items(
            f"Not looked at: {counted(len(custody.skips), 'skip')}",
            tuple(custody_words.unlooked(custody)),
        ),
    ]
    return "\n\n".join(block for block in blocks if block) + "\n"


def _of_custody(section: custody_words.Section) -> str:
    if not section.rows:
        return _items(section.title, section.items)
    rows = [[_prose(cell) for cell in row] for row in section.rows[:_ROWS]]
    left = len(section.rows) - _ROWS
    more = f"\n\n{left:,} more; the JSON and HTML reports hold all." if left > 0 else ""
    return f"### {_prose(section.title)}\n\n{_table(section.head, rows)}{more}"


def _items(title: str, items: Sequence[custody_words.Item]) -> str:
    said = [
        f"{_bold(item.subject)}: {_prose(item.sentence)}{_paths(item.names, 'more')}"
        for item in items
    ]
    return _section(title, said)


def _overview(results: Sequence[several.Result]) -> str:
    return _table(
        ("verdict", "artifact", "proven files", "where from, or first to look at"),
        [_overview_row(row) for row in several.rows(results)],
    )


def _overview_row(row: several.Row | several.Unaudited) -> tuple[str, ...]:
    if isinstance(row, several.Unaudited):
        return row.kind.value, _name(row.target), "-", _prose(row.reason)
    why = _prose(row.why) if row.why else ""
    return row.verdict.value, _name(row.name), share(row.proven, row.files), why


def _told(one: several.Told) -> str:
    return f"{_bold(one.subject)}: {_prose(one.sentence)}{_paths(one.paths)}"


def _ledger(ledger: Ledger) -> list[str]:
    verdict = summary.verdict(ledger)
    residue = summary.residue(ledger)
    is_quiet = verdict.value is VerdictValue.ACCEPTED
    return [
        f"## {verdict.value.value.capitalize()}: {_name(ledger.artifact.name)}",
        f"It {summary.in_words(ledger)}",
        _facts(ledger),
        _section("Why", [_reason(reason) for reason in verdict.reasons]),
        _news(ledger.news),
        _section("Built again", [_rebuild(one) for one in ledger.rebuilds]),
        _section(
            "Watched while it was built",
            [
                f"{_bold(subject)}: {_prose(sentence)}{_paths(paths)}"
                for build in ledger.watched
                for subject, sentence, paths in watched_words(build)
            ],
        ),
        _residue(residue),
        *_differences(residue),
        _section(
            f"Container: {counted(len(ledger.findings), 'finding')}",
            [
                f"{_bold(finding.id)}: {_prose(finding.message)} (at byte {finding.offset:,})"
                + _paths(finding.paths)
                for finding in ledger.findings
            ],
        ),
        _section(
            f"Not checked: {counted(len(ledger.skips), 'skip')}",
            [f"{_bold(skip.check)}: {_prose(skip.reason)}" for skip in ledger.skips],
        ),
        _section(advised.TITLE, [_advice(one) for one in ledger.advice]),
        _details("How it is accounted for", _grades(ledger), opened=not is_quiet),
        _items("Custody", custody_words.brief(ledger.custody) if ledger.custody else ()),
        _details(
            f"Omitted: {counted(len(ledger.omitted), 'file')} of the source",
            _list([f"{_name(gone.path)}: {_prose(gone.reason)}" for gone in ledger.omitted]),
        ),
        _details(
            f"Notes: {len(summary.notes(ledger)):,}",
            _list(
                [
                    _prose(note) + _paths([line.path for line in lines])
                    for note, lines in summary.notes(ledger).items()
                ]
            ),
        ),
    ]


def _facts(ledger: Ledger) -> str:
    return _list(
        [
            *_source(ledger.source),
            *_identity(ledger.identity),
            f"contents: {summary.contents_in_words(ledger)}",
            f"proven: {summary.proven_in_words(ledger)}",
        ]
    )


def _source(source: Source | None) -> list[str]:
    if source is None:
        return ["source: none was found"]
    revision = summary.revision(source)
    at = f" at {_name(revision)}" if revision else ""
    found = summary.found_by(source)
    said = [f"found: {_prose(found)}"] if found else []
    said += [f"note {_bold(fact.kind)}: {_prose(fact.value)}" for fact in summary.undecided(source)]
    doubts = [
        f"but {_bold(fact.kind)}: {_prose(fact.value)}" for fact in summary.disagreeing(source)
    ]
    return [f"source: {_name(source.url)}{at}", *said, *doubts]


def _identity(said: Identity | None) -> list[str]:
    if said is None:
        return []
    who = [_prose(told) for told in identity.who(said)]
    against = [
        f"{identity.label(one)} {_bold(one.rule)}: {_prose(identity.said(one))}{_changed(one)}"
        for one in identity.against(said)
    ]
    return [f"identity: {_prose(identity.reached(said))}", *who, *against]


def _changed(finding: IdentityFinding) -> str:
    """The difference that a finding is about, below it in its item of the list."""
    if not finding.delta:
        return ""
    return "\n\n" + "\n".join(f"  {line}" for line in _fenced(finding.delta).split("\n")) + "\n"


def _reason(reason: Reason) -> str:
    return f"{_bold(reason.rule)}: {_prose(reason.message)}{_paths(reason.paths)}"


def _news(news: News | None) -> str:
    if news is None:
        return ""
    items = [
        f"{_bold(item.about)}: {_prose(item.message)}{_paths(item.paths)}" for item in news.items
    ]
    return _section(f"New since {_prose(summary.since_in_words(news))}", items or ["nothing"])


def _rebuild(rebuild: Rebuild) -> str:
    said = f"{_bold(rebuild.route)}: {_prose(summary.rebuild_in_words(rebuild))}"
    return said + _paths(summary.rebuild_paths(rebuild))


def _residue(lines: Sequence[LedgerLine]) -> str:
    if not lines:
        return ""
    groups = summary.grouped(lines)
    rows = [
        (
            group.first.grade.value,
            _reach(group.first),
            "<br>".join(_listed([line.path for line in group.lines])),
            _prose(group.first.claim or ""),
            _prose(group.first.evidence or ""),
        )
        for group in groups[:_ROWS]
    ]
    table = _table(("grade", "reach", "path", "claim", "evidence"), rows)
    if len(groups) > _ROWS:
        more = counted(len(groups) - _ROWS, "more entry", "more entries")
        table += f"\n\n{more}; the JSON and HTML reports hold all."
    return f"### Residue: {counted(len(lines), 'file')}\n\n{table}"


def _reach(line: LedgerLine) -> str:
    why = "" if line.reach_reason is None else f": {_prose(line.reach_reason)}"
    return f"{line.reach.value}{why}"


def _advice(advice: Advice) -> str:
    said = f"{_bold(advice.about)}: {_prose(advice.message)}{_paths(advice.paths)}"
    if not advice.lines:
        return said
    fenced = "\n".join(f"  {line}" for line in _fenced("\n".join(advice.lines), "").split("\n"))
    return f"{said}\n\n  {_prose(advised.place(advice))}:\n\n{fenced}\n"


def _differences(lines: Iterable[LedgerLine]) -> list[str]:
    with_delta = [line for line in lines if line.delta]
    return [
        _details("Difference", f"{_name(line.path)}\n\n{_fenced(line.delta or '')}")
        for line in with_delta[:_DELTAS]
    ]


def _fenced(delta: str, language: str = "diff") -> str:
    lines = delta.removesuffix("\n").split("\n")
    shown = [shortened(prose(line), _LENGTH) for line in lines[:_DELTA_LINES]]
    # CommonMark, section 4.5: a fence is closed only by one that is at least as long.
    longest = max((len(run) for line in shown for run in re.findall("`+", line)), default=0)
    fence = "`" * max(3, longest + 1)
    if len(lines) > _DELTA_LINES:
        shown.append(f"… {counted(len(lines) - _DELTA_LINES, 'more line')}")
    return "\n".join([f"{fence}{language}", *shown, fence])


def _grades(ledger: Ledger) -> str:
    if not ledger.lines:
        return ""
    return _table(
        ("grade", "explainer", "files", "bytes"),
        [
            (
                grade.value,
                _prose(explainer) if explainer else summary.WITHOUT_EXPLAINER.get(grade, ""),
                f"{counts.files:,}",
                f"{counts.bytes:,}",
            )
            for (grade, explainer), counts in summary.by_explainer(ledger.lines).items()
        ],
    )


def _section(title: str, items: Sequence[str]) -> str:
    return f"### {title}\n\n{_list(items)}" if items else ""


def _details(title: str, body: str, *, opened: bool = False) -> str:
    if not body:
        return ""
    # The blank lines make GitHub read the body as Markdown again.
    return (
        f"<details{' open' if opened else ''}>\n<summary>{title}</summary>\n\n{body}\n\n</details>"
    )


def _list(items: Sequence[str]) -> str:
    shown = [f"- {item}" for item in items[:_ROWS]]
    if len(items) > _ROWS:
        shown.append(f"- … {len(items) - _ROWS:,} more")
    return "\n".join(shown)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *rows))


def _paths(paths: Sequence[str], noun: str = "more file") -> str:
    """A nested list, for below an item of a list."""
    return "".join(f"\n  - {path}" for path in _listed(paths, noun))


def _listed(paths: Sequence[str], noun: str = "more file") -> list[str]:
    shown = [_name(path) for path in paths[:_PATHS]]
    if len(paths) > _PATHS:
        left = len(paths) - _PATHS
        shown.append(f"… {left:,} more" if noun == "more" else f"… {counted(left, noun)}")
    return shown


def code(text: str) -> str:
    """A name or a digest of a stranger's, whole, as a code span."""
    return _code(name(text))


def inline(text: str) -> str:
    """Prose of a stranger's, whole: plain where that is safe beyond doubt, else a code span."""
    shown = prose(text)
    return shown if _PLAIN.fullmatch(shown) else _code(shown)


def _bold(text: str) -> str:
    return f"**{_prose(text)}**"


def _name(text: str) -> str:
    return _code(shortened(name(text), _LENGTH))


def _prose(text: str) -> str:
    """Plain where that is safe beyond doubt, else a code span."""
    shown = shortened(prose(text), 2 * _LENGTH)
    if _PLAIN.fullmatch(shown):
        return shown
    return _code(shown)


def _code(shown: str) -> str:
    # An empty code span is no code span, and one of spaces only collapses to nothing.
    return f"`{shown.translate(_CODE_ESCAPES)}`" if shown.strip() else "(empty)"
