"""``tallystick audit``: files in, ledgers and an exit code out."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tallystick.cache import Cache
from tallystick.cli.audit_one import Request, audit_one
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


@click.command("audit")
@click.argument("targets", nargs=-1, required=True, metavar="TARGET…")
@click.option(
    "--source", metavar="URL|DIR|ARCHIVE|LISTING", help="What the release claims to come from."
)
@click.option("--ref", help="Tag, branch or commit of the source.  [default: HEAD]")
@click.option("--subdir", default="", help="Folder of the project in a repository with several.")
@click.option(
    "--mirror", "mirrors", multiple=True, metavar="URL=DIR", help="Read URL from a local clone."
)
@click.option(
    "--index", "index", default=DEFAULT_INDEX, show_default=True, help="Simple API of the index."
)
@click.option(
    "--policy", "policy_file", type=click.Path(path_type=Path), help="Rules of the verdict (TOML)."
)
@click.option(
    "--bytes", "compare_bytes", is_flag=True, help="Compare contents where blob ids agree, too."
)
@click.option("--offline", is_flag=True, help="Use the cache alone.")
@click.option(
    "--format", "format_", type=click.Choice([f.id for f in FORMATS]), help="How to report."
)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="Write the report to this file."
)
def command(  # noqa: PLR0913, PLR0917 - one parameter an option, passed by name
    targets: tuple[str, ...],
    source: str | None,
    ref: str | None,
    subdir: str,
    mirrors: tuple[str, ...],
    index: str,
    policy_file: Path | None,
    compare_bytes: bool,  # noqa: FBT001 - click passes options by name
    offline: bool,  # noqa: FBT001
    format_: str | None,
    output: Path | None,
) -> int:
    """Account for every byte of a release against its source.

    TARGET is a released file (sdist, wheel, tarball, npm .tgz, Debian .dsc), NAME==VERSION,
    or pkg:pypi/NAME@VERSION.

    Exit codes: 0 accepted, 1 rejected, 2 usage error or crash, 3 inconclusive. With several files, the
    most serious.
    """
    request = Request(
        source=source,
        ref=ref,
        subdir=subdir.strip("/"),
        mirrors=_mirrors(mirrors),
        policy=_policy(policy_file),
        compare_bytes=compare_bytes,
        offline=offline,
        cache=Cache.default(),
        limits=DEFAULT,
    )
    ledgers: list[Ledger] = []
    with _progress() as progress:
        for target in targets:
            for file in resolve(
                target, index=index, cache=request.cache, limits=DEFAULT, offline=offline
            ):
                ledgers.append(audit_one(file, request, progress))  # noqa: PERF401 - shown as it goes
    _write(ledgers, _Output(format=_format(format_, output), path=output))
    return EXIT_CODES[worst([led.verdict.value for led in ledgers if led.verdict is not None])]


def _mirrors(pairs: tuple[str, ...]) -> dict[str, str]:
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
    if output.path is None and output.format == "terminal":
        print_report(ledgers, console())
        return
    text = render(ledgers, format=output.format)
    content = text.encode("utf-8") if isinstance(text, str) else text
    if output.path is None:
        sys.stdout.buffer.write(content)
        return
    write_whole(output.path, content)
