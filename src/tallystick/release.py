"""Closure across the artifacts of one release: wheels against each other and against their sdist.

Pure: what each artifact holds in, what a person should know of the release out. Whoever builds wheels for
five platforms from one source builds the same Python files five times; where they differ, or where a wheel
has what neither its sdist nor the source accounts for, that is where to look. Agreement proves nothing:
one hand may have tampered with all of them, so nothing here makes a verdict better.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace
from packaging.utils import canonicalize_name, canonicalize_version

from tallystick.model import (
    Artifact,
    ArtifactKind,
    Disagreement,
    Grade,
    Ledger,
    LedgerLine,
    Reach,
    Sha256,
    Source,
)

PYTHON = (".py", ".pyi", ".pth")
"""Endings of what is the same on every platform unless the build says otherwise."""

_RANK = {reach: rank for rank, reach in enumerate(Reach)}


class File(NamedTuple):
    """A Python file of an artifact: its digest, whether it is proven, and where the source has it."""

    sha256: Sha256
    is_proven: bool
    source_path: str | None


class Holding(Struct, frozen=True, kw_only=True):
    """What is kept of one artifact to compare it with the others of its release.

    Attributes:
        name: of the artifact.
        kind: sdist or wheel.
        project: normalised (PEP 503).
        version: as written.
        origin: URL and commit of the source that it was laid against; None without one, and where
            another artifact stood in for it.
        python: its Python files: of a wheel by where they are installed, of an sdist by their source.
        digests: of all its entries, for an sdist.
        residue: what nothing accounts for, for a wheel.
    """

    name: str
    kind: ArtifactKind
    project: str
    version: str
    origin: tuple[str, str | None] | None
    python: Mapping[str, File]
    digests: frozenset[Sha256] = frozenset()
    residue: tuple[LedgerLine, ...] = ()


class Variant(Struct, frozen=True, kw_only=True):
    """One content of a file, and the artifacts that hold it."""

    sha256: Sha256
    artifacts: tuple[str, ...]


class Differing(Struct, frozen=True, kw_only=True):
    """A Python file that is not the same in all artifacts that have it.

    Attributes:
        path: where a wheel installs it.
        variants: its contents, those of the first artifact first.
        is_proven: whether each artifact's own source accounts for what it holds.
    """

    path: str
    variants: tuple[Variant, ...]
    is_proven: bool


class WheelOnly(Struct, frozen=True, kw_only=True):
    """A file of a wheel that neither the sdist nor the source accounts for, and when it can run."""

    path: str
    artifact: str
    grade: Grade
    reach: Reach
    reach_reason: str | None


class Partial(Struct, frozen=True, kw_only=True):
    """A Python file that only some of the wheels have."""

    path: str
    artifacts: tuple[str, ...]


class Release(Struct, frozen=True, kw_only=True):
    """Several artifacts of one version of a project, laid side by side.

    Attributes:
        project: its normalised name.
        version: as its first artifact writes it.
        wheels: the names of its wheels.
        sdists: the names of its sdists, mostly one.
        same: how many Python files all wheels have alike.
        differing: those that differ, by path.
        partial: those that not all wheels have, by path.
        wheel_only: most dangerous reach first.
    """

    project: str
    version: str
    wheels: tuple[str, ...]
    sdists: tuple[str, ...]
    same: int
    differing: tuple[Differing, ...]
    partial: tuple[Partial, ...]
    wheel_only: tuple[WheelOnly, ...]


def holding(ledger: Ledger) -> Holding | None:
    """What is kept of ``ledger``; None where it is no sdist or wheel that says what it is a release of."""
    artifact = ledger.artifact
    if artifact.kind not in {ArtifactKind.SDIST, ArtifactKind.WHEEL}:
        return None
    if not artifact.project or not artifact.version:
        return None
    is_wheel = artifact.kind is ArtifactKind.WHEEL
    return Holding(
        name=artifact.name,
        kind=artifact.kind,
        project=canonicalize_name(artifact.project),
        version=artifact.version,
        origin=_origin(ledger.source),
        python=dict(_python(ledger)),
        digests=frozenset()
        if is_wheel
        else frozenset(line.entry.sha256 for line in ledger.lines if line.entry.sha256),
        residue=tuple(line for line in ledger.lines if is_wheel and not line.grade.is_proof),
    )


def releases(holdings: Iterable[Holding]) -> tuple[Release, ...]:
    """The releases of which there are a wheel and another artifact, in the order of their first."""
    groups: dict[tuple[str, str], dict[str, Holding]] = {}
    for one in holdings:
        key = one.project, canonicalize_version(one.version)
        groups.setdefault(key, {}).setdefault(one.name, one)
    found = (list(group.values()) for group in groups.values())
    return tuple(
        _release(group)
        for group in found
        if len(group) > 1 and any(one.kind is ArtifactKind.WHEEL for one in group)
    )


def disagreeing(ledger: Ledger, known: Sequence[Release]) -> Ledger:
    """``ledger`` with what the others of its release hold otherwise: as disagreements, and as notes."""
    name = ledger.artifact.name
    found: dict[str, tuple[str, ...]] = {}
    for release in known:
        if name not in {*release.wheels, *release.sdists}:
            continue
        for differing in release.differing:
            others = [v.artifacts for v in differing.variants if name not in v.artifacts]
            if len(others) < len(differing.variants):
                found[differing.path] = tuple(other for names in others for other in names)
    if not found or ledger.artifact.kind is not ArtifactKind.WHEEL:
        return ledger
    lines = []
    disagreements = []
    for line in ledger.lines:
        others_of = found.get(installed(line.path, ledger.artifact))
        if others_of is None:
            lines.append(line)
            continue
        note = f"other bytes than in {', '.join(others_of)}"
        lines.append(replace(line, notes=(*line.notes, note)))
        disagreements.append(Disagreement(path=line.path, others=others_of))
    return replace(ledger, lines=tuple(lines), disagreements=tuple(disagreements))


def installed(path: str, artifact: Artifact) -> str:
    """Where an installer puts the file of a wheel, from the folder of packages.

    https://packaging.python.org/en/latest/specifications/binary-distribution-format/ :
    ``NAME-VERSION.data/purelib/`` and ``…/platlib/`` are spread into it.
    """
    if artifact.kind is not ArtifactKind.WHEEL:
        return path
    top, _, rest = path.partition("/")
    scheme, _, inner = rest.partition("/")
    spread = top.endswith(".data") and scheme in {"purelib", "platlib"}
    return inner if spread and inner else path


def _origin(source: Source | None) -> tuple[str, str | None] | None:
    return None if source is None or source.stands_in else (source.url, source.commit)


def _python(ledger: Ledger) -> Iterator[tuple[str, File]]:
    is_wheel = ledger.artifact.kind is ArtifactKind.WHEEL
    for line in ledger.lines:
        if line.path.endswith(PYTHON) and line.entry.sha256 is not None:
            where = installed(line.path, ledger.artifact)
            key = where if is_wheel else line.source_path or line.path
            yield key, File(line.entry.sha256, line.grade.is_proof, line.source_path)


def _release(group: list[Holding]) -> Release:
    wheels = [one for one in group if one.kind is ArtifactKind.WHEEL]
    sdists = [one for one in group if one.kind is ArtifactKind.SDIST]
    paths = sorted({path for wheel in wheels for path in wheel.python})
    holders = {path: [wheel for wheel in wheels if path in wheel.python] for path in paths}
    differing = tuple(
        found for path in paths if (found := _differing(path, holders[path], sdists)) is not None
    )
    partial = tuple(
        Partial(path=path, artifacts=tuple(wheel.name for wheel in holders[path]))
        for path in paths
        if len(holders[path]) < len(wheels)
    )
    unlike = {one.path for one in differing} | {one.path for one in partial}
    return Release(
        project=group[0].project,
        version=group[0].version,
        wheels=tuple(wheel.name for wheel in wheels),
        sdists=tuple(sdist.name for sdist in sdists),
        same=len(paths) - len(unlike),
        differing=differing,
        partial=partial,
        wheel_only=_wheel_only(wheels, sdists),
    )


def _differing(path: str, wheels: list[Holding], sdists: list[Holding]) -> Differing | None:
    """The contents of one Python file of the wheels, and of the file in the sdists that is its source."""
    held: dict[Sha256, list[str]] = {}
    is_proven = True
    files = [(wheel.name, wheel.python[path]) for wheel in wheels]
    for sdist in sdists:
        # The layout has said already which file of the source each stands for; a path alone would not.
        origins = {
            wheel.python[path].source_path or path
            for wheel in wheels
            if wheel.origin is not None and wheel.origin == sdist.origin
        }
        files += [(sdist.name, sdist.python[at]) for at in sorted(origins & sdist.python.keys())]
    for name, file in files:
        held.setdefault(file.sha256, []).append(name)
        is_proven &= file.is_proven
    if len(held) < 2:
        return None
    variants = tuple(Variant(sha256=sha, artifacts=tuple(names)) for sha, names in held.items())
    return Differing(path=path, variants=variants, is_proven=is_proven)


def _wheel_only(wheels: list[Holding], sdists: list[Holding]) -> tuple[WheelOnly, ...]:
    known = {digest for sdist in sdists for digest in sdist.digests}
    found = [
        WheelOnly(
            path=line.path,
            artifact=wheel.name,
            grade=line.grade,
            reach=line.reach,
            reach_reason=line.reach_reason,
        )
        for wheel in wheels
        for line in wheel.residue
        if line.entry.sha256 not in known
    ]
    return tuple(sorted(found, key=lambda one: (_RANK[one.reach], one.path, one.artifact)))
