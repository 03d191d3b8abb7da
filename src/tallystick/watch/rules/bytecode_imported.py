"""Bytecode of the source that an interpreter read: it stands for a text that may be another one."""

from __future__ import annotations

from collections.abc import Iterator

from tallystick.watch.alarms import Alarm, Severity
from tallystick.watch.programs import PYTHONS
from tallystick.watch.subject import Subject

ID = "bytecode-imported"


def check(subject: Subject) -> Iterator[Alarm]:
    """See :class:`tallystick.watch.rules.Rule`."""
    for path, runs in subject.graph.readers.items():
        if not path.endswith((".pyc", ".pyo")) or not subject.is_source(path):
            continue
        run = next((run for run in runs if subject.interprets(run) in PYTHONS), None)
        if run is not None:
            yield Alarm(
                rule=ID,
                severity=Severity.HIGH,
                message=f"{run.name} read bytecode that the source brought along",
                path=path,
                run=run,
            )
