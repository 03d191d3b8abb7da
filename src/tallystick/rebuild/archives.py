"""Whole artifacts, built once more: one build in the sandbox, and the file that it wrote, read strictly."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from msgspec import Struct

from tallystick.artifact import open_artifact
from tallystick.errors import ArtifactError, TallystickError
from tallystick.limits import KIB
from tallystick.model import Artifact, Skip, Tree
from tallystick.rebuild.building import OUT, adjustments, backend_of, run_inside, tools
from tallystick.rebuild.git_folder import git_folder
from tallystick.rebuild.regenerator import How, Subject
from tallystick.rebuild.requirements import at_hand, read_requirements
from tallystick.rebuild.running import failure, log_tail
from tallystick.rebuild.toolchain import Environment, Wanted
from tallystick.rebuild.trees import files, together
from tallystick.rebuild.ways import Way
from tallystick.sandbox import Command, Outcome

Format = Literal["sdist", "wheel", "npm", "tarball"]

FILES: Mapping[Format, str] = {
    "sdist": "rebuilt.tar.gz",
    "wheel": "rebuilt-0-py3-none-any.whl",
    "npm": "rebuilt.tgz",
    "tarball": "rebuilt.tar.gz",
}
"""What a build's file is called here: its own name is the build's to choose, and goes nowhere."""

SUFFIXES: Mapping[Format, tuple[str, ...]] = {
    "sdist": (".tar.gz", ".zip"),
    "wheel": (".whl",),
    "npm": (".tgz",),
    "tarball": (".tar.gz",),
}
"""How the names of such files end."""

LONGEST = 64 * KIB
"""Bytes of the list of requirements that a backend asks for."""


class Archive(Struct, frozen=True, kw_only=True):
    """The file that a build wrote."""

    format: Format
    content: bytes
    how: How


class Failed(Struct, frozen=True, kw_only=True):
    """Why there is none: at which step, what was printed last, and which cap ended it."""

    step: str
    reason: str
    log: str = ""
    killed_by: str | None = None
    how: How | None = None


@contextmanager
def opened(archive: Archive, subject: Subject) -> Iterator[Artifact | Failed]:
    """The artifact in an archive, as long as the block lasts; read like any stranger's.

    It stands in memory alone (memfd_create(2)): nothing is left where this process is killed.
    """
    with os.fdopen(os.memfd_create("rebuilt"), "wb") as file:
        file.write(archive.content)
        file.flush()
        try:
            held = open_artifact(
                Path(f"/proc/self/fd/{file.fileno()}"),
                name=FILES[archive.format],
                limits=subject.limits,
                object_format=subject.source.object_format,
            )
        except ArtifactError as error:
            yield Failed(step="read", reason=str(error), how=archive.how)
            return
        with held:
            yield held.artifact


def build(
    subject: Subject, form: Literal["sdist", "wheel"], tree: Tree, way: Way, *, with_git: bool
) -> Archive | Failed:
    """Have the project's backend build its sdist or wheel from ``tree``."""
    requires: tuple[str, ...] = (*backend_of(subject).requires, *way.tools)
    for _ in range(2):  # what is required at once, then with what the backend asks for besides
        try:
            environment = environment_of(subject, way, requires)
            if isinstance(environment, Skip):
                return Failed(step="toolchain", reason=environment.reason)
            answer = _run(subject, form, tree, environment, requires, way, with_git=with_git)
        except TallystickError as error:
            return Failed(step="sandbox", reason=str(error))
        if not isinstance(answer, tuple):
            return answer
        requires = (*requires, *answer)
    return Failed(step="requires", reason="the backend asks for ever more")


def environment_of(
    subject: Subject, way: Way, requires: tuple[str, ...] | None = None
) -> Environment | Skip:
    """The toolchain of a way; errors as in :meth:`tallystick.rebuild.toolchain.Toolchains.environment`."""
    wanted = Wanted(
        interpreter=way.interpreter,
        requirements=(*backend_of(subject).requires, *way.tools) if requires is None else requires,
        constraints=way.constraints,
        day=way.day or subject.day,
    )
    return subject.toolchains.environment(wanted)


