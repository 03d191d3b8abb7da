"""Where the content of opaque files and of test data goes: through which programs, into which files.

No program is taken for a decoder by its name here. What a program reads goes into everything that it
writes afterwards and into the pipe it writes to; only compilers, linkers and archivers end the way,
since they make something else of what they read (and other rules look at what they read), and make and
shells, which read a great deal to decide and not to copy.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from tallystick.watch.graph import PIPE, STDOUT, Graph, Run
from tallystick.watch.programs import (
    ARCHIVERS,
    BUILDING,
    COMPILERS,
    CONFIGURING,
    LINKERS,
    SHELLS,
)

ENDS = COMPILERS | LINKERS | ARCHIVERS | BUILDING | CONFIGURING | {"config.status"}


@dataclass(slots=True, kw_only=True)
class Taint:
    """What is tainted.

    Attributes:
        paths: by path of a file or name of a pipe, the file of the source that its content came from.
        runs: by number of a run, likewise.
        verbatim: those of the paths that are a source file itself, or a copy of one as it is.
    """

    paths: dict[str, str] = field(default_factory=dict)
    runs: dict[int, str] = field(default_factory=dict)
    verbatim: frozenset[str] = frozenset()


def taint(graph: Graph, marked: Mapping[str, str], unchanged: frozenset[str]) -> Taint:
    """Follow the content of the ``marked`` files.

    Args:
        graph: what the build did.
        marked: where to begin: files of the source, and copies of them, each with the file of the source.
        unchanged: files that have the very content of a file of the source in the end; what else was
            read by whoever copied them is not in them.
    """
    found = Taint(paths=dict(marked), verbatim=frozenset(marked))
    waiting = [*found.paths]
    moved: dict[str, list[str]] = {}
    for new, writers in graph.writers.items():
        for written in writers:
            if written.moved_from is not None:
                moved.setdefault(written.moved_from, []).append(new)
    while waiting:
        place = waiting.pop()
        source = found.paths[place]
        for run in _readers(graph, place):
            if run.number not in found.runs:
                found.runs[run.number] = source
                if _passes_on(run):
                    outputs = (place for place in _outputs(run) if place not in unchanged)
                    _add(outputs, source, found, waiting)
        _add(moved.get(place, ()), source, found, waiting)
    return found


def _readers(graph: Graph, place: str) -> Iterable[Run]:
    readers = graph.pipe_readers if place.startswith(PIPE) else graph.readers
    return readers.get(place, ())


def _outputs(run: Run) -> Iterable[str]:
    yield from run.writes
    if run.streams.get(STDOUT, "").startswith(PIPE):
        yield run.streams[STDOUT]


def _passes_on(run: Run) -> bool:
    return run.name not in ENDS and not (run.name in SHELLS and run.is_fork)


def _add(places: Iterable[str], source: str, found: Taint, waiting: list[str]) -> None:
    for place in places:
        if place not in found.paths and not place.startswith("/dev/"):
            found.paths[place] = source
            waiting.append(place)
