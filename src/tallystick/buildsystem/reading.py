"""One file of a build system, by its text alone: the rules, and which files they are asked of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tallystick.buildsystem.lines import logical_lines
from tallystick.limits import Limits
from tallystick.model import BuildFinding

RULES: Mapping[str, str] = {
    "decoder-into-shell": "What a decoder or filter prints is run by a shell.",
    "eval-of-output": "What a command prints is evaluated.",
    "reads-tests": "A command of the build reads a data file of the tests.",
    "shell-function": "make runs a command while it only reads the makefile, and the command reads data.",
    "object-recipe": "An object file has a recipe that is no compiler's.",
    "macro-runs-command": "A macro runs a command while configure is made.",
    "config-commands": "config.status runs commands that the source's configure.ac does not ask for.",
    "dead-probe": "A feature probe that no compiler can accept: the feature is never found.",
    "ifunc": "A function is chosen while the program is loaded (STT_GNU_IFUNC).",
    "makefile-unread": "make does not come to an end reading the makefile.",
}
"""Every rule: its id (a heading in ``docs/build-system.md``), and what it says."""

_MAKE = ("Makefile", "GNUmakefile", "makefile")
_SUFFIXES = (".am", ".mk", ".make", ".m4", ".ac", ".cmake", ".gyp")
_NAMES = frozenset(
    {"configure", "configure.in", "CMakeLists.txt", "meson.build", "SConstruct", "wscript"}
)
_C = (".c", ".h", ".cc", ".cpp", ".cxx", ".hpp", ".S")


def is_build_file(path: str) -> bool:
    """Whether the rules are asked of a file of this name."""
    name = path.rpartition("/")[2]
    return name in _NAMES or name.startswith(_MAKE) or name.endswith((*_SUFFIXES, *_C))


def read_file(path: str, content: bytes, limits: Limits, *, new: bool) -> Iterator[BuildFinding]:
    """What the rules say of one file.

    Args:
        path: of the file; says which rules are asked.
        content: its bytes; only the first ``limits.content`` are read, and never run.
        limits: the caps.
        new: whether only the release has this file, or these bytes of it.
    """
    text = content[: limits.build_file].decode("utf-8", "replace")
    name = path.rpartition("/")[2]
    found = _ifuncs(text) if name.endswith(_C) else _of_build(path, name, text)
    for rule, line, said in found:
        yield found_at(rule, path, line, said, new=new)


def found_at(rule: str, path: str, line: int, said: str, *, new: bool) -> BuildFinding:
    """One finding of ``rule``."""
    return BuildFinding(id=rule, path=path, line=line, message=f"{RULES[rule]} {said}", new=new)


def _of_build(path: str, name: str, text: str) -> Iterator[tuple[str, int, str]]:
    # The patterns of the rules: most releases have no build file that is read.
    from tallystick.buildsystem.commands import commands, may_have_commands  # noqa: PLC0415
    from tallystick.buildsystem.makefiles import own_objects  # noqa: PLC0415
    from tallystick.buildsystem.probes import dead_probes, probes  # noqa: PLC0415

    is_make = name.startswith(_MAKE) or name.endswith((".am", ".mk", ".make"))
    lines = logical_lines(text) if is_make or may_have_commands(text) else []
    yield from commands(path, lines, is_make=is_make)
    if is_make:
        yield from own_objects(lines)
    if name.endswith((".txt", ".cmake", ".ac", ".in", ".m4")) or name == "meson.build":
        yield from dead_probes(probes(text))


def _ifuncs(text: str) -> Iterator[tuple[str, int, str]]:
    at = text.find("ifunc")
    while at >= 0:
        before = text.rfind("__attribute__", max(0, at - 64), at)
        if before >= 0:
            line = text.count("\n", 0, at) + 1
            yield "ifunc", line, text[before : at + 40].partition("\n")[0]
        at = text.find("ifunc", at + 5)
