"""``tallystick audit``: files in, ledgers and an exit code out."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from tallystick.cli import attesting
from tallystick.cli.audit_all import Job, Plan, audit_all
from tallystick.cli.audit_one import Request
from tallystick.cli.baseline import Baselines, read_baselines
from tallystick.cli.exit_codes import exit_code
from tallystick.cli.indexes import Asking
from tallystick.cli.output import TERMINAL, show_report, write_whole
from tallystick.cli.progress import progress_bar
from tallystick.cli.request import add_source_arguments, asking_of, request_of
from tallystick.cli.targets import Pending, resolve
from tallystick.errors import UsageError
from tallystick.index.default import DEFAULT_INDEX
from tallystick.limits import DEFAULT
from tallystick.model import Ledger
from tallystick.policy import Policy
from tallystick.release import disagreeing
from tallystick.report import FORMATS, render
from tallystick.report.several import Result, side_by_side

if TYPE_CHECKING:
    from tallystick.cli.evidence import Collector
    from tallystick.model.ladder import Identity

DEFAULT_JOBS = 8
"""Downloads and git mostly wait; more at once than a browser opens to one host would be impolite."""

MOST_JOBS = 64


class _Output(Struct, frozen=True, kw_only=True):
    format: str
    path: Path | None


DESCRIPTION = """\
TARGET is a released file (sdist, wheel, tarball, npm .tgz, Debian .dsc), the folder of a
Debian source package, NAME, NAME==VERSION, deb:NAME[=VERSION], a package URL
(pkg:pypi/NAME@VERSION, pkg:npm/…, pkg:deb/debian/…), or an https URL of a file, whose
#sha256=HEX is checked.

LOCKFILE is a requirements.txt with hashes, uv.lock, pylock.toml, poetry.lock or
package-lock.json. Of a release, the sdist, wheels for any platform and the wheel that this
Python would install are audited; --all-files audits the others, too.

Exit codes: 0 accepted, 1 rejected, 2 usage error or crash, 3 inconclusive. With several
files: 1 if one is rejected or is not what the lock pins, else 2 if one could not be audited,
else 3, else 0."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``tallystick audit`` takes."""
    add = parser.add_argument
    add("targets", nargs="*", metavar="TARGET")
    add(
        "-r",
        "--lock",
        action="append",
        type=Path,
        default=[],
        metavar="LOCKFILE",
        help="audit all that it pins; may be repeated",
    )
    add("--all-files", action="store_true", help="wheels of other platforms, too")
    add(
        "--jobs",
        type=_number_of_jobs,
        default=DEFAULT_JOBS,
        metavar="N",
        help="how many files at once (default: %(default)s)",
    )
    add_source_arguments(parser)
    add(
        "--baseline",
        action="append",
        default=[],
        metavar="VERSION|LEDGER",
        help="say what is new since this version, or since the release of this JSON report; "
        "may be repeated",
    )
    add("--bytes", action="store_true", help="compare contents where blob ids agree, too")
    add("--custody", action="store_true", help="look at all that `tallystick custody` looks at")
    add("--format", choices=[known.id for known in FORMATS], help="how to report")
    add(
        "--evidence",
        type=Path,
        metavar="FILE",
        help="write what the verdicts rest on to FILE; without a TARGET: judge again from FILE alone",
    )
    add(
        "-o",
        "--output",
        action="append",
        type=Path,
        default=[],
        metavar="FILE",
        help="write the report to this file, in the format of its suffix unless --format names one; "
        "may be repeated",
    )
    add("--store", metavar="URL", help="keep the ledgers there, too: a file or postgresql://…")
    attesting.add_arguments(parser)


def run(options: argparse.Namespace) -> int:
    """Audit what was asked for and report it; the exit code."""
    attesting.check(options)
    outputs = tuple(
        _Output(format=_format(options.format, path), path=path)
        for path in options.output or (None,)
    )
    asking = asking_of(options, all_files=options.all_files)
    request = request_of(options, asking, compare_bytes=options.bytes)
    request = replace(request, whole_custody=options.custody)
    baselines = read_baselines(options.baseline, options.index or DEFAULT_INDEX, DEFAULT)
    with asking:
        results, collector = _results(options, request, asking, outputs)
        results = _compared(results, baselines, request)
    results = beside_each_other(results, request.policy)
    if collector is not None:
        collector.write(results, request, options)
    attesting.attest(results, options)
    for output in outputs:
        _write(results, output)
    if options.store is not None:
        from tallystick.cli.storing import put_ledgers  # noqa: PLC0415 - an extra

        put_ledgers(options.store, (one for one in results if isinstance(one, Ledger)))
    return exit_code(results)


