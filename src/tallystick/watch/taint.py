"""Where the content of opaque files and of test data goes: through which programs, into which files.

No program is taken for a decoder by its name here. What a program reads goes into everything that it
writes afterwards and into the pipe it writes to; only compilers, linkers and archivers end the way,
since they make something else of what they read (and other rules look at what they read), and tools that
configure and build, which read a great deal to decide and not to copy. What those unpack is followed:
CMake can, in its language and as ``cmake -E tar``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from msgspec import Struct, field

from tallystick.watch.graph import PIPE, STDOUT, Graph, Run
from tallystick.watch.programs import (
    ARCHIVERS,
    BUILDING,
    COMPILERS,
    CONFIGURING,
    COPYING,
    LINKERS,
    SHELLS,
    SILENT,
)

ENDS = COMPILERS | LINKERS | ARCHIVERS | BUILDING | CONFIGURING | {"config.status"}


class Taint(Struct, kw_only=True):
    """What is tainted.

    Attributes:
        paths: by path of a file or name of a pipe, the file of the source that its content came from.
        runs: by number of a run, likewise.
        verbatim: those of the paths that are a source file itself, or a copy of one as it is.
    """

    paths: dict[str, str] = field(default_factory=dict)
    runs: dict[int, str] = field(default_factory=dict)
    verbatim: frozenset[str] = frozenset()


PACKED = (
    *(
        b"\xfd7zXZ\0",
        b"\x1f\x8b",
        b"BZh",
        b"\x28\xb5\x2f\xfd",
        b"PK\x03\x04",
        b"7z\xbc\xaf\x27\x1c",
    ),
    *(b"\x5d\0\0", b"\x04\x22\x4d\x18", b"LZIP", b"\x89LZO", b"!<arch>\n", b"070701", b"\xc7\x71"),
)
"""How archives and compressed files begin."""


def is_packed(head: bytes) -> bool:
    """Whether a file that begins so can be unpacked; a tar archive says so at 257 (POSIX, ustar)."""
    return head.startswith(PACKED) or head[257:262] == b"ustar"


class Ways(Protocol):
    """What whoever knows the files of a build says of the ways of content."""

    def passes_on(self, run: Run) -> bool:
        """Whether what a run reads may be in what it writes at all."""
        ...

    def is_carried(self, run: Run, source: str) -> bool:
        """Whether a run copied a file of the source as it is, and that is all that is known of it."""
        ...

    def goes_on(self, output: str, *, carried: bool) -> bool:
        """Whether what a run read may be in this output; ``carried``: it copied it."""
        ...


def taint(
    graph: Graph,
    marked: Mapping[str, str],
    moves: Mapping[str, Sequence[str]],
    packed: frozenset[str],
    ways: Ways,
) -> Taint:
    """Follow the content of the ``marked`` files.

    Args:
        graph: what the build did.
        marked: where to begin: files of the source, and copies of them, each with the file of the source.
        moves: by name, the names that the content was given later.
        packed: those of the marked files that can be unpacked.
        ways: what is known of runs and of what they wrote.
    """
    found = Taint(paths=dict(marked), verbatim=frozenset(marked))
    waiting = [*found.paths]
    done: set[int] = set()
    first = set(marked)
    while waiting:
        place = waiting.pop()
        source = found.paths[place]
        for run in _readers(graph, place, only_first=place in first):
            found.runs.setdefault(run.number, source)
            if run.number in done or not (_passes_on(run, packed) and ways.passes_on(run)):
                continue
            carried = ways.is_carried(run, source)
            if not carried:
                done.add(run.number)
            outputs = (one for one in _outputs(run) if ways.goes_on(one, carried=carried))
            _add(outputs, source, found, waiting, first)
        _add(moves.get(place, ()), source, found, waiting, first)
    return found


def _readers(graph: Graph, place: str, *, only_first: bool) -> Iterable[Run]:
    if place.startswith(PIPE):
        return graph.pipe_readers.get(place, ())
    return graph.readers_of_first(place) if only_first else graph.readers.get(place, ())


def _outputs(run: Run) -> Iterable[str]:
    yield from run.writes
    yield from run.pipes_written
    if run.name not in SILENT and run.streams.get(STDOUT, "").startswith(PIPE):
        yield run.streams[STDOUT]


def _passes_on(run: Run, packed: frozenset[str]) -> bool:
    if run.name in COPYING and (run.argv[1:2] == ("-E",) or not packed.isdisjoint(run.reads)):
        return True
    return run.name not in ENDS and not (run.name in SHELLS and run.is_fork)


def _add(
    places: Iterable[str], source: str, found: Taint, waiting: list[str], first: set[str]
) -> None:
    """Go on at ``places``; at one of the ``first``, which was written meanwhile, with all of its readers."""
    for place in places:
        if place.startswith("/dev/"):
            continue
        if place not in found.paths:
            found.paths[place] = source
        elif place in first:
            first.remove(place)
        else:
            continue
        waiting.append(place)
