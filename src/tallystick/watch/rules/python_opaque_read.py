"""An opaque file that a Python build read and did not copy: what became of it happened in its memory."""

from __future__ import annotations

from collections.abc import Iterator

from tallystick.watch.alarms import Alarm, Severity
from tallystick.watch.python_build import reader_inside
from tallystick.watch.subject import Subject

ID = "python-opaque-read"


def check(subject: Subject) -> Iterator[Alarm]:
    """See :class:`tallystick.watch.rules.Rule`."""
    for path, runs in subject.graph.readers.items():
        entry = subject.before.entries.get(subject.inside(path) or "")
        # Of test data and of bytecode, other rules speak.
        if entry is None or subject.is_of_tests(path) or path.endswith(".pyc"):
            continue
        if entry.blob in subject.packed or not subject.is_opaque(path):
            continue
        run = reader_inside(subject, path, runs)
        if run is not None:
            yield Alarm(
                rule=ID,
                severity=Severity.HIGH,
                message="an opaque file that was read and not copied",
                path=path,
                run=run,
            )
