"""A compiler whose source came through a pipe, and stands in no file."""

from __future__ import annotations

from collections.abc import Iterator

from tallystick.watch.alarms import Alarm, Severity
from tallystick.watch.graph import Run
from tallystick.watch.programs import COMPILERS, COPIERS, DECODERS, LINKERS, MAKERS, PROPER
from tallystick.watch.subject import Subject

ID = "compiler-on-stdin"


def check(subject: Subject) -> Iterator[Alarm]:
    """See :class:`tallystick.watch.rules.Rule`."""
    for run in subject.graph.runs:
        if run.is_fork or run.name not in PROPER or "-" not in run.argv[1:]:
            continue
        feeding = [each for each in subject.graph.feeding(run) if each.name not in PROPER]
        if not feeding:
            continue
        asked = _is_asked(subject, run) and not any(each.name in DECODERS for each in feeding)
        yield Alarm(
            rule=ID,
            severity=Severity.LOW if asked else Severity.HIGH,
            message=f"a source that stands in no file: {subject.chain(run)}",
            run=run,
            reason="nothing is made of it: the compiler was asked what it knows" if asked else "",
        )


def _is_asked(subject: Subject, run: Run) -> bool:
    """Whether it only preprocessed, or nothing is left of what was made of it."""
    return "-E" in run.argv or not any(
        subject.inside(path) in subject.after.entries for path in _made(subject, run)
    )


def _made(subject: Subject, run: Run) -> set[str]:
    """What the compiler's driver had made, what that was linked into, and so on."""
    driver = next((each for each in run.lineage if each.name not in PROPER), run)
    waiting = [
        path
        for each in subject.graph.runs
        if each.name in COMPILERS | LINKERS and driver in each.lineage
        for path in each.writes
    ]
    found = set(waiting)
    while waiting:
        place = waiting.pop()
        behind = set(subject.moves.get(place, ()))
        for reader in subject.graph.readers.get(place, ()):
            behind |= reader.writes if reader.name in MAKERS | COPIERS else set()
        waiting += behind - found
        found |= behind
    return found
