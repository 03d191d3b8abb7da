"""C and C++ that Cython wrote, from the same version of Cython and the directives of the source.

First the project's own ``setup.py build_ext`` with compilers that do nothing: it knows the directives, the
include folders and the order. Then the ``cython`` command itself, without options and with those that a build
file of the source has. A directive that the source does not name is never tried: it could take a check out
of the C.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from tallystick.errors import LimitExceeded
from tallystick.model import LedgerLine, Skip, Tree
from tallystick.rebuild.building import (
    OUT,
    SOURCE,
    Product,
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
from tallystick.rebuild.cython_header import version_in
from tallystick.rebuild.interpreter import Interpreter, missing
from tallystick.rebuild.regenerator import How, Made, NotMade, Subject
from tallystick.rebuild.toolchain import Environment, Wanted
from tallystick.sandbox.command import TREE

INPUTS = (".pyx", ".py")
"""What is compiled; templates of these are no input of Cython."""

_RECORDED = re.compile(rb'/\* "([^"\n]{1,400}\.(?:pyx|py))":\d')
"""Where Cython says which line of which file a piece of C is from (``Compiler/Code.py``)."""

NORMALISATIONS = ("line-feeds", "cython-paths", "cython-metadata")

ATTEMPTS = 2
"""Interpreters that are tried."""

_COMMAND = re.compile(r"(?:^|[\s;&|/@])cython3?\s+([^\n]{1,400})", re.MULTILINE)
_BUILD_FILE = re.compile(
    r"(?:^|/)(?:setup\.py|setup\.cfg|[Mm]akefile|GNUmakefile|tox\.ini|noxfile\.py|tasks\.py|meson\.build"
    r"|CMakeLists\.txt|[\w.-]+\.(?:sh|mk|ya?ml|toml))$"
)
_WITH_VALUE = frozenset({"-I", "--include-dir", "-X", "--directive"})
_VALUE = re.compile(r"[\w.][\w./=,+-]{0,200}")
_JOINED = re.compile(r"-[IX][\w.][\w./=,+-]{0,200}")
_ALONE = frozenset({
    "-2", "-3", "--3str", "-+", "--cplus", "-l", "--line-directives", "--fast-fail", "-Werror",
    "-Wextra", "-p", "--embed-positions",
})  # fmt: skip
"""Options that change what is written, and none that says where to."""

MOST_OPTIONS = 4
"""Lists of options that are tried for one file."""


class _File(Struct, frozen=True, kw_only=True):
    """One C file of the artifact: where it stands in the source's folders, and what it was made from."""

    path: str
    place: str
    taken: str
    version: str
    folders: tuple[str, ...]


def regenerate(lines: Sequence[LedgerLine], subject: Subject) -> Iterator[Made | NotMade]:
    """See :class:`tallystick.rebuild.regenerator.Regenerate`."""
    by_version: dict[str, list[_File]] = {}
    for line in lines:
        file = _file(line, subject)
        if file is not None:
            by_version.setdefault(file.version, []).append(file)
    for version, files in by_version.items():
        yield from _of_version(version, files, subject)


def _file(line: LedgerLine, subject: Subject) -> _File | None:
    """What a line is about; None where it is nothing that Cython wrote, or has no input."""
    try:
        content = subject.artifact.tree.read(line.path)
    except LimitExceeded:
        return None
    version = version_in(content)
    if version is None:
        return None
    for candidate in subject.layout.candidates(line.path):
        taken = _input(line, candidate.path, subject)
        if taken is not None:
            started = (_started_in(taken, content), subject.project.subdir)
            return _File(
                path=line.path,
                place=candidate.path,
                taken=taken,
                version=version,
                folders=tuple(dict.fromkeys(one for one in started if one is not None)),
            )
    return None


def _input(line: LedgerLine, place: str, subject: Subject) -> str | None:
    """What Cython made a file from: as the claim has it, else what bears the same name beside it."""
    base = place[: place.rfind(".")]
    for path in (line.source_path or "", f"{base}.pyx", f"{base}.py"):
        if path.endswith(INPUTS) and _is_file(path, subject):
            return path
    return None


def _started_in(taken: str, content: bytes) -> str | None:
    """The folder in which Cython was started, by the paths that it recorded; None if none tells."""
    folder = taken[: taken.rfind("/") + 1]
    for found in _RECORDED.finditer(content):
        name = found[1].decode("utf-8", "replace")
        recorded = name[: name.rfind("/") + 1]
        if folder == recorded or folder.endswith(f"/{recorded}") or not recorded:
            return folder.removesuffix(recorded).rstrip("/")
    return None


def _is_file(path: str, subject: Subject) -> bool:
    entry = subject.source.tree.entries.get(path)
    return entry is not None and not entry.is_link and not entry.is_gitlink


