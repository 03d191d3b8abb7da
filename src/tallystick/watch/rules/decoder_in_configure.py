"""A decoder that was given a file of the source while the product was configured."""

from __future__ import annotations

from collections.abc import Iterator

from tallystick.watch.alarms import Alarm, Severity
from tallystick.watch.phases import Phase
from tallystick.watch.programs import DECODERS
from tallystick.watch.subject import Subject

ID = "decoder-in-configure"


def check(subject: Subject) -> Iterator[Alarm]:
    """See :class:`tallystick.watch.rules.Rule`."""
    for run in subject.graph.runs:
        if run.is_fork or run.name not in DECODERS or subject.phase(run) is not Phase.CONFIGURE:
            continue
        source = next((path for path in sorted(run.reads) if subject.is_source(path)), None)
        fed = any(True for _ in subject.graph.feeding(run))
        suspicious = source is not None or fed
        yield Alarm(
            rule=ID,
            severity=Severity.HIGH if suspicious else Severity.LOW,
            message=f"{' '.join(run.argv[:4])} ran in phase configure",
            path=source,
            run=run,
            reason=""
            if suspicious
            else "it read nothing of the source: scripts ask tools for their version",
        )
