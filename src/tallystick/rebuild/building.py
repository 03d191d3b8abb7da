"""How a project is built: its backend, its interpreters, its git; and one run of our program inside."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from importlib import resources

from msgspec import Struct
from packaging.utils import canonicalize_name

from tallystick.errors import LimitExceeded
from tallystick.model import Entry, Grade, LedgerLine, Tree
from tallystick.project.declare import declare
from tallystick.project.declared import Known
from tallystick.rebuild import cargo_names
from tallystick.rebuild.git_folder import absent_of, git_folder, given
from tallystick.rebuild.interpreter import Interpreter, fitting
from tallystick.rebuild.npm.given import Given
from tallystick.rebuild.npm.given import given as registry_of
from tallystick.rebuild.partial_source import left_out, on_what_is_there
from tallystick.rebuild.regenerator import Subject
from tallystick.rebuild.toolchain import Environment
from tallystick.rebuild.trees import below, files, moved, only, together
from tallystick.sandbox import Command, Outcome
from tallystick.sandbox.command import TREE

SOURCE = "source"
"""The folder inside in which the source stands."""

OUT = "made"
"""The folder beside it for what comes back."""

BUNDLED = frozenset({"bundled-asset", "npm-output", "npm-script"})
"""Who says of a file that packages of npm made it; the last one that it was made again."""

NO_NETWORK = {
    "CARGO_NET_OFFLINE": "true",
    "GOPROXY": "off",
    "PIP_NO_INDEX": "1",
    "UV_OFFLINE": "1",
    "YARN_ENABLE_NETWORK": "0",
    "npm_config_fetch_retries": "0",
    "npm_config_offline": "true",
}
"""Tells tools that there is no network, which they would try again and again to find out."""

LEGACY = "setuptools.build_meta:__legacy__"
LEGACY_REQUIRES = ("setuptools>=40.8.0", "wheel")
"""PEP 517, "Source trees": what builds a project that does not say what does."""

_IMPORT = re.compile(r"^[ \t]*(?:import|from)[ \t]+(\w+)", re.MULTILINE)
_TOOLS = {
    "Cython": "cython",
    "babel": "babel",
    "cffi": "cffi",
    "numpy": "numpy",
    "pbr": "pbr",
    "pkgconfig": "pkgconfig",
    "pybind11": "pybind11",
    "setuptools_rust": "setuptools-rust",
    "setuptools_scm": "setuptools-scm",
}
"""Build tools by the module that is imported; other modules are not guessed at."""


class Backend(Struct, frozen=True, kw_only=True):
    """How the project is built (``[build-system]``)."""

    name: str
    path: tuple[str, ...]
    requires: tuple[str, ...]


class Product(Struct, frozen=True, kw_only=True):
    """One file that a run wrote."""

    mode: int
    content: bytes


@contextmanager
def run_inside(
    subject: Subject,
    environment: Environment,
    job: Mapping[str, object],
    tree: Tree | None = None,
    npm: Given | None = None,
) -> Iterator[Outcome]:
    """Have ``inside/build.py`` do ``job`` in the project's folder, in the sandbox.

    Args:
        subject: what it is about.
        environment: what it runs with.
        job: as the program wants it, without ``root`` and ``out``; without ``git`` the folder is made that
            the backend asks for.
        tree: the source's; the whole of it if None.
        npm: the registry that is served beside it; None: that of :func:`bundled`.
    """
    stands = tree or subject.source.tree
    whole = {"root": SOURCE, "out": OUT, **job}
    if "git" not in whole:
        whole["git"] = git_folder(subject, backend_of(subject).requires, stands)

    def run(part: Tree, absent: Mapping[str, Entry]) -> AbstractContextManager[Outcome]:
        git = whole["git"]
        if absent and isinstance(git, dict):
            whole["git"] = {**git, "absent": absent_of(absent, git)}
        return _run(subject, environment, whole, part, npm or bundled(subject))

    with on_what_is_there(stands, subject, run) as outcome:
        yield outcome


@contextmanager
def _run(
    subject: Subject,
    environment: Environment,
    whole: Mapping[str, object],
    stands: Tree,
    npm: Given | None,
) -> Iterator[Outcome]:
    program = resources.files(f"{__package__}.inside").joinpath("build.py").read_text("utf-8")
    crates = cargo_names.named(subject, stands, whole.get("do"))
    path, reads = environment.search_path, environment.reads
    argv: tuple[str, ...] = (environment.python, "-s", "-c", program, json.dumps(whole))
    if npm is not None:
        argv = npm.wrapped(argv, environment.python, SOURCE)
        reads = (*reads, *npm.reads)
    command = Command(
        argv=argv,
        cwd="/".join(filter(None, (SOURCE, subject.project.subdir))),
        environment={
            **NO_NETWORK,
            **(crates.environment if crates else {}),
            "PATH": f"{path}:{crates.cargo.programs}" if crates else path,
            "TALLYSTICK_TREE": TREE,
        },
        reads=(*reads, *crates.cargo.reads) if crates else reads,
        clock=subject.clock,
    )
    beside = below(cargo_names.FOLDER, crates.tree) if crates else files({})
    with subject.runner.run(command, together(below(SOURCE, stands), beside)) as outcome:
        yield outcome


def grown(
    subject: Subject,
    *,
    without: frozenset[str] = frozenset(),
    paths: frozenset[str] | None = None,
) -> Tree:
    """The source with what was made from it and is proven, where the artifact's layout places it.

    Args:
        subject: what it is about.
        without: paths that are left out: a copy of what is to be made must not stand there already.
        paths: the entries of the artifact that are put in, as far as they are proven; None: those that
            regenerators have made.
    """
    proven = subject.proven
    if paths is None:
        lines = subject.lines
        paths = frozenset(p for p in lines if lines[p].grade is Grade.REGENERATED)
    places: dict[str, str] = {}
    for path in paths & proven.entries.keys():
        for candidate in subject.layout.candidates(path):
            if candidate.path not in subject.source.tree.entries:
                places[path] = candidate.path
                break
    kept = frozenset(subject.source.tree.entries) - without
    return together(only(subject.source.tree, kept), moved(proven, places))


def adjustments(
    subject: Subject,
    requires: tuple[str, ...] | None = None,
    do: object = None,
    npm: Given | None = None,
) -> tuple[str, ...]:
    """What was given to each run that the source does not hold.

    Args:
        subject: what it is about.
        requires: what the run requires; what the project does if None.
        do: what it does.
        npm: the registry that was served; None: that of :func:`bundled`.
    """
    asked = backend_of(subject).requires if requires is None else requires
    crates = cargo_names.named(subject, subject.source.tree, do)
    packages = npm or bundled(subject)
    return (
        *given(subject, asked),
        *((crates.said,) if crates else ()),
        *((packages.said,) if packages else ()),
        *left_out(subject),
    )


def bundled(subject: Subject) -> Given | None:
    """The packages that the project's own lock file names, where files of the artifact are a bundler's."""
    if "bundled" not in subject.kept:
        found = {line.explainer for line in subject.lines.values()}
        subject.kept["bundled"] = not found.isdisjoint(BUNDLED)
    if not subject.kept["bundled"]:
        return None
    return registry_of(subject, subject.source.tree, subject.project.subdir)


def interpreters_for(subject: Subject) -> tuple[Interpreter, ...]:
    """Those of this machine that may have built the artifact, the likeliest first."""
    day = subject.day.date().isoformat()
    return fitting(subject.artifact, requires_python(subject), day, subject.toolchains.known())


def requires_python(subject: Subject) -> str | None:
    """The versions of Python that the source allows."""
    field = declare(subject.project, subject.limits).fields.get("requires-python")
    return field.values[0] if isinstance(field, Known) and field.values else None


def backend_of(subject: Subject) -> Backend:
    """``[build-system]``, with PEP 517's default: setuptools' legacy backend."""
    system = subject.project.table("build-system")
    requires, name, path = (
        system.get(key) for key in ("requires", "build-backend", "backend-path")
    )
    if not isinstance(requires, list):
        return Backend(name=LEGACY, path=(), requires=(*LEGACY_REQUIRES, *_imported(subject)))
    return Backend(
        name=name if isinstance(name, str) else LEGACY,
        path=tuple(str(one) for one in path) if isinstance(path, list) else (),
        requires=tuple(str(one) for one in requires),
    )


def _imported(subject: Subject) -> Iterator[str]:
    """Tools that ``setup.py`` imports; who built it had to have them installed."""
    path = subject.project.path("setup.py")
    entry = subject.source.tree.entries.get(path)
    if entry is not None and not entry.is_link and not entry.is_gitlink:
        text = subject.source.tree.read(path)[: subject.limits.metadata].decode("utf-8", "replace")
        for module in dict.fromkeys(_IMPORT.findall(text)):
            if module in _TOOLS:
                yield _TOOLS[module]


def residue(subject: Subject) -> Iterator[LedgerLine]:
    """The lines that are not proven yet."""
    return (line for line in subject.lines.values() if not line.grade.is_proof)


def products(
    outcome: Outcome, folder: str, wanted: Collection[str], *, by_name: bool = False
) -> dict[str, Product]:
    """What was written below ``folder``, by its path there: what is called as wanted, and nothing else."""
    found = {}
    for path, entry in outcome.wrote.entries.items():
        inside = path.removeprefix(f"{folder}/")
        called = inside.rsplit("/", 1)[-1] if by_name else inside
        if inside != path and called in wanted and not entry.is_link:
            with suppress(LimitExceeded):  # larger than anything that could be compared
                found[inside] = Product(mode=entry.mode, content=outcome.wrote.read(path))
    return found


def tools(requirements: Collection[str], environment: Environment) -> tuple[str, ...]:
    """The tools that were asked for, with the versions that were installed, and the interpreter."""
    names = (
        canonicalize_name(re.split(r"[^A-Za-z0-9._-]", one.strip())[0]) for one in requirements
    )
    known = [
        f"{name} {environment.packages[name]}" for name in names if name in environment.packages
    ]
    return (*dict.fromkeys(known), environment.interpreter.called)
