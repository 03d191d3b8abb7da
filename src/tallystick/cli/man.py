"""``tallystick man``: the manual page, made from the parsers."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator

from tallystick import __version__
from tallystick.cli.described import Argument, Command, commands

DESCRIPTION = """\
In the man(7) macros of roff: `tallystick man > tallystick.1`, then `man ./tallystick.1`.

Exit codes: 0 printed, 2 usage error."""

SUMMARY = "account for every byte of a release against its reviewed source"

EXIT_CODES = (
    ("0", "accepted: every entry is proven, and no check was skipped"),
    ("1", "rejected: an entry is contradicted, or can run and comes from nowhere"),
    ("2", "usage error or crash: there is no ledger, and one line on standard error says why"),
    ("3", "inconclusive: something could not be proven, or could not be checked"),
)

ENVIRONMENT = (
    ("TALLYSTICK_CACHE", "folder of the cache; by default tallystick below XDG_CACHE_HOME"),
    ("TALLYSTICK_DEBUG", "where set, a crash shows its traceback"),
    ("COLUMNS", "width of a report that is not printed on a terminal"),
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """``tallystick man`` takes nothing."""


def run(options: argparse.Namespace) -> int:  # noqa: ARG001 - every command is called alike
    """Print the page; the exit code."""
    sys.stdout.write("\n".join(_page()) + "\n")
    return 0


def _page() -> Iterator[str]:
    known = commands()
    yield f'.TH TALLYSTICK 1 "" "tallystick {__version__}" "User Commands"'
    yield ".SH NAME"
    yield f"tallystick \\- {_text(SUMMARY)}"
    yield ".SH SYNOPSIS"
    yield ".B tallystick\n.I COMMAND\n[\\fIargument\\fR ...]\n.br\n.B tallystick \\-\\-version"
    yield ".SH COMMANDS"
    for command in known:
        yield f".TP\n.B {_text(command.name)}\n{_text(command.summary)}"
    yield ".SH EXIT STATUS"
    yield "Of a single audit; what other commands mean by them stands with each."
    for code, meaning in EXIT_CODES:
        yield f".TP\n.B {code}\n{_text(meaning)}"
    for command in known:
        yield from _command(command)
    yield ".SH ENVIRONMENT"
    for name, meaning in ENVIRONMENT:
        yield f".TP\n.B {name}\n{_text(meaning)}"


def _command(command: Command) -> Iterator[str]:
    yield f".SH {_text(f'tallystick {command.name}'.upper())}"
    yield _text(command.summary)
    yield f".PP\n.nf\n.nh\n{_text(command.usage_lines)}\n.hy\n.fi"
    if command.description:
        yield f".PP\n.nf\n{_text(command.description)}\n.fi"
    for one in command.arguments:
        yield f".TP\n{_head(one)}\n{_text(one.help) or 'See above.'}"


def _head(argument: Argument) -> str:
    flags = ", ".join(f"\\fB{_text(flag)}\\fR" for flag in argument.flags)
    value = f"\\fI{_text(argument.value)}\\fR" if argument.value else ""
    return " ".join(filter(None, (flags, value)))


def _text(text: str) -> str:
    """Text in which roff sees no request and no escape, and sets what stands there (groff_char(7))."""
    special = {"\\": "\\e", "-": "\\-", "'": "\\(aq", "`": "\\(ga", "^": "\\(ha", "~": "\\(ti"}
    shown = "".join(special.get(sign, sign) for sign in text)
    shown = shown.encode("ascii", "xmlcharrefreplace").decode()
    shown = re.sub(r"&#(\d+);", lambda found: f"\\[u{int(found[1]):04X}]", shown)
    return re.sub(r"^(?=[.'])", r"\\&", shown, flags=re.MULTILINE)
