"""A tool of the very version that a file names: this machine's own, or the catalogue's.

The machine's is asked first, since it is there already. It may have a distribution's patches, so the
catalogue's variants follow where it did not write the same (Debian's flex 2.6.4 counts lines otherwise).
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from tallystick.model import Skip, Tree
from tallystick.rebuild.autotools.building import PREFIX, SEARCH_PATH
from tallystick.rebuild.autotools.supply import toolchains_of
from tallystick.rebuild.regenerator import Subject
from tallystick.rebuild.trees import files
from tallystick.sandbox import Command


class Program(Struct, frozen=True, kw_only=True):
    """One tool: how it is called, and how it says its version.

    Attributes:
        name: as the catalogue has it.
        program: below ``/usr/bin``, and in the catalogue's tool below ``bin``.
        asked: the option that makes it say its version.
        says: the version in what it prints then.
    """

    name: str
    program: str
    asked: str
    says: re.Pattern[str]


class Exact(Struct, frozen=True, kw_only=True):
    """A tool that is here.

    Attributes:
        said: as the ledger names it.
        tools: what has to stand in the tree that it is run on; nothing for one of this machine.
        path: the search path with which it is found by its name.
    """

    said: str
    tools: Tree
    path: str


def exact_tools(program: Program, version: str, subject: Subject) -> Iterator[Exact | Skip]:
    """Each tool of that version, the cheapest first, or why one is not here; at least one answer.

    What follows is only built when it is asked for.
    """
    has = version_here(program, subject)
    if has == version:
        yield Exact(
            said=f"{program.name} {version} of this machine",
            tools=files({}),
            path="/usr/bin:/bin",
        )
    catalogue = toolchains_of(subject)
    variants = catalogue.variants(program.name, version)
    for recipe in variants:
        tools = catalogue.together(recipe)
        if isinstance(tools, Skip):
            yield tools
        else:
            path = f"{PREFIX}/{program.name}/bin:{SEARCH_PATH}:/usr/bin:/bin"
            yield Exact(said=recipe.said, tools=tools, path=path)
    if has != version and not variants:
        reason = (
            f"{program.name} {version} wrote it, this machine has {has or 'none'}, and the catalogue of "
            "toolchains has no such version"
        )
        yield Skip(check="regenerate", reason=reason)


def version_here(program: Program, subject: Subject) -> str | None:
    """What the machine's own says that it is, asked inside, like all that it does; None without one."""
    if not os.access(Path("/usr/bin") / program.program, os.X_OK):
        return None
    key = f"version of {program.program}"
    if key not in subject.kept:
        command = Command(argv=(program.program, program.asked), clock=subject.clock)
        with subject.runner.run(command, files({"empty": b""})) as outcome:
            found = program.says.search(outcome.output.decode("utf-8", "replace"))
        subject.kept[key] = found[1] if found is not None else "one that does not say its version"
    return str(subject.kept[key])
