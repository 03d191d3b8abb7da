"""What went into a product and is not there any more: who made it was seen, what it held was not kept."""

from __future__ import annotations

from collections.abc import Iterator

from tallystick.watch.graph import Run
from tallystick.watch.programs import ARCHIVERS, COMPILERS, LINKERS, SCRATCH
from tallystick.watch.subject import OBJECTS, Subject

OWN = COMPILERS | LINKERS | {"go", "cargo"}
"""Who takes away what they wrote for themselves alone: a compiler's driver its temporary objects."""

SHOWN = 5


def gone(subject: Subject) -> str | None:
    """A sentence on what was linked or archived into what is left, and taken away; None if nothing was."""
    found = sorted(
        {name for run in subject.graph.runs for name in _gone(subject, run)} | set(_packed(subject))
    )
    if not found:
        return None
    told = ", ".join(found[:SHOWN]) + (" and others" if len(found) > SHOWN else "")
    plural = "files were" if len(found) > 1 else "file was"
    return f"{len(found)} {plural} linked into what is left and taken away, unseen: {told}"


def _gone(subject: Subject, run: Run) -> Iterator[str]:
    if run.is_fork or run.name not in LINKERS | ARCHIVERS or not _is_left(subject, run):
        return
    for path in run.reads - run.writes:
        name = subject.inside(path)
        if not (path.startswith(SCRATCH) and path.endswith(OBJECTS)):
            continue
        if name in subject.after.entries or name in subject.before.entries:
            continue
        if not _is_own(subject, path) and not _is_member(subject, path):
            yield name or path


def _packed(subject: Subject) -> Iterator[str]:
    """Compiled files in wheels that a linker may have written, to a file that is gone."""
    for wheel in filter(lambda one: one.is_wheel, subject.wheels):
        for member in wheel.members:
            known = member.blob in subject.held or member.blob in subject.left
            if member.is_compiled and not known and subject.taken_away(member.name):
                yield member.name


def _is_left(subject: Subject, run: Run) -> bool:
    """Whether what the run made stands in the tree, under its name or one that it was given."""
    # What it printed, to a log perhaps, is nothing that it made.
    made = run.writes - run.printed
    waiting, seen = [*made], set(made)
    while waiting:
        place = waiting.pop()
        if subject.inside(place) in subject.after.entries:
            return True
        for new in subject.moves.get(place, ()):
            if new not in seen:
                seen.add(new)
                waiting.append(new)
    return False


def _is_own(subject: Subject, path: str) -> bool:
    """Whether a tool took away what only it knew of, or a name was changed and the content is there."""
    removers = subject.graph.removed.get(path, ())
    if any(subject.inside(new) in subject.after.entries for new in subject.moves.get(path, ())):
        return True
    return bool(removers) and all(run.name in OWN for run in removers)


def _is_member(subject: Subject, path: str) -> bool:
    """Whether it was taken out of an archive that is still there: libtool does so."""
    return any(
        written.run.name in ARCHIVERS
        and any(subject.inside(read) in subject.after.entries for read in written.run.reads)
        for written in subject.graph.writers.get(path, ())
    )
