"""Ledgers as people and programs read them: one file a format, and the one list of them."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

from msgspec import Struct

from tallystick.errors import UsageError
from tallystick.model import Ledger

if TYPE_CHECKING:
    from rich.console import Console

    from tallystick.model.custody import Custody
    from tallystick.report.several import Result


class Format(Struct, frozen=True, kw_only=True):
    """A way to write ledgers down.

    Attributes:
        id: what ``--format`` takes, and the module in this package that writes it.
        suffix: what a file of this format is called; ``-o`` goes by it.
        audience: whom it is for, as the help text says it.
    """

    id: str
    suffix: str
    audience: str


FORMATS = (
    Format(id="terminal", suffix=".txt", audience="a person at a prompt"),
    Format(id="json", suffix=".json", audience="programs; every field, as docs/ledger.md says"),
    Format(id="html", suffix=".html", audience="a person with a browser; one file, no network"),
    Format(id="markdown", suffix=".md", audience="the summary of a CI job"),
    Format(id="sarif", suffix=".sarif", audience="code scanning services (SARIF 2.1.0)"),
    Format(
        id="intoto",
        suffix=".intoto.jsonl",
        audience="other verifiers; in-toto statements, unsigned",
    ),
)
"""Every format, in the order of the help text."""


class _Module(Protocol):
    """What each module named in :data:`FORMATS` provides."""

    def render(self, results: Sequence[Result]) -> str: ...

    def render_custody(self, custody: Custody) -> str: ...


def render(
    results: Sequence[Result],
    *,
    format: str,  # noqa: A002 - the word of the command line
) -> str | bytes:
    """The results, written in one of :data:`FORMATS`; text is meant to be stored as UTF-8.

    Raises:
        UsageError: there is no such format, or a ledger has no verdict yet.
    """
    module = _module(format)
    _refuse_unjudged(results)
    return module.render(results)


def render_custody(
    custody: Custody,
    *,
    format: str,  # noqa: A002 - the word of the command line
) -> str:
    """What is known of a repository's history, in one of :data:`FORMATS`.

    Raises:
        UsageError: there is no such format, or there is no verdict yet.
    """
    module = _module(format)
    if custody.verdict is None:
        raise UsageError(f"{custody.where!r} has no verdict: apply a policy first")
    return module.render_custody(custody)


def _module(identifier: str) -> _Module:
    """The module that writes a format; by name, so that JSON never pays for jinja2 and rich."""
    if identifier not in {known.id for known in FORMATS}:
        known = ", ".join(known.id for known in FORMATS)
        raise UsageError(f"no report format {identifier!r}; there are {known}")
    return cast("_Module", import_module(f"{__name__}.{identifier}"))


def print_report(results: Sequence[Result], console: Console) -> None:
    """Print the terminal report on ``console``, in its width and with its colours.

    Raises:
        UsageError: a ledger has no verdict yet.
    """
    _refuse_unjudged(results)
    from tallystick.report.terminal import print_results  # noqa: PLC0415 - only here rich is paid for

    print_results(results, console)


def print_custody(custody: Custody, console: Console) -> None:
    """As :func:`print_report`, of what is known of a repository's history."""
    from tallystick.report.terminal import print_custody as write  # noqa: PLC0415 - as above

    write(custody, console)


def _refuse_unjudged(results: Sequence[Result]) -> None:
    """A report without a verdict would look like one that found nothing."""
    for ledger in results:
        if isinstance(ledger, Ledger) and ledger.verdict is None:
            raise UsageError(f"{ledger.artifact.name!r} has no verdict: apply a policy first")
