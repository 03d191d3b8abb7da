"""``--watch``: the builds of a rebuild are watched, and what they did stands on the ledger."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from tallystick.limits import Caps
from tallystick.model import Ledger, Skip, Tree
from tallystick.model.watched import WatchedAlarm, WatchedBuild
from tallystick.rebuild.building import SOURCE
from tallystick.sandbox import Command, Outcome, Sandbox
from tallystick.sandbox.command import TREE
from tallystick.watch import Severity, Watched, watch
from tallystick.watch.subject import Subject

OURS = frozenset({"git"})
"""Programs that our own part of a rebuild has read every file: a repository is made of the source first."""

LONGEST = 200
"""Characters of a command that are kept."""


class RebuildWatch(Struct):
    """Watches the builds of one audit: a :class:`tallystick.rebuild.running.Watching`."""

    builds: list[WatchedBuild] = field(default_factory=list)
    skip: Skip | None = None

    def run(self, sandbox: Sandbox, command: Command, tree: Tree, caps: Caps) -> Outcome:
        """Run ``command`` as :meth:`tallystick.sandbox.Sandbox.run` does, and keep what it did."""
        found = watch(command, tree, sandbox, caps)
        if isinstance(found, Skip):
            self.skip = found
            return sandbox.run(command, tree, caps)
        self.builds.append(_kept(found, command))
        return found.outcome

    def report(self, ledger: Ledger) -> Ledger:
        """``ledger`` with what was seen; what was not is a skip."""
        reasons = [self.skip.reason] if self.skip is not None else []
        done = [build for build in self.builds if build.succeeded]
        if not done and not reasons:
            reasons = ["no build that was watched succeeded"]
        reasons += [reason for build in done for reason in build.lost]
        skips = [Skip(check="watch", reason=reason) for reason in dict.fromkeys(reasons)]
        return replace(ledger, watched=tuple(self.builds), skips=(*ledger.skips, *skips))


def _kept(found: Watched, command: Command) -> WatchedBuild:
    subject = found.subject
    reads = _reads(subject)
    return WatchedBuild(
        product=_product(command),
        succeeded=found.outcome.succeeded,
        commands=sum(not run.is_fork for run in subject.graph.runs),
        alarms=tuple(
            WatchedAlarm(
                rule=alarm.rule,
                is_high=alarm.severity is Severity.HIGH,
                message=alarm.message,
                path=_path(subject, alarm.path) if alarm.path is not None else None,
                by=" ".join(alarm.run.argv)[:LONGEST] if alarm.run is not None else None,
                reason=alarm.reason,
            )
            for alarm in found.alarms
        ),
        lost=found.lost,
        opaque={
            path: programs
            for path, programs in reads.items()
            if subject.is_opaque(f"{TREE}/{SOURCE}/{path}") or subject.is_opaque(f"{TREE}/{path}")
        },
        reads=reads,
    )


def _reads(subject: Subject) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for path, runs in subject.graph.readers.items():
        programs = tuple(dict.fromkeys(run.name for run in runs if run.name not in OURS))
        if programs and subject.is_source(path):
            found[_path(subject, path)] = programs
    return found


def _path(subject: Subject, path: str) -> str:
    """Relative to the source, which stands in a folder of its own."""
    name = subject.inside(path)
    return path if name is None else name.removeprefix(f"{SOURCE}/")


def _product(command: Command) -> str:
    if command.argv[:1] == ("npm",):
        return "npm"
    return "sdist" if '"sdist' in command.argv[-1] else "wheel"
