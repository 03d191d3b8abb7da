"""Content of opaque files or test data that a shell or an interpreter runs.

The way of CVE-2024-3094: a test file, cut and translated by plain tools, ends in a shell. No tool is
known by its name here, only where the content came from and where it went.
"""

from __future__ import annotations

from collections.abc import Iterator

from tallystick.watch.alarms import Alarm, Severity
from tallystick.watch.graph import STDIN, Run
from tallystick.watch.invocation import is_told_on_stdin, script
from tallystick.watch.phases import Phase
from tallystick.watch.programs import (
    BUILDING,
    COPYING,
    DECODERS,
    INTERPRETERS,
    SCRATCH,
    SHELLS,
)
from tallystick.watch.subject import Subject

ID = "data-run"

READING = SHELLS | BUILDING | COPYING
"""What they read, they may run: ``. FILE`` and ``include FILE`` start no process."""

CODE = {
    "python": (".py", ".pyc", ".so", ".pth"),
    "pypy": (".py", ".pyc", ".so", ".pth"),
    "perl": (".pl", ".pm", ".so"),
    "ruby": (".rb", ".so"),
    "lua": (".lua", ".so"),
    "node": (".js", ".cjs", ".mjs", ".node"),
}
"""What interpreters import; of other files nobody can tell whether they are run."""

_OF_TESTS = "tests hold what the product makes of their data against what they expect"


def check(subject: Subject) -> Iterator[Alarm]:
    """See :class:`tallystick.watch.rules.Rule`."""
    tainted, verbatim = subject.taint.paths, subject.taint.verbatim
    for run in subject.graph.runs:
        place = _instructions(run)
        source = tainted.get(place) if place is not None else None
        if source is not None and (place not in verbatim or subject.is_opaque(source)):
            yield _alarm(run, source, f"{run.name} runs what was made of it")
        elif (derived := _derived(subject, run)) is not None:
            yield _alarm(run, tainted[derived], f"{run.name} read what was made of it: {derived}")
    for pipe, source in tainted.items():
        if pipe.startswith("/") or subject.graph.pipe_readers.get(pipe):
            continue
        for run in subject.takers(pipe):
            reason = _OF_TESTS if _compares(subject, run, pipe) else ""
            yield _alarm(run, source, f"{run.name} took what was made of it into itself", reason)


def _instructions(run: Run) -> str | None:
    """Where a run's instructions come from: its standard input, or its script."""
    if run.is_fork:
        return None
    return run.streams.get(STDIN) if is_told_on_stdin(run) else script(run)


def _derived(subject: Subject, run: Run) -> str | None:
    """A file that the run may have taken instructions from, and that was made of such content."""
    interpreter = subject.interprets(run)
    if interpreter not in READING | INTERPRETERS:
        return None
    made = run.reads & subject.taint.paths.keys() - subject.taint.verbatim
    piped = run.pipes_read & subject.taint.paths.keys()
    if piped:
        return min(piped)
    if interpreter in CODE:
        made = {path for path in made if path.endswith(CODE[interpreter])}
    elif interpreter not in READING:
        return None
    return min(made, default=None)


def _compares(subject: Subject, run: Run, pipe: str) -> bool:
    """Whether it is a test that looks at what the product, or a tool that compares, printed.

    What a decoder of the machine gives to something that can run it is no such thing, in a test either.
    """
    if subject.phase(run) is not Phase.TEST:
        return False
    writers = subject.graph.pipe_writers.get(pipe, ())
    return run.name not in SHELLS | INTERPRETERS or not any(
        writer.name in DECODERS and not writer.program.startswith(SCRATCH) for writer in writers
    )


def _alarm(run: Run, source: str, what: str, reason: str = "") -> Alarm:
    severity = Severity.LOW if reason else Severity.HIGH
    return Alarm(rule=ID, severity=severity, message=what, path=source, run=run, reason=reason)
