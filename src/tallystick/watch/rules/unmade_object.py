"""An object or a library that was linked and that no compiler of this build wrote.

Copies, other names and members of archives are followed to whoever made them.
"""

from __future__ import annotations

from collections.abc import Iterator

from tallystick.watch.alarms import Alarm, Severity
from tallystick.watch.filenames import OBJECTS
from tallystick.watch.graph import Run
from tallystick.watch.programs import ARCHIVERS, COMPILERS, LINKERS, SCRATCH
from tallystick.watch.subject import Subject

ID = "unmade-object"


def check(subject: Subject) -> Iterator[Alarm]:
    """See :class:`tallystick.watch.rules.Rule`."""
    yield from _members(subject)
    told: set[str] = set()
    for run in subject.graph.runs:
        if run.is_fork or run.name not in LINKERS | ARCHIVERS:
            continue
        for path in sorted(run.reads):
            if path in told or not _is_object(subject, path):
                continue
            stranger = _stranger(subject, path, set())
            if stranger is not None:
                told.add(path)
                yield Alarm(
                    rule=ID,
                    severity=Severity.HIGH,
                    message=f"{run.name} took in {stranger}",
                    path=path,
                    run=run,
                )


def _members(subject: Subject) -> Iterator[Alarm]:
    """Members of archives that the build left, with the very bytes of a file of the source."""
    for name, entry in subject.after.entries.items():
        if entry.blob in subject.held or entry.is_link:
            continue
        for member in subject.members(name):
            if member.blob in subject.held:
                yield Alarm(
                    rule=ID,
                    severity=Severity.HIGH,
                    message=f"its member {member.name} is a file of the source, as it was",
                    path=f"{subject.root}/{name}",
                )


def _is_object(subject: Subject, path: str) -> bool:
    ours = subject.inside(path) is not None or path.startswith(SCRATCH)
    return ours and (path.endswith(OBJECTS) or subject.is_binary(path))


def _stranger(subject: Subject, path: str, seen: set[str]) -> str | None:
    """What speaks against the file; None if a compiler or linker of this build made it."""
    seen.add(path)
    for origin in sorted(subject.origins(path), key=lambda run: -1 if run is None else run.number):
        if origin is None:
            return "an object that was there before the build"
        if origin.name in ARCHIVERS:
            for member in sorted(_objects_into(subject, origin)):
                worse = _stranger(subject, member, seen) if member not in seen else None
                if worse is not None:
                    return f"{worse}, by way of {member.rpartition('/')[2]}"
        elif origin.name not in COMPILERS | LINKERS:
            return f"an object that {origin.name} wrote, which is no compiler"
    return None


def _objects_into(subject: Subject, archiver: Run) -> set[str]:
    """What an archiver put into an archive, or took out of one."""
    return {
        path for path in archiver.reads if _is_object(subject, path) and path not in archiver.writes
    }
