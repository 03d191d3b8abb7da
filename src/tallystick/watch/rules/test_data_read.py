"""Data of the tests that was read while the product was configured, built or installed."""

from __future__ import annotations

from collections.abc import Iterator

from tallystick.watch.alarms import Alarm, Severity
from tallystick.watch.phases import Phase
from tallystick.watch.programs import ARCHIVERS, BUILDING, COMPILERS, COPIERS, LINKERS
from tallystick.watch.subject import Subject

ID = "test-data-read"

_MAKING = ARCHIVERS | BUILDING | COMPILERS | LINKERS
"""What these take in of texts is a source; tools that build look at files and make nothing of them."""


def check(subject: Subject) -> Iterator[Alarm]:
    """See :class:`tallystick.watch.rules.Rule`."""
    for path in subject.graph.readers:
        if not (subject.is_of_tests(path) and subject.is_test_data(path)):
            continue
        opaque = subject.is_opaque(path)
        for run in subject.graph.readers_of_first(path):
            passed_over = BUILDING if opaque else _MAKING
            if run.name in passed_over or subject.phase(run) is Phase.TEST:
                continue
            copied = (
                run.name in COPIERS or subject.copied(path, run) or subject.is_carried(run, path)
            )
            yield Alarm(
                rule=ID,
                severity=Severity.HIGH if opaque and not copied else Severity.LOW,
                message=f"{run.name} read {'an opaque file' if opaque else 'data'} of the tests, in phase "
                f"{subject.phase(run)}",
                path=path,
                run=run,
                reason=_reason(copied=copied, opaque=opaque),
            )
            break


def _reason(*, copied: bool, opaque: bool) -> str:
    if copied:
        return "it is copied as it is, to where tests or packages want it"
    return "" if opaque else "build tools look through all files of a folder"
