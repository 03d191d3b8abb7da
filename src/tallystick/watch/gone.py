"""What went into a product and was taken away: who made it was seen; what it held was kept, or is lost."""

from __future__ import annotations

from collections.abc import Iterator

from tallystick.watch.filenames import OBJECTS
from tallystick.watch.graph import Run
from tallystick.watch.programs import ARCHIVERS, COMPILERS, COPIERS, COPYING, LINKERS, SCRATCH
from tallystick.watch.subject import Subject

OWN = COMPILERS | LINKERS | {"go", "cargo"}
"""Who takes away what they wrote for themselves alone: a compiler's driver its temporary objects."""

SHOWN = 5


def gone(subject: Subject) -> str | None:
    """A sentence on what was linked or archived into what is left, and is lost; None if nothing is."""
    lost = {
        subject.inside(path) or path for path in _taken_away(subject) if not subject.is_kept(path)
    }
    found = sorted(lost | set(_packed(subject)))
    if not found:
        return None
    told = ", ".join(found[:SHOWN]) + (" and others" if len(found) > SHOWN else "")
    plural = "files were" if len(found) > 1 else "file was"
    return f"{len(found)} {plural} linked into what is left and taken away, unseen: {told}"


def kept(subject: Subject) -> tuple[str, ...]:
    """Likewise what was kept: paths, sorted."""
    return tuple(sorted(filter(subject.is_kept, _taken_away(subject))))


def _taken_away(subject: Subject) -> set[str]:
    return {path for run in subject.graph.runs for path in _gone(subject, run)}


def _gone(subject: Subject, run: Run) -> Iterator[str]:
    if run.is_fork or run.name not in LINKERS | ARCHIVERS or not _is_left(subject, run):
        return
    for path in run.reads - run.writes:
        name = subject.inside(path)
        if not (path.startswith(SCRATCH) and path.endswith(OBJECTS)):
            continue
        if name in subject.after.entries or name in subject.before.entries:
            continue
        if not (_is_own(subject, path) or _is_member(subject, path)):
            yield path


def _packed(subject: Subject) -> Iterator[str]:
    """Compiled files in wheels that a linker may have written, to a file that is gone."""
    for wheel in filter(lambda one: one.is_wheel, subject.wheels):
        for member in wheel.members:
            known = member.blob in subject.held or member.blob in subject.left
            if member.is_compiled and not known and subject.taken_away(member.name):
                yield member.name


def _is_left(subject: Subject, run: Run) -> bool:
    """Whether what the run made stands in the tree, under its name, one that it was given, or as a copy."""
    # What it printed, to a log perhaps, is nothing that it made.
    waiting = [
        (path, written.order)
        for path in run.writes - run.printed
        for written in subject.graph.writers[path]
        if written.run is run
    ]
    seen = set(waiting)
    while waiting:
        place, since = waiting.pop()
        until = _until(subject, place, since)
        if until is None and subject.inside(place) in subject.after.entries:
            return True
        for new in _went_to(subject, place, since, until):
            if new not in seen:
                seen.add(new)
                waiting.append(new)
    return False


def _until(subject: Subject, place: str, since: int) -> int | None:
    """When something else came to stand at ``place``: configure scripts use the same names again."""
    for written in subject.graph.writers[place]:
        # ld(1) refuses an input that is its output, and as(1) begins anew.
        replaces = written.moved_from is not None or written.run.name in COMPILERS | LINKERS
        if written.order > since and replaces:
            return written.order
    return None


def _went_to(
    subject: Subject, place: str, since: int, until: int | None
) -> Iterator[tuple[str, int]]:
    """Where its content was moved, linked, copied or packed meanwhile, and when."""
    graph = subject.graph

    def then(order: int) -> bool:
        return since < order and (until is None or order <= until)

    for new in subject.moves.get(place, ()):
        for written in graph.writers[new]:
            if written.moved_from == place and then(written.order):
                yield new, written.order
    readers = zip(graph.readers.get(place, ()), graph.read_at.get(place, ()), strict=True)
    for reader, at in readers:
        if reader.name in COPIERS | COPYING | ARCHIVERS and then(at):
            for path in reader.writes - {place}:
                yield from (
                    (path, written.order)
                    for written in graph.writers[path]
                    if written.run is reader
                )


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
