"""``tallystick doctor``: which tools are here, and what is skipped without them."""

from __future__ import annotations

import argparse
import os
import platform
import re
import shutil
import sys
from collections.abc import Callable
from importlib import metadata

from msgspec import Struct

from tallystick import __version__
from tallystick.cache import Cache
from tallystick.custody.zizmor import find_zizmor
from tallystick.errors import StorageError
from tallystick.model import Skip
from tallystick.rebuild.cargo_names import find_cargo
from tallystick.rebuild.interpreter import interpreters
from tallystick.rebuild.npm.given import installers
from tallystick.rebuild.uv import find_uv
from tallystick.sandbox import Sandbox
from tallystick.tools import TOOLS, missing, said_version

GIT_OLDEST = (2, 30)
"""Debian 11's git; `--end-of-options` and partial clones work as used here."""

SILENT = "does not say its version"

EXIT_MISSING = 3

BUILD_TOOLS = ("gcc", "make", "perl", "patch", "sed")
"""What the recipes of ``rebuild/autotools`` run, besides the tools that they build."""


GENERATORS = ("bison", "flex", "gperf", "makeinfo", "po4a", "re2c", "swig")
"""What regenerators run by name: ``rebuild/named_tool_run.py`` and those that end in ``_run`` beside it."""


class Health(Struct, frozen=True, kw_only=True):
    """One thing that was looked at: what was found, and what is lost without it.

    Attributes:
        is_needed: whether every audit needs it, and not only some checks or commands.
    """

    name: str
    is_well: bool
    found: str
    without: str
    is_needed: bool = False


