"""Build honest packages under the watch, and say what alarms they raise; the exit code is 1 if any is high.

    python benchmarks/watching_packages.py [LIST.toml] [--artifacts DIR] [--only NAME] [--from deb|pypi]

The list is benchmarks/watching.toml, if none is given. Archives of Debian's source packages are taken from
``--artifacts`` (``apt-get source --tar-only NAME``); sdists come from the package index, and their
environments too, as of the day that the list names.
"""

from __future__ import annotations

import argparse
import re
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

from corpus import asking

from tallystick.cache import Cache
from tallystick.cli.targets import Pending, Target, resolve
from tallystick.limits import DEFAULT, Caps
from tallystick.model import Skip, Tree
from tallystick.project import read_project
from tallystick.rebuild.interpreter import interpreters
from tallystick.rebuild.toolchain import Toolchains, Wanted
from tallystick.sandbox import Command, Sandbox
from tallystick.source import open_source
from tallystick.watch import CLOCK, Severity, Watched, watch

LIST = Path(__file__).with_name("watching.toml")

LOG = 1_500
"""Bytes of the end of a failed build's log that are shown."""

PIP = ("-m", "pip", "wheel", "--no-index", "--no-deps", "--no-build-isolation", "-w", "dist", ".")


def main() -> int:
    """Build and print; the exit code."""
    options = _options()
    packages = tomllib.loads(options.list.read_text(encoding="utf-8"))["package"]
    sandbox = Sandbox.find()
    if isinstance(sandbox, Skip):
        raise SystemExit(sandbox.reason)
    print("| package | built | s | commands | high | low |\n|---|---|--:|--:|--:|---|")
    high = Counter[str]()
    for package in packages:
        if options.only in {None, package["name"]} and options.origin in {None, package["from"]}:
            tree, command = _prepared(package, options.artifacts)
            found = watch(command, tree, sandbox, Caps())
            if isinstance(found, Skip):
                raise SystemExit(found.reason)
            print(_row(package, found), flush=True)
            for line in _told(found):
                print(f"    {package['name']}: {line}", file=sys.stderr, flush=True)
            high["alarms"] += found.is_alarming
            high["failed"] += not found.is_whole
    print(f"\n{high['alarms']} with an alarm of high severity; {high['failed']} not seen whole")
    return 1 if high.total() else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("list", type=Path, nargs="?", default=LIST)
    parser.add_argument("--artifacts", type=Path, default=Path())
    parser.add_argument("--only", metavar="NAME")
    parser.add_argument("--from", dest="origin", choices=["deb", "pypi"])
    return parser.parse_args()


def _prepared(package: Mapping[str, Any], artifacts: Path) -> tuple[Tree, Command]:
    if package["from"] == "deb":
        archives = sorted(artifacts.glob(f"{package['name']}_*.orig.tar.*[!c]"))
        if not archives:
            raise SystemExit(f"{package['name']}: apt-get source --download-only, in {artifacts}")
        argv = ("/bin/sh", "-c", f"set -e; {package['command']}")
        return _tree(archives[-1]), Command(argv=argv, clock=CLOCK)
    return _sdist(package)


def _tree(archive: Path) -> Tree:
    return open_source(str(archive), cache=Cache.default(), limits=DEFAULT).tree


def _sdist(package: Mapping[str, Any]) -> tuple[Tree, Command]:
    """The tree of an sdist, and pip on it, in an environment of what its backend requires."""
    wanted = f"{package['name']}=={package['version']}"
    with asking(offline=False) as index:
        for target in resolve(wanted, index):
            found = target.fetch() if isinstance(target, Pending) else target
            if isinstance(found, Target) and found.name.endswith((".tar.gz", ".zip")):
                tree = _tree(found.path)
                break
        else:
            raise SystemExit(f"{wanted}: no sdist")
    project = read_project(tree, "", DEFAULT)
    asked = project.table("build-system").get("requires")
    requires = asked if isinstance(asked, list) else ["setuptools", "wheel"]
    extra = list(package.get("requires", ()))
    extra += ["cython"] if any("expandvars" in str(one) for one in requires) else []
    environment = Toolchains(cache=Cache.default(), limits=DEFAULT).environment(
        Wanted(
            interpreter=interpreters()[2],
            requirements=(*map(str, requires), *extra, "pip", "wheel"),
            day=datetime.combine(package["day"], time(), UTC),
        )
    )
    if isinstance(environment, Skip):
        raise SystemExit(f"{wanted}: {environment.reason}")
    return tree, Command(
        argv=(environment.python, *PIP),
        environment={"PATH": environment.search_path},
        reads=environment.reads,
        clock=CLOCK,
    )


def _row(package: Mapping[str, Any], found: Watched) -> str:
    rules = {
        severity: Counter(one.rule for one in found.alarms if one.severity is severity)
        for severity in Severity
    }
    told = {
        severity: ", ".join(f"{rule} {number}" for rule, number in sorted(counted.items()))
        for severity, counted in rules.items()
    }
    built = "whole" if found.is_whole else f"status {found.outcome.status}"
    runs = sum(not run.is_fork for run in found.subject.graph.runs)
    how = re.sub(r"\s+", " ", package.get("command", "pip wheel"))
    return (
        f"| {package['name']} (`{how}`) | {built} | {found.outcome.seconds:.0f} | {runs:,} "
        f"| {told[Severity.HIGH] or 0} | {told[Severity.LOW]} |"
    )


def _told(found: Watched) -> Iterator[str]:
    """Every alarm, and why a build was not seen whole."""
    for alarm in found.alarms:
        by = " < ".join(
            " ".join(run.argv)[:100] for run in (alarm.run.lineage if alarm.run else ())
        )
        yield f"{alarm.severity} {alarm.rule}: {alarm.message}: {alarm.path}: {by[:500]}: {alarm.reason}"
    for reason in found.lost:
        yield f"lost: {reason}"
    if not found.outcome.succeeded:
        yield found.outcome.output[-LOG:].decode(errors="replace")


if __name__ == "__main__":
    sys.exit(main())
