"""``tallystick survey``: a list in, a folder of results and a summary out."""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import pickle
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from tallystick.cache import Cache
from tallystick.cli import EXIT_FAILED, EXIT_UNCHECKED
from tallystick.cli.depth import STATIC
from tallystick.cli.exit_codes import EXIT_CODES
from tallystick.cli.locked import pinned_releases, release_name
from tallystick.cli.output import write_whole
from tallystick.cli.request import add_source_arguments, asking_of, request_of
from tallystick.cli.survey_bar import survey_bar
from tallystick.cli.survey_inputs import Inputs, of_options
from tallystick.cli.survey_store import keeping
from tallystick.cli.survey_task import Settings, audit_release
from tallystick.errors import UsageError
from tallystick.limits import DEFAULT, MIB
from tallystick.lock import FORMATS, WhyNot
from tallystick.model import VerdictValue
from tallystick.survey import (
    Asked,
    Engine,
    Plan,
    Results,
    Summary,
    Turns,
    read_list,
)
from tallystick.survey import (
    run as run_survey,
)

DESCRIPTION = """\
LIST has one release a line: a TARGET of `tallystick audit` (NAME==VERSION, pkg:npm/NAME@VERSION,
a file), and after it source=…, ref=…, subdir=…, needs=autotools,python3.12 as far as wanted; or it is
a lock file. Each result is written once to DIR/results, and DIR/summary.json at the end. A second run
with the same DIR does only what is missing: after a kill, after an outage, after the list has grown.

Exit codes: 0 all accepted, 1 one is rejected, 2 one failed or is left open, usage error or crash,
3 inconclusive."""

AGAIN = ("failed", "outages")

DEFAULT_MEMORY = 2048
"""MiB: the largest artifact of the corpora takes 600."""

DEFAULT_SECONDS = 1800
"""Of one release: a rebuild of a large project."""

DEFAULT_RATE = 5.0
"""Requests a second to one host: what one person's browser asks when a page is opened."""

