"""Content of opaque files or test data that a shell or an interpreter runs.

The way of CVE-2024-3094: a test file, cut and translated by plain tools, ends in a shell. No tool is
known by its name here, only where the content came from and where it went.
"""

from __future__ import annotations

from collections.abc import Iterator

from tallystick.watch.alarms import Alarm, Severity
from tallystick.watch.graph import Run
from tallystick.watch.programs import BUILDING, SHELLS
from tallystick.watch.subject import Subject

ID = "data-run"

READING = SHELLS | BUILDING
"""What they read, they may run: ``. FILE`` and ``include FILE`` start no process."""


def check(subject: Subject) -> Iterator[Alarm]:
    """See :class:`tallystick.watch.rules.Rule`."""
    tainted, verbatim = subject.taint.paths, subject.taint.verbatim
    for run in subject.graph.runs:
        place = _instructions(subject, run)
        source = tainted.get(place) if place is not None else None
        if source is not None and (place not in verbatim or subject.is_opaque(source)):
            yield _alarm(run, source, f"{run.name} runs what was made of it")
        elif run.name in READING:
            derived = next((path for path in run.reads & tainted.keys() - verbatim), None)
            if derived is not None:
                yield _alarm(
                    run, tainted[derived], f"{run.name} read what was made of it: {derived}"
                )
    for pipe, source in subject.taint.paths.items():
        if pipe.startswith("/") or subject.graph.pipe_readers.get(pipe):
            continue
        for run in subject.takers(pipe):
            yield _alarm(run, source, f"{run.name} took what was made of it into itself")


def _instructions(subject: Subject, run: Run) -> str | None:
    """Where a run's instructions come from: its standard input, or its script."""
    if run.is_fork:
        return None
    if subject.is_told_on_stdin(run):
        return run.streams.get(0)
    return subject.script(run)


def _alarm(run: Run, source: str, what: str) -> Alarm:
    return Alarm(rule=ID, severity=Severity.HIGH, message=what, path=source, run=run)
