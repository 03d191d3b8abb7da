"""A build that wrote, or wanted to write, outside its tree and its temporary folders."""

from __future__ import annotations

from collections.abc import Iterator

from tallystick.watch.alarms import Alarm, Severity
from tallystick.watch.programs import SCRATCH
from tallystick.watch.subject import Subject

ID = "written-outside"

_ALLOWED = (*SCRATCH, "/dev/", "/proc/self/")


def check(subject: Subject) -> Iterator[Alarm]:
    """See :class:`tallystick.watch.rules.Rule`."""
    for run in subject.graph.runs:
        wanted = sorted(
            {each.path for each in run.refused if each.writes and each.error != "ENOENT"}
        )
        for path in wanted:
            if path.startswith("/") and not path.startswith(_ALLOWED):
                yield Alarm(
                    rule=ID,
                    severity=Severity.LOW,
                    message=f"{run.name} wanted to write there",
                    path=path,
                    run=run,
                    reason="tools keep caches, and fall back where they cannot; nothing was written",
                )
