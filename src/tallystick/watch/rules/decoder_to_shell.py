"""A shell or an interpreter that runs what a decoder wrote, through pipes or a temporary file."""

from __future__ import annotations

from collections.abc import Iterator

from tallystick.watch.alarms import Alarm, Severity
from tallystick.watch.graph import Run
from tallystick.watch.invocation import is_told_on_stdin, script
from tallystick.watch.programs import DECODERS
from tallystick.watch.subject import Subject

ID = "decoder-to-shell"


def check(subject: Subject) -> Iterator[Alarm]:
    """See :class:`tallystick.watch.rules.Rule`."""
    for run in subject.graph.runs:
        if run.is_fork:
            continue
        if is_told_on_stdin(run):
            yield from _fed(subject, run)
        path = subject.input_file(run) if is_told_on_stdin(run) else script(run)
        decoder = _decoder(subject, path) if path is not None else None
        if decoder is not None:
            yield Alarm(
                rule=ID,
                severity=Severity.HIGH,
                message=f"{run.name} runs a file that {decoder.name} wrote",
                path=path,
                run=run,
            )


def _fed(subject: Subject, run: Run) -> Iterator[Alarm]:
    feeding = [each for each in subject.graph.feeding(run) if not each.is_fork]
    if not feeding:
        return
    decoded = any(each.name in DECODERS for each in feeding)
    yield Alarm(
        rule=ID,
        severity=Severity.HIGH if decoded else Severity.LOW,
        message=f"a pipe into {run.name}: {subject.chain(run)}",
        run=run,
        reason="" if decoded else "scripts that write commands as text, and run them",
    )


def _decoder(subject: Subject, path: str) -> Run | None:
    """The decoder behind a file of the build, directly or through pipes."""
    for run in subject.origins(path):
        if run is None:
            continue
        for each in (run, *subject.graph.feeding(run)):
            if each.name in DECODERS:
                return each
    return None
