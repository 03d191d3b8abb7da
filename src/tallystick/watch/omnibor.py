r"""What each file was made of, as OmniBOR Input Manifests (OmniBOR specification 0.2, section 6.3).

A manifest names its inputs by their gitoids alone: ``blob <size>\\0`` and the content, by SHA-256. What a
tool wrote for the next one and took away has no content any more: its own inputs stand in its place.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator, Mapping

from msgspec import Struct, field

from tallystick.errors import ContentUnavailable, LimitExceeded
from tallystick.limits import DEFAULT
from tallystick.model import Tree
from tallystick.watch.filenames import OBJECTS
from tallystick.watch.graph import Run
from tallystick.watch.programs import COMPILERS, LINKERS, SCRATCH
from tallystick.watch.subject import Subject

HEADER = "gitoid:blob:sha256"

FOLDER = "manifests/gitoid_blob_sha256"
TARGETS = "targets"

_SYSTEM = ("/usr/", "/lib/", "/lib64/")


class Manifests(Struct):
    """The manifests of one build.

    Attributes:
        ids: the gitoid of each file that has one, by its path.
        manifests: the text of each manifest, by its own gitoid.
        targets: the gitoid of its manifest, by the gitoid of each file that was made.
    """

    subject: Subject
    ids: dict[str, str | None] = field(default_factory=dict)
    manifests: dict[str, bytes] = field(default_factory=dict)
    targets: dict[str, str] = field(default_factory=dict)
    _made: dict[str, str] = field(default_factory=dict)
    _known: dict[str, list[str]] = field(default_factory=dict)

    def add(self, path: str) -> None:
        """The manifest of ``path``, and of all that it was made of, the first made first."""
        waiting, opened = [path], set[str]()
        while waiting:
            place = waiting[-1]
            if place in opened or place in self._made:
                waiting.pop()
                self._write(place)
                continue
            # Whoever is asked for again on the way to itself has no manifest yet that could be named.
            opened.add(place)
            waiting += [
                source
                for source in self._inputs(place)
                if source not in opened and source in self.subject.graph.writers
            ]

    def _write(self, path: str) -> None:
        target = self._id(path)
        if target is None or path in self._made:
            return
        records: dict[str, str | None] = {}
        for source in self._inputs(path):
            known = self._id(source)
            if known is not None and known != target:
                records[known] = self._made.get(source) or records.get(known)
        lines = [f"{one} manifest {its}" if its else one for one, its in sorted(records.items())]
        text = "\n".join([HEADER, *lines, ""]).encode("ascii")
        own = _gitoid(text)
        self.manifests[own] = text
        self._made[path] = self.targets[target] = own

    def _inputs(self, path: str) -> list[str]:
        """What a file was made of; what has no content any more is replaced by what it was made of."""
        known = self._known.get(path)
        if known is not None:
            return known
        found: set[str] = set()
        seen = {path}
        waiting = [*self._behind(path)]
        while waiting:
            place = waiting.pop()
            if place in seen:
                continue
            seen.add(place)
            if self._id(place) is not None:
                found.add(place)
            else:
                waiting += self._behind(place)
        self._known[path] = sorted(found)
        return self._known[path]

    def _behind(self, path: str) -> Iterator[str]:
        for written in self.subject.graph.writers.get(path, ()):
            if written.moved_from is not None:
                yield written.moved_from
                continue
            for run in (written.run, *self.subject.graph.feeding(written.run)):
                for place in run.reads - {run.program, path}:
                    if place.startswith(SCRATCH) or _is_input(run, place):
                        yield place

    def _id(self, path: str) -> str | None:
        if path not in self.ids:
            content = self._content(path)
            self.ids[path] = None if content is None else _gitoid(content)
        return self.ids[path]

    def _content(self, path: str) -> bytes | None:
        """What stands there after the build, or stood there before it; a file of the machine."""
        name = self.subject.inside(path)
        if name is None:
            return _of_machine(path) if path.startswith(_SYSTEM) else None
        for tree in (self.subject.after, self.subject.before):
            if name in tree.entries and not tree.entries[name].is_link:
                return _of_tree(tree, name)
        return None


def manifests_of(subject: Subject) -> Mapping[str, bytes]:
    """The files of an ``OMNIBOR_DIR`` (section 7): manifests of what the build made, and their index."""
    found = Manifests(subject)
    for name, entry in subject.after.entries.items():
        path = f"{subject.root}/{name}"
        if entry.blob not in subject.held and not entry.is_link and path in subject.graph.writers:
            found.add(path)
    files = {f"{FOLDER}/{one[:2]}/{one[2:]}": text for one, text in found.manifests.items()}
    lines = [f"{HEADER}:{one} {HEADER}:{its}\n" for one, its in sorted(found.targets.items())]
    return {**files, TARGETS: "".join(lines).encode("ascii")}


def _is_input(run: Run, path: str) -> bool:
    """Whether a file of the machine goes into what is made: headers, and libraries that are linked.

    Others are the tool itself: its libraries, its tables of locales.
    """
    if run.name in COMPILERS and "/include/" in path:
        return True
    linked = path.endswith(OBJECTS) or ".so." in path
    return run.name in LINKERS and linked


def _of_tree(tree: Tree, name: str) -> bytes | None:
    try:
        return tree.read(name)
    except (ContentUnavailable, LimitExceeded):
        return None


def _of_machine(path: str) -> bytes | None:
    """A file that the sandbox showed as it is; what is no plain file, or too large, has no gitoid."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(descriptor, "rb") as file:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode) or status.st_size > DEFAULT.content:
                return None
            return file.read()
    except OSError:
        return None


def _gitoid(content: bytes) -> str:
    return hashlib.sha256(b"blob %d\0" % len(content) + content).hexdigest()
