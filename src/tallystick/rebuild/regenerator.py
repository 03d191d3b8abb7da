"""What a regenerator is given, what it gives back, and how the list of them finds it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache
from importlib import import_module
from typing import Protocol, cast

from msgspec import Struct, field

from tallystick.limits import Caps, Limits
from tallystick.model import Artifact, ArtifactKind, Grade, LedgerLine, Source, Tree
from tallystick.project import Layout, Project
from tallystick.rebuild.normalisation import Normalisation
from tallystick.rebuild.running import Runner
from tallystick.rebuild.toolchain import Toolchains
from tallystick.rebuild.trees import only


class Subject(Struct, frozen=True, kw_only=True, eq=False):
    """Everything that a regenerator may look at; the same for all of one audit.

    Attributes:
        artifact: the artifact under audit. What it holds is the attacker's: a text of it may choose
            *which* published tool is run, and goes into no sandbox; see :meth:`proven`.
        source: the source, its submodules in it.
        project: the build configuration of that source.
        layout: where entries should come from.
        limits: the caps on reading.
        day: the moment as of which tools are taken from an index.
        day_by: who says so: ``index``, ``artifact`` or ``commit``.
        clock: ``SOURCE_DATE_EPOCH`` of what is run.
        runner: runs commands in the sandbox.
        toolchains: makes environments as of ``day``.
        lines: the ledger's lines by path, as they stand: what was yielded a moment ago is in them.
        kept: what regenerators have worked out already, for others and for later lines.
    """

    artifact: Artifact
    source: Source
    project: Project
    layout: Layout
    limits: Limits
    day: datetime
    day_by: str
    clock: int
    runner: Runner
    toolchains: Toolchains
    lines: Mapping[str, LedgerLine] = field(default_factory=dict)
    kept: dict[str, object] = field(default_factory=dict)

    @property
    def proven(self) -> Tree:
        """The artifact's entries that are accounted for: all of it that may go into a sandbox."""
        paths = frozenset(path for path, line in self.lines.items() if line.grade.is_proof)
        return only(self.artifact.tree, paths)

    @property
    def caps(self) -> Caps:
        """The caps on one run."""
        return self.runner.caps


class How(Struct, frozen=True, kw_only=True):
    """How something was made, as the ledger line shows it.

    Attributes:
        command: what was run, for a person to run it again.
        tools: each with its version: ``("hatchling 1.26.3", "CPython 3.11.7")``.
        environment: the digest of the environment; None where only tools of the machine were used.
        adjustments: each thing that was given or changed before the run, in the words of
            ``docs/regenerate.md`` ("the version was given: no .git is in the sandbox"); they stand on
            the line as normalisations.
    """

    command: str
    tools: tuple[str, ...]
    environment: str | None = None
    adjustments: tuple[str, ...] = ()


class Made(Struct, frozen=True, kw_only=True):
    """What a run wrote for one entry of the artifact. It is compared elsewhere, by bytes, mode and path.

    Attributes:
        path: of the artifact's entry that it should be.
        content: what was written; for a link its target.
        mode: as git writes it.
        how: how it was made.
        source_path: the entry of the source that it was made from; None leaves the line's own.
        claim: what the entry is said to be, where the line has none.
        normalisations: ids in :mod:`tallystick.rebuild.normalisation`, tried in this order, each on top of
            those before it, where the bytes are not the same at once.
        besides: others, which no file has by itself; tried after those.
        exact: the tools are of the versions that the file names, in every variant that is known, and all
            that they read is proven: other bytes contradict the entry (ADR 22).
    """

    path: str
    content: bytes
    mode: int
    how: How
    source_path: str | None = None
    claim: str | None = None
    normalisations: tuple[str, ...] = ()
    besides: tuple[Normalisation, ...] = ()
    exact: bool = False
    doubt: str = ""


class NotMade(Struct, frozen=True, kw_only=True):
    """Why nothing was made for some entries: a missing tool, a failed run. Never a pass.

    Attributes:
        paths: of the artifact's entries.
        reason: one sentence.
        log: the last lines that the run printed.
        is_final: whoever tries other ways may stop here: they would end alike.
    """

    paths: tuple[str, ...]
    reason: str
    log: str = ""
    is_final: bool = False


class Regenerate(Protocol):
    """What each module that the list of regenerators names provides, as ``regenerate``."""

    def __call__(self, lines: Sequence[LedgerLine], subject: Subject) -> Iterator[Made | NotMade]:
        """Make what ``lines`` are about, with as few runs as possible.

        ``lines`` are all lines of the residue that :meth:`Regenerator.concerns`, at least one. What is
        yielded for a path that is not among them is ignored; a line that nothing is yielded for stays as
        it is. Where there are several ways to make a file, several may be yielded, the likeliest first:
        ``subject.lines`` tells whether one was right, and the first that was not is what the line shows.
        A :class:`tallystick.errors.TallystickError` becomes a :class:`NotMade` for all that was not
        answered.
        """
        ...


class Regenerator(Struct, frozen=True, kw_only=True):
    """Something that makes files of an artifact once more, by running what made them.

    Attributes:
        id: its name on the ledger, in ``docs/regenerate.md``, and with underscores the module in this
            package that holds its :class:`Regenerate`.
        kinds: the artifacts it knows.
        explainers: ids of those whose lines it is offered; None: whoever's, and nobody's.
        names: base names that it is offered; with ``suffixes``, how lines find it. One that states
            neither is offered every name.
        suffixes: endings of base names, with their dot.
        grades: the grades of lines that it is offered.
        grade: what an entry that came out the same becomes.
    """

    id: str
    kinds: frozenset[ArtifactKind] = frozenset(ArtifactKind)
    explainers: frozenset[str] | None = None
    names: frozenset[str] = frozenset()
    suffixes: frozenset[str] = frozenset()
    grades: frozenset[Grade] = frozenset({Grade.UNPROVEN})
    grade: Grade = Grade.REGENERATED

    def concerns(self, line: LedgerLine, kind: ArtifactKind) -> bool:
        """Whether it is offered ``line`` at all."""
        if kind not in self.kinds or line.grade not in self.grades:
            return False
        if self.explainers is not None and line.explainer not in self.explainers:
            return False
        if not self.names and not self.suffixes:
            return True
        name = line.path.rsplit("/", 1)[-1]
        suffix = name[name.rfind(".") :] if "." in name else ""
        return name in self.names or suffix in self.suffixes

    @property
    def run(self) -> Regenerate:
        """The regenerator itself; its module is imported when the first line concerns it."""
        return _regenerate(self.id)


@cache
def _regenerate(identifier: str) -> Regenerate:
    module = import_module(f"{__package__}.{identifier.replace('-', '_')}")
    return cast("Regenerate", module.regenerate)
