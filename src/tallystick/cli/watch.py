"""``tallystick watch``: a build, run in the sandbox and traced."""

from __future__ import annotations

import argparse
import posixpath
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from tallystick.cli.output import write_whole
from tallystick.errors import UsageError
from tallystick.limits import DEFAULT, Caps
from tallystick.model import Skip
from tallystick.report.json_reader import read_ledgers
from tallystick.report.watched import (
    render,
    render_difference,
    render_origins,
    render_permissions,
)
from tallystick.report.watched_json import Step, as_json, steps
from tallystick.sandbox import Command, Sandbox, read_folder
from tallystick.sandbox.command import TREE
from tallystick.watch import CLOCK, Watched, watch
from tallystick.watch.ancestry import Origin, ancestry, as_dot
from tallystick.watch.drawing import as_svg
from tallystick.watch.omnibor import manifests_of
from tallystick.watch.permissions import Permissions, as_toml, needed, read_permissions
from tallystick.watch.phases import Phase, in_phases
from tallystick.watch.subject import Subject

NOT_TRACED = 3

PICTURES: Mapping[str, Callable[[Subject, Sequence[Origin]], str]] = {"dot": as_dot, "svg": as_svg}
"""How ``--explain`` draws."""

TAKES_COMMAND = True
"""What stands behind ``--`` is the command to run."""

DESCRIPTION = """\
    tallystick watch [OPTION…] -- sh -c './configure && make'

Runs the command on a copy of the folder, in the sandbox (no network, no files of yours), and says what no
honest build does: content of test files that a shell runs, objects that no compiler wrote, and more
(docs/watch.md). Nothing is left of it but the report.

Exit codes: 0 nothing alarming was seen, 1 a person has to look, 2 usage error or crash, 3 not known: the
build failed, or was not seen from its beginning to its end."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``tallystick watch`` takes."""
    add = parser.add_argument
    add("--tree", type=Path, default=Path(), metavar="DIR", help="what is built (default: here)")
    add(
        "--ledger",
        type=Path,
        metavar="FILE",
        help="the tree's ledger (audit --format json): says the grade of what is used",
    )
    add(
        "--env",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="a variable of the build; may be repeated",
    )
    add(
        "--phase",
        action="append",
        default=[],
        metavar="NAME=COMMAND",
        help="run a shell command as one phase (configure, build, test, install), in place of a command "
        "behind --; repeated, they run one after the other until one fails",
    )
    add(
        "--reads",
        action="append",
        default=[],
        type=Path,
        metavar="DIR",
        help="a folder of tools that the build may read, besides /usr",
    )
    add(
        "--seconds",
        type=int,
        default=Caps().seconds,
        metavar="N",
        help="the longest that it may run (default: %(default)s)",
    )
    add(
        "--against",
        type=Path,
        metavar="FILE",
        help="an earlier record (--format json): say what only one of the two builds did",
    )
    add(
        "--permissions",
        type=Path,
        metavar="FILE",
        help="what the build may run, read and change; whatever it does besides is said, and is 1",
    )
    add(
        "--init",
        type=Path,
        metavar="FILE",
        help="write what this build runs, reads and changes to a new file for --permissions",
    )
    add(
        "--omnibor",
        type=Path,
        metavar="DIR",
        help="write what each file was made of to a new folder, as OmniBOR input manifests",
    )
    add("--explain", metavar="FILE", help="say where one file of the build comes from")
    add(
        "--format",
        choices=["terminal", "json", *PICTURES],
        default="terminal",
        help="how to report; dot and svg go with --explain",
    )
    add("-o", "--output", type=Path, metavar="FILE", help="write the report to this file")


