"""An opaque file of the source that went into what a compiler, an assembler or a linker made, as it is.

``.incbin``, ``#embed`` (C23), ``-b binary`` of ld(1): an icon comes in that way, and so would a payload.
"""

from __future__ import annotations

from collections.abc import Iterator

from tallystick.watch.alarms import Alarm, Severity
from tallystick.watch.filenames import OBJECTS
from tallystick.watch.programs import COMPILERS, LINKERS
from tallystick.watch.subject import Subject

ID = "opaque-embedded"


def check(subject: Subject) -> Iterator[Alarm]:
    """See :class:`tallystick.watch.rules.Rule`."""
    for path, runs in subject.graph.readers.items():
        if path.endswith(OBJECTS) or subject.is_binary(path) or not subject.is_opaque(path):
            continue  # of compiled files, other rules speak
        run = next((run for run in runs if run.name in COMPILERS | LINKERS), None)
        if run is not None and not subject.is_test_data(path):
            yield Alarm(
                rule=ID,
                severity=Severity.LOW,
                message=f"{run.name} took it in as it is",
                path=path,
                run=run,
                reason="icons, fonts and tables are compiled into programs",
            )
