"""Compiled files that the source brings along, and whether the build looked into them."""

from __future__ import annotations

from collections.abc import Iterator

from tallystick.watch.alarms import Alarm, Severity
from tallystick.watch.subject import Subject

ID = "binary-before-build"


def check(subject: Subject) -> Iterator[Alarm]:
    """See :class:`tallystick.watch.rules.Rule`."""
    for name in subject.before.entries:
        path = f"{subject.root}/{name}"
        if not subject.is_binary(path):
            continue
        readers = sorted({run.name for run in subject.graph.readers.get(path, ())})
        yield Alarm(
            rule=ID,
            severity=Severity.HIGH if readers else Severity.LOW,
            message=f"a compiled file of the source, read by {', '.join(readers)}"
            if readers
            else "a compiled file of the source",
            path=path,
            reason=""
            if readers
            else "the build did not read it; tests of compilers and packers need such files",
        )
