"""``tallystick monitor``: follow indexes for as long as it is left running, or for one round."""

from __future__ import annotations

import argparse
import hashlib
import json
import pickle
import signal
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from tallystick.cache import Cache
from tallystick.cli.exit_codes import EXIT_CODES
from tallystick.cli.locked import pinned_releases
from tallystick.cli.parsing import Parser
from tallystick.cli.survey import DEFAULT_MEMORY, DEFAULT_SECONDS, turns_of
from tallystick.cli.survey_inputs import of_options
from tallystick.cli.survey_task import Settings, audit_release
from tallystick.errors import StorageError, UsageError
from tallystick.index.debian import Debian
from tallystick.index.default import DEFAULT_INDEX, DEFAULT_NPM
from tallystick.index.npm import Npm
from tallystick.index.patience import SystemClock
from tallystick.index.pypi import PyPI
from tallystick.index.release import Index
from tallystick.limits import DEFAULT, MIB
from tallystick.model import VerdictValue
from tallystick.monitor import Config, Monitor, State, Watch, read_config
from tallystick.survey import Asked, Report, WorkerDied
from tallystick.survey import State as Became
from tallystick.survey.lanes import Lanes
from tallystick.traffic import behind

DESCRIPTION = """\
FILE says which projects of which indexes are followed and who is told (docs/monitor.md). What was seen,
what is to be audited and what is to be told stays in the state file that it names, so it may be stopped at
any moment. Without --once it goes on until SIGTERM or SIGINT.

Exit codes: 0 everything could be looked at and told, 2 usage error or crash, 3 something could not
(the next round does it); what is found does not change the code."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``tallystick monitor`` takes."""
    add = parser.add_argument
    add("--config", type=Path, required=True, metavar="FILE", help="what to follow, whom to tell")
    add("--once", action="store_true", help="one round, and end")
    add(
        "--rate",
        action="append",
        default=[],
        metavar="[HOST=]N",
        help="requests a second to each host, or to this one (default: 5)",
    )
    add("--check", action="store_true", help="read the configuration, and end")


def run(options: argparse.Namespace) -> int:
    """Follow the indexes; the exit code."""
    config = read_config(options.config)
    audit_options = _audit_options(config)
    inputs = of_options(audit_options)  # what cannot be meant is said now
    if options.check:
        return 0
    turns = turns_of(options.rate)
    settings = Settings(
        key=hashlib.sha256(json.dumps(inputs, sort_keys=True).encode()).hexdigest(),
        options=pickle.dumps(audit_options),
        seconds=DEFAULT_SECONDS,
        turns=turns,
    )
    state = State(config.state)
    lanes = Lanes(1, DEFAULT_MEMORY * MIB)
    try:
        monitor = Monitor(
            config=config,
            state=state,
            indexes=_indexes(config),
            locked=_locked,
            audit=lambda asked: _audit(lanes, asked, settings),
            limits=DEFAULT,
            clock=SystemClock(),
        )
        with behind(turns):
            return _rounds(monitor, config, once=options.once)
    finally:
        lanes.close()
        state.close()


def _rounds(monitor: Monitor, config: Config, *, once: bool) -> int:
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    while True:
        try:
            monitor.once()
        except StorageError as error:
            # A full disk is no reason to end a service: nothing of the round is half done.
            if once:
                raise
            monitor.problems.append(str(error))
        for problem in monitor.problems:
            sys.stderr.write(f"tallystick: {_plain(problem)}\n")
        sys.stderr.flush()
        if once or stopped.wait(config.interval):
            code = VerdictValue.INCONCLUSIVE if monitor.problems else VerdictValue.ACCEPTED
            return EXIT_CODES[code]


def _audit(lanes: Lanes, asked: Asked, settings: Settings) -> Report:
    """Audit in a process of its own, which a hostile release may end."""
    try:
        return lanes.submit(audit_release, asked, settings).result()
    except WorkerDied as error:
        return Report(state=Became.OPEN, reason=f"{error} (killed, out of memory, or out of time)")


def _audit_options(config: Config) -> argparse.Namespace:
    """The options of an audit, as the configuration has them, for :mod:`tallystick.cli.survey_task`."""
    from tallystick.cli import audit  # noqa: PLC0415 - its options

    parser = Parser("audit.options", "")
    audit.add_arguments(parser)
    options = parser.parse_intermixed_args(list(config.options))
    if options.targets or options.lock or options.baseline or options.offline:
        raise UsageError("[audit] options: targets and baselines are the monitor's own matter")
    options.index = options.index or config.indexes.get("pypi")
    options.npm_index = options.npm_index or config.indexes.get("npm")
    return options


def _indexes(config: Config) -> dict[str, Index]:
    cache = Cache.default()
    return {
        "pypi": PyPI(config.indexes.get("pypi", DEFAULT_INDEX), cache, DEFAULT),
        "npm": Npm(config.indexes.get("npm", DEFAULT_NPM), cache, DEFAULT),
        "debian": Debian(cache, DEFAULT),
    }


def _locked(watch: Watch) -> Sequence[str]:
    """The projects that a lock file pins, read anew in each round."""
    if watch.lock is None:
        return ()
    pins = [pin for group in pinned_releases(watch.lock, DEFAULT) for pin in group]
    names = {pin.name for pin in pins if pin.ecosystem == watch.index and pin.why_not is None}
    return sorted(names)


def _plain(text: str) -> str:
    return "".join(letter if letter.isprintable() else "?" for letter in text)
