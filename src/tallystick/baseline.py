"""What is new in a ledger since earlier releases: kinds of residue, not names.

Pure: ledgers in, news out. A kind is what a person would call the same sort of thing. Names that change
with each release (versions, dates, hashes, tags of interpreters) are taken out of it, so that residue
that comes every time stays quiet; and the more an entry can do, the more of its name stays in, so that
one more macro among many is seen.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from packaging.utils import canonicalize_name

from tallystick.model import (
    Artifact,
    ArtifactKind,
    Baseline,
    Grade,
    Ledger,
    LedgerLine,
    News,
    NewsAbout,
    NewsItem,
    Reach,
    Source,
    SourceKind,
    VerdictValue,
)

LEVELS = 2
"""Folders of a path that belong to its kind: ``m4/``, ``src/package/``; deeper ones come and go."""

_CHANGING = re.compile(
    r"""
    \d+(?:\.\d+)+(?:[._-]?(?:a|b|rc|alpha|beta|post|dev)\d*)*(?:\+[\w.]+)?  # a version (PEP 440)
    | \d{4}-?\d{2}-?\d{2}                                                  # a date (ISO 8601)
    | (?:cpython-|cp|pypy|pp)\d+[\w-]*                                     # an interpreter (PEP 3149)
    | (?<![A-Za-z0-9])(?=[a-f]*\d)[0-9a-f]{7,}(?![A-Za-z0-9])              # a digest
    | (?<=[-._])(?=\w*\d)(?=\w*[A-Z])(?=\w*[a-z])\w{8,}(?=\.)              # a bundler's short digest
    | \d{3,}                                                               # a serial number
    """,
    re.VERBOSE,
)
_METADATA = re.compile(r"-[^-/]+(?=\.(?:dist-info|data|egg-info)$)")
"""The version in a wheel's own folders, whatever it looks like."""

_LIBRARY = re.compile(r"\.so(?:\.[\w.]+)?$")
_EAGER = frozenset({Reach.INSTALL, Reach.STARTUP, Reach.BUILD})
"""Reaches of entries that run without being asked for."""

_QUIET = frozenset({Reach.DATA, Reach.DOCS})
_ORDER = (Grade.CONTRADICTED, Grade.UNEXPLAINED, Grade.UNPROVEN)


class Kind(NamedTuple):
    """What a person would call the same sort of residue.

    Attributes:
        grade: how it falls short.
        reach: when it can run.
        explainer: who has a claim about it; the claim itself names files and versions.
        folder: its first levels, steady.
        sort: its suffix, or its name where it has none, steady.
        path: all of it, steady, where the entry runs unasked, or runs and nobody claims it, or is
            contradicted; "" where the sort says enough.
    """

    grade: Grade
    reach: Reach
    explainer: str
    folder: str
    sort: str
    path: str


def steady(name: str) -> str:
    """``name`` with ``*`` for what changes from release to release."""
    return _CHANGING.sub("*", _METADATA.sub("-*", name))


def kind_of(line: LedgerLine) -> Kind:
    """The kind of a line of the residue."""
    whole = "/".join(map(steady, line.path.split("/")))
    folders, _, name = whole.rpartition("/")
    runs = line.reach not in _QUIET and line.grade is not Grade.UNPROVEN
    by_name = line.grade is Grade.CONTRADICTED or line.reach in _EAGER or runs
    return Kind(
        grade=line.grade,
        reach=line.reach,
        explainer=line.explainer or "",
        folder="/".join(folders.split("/")[:LEVELS]),
        sort=_suffix(line.path) or name,
        path=whole if by_name else "",
    )


def kinds(ledger: Ledger) -> dict[Kind, tuple[LedgerLine, ...]]:
    """The residue of ``ledger``, by its kinds."""
    found: dict[Kind, list[LedgerLine]] = {}
    for line in ledger.lines:
        if not line.grade.is_proof:
            found.setdefault(kind_of(line), []).append(line)
    return {kind: tuple(lines) for kind, lines in found.items()}


def compare(ledger: Ledger, baselines: Sequence[Ledger]) -> News:
    """What ``ledger`` has that none of ``baselines`` had: the releases before it, of the same artifact."""
    since = tuple(
        Baseline(
            name=old.artifact.name,
            version=old.artifact.version,
            sha256=old.artifact.sha256,
            verdict=old.verdict.value if old.verdict else VerdictValue.INCONCLUSIVE,
        )
        for old in baselines
    )
    if not baselines:
        return News(since=())
    when = f"for {len(since)} releases" if len(since) > 1 else f"in {since[0].version or 'it'}"
    residue = tuple(_residue(ledger, baselines, when))
    told = {path for item in residue for path in item.paths}
    return News(
        since=since,
        items=(
            *residue,
            *_arrivals(ledger, baselines, told),
            *_appeared(NewsAbout.CONTAINER, "the container shows", _findings, ledger, baselines),
            *_appeared(NewsAbout.SKIPS, "could not be checked:", _skips, ledger, baselines),
            *_moved(ledger.source, baselines),
        ),
    )


def same_project(one: Artifact, other: Artifact) -> bool:
    """Whether both are of one project, by its normalised name (PEP 503)."""
    if one.project is None or other.project is None:
        return False
    return canonicalize_name(one.project) == canonicalize_name(other.project)


