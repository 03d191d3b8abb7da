"""The Python interpreters of this machine: found, never downloaded."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from msgspec import Struct
from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.utils import InvalidWheelFilename, parse_wheel_filename

from tallystick.model import Artifact, ArtifactKind

ASK_SECONDS = 20
"""For an interpreter to say what it is; a shim of a version manager starts a shell first."""

_PROGRAM = re.compile(r"python3(?:\.\d{1,2})?")

_ASK = (
    "import sys, json, platform; print(json.dumps(["
    "getattr(sys, '_base_executable', sys.executable), list(sys.version_info[:3]), "
    "platform.python_implementation(), sys.base_prefix, getattr(sys, 'abiflags', '')]))"
)

RELEASED: Mapping[tuple[int, int], str] = {
    (3, 6): "2016-12-23",
    (3, 7): "2018-06-27",
    (3, 8): "2019-10-14",
    (3, 9): "2020-10-05",
    (3, 10): "2021-10-04",
    (3, 11): "2022-10-24",
    (3, 12): "2023-10-02",
    (3, 13): "2024-10-07",
    (3, 14): "2025-10-07",
}
"""The day of each version's first release (PEP 494, 537, 569, 596, 619, 664, 693, 719, 745)."""


class Interpreter(Struct, frozen=True, kw_only=True):
    """One interpreter.

    Attributes:
        program: its real path.
        version: major, minor and micro.
        implementation: ``CPython``, ``PyPy``.
        prefix: the folder with its library.
    """

    program: Path
    version: tuple[int, int, int]
    implementation: str
    prefix: Path

    @property
    def minor(self) -> tuple[int, int]:
        """Major and minor version."""
        return self.version[:2]

    @property
    def called(self) -> str:
        """As the ledger shows it: ``CPython 3.11.7``."""
        return f"{self.implementation} {'.'.join(map(str, self.version))}"

    @property
    def reads(self) -> tuple[Path, ...]:
        """What of it has to be shown to the sandbox, which has ``/usr`` anyway."""
        return () if self.prefix.is_relative_to("/usr") else (self.prefix,)


@cache
def interpreters() -> tuple[Interpreter, ...]:
    """Every interpreter of this machine, newest first; of each minor version the newest one."""
    found: dict[tuple[int, int], Interpreter] = {}
    for one in sorted(_answers(_programs(os.environ)), key=lambda one: one.version, reverse=True):
        found.setdefault(one.minor, one)
    return tuple(found.values())


def fitting(
    artifact: Artifact, requires_python: str | None, released_by: str, known: Iterable[Interpreter]
) -> tuple[Interpreter, ...]:
    """The interpreters that may have made ``artifact``, the likeliest first.

    Args:
        artifact: a wheel for one interpreter names it in its tags.
        requires_python: what the source says (``Requires-Python``).
        released_by: a day (ISO 8601) by which the interpreter was out.
        known: those to choose from, newest first.
    """
    tagged, likely = _tagged(artifact)
    try:
        allowed = SpecifierSet(requires_python or "")
    except InvalidSpecifier:
        allowed = SpecifierSet()
    fit = [
        one
        for one in known
        if one.implementation == "CPython"
        and (one.minor in tagged if tagged else allowed.contains(".".join(map(str, one.version))))
    ]

    def unlikely(one: Interpreter) -> tuple[bool, bool]:
        # Who released on a day cannot have used what came out later.
        return one.minor not in likely, RELEASED.get(one.minor, "9999") > released_by

    return tuple(sorted(fit, key=unlikely))


def missing(artifact: Artifact, requires_python: str | None) -> str:
    """What is missing where none fits, in words."""
    tagged = sorted(_tagged(artifact)[0])
    if tagged:
        return " or ".join(f"CPython {major}.{minor}" for major, minor in tagged)
    return f"CPython {requires_python or '3'}"


def _tagged(artifact: Artifact) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
    """The versions of CPython that a wheel's tags ask for, and those that it was likely made with.

    A wheel of the stable ABI runs on later versions, too, and is made with the oldest.
    """
    asked: set[tuple[int, int]] = set()
    likely: set[tuple[int, int]] = set()
    if artifact.kind is ArtifactKind.WHEEL:
        try:
            tags = parse_wheel_filename(artifact.name)[3]
        except (InvalidWheelFilename, ValueError):
            tags = frozenset()
        for tag in tags:
            match = re.fullmatch(r"cp(3)(\d{1,2})", tag.interpreter)
            if match is not None:
                found = asked if tag.abi != "abi3" else likely
                found.add((int(match[1]), int(match[2])))
    return asked, likely


def _programs(environment: Mapping[str, str]) -> Iterator[Path]:
    """What is called like an interpreter: on PATH, of pyenv, of uv."""
    for folder in environment.get("PATH", "").split(os.pathsep):
        if folder.startswith("/") and os.path.isdir(folder):  # noqa: PTH112 - a word of PATH
            for name in sorted(os.listdir(folder)):  # noqa: PTH208
                if _PROGRAM.fullmatch(name):
                    yield Path(folder, name)
    home = environment.get("HOME", "/nonexistent")
    data = environment.get("XDG_DATA_HOME") or f"{home}/.local/share"
    for root in (
        Path(environment.get("PYENV_ROOT") or f"{home}/.pyenv", "versions"),
        Path(environment.get("UV_PYTHON_INSTALL_DIR") or f"{data}/uv/python"),
    ):
        yield from sorted(root.glob("*/bin/python3"))


def _answers(programs: Iterable[Path]) -> Iterator[Interpreter]:
    asked: set[Path] = set()
    for program in programs:
        real = program.resolve()
        if real in asked:
            continue
        asked.add(real)
        if _is_script(real):
            continue
        try:
            done = subprocess.run(
                [program, "-I", "-S", "-c", _ASK],
                capture_output=True,
                check=False,
                timeout=ASK_SECONDS,
                stdin=subprocess.DEVNULL,
            )
            base, version, implementation, prefix, flags = json.loads(done.stdout)
        except (OSError, ValueError, TypeError, subprocess.TimeoutExpired):
            continue  # a shim without its version, a broken installation
        if done.returncode == 0 and flags in {"", "m"}:  # "m" before 3.8; not "t", not "d"
            yield Interpreter(
                program=Path(base).resolve(),
                version=(version[0], version[1], version[2]),
                implementation=implementation,
                prefix=Path(prefix).resolve(),
            )


def _is_script(program: Path) -> bool:
    """Whether it is a version manager's stand-in; the interpreters behind those are looked for themselves."""
    try:
        with program.open("rb") as file:
            return file.read(2) == b"#!"
    except OSError:
        return True
