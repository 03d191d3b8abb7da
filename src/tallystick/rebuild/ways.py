"""Toolchains to build an artifact with: the likeliest, and those that are tried where it came out otherwise.

An artifact says little of what built it: a wheel names its backend, an sdist nothing. So versions of before
are tried, as somebody's machine may have had them, and only where another version could make a difference.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Literal

from msgspec import Struct, field
from msgspec.structs import replace
from packaging.utils import InvalidWheelFilename, parse_wheel_filename
from packaging.version import InvalidVersion, Version

from tallystick.model import ArtifactKind
from tallystick.project import join
from tallystick.rebuild.building import interpreters_for
from tallystick.rebuild.comparison import Comparison
from tallystick.rebuild.eras import generations
from tallystick.rebuild.hooks import Hook, constraints_for
from tallystick.rebuild.interpreter import Interpreter
from tallystick.rebuild.regenerator import Subject
from tallystick.rebuild.release_commands import release_commands
from tallystick.rebuild.switches import switches

Form = Literal["sdist", "wheel"]

LIKELY = 3
"""Toolchains that are tried in any case, until one makes the same; each is a whole build."""

EARLIER = (timedelta(days=60), timedelta(days=180), timedelta(days=365), timedelta(days=730))
"""How much older the tools of a machine may be than an index had them."""

BY_BACKEND = re.compile(
    r"(?:^|/)(?:PKG-INFO|setup\.cfg|[^/]+\.egg-info/[^/]+|[^/]+\.dist-info/[^/]+|setup\.py|MANIFEST\.in)$"
)
"""What a backend writes in its own way, and other versions of it in another."""


_TAG = re.compile(r"(?:.{0,100}[/_-])?[vV]?(\d[^/]{0,60})")
"""``v1.0``, ``release-1.0``, ``project/1.0``."""


FLIT = ("python", "-m", "flit", "build", "--format", "sdist")
"""flit's own program packs all that git tracks, its backend what the package needs: two sdists of one commit.

https://flit.pypa.io/en/stable/cmdline.html ; with ``--setup-py`` it writes one, too.
"""

FLIT_ALONE = {"FLIT_NO_NETWORK": "1"}
"""It would look up whether the classifiers are known to the index."""


class Way(Struct, frozen=True, kw_only=True):
    """A toolchain, and how it is asked.

    Attributes:
        interpreter: the one that it runs under.
        constraints: which versions it is held to.
        day: as of when its tools are; None: the artifact's own day.
        by: who is asked: the backend, ``setup.py`` as before PEP 517, or a ``command``.
        command: a program that builds by itself, anywhere in the source; ``python`` is the environment's.
        folder: of the source, in which it is started; None: the project's.
        tools: what it requires besides what the backend does.
        environment: variables that are set.
        settings: text of a configuration file that overrides ``setup.cfg``; "" for none.
        made: entries of the artifact that were made before the build, are proven, and stand in the tree.
        says: each of these in words, for the ledger.
    """

    interpreter: Interpreter
    constraints: tuple[str, ...] = ()
    day: datetime | None = None
    by: Literal["backend", "setup.py", "command"] = "backend"
    command: tuple[str, ...] = ()
    folder: str | None = None
    tools: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    settings: str = ""
    made: frozenset[str] = frozenset()
    says: tuple[str, ...] = ()


def likely(subject: Subject, form: Form) -> Iterator[Way]:
    """The backend that ``WHEEL`` names, then that of the day; each with the likeliest interpreters."""
    hook = Hook.WHEEL if form == "wheel" else Hook.SDIST
    found = [
        Way(interpreter=interpreter, constraints=constraints)
        for interpreter in interpreters_for(subject)[:2]
        for constraints in constraints_for(subject, hook)
    ]
    yield from found[:LIKELY]


def of_before(subject: Subject, form: Form) -> Iterator[Way]:
    """Older toolchains, the newer first; the same environment may come more than once."""
    known = interpreters_for(subject)
    if not known:
        return
    hook = Hook.WHEEL if form == "wheel" else Hook.SDIST
    stated = next(iter(constraints_for(subject, hook)))
    is_setuptools = subject.project.backend == "setuptools"
    if form == "sdist" and is_setuptools and subject.project.holds("setup.py"):
        yield Way(interpreter=known[0], by="setup.py")
    if form == "sdist" and subject.project.backend == "flit_core":
        yield from _by_flit(known[0], subject)
    if is_setuptools:
        for constraint, newest in generations(subject):
            fit = [one for one in known if newest is None or one.minor <= newest]
            for interpreter in fit[:1]:
                yield Way(
                    interpreter=interpreter,
                    constraints=(*stated, constraint),
                    says=(f"held to {constraint}",),
                )
    if not stated:
        for earlier in EARLIER:
            day = subject.day - earlier
            said = f"tools as of {day.date().isoformat()}, {earlier.days} days before"
            yield Way(interpreter=known[0], day=day, says=(said,))


def _by_flit(interpreter: Interpreter, subject: Subject) -> Iterator[Way]:
    """flit's own program, with a ``setup.py`` of its making where one was published."""
    entries = subject.artifact.tree.entries
    wants_setup_py = "setup.py" in entries and not subject.project.holds("setup.py")
    options = ("--setup-py",) if wants_setup_py else ()
    yield Way(
        interpreter=interpreter,
        by="command",
        command=(*FLIT, "--use-vcs", *options),
        tools=("flit",),
        environment=FLIT_ALONE,
    )