def likest(name: str, kind: ArtifactKind, names: Iterable[str]) -> str | None:
    """Which of ``names`` is the same sort of file: for wheels the same tags, or the same platform.

    Args:
        name: of the artifact that is audited.
        kind: of it and, unless they are wheels, of all the others.
        names: files of the other release.
    """
    others = [other for other in names if other.endswith(".whl") == (kind is ArtifactKind.WHEEL)]
    if kind is not ArtifactKind.WHEEL:
        return others[0] if others else None
    for family in (_tags, _platforms):
        for other in others:
            if family(other) == family(name):
                return other
    return None


def _tags(wheel: str) -> tuple[str, ...]:
    """Interpreter, ABI and platform (binary distribution format, "File name convention")."""
    return tuple(wheel.removesuffix(".whl").split("-")[-3:])


def _platforms(wheel: str) -> tuple[object, ...]:
    """The tags without the versions of the C library or the system, which a new build host raises."""
    *code, platform = _tags(wheel)
    plain = re.sub(r"((?:many|musl)linux|macosx)(?:\d+|_\d+_\d+)_", r"\1_", platform)
    return (*code, frozenset(plain.split(".")))


def _suffix(path: str) -> str:
    name = path.rpartition("/")[2]
    if _LIBRARY.search(name):
        return ".so"
    at = name.rfind(".")
    return name[at:].lower() if at > 0 else ""


def _residue(ledger: Ledger, baselines: Sequence[Ledger], when: str) -> Iterator[NewsItem]:
    known = {kind for old in baselines for kind in kinds(old)}
    before = [line for old in baselines for line in old.lines if not line.grade.is_proof]
    groups: dict[tuple[Grade, str], list[LedgerLine]] = {}
    for kind, lines in kinds(ledger).items():
        if kind not in known:
            groups.setdefault((kind.grade, kind.folder), []).extend(lines)
    for grade, folder in sorted(groups, key=lambda group: (_ORDER.index(group[0]), group[1])):
        fresh = groups[grade, folder]
        alike = [k for k in map(kind_of, before) if (k.grade, k.folder) == (grade, folder)]
        paths = tuple(sorted(line.path for line in fresh))
        now = "now one is" if len(paths) == 1 else f"now {len(paths)} are"
        subject = _nothing_like(fresh, alike, _place(paths[0]))
        yield NewsItem(
            about=NewsAbout.RESIDUE, message=f"{when} {subject} {grade}; {now}", paths=paths
        )


def _nothing_like(lines: list[LedgerLine], alike: list[Kind], place: str) -> str:
    """The most general sentence about the releases before that is true: ``no file under m4/ was``."""
    if not alike:
        return f"no file {place} was"
    suffixes = {_suffix(line.path) for line in lines}
    if len(suffixes) == 1 and (suffix := suffixes.pop()) and suffix not in {k.sort for k in alike}:
        return f"no {suffix} file {place} was"
    reaches = {line.reach for line in lines}
    if len(reaches) == 1 and (reach := reaches.pop()) not in {kind.reach for kind in alike}:
        return (
            f"no file {place} that can run at {reach} was"
            if reach not in _QUIET
            else (f"no {reach} file {place} was")
        )
    return f"other files {place} were, and none like these was"


def _place(path: str) -> str:
    folders = path.split("/")[:-1][:LEVELS]
    return f"under {'/'.join(folders)}/" if folders else "at the top"


def _arrivals(ledger: Ledger, baselines: Sequence[Ledger], told: set[str]) -> Iterator[NewsItem]:
    """Files that run unasked and were not there before, proven or not: worth a look, no more."""
    for reach in (Reach.INSTALL, Reach.STARTUP, Reach.BUILD):
        old = {steady(path) for ledger_ in baselines for path in _reaching(ledger_, reach)}
        new = tuple(
            path
            for path in _reaching(ledger, reach)
            if path not in told and steady(path) not in old
        )
        if new:
            files = "1 new file runs" if len(new) == 1 else f"{len(new)} new files run"
            yield NewsItem(about=NewsAbout.FILES, message=f"{files} at {reach}", paths=new)


def _reaching(ledger: Ledger, reach: Reach) -> Iterator[str]:
    return (line.path for line in ledger.lines if line.reach is reach)


def _findings(ledger: Ledger) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for finding in ledger.findings:
        found[finding.id] = (*found.get(finding.id, ()), *finding.paths)
    return found


def _skips(ledger: Ledger) -> dict[str, tuple[str, ...]]:
    return {skip.check: () for skip in ledger.skips}


def _appeared(
    about: NewsAbout,
    words: str,
    look: Callable[[Ledger], dict[str, tuple[str, ...]]],
    ledger: Ledger,
    baselines: Sequence[Ledger],
) -> Iterator[NewsItem]:
    """Ids that no baseline has."""
    old = {identifier for ledger_ in baselines for identifier in look(ledger_)}
    for identifier, paths in look(ledger).items():
        if identifier not in old:
            yield NewsItem(about=about, message=f"{words} {identifier}", paths=paths)


def _moved(source: Source | None, baselines: Sequence[Ledger]) -> Iterator[NewsItem]:
    """A source that is another one than before: another repository, another folder."""
    for what, look in (("source", _where), ("folder in the source", _folder)):
        old = [look(ledger.source) for ledger in baselines]
        now = look(source)
        if now not in old:
            message = f"the {what} was {old[-1]}, now it is {now}"
            yield NewsItem(about=NewsAbout.SOURCE, message=message)


def _where(source: Source | None) -> str:
    if source is None:
        return "none"
    if source.stands_in:
        return "an sdist in the repository's place"
    if source.kind is not SourceKind.GIT:
        return f"a source of kind {source.kind}"
    return source.url.removesuffix("/").removesuffix(".git")


def _folder(source: Source | None) -> str:
    return (source.subdir if source else "") or "its root"
