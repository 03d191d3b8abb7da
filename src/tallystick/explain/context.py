"""What an explainer may look at, and the two shapes that explainers are made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from typing import Protocol, TypeVar, cast

from msgspec import Struct, field

from tallystick.errors import ContentUnavailable, LimitExceeded
from tallystick.explain.releases import NoReleases, Releases
from tallystick.limits import Limits
from tallystick.model import Artifact, ArtifactKind, Difference, Explanation, Grade, Source
from tallystick.project import Layout, Project
from tallystick.upstreams import KnownFiles

Worked = TypeVar("Worked")


class Unreadable(Exception):  # noqa: N818 - caught by the one who asks every explainer
    """Content that a check needs is not to be had; the check's claim stays ``unproven``."""


class Context(Struct, frozen=True, kw_only=True, eq=False):
    """Everything beside the difference itself; filled by ``audit.py``, read by explainers.

    Attributes:
        artifact: the artifact under audit.
        source: the source it is laid against.
        project: the build configuration of that source.
        layout: where entries should come from.
        limits: the caps.
        links: paths of the source's symbolic links.
        gitlinks: paths of the source's gitlinks whose repository could not be read.
        by_blob: a path of the source for each of its blob ids.
        attributes: ``.gitattributes`` of the source: ``(path, name)`` to value, True, False or None.
        releases: who is asked for releases of third parties that the source names.
        known: the database of known toolchain files; None where it cannot be read.
        kept: what :meth:`once` has worked out already.
    """

    artifact: Artifact
    source: Source
    project: Project
    layout: Layout
    limits: Limits
    links: frozenset[str] = frozenset()
    gitlinks: frozenset[str] = frozenset()
    by_blob: Mapping[str, str] = field(default_factory=dict)
    attributes: Callable[[str, str], str | bool | None] = field(default=lambda _path, _name: None)
    releases: Releases = field(default_factory=NoReleases)
    known: KnownFiles | None = None
    kept: dict[str, object] = field(default_factory=dict)

    def artifact_bytes(self, path: str) -> bytes:
        """The content of the artifact's entry.

        Raises:
            Unreadable: it is larger than a cap.
        """
        try:
            return self.artifact.tree.read(path)
        except LimitExceeded as error:
            raise Unreadable(str(error)) from None

    def source_bytes(self, path: str) -> bytes:
        """The content of the source's entry; :class:`Unreadable` as above or if it is not here."""
        try:
            return self.source.tree.read(path)
        except (LimitExceeded, ContentUnavailable) as error:
            raise Unreadable(str(error)) from None

    def source_has(self, path: str) -> bool:
        """Whether the source has an entry at ``path``."""
        return path in self.source.tree.entries

    def once(self, name: str, work: Callable[[], Worked]) -> Worked:
        """What ``work`` returns, worked out once for all differences of this audit."""
        if name not in self.kept:
            self.kept[name] = work()
        return cast("Worked", self.kept[name])

    @property
    def dist_info(self) -> str:
        """The wheel's ``.dist-info`` folder, without a slash; "" if there is not exactly one."""
        tops = {
            path.split("/", 1)[0]
            for path in self.artifact.tree.entries
            if path.split("/", 1)[0].endswith(".dist-info") and "/" in path
        }
        return tops.pop() if len(tops) == 1 else ""


ALL_KINDS = frozenset(ArtifactKind)
PYTHON = frozenset({ArtifactKind.SDIST, ArtifactKind.WHEEL})
SDIST = frozenset({ArtifactKind.SDIST})
WHEEL = frozenset({ArtifactKind.WHEEL})
SOURCES = frozenset({ArtifactKind.SDIST, ArtifactKind.TARBALL, ArtifactKind.DEBIAN})
NPM = frozenset({ArtifactKind.NPM})


class Check(Protocol):
    """What each module that the list of explainers names provides, as ``explain``."""

    def __call__(self, difference: Difference, context: Context) -> Explanation | None:
        """What the explainer says of ``difference``; None where it has nothing to say.

        Raises:
            Unreadable: content that it needs is not to be had; the entry is then ``unproven`` by it.
        """
        ...


class Explainer(Struct, frozen=True, kw_only=True):
    """A pure check that proves one kind of difference, or says that it is contradicted.

    Attributes:
        id: its name on the ledger, in ``docs/explainers.md``, in ``tests/data/explain/``, and with
            underscores the module in this package that holds its :class:`Check`.
        kinds: the artifacts it knows.
        names: base names that it is asked about; with ``suffixes``, how differences find it. One
            that states neither is asked about every difference.
        suffixes: endings of base names, with their dot.
        last_resort: ask it only where nobody else has anything to say.
        overrules: what it says stands, though others found that the entry was not made of the source's
            bytes at its path. Such a one raises no ``Unreadable``.
        declared: what it proves is recomputed from the project's configuration, so that where it finds
            an entry not made of the audited commit's, it is asked of those of the next commits.
        is_final: where it has something to say nobody else is asked: what the others would compare
            with is not there.
    """

    id: str
    kinds: frozenset[ArtifactKind] = ALL_KINDS
    names: frozenset[str] = frozenset()
    suffixes: frozenset[str] = frozenset()
    last_resort: bool = False
    overrules: bool = False
    declared: bool = False
    is_final: bool = False

    def concerns(self, difference: Difference, kind: ArtifactKind) -> bool:
        """Whether it is asked about ``difference`` at all: decided by path and kind."""
        if kind not in self.kinds:
            return False
        if not self.names and not self.suffixes:
            return True
        name = difference.path.rsplit("/", 1)[-1]
        suffix = name[name.rfind(".") :] if "." in name else ""
        return name in self.names or suffix in self.suffixes

    @property
    def check(self) -> Check:
        """The check itself; its module is imported when the first difference concerns it."""
        return _check(self.id)


@cache
def _check(identifier: str) -> Check:
    module = import_module(f"{__package__}.{identifier.replace('-', '_')}")
    return cast("Check", module.explain)


def strongest(explanations: list[Explanation]) -> Explanation | None:
    """The explanation that decides: a proof, else a contradiction, else a claim not checked.

    A proof outranks a contradiction because each proof accounts for every byte by itself, while a
    contradiction only says that *this* claim is not where the bytes come from.
    """
    order = {grade: rank for rank, grade in enumerate(Grade)}
    order[Grade.CONTRADICTED] = order[Grade.ATTESTED] + 0.5  # type: ignore[assignment]
    return min(explanations, key=lambda explanation: order[explanation.grade], default=None)