DESCRIPTION = (
    "Exit codes: 0 what every audit needs is here (with --all: everything is), "
    "3 something of that is missing. An audit says so where a check could not run."
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``tallystick doctor`` takes."""
    parser.add_argument(
        "--all",
        action="store_true",
        help="end with 3 as well where something is absent that only some checks or commands use: "
        "for an image or a machine that should have everything",
    )


def run(options: argparse.Namespace) -> int:
    """Look at everything, print what was found; the exit code."""
    examined = [look() for look in LOOKS]
    lines = [f"tallystick {__version__} on {platform.platform()}"]
    for health in examined:
        lines.append(f"{_word(health):9}{health.name:10} {health.found}")
        if not health.is_well:
            lines.append(f"{'':9}{health.without}")
    unwell = [health for health in examined if not health.is_well]
    needed = [health for health in unwell if health.is_needed]
    lines.append(_summary(len(needed), len(unwell) - len(needed)))
    sys.stdout.write("\n".join(lines) + "\n")
    return EXIT_MISSING if needed or (options.all and unwell) else 0


def _word(health: Health) -> str:
    if health.is_well:
        return "ok"
    return "missing" if health.is_needed else "absent"


def _summary(needed: int, absent: int) -> str:
    """What the lines above come to: how many that every audit needs are not here, and how many others."""
    if needed:
        return f"Missing, and needed by every audit: {needed}. Absent, and used by some: {absent}."
    if absent:
        return f"What every audit needs is here. Absent, and used by some: {absent}."
    return "Everything is here."


def _python() -> Health:
    found = platform.python_version()
    return Health(name="python", is_well=True, found=found, without="", is_needed=True)


def _git() -> Health:
    without = TOOLS["git"].without
    program = shutil.which("git")
    if program is None:
        found = missing("git")
        return Health(name="git", is_well=False, found=found, without=without, is_needed=True)
    version = said_version(program, re.compile(rb"git version (.{1,60})"))
    parts = tuple(int(part) for part in (version or "").split(".")[:2] if part.isdigit())
    return Health(
        name="git",
        is_well=parts >= GIT_OLDEST,
        found=version or SILENT,
        without=without,
        is_needed=True,
    )


def _library(name: str, without: str, *, is_needed: bool = False) -> Callable[[], Health]:
    """What looks for a library; ``is_needed``: it is none that an extra brings."""

    def look() -> Health:
        try:
            found = metadata.version(name)
        except metadata.PackageNotFoundError:
            found = ""
        return Health(
            name=name,
            is_well=bool(found),
            found=found or "not installed",
            without=without,
            is_needed=is_needed,
        )

    return look


def _cache() -> Health:
    without = "nothing is kept between audits: clones and downloads fail; set TALLYSTICK_CACHE"
    try:
        root = Cache.default().root
    except StorageError as error:
        return Health(
            name="cache", is_well=False, found=str(error), without=without, is_needed=True
        )
    nearest = next(path for path in (root, *root.parents) if os.path.lexists(path))
    writable = nearest.is_dir() and os.access(nearest, os.W_OK | os.X_OK)
    found = f"{root}" if writable else f"{root} cannot be written"
    return Health(name="cache", is_well=writable, found=found, without=without, is_needed=True)


def _program(name: str, path: str | None = None) -> Health:
    """A program of :data:`tallystick.tools.TOOLS`, in the words that every command has for it."""
    found = path or shutil.which(name)
    without = TOOLS[name].without
    return Health(
        name=name, is_well=found is not None, found=found or missing(name), without=without
    )


def _looks_for(name: str) -> Callable[[], Health]:
    return lambda: _program(name)


def _sandbox() -> Health:
    without = TOOLS["bwrap"].without
    found = Sandbox.find()
    if isinstance(found, Skip):
        return Health(name="sandbox", is_well=False, found=found.reason, without=without)
    return Health(name="sandbox", is_well=True, found=found.name, without=without)


def _zizmor() -> Health:
    found = find_zizmor()
    return _program("zizmor", str(found) if found is not None else None)


def _uv() -> Health:
    without = TOOLS["uv"].without
    program = find_uv()
    if program is None:
        return Health(name="uv", is_well=False, found=missing("uv"), without=without)
    version = said_version(program, re.compile(rb"uv (\S{1,60})"))
    return Health(name="uv", is_well=version is not None, found=version or SILENT, without=without)


def _interpreters() -> Health:
    without = "nothing that Python made can be generated again"
    found = interpreters()
    versions = ", ".join(".".join(map(str, one.version)) for one in found)
    return Health(name="pythons", is_well=bool(found), found=versions or "none", without=without)


def _build_tools() -> Health:
    without = "Autoconf and Automake cannot be built, nor a makefile be asked; install them"
    missing = [name for name in BUILD_TOOLS if shutil.which(name) is None]
    found = f"not found: {', '.join(missing)}" if missing else ", ".join(BUILD_TOOLS)
    return Health(name="build tools", is_well=not missing, found=found, without=without)


def _generators() -> Health:
    without = "what these write is named and not made again (depth regenerate); install them"
    missing = [name for name in GENERATORS if shutil.which(name) is None]
    found = f"not found: {', '.join(missing)}" if missing else ", ".join(GENERATORS)
    return Health(name="generators", is_well=not missing, found=found, without=without)


def _cargo() -> Health:
    without = "no sdist of maturin is packed again (depth rebuild); install cargo"
    found = find_cargo()
    told = found.called if found is not None else "not found"
    return Health(name="cargo", is_well=found is not None, found=told, without=without)


def _npm() -> Health:
    found = installers()
    without = TOOLS["npm"].without
    is_well = found is not None
    return Health(name="npm", is_well=is_well, found=found or missing("npm"), without=without)


LOOKS: tuple[Callable[[], Health], ...] = (
    _python,
    _git,
    _library("isal", "gzip and deflate cannot be read", is_needed=True),
    _library("httpx", "no index can be asked; files on disk can be audited", is_needed=True),
    _library("jinja2", "no HTML report", is_needed=True),
    _library(
        "vl-convert-python", "no pictures in custody's HTML: pip install 'tallystick[charts]'"
    ),
    _library("sigstore", "no attestation can be verified", is_needed=True),
    _library("pysequoia", "no OpenPGP signature can be checked: pip install 'tallystick[openpgp]'"),
    _library(
        "capstone",
        "no function of a rebuilt library is compared: pip install 'tallystick[rebuild]'",
    ),
    _library("starlette", "no viewer: pip install 'tallystick[serve]'"),
    _library(
        "distributed", "a survey works on this machine alone: pip install 'tallystick[cluster]'"
    ),
    _library("sqlalchemy", "no ledger can be kept in a store: pip install 'tallystick[store]'"),
    _library("psycopg", "no store in PostgreSQL: pip install 'tallystick[store]'"),
    _library("duckdb", "no store can be exported: pip install 'tallystick[parquet]'"),
    _cache,
    _sandbox,
    _looks_for("ssh-keygen"),
    _looks_for("strace"),
    _zizmor,
    _uv,
    _interpreters,
    _build_tools,
    _generators,
    _cargo,
    _npm,
)
"""Everything that is looked at, in order."""
