"""What a build did, as a graph: who ran what, and which files went in and out of it.

A *run* is one process from one ``execve`` to the next: the unit that has a command line. A forked child
that runs on without another program (a subshell) is a run of its own, named like its parent.
"""

from __future__ import annotations

import posixpath
from array import array
from collections.abc import Callable, Iterator

from msgspec import Struct, field

from tallystick.limits import Caps
from tallystick.watch.events import (
    Became,
    Connected,
    Ended,
    Entered,
    Event,
    Executed,
    Forked,
    Linked,
    Looked,
    Moved,
    Opened,
    Refused,
    Removed,
)
from tallystick.watch.programs import MAKERS, SCRATCH, plain_name

STDIN, STDOUT, STDERR = 0, 1, 2

PIPE = "pipe:["


class Run(Struct, kw_only=True, eq=False):
    """One process while it was one program.

    Attributes:
        number: in the order in which runs began.
        process: its id, inside.
        parent: whose child it is, or what the same process was before.
        program: the path that was executed.
        name: the program's, without folders and version (:func:`plain_name`).
        argv: its words.
        is_fork: it never became another program than its parent.
        folder: where it is.
        reads: paths that it opened for reading, standard input among them.
        writes: paths that it opened for writing, or gave their name.
        moved: those of ``writes`` that it gave their name, and did not write to since.
        appended: those of ``writes`` that it wrote to behind what stood there.
        printed: those of ``writes`` that were its standard output or error at some time.
        streams: what its standard streams mean: paths, or ``pipe:[N]``.
        pipes_read: pipes that it opened by a name (``/dev/stdin``, ``/dev/fd/63``) for reading.
        pipes_written: likewise for writing.
        refused: what it asked for and did not get.
        addresses: where it wanted to connect.
        looked: what it wanted of other processes.
        status: how it ended; None while it runs, and where another run of the same process followed.
    """

    number: int
    process: int
    parent: Run | None
    program: str
    name: str
    argv: tuple[str, ...]
    is_fork: bool
    folder: str
    reads: set[str] = field(default_factory=set)
    writes: set[str] = field(default_factory=set)
    moved: set[str] = field(default_factory=set)
    appended: set[str] = field(default_factory=set)
    printed: set[str] = field(default_factory=set)
    streams: dict[int, str] = field(default_factory=dict)
    pipes_read: set[str] = field(default_factory=set)
    pipes_written: set[str] = field(default_factory=set)
    refused: list[Refused] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    looked: list[Looked] = field(default_factory=list)
    status: int | None = None

    @property
    def lineage(self) -> Iterator[Run]:
        """It, its parent, and so on to the first."""
        run: Run | None = self
        while run is not None:
            yield run
            run = run.parent


class Written(Struct, kw_only=True):
    """That a run put content at a path, in order; ``moved_from`` names where the content stood before."""

    order: int
    run: Run
    moved_from: str | None = None


class Graph(Struct, kw_only=True):
    """What a whole trace tells.

    Attributes:
        runs: in the order in which they began.
        writers: by path, who put content there, in order.
        readers: by path, who opened it for reading, in order.
        read_at: by path, when each of these did, in the order of :class:`Written`.
        pipe_writers: by pipe, whose standard output or error it was.
        pipe_readers: by pipe, whose standard input it was.
        removed: by path, who took the name away.
        same_file: by path, other names of the same file, by hard links: who writes to one writes to all.
        lost: what is known to be missing; a graph that lost anything proves nothing clean.
    """

    runs: list[Run] = field(default_factory=list)
    writers: dict[str, list[Written]] = field(default_factory=dict)
    readers: dict[str, list[Run]] = field(default_factory=dict)
    read_at: dict[str, array[int]] = field(default_factory=dict)
    pipe_writers: dict[str, list[Run]] = field(default_factory=dict)
    pipe_readers: dict[str, list[Run]] = field(default_factory=dict)
    removed: dict[str, list[Run]] = field(default_factory=dict)
    same_file: dict[str, set[str]] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)

    def readers_of_first(self, path: str) -> list[Run]:
        """Who read ``path`` before another file was given its name: who read what was there at first."""
        readers = self.readers.get(path, [])
        moved = [one.order for one in self.writers.get(path, ()) if one.moved_from is not None]
        if not moved:
            return readers
        replaced = min(moved)
        return (
            [run for run, at in zip(readers, self.read_at[path], strict=True) if at < replaced]
            if readers
            else []
        )

    def feeding(self, run: Run) -> Iterator[Run]:
        """Every run whose output came to ``run`` through pipes, near ones first."""
        seen = {run.number}
        waiting = [run]
        while waiting:
            pipe = waiting.pop(0).streams.get(STDIN, "")
            for writer in self.pipe_writers.get(pipe, ()):
                if writer.number not in seen:
                    seen.add(writer.number)
                    waiting.append(writer)
                    yield writer


