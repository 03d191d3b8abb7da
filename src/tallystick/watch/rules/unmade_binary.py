"""A program, object or library that is left after the build, and that no compiler or linker wrote."""

from __future__ import annotations

from collections.abc import Iterator

from tallystick.errors import ContentUnavailable, LimitExceeded
from tallystick.watch.alarms import Alarm, Severity
from tallystick.watch.programs import ARCHIVERS, COMPILERS, LINKERS
from tallystick.watch.subject import AR, ELF, THIN, Subject

ID = "unmade-binary"

MAKERS = ARCHIVERS | COMPILERS | LINKERS


def check(subject: Subject) -> Iterator[Alarm]:
    """See :class:`tallystick.watch.rules.Rule`."""
    for name, entry in subject.after.entries.items():
        held = subject.before.entries.get(name)
        if entry.is_link or entry.is_gitlink or (held is not None and held.blob == entry.blob):
            continue
        try:
            head = subject.after.read(name)[:8]
        except (ContentUnavailable, LimitExceeded):
            continue
        if not head.startswith((ELF, AR, THIN)):
            continue
        path = f"{subject.root}/{name}"
        origins = subject.origins(path)
        strangers = sorted(
            "the source" if run is None else run.name
            for run in origins
            if run is None or run.name not in MAKERS
        )
        if (strangers or not origins) and not subject.is_compiled(entry.blob):
            by = (
                f"made by {', '.join(dict.fromkeys(strangers))}"
                if strangers
                else "of which nobody is known"
            )
            yield Alarm(
                rule=ID,
                severity=Severity.HIGH,
                message=f"a compiled file {by}",
                path=path,
            )
