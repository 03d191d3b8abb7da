"""Code of the tests that a Python build imported."""

from __future__ import annotations

from collections.abc import Iterator

from tallystick.watch.alarms import Alarm, Severity
from tallystick.watch.python_build import reader_inside
from tallystick.watch.subject import Subject

ID = "test-code-imported"


def check(subject: Subject) -> Iterator[Alarm]:
    """See :class:`tallystick.watch.rules.Rule`."""
    for path, runs in subject.graph.readers.items():
        if not path.endswith(".py") or not subject.is_source(path) or not subject.is_of_tests(path):
            continue
        if subject.before.entries[subject.inside(path) or ""].blob in subject.packed:
            continue
        run = reader_inside(subject, path, runs)
        if run is not None:
            yield Alarm(
                rule=ID,
                severity=Severity.LOW,
                message="code of the tests, read while the product is built",
                path=path,
                run=run,
                reason="it is text of the source; some builds share modules with their tests",
            )
