"""``tallystick demo``: an honest release and an xz-shaped one, made and audited with no network."""

from __future__ import annotations

import shutil
import webbrowser
from pathlib import Path

import click

from tallystick.artifact import open_artifact
from tallystick.audit import audit
from tallystick.cache import Cache
from tallystick.cli.demo_release import TAG, make_releases
from tallystick.cli.output import console, write_whole
from tallystick.errors import StorageError, UsageError
from tallystick.limits import DEFAULT
from tallystick.model import Ledger, VerdictValue
from tallystick.report import print_report, render
from tallystick.source import open_source


@click.command("demo")
@click.option(
    "--into",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("tallystick-demo"),
    show_default=True,
    help="Folder to make; it must not exist or be empty.",
)
@click.option("--open", "open_", is_flag=True, help="Open both reports in a browser.")
def command(into: Path, open_: bool) -> int:  # noqa: FBT001 - click passes options by name
    """Show an honest release and an xz-shaped one, side by side, with no network.

    Makes a small autotools project in git, its honest release, and a release whose tarball has one
    file more: an m4 with a raised serial that reads a test file. Everything is inert.

    Exit codes: 0 the honest one was accepted and the other rejected, 1 it came out otherwise,
    2 the demo could not run.
    """
    if shutil.which("git") is None:
        raise UsageError("demo: git is not here, and the demo's source is a git repository")
    _make_folder(into)
    honest, tampered = make_releases(into)
    verdicts = [_show(path, into / "source", open_=open_) for path in (honest, tampered)]
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
    print_report([ledger], console())
    click.echo(f"The same as a page: {report}\n")
    if open_:
        webbrowser.open(report.absolute().as_uri())
    return ledger.verdict.value if ledger.verdict else VerdictValue.INCONCLUSIVE