def by_makefile(subject: Subject, form: Form) -> Iterator[Way]:
    """The project's own makefile, where it has a target that builds a release."""
    hook = Hook.WHEEL if form == "wheel" else Hook.SDIST
    stated = next(iter(constraints_for(subject, hook)))
    for interpreter in interpreters_for(subject)[:1]:
        for one in release_commands(subject, form):
            yield Way(
                interpreter=interpreter,
                constraints=stated,
                by="command",
                command=one.argv,
                folder=one.folder,
            )


def combined(settled: Way, other: Way) -> Way:
    """The toolchain of ``other``, asked as ``settled`` was: by the same makefile, with the same gifts."""
    way = replace(
        other,
        environment={**settled.environment, **other.environment},
        settings=settled.settings,
        made=settled.made,
        says=(*settled.says, *other.says),
    )
    if settled.folder is None or other.by != "backend":
        return way
    return replace(way, by="command", command=settled.command, folder=settled.folder)


def could_be_the_toolchain(found: Comparison, subject: Subject) -> bool:
    """Whether another toolchain might have made the difference: it writes no file of the project's."""
    if not found.distance:
        return False
    entries = subject.source.tree.entries
    places = (join(subject.project.subdir, path) for path in found.missing)
    left_out = all(place in entries or BY_BACKEND.search(place) for place in places)
    return left_out and all(BY_BACKEND.search(path) for path in found.differing)


def as_released(way: Way, found: Comparison, subject: Subject) -> Way:
    """``way`` with what somebody does who releases, as far as the source and the difference speak of it."""
    changed = way
    if subject.artifact.kind is ArtifactKind.WHEEL and found.has_more_compiled:
        named = switches(subject)
        changed = replace(
            changed,
            environment={**changed.environment, **named},
            says=(*changed.says, *(f"{name}={value} was set" for name, value in named.items())),
        )
    if "built-without-git" in found.causes and (version := _tagged(subject)) is not None:
        name = "SETUPTOOLS_SCM_PRETEND_VERSION"
        changed = replace(
            changed,
            environment={**changed.environment, name: version},
            says=(*changed.says, f"{name}={version} was set, which a tag of the commit says"),
        )
    for settings, said in (*_without_tag(subject), *_as_named(found, subject)):
        changed = replace(changed, settings=changed.settings + settings, says=(*changed.says, said))
    if made := _made_before(found, subject):
        said = f"{len(made)} files that the artifact has and that are proven stood in the tree"
        changed = replace(changed, made=made, says=(*changed.says, said))
    return changed


def _tagged(subject: Subject) -> str | None:
    """The artifact's version, if a tag of the audited commit has it too."""
    wanted = subject.artifact.version
    for tag in subject.source.tags:
        found = _TAG.fullmatch(tag)
        try:
            if found is not None and wanted is not None and Version(found[1]) == Version(wanted):
                return str(Version(wanted))
        except InvalidVersion:
            continue
    return None


Settings = Iterator[tuple[str, str]]
"""A section of a configuration file for setuptools, and what it does in words."""


def _without_tag(subject: Subject) -> Settings:
    """Where ``[egg_info]`` adds to the version what the released one has not (``egg_info -Db ""``)."""
    section = subject.project.setup_cfg.get("egg_info", {})
    tag = section.get("tag_build", "").strip()
    dated = section.get("tag_date", "0").strip().lower() not in {"", "0", "false", "no"}
    if tag.strip(".") not in (subject.artifact.version or "") if tag else dated:
        said = "the tag that setup.cfg adds to versions was taken away"
        yield "[egg_info]\ntag_build =\ntag_date = 0\n", said


def _as_named(found: Comparison, subject: Subject) -> Settings:
    """Where ``WHEEL`` differs: what bdist_wheel was told, and the file name shows (PEP 427)."""
    if not any(path.endswith(".dist-info/WHEEL") for path in found.differing):
        return
    try:
        _, _, build, tags = parse_wheel_filename(subject.artifact.name)
    except (InvalidWheelFilename, ValueError):
        return
    if {"py2", "py3"} <= {tag.interpreter for tag in tags}:
        yield "[bdist_wheel]\nuniversal = 1\n", "bdist_wheel --universal"
    if build:
        number = f"{build[0]}{build[1]}"
        if number.isalnum() and number.isascii():
            yield (
                f"[bdist_wheel]\nbuild_number = {number}\n",
                f"bdist_wheel --build-number {number}",
            )


def _made_before(found: Comparison, subject: Subject) -> frozenset[str]:
    """Entries that are missing, proven by themselves, and not there in the source: made before the build."""
    entries = subject.source.tree.entries
    return frozenset(
        path
        for path in found.missing
        if path in subject.lines
        and subject.lines[path].grade.is_proof
        and not BY_BACKEND.search(path)
        and not any(one.path in entries for one in subject.layout.candidates(path))
    )
