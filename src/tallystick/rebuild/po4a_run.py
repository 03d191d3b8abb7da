"""Translated manuals that po4a wrote for a ``make dist``, from the source's manual and catalogue.

Its outputs name po4a, and no version of it: the machine's is run, and the same bytes are a proof with any.
What is translated into what stands in a configuration of the source; a script beside it that calls po4a
is run first, since it knows options that change the template (a name, a version).
"""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from msgspec.structs import replace

from tallystick.errors import ContentUnavailable, LimitExceeded
from tallystick.limits import KIB
from tallystick.model import LedgerLine, Tree
from tallystick.rebuild.autotools.inputs import all_known
from tallystick.rebuild.building import SOURCE
from tallystick.rebuild.call import Call, written
from tallystick.rebuild.exact_tool import Program, version_here
from tallystick.rebuild.regenerator import Made, NotMade, Subject
from tallystick.rebuild.trees import below

HEAD = 8 * KIB
"""Bytes in which po4a says that it wrote a file; behind the comments that the manual itself begins with."""

MOST_WAYS = 4
"""Runs for all configurations; one makes all manuals of its own in seconds."""

PO4A = Program(
    name="po4a", program="po4a", asked="--version", says=re.compile(r"po4a version (\d[\d.]*\d)")
)

_SAYS = re.compile(
    r"This file was generated with po4a\. Translate the source file\.", re.IGNORECASE
)
_CONFIGURATION = re.compile(r"^\[po4a_(?:langs|paths)\]", re.MULTILINE)
_CALL = re.compile(r"^[ \t]*po4a[ \t]", re.MULTILINE)
_PLAIN = re.compile(r"\w[\w.+-]*")


def regenerate(lines: Sequence[LedgerLine], subject: Subject) -> Iterator[Made | NotMade]:
    """See :class:`tallystick.rebuild.regenerator.Regenerate`."""
    known = all_known(subject)
    ways = tuple(islice(_ways(known, subject), MOST_WAYS))
    paths = tuple(line.path for line in lines if _is_its(line, subject))
    if not paths:
        return
    if not os.access(Path("/usr/bin") / PO4A.program, os.X_OK):
        yield NotMade(paths=paths, reason="po4a is not on this machine")
        return
    if not ways:
        yield NotMade(paths=paths, reason="the source has no configuration of po4a")
        return
    for way in ways:
        left = tuple(path for path in paths if not subject.lines[path].grade.is_proof)
        if left:
            yield from _made(way, left, known, subject)
    # Of those that came out otherwise this says nothing.
    yield NotMade(paths=paths, reason="no configuration of the source has po4a write it")


def _is_its(line: LedgerLine, subject: Subject) -> bool:
    """Whether po4a says that it wrote a file, or its explainer that it is a template of po4a's."""
    if line.path.endswith(".pot"):
        return "po4a" in (line.claim or "")
    return _SAYS.search(_text(subject.artifact.tree, line.path, HEAD)) is not None


def _text(tree: Tree, path: str, most: int) -> str:
    try:
        return tree.read(path)[:most].decode("utf-8", "replace")
    except (ContentUnavailable, LimitExceeded):
        return ""


def _ways(known: Tree, subject: Subject) -> Iterator[Call]:
    """For each configuration the scripts beside it that call po4a, then po4a itself."""
    most = subject.limits.build_file
    for path, entry in sorted(known.entries.items()):
        folder, name = posixpath.split(path)
        if not name.endswith((".conf", ".cfg")) or entry.is_link or entry.is_gitlink:
            continue
        if not _PLAIN.fullmatch(name) or not _CONFIGURATION.search(_text(known, path, most)):
            continue
        for script in _scripts(folder, known, most):
            yield Call(folder=folder, argv=("sh", script))
        yield Call(folder=folder, argv=("po4a", "--force", name))


def _scripts(folder: str, known: Tree, most: int) -> Iterator[str]:
    for path, entry in sorted(known.entries.items()):
        above, name = posixpath.split(path)
        if above == folder and _PLAIN.fullmatch(name) and entry.is_executable:
            text = _text(known, path, most)
            if text.startswith("#!/bin/sh") and _CALL.search(text):
                yield name


def _made(
    call: Call, left: tuple[str, ...], known: Tree, subject: Subject
) -> Iterator[Made | NotMade]:
    """What one call wrote, of the files that are open."""
    with subject.runner.run(call.command(subject), below(SOURCE, known)) as outcome:
        tool = f"po4a {version_here(PO4A, subject)} of this machine"
        for one in written(call, outcome, left, tool):
            is_template = isinstance(one, Made) and one.path.endswith(".pot")
            yield replace(one, normalisations=("pot-creation-date",)) if is_template else one
