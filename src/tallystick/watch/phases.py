"""What the build was doing when it started something: told by the tools that build, or by whoever watches.

The phase goes from a run to what it starts. What a configure script starts is configure, whatever it is
called: else ``make check``, called by it, would be a test.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping, Sequence
from enum import StrEnum

from tallystick.watch.graph import Run
from tallystick.watch.invocation import script
from tallystick.watch.programs import BUILDING, CONFIGURING, PYTHONS, SCRATCH


class Phase(StrEnum):
    """What the build was doing."""

    CONFIGURE = "configure"
    BUILD = "build"
    TEST = "test"
    INSTALL = "install"
    OTHER = "other"


MARK = "phase:"
"""Begins ``$0`` of a shell that :func:`in_phases` starts."""

_BEGIN = '/bin/sh -e -c "$'

TOOLS = CONFIGURING | BUILDING | {"ctest", "meson.py"}

_TESTING = re.compile(r"(?:dist|install)?checks?(?:-\w+)*|tests?(?:-\w+)*|.*/test|.*\.(?:log|trs)")
"""Targets of make and ninja: ``check``, and automake's ``check-am``, ``check-TESTS``, ``x.sh.log``."""

_INSTALLING = re.compile(r"(?:un)?install(?:[-/][\w-]+)*")

_MESON = {"setup": Phase.CONFIGURE, "configure": Phase.CONFIGURE, "compile": Phase.BUILD}
_MESON |= {"test": Phase.TEST, "install": Phase.INSTALL, "dist": Phase.BUILD}

_PIP = re.compile(r"/pip(?:/__(?:main|init)__)?[^/]*\.pyc?$|/pip/__pycache__/")

_JOB = '{"root": "source"'

_PYTHON = frozenset({"setup.py", "_in_process.py", "build", "pip", "wheel", "bdist_wheel", "setup"})
"""What frontends and backends of Python are called by: PEP 517's hooks run in ``_in_process.py``."""


def in_phases(commands: Sequence[tuple[Phase, str]]) -> tuple[str, ...]:
    """One command that runs those of each phase with ``/bin/sh -e``, until one fails.

    ``phases_of`` knows them by their mark, and by that the first process started them.
    """
    steps = " && ".join(
        f'{_BEGIN}{{{number}}}" {MARK}{phase}' for number, (phase, _) in enumerate(commands, 1)
    )
    return ("/bin/sh", "-c", f"{steps}; exit $?", "sh", *(text for _, text in commands))


def phases_of(runs: Sequence[Run]) -> Mapping[int, Phase]:
    """The phase of each run, by its number."""
    found: dict[int, Phase] = {}
    named: dict[int, Phase] = {}
    for run in runs:  # who starts something stands before it
        outer = run.parent.number if run.parent is not None else None
        told = _marked(run, runs[0]) if outer is not None else None
        if told is None and outer in named:
            told = named[outer]
        if told is not None:
            named[run.number] = found[run.number] = told
            continue
        around = found.get(outer, Phase.OTHER) if outer is not None else Phase.OTHER
        own = None if run.is_fork or around is Phase.CONFIGURE else phase_by_command(run)
        found[run.number] = own or around
    return found


def _marked(run: Run, first: Run) -> Phase | None:
    """The phase that whoever watches has named.

    Only a child of the first process can be marked, and only where that is what :func:`in_phases` made: its
    words come from outside.
    """
    if first.argv[:2] != ("/bin/sh", "-c") or not first.argv[2].startswith(_BEGIN):
        return None
    if run.is_fork or run.argv[:3] != ("/bin/sh", "-e", "-c") or len(run.argv) != 5:
        return None
    parents = [each for each in run.lineage if not each.is_fork][1:]
    if parents != [first] or not run.argv[4].startswith(MARK):
        return None
    return Phase(run.argv[4].removeprefix(MARK))


def phase_by_command(run: Run) -> Phase | None:
    """The phase that a tool begins; None for what is no such tool."""
    at, name = _tool(run)
    words = run.argv[at + 1 :]
    if name == "cmake":
        return _of_cmake(words)
    if name in {"meson", "meson.py"}:
        word = next((word for word in words if not word.startswith("-")), "setup")
        return None if "--internal" in words else _MESON.get(word, Phase.CONFIGURE)
    if name == "ctest":
        return Phase.TEST
    if name in CONFIGURING:
        return Phase.CONFIGURE
    if name in BUILDING:
        return _of_targets(words)
    return Phase.BUILD if begins_python_build(run) else None


def is_of_python_build(run: Run) -> bool:
    """Whether pip, build, a hook of PEP 517 or ``setup.py`` started it, or it is one of these."""
    return any(begins_python_build(each) for each in run.lineage)


def is_frontend(run: Run) -> bool:
    """Whether it is pip, and no module of that name that the build has itself.

    pip runs nothing of a project in its own process: hooks are started (PEP 517).
    """
    if run.name not in PYTHONS or run.argv[1:3] != ("-m", "pip"):
        return False
    return not any(path.startswith(SCRATCH) and _PIP.search(path) for path in run.reads)


def begins_python_build(run: Run) -> bool:
    """Whether it is pip, build, a hook of PEP 517 or ``setup.py``."""
    if run.name not in PYTHONS:
        return run.name == "setup.py"  # run by its own name
    # The program that has a backend build for a rebuild (rebuild/inside) is told by words in JSON.
    ours = run.argv[1:3] == ("-s", "-c") and run.argv[-1].startswith(_JOB)
    return ours or not _PYTHON.isdisjoint(_last_parts(run.argv[1:4]))


def _tool(run: Run) -> tuple[int, str]:
    """Which word names the tool: a script may be one (``python3 /usr/bin/meson``, ``sh ./configure``)."""
    told = None if run.name in TOOLS else script(run)
    if told is not None and (name := posixpath.basename(told)) in TOOLS:
        for at, word in enumerate(run.argv):
            if posixpath.basename(word) == name:
                return at, name
    return 0, run.name


def _of_cmake(words: Sequence[str]) -> Phase | None:
    """``cmake -E`` and ``-P`` are tools that a build uses, and belong to whoever starts them."""
    if "-P" in words:
        installs = any(word.endswith("cmake_install.cmake") for word in words)
        return Phase.INSTALL if installs else None
    if "-E" in words[:1]:
        return None
    if "--install" in words:
        return Phase.INSTALL
    return _of_targets(words) if "--build" in words else Phase.CONFIGURE


def _of_targets(words: Sequence[str]) -> Phase:
    if any(_TESTING.fullmatch(word) for word in words):
        return Phase.TEST
    return Phase.INSTALL if any(map(_INSTALLING.fullmatch, words)) else Phase.BUILD


def _last_parts(words: Sequence[str]) -> set[str]:
    return {word.rpartition("/")[2] for word in words}
