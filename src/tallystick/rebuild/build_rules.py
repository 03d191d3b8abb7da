"""What make, the compiler and Autoconf themselves say of a build system, asked in the sandbox.

``make -pn`` prints the rules that it has after reading, those that a makefile makes up among them; a feature
probe is compiled by itself; ``autom4te --trace`` says what the source's ``configure.ac`` asks for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from tallystick.buildsystem import found_at
from tallystick.buildsystem.commands import commands
from tallystick.buildsystem.configured import tags_of
from tallystick.buildsystem.lines import Line
from tallystick.buildsystem.makefiles import Rule, database, readable, special
from tallystick.buildsystem.probes import Probe, probes
from tallystick.errors import ContentUnavailable, LimitExceeded, TallystickError
from tallystick.limits import MIB, Caps
from tallystick.model import ArtifactKind, BuildFinding, Grade, Ledger, LedgerLine, Skip, Tree
from tallystick.rebuild.autotools.inputs import roots
from tallystick.rebuild.autotools.supply import toolchains_of
from tallystick.rebuild.autotools.tracing import traced
from tallystick.rebuild.regenerator import Subject
from tallystick.rebuild.running import failure
from tallystick.rebuild.trees import files
from tallystick.sandbox import Command

CHECK = "build-system"
KINDS = frozenset({ArtifactKind.TARBALL, ArtifactKind.DEBIAN, ArtifactKind.SDIST})
MAKEFILES = ("Makefile", "GNUmakefile", "makefile", "Makefile.in", "GNUmakefile.in")

SECONDS = 20
"""For one makefile to be read: Automake's largest take a tenth of a second."""

MOST = 64
"""Makefiles, and programs, of one release that are asked about: only what is not proven comes here."""

PRINTED = 4 * MIB
"""Bytes of one database: a Makefile.in of coreutils gives 2 MB."""

_CAPS = Caps(seconds=MOST * SECONDS, cpu_seconds=SECONDS * 2, disk=1024 * MIB, processes=64)

_MAKE = """
mkdir -p out status
for file in *.mk; do
  { timeout "$SECONDS_EACH" make -pnrRk -f "$file" </dev/null; echo $? >"status/$file"; } 2>&1 \\
    | head -c "$PRINTED" >"out/$file"
done
"""
"""Files have numbers for names. ``-rR``: none of make's own rules."""

PROBES = 400
"""Feature probes of one release that are compiled: ten milliseconds each."""

COMPILER = "gcc"

_COMPILE = """
mkdir -p out status
command -v "$COMPILER" >/dev/null || { echo missing >status/none; exit 0; }
for file in *.c; do
  timeout "$SECONDS_EACH" "$COMPILER" -fsyntax-only -fmax-errors=1 -x c "$file" \\
    >"out/$file" 2>&1 </dev/null || :
done
"""
_FIRST_ERROR = re.compile(r":(\d+):\d+: error: ((?:expected|stray)[^\n]{0,120})")


class _Template(Struct, frozen=True, kw_only=True):
    """A makefile as make is given it, and whose it is."""

    path: str
    text: str


def with_build_rules(ledger: Ledger, subject: Subject) -> Ledger:
    """``ledger`` with what was found, and a skip for what was not asked."""
    if ledger.artifact.kind not in KINDS:
        return ledger
    subject = replace(subject, lines={line.path: line for line in ledger.lines})
    found: list[BuildFinding] = []
    skips: list[Skip] = []
    for ask in (_rules, _probes, _commands):
        try:
            for answer in ask(subject):
                if isinstance(answer, Skip):
                    skips.append(answer)
                else:
                    found.append(answer)
        except TallystickError as error:
            skips.append(Skip(check=CHECK, reason=str(error)))
    return replace(ledger, build=(*ledger.build, *found), skips=(*ledger.skips, *skips))


def _rules(subject: Subject) -> Iterator[BuildFinding | Skip]:
    """make's own database of each makefile that nothing accounts for."""
    given: list[_Template] = []
    for line in subject.lines.values():
        if line.grade.is_proof or line.path.rpartition("/")[2] not in MAKEFILES:
            continue
        content = _text(subject.artifact.tree, line, subject)
        given += [
            _Template(path=line.path, text=readable(content, enabled=enabled))
            for enabled in (True, False)
        ]
    if len(given) > MOST:
        yield Skip(
            check=CHECK, reason=f"only {MOST // 2} of {len(given) // 2} makefiles were asked"
        )
    given = given[:MOST]
    if not given:
        return
    tree = files(
        {f"{number}.mk": one.text.encode() for number, one in enumerate(given)}
        | {"run.sh": _MAKE.encode()}
    )
    printed, statuses = _printed(tree, subject)
    unread: set[str] = set()
    for number, one in enumerate(given):
        name = f"{number}.mk"
        status = statuses.get(name, "")
        if status == "124" and one.path not in unread:
            unread.add(one.path)
            yield found_at("makefile-unread", one.path, 1, f"after {SECONDS} seconds", new=True)
            yield Skip(check=CHECK, reason=f"{one.path}: make was ended after {SECONDS} s")
        yield from _of_database(one.path, database(printed.get(name, "")))


