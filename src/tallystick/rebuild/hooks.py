"""What a project's own build backend makes of the source: metadata, or the files of an sdist (PEP 517).

https://peps.python.org/pep-0517/ ; without a ``[build-system]`` it is setuptools' legacy backend, and
before that, ``setup.py`` itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum

from msgspec import Struct
from packaging.utils import canonicalize_name

from tallystick.limits import KIB
from tallystick.model import ArtifactKind, Skip
from tallystick.rebuild.building import (
    OUT,
    SOURCE,
    Backend,
    Product,
    adjustments,
    backend_of,
    interpreters_for,
    products,
    requires_python,
    residue,
    run_inside,
    tools,
)
from tallystick.rebuild.call import not_made
from tallystick.rebuild.eras import generations
from tallystick.rebuild.interpreter import Interpreter, missing
from tallystick.rebuild.regenerator import How, NotMade, Subject
from tallystick.rebuild.requirements import at_hand, read_requirements
from tallystick.rebuild.toolchain import Environment, Wanted

ATTEMPTS = 3
"""Interpreters that are tried, if a run fails: old backends do not know new versions of Python."""

LONGEST = 64 * KIB
"""Bytes of the list of requirements that a backend asks for."""

_GENERATOR = re.compile(
    r"^Generator: ([A-Za-z0-9._-]{1,60}) \(?([0-9][A-Za-z0-9.+!-]{0,40})\)?", re.MULTILINE
)
"""``WHEEL: Generator`` as backends write it: ``hatchling 1.26.3``, ``bdist_wheel (0.43.0)``."""

_DISTRIBUTIONS = {"bdist_wheel": "wheel", "flit": "flit-core", "poetry": "poetry-core"}
"""Backends that call themselves otherwise there than on an index."""


class Hook(StrEnum):
    """What is asked for."""

    METADATA = "metadata"
    SDIST = "sdist"
    WHEEL = "wheel"
    SETUP_PY = "setup.py"


class Built(Struct, frozen=True, kw_only=True):
    """What one run made; of all files, those that are called like one of the artifact's residue.

    Attributes:
        made: files of the ``.dist-info``, the sdist or the wheel, by path.
        written: files of the source tree that are new or changed, by path.
        how: what was run.
    """

    made: Mapping[str, Product]
    written: Mapping[str, Product]
    how: How


def builds(subject: Subject, hook: Hook, *, of_before: bool = False) -> Iterator[Built | NotMade]:
    """What the backend makes, the likeliest way first; who has what he wants stops asking.

    ``of_before``: with earlier versions of setuptools, too, whose texts differ.

    A single :class:`NotMade`, with no paths, where none of the ways led anywhere.
    """
    failed: list[NotMade] = []
    succeeded = False
    for constraints, newest in _ways(subject, hook, of_before=of_before):
        known = [one for one in interpreters_for(subject) if newest is None or one.minor <= newest]
        for interpreter in known[:ATTEMPTS]:
            built = _kept(subject, hook, interpreter, constraints)
            if isinstance(built, Built):
                succeeded = True
                yield built
                break
            if built.is_final:
                yield built
                return
            failed.append(built)
    if not succeeded:
        absent = missing(subject.artifact, requires_python(subject))
        yield failed[0] if failed else NotMade(paths=(), reason=f"no {absent} on this machine")


def _ways(
    subject: Subject, hook: Hook, *, of_before: bool
) -> Iterator[tuple[tuple[str, ...], tuple[int, int] | None]]:
    """Constraints, each with the newest interpreter that knows such versions (None: any)."""
    for constraints in constraints_for(subject, hook):
        yield constraints, None
    if of_before and hook is not Hook.METADATA and subject.project.backend == "setuptools":
        for constraint, newest in generations(subject):
            yield (constraint,), newest


def constraints_for(subject: Subject, hook: Hook) -> Iterator[tuple[str, ...]]:
    """The backend as the wheel says it was, then as the day has it."""
    stated = _generator(subject) if hook in {Hook.METADATA, Hook.WHEEL} else ()
    if stated:
        yield stated
    yield ()


def _generator(subject: Subject) -> tuple[str, ...]:
    """The backend's exact version, from ``WHEEL``; the artifact's word, for choosing among published ones."""
    artifact = subject.artifact
    if artifact.kind is not ArtifactKind.WHEEL:
        return ()
    for path in artifact.tree.entries:
        if path.endswith(".dist-info/WHEEL") and path.count("/") == 1:
            text = artifact.tree.read(path)[: subject.limits.metadata].decode("utf-8", "replace")
            if found := _GENERATOR.search(text):
                name = _DISTRIBUTIONS.get(found[1], found[1])
                # setuptools 70.1 took bdist_wheel over, and calls itself by its own name since.
                more = ("setuptools<70.1",) if name == "wheel" else ()
                return (f"{canonicalize_name(name)}=={found[2]}", *more)
    return ()


def _kept(
    subject: Subject, hook: Hook, interpreter: Interpreter, constraints: tuple[str, ...]
) -> Built | NotMade:
    key = f"hook {hook} {interpreter.program} {constraints}"
    if key not in subject.kept:
        subject.kept[key] = _build(subject, hook, interpreter, constraints)
    kept = subject.kept[key]
    assert isinstance(kept, Built | NotMade)  # noqa: S101 - what was put there
    return kept


def _build(
    subject: Subject, hook: Hook, interpreter: Interpreter, constraints: tuple[str, ...]
) -> Built | NotMade:
    backend = backend_of(subject)
    requires: tuple[str, ...] = backend.requires
    for _ in range(2):  # what is required at once, then with what the backend asks for besides
        environment = subject.toolchains.environment(
            Wanted(
                interpreter=interpreter,
                requirements=requires,
                constraints=constraints,
                day=subject.day,
            )
        )
        if isinstance(environment, Skip):
            return NotMade(paths=(), reason=environment.reason)
        answer = _run(subject, hook, backend, environment, requires)
        if not isinstance(answer, tuple):
            return answer
        requires = (*requires, *answer)
    return NotMade(paths=(), reason=f"the backend asks for ever more: {', '.join(requires)[:200]}")


def _run(
    subject: Subject,
    hook: Hook,
    backend: Backend,
    environment: Environment,
    requires: tuple[str, ...],
) -> Built | NotMade | tuple[str, ...]:
    """What was made, why nothing was, or what the backend wants besides."""
    job = {
        "do": hook,
        "backend": backend.name,
        "backend_path": backend.path,
        "installed": at_hand(environment, requires),
    }
    called = _called(hook, backend)
    with run_inside(subject, environment, job) as outcome:
        if not outcome.succeeded:
            return not_made(outcome, (), f"{called} under {environment.interpreter.called}")
        if f"{OUT}/requires.json" in outcome.wrote.entries:
            asked = read_requirements(outcome.wrote.read(f"{OUT}/requires.json")[:LONGEST])
            return asked or NotMade(paths=(), reason="what the backend requires cannot be read")
        names = {line.path.rsplit("/", 1)[-1] for line in residue(subject)}
        made = products(outcome, OUT, names, by_name=True)
        return Built(
            made=_renamed(made, subject) if hook is Hook.METADATA else made,
            written=products(outcome, SOURCE, names, by_name=True),
            how=How(
                command=called,
                tools=tools(backend.requires, environment),
                environment=environment.digest,
                adjustments=adjustments(subject, do=hook),
            ),
        )


_NAMES = {
    Hook.METADATA: "prepare_metadata_for_build_wheel",
    Hook.SDIST: "build_sdist",
    Hook.WHEEL: "build_wheel",
}


def _called(hook: Hook, backend: Backend) -> str:
    if hook is Hook.SETUP_PY:
        return "python setup.py sdist"
    return f"{backend.name}: {_NAMES[hook]}"


def _renamed(made: Mapping[str, Product], subject: Subject) -> dict[str, Product]:
    """What was made, with the version in the name of a folder that older versions of setuptools gave none.

    The wheel itself has it there ever since PEP 427; the folder is the one that the file name asks for.
    """
    project, version = subject.artifact.project or "", subject.artifact.version or ""
    found = {}
    for path, product in made.items():
        folder, _, inside = path.partition("/")
        name = folder.removesuffix(".dist-info")
        if canonicalize_name(name) == canonicalize_name(project):
            folder = f"{name}-{version}.dist-info"
        found[f"{folder}/{inside}"] = product
    return found
