"""Compiled time zones and their tables, by ``make install`` of the tz database that the source holds.

Its own makefile compiles its own ``zic`` and has that compile the zones (its ``README``, "make install"), so
that no version of a tool is to be guessed. Tried are the two forms that ``zic -b`` writes.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager

from tallystick.model import Entry, LedgerLine, Tree
from tallystick.rebuild.building import OUT, SOURCE, products
from tallystick.rebuild.call import not_made
from tallystick.rebuild.partial_source import left_out, on_what_is_there
from tallystick.rebuild.regenerator import How, Made, NotMade, Subject
from tallystick.rebuild.release_commands import MAKE
from tallystick.rebuild.trees import below, files, together
from tallystick.sandbox import Command, Outcome

FORMS = ("fat", "slim")
"""``-b`` of zic(8): the first for readers of before, the second is the makefile's own default."""

MOST = 2
"""Databases of one source that are installed; one is all that any has."""

_INSTALLED = "etc/zoneinfo"
"""Where the makefile puts them below ``TOPDIR`` with the words of the script."""

_SCRIPT = f"""
set -e
TOP=$PWD
cd "{SOURCE}/$FOLDER"
for form in {" ".join(FORMS)}; do
  make ZFLAGS="-b $form" PACKRATDATA= "TOPDIR=$TOP/{OUT}/$form" USRDIR= USRSHAREDIR=etc install </dev/null
done
"""
"""The one word of a stranger in it is the folder, which no shell reads as more than that."""


def regenerate(lines: Sequence[LedgerLine], subject: Subject) -> Iterator[Made | NotMade]:
    """See :class:`tallystick.rebuild.regenerator.Regenerate`."""
    by_folder: dict[str, list[str]] = {}
    for line in lines:
        if line.source_path is not None and "zoneinfo/" in line.path:
            by_folder.setdefault(line.source_path.rpartition("/")[0], []).append(line.path)
    if not os.access(MAKE, os.X_OK):
        yield NotMade(paths=tuple(line.path for line in lines), reason="make is not installed")
        return
    for folder, paths in list(by_folder.items())[:MOST]:
        above = f"{folder}/" if folder else ""
        if {f"{above}Makefile", f"{above}zic.c"} <= subject.source.tree.entries.keys():
            yield from _installed(folder, paths, subject)
        else:
            reason = f"{folder or 'the source'} has no makefile and zic.c of the tz database"
            yield NotMade(paths=tuple(paths), reason=reason)


def _installed(folder: str, paths: Sequence[str], subject: Subject) -> Iterator[Made | NotMade]:
    """What each form of ``make install`` put below ``zoneinfo``, by the name that it has there."""
    called = {path: path.rpartition("zoneinfo/")[2] for path in paths}
    command = Command(
        argv=("sh", "run.sh"), environment={"FOLDER": folder or "."}, clock=subject.clock
    )
    script = files({"run.sh": _SCRIPT.encode()})

    def run(part: Tree, _absent: Mapping[str, Entry]) -> AbstractContextManager[Outcome]:
        return subject.runner.run(command, together(below(SOURCE, part), script))

    with on_what_is_there(subject.source.tree, subject, run) as outcome:
        if not outcome.succeeded:
            yield not_made(outcome, tuple(paths), f"make install in {folder}")
            return
        for form in FORMS:
            made = products(outcome, f"{OUT}/{form}/{_INSTALLED}", set(called.values()))
            how = How(
                command=f"make ZFLAGS='-b {form}' PACKRATDATA= install in {folder or '.'}",
                tools=("make and the C compiler of this machine",),
                adjustments=left_out(subject),
            )
            for path, name in called.items():
                if name in made and not subject.lines[path].grade.is_proof:
                    product = made[name]
                    yield Made(path=path, content=product.content, mode=product.mode, how=how)
