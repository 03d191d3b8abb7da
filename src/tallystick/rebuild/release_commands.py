"""How a project's own makefile makes its releases: targets that have ``setup.py`` build one.

A backend builds what stands in the folder; a makefile first makes what is to stand there. Which target that
is the makefile itself says; no word of the artifact chooses it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from typing import Final, Literal

from msgspec import Struct

from tallystick.errors import ContentUnavailable, LimitExceeded
from tallystick.rebuild.regenerator import Subject

MAKE = "/usr/bin/make"
"""Where the sandbox has it, if this machine has."""

MAKEFILES = ("GNUmakefile", "makefile", "Makefile")
"""In the order in which make looks for them (GNU make manual, "What Name to Give Your Makefile")."""

MOST = 2
"""Targets that are tried; each is a whole build."""

_BUILDS: Final[Mapping[str, re.Pattern[str]]] = {
    "sdist": re.compile(r"\bsetup\.py\b.*\bsdist\b"),
    "wheel": re.compile(r"\bsetup\.py\b.*\bbdist_wheel\b"),
}
_RULE = re.compile(r"^([A-Za-z][\w.-]{0,60})[ \t]*::?(?!=)([^=#;]*)")
_INTERPRETER = re.compile(r"^(PYTHON[23]?)[ \t]*(?::|\?|::)?=", re.MULTILINE)
"""A variable that the makefile itself has for the interpreter, as somebody sets it on the command line."""

_FIRST = ("sdist", "dist", "wheel", "wheels", "release", "all")
"""Names of targets that people mean by a release, the likeliest first."""


class ReleaseCommand(Struct, frozen=True, kw_only=True):
    """One target: the folder of the source that make runs in, and its words."""

    folder: str
    argv: tuple[str, ...]


def release_commands(subject: Subject, form: Literal["sdist", "wheel"]) -> Iterator[ReleaseCommand]:
    """The targets of the makefiles of the source and of the project's folder that build ``form``."""
    if not os.access(MAKE, os.X_OK):
        return
    found = 0
    for folder in dict.fromkeys((subject.project.subdir, "")):
        text = _makefile(subject, folder)
        settings = [f"{name}=python" for name in dict.fromkeys(_INTERPRETER.findall(text))]
        for target in targets(text, form):
            if found < MOST:
                found += 1
                yield ReleaseCommand(folder=folder, argv=("make", *settings, "--", target))


def targets(text: str, form: Literal["sdist", "wheel"]) -> list[str]:
    """The targets of a makefile whose recipe, or that of what they need first, builds ``form``."""
    recipes, needs = _rules(text)
    builds = {name for name, lines in recipes.items() if any(map(_BUILDS[form].search, lines))}
    reached = builds | {name for name, first in needs.items() if not builds.isdisjoint(first)}
    named = [name for name in _FIRST if name in reached]
    return [*named, *(name for name in recipes if name in builds and name not in named)]


def _rules(text: str) -> tuple[dict[str, list[str]], dict[str, set[str]]]:
    """Recipes and prerequisites by target, as they are written: nothing is expanded."""
    recipes: dict[str, list[str]] = {}
    needs: dict[str, set[str]] = {}
    target = ""
    for line in text.replace("\\\n", " ").splitlines():
        if line.startswith("\t"):
            if target:
                recipes[target].append(line)
        elif found := _RULE.match(line):
            target = found[1]
            recipes.setdefault(target, [])
            needs.setdefault(target, set()).update(found[2].split())
        elif line.strip() and not line.startswith("#"):
            target = ""
    return recipes, needs


def _makefile(subject: Subject, folder: str) -> str:
    for name in MAKEFILES:
        entry = subject.source.tree.entries.get(f"{folder}/{name}" if folder else name)
        if entry is not None and not entry.is_link and not entry.is_gitlink:
            try:
                content = subject.source.tree.read(entry.path)
            except (ContentUnavailable, LimitExceeded):
                return ""
            return content[: subject.limits.build_file].decode("utf-8", "replace")
    return ""
