"""Who made what stands at a path, behind copies, other names and links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tallystick.watch.graph import Run, Written
from tallystick.watch.programs import COPIERS, COPYING, MAKERS
from tallystick.watch.taint import is_packed

if TYPE_CHECKING:
    from tallystick.watch.subject import Subject


def origins(subject: Subject, path: str) -> set[Run | None]:
    """Who made what stands at ``path``, behind copies and other names; None: the source had it.

    Empty: it is no file of this build.
    """
    found: set[Run | None] = set()
    seen: set[str] = set()
    waiting = [path]
    while waiting:
        place = waiting.pop()
        if place in seen:
            continue
        seen.add(place)
        writers = subject.graph.writers.get(place, ())
        if subject.is_source(place):
            found.add(None)
        waiting += subject.graph.same_file.get(place, ())
        for written in writers:
            waiting += _behind(subject, written, found)
    return found


def _behind(subject: Subject, written: Written, found: set[Run | None]) -> list[str]:
    """Where the content came from; a run that makes something new is added to ``found``."""
    if written.moved_from is not None:
        return [written.moved_from]
    run = written.run
    if run.name in COPIERS:
        return [place for place in run.reads if place not in run.writes and _counts(place)]
    if run.name in COPYING:
        carried = [place for place in run.reads - run.writes if _is_carried(subject, place, run)]
        if carried:
            return carried
    found.add(run)
    return []


def _is_carried(subject: Subject, place: str, run: Run) -> bool:
    """Whether a compiled file that a tool copied may have come from ``place``."""
    writers = subject.graph.writers.get(place, ())
    if any(written.run.name in MAKERS for written in writers):
        return True
    if not subject.is_opaque(place):
        return False
    # What stands somewhere as it was has been accounted for, unless more may have come out of it.
    holds = subject.is_binary(place) or is_packed(subject.head(place))
    return holds or not subject.copied(place, run)


def _counts(place: str) -> bool:
    """Whether a file that a copier read may be what it copied: no library of its own."""
    return not place.startswith(("/usr/", "/lib", "/etc/", "/proc/", "/dev/", "/sys/"))