SLOWEST_RATE = 0.1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``tallystick survey`` takes."""
    add = parser.add_argument
    add("list", type=Path, metavar="LIST")
    add("--out", type=Path, required=True, metavar="DIR", help="where results are kept")
    add(
        "--engine",
        default="local",
        metavar="local|dask://HOST:PORT",
        help="who works: processes of this machine, or a Dask cluster (default: %(default)s)",
    )
    add(
        "--jobs",
        type=_number(int, 1, 1024),
        default=os.cpu_count() or 1,
        metavar="N",
        help="worker processes of this machine (default: one a processor)",
    )
    add(
        "--memory",
        type=_number(int, 64, 1 << 20),
        default=DEFAULT_MEMORY,
        metavar="MIB",
        help="that each of them may hold (default: %(default)s)",
    )
    add(
        "--seconds",
        type=_number(float, 0.1, 1e6),
        default=DEFAULT_SECONDS,
        metavar="N",
        help="that one release may take (default: %(default)s)",
    )
    add(
        "--tries",
        type=_number(int, 1, 100),
        default=3,
        metavar="N",
        help="of a release whose worker dies, or that meets an outage (default: %(default)s)",
    )
    add(
        "--pause",
        type=_number(float, 0.0, 1e5),
        default=30.0,
        metavar="SECONDS",
        help="before the second try, doubled for each further one (default: %(default)s)",
    )
    add(
        "--rate",
        action="append",
        default=[],
        metavar="[HOST=]N",
        help="requests a second to each host, or to this one, of all workers together "
        f"(default: {DEFAULT_RATE:g})",
    )
    add("--store", metavar="URL", help="put the ledgers into this store, too (docs/store.md)")
    add(
        "--again",
        action="append",
        default=[],
        choices=AGAIN,
        help="do once more what failed, or what met an outage",
    )
    add("--all-files", action="store_true", help="wheels of other platforms, too")
    add("--bytes", action="store_true", help="compare contents where blob ids agree, too")
    add("--custody", action="store_true", help="look at all that `tallystick custody` looks at")
    add_source_arguments(parser)


def run(options: argparse.Namespace) -> int:
    """Do what is missing of a survey, and say what it comes to; the exit code."""
    asked = _asked(options)
    with asking_of(options) as asking:
        request_of(options, asking)  # what cannot be meant is said before anything is begun
    inputs = Inputs(options=of_options(options))
    settings = Settings(
        key=hashlib.sha256(json.dumps(inputs.options, sort_keys=True).encode()).hexdigest(),
        options=pickle.dumps(options),
        seconds=options.seconds,
        turns=turns_of(options.rate),
    )
    plan = Plan(
        task=audit_release,
        settings=settings,
        inputs=inputs.of,
        tries=options.tries,
        pause=options.pause,
        again=_again(frozenset(options.again)),
    )
    results = Results(options.out)
    with results.alone():
        engine = open_engine(options)
        try:
            with (
                survey_bar(len(asked)) as bar,
                keeping(options.store, results, bar) as listener,
            ):
                summary = run_survey(asked, plan, results, engine, listener)
        finally:
            engine.close()
        document = json.dumps(summary.document(), indent=1) + "\n"
        write_whole(options.out / "summary.json", document.encode())
    sys.stdout.write(summary.text())
    return exit_code(summary)


def exit_code(summary: Summary) -> int:
    """As of several artifacts (docs/exit-codes.md): rejected, then failed or open, then inconclusive."""
    if summary.verdicts[VerdictValue.REJECTED.value]:
        return EXIT_CODES[VerdictValue.REJECTED]
    if summary.states["failed"] or sum(summary.left.values()) > summary.without_tool:
        return EXIT_FAILED
    if summary.without_tool:
        return EXIT_UNCHECKED
    if summary.verdicts[VerdictValue.INCONCLUSIVE.value] or not summary.verdicts:
        return EXIT_CODES[VerdictValue.INCONCLUSIVE]
    return EXIT_CODES[VerdictValue.ACCEPTED]


def turns_of(rates: list[str]) -> Turns:
    """The turns in which hosts are asked, kept in this user's cache, so that all surveys share them.

    Raises:
        UsageError: a rate is none.
    """
    rate, by_host = DEFAULT_RATE, {}
    for text in rates:
        host, _, number = text.rpartition("=")
        try:
            value = float(number)
        except ValueError:
            value = 0.0
        if not SLOWEST_RATE <= value <= 1e6:
            raise UsageError(f"--rate {text}: write [HOST=]N, with N from {SLOWEST_RATE:g}")
        if host:
            by_host[host] = value
        else:
            rate = value
    return Turns(folder=Cache.default().folder("turns"), rate=rate, rates=by_host)


def open_engine(options: argparse.Namespace) -> Engine:
    """The engine of ``--engine``.

    Raises:
        UsageError: there is none of that name, or its extra is not installed.
        EngineLost: it does not answer.
    """
    if options.engine == "local":
        from tallystick.survey.lanes import Lanes  # noqa: PLC0415 - a cluster needs no processes here

        return Lanes(options.jobs, options.memory * MIB)
    from tallystick.survey.cluster import Cluster  # noqa: PLC0415 - an extra

    return Cluster(options.engine)


def _asked(options: argparse.Namespace) -> list[Asked]:
    """The releases of LIST; what needs a sandbox says so."""
    path: Path = options.list
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: {getattr(error, 'strerror', None) or error}") from None
    needs = frozenset() if options.depth == STATIC or options.unsafe_no_sandbox else {"sandbox"}
    if _is_lock(path.name, text):
        return [
            Asked(name=release_name(pins[0]), pins=tuple(pins), needs=frozenset(needs))
            for pins in pinned_releases(path, DEFAULT)
            if pins[0].why_not is not WhyNot.LOCAL
        ]
    try:
        asked = list(read_list(text))
    except UsageError as error:
        raise UsageError(f"{path}: {error}") from None
    if not asked:
        raise UsageError(f"{path}: it names no release")
    if not needs:
        return asked
    from msgspec.structs import replace  # noqa: PLC0415

    return [replace(one, needs=one.needs | needs) for one in asked]


def _is_lock(name: str, text: str) -> bool:
    """By its name, as ``-r`` of ``tallystick audit`` does; a ``.txt`` by its hashes, too."""
    from fnmatch import fnmatchcase  # noqa: PLC0415

    if name.endswith(".txt"):
        return "--hash=" in text
    return any(fnmatchcase(name, pattern) for known in FORMATS for pattern in known.names)


def _again(words: frozenset[str]) -> Callable[[Mapping[str, Any]], bool]:
    def again(head: Mapping[str, Any]) -> bool:
        failed = "failed" in words and head["state"] == "failed"
        return failed or ("outages" in words and bool(head["cost"]["outages"]))

    return again


def _number(kind: Callable[[str], float], least: float, most: float) -> Callable[[str], float]:
    def number(text: str) -> float:
        try:
            value = kind(text)
        except ValueError:
            value = least - 1
        if not least <= value <= most:
            raise argparse.ArgumentTypeError(f"a number from {least:g} to {most:g}")
        return value

    return number
