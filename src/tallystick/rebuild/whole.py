"""Depth ``rebuild``: the whole artifact built again, each way there is, and laid beside what was published.

``docs/rebuild.md`` has the ways, what is compared, and the known causes of a difference.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Literal

from msgspec import Struct, field
from msgspec.structs import replace

from tallystick.errors import ContentUnavailable, LimitExceeded
from tallystick.model import (
    PUBLISHED,
    RESIDUE,
    Artifact,
    ArtifactKind,
    Grade,
    Ledger,
    LedgerLine,
    Rebuild,
    RebuildOutcome,
    Skip,
    Tree,
)
from tallystick.project import read_project
from tallystick.rebuild.archives import Archive, Failed, build, environment_of, opened, pack
from tallystick.rebuild.autotools.dist import distributions
from tallystick.rebuild.building import grown, requires_python
from tallystick.rebuild.causes import causes_of_failure
from tallystick.rebuild.comparison import Comparison, compare, is_text, tried
from tallystick.rebuild.interpreter import missing
from tallystick.rebuild.offer import compared
from tallystick.rebuild.regenerator import How, Made, Regenerator, Subject
from tallystick.rebuild.structure import beyond
from tallystick.rebuild.trees import only
from tallystick.rebuild.ways import (
    Way,
    as_released,
    by_makefile,
    combined,
    could_be_the_toolchain,
    likely,
    of_before,
)

MOST = 10
"""Toolchains that are tried for one artifact, until one makes the same of it; each is a whole build."""

MAKE_DIST = "make-dist-from-commit"
"""Also of what a distribution calls its original: the tarball that upstream rolled."""

ROUTES = {
    ArtifactKind.WHEEL: "wheel-from-commit",
    ArtifactKind.SDIST: "sdist-from-commit",
    ArtifactKind.NPM: "npm-pack-from-commit",
    ArtifactKind.TARBALL: MAKE_DIST,
    ArtifactKind.DEBIAN: MAKE_DIST,
}
"""The first way for each kind of artifact."""

THROUGH_SDIST = "wheel-from-sdist"
OF_PUBLISHED = "wheel-from-published-sdist"
OF_COMMIT = "wheel-from-commit"


def not_rebuilt(ledger: Ledger, reason: str, step: str) -> Ledger:
    """``ledger`` where nothing could be built at all."""
    route = ROUTES.get(ledger.artifact.kind, "none")
    return replace(
        ledger, rebuilds=(*ledger.rebuilds, _failure(route, Failed(step=step, reason=reason)))
    )


def rebuilt(ledger: Ledger, subject: Subject) -> Ledger:
    """``ledger`` with what came of building the artifact again; what came out the same is ``rebuilt``."""
    kind = ledger.artifact.kind
    if kind not in ROUTES:
        reason = f"no way to build a {kind.value} again is known here"
        return not_rebuilt(ledger, reason, step="route")
    work = Rebuilding(subject=subject, lines={line.path: line for line in ledger.lines})
    if kind is ArtifactKind.NPM:
        work.hold(ROUTES[kind], pack(subject, subject.source.tree))
    elif ROUTES[kind] == MAKE_DIST:
        work.hold_best(ROUTES[kind], distributions(subject))
    else:
        way = work.first_way(kind)
        if way is not None and kind is ArtifactKind.WHEEL:
            work.through_sdist(way)
        elif way is not None:
            work.of_published(way)
    return replace(
        ledger,
        lines=tuple(work.lines[line.path] for line in ledger.lines),
        rebuilds=(*ledger.rebuilds, *work.found),
    )


class Best(Struct, frozen=True, kw_only=True):
    """What came closest, and by which way."""

    way: Way
    rebuild: Rebuild
    comparison: Comparison


class Search(Struct, kw_only=True):
    """The search for the toolchain that makes the same.

    Attributes:
        tried: environments, by digest and by who was asked.
        failed: the first that led to nothing.
        is_over: no other would be any better.
    """

    form: Literal["sdist", "wheel"]
    route: str
    best: Best | None = None
    failed: Rebuild | None = None
    tried: set[tuple[str, ...]] = field(default_factory=set)
    is_over: bool = False


@dataclasses.dataclass(slots=True, kw_only=True)
class Rebuilding:
    """One artifact while it is built again: its lines as they stand, and what was found."""

    subject: Subject
    lines: dict[str, LedgerLine]
    found: list[Rebuild] = dataclasses.field(default_factory=list)
    before: dict[str, LedgerLine] = dataclasses.field(init=False)

    def __post_init__(self) -> None:
        """Keep the lines as they came: what is said of a line is about the last build alone."""
        self.before = dict(self.lines)

    def first_way(self, kind: ArtifactKind) -> Way | None:
        """Build it from the commit, the likeliest toolchain first; the one that came closest, if any ran."""
        search = Search(form="wheel" if kind is ArtifactKind.WHEEL else "sdist", route=ROUTES[kind])
        for way in likely(self.subject, search.form):
            if self._tried(way, search):
                break
        if (best := search.best) is not None and not search.is_over:
            changed = as_released(best.way, best.comparison, self._now())
            if changed != best.way:
                self._tried(changed, search)
        self._try_others(search)
        for way in by_makefile(self.subject, search.form):
            if not search.is_over:
                self._tried(way, search)
        if search.best is not None and search.best.way.folder is not None:
            self._try_others(search)
        if search.best is not None:
            self.found.append(search.best.rebuild)
            return search.best.way
        absent = missing(self.subject.artifact, requires_python(self.subject))
        failed = Failed(step="interpreter", reason=f"no {absent} on this machine")
        self.found.append(search.failed or _failure(search.route, failed))
        return None

    def _try_others(self, search: Search) -> None:
        """Older toolchains, where they could make what differs; each environment once."""
        for way in of_before(self.subject, search.form):
            best = search.best
            if best is None or search.is_over or len(search.tried) >= MOST:
                return
            if not could_be_the_toolchain(best.comparison, self.subject):
                return
            environment = environment_of(self.subject, way)
            if isinstance(environment, Skip):
                continue
            asked = combined(best.way, way)
            if (environment.digest, asked.by, *asked.command) not in search.tried:
                self._tried(asked, search)

    def _tried(self, way: Way, search: Search) -> bool:
        """Whether nothing better is to be had after this way."""
        archive = _from_commit(self._now(), search.form, way)
        if archive.how is not None:
            search.tried.add((archive.how.environment or "", way.by, *way.command))
        result, found = self._held(search.route, archive)
        if found is None:
            search.failed = search.failed or result
            # Another interpreter would hang for as long.
            search.is_over = isinstance(archive, Failed) and archive.killed_by is not None
        elif search.best is None or found.distance < search.best.comparison.distance:
            search.best = Best(way=way, rebuild=result, comparison=found)
            search.is_over = result.is_same or found.is_compiled_otherwise
        return search.is_over

    def _now(self) -> Subject:
        """The subject, with the lines as they stand."""
        return replace(self.subject, lines=self.lines)

    def through_sdist(self, way: Way) -> None:
        """The wheel once more, from an sdist of the commit, as ``python -m build`` makes it."""
        with _unpacked(self.subject, way) as inside:
            if isinstance(inside, Failed):
                self.found.append(_failure(THROUGH_SDIST, inside))
                return
            archive = _from_sdist(self.subject, inside.tree, way)
            self.hold(THROUGH_SDIST, archive)

    def of_published(self, way: Way) -> None:
        """Hold the wheel of the published sdist, as far as that is proven, against that of the commit."""
        proven = replace(self.subject, lines=self.lines).proven
        # A submodule's .git is a file of git's own, which the sandbox takes from nobody.
        proven = only(proven, frozenset(p for p in proven.entries if ".git" not in p.split("/")))
        first = _from_sdist(self.subject, proven, way)
        second = _from_commit(self.subject, "wheel", way)
        for archive, whose in ((first, "the published sdist"), (second, "the commit")):
            if isinstance(archive, Failed):
                told = replace(archive, reason=f"of {whose}: {archive.reason}")
                self.found.append(_failure(OF_PUBLISHED, told, against=OF_COMMIT))
                return
        assert isinstance(first, Archive)  # noqa: S101 - looked at above
        assert isinstance(second, Archive)  # noqa: S101
        with opened(first, self.subject) as ours, opened(second, self.subject) as theirs:
            if isinstance(ours, Failed) or isinstance(theirs, Failed):
                bad = ours if isinstance(ours, Failed) else theirs
                assert isinstance(bad, Failed)  # noqa: S101
                self.found.append(_failure(OF_PUBLISHED, bad, against=OF_COMMIT))
                return
            # What the commit's wheel has and the sdist's has not is missing from the sdist.
            result, _ = self._result(OF_PUBLISHED, theirs, ours, first.how, against=OF_COMMIT)
        self.found.append(result)

    def hold(self, route: str, archive: Archive | Failed) -> None:
        """Compare what came of a route, and write that down."""
        self.found.append(self._held(route, archive)[0])

    def hold_best(self, route: str, archives: Iterable[Archive | Failed]) -> None:
        """The same of several, up to the one that is the same; what came closest is written down."""
        best: tuple[Rebuild, Comparison | None] | None = None
        for archive in archives:
            now = self._held(route, archive)
            nearer = now[1] is not None and (
                best is None or best[1] is None or now[1].distance < best[1].distance
            )
            best = now if best is None or nearer else best
            if best[0].is_same:
                break
        if best is not None:
            self.found.append(best[0])

    def _held(self, route: str, archive: Archive | Failed) -> tuple[Rebuild, Comparison | None]:
        if isinstance(archive, Failed):
            return _failure(route, archive), None
        with opened(archive, self.subject) as artifact:
            if isinstance(artifact, Failed):
                return _failure(route, artifact), None
            result = self._result(route, self.subject.artifact, artifact, archive.how)
            self._prove(route, artifact, archive.how)
        return result

    def _result(
        self, route: str, theirs: Artifact, ours: Artifact, how: How, *, against: str = PUBLISHED
    ) -> tuple[Rebuild, Comparison | None]:
        found = compare(theirs, ours, self.subject.limits)
        rebuild = Rebuild(
            route=route,
            against=against,
            outcome=found.outcome,
            normalisations=found.normalisations,
            differing=found.differing,
            missing=found.missing,
            added=found.added,
            command=how.command,
            tools=how.tools,
            adjustments=how.adjustments,
            reason=found.reason,
            causes=found.causes,
        )
        return rebuild, found

    def _prove(self, route: str, artifact: Artifact, how: How) -> None:
        """Grade the residue that came out the same; say of compiled files how they differ."""
        as_regenerator = Regenerator(id=route, grade=Grade.REBUILT, grades=RESIDUE)
        for path, line in self.before.items():
            entry = artifact.tree.entries.get(path)
            if self.lines[path].grade.is_proof or entry is None:
                continue
            try:
                content = artifact.tree.read(path)
                published = self.subject.artifact.tree.read(path)
            except (LimitExceeded, ContentUnavailable):
                continue
            texts = is_text(content) and is_text(published) and not entry.is_link
            changes = tried(path, self.subject.artifact) if texts else ()
            made = Made(path=path, content=content, mode=entry.mode, how=how, besides=changes)
            judged = compared(line, made, as_regenerator, self.subject)
            if not judged.grade.is_proof:
                judged = _by_structure(line, judged, published, content, self.subject)
            self.lines[path] = judged


def _by_structure(
    before: LedgerLine, after: LedgerLine, published: bytes, content: bytes, subject: Subject
) -> LedgerLine:
    """The line of a compiled file, with what the published one has and the rebuilt one has not."""
    more = beyond(published, content, subject.limits)
    if more is None:
        return after
    said = (
        f"the published file has, and the rebuilt one has not: {'; '.join(more)}"
        if more
        else "the rebuilt file has other bytes, and everything that the published one imports, needs and says"
    )
    evidence = "; ".join(filter(None, (before.evidence, said)))
    return replace(after, evidence=evidence, delta=before.delta)


def _from_commit(subject: Subject, form: Literal["sdist", "wheel"], way: Way) -> Archive | Failed:
    tree = grown(subject, paths=way.made) if way.made else subject.source.tree
    return build(subject, form, tree, way, with_git=True)


def _from_sdist(subject: Subject, tree: Tree, way: Way) -> Archive | Failed:
    """The wheel of an sdist's tree: it stands by itself, with no git and in no other folder."""
    alone = replace(
        subject,
        source=replace(subject.source, tree=tree, subdir=""),
        project=read_project(tree, "", subject.limits),
    )
    return build(alone, "wheel", tree, replace(way, by="backend"), with_git=False)


@contextmanager
def _unpacked(subject: Subject, way: Way) -> Iterator[Artifact | Failed]:
    """An sdist of the commit, read."""
    archive = _from_commit(subject, "sdist", way)
    if isinstance(archive, Failed):
        yield replace(archive, reason=f"of the sdist: {archive.reason}")
        return
    with opened(archive, subject) as artifact:
        yield artifact


def _failure(route: str, failed: Failed, *, against: str = PUBLISHED) -> Rebuild:
    how = failed.how
    return Rebuild(
        route=route,
        against=against,
        outcome=RebuildOutcome.FAILED,
        command=how.command if how is not None else None,
        tools=how.tools if how is not None else (),
        adjustments=how.adjustments if how is not None else (),
        step=failed.step,
        reason=failed.reason,
        log=failed.log or None,
        causes=causes_of_failure(failed.log, failed.killed_by),
    )