def run(options: argparse.Namespace) -> int:
    """Watch what was asked for and report it; the exit code."""
    _check(options)
    argv = in_phases([_phase(text) for text in options.phase]) if options.phase else None
    options.command = argv or tuple(options.command)
    # Whatever is read is read before the build runs: that takes minutes.
    asked = _Asked(
        grades=_grades(options.ledger) if options.ledger is not None else {},
        then=steps(_read(options.against), DEFAULT) if options.against is not None else None,
        allowed=read_permissions(_read(options.permissions), DEFAULT)
        if options.permissions is not None
        else None,
    )
    watched = _watch(options, asked.grades)
    if isinstance(watched, Skip):
        sys.stdout.write(f"not traced: {watched.reason}\n")
        return NOT_TRACED
    if options.init is not None:
        write_whole(options.init, f"{as_toml(needed(watched.subject))}\n".encode())
    if options.omnibor is not None:
        for name, content in manifests_of(watched.subject).items():
            place = options.omnibor / name
            place.parent.mkdir(parents=True, exist_ok=True)
            write_whole(place, content)
    text = _text(options, watched)
    if asked.then is not None:
        now = steps(as_json(watched, options.command).encode(), DEFAULT)
        text += "\n\n" + render_difference(now - asked.then, asked.then - now)
    more: list[str] = []
    if asked.allowed is not None:
        more = list(needed(watched.subject).beyond(asked.allowed))
        text += render_permissions(more)
    if options.output is None:
        sys.stdout.write(text + "\n")
    else:
        write_whole(options.output, text.encode() + b"\n")
    if watched.is_alarming or more:
        return 1
    return 0 if watched.is_whole else NOT_TRACED


class _Asked(Struct, frozen=True, kw_only=True):
    """What the build is held against."""

    grades: Mapping[str, str]
    then: frozenset[Step] | None
    allowed: Permissions | None


def _check(options: argparse.Namespace) -> None:
    if bool(options.command) == bool(options.phase):
        raise UsageError("watch: a command stands behind --, or in each --phase; one of the two")
    if options.format == "json" and (options.against or options.permissions):
        raise UsageError(
            "--against and --permissions are for people to read: without --format json"
        )
    if options.format in PICTURES and options.explain is None:
        raise UsageError(f"--format {options.format} goes with --explain")
    if options.omnibor is not None and options.omnibor.exists():
        raise UsageError(
            f"{options.omnibor}: is there already; manifests are written to a new folder"
        )
    if options.init is not None and options.init.exists():
        raise UsageError(f"{options.init}: is there already; permissions are changed by hand")


def _watch(options: argparse.Namespace, grades: Mapping[str, str]) -> Watched | Skip:
    sandbox = Sandbox.find()
    if isinstance(sandbox, Skip):
        return sandbox
    caps = Caps(seconds=options.seconds)
    command = Command(
        argv=options.command,
        environment=dict(map(_variable, options.env)),
        reads=tuple(path.absolute() for path in options.reads),
        clock=CLOCK,
    )
    return watch(command, read_folder(options.tree.absolute(), caps), sandbox, caps, grades)


def _text(options: argparse.Namespace, watched: Watched) -> str:
    if options.explain is not None:
        path = posixpath.normpath(posixpath.join(TREE, options.explain))
        origins = list(ancestry(watched.subject, path))
        if options.format in PICTURES:
            return PICTURES[options.format](watched.subject, origins)
        return render_origins(watched.subject, origins)
    if options.format == "json":
        return as_json(watched, options.command)
    return render(watched, options.command)


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(DEFAULT.ledger + 1)


def _grades(path: Path) -> dict[str, str]:
    ledgers = read_ledgers(_read(path), DEFAULT)
    if len(ledgers) != 1:
        raise UsageError(f"{path}: {len(ledgers)} ledgers; one tree has one")
    return {line.entry.path: str(line.grade) for line in ledgers[0].lines}


def _phase(text: str) -> tuple[Phase, str]:
    name, equals, command = text.partition("=")
    if not equals or name not in {str(phase) for phase in Phase if phase is not Phase.OTHER}:
        raise UsageError(f"--phase {text}: configure, build, test or install, and =COMMAND")
    return Phase(name), command


def _variable(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise UsageError(f"--env {text}: NAME=VALUE is wanted")
    return name, value