OURS = 2
"""Programs that the first process becomes before it is what was asked for: a shell, which lets go of the
tracer's log, and then the command (``sandbox/tracer.py``)."""

OF_A_RUN = 20
"""Steps that a run counts for, by the memory that it takes."""

MOST_LOST = 100
"""Reasons that are kept; one is enough."""


class Recorder:
    """Makes the graph from what a tracer tells: a :class:`tallystick.watch.events.Listener`."""

    def __init__(
        self, folder: str, keep: Callable[[str], None] | None = None, most: int = Caps().steps
    ) -> None:
        """Begin with a process in ``folder``; ask ``keep`` for what compilers and linkers write.

        After ``most`` steps the graph is full: what comes then is lost, and that is said.
        """
        self.graph = Graph()
        self._most = most
        self._folder = folder
        self._keep = keep
        self._now: dict[int, Run] = {}
        self._order = 0
        self._is_full = False
        self._executions = 0
        self._steps = {
            Forked: self._forked,
            Executed: self._executed,
            Opened: self._opened,
            Refused: self._refused,
            Became: self._became,
            Moved: self._moved,
            Linked: self._linked,
            Removed: self._removed,
            Entered: self._entered,
            Connected: self._connected,
            Looked: self._looked,
            Ended: self._ended,
        }

    def heard(self, process: int, event: Event) -> None:
        """See :class:`tallystick.watch.events.Listener`."""
        if self._order > self._most:
            if not self._is_full:
                self._is_full = True
                self.lost(f"all that came after {self._most:,} steps: the graph is full")
            return
        run = self._now.get(process)
        if run is None:
            run = self._begin(process, None, "", (), is_fork=True)
        self._steps[type(event)](run, event)  # type: ignore[operator]  # one table for all kinds

    def end(self) -> None:
        """The trace is at its end: what still runs was ended, whatever it would have done."""
        if self._now:
            names = ", ".join(sorted({run.name for run in self._now.values()}))
            number = len(self._now)
            verb = "process still runs" if number == 1 else "processes still run"
            self.lost(f"{number} {verb} when the command has ended, and was ended: {names}")

    def lost(self, reason: str) -> None:
        """See :class:`tallystick.watch.events.Listener`."""
        if len(self.graph.lost) < MOST_LOST:
            self.graph.lost.append(reason)

    def _begin(
        self,
        process: int,
        parent: Run | None,
        program: str,
        argv: tuple[str, ...],
        *,
        is_fork: bool,
    ) -> Run:
        run = Run(
            number=len(self.graph.runs),
            process=process,
            parent=parent,
            program=program,
            name=plain_name(program),
            argv=argv,
            is_fork=is_fork,
            folder=parent.folder if parent is not None else self._folder,
            streams=dict(parent.streams) if parent is not None else {},
        )
        self._order += OF_A_RUN
        self.graph.runs.append(run)
        self._now[process] = run
        return run

    def _forked(self, run: Run, event: Forked) -> None:
        self._begin(event.child, run, run.program, run.argv, is_fork=True)

    def _executed(self, run: Run, event: Executed) -> None:
        program = self._absolute(run, event.program)
        self._executions += 1
        if run.is_fork or self._executions <= OURS:
            # What a shell opened for its command is the command's.
            run.program, run.name = program, plain_name(program)
            run.argv, run.is_fork = event.argv, False
        else:
            run = self._begin(run.process, run, program, event.argv, is_fork=False)
        for descriptor, meaning in run.streams.items():
            self._uses(run, descriptor, meaning)
        self._read(run, program)

    def _opened(self, run: Run, event: Opened) -> None:
        path = event.path
        known = self.graph.readers.get(path)
        if known is not None and not event.writes:
            # Most by far: a header or a library that others have read as well, so that its path is one.
            if path not in run.reads:
                run.reads.add(path)
                self._order += 1
                known.append(run)
                self.graph.read_at[path].append(self._order)
            return
        if path.startswith(PIPE):
            self._opened_pipe(run, event)
            return
        path = self._absolute(run, path)
        if event.reads:
            self._read(run, path)
        if event.writes:
            self._write(run, path)
            self._ask_to_keep(run, path)
            if event.appends:
                run.appended.add(path)

    def _ask_to_keep(self, run: Run, path: str) -> None:
        """What goes into a product may be taken away before anybody can look at it."""
        if self._keep is not None and run.name in MAKERS and path.startswith(SCRATCH):
            self._keep(path)

    def _opened_pipe(self, run: Run, event: Opened) -> None:
        for does, own, ends in (
            (event.reads, run.pipes_read, self.graph.pipe_readers),
            (event.writes, run.pipes_written, self.graph.pipe_writers),
        ):
            if does and event.path not in own:
                own.add(event.path)
                ends.setdefault(event.path, []).append(run)

    def _refused(self, run: Run, event: Refused) -> None:
        self._order += 1
        run.refused.append(event)

    def _became(self, run: Run, event: Became) -> None:
        run.streams[event.descriptor] = event.meaning
        self._uses(run, event.descriptor, event.meaning)

    def _moved(self, run: Run, event: Moved) -> None:
        old, new = self._absolute(run, event.old), self._absolute(run, event.new)
        self._write(run, new, moved_from=old)
        self._ask_to_keep(run, new)

    def _linked(self, run: Run, event: Linked) -> None:
        new = self._absolute(run, event.new)
        if event.symbolic:
            target = posixpath.join(posixpath.dirname(new), event.target)
        else:
            target = self._absolute(run, event.target)
            self.graph.same_file.setdefault(target, set()).add(new)
            self.graph.same_file.setdefault(new, set()).add(target)
        self._write(run, new, moved_from=posixpath.normpath(target))

    def _removed(self, run: Run, event: Removed) -> None:
        # Who wrote to it and who read it stays known.
        path = self._absolute(run, event.path)
        self._order += 1
        self.graph.removed.setdefault(path, []).append(run)

    def _entered(self, run: Run, event: Entered) -> None:
        run.folder = self._absolute(run, event.folder)

    def _connected(self, run: Run, event: Connected) -> None:
        self._order += 1
        run.addresses.append(event.address)

    def _looked(self, run: Run, event: Looked) -> None:
        self._order += 1
        run.looked.append(event)

    def _ended(self, run: Run, event: Ended) -> None:
        run.status = event.status
        del self._now[run.process]

    def _uses(self, run: Run, descriptor: int, meaning: str) -> None:
        """What a program reads and writes without naming it."""
        if meaning.startswith(PIPE):
            ends = self.graph.pipe_readers if descriptor == STDIN else self.graph.pipe_writers
            known = ends.setdefault(meaning, [])
            if run not in known[-3:]:
                known.append(run)
        elif meaning.startswith("/") and not meaning.startswith("/dev/"):
            if descriptor == STDIN:
                self._read(run, meaning)
            else:
                run.printed.add(meaning)
                self._write(run, meaning)

    def _read(self, run: Run, path: str) -> None:
        if path not in run.reads:
            run.reads.add(path)
            self._order += 1
            self.graph.readers.setdefault(path, []).append(run)
            self.graph.read_at.setdefault(path, array("q")).append(self._order)

    def _write(self, run: Run, path: str, moved_from: str | None = None) -> None:
        if moved_from is not None:
            run.moved.add(path)
        elif path in run.moved:
            run.moved.remove(path)  # it changes what it put there
        elif path in run.writes:
            return
        run.writes.add(path)
        self._order += 1
        written = Written(order=self._order, run=run, moved_from=moved_from)
        self.graph.writers.setdefault(path, []).append(written)

    @staticmethod
    def _absolute(run: Run, path: str) -> str:
        if path.startswith("/") and "/." not in path and "//" not in path and path[-1] != "/":
            return path  # as the kernel tells it: most are
        return posixpath.normpath(posixpath.join(run.folder, path))
