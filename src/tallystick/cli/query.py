"""``tallystick query``: questions with a name, asked of a store."""

from __future__ import annotations

import argparse
import csv
import io
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tallystick.cli.storing import HELP, ask_parquet, import_store, open_store_at
from tallystick.errors import UsageError
from tallystick.report.text import prose

if TYPE_CHECKING:
    from tallystick.store.questions import Question, Row

DESCRIPTION = """\
QUESTION is one of --list; some take a WORD (a project, a digest, a name). With --parquet it is
SQL over an exported folder. docs/store.md explains each.

Exit codes: 0 answered (also with no row), 2 usage error or crash."""

_ROWS = 50
_RUNS_IN_A_SPREADSHEET = ("=", "+", "-", "@", "\t", "\r")
"""What a cell begins with that a spreadsheet takes for a formula (OWASP, "CSV Injection")."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``tallystick query`` takes."""
    add = parser.add_argument
    add("question", metavar="QUESTION", nargs="?")
    add("word", metavar="WORD", nargs="?")
    add("--list", action="store_true", help="say which questions there are")
    add("--store", metavar="URL", help=HELP)
    add(
        "--parquet",
        type=Path,
        metavar="DIR",
        help="ask this folder (tallystick store export) in SQL",
    )
    add("--format", choices=tuple(FORMATS), default="text", help="how to answer (default: text)")
    add(
        "--limit",
        type=int,
        default=_ROWS,
        metavar="N",
        help="at most this many rows (default: %(default)s)",
    )


def run(options: argparse.Namespace) -> int:
    """Ask, and write the answer; the exit code."""
    if options.list or options.question is None:
        if not options.list:
            raise UsageError("query: name a QUESTION (tallystick query --list has them)")
        _list()
        return 0
    if options.limit < 1:
        raise UsageError("--limit: at least 1")
    rows = _of_parquet(options) if options.parquet is not None else _of_store(options)
    sys.stdout.write(FORMATS[options.format](rows))
    return 0


def _of_store(options: argparse.Namespace) -> Sequence[Row]:
    with open_store_at(options.store, read_only=True, make=False) as store:
        question = _question(options)
        with store.reading() as connection:
            return question.ask(connection, options.word, options.limit)


def _of_parquet(options: argparse.Namespace) -> Sequence[Row]:
    if options.store is not None or options.word is not None:
        raise UsageError("--parquet takes one QUESTION in SQL, and no --store")
    columns, rows = ask_parquet(options.parquet, options.question)
    return [
        {
            name: value if isinstance(value, int | float | None) else str(value)
            for name, value in zip(columns, row, strict=True)
        }
        for row in rows[: options.limit]
    ]


def _question(options: argparse.Namespace) -> Question:
    from tallystick.store.questions import QUESTIONS  # noqa: PLC0415 - brings the extra along

    question = next((one for one in QUESTIONS if one.id == options.question), None)
    if question is None:
        raise UsageError(f"{options.question}: no such question (tallystick query --list has them)")
    if question.is_needed and options.word is None:
        raise UsageError(f"{question.id} needs a {question.argument}")
    if options.word is not None and not question.argument:
        raise UsageError(f"{question.id} takes no argument")
    return question


def _list() -> None:
    import_store()
    from tallystick.store.questions import QUESTIONS  # noqa: PLC0415

    for one in QUESTIONS:
        argument = one.argument if one.is_needed or not one.argument else f"[{one.argument}]"
        sys.stdout.write(f"{f'{one.id} {argument}':30}  {one.title}\n")


def _text(rows: Sequence[Row]) -> str:
    """Columns; whatever a stranger chose stands on one line and acts on no terminal."""
    if not rows:
        return "nothing\n"
    table = [list(rows[0]), *([_shown(value) for value in row.values()] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    numeric = [isinstance(value, int) for value in rows[0].values()]
    lines = (
        "  ".join(
            cell.rjust(width) if is_number else cell.ljust(width)
            for cell, width, is_number in zip(line, widths, numeric, strict=True)
        ).rstrip()
        for line in table
    )
    return "\n".join(lines) + "\n"


def _shown(value: object) -> str:
    if value is None:
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:,}" if isinstance(value, int) else prose(str(value))


def _json(rows: Sequence[Row]) -> str:
    return json.dumps([dict(row) for row in rows], indent=1) + "\n"


def _csv(rows: Sequence[Row]) -> str:
    """For a spreadsheet: what it would run has an apostrophe before it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(rows[0] if rows else ())
    for row in rows:
        writer.writerow([_cell(value) for value in row.values()])
    return out.getvalue()


def _cell(value: object) -> object:
    if not isinstance(value, str):
        return value
    shown = prose(value)
    return f"'{shown}" if value.startswith(_RUNS_IN_A_SPREADSHEET) else shown


FORMATS: Final[Mapping[str, Callable[[Sequence[Row]], str]]] = {
    "text": _text,
    "json": _json,
    "csv": _csv,
}
