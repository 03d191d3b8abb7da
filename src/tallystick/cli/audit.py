"""``tallystick audit``: files in, ledgers and an exit code out."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from tallystick.cache import Cache
from tallystick.cli.audit_one import Request, audit_one
from tallystick.cli.baseline import read_baselines
from tallystick.cli.closure import Beside
from tallystick.cli.output import console, write_whole
from tallystick.cli.targets import resolve
from tallystick.errors import UsageError
from tallystick.index.default import DEFAULT_INDEX
from tallystick.limits import DEFAULT
from tallystick.model import Ledger, VerdictValue
from tallystick.policy import Policy, read_policy, worst
from tallystick.report import FORMATS, print_report, render
from tallystick.source import normal_url

if TYPE_CHECKING:
    from rich.progress import Progress

EXIT_CODES: Mapping[VerdictValue, int] = {
    VerdictValue.ACCEPTED: 0,
    VerdictValue.REJECTED: 1,
    VerdictValue.INCONCLUSIVE: 3,
}
"""0 accepted, 1 rejected, 3 inconclusive; 2 is for usage errors and crashes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Output:
    format: str
    path: Path | None


DESCRIPTION = """\
TARGET is a released file (sdist, wheel, tarball, npm .tgz, Debian .dsc), NAME==VERSION,
or pkg:pypi/NAME@VERSION.

Exit codes: 0 accepted, 1 rejected, 2 usage error or crash, 3 inconclusive. With several
files, the most serious."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``tallystick audit`` takes."""
    add = parser.add_argument
    add("targets", nargs="+", metavar="TARGET")
    add(
        "--source",
        metavar="URL|DIR|ARCHIVE|LISTING",
        help="what the release claims to come from (default: what its own metadata names)",
    )
    add("--ref", help="tag, branch or commit of the source (default: HEAD)")
    add("--subdir", default="", help="folder of the project in a repository with several")
    add(
        "--mirror",
        action="append",
        default=[],
        metavar="URL=DIR",
        help="read the repository at URL from a local clone; may be repeated",
    )
    add("--index", default=DEFAULT_INDEX, help="Simple API of the index (default: %(default)s)")
    add(
        "--other-index",
        metavar="URL",
        help="where no repository can be used, lay an sdist against the same one of this index",
    )
    add(
        "--baseline",
        action="append",
        default=[],
        metavar="VERSION|LEDGER",
        help="say what is new since this version, or since the release of this JSON report; "
        "may be repeated",
    )
    add("--policy", type=Path, metavar="FILE", help="rules of the verdict (TOML)")
    add("--bytes", action="store_true", help="compare contents where blob ids agree, too")
    add("--offline", action="store_true", help="use the cache alone")
    add("--format", choices=[known.id for known in FORMATS], help="how to report")
    add("-o", "--output", type=Path, metavar="FILE", help="write the report to this file")


def run(options: argparse.Namespace) -> int:
    """Audit what was asked for and report it; the exit code."""
    request = Request(
        source=options.source,
        ref=options.ref,
        subdir=options.subdir.strip("/"),
        mirrors=_mirrors(options.mirror),
        policy=_policy(options.policy),
        compare_bytes=options.bytes,
        offline=options.offline,
        cache=Cache.default(),
        limits=DEFAULT,
    )
    baselines = read_baselines(options.baseline, options.index, DEFAULT)
    files = [
        file
        for target in options.targets
        for file in resolve(
            target,
            index=options.index,
            cache=request.cache,
            limits=DEFAULT,
            offline=options.offline,
        )
    ]
    request = replace(request, beside=Beside(targets=files, index=options.other_index))
    with _progress() as progress:
        ledgers = [audit_one(file, request, progress) for file in files]
        ledgers = baselines.compare(ledgers, request, progress)
    _write(ledgers, _Output(format=_format(options.format, options.output), path=options.output))
    return EXIT_CODES[worst([led.verdict.value for led in ledgers if led.verdict is not None])]


def _mirrors(pairs: list[str]) -> dict[str, str]:
    found = {}
    for pair in pairs:
        url, separator, folder = pair.rpartition("=")
        if not separator or not url:
            raise UsageError(f"--mirror {pair}: write URL=DIR")
        normal_url(url)
        found[url] = folder
    return found


def _policy(path: Path | None) -> Policy:
    if path is None:
        return Policy()
    try:
        return read_policy(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(f"--policy {path}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise UsageError(f"--policy {path}: not UTF-8") from None
    except UsageError as error:
        raise UsageError(f"--policy {path}: {error}") from None


def _format(named: str | None, output: Path | None) -> str:
    """The format asked for, else the one that the output file's suffix stands for."""
    if named:
        return named
    suffix = output.suffix.lower() if output else ""
    return next((known.id for known in FORMATS if known.suffix == suffix), "terminal")


@contextmanager
def _progress() -> Iterator[Progress | None]:
    """A bar on standard error while a person waits there; None otherwise."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console  # noqa: PLC0415 - only paid for where it is seen
    from rich.progress import Progress  # noqa: PLC0415

    with Progress(console=Console(stderr=True), transient=True) as progress:
        yield progress


def _write(ledgers: list[Ledger], output: _Output) -> None:
    """Print the report, or put it in its file whole."""
    # Where nobody looks, the report is plain lines, without the spaces that fill a terminal's columns.
    if output.path is None and output.format == "terminal" and sys.stdout.isatty():
        print_report(ledgers, console())
        return
    text = render(ledgers, format=output.format)
    if output.path is None and output.format == "terminal" and isinstance(text, str):
        sys.stdout.write(text)
        return
    content = text.encode("utf-8") if isinstance(text, str) else text
    if output.path is None:
        sys.stdout.buffer.write(content)
        return
    write_whole(output.path, content)
