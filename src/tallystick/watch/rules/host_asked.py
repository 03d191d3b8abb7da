"""Questions for the time, the host and its machine: in a product the answer differs elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

from tallystick.watch.alarms import Alarm, Severity
from tallystick.watch.subject import Subject

ID = "host-asked"

_ASKING = frozenset({"hostname", "date", "whoami", "lscpu", "nproc"})


def check(subject: Subject) -> Iterator[Alarm]:
    """See :class:`tallystick.watch.rules.Rule`."""
    told: set[str] = set()
    for run in subject.graph.runs:
        if run.is_fork or run.name not in _ASKING or run.name in told:
            continue
        told.add(run.name)
        yield Alarm(
            rule=ID,
            severity=Severity.LOW,
            message=f"asked {' '.join(run.argv[:3])}",
            run=run,
            reason="most builds do, and few put the answer into what they make",
        )
