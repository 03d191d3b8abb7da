"""What a rule may ask: the graph, the tree before and after, and what a file is.

Paths of the graph are those inside the sandbox; a tree's are relative to its root.
"""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cached_property

from msgspec import Struct, field

from tallystick.errors import ContentUnavailable, LimitExceeded
from tallystick.model import Tree
from tallystick.sandbox.keeping import Kept
from tallystick.watch.ar import ArMember, ar_members
from tallystick.watch.filenames import ARCHIVES, BUILD_FILE, CODE, TESTS
from tallystick.watch.graph import PIPE, STDIN, Graph, Run
from tallystick.watch.invocation import named_by
from tallystick.watch.origins import origins
from tallystick.watch.phases import Phase, begins_python_build, is_frontend, phases_of
from tallystick.watch.programs import LINKERS, MAKERS, PYTHONS, SCRATCH
from tallystick.watch.taint import Taint, is_packed, taint
from tallystick.watch.wheels import Wheel, read_wheels

SAMPLE = 8_000
"""Bytes that are looked at together, to say whether they are text; as many as git looks at."""

_ASCII = bytes(range(128))

ELF, AR, THIN = b"\x7fELF", b"!<arch>\n", b"!<thin>\n"


class Subject(Struct, kw_only=True, dict=True):
    """One watched build.

    Attributes:
        graph: what it did.
        before: the tree that it was given.
        after: the tree that it left.
        root: where the tree stands in the paths of the graph.
        grades: what the ledger says of files of the tree, by path; empty without one.
        kept: what files held that compilers and linkers wrote, those that are gone among them.
    """

    graph: Graph
    before: Tree
    after: Tree
    root: str
    grades: Mapping[str, str] = field(default_factory=dict)
    kept: tuple[Kept, ...] = ()
    _heads: dict[str, bytes] = field(default_factory=dict)
    _opaque: dict[str, bool] = field(default_factory=dict)
    _interpreters: dict[str, str] = field(default_factory=dict)

    @cached_property
    def taint(self) -> Taint:
        """Where opaque files and test data of the source went."""
        marked = {
            path: path
            for path in self.graph.readers
            if self.is_opaque(path) or self.is_test_data(path)
        }
        blobs = {self._blob(self.before, path): path for path in marked}
        copies = {
            path: blobs[blob]
            for path in self.unchanged - marked.keys()
            if (blob := self._blob(self.after, path)) in blobs
            and self._blob(self.before, path) != blob  # the source's own, and no test data
        }
        packed = frozenset(path for path in marked if is_packed(self.head(path)))
        return taint(self.graph, {**marked, **copies}, self.moves, packed, self)

    def _blob(self, tree: Tree, path: str) -> str | None:
        entry = tree.entries.get(self.inside(path) or "")
        return entry.blob if entry is not None else None

    @cached_property
    def held(self) -> frozenset[str]:
        """Blobs of the source's files."""
        return frozenset(entry.blob for entry in self.before.entries.values())

    @cached_property
    def left(self) -> Mapping[str, list[str]]:
        """Paths of what the build made and the source had not, by blob: what it left, and what was kept."""
        found: dict[str, list[str]] = {}
        for name, entry in self.after.entries.items():
            if entry.blob not in self.held and not entry.is_link:
                found.setdefault(entry.blob, []).append(f"{self.root}/{name}")
        for kept in self.kept:
            if kept.blob not in self.held and kept.path not in found.get(kept.blob, ()):
                found.setdefault(kept.blob, []).append(kept.path)
        return found

    def is_kept(self, path: str) -> bool:
        """Whether everything that ever stood at ``path`` was written by compilers and linkers, and kept."""
        writers = self.graph.writers.get(path, ())
        return len(writers) <= self._times_kept.get(path, 0) and all(
            written.run.name in MAKERS for written in writers
        )

    @cached_property
    def gone(self) -> Mapping[str, list[Kept]]:
        """By path, what was kept of files that the build left nowhere."""
        left = {entry.blob for entry in self.after.entries.values()}
        found: dict[str, list[Kept]] = {}
        for kept in self.kept:
            if kept.blob not in left:
                found.setdefault(kept.path, []).append(kept)
        return found

    @cached_property
    def _times_kept(self) -> Mapping[str, int]:
        return Counter(kept.path for kept in self.kept)

    def is_compiled(self, blob: str) -> bool:
        """Whether a file that the build made with these bytes was made by compilers and linkers alone."""
        for place in self.left.get(blob, ()):
            # Who changed it under a name that it had later changed what was kept, too.
            origins = {run for name in self._names(place) for run in self.origins(name)}
            if origins and all(run is not None and run.name in MAKERS for run in origins):
                return True
        return False

    def _names(self, place: str) -> set[str]:
        """``place``, and whatever names its content was given later."""
        found, waiting = {place}, [place]
        while waiting:
            more = set(self.moves.get(waiting.pop(), ())) - found
            found |= more
            waiting += more
        return found

    def members(self, name: str | None) -> tuple[ArMember, ...]:
        """What is in an archive that the build left, relative to the tree's root."""
        if name is None or not name.endswith(ARCHIVES) or name not in self.after.entries:
            return ()
        try:
            return tuple(ar_members(self.after.read(name)))
        except (ContentUnavailable, LimitExceeded):
            return ()

    @cached_property
    def wheels(self) -> tuple[Wheel, ...]:
        """The wheels and sdists that the build left."""
        return tuple(read_wheels(self.before, self.after))

    @cached_property
    def packed(self) -> frozenset[str]:
        """Blobs of what is in them."""
        return frozenset(member.blob for wheel in self.wheels for member in wheel.members)

    def is_carried(self, run: Run, source: str) -> bool:
        """Whether a Python build only took a file of the source along, into its wheel or its folder.

        See :class:`tallystick.watch.taint.Ways`. A backend reads every file of a package, and writes every
        other one besides.
        """
        entry = self.before.entries.get(self.inside(source) or "")
        if entry is None or not begins_python_build(run):
            return False
        if entry.blob in self.packed or self.copied(source, run):
            return True
        # Some backends copy the project to a folder that they take away: by its name it was copied.
        return any(path.endswith(f"/{entry.path}") for path in run.writes if path != source)

    def passes_on(self, run: Run) -> bool:
        """Whether what ``run`` reads may be in what it writes: not in what pip does, which starts others."""
        return not is_frontend(run)

    def goes_on(self, output: str, *, carried: bool) -> bool:
        """Whether what a run read may be in ``output``: see :class:`tallystick.watch.taint.Ways`."""
        if output in self.unchanged:
            return False
        if carried and (output.startswith(PIPE) or "/__pycache__/" in output):
            return False
        return not carried or not self._is_packed(output)

    def _is_packed(self, path: str) -> bool:
        """Whether it is gone, and stands in a wheel with bytes that are accounted for."""
        if self.inside(path) in self.after.entries:
            return False
        parts = path.split("/")
        return any("/".join(parts[at:]) in self._accounted for at in range(1, len(parts)))

    @cached_property
    def _accounted(self) -> frozenset[str]:
        """Names in wheels whose bytes the source has, or the build left; or that a linker wrote, and lost."""
        members = (member for wheel in self.wheels for member in wheel.members)
        return frozenset(
            member.name
            for member in members
            if member.blob in self.held
            or member.blob in self.left
            or (member.is_compiled and self.was_linked(member.name))
        )

    def was_linked(self, name: str) -> bool:
        """Whether a linker of this build wrote a file of this name, in whatever folder."""
        wanted = f"/{posixpath.basename(name)}"
        return any(
            path.endswith(wanted) and any(written.run.name in LINKERS for written in writers)
            for path, writers in self.graph.writers.items()
        )

    def taken_away(self, name: str) -> bool:
        """Whether Python read a file of this name that the build wrote and that is gone."""
        wanted = f"/{posixpath.basename(name)}"
        return any(
            path.endswith(wanted)
            and path in self.graph.writers
            and self.inside(path) not in self.after.entries
            and any(run.name in PYTHONS for run in self.graph.readers[path])
            for path in self.graph.readers
        )

    @cached_property
    def unchanged(self) -> frozenset[str]:
        """Paths after the build with the very content of a file of the source, wherever that stood."""
        return frozenset(
            f"{self.root}/{name}"
            for name, entry in self.after.entries.items()
            if entry.blob in self.held
        )

    @cached_property
    def moves(self) -> Mapping[str, list[str]]:
        """By name, the names that the content was given later: by renaming, and by links."""
        found: dict[str, list[str]] = {}
        for new, writers in self.graph.writers.items():
            for written in writers:
                if written.moved_from is not None:
                    found.setdefault(written.moved_from, []).append(new)
        return found

    def copied(self, path: str, run: Run) -> bool:
        """Whether ``run`` left the content of a source file somewhere as it is."""
        entry = self.before.entries.get(self.inside(path) or "")
        return entry is not None and any(
            self.after.entries[name].blob == entry.blob
            for written in run.writes & self.unchanged
            if (name := self.inside(written)) is not None
        )

    def inside(self, path: str) -> str | None:
        """``path`` in the tree; None if it is elsewhere."""
        return path[len(self.root) + 1 :] if path.startswith(f"{self.root}/") else None

    def is_source(self, path: str) -> bool:
        """Whether the tree had a file there from the beginning."""
        name = self.inside(path)
        return name is not None and name in self.before.entries

    def is_opaque(self, path: str) -> bool:
        """Whether it is a file of the source that nobody can read as text."""
        name = self.inside(path)
        if name is None or name not in self.before.entries:
            return False
        known = self._opaque.get(name)
        if known is None:
            known = self._opaque[name] = self._looks_opaque(name)
        return known

    def _looks_opaque(self, name: str) -> bool:
        """By all of its bytes: what is hidden in a file stands behind a long text first."""
        try:
            content = self.before.read(name)
        except LimitExceeded:
            return True
        except ContentUnavailable:
            return False
        if b"\0" in content:
            return True
        try:
            content.decode()
        except UnicodeDecodeError:
            # Older texts are in other encodings: few of their bytes are no ASCII.
            pieces = (content[at : at + SAMPLE] for at in range(0, len(content), SAMPLE))
            return any(len(piece.translate(None, _ASCII)) > len(piece) // 10 for piece in pieces)
        return False

    def is_test_data(self, path: str) -> bool:
        """Whether it is a file of the source's tests that is no code and no build file."""
        name = self.inside(path)
        return (
            name is not None
            and name in self.before.entries
            and TESTS.fullmatch(name) is not None
            and BUILD_FILE.fullmatch(name) is None
            and CODE.fullmatch(name) is None
        )

    def is_of_tests(self, path: str) -> bool:
        """Whether it stands in a folder of tests."""
        name = self.inside(path)
        return name is not None and TESTS.fullmatch(name) is not None

    def is_build_file(self, path: str) -> bool:
        """Whether make, a configure script or another build tool reads instructions from it."""
        name = self.inside(path)
        return name is not None and BUILD_FILE.fullmatch(name) is not None

    def is_code(self, path: str) -> bool:
        """Whether it is called like a source of a program."""
        return CODE.fullmatch(path) is not None

    def is_binary(self, path: str) -> bool:
        """Whether the source has an object, a program, a library or an archive of them there."""
        return self.is_source(path) and self.head(path).startswith((ELF, AR, THIN))

    def head(self, path: str) -> bytes:
        """The first bytes of a file of the source; none where it cannot be read."""
        name = self.inside(path)
        if name is None or name not in self.before.entries:
            return b""
        known = self._heads.get(name)
        if known is None:
            try:
                known = self.before.read(name)[:SAMPLE]
            except (ContentUnavailable, LimitExceeded):
                known = b""
            self._heads[name] = known
        return known

    def interprets(self, run: Run) -> str:
        """What ``run`` is, by name: of a script that was run by its own name, the interpreter that it names.

        Of one that is gone nobody can tell: most are shell scripts.
        """
        path = run.program
        if not path.startswith(SCRATCH):
            return run.name
        known = self._interpreters.get(path)
        if known is None:
            head = self.head(path) or self._head_after(path)
            if not head and any(
                each.run.name in LINKERS for each in self.graph.writers.get(path, ())
            ):
                head = ELF  # a program that was linked, and is gone
            known = self._interpreters[path] = named_by(head) if head else "sh"
        return known or run.name

    def _head_after(self, path: str) -> bytes:
        try:
            return self.after.read(self.inside(path) or "")[:SAMPLE]
        except (ContentUnavailable, LimitExceeded):
            return b""

    def phase(self, run: Run) -> Phase:
        """What the build was doing when it started ``run``."""
        return self._phases[run.number]

    @cached_property
    def _phases(self) -> Mapping[int, Phase]:
        return phases_of(self.graph.runs)

    def takers(self, pipe: str) -> Iterator[Run]:
        """Who has what comes out of ``pipe``: whose input it is, else the shell that asked for it.

        A command substitution is read by the shell itself, through a descriptor that is no standard one.
        """
        readers = self.graph.pipe_readers.get(pipe, ())
        yield from readers
        outermost = self.graph.runs[0].streams.values() if self.graph.runs else ()
        if readers or pipe in outermost:
            return
        for writer in self.graph.pipe_writers.get(pipe, ()):
            for each in writer.lineage:
                if pipe not in each.streams.values():
                    yield each
                    break

    def chain(self, run: Run) -> str:
        """The commands whose output came to ``run``, and it, as in a shell."""
        words = [each.name for each in self.graph.feeding(run)]
        return " | ".join([*reversed(words), run.name])

    def input_file(self, run: Run) -> str | None:
        """The file that is its standard input, if it is one."""
        meaning = run.streams.get(STDIN, "")
        return None if meaning.startswith(PIPE) or not meaning.startswith("/") else meaning

    def origins(self, path: str) -> set[Run | None]:
        """Who made what stands at ``path``: see :func:`tallystick.watch.origins.origins`."""
        return origins(self, path)