def _results(
    options: argparse.Namespace, request: Request, asking: Asking, outputs: Sequence[_Output]
) -> tuple[list[Result], Collector | None]:
    """What becomes of what was asked for, and what keeps it as evidence, if that is asked for."""
    if options.evidence is None:
        return _audit(options, request, asking, outputs), None
    from tallystick.cli.evidence import Collector, verify  # noqa: PLC0415 - for those who ask

    if not options.targets and not options.lock:
        return verify(options.evidence, request, options), None
    collector = Collector(limits=request.limits)
    return _audit(options, replace(request, collector=collector), asking, outputs), collector


def _audit(
    options: argparse.Namespace, request: Request, asking: Asking, outputs: Sequence[_Output]
) -> list[Result]:
    jobs = _jobs(options, asking)
    is_alone = len(options.targets) == 1 and not options.lock
    is_local = is_alone and Path(options.targets[0]).exists()
    plan = Plan(
        request=request,
        jobs=1 if is_local else options.jobs,
        rows_suffice=all(output.format == TERMINAL for output in outputs)
        and not (options.baseline or options.store)
        and request.collector is None,
        is_alone=is_alone,
        local=tuple(_local(options.targets, asking)),
    )
    with progress_bar() as progress:
        return list(audit_all(jobs, plan, progress))


def _local(targets: Sequence[str], asking: Asking) -> Iterator[Pending]:
    """The files of this disk among the TARGETs, which may stand in for one another's source."""
    for target in targets:
        if Path(target).is_file():
            yield from (one for one in resolve(target, asking) if isinstance(one, Pending))


def _compared(results: Sequence[Result], baselines: Baselines, request: Request) -> list[Result]:
    """The results, with what is new since the baselines on each ledger."""
    ledgers = [result for result in results if isinstance(result, Ledger)]
    with progress_bar() as progress:
        judged = iter(baselines.compare(ledgers, request, progress))
    return [next(judged) if isinstance(result, Ledger) else result for result in results]


def beside_each_other(results: Sequence[Result], policy: Policy) -> list[Result]:
    """The results, with what other artifacts of the same release hold otherwise on each ledger."""
    known = side_by_side(results)
    identities = _identities(results, policy)

    def judged(ledger: Ledger) -> Ledger:
        again = disagreeing(ledger, known)
        if (identity := identities.get(ledger.artifact.sha256)) is not None:
            again = replace(again, identity=identity)
        return ledger if again is ledger else replace(again, verdict=policy.judge(again))

    return [judged(result) if isinstance(result, Ledger) else result for result in results]


def _identities(results: Sequence[Result], policy: Policy) -> Mapping[str, Identity]:
    """The identities of artifacts whose release has several publishers, by SHA-256."""
    attested = [
        one
        for one in results
        if isinstance(one, Ledger) and one.identity is not None and one.identity.verified
    ]
    if len(attested) < 2:
        return {}
    from tallystick.identity.terms import Terms  # noqa: PLC0415 - only for what is attested
    from tallystick.identity.together import beside  # noqa: PLC0415

    return beside(attested, policy.identity or Terms())


def _jobs(options: argparse.Namespace, asking: Asking) -> list[Job]:
    """What finds the files of each TARGET, then of each release that a lock file pins."""
    if not options.targets and not options.lock:
        raise UsageError("audit: name a TARGET or -r LOCKFILE (tallystick audit --help says more)")
    jobs: list[Job] = [
        (_shown(target), partial(resolve, target, asking)) for target in options.targets
    ]
    if options.lock:
        from tallystick.cli.locked import read_lock_file  # noqa: PLC0415 - with its parsers

        for lock in options.lock:
            jobs += read_lock_file(lock, asking)
    return jobs


def _shown(target: str) -> str:
    """A TARGET as a report may name it: without what could be a password or a token."""
    if "://" not in target:
        return target
    from tallystick.lock import public  # noqa: PLC0415 - with all that reads lock files

    return public(target).partition("?")[0]


def _number_of_jobs(text: str) -> int:
    try:
        number = int(text)
    except ValueError:
        number = 0
    if not 1 <= number <= MOST_JOBS:
        raise argparse.ArgumentTypeError(f"a number from 1 to {MOST_JOBS}")
    return number


def _format(named: str | None, output: Path | None) -> str:
    """The format asked for, else the one that the output file's suffix stands for."""
    if named:
        return named
    called = output.name.lower() if output else ""
    return next((known.id for known in FORMATS if called.endswith(known.suffix)), TERMINAL)


def _write(results: Sequence[Result], output: _Output) -> None:
    """Print the report, or put it in its file whole."""
    if output.path is None and output.format == TERMINAL:
        show_report(results)
        return
    text = render(results, format=output.format)
    content = text.encode("utf-8") if isinstance(text, str) else text
    if output.path is None:
        sys.stdout.buffer.write(content)
        return
    write_whole(output.path, content)
