"""A program in the tree, or in a temporary folder, that was run and that this build did not link."""

from __future__ import annotations

from collections.abc import Iterator

from tallystick.errors import ContentUnavailable, LimitExceeded
from tallystick.watch.alarms import Alarm, Severity
from tallystick.watch.programs import COMPILERS, COPIERS, DECODERS, LINKERS, SCRATCH
from tallystick.watch.subject import Subject

ID = "stranger-executed"


def check(subject: Subject) -> Iterator[Alarm]:
    """See :class:`tallystick.watch.rules.Rule`."""
    told: set[str] = set()
    for run in subject.graph.runs:
        path = run.program
        if run.is_fork or path in told or not path.startswith(SCRATCH):
            continue
        told.add(path)
        for origin in subject.origins(path):
            if path in subject.taint.paths.keys() - subject.taint.verbatim:
                said = f"what was made of {subject.taint.paths[path]}"
            elif origin is None and subject.is_binary(path):
                said = "a program that was there before the build"
            elif origin is not None and _is_copy_of_machine(subject, path):
                said = "a copy of a program of this machine, under another name"
            elif (origin is not None and origin.name in DECODERS) or (
                origin is not None
                and origin.name not in COMPILERS | LINKERS
                and not _is_script(subject, path)
            ):
                said = f"a program that {origin.name} wrote"
            else:
                continue
            yield Alarm(rule=ID, severity=Severity.HIGH, message=f"ran {said}", path=path, run=run)
            break


def _is_script(subject: Subject, path: str) -> bool:
    """Whether what stands at ``path`` after the build is text that names its interpreter."""
    name = subject.inside(path)
    for tree in (subject.after, subject.before):
        if name is not None and name in tree.entries:
            try:
                return tree.read(name)[:2] == b"#!"
            except (ContentUnavailable, LimitExceeded):
                return False
    return True  # gone, as the small programs of configure are: nobody can tell


def _is_copy_of_machine(subject: Subject, path: str) -> bool:
    """Whether a program of the machine was copied to ``path``."""
    return any(
        written.run.name in COPIERS
        and any(
            read.startswith(("/usr/bin/", "/bin/", "/usr/sbin/"))
            for read in written.run.reads - {written.run.program}
        )
        for written in subject.graph.writers.get(path, ())
    )