def _run(
    subject: Subject,
    form: Literal["sdist", "wheel"],
    tree: Tree,
    environment: Environment,
    requires: tuple[str, ...],
    way: Way,
    *,
    with_git: bool,
) -> Archive | Failed | tuple[str, ...]:
    """What was built, why nothing was, or what the backend wants besides."""
    backend = backend_of(subject)
    called, do = {
        "backend": (f"{backend.name}: build_{form}", f"{form}-file"),
        "setup.py": ("python setup.py sdist", "setup.py-file"),
        "command": (" ".join(way.command), "command-file"),
    }[way.by]
    job: dict[str, object] = {
        "do": do,
        "argv": [_word(word, environment) for word in way.command],
        "folder": subject.project.subdir if way.folder is None else way.folder,
        "suffixes": SUFFIXES[form],
        "backend": backend.name,
        "backend_path": backend.path,
        "installed": at_hand(environment, requires),
        "environment": dict(way.environment),
        "settings": way.settings,
    }
    job["git"] = git_folder(subject, requires, tree) if with_git else None
    with run_inside(subject, environment, job, tree) as outcome:
        how = How(
            command=called,
            tools=tools(requires, environment),
            environment=environment.digest,
            adjustments=(*(adjustments(subject, requires, do) if with_git else ()), *way.says),
        )
        if not outcome.succeeded:
            return _failed(outcome, how)
        asked = f"{OUT}/requires.json"
        if asked in outcome.wrote.entries:
            more = read_requirements(outcome.wrote.read(asked)[:LONGEST])
            return more or Failed(
                step="requires", reason="what the backend requires cannot be read"
            )
        return _written(outcome, form, how)


def _word(word: str, environment: Environment) -> str:
    """A word of a command, with the interpreter for ``python`` and ``NAME=python``."""
    name, equals, value = word.rpartition("=")
    return f"{name}{equals}{environment.python}" if value == "python" else word


def pack(subject: Subject, tree: Tree) -> Archive | Failed:
    """Have npm pack the package of ``tree``, with lifecycle scripts off: nothing of the project is run."""
    folder = subject.project.subdir
    argv = ("npm", "pack", "--ignore-scripts", "--offline", "--no-audit", "--no-fund")
    command = Command(
        argv=(*argv, f"--pack-destination={'../' * (folder.count('/') + bool(folder))}{OUT}"),
        cwd=folder,
        environment={"npm_config_update_notifier": "false"},
        clock=subject.clock,
    )
    how = How(command=" ".join(argv), tools=("npm of this machine",))
    # npm writes into a folder that is there; the file in it makes that so.
    room = together(tree, files({f"{OUT}/.keep": b""}))
    try:
        with subject.runner.run(command, room) as outcome:
            return _written(outcome, "npm", how) if outcome.succeeded else _failed(outcome, how)
    except TallystickError as error:
        return Failed(step="sandbox", reason=str(error), how=how)


def _failed(outcome: Outcome, how: How) -> Failed:
    return Failed(
        step="build",
        reason=failure(outcome),
        log=log_tail(outcome.output),
        killed_by=outcome.killed_by,
        how=how,
    )


def _written(outcome: Outcome, form: Format, how: How) -> Archive | Failed:
    """The one file that was written where files were asked for."""
    paths = [
        path
        for path, entry in outcome.wrote.entries.items()
        if path.startswith(f"{OUT}/") and path.endswith(SUFFIXES[form]) and not entry.is_link
    ]
    if len(paths) != 1:
        return Failed(step="build", reason=f"it wrote {len(paths)} files of that kind", how=how)
    try:
        return Archive(format=form, content=outcome.wrote.read(paths[0]), how=how)
    except TallystickError as error:
        return Failed(step="read", reason=str(error), how=how)
