"""A compiler whose source came through a pipe, while the product was built."""

from __future__ import annotations

from collections.abc import Iterator

from tallystick.watch.alarms import Alarm, Severity
from tallystick.watch.programs import PROPER
from tallystick.watch.subject import Phase, Subject

ID = "compiler-on-stdin"


def check(subject: Subject) -> Iterator[Alarm]:
    """See :class:`tallystick.watch.rules.Rule`."""
    for run in subject.graph.runs:
        if run.is_fork or run.name not in PROPER or "-" not in run.argv[1:]:
            continue
        feeding = [each for each in subject.graph.feeding(run) if each.name not in PROPER]
        if not feeding:
            continue
        # cc1 -E only preprocesses: what the compiler knows by itself is asked for in this way.
        asked = "-E" in run.argv or subject.phase(run) is Phase.CONFIGURE
        yield Alarm(
            rule=ID,
            severity=Severity.LOW if asked else Severity.HIGH,
            message=f"a source that stands in no file: {subject.chain(run)}",
            run=run,
            reason="nothing is made of it: the compiler was asked what it knows" if asked else "",
        )
