"""A library that was loaded into a process and that no linker of this build wrote.

What the dynamic linker opens stands before the C library in what a process reads, whatever it is called
(``LD_PRELOAD``, ``LD_LIBRARY_PATH``; ld.so(8)). Compilers besides load plugins.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tallystick.watch.alarms import Alarm, Severity
from tallystick.watch.graph import Run
from tallystick.watch.programs import MAKERS, PROPER, SCRATCH
from tallystick.watch.subject import Subject

ID = "stranger-loaded"

LIBRARY = ".so"

_C = "/libc.so.6"
"""glibc: what a program itself names comes before it; what only its libraries need may come later."""


def check(subject: Subject) -> Iterator[Alarm]:
    """See :class:`tallystick.watch.rules.Rule`."""
    began = _libraries_at(subject)
    for path, runs in subject.graph.readers.items():
        if not path.startswith(SCRATCH):
            continue
        for run, at in zip(runs, subject.graph.read_at[path], strict=True):
            if path != run.program and _is_loaded(path, run, at, began):
                said = _stranger(subject, path)
                if said is not None:
                    yield Alarm(
                        rule=ID,
                        severity=Severity.HIGH,
                        message=f"{run.name} loaded {said}",
                        path=path,
                        run=run,
                    )
                break


def _libraries_at(subject: Subject) -> Mapping[int, tuple[int, int]]:
    """By run: when it began to read, and when the C library came."""
    graph = subject.graph
    programs = {run.program for run in graph.runs if not run.is_fork}
    began = {
        run.number: at
        for program in programs
        for run, at in zip(
            graph.readers.get(program, ()), graph.read_at.get(program, ()), strict=True
        )
        if run.program == program
    }
    found: dict[int, tuple[int, int]] = {}
    for path, runs in graph.readers.items():
        if path.endswith(_C):
            for run, at in zip(runs, graph.read_at[path], strict=True):
                begin, end = began.get(run.number, at), found.get(run.number, (0, at))[1]
                found[run.number] = (begin, min(end, at))  # a linker may read another one
    return found


def _is_loaded(path: str, run: Run, at: int, began: Mapping[int, tuple[int, int]]) -> bool:
    begin, end = began.get(run.number, (0, 0))
    return begin < at < end or (run.name in PROPER and LIBRARY in path.rpartition("/")[2])


def _stranger(subject: Subject, path: str) -> str | None:
    """What speaks against the library; None if linkers of this build alone made it."""
    for origin in sorted(subject.origins(path), key=lambda run: -1 if run is None else run.number):
        if origin is None:
            return "a library that was there before the build"
        if origin.name not in MAKERS:
            return f"a library that {origin.name} wrote, which is no linker"
    return None