def _of_version(version: str, files: Sequence[_File], subject: Subject) -> Iterator[Made | NotMade]:
    """Everything that one version of Cython wrote."""
    paths = tuple(file.path for file in files)
    first: NotMade | None = None
    for interpreter in interpreters_for(subject)[:ATTEMPTS]:
        environment = _environment(version, interpreter, subject)
        if isinstance(environment, Skip):
            first = first or NotMade(paths=paths, reason=environment.reason)
            continue
        for answer in _ways(files, environment, subject):
            if isinstance(answer, NotMade):
                first = first or answer
            else:
                yield answer
        if all(subject.lines[path].grade.is_proof for path in paths):
            return
    absent = missing(subject.artifact, requires_python(subject))
    yield first or NotMade(paths=paths, reason=f"no {absent} on this machine")


def _environment(version: str, interpreter: Interpreter, subject: Subject) -> Environment | Skip:
    """What the project is built with, and Cython at that version; without the former where they clash."""
    pinned = (f"cython=={version}", "setuptools")

    def made(requirements: tuple[str, ...]) -> Environment | Skip:
        return subject.toolchains.environment(
            Wanted(interpreter=interpreter, requirements=requirements, day=subject.day)
        )

    found = made((*pinned, *backend_of(subject).requires))
    if isinstance(found, Skip):
        alone = made(pinned)
        return found if isinstance(alone, Skip) else alone
    return found


def _ways(
    files: Sequence[_File], environment: Environment, subject: Subject
) -> Iterator[Made | NotMade]:
    """What each way of running Cython wrote, the likeliest way first."""
    places = frozenset(file.place for file in files)
    tree = grown(subject, without=places)
    if subject.project.holds("setup.py"):
        job = {"do": "build_ext", "wanted": sorted(places)}
        with run_inside(subject, environment, job, tree) as outcome:
            if not outcome.succeeded:
                said = f"setup.py build_ext with {environment.interpreter.called}"
                yield not_made(outcome, tuple(file.path for file in files), said)
            else:
                made = products(outcome, SOURCE, places)
                how = _how("python setup.py build_ext", environment, subject)
                for file in files:
                    if file.place in made:
                        yield _made(file, made[file.place], how)
    for options in _options(subject):
        for nth in range(max(len(file.folders) for file in files)):
            runs = [
                (file, file.folders[nth], options)
                for file in files
                if not subject.lines[file.path].grade.is_proof and nth < len(file.folders)
            ]
            if runs:
                yield from _by_command(runs, environment, subject, tree)


def _by_command(
    runs: Sequence[tuple[_File, str, tuple[str, ...]]],
    environment: Environment,
    subject: Subject,
    tree: Tree,
) -> Iterator[Made | NotMade]:
    """What the ``cython`` command wrote, each time into a file of its own."""
    words = [(*options, file.taken.removeprefix(f"{folder}/")) for file, folder, options in runs]
    job = {
        "do": "runs",
        "runs": [
            {
                "folder": folder,
                "argv": [environment.python, "-m", "cython", "-o", f"{TREE}/{OUT}/{number}", *line],
            }
            for number, ((_, folder, _), line) in enumerate(zip(runs, words, strict=True))
        ],
    }
    with run_inside(subject, environment, job, tree) as outcome:
        made = products(outcome, OUT, {str(number) for number in range(len(runs))})
        if outcome.killed_by is not None or outcome.refused or not made:
            paths = tuple(file.path for file, _, _ in runs)
            yield not_made(outcome, paths, f"cython with {environment.interpreter.called}")
            return
        for number, ((file, folder, _), line) in enumerate(zip(runs, words, strict=True)):
            if str(number) in made:
                inside = f" in {folder}" if folder else ""
                how = _how(f"cython {' '.join(line)}{inside}", environment, subject)
                yield _made(file, made[str(number)], how)


def _how(command: str, environment: Environment, subject: Subject) -> How:
    return How(
        command=command,
        tools=tools(("cython", *backend_of(subject).requires), environment),
        environment=environment.digest,
        adjustments=adjustments(subject),
    )


def _made(file: _File, product: Product, how: How) -> Made:
    return Made(
        path=file.path,
        content=product.content,
        mode=product.mode,
        how=how,
        source_path=file.taken,
        normalisations=NORMALISATIONS,
    )


def _options(subject: Subject) -> list[tuple[str, ...]]:
    """Lists of options: none, then those that build files of the source give to ``cython``."""
    found: dict[tuple[str, ...], None] = {(): None}
    for path in sorted(subject.source.tree.entries):
        if _BUILD_FILE.search(path) and _is_file(path, subject) and len(found) < MOST_OPTIONS:
            content = subject.source.tree.read(path)[: subject.limits.syntax]
            for line in _COMMAND.findall(content.decode("utf-8", "replace")):
                found.setdefault(_kept(line.split()), None)
    return list(found)[:MOST_OPTIONS]


def _kept(words: Sequence[str]) -> tuple[str, ...]:
    """The options among the words behind ``cython`` that say how to write C."""
    kept: list[str] = []
    rest = iter(words)
    for word in rest:
        if word in {";", "&&", "||", "|"}:
            break
        if word in _WITH_VALUE and _VALUE.fullmatch(value := next(rest, "")):
            kept += [word, value]
        elif word in _ALONE or _JOINED.fullmatch(word):
            kept.append(word)
    return tuple(kept)
