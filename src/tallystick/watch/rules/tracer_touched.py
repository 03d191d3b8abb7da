"""A process that looked into another one, the tracer perhaps, or tried to.

What is traced runs as the tracer's user: it could stop the tracer, or write into its log.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tallystick.watch.alarms import Alarm, Severity
from tallystick.watch.graph import Run
from tallystick.watch.subject import Subject

ID = "tracer-touched"

_INSIDE = re.compile(
    r"/proc/(?!self/|thread-self/)(\d+)/(?:mem|fd|fdinfo|root|cwd|environ|map_files)(?:/.*)?"
)


def check(subject: Subject) -> Iterator[Alarm]:
    """See :class:`tallystick.watch.rules.Rule`."""
    for run in subject.graph.runs:
        for looked in run.looked:
            if looked.how == "PTRACE_TRACEME":
                continue
            yield _alarm(run, f"{looked.how} of process {looked.process}", None)
        for path in sorted(run.reads | run.writes):
            other = _INSIDE.fullmatch(path)
            if other is not None and int(other[1]) != run.process:
                yield _alarm(run, "looked into another process", path)


def _alarm(run: Run, what: str, path: str | None) -> Alarm:
    return Alarm(rule=ID, severity=Severity.HIGH, message=what, path=path, run=run)
