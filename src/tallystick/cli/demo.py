"""``tallystick demo``: an honest release and an xz-shaped one, made and audited with no network."""

from __future__ import annotations

import argparse
import sys
import webbrowser
from pathlib import Path

from tallystick.artifact import open_artifact
from tallystick.audit import audit
from tallystick.cache import Cache
from tallystick.cli.demo_release import TAG, make_releases
from tallystick.cli.output import show_report, write_whole
from tallystick.errors import StorageError, UsageError
from tallystick.limits import DEFAULT
from tallystick.model import Ledger, VerdictValue
from tallystick.report import render
from tallystick.source import open_source
from tallystick.tools import find

DESCRIPTION = """\
Makes a small autotools project in git, its honest release, and a release whose tarball has
one file more: an m4 with a raised serial that reads a test file. Everything is inert.

Exit codes: 0 the honest one was accepted and the other rejected, 1 it came out otherwise,
2 the demo could not run."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``tallystick demo`` takes."""
    parser.add_argument(
        "--into",
        type=Path,
        metavar="DIR",
        default=Path("tallystick-demo"),
        help="folder to make; it must not exist or be empty (default: %(default)s)",
    )
    parser.add_argument("--open", action="store_true", help="open both reports in a browser")


def run(options: argparse.Namespace) -> int:
    """Make both releases, audit them, and say whether it came out as it should."""
    into: Path = options.into
    find("git")  # the demo's source is a repository
    _make_folder(into)
    honest, tampered = make_releases(into)
    verdicts = [_show(path, into / "source", open_=options.open) for path in (honest, tampered)]
    expected = [VerdictValue.ACCEPTED, VerdictValue.REJECTED]
    return 0 if verdicts == expected else 1


def _make_folder(into: Path) -> None:
    try:
        into.mkdir(parents=True, exist_ok=True)
        if any(into.iterdir()):
            raise UsageError(f"{into}: not empty; name another folder with --into")
    except OSError as error:
        raise StorageError(f"{into}: {error.strerror}") from None


def _show(release: Path, repository: Path, *, open_: bool) -> VerdictValue:
    """Audit ``release``, print its report and write it as HTML beside it."""
    source = open_source(
        str(repository), ref=TAG, cache=Cache.default(), limits=DEFAULT, offline=True
    )
    with open_artifact(release, limits=DEFAULT, object_format=source.object_format) as opened:
        ledger: Ledger = audit(opened.artifact, source)
    report = release.parent / f"{release.name.removesuffix('.tar.gz')}.html"
    text = render([ledger], format="html")
    write_whole(report, text.encode() if isinstance(text, str) else text)
    show_report([ledger])
    sys.stdout.write(f"The same as a page: {report}\n\n")
    if open_:
        webbrowser.open(report.absolute().as_uri())
    return ledger.verdict.value if ledger.verdict else VerdictValue.INCONCLUSIVE
