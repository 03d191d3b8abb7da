"""A file that a script or a makefile of the source writes, from that very command.

The claim names the script or the makefile; it is run with the tools that the project is built with, and with
what it depends on, as scripts import the project itself. Arguments are none, or those that the project's own
files give to it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from tallystick.model import LedgerLine, Skip
from tallystick.project.declare import declare
from tallystick.project.declared import Known
from tallystick.rebuild.building import (
    SOURCE,
    adjustments,
    backend_of,
    grown,
    interpreters_for,
    products,
    requires_python,
    run_inside,
    tools,
)
from tallystick.rebuild.call import not_made
from tallystick.rebuild.cython_header import version_of
from tallystick.rebuild.declared_arguments import declared_arguments
from tallystick.rebuild.interpreter import Interpreter, missing
from tallystick.rebuild.npm.given import given as registry_of
from tallystick.rebuild.npm.install import install, yarn
from tallystick.rebuild.regenerator import How, Made, NotMade, Subject
from tallystick.rebuild.toolchain import Environment, Wanted

MAKE = "/usr/bin/make"
"""Where the sandbox has it, if this machine has."""

MAKEFILES = frozenset({"Makefile", "GNUmakefile", "makefile"})

ATTEMPTS = 2
"""Interpreters that are tried."""

_NPM = re.compile(rb"\b(?:npm|npx|node|yarn)\b")

INSTALLING = 4
"""How many times as long a run may take that installs packages of npm: Yarn needs two minutes of a processor
for the 1,617 of one monorepo, before anything is built."""

NORMALISATIONS = ("line-feeds",)


class Declared(Struct, frozen=True, kw_only=True):
    """One command of the source, and what of the artifact it should write.

    Attributes:
        named: the script or makefile.
        folder: where it is run.
        argv: the command; ``python`` is the environment's.
        pins: tools in the versions that the files themselves name.
        wanted: path in the artifact by the place in the source where it is written.
        installs: the folder whose packages of npm are installed first; None: nobody's are.
    """

    named: str
    folder: str
    argv: tuple[str, ...]
    pins: tuple[str, ...]
    wanted: dict[str, str]
    installs: str | None = None


Commands = Callable[[str, Sequence[LedgerLine], Subject], Iterator[Declared | NotMade]]
"""The ways to run a named file, the likeliest first, for the lines whose claims name it."""


def regenerate(lines: Sequence[LedgerLine], subject: Subject) -> Iterator[Made | NotMade]:
    """See :class:`tallystick.rebuild.regenerator.Regenerate`."""
    tree = subject.source.tree
    yield from by_commands(lines, subject, lambda named: named in tree.entries, _commands)


def by_commands(
    lines: Sequence[LedgerLine],
    subject: Subject,
    is_run: Callable[[str], bool],
    commands: Commands,
) -> Iterator[Made | NotMade]:
    """Run the commands of each file that claims name, until all that they should write is proven.

    Args:
        lines: with claims.
        subject: what it is about.
        is_run: whether a file of this path is one to be run.
        commands: how.
    """
    for named in dict.fromkeys(line.source_path for line in lines):
        if named is None or not is_run(named):
            continue
        group = [line for line in lines if line.source_path == named]
        for command in commands(named, group, subject):
            if isinstance(command, NotMade):
                yield command
            elif not all(subject.lines[p].grade.is_proof for p in command.wanted.values()):
                yield from run(command, subject)


def places(group: Sequence[LedgerLine], subject: Subject) -> dict[str, str]:
    """The paths of ``group`` in the artifact, by each place in the source where they may be written."""
    found: dict[str, str] = {}
    for line in group:
        for candidate in subject.layout.candidates(line.path):
            found.setdefault(candidate.path, line.path)
    return found


def _commands(
    named: str, group: Sequence[LedgerLine], subject: Subject
) -> Iterator[Declared | NotMade]:
    """The ways to run ``named``, the likeliest first."""
    wanted = places(group, subject)
    paths = tuple(line.path for line in group)
    pins = tuple(sorted({v for line in group if (v := version_of(line.path, subject))}))
    folder, name = os.path.split(named)
    if name in MAKEFILES:
        if not os.access(MAKE, os.X_OK):
            yield NotMade(paths=paths, reason="make is not installed")
            return
        inside = f"{folder}/" if folder else ""
        targets = tuple(
            sorted(place.removeprefix(inside) for place in wanted if place.startswith(inside))
        )
        yield Declared(
            named=named,
            folder=folder,
            argv=("make", "-k", "--", *targets),
            pins=pins,
            wanted=wanted,
            installs=folder if _calls_npm(named, subject) else None,
        )
        return
    if not name.endswith((".py", ".sh")):
        yield NotMade(paths=paths, reason=f"how {named} is run is not known")
        return
    program = "python" if name.endswith(".py") else "sh"
    for start in dict.fromkeys((subject.project.subdir, folder)):
        if not named.startswith(f"{start}/" if start else ""):
            continue
        script = named[len(start) + 1 :] if start else named
        for words in (*declared_arguments(named, subject), ()):
            argv = (program, script, *words)
            yield Declared(named=named, folder=start, argv=argv, pins=pins, wanted=wanted)


def _patient(subject: Subject) -> Subject:
    """The subject, whose runs may take longer."""
    caps = replace(subject.caps, seconds=subject.caps.seconds * INSTALLING)
    return replace(subject, runner=replace(subject.runner, caps=caps))


def _calls_npm(makefile: str, subject: Subject) -> bool:
    """Whether a makefile starts what is installed by npm, and so wants its packages."""
    text = subject.source.tree.read(makefile)[: subject.limits.build_file]
    return _NPM.search(text) is not None


def run(command: Declared, subject: Subject) -> Iterator[Made | NotMade]:
    """What one command wrote."""
    paths = tuple(command.wanted.values())
    failed: NotMade | None = None
    tree = subject.source.tree
    npm = None if command.installs is None else registry_of(subject, tree, command.installs)
    if npm is not None and npm.folder is not None:
        subject = _patient(subject)
    for interpreter in interpreters_for(subject)[:ATTEMPTS]:
        environment = _environment(command, interpreter, subject)
        if isinstance(environment, Skip):
            failed = failed or NotMade(paths=paths, reason=environment.reason)
            continue
        places = frozenset(command.wanted)
        argv = [environment.python if word == "python" else word for word in command.argv]
        runs: list[dict[str, object]] = [{"folder": command.folder, "argv": argv}]
        if npm is not None and npm.folder is not None:
            runs.insert(0, install(npm.lock, environment, tree))
            if argv[0] == "yarn":
                argv[:1] = yarn(npm.lock, command.folder, environment, tree)
        job = {"do": "runs", "runs": runs, "wanted": sorted(places)}
        stands = grown(subject, without=places)
        with run_inside(subject, environment, job, stands, npm) as outcome:
            if outcome.succeeded:
                how = How(
                    command=" ".join(command.argv)
                    + (f" in {command.folder}" if command.folder else ""),
                    tools=tools((*command.pins, *backend_of(subject).requires), environment),
                    environment=environment.digest,
                    adjustments=adjustments(subject, npm=npm),
                )
                made = products(outcome, SOURCE, places)
                for place, product in made.items():
                    yield Made(
                        path=command.wanted[place],
                        content=product.content,
                        mode=product.mode,
                        how=how,
                        normalisations=NORMALISATIONS,
                    )
                return
            ended = not_made(outcome, paths, " ".join(command.argv)[:200])
            failed = failed or ended
            if ended.is_final:
                break
    absent = missing(subject.artifact, requires_python(subject))
    yield failed or NotMade(paths=paths, reason=f"no {absent} on this machine")


def _environment(
    command: Declared, interpreter: Interpreter, subject: Subject
) -> Environment | Skip:
    """What the project is built with and depends on; without the latter where that cannot be had."""
    requires = (*command.pins, *backend_of(subject).requires)

    def made(requirements: tuple[str, ...]) -> Environment | Skip:
        return subject.toolchains.environment(
            Wanted(interpreter=interpreter, requirements=requirements, day=subject.day)
        )

    field = declare(subject.project, subject.limits).fields.get("requires-dist")
    needs = field.values if isinstance(field, Known) else ()
    found = made((*requires, *(need for need in needs if "extra ==" not in need)))
    return made(requires) if isinstance(found, Skip) and needs else found
