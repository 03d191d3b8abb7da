"""``tallystick scrub``: a copy of an artifact that holds only what is proven, and a recipe for the rest."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from msgspec.structs import replace

from tallystick import __version__
from tallystick.artifact import open_artifact
from tallystick.cli.audit_one import audit_one
from tallystick.cli.exit_codes import EXIT_CODES
from tallystick.cli.output import whole_file
from tallystick.cli.request import add_source_arguments, asking_of, request_of
from tallystick.cli.targets import Pending, Target, resolve
from tallystick.errors import UsageError
from tallystick.limits import DEFAULT
from tallystick.model import Ledger, VerdictValue
from tallystick.report.text import name, prose
from tallystick.scrub import Division, NothingProven, divide, recipe, write_tarball

DESCRIPTION = """\
ARTIFACT is one released file, or NAME==VERSION of which the sdist is taken.

Writes FILE, a .tar.gz of the entries that are proven, the same bytes each time, and
FILE.recipe.sh, which makes the others again where a tool is known for them, and
compares what came out with what was published. docs/scrub.md says more.

Exit codes: 0 everything was proven, 1 the artifact is rejected (both files are written
all the same), 2 usage error or crash, 3 something was left out, or nothing is proven
and nothing was written."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``tallystick scrub`` takes."""
    parser.add_argument("target", metavar="ARTIFACT")
    add_source_arguments(parser)
    parser.add_argument(
        "-o", "--output", type=Path, required=True, metavar="FILE", help="the tarball to write"
    )
    parser.add_argument(
        "--recipe", type=Path, metavar="FILE", help="the recipe to write (default: see above)"
    )


def run(options: argparse.Namespace) -> int:
    """Audit the artifact, write its proven part and the recipe; the exit code."""
    output: Path = options.output
    beside: Path = options.recipe or output.with_name(f"{output.name}.recipe.sh")
    asking = asking_of(options)
    with asking:
        target = _one(list(resolve(options.target, asking)), options.target)
        ledger = audit_one(target, request_of(options, asking))
    try:
        division = _write(ledger, target, output)
    except NothingProven as error:
        sys.stdout.write(f"{prose(str(error))}; nothing was written\n")
        return EXIT_CODES[VerdictValue.INCONCLUSIVE]
    with whole_file(beside, executable=True) as file:
        file.write(recipe(division, source=_source(ledger), tool=f"tallystick {__version__}"))
    sys.stdout.write("\n".join(_report(division, output, beside)) + "\n")
    return _code(ledger, division)


def _one(found: list[object], asked: str) -> Target:
    """The one file that is meant: an sdist where a release has several."""
    pending = [one for one in found if isinstance(one, Pending)]
    if len(pending) > 1:
        pending = [one for one in pending if not one.name.endswith(".whl")]
    if len(pending) != 1:
        raise UsageError(f"scrub: {asked} is {len(pending)} files; name one")
    return pending[0].fetch()


def _write(ledger: Ledger, target: Target, output: Path) -> Division:
    """Write the tarball of what is proven; what is in it, and what not."""
    division = divide(ledger)
    found = ledger.source.object_format if ledger.source is not None else "sha1"
    # The contents were let go with the audit. Each is held against its digest when it is copied.
    with (
        open_artifact(target.path, name=target.name, limits=DEFAULT, object_format=found) as opened,
        whole_file(output) as file,
    ):
        division = replace(division, artifact=opened.artifact)
        return division.without(write_tarball(division, file), ledger)


def _source(ledger: Ledger) -> str:
    source = ledger.source
    if source is None:
        return "none"
    return f"{source.url} commit {source.commit}" if source.commit else source.url


def _code(ledger: Ledger, division: Division) -> int:
    verdict = ledger.verdict
    if verdict is None or verdict.value is VerdictValue.REJECTED:
        return EXIT_CODES[VerdictValue.REJECTED]
    complete = verdict.value is VerdictValue.ACCEPTED and not division.left_out
    return EXIT_CODES[VerdictValue.ACCEPTED if complete else VerdictValue.INCONCLUSIVE]


def _report(division: Division, output: Path, beside: Path) -> Iterator[str]:
    count = len(division.left_out)
    yield f"{name(str(output))}: {len(division.kept)} proven entries of {name(division.artifact.name)}"
    yield f"{name(str(beside))}: the recipe for {count} left out"
    for left in division.left_out:
        line = left.line
        yield f"  {line.grade.value:12}  {line.reach.value:7}  {name(line.path)}"
        yield f"    {prose(left.reason)}"