def _of_database(path: str, rules: Iterable[Rule]) -> Iterator[BuildFinding]:
    kept = list(rules)
    lines = [
        Line(number=rule.line + at, text=text)
        for rule in kept
        for at, text in enumerate(rule.recipe)
    ]
    for rule, line, said in (*special(iter(kept)), *commands(path, lines, is_make=True)):
        yield found_at(rule, path, line, said, new=True)


def _probes(subject: Subject) -> Iterator[BuildFinding | Skip]:
    """Whole programs that only have to compile, each by itself: a slip of the pen shows at once."""
    asked: list[tuple[LedgerLine, Probe]] = []
    for line in subject.lines.values():
        if _has_probes(line):
            text = _text(subject.artifact.tree, line, subject)
            asked += [(line, probe) for probe in probes(text) if probe.compiled]
    if len(asked) > PROBES:
        yield Skip(
            check=CHECK, reason=f"only {PROBES} of {len(asked)} feature probes were compiled"
        )
    asked = asked[:PROBES]
    if not asked:
        return
    programs = {f"{at}.c": probe.compiled.encode() for at, (_, probe) in enumerate(asked)}
    printed, statuses = _printed(files(programs | {"run.sh": _COMPILE.encode()}), subject)
    if statuses:
        reason = f"{len(asked)} feature probes were not compiled: there is no {COMPILER} here"
        yield Skip(check=CHECK, reason=reason)
    for at, (line, probe) in enumerate(asked):
        error = _FIRST_ERROR.search(printed.get(f"{at}.c", ""))
        if error is not None:
            number = probe.line + int(error[1]) - 1
            yield found_at("dead-probe", line.path, number, error[2], new=not line.grade.is_proof)


def _has_probes(line: LedgerLine) -> bool:
    """Whether it is CMake's, Meson's or Autoconf's, and no toolchain upstream's own."""
    name = line.path.rpartition("/")[2]
    if line.grade is Grade.UPSTREAM or name == "aclocal.m4":
        return False
    named = name in {"CMakeLists.txt", "meson.build", "configure.ac", "configure.in"}
    return named or name.endswith((".cmake", ".m4"))


def _commands(subject: Subject) -> Iterator[BuildFinding | Skip]:
    """Commands of config.status that the source does not ask for, as Autoconf expands it."""
    tools = toolchains_of(subject)
    for root in roots(subject):
        line = subject.lines[f"{root.folder}configure"]
        if line.grade.is_proof:
            continue
        tags = tags_of(_text(subject.artifact.tree, line, subject))
        asked = traced(root, subject, tools) if tags else frozenset[str]()
        if isinstance(asked, Skip):
            yield asked
            continue
        for tag, number in tags.items():
            if tag not in asked:
                yield found_at("config-commands", line.path, number, tag, new=True)


def _printed(tree: Tree, subject: Subject) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """What the script printed for each file, and each exit status that it wrote down."""
    caps = replace(_CAPS, seconds=min(_CAPS.seconds, subject.caps.seconds))
    runner = replace(subject.runner, caps=caps)
    command = Command(
        argv=("sh", "run.sh"),
        clock=subject.clock,
        environment={
            "SECONDS_EACH": str(SECONDS),
            "PRINTED": str(PRINTED),
            "COMPILER": COMPILER,
        },
    )
    with runner.run(command, tree) as outcome:
        if outcome.killed_by is not None:
            raise LimitExceeded("seconds", f"the build system was not asked: {failure(outcome)}")
        found: dict[str, dict[str, str]] = {"out": {}, "status": {}}
        for path in outcome.wrote.entries:
            folder, _, name = path.partition("/")
            if folder in found:
                found[folder][name] = outcome.tree.read(path).decode("utf-8", "replace").strip()
    return found["out"], found["status"]


def _text(tree: Tree, line: LedgerLine, subject: Subject) -> str:
    if line.entry.is_link:
        return ""
    try:
        return tree.read(line.path)[: subject.limits.build_file].decode("utf-8", "replace")
    except (ContentUnavailable, LimitExceeded):
        return ""
