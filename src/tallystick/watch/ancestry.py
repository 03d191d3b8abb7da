"""Where one file of a build comes from: who wrote it, from what, and so on back to the source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from tallystick.watch.graph import Run
from tallystick.watch.programs import SCRATCH
from tallystick.watch.subject import Subject

MOST = 2_000
"""Files that are followed: a large library has a thousand objects."""


class Origin(Struct, frozen=True, kw_only=True):
    """How a file came about.

    Attributes:
        path: the file.
        run: who put content there; None: the source had it.
        inputs: what of the build ``run`` read, and what was fed to it.
        moved_from: the name that the content had before.
    """

    path: str
    run: Run | None
    inputs: tuple[str, ...] = ()
    moved_from: str | None = None


def ancestry(subject: Subject, path: str) -> Iterator[Origin]:
    """Every file behind ``path``, near ones first, ``MOST`` at most; none where nobody wrote it."""
    seen: set[str] = set()
    waiting = [path]
    while waiting and len(seen) < MOST:
        place = waiting.pop(0)
        if place in seen:
            continue
        seen.add(place)
        writers = subject.graph.writers.get(place, ())
        if not writers:
            if subject.is_source(place):
                yield Origin(path=place, run=None)
            continue
        last = writers[-1]
        if last.moved_from is not None:
            inputs: tuple[str, ...] = (last.moved_from,)
        else:
            inputs = tuple(sorted(_inputs(subject, last.run) - {place}))
        yield Origin(path=place, run=last.run, inputs=inputs, moved_from=last.moved_from)
        waiting += inputs


def _inputs(subject: Subject, run: Run) -> set[str]:
    return {
        path
        for each in (run, *subject.graph.feeding(run))
        for path in each.reads
        if _is_of_build(path) and path != each.program
    }


def _is_of_build(path: str) -> bool:
    return path.startswith(SCRATCH)


def as_dot(subject: Subject, origins: Iterable[Origin]) -> str:
    """The ancestry as a graph in the DOT language (https://graphviz.org/doc/info/lang.html)."""
    lines = ["digraph ancestry {", "  rankdir=LR;", "  node [shape=box, fontname=monospace];"]
    for origin in origins:
        name = _quoted(subject.inside(origin.path) or origin.path)
        if origin.run is None:
            lines.append(f"  {name} [style=bold];")
            continue
        label = _quoted("moved" if origin.moved_from is not None else origin.run.name)
        lines += [
            f"  {_quoted(subject.inside(source) or source)} -> {name} [label={label}];"
            for source in origin.inputs
        ]
    return "\n".join([*lines, "}"])


def visible(text: str) -> str:
    """``text`` with everything escaped that is no printable ASCII."""
    plain = text.encode("ascii", "backslashreplace").decode()
    return "".join(char if char.isprintable() else f"\\x{ord(char):02x}" for char in plain)


def _quoted(text: str) -> str:
    return '"' + visible(text).replace("\\", "\\\\").replace('"', '\\"') + '"'
