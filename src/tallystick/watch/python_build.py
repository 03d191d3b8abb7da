"""What ``setup.py`` and backends of Python imported, ran and wrote."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from tallystick.watch.graph import Run
from tallystick.watch.phases import Phase, is_of_python_build
from tallystick.watch.programs import PYTHONS
from tallystick.watch.subject import Subject

IMPORTED = (".py", ".pyc", ".pth", ".so", ".pyd")


class PythonBuild(Struct, frozen=True, kw_only=True):
    """What one interpreter did.

    Attributes:
        run: the interpreter.
        imported: code of the tree that it read and did not copy, its script among it.
        ran: names of the programs that it started itself, and of those that they became.
        wrote: files of the tree that it wrote.
    """

    run: Run
    imported: tuple[str, ...]
    ran: tuple[str, ...]
    wrote: tuple[str, ...]


def reader_inside(subject: Subject, path: str, runs: Iterable[Run]) -> Run | None:
    """The first of ``runs`` that read ``path`` for itself: a Python build, not in tests, without a copy."""
    for run in runs:
        if subject.interprets(run) not in PYTHONS or subject.phase(run) is Phase.TEST:
            continue
        if is_of_python_build(run) and not (
            subject.copied(path, run) or subject.is_carried(run, path)
        ):
            return run
    return None


def python_builds(subject: Subject) -> Iterator[PythonBuild]:
    """What each interpreter of a Python build did, but for those that did nothing in the tree."""
    started: dict[int, set[str]] = {}
    for run in subject.graph.runs:
        if not run.is_fork:
            starter = next((each for each in list(run.lineage)[1:] if not each.is_fork), None)
            if starter is not None:
                started.setdefault(starter.number, set()).add(run.name)
    for run in subject.graph.runs:
        if run.is_fork or subject.interprets(run) not in PYTHONS or not is_of_python_build(run):
            continue
        family = [
            run,
            *(each for each in subject.graph.runs if each.is_fork and each.parent is run),
        ]
        imported = {
            path for each in family for path in each.reads if _is_imported(subject, path, each)
        }
        wrote = {path for each in family for path in each.writes}
        found = PythonBuild(
            run=run,
            imported=_names(subject, imported),
            ran=tuple(sorted(started.get(run.number, ()))),
            wrote=_names(subject, wrote),
        )
        if found.imported or found.ran or found.wrote:
            yield found


def _is_imported(subject: Subject, path: str, run: Run) -> bool:
    entry = subject.before.entries.get(subject.inside(path) or "")
    if entry is None or not path.endswith(IMPORTED):
        return False
    return entry.blob not in subject.packed and not subject.copied(path, run)


def _names(subject: Subject, paths: set[str]) -> tuple[str, ...]:
    return tuple(sorted(name for path in paths if (name := subject.inside(path)) is not None))
