"""The pipeline: artifact and source in, judged ledger out. It reads like the picture in the docs."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol

from tallystick.buildsystem import read_build_system
from tallystick.custody.of_audit import custody_of
from tallystick.errors import ContentUnavailable, LimitExceeded, StorageError
from tallystick.explain import Context, NoReleases, Releases, explain
from tallystick.explain.absence import missed
from tallystick.explain.context import SOURCES
from tallystick.explain.delta import delta, head
from tallystick.explain.mode import SAID, is_everywhere
from tallystick.explain.toolchain.tarball_kind import tarball_evidence
from tallystick.limits import DEFAULT, Limits
from tallystick.match import Match, Pair, match
from tallystick.model import (
    Artifact,
    Difference,
    Entry,
    Explanation,
    Finding,
    Grade,
    Ledger,
    LedgerLine,
    Omitted,
    Skip,
    Source,
)
from tallystick.model.ladder import Identity, Rung, State
from tallystick.policy import QUIET, Policy
from tallystick.project import CONFIGURATION_FILES, Layout, Project, layout_of, read_project
from tallystick.reach.reaches import Reaches, reaches_of
from tallystick.source import Attributes
from tallystick.upstreams import KnownFiles, shipped

if TYPE_CHECKING:
    from tallystick.identity.case import Known

NAME_FINDINGS = frozenset(
    {"name-collision", "name-invisible", "name-control", "name-backslash", "name-encoding"}
)
"""Findings about names alone: settled where the source holds the very same names."""


UNASKED = "no index was asked for an attestation, and none lies beside the file"


@dataclass(slots=True)
class Clock:
    """Seconds spent in each step of one audit."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Count the time of the body as ``name``."""
        begun = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - begun


class Deepen(Protocol):
    """A deeper look at what reading alone left unproven; :class:`tallystick.rebuild.Deeper` is one."""

    def __call__(self, ledger: Ledger, project: Project, layout: Layout) -> Ledger:
        """``ledger``, not judged yet, with more of its residue proven; proofs stay as they are."""
        ...


def audit(  # noqa: PLR0913 - what an audit needs, by keyword
    artifact: Artifact,
    source: Source | None,
    *,
    policy: Policy | None = None,
    limits: Limits = DEFAULT,
    compare_bytes: bool = False,
    clock: Clock | None = None,
    skips: tuple[Skip, ...] = (),
    releases: Releases | None = None,
    deepen: Deepen | None = None,
    published: Known | str = UNASKED,
    whole_custody: bool = False,
) -> Ledger:
    """Account for every entry of ``artifact`` against ``source`` and judge the result.

    Args:
        artifact: what was released.
        source: what it claims to come from; None makes every entry ``unproven``.
        policy: the rules of the verdict; the default policy if None.
        limits: the caps.
        compare_bytes: compare contents where blob ids agree, too (``--bytes``).
        clock: where the seconds of each step are added up.
        skips: what could not be checked before the audit began (a repository out of reach).
        releases: who is asked for releases of third parties that the source names; nobody if None.
        deepen: what makes more of the ledger before it is judged, by running things; nothing if None.
        published: what was found out of who published the artifact, or why nobody says anything of it.
        whole_custody: look at all that custody knows to look at, not only at what costs next to nothing.
    """
    clock = clock or Clock()
    policy = policy or Policy()
    if source is None:
        ledger = _without_source(artifact, reaches_of(artifact, limits), skips)
    else:
        with clock.step("configure"):
            source.tree.reader.prefetch(_configuration(source))
            project = read_project(source.tree, source.subdir, limits)
            layout = layout_of(artifact, project)
        with clock.step("match"):
            matched = match(artifact.tree, source, layout)
        with clock.step("fetch"):
            differing = (d.source.path for d in matched.differences if d.source is not None)
            source.tree.reader.prefetch(frozenset(differing))
            attributes = Attributes.of(source.tree)
        known, unread = _known_files(matched, artifact)
        context = Context(
            artifact=artifact,
            source=source,
            project=project,
            layout=layout,
            limits=limits,
            attributes=attributes.get,
            releases=releases or NoReleases(),
            links=frozenset(path for path, e in source.tree.entries.items() if e.is_link),
            gitlinks=frozenset(
                path
                for path, e in source.tree.entries.items()
                if e.is_gitlink and path not in source.submodules
            ),
            by_blob={entry.blob: path for path, entry in source.tree.entries.items()}
            if matched.differences
            else {},
            known=known,
        )
        with clock.step("reach"):
            reaches = reaches_of(artifact, limits)
        with clock.step("explain"):
            lines = [_pair_line(pair, context, reaches, compare_bytes) for pair in matched.pairs]
            lines += [_line(difference, context, reaches) for difference in matched.differences]
            source = replace(source, evidence=(*source.evidence, *tarball_evidence(context)))
        ledger = Ledger(
            artifact=artifact,
            source=source,
            lines=_in_artifact_order(artifact, lines),
            omitted=missed(
                _left_out(matched.omitted, artifact, attributes),
                frozenset(pair.source.path for pair in matched.pairs),
                context,
            ),
            findings=_settled(artifact.findings, artifact, matched),
            skips=(*skips, *source.skips, *project.skips, *attributes.skips, *unread),
        )
        if deepen is not None:
            with clock.step("deepen"):
                ledger = deepen(ledger, project, layout)
        with clock.step("build system"):
            ledger = read_build_system(ledger, limits)
        if source.log is not None:
            with clock.step("custody"):
                needed = policy.custody.checks if policy.custody is not None else frozenset()
                custody = custody_of(source, ledger, limits, needed=needed, whole=whole_custody)
                ledger = replace(ledger, custody=custody)
    ledger = _identified(ledger, published, policy)
    return replace(ledger, verdict=policy.judge(ledger), timings=dict(clock.seconds))


def _identified(ledger: Ledger, known: Known | str, policy: Policy) -> Ledger:
    """``ledger`` with its identity; what is offered and could not be checked is a skip, and no pass."""
    if policy.identity is None and (isinstance(known, str) or known.is_nothing):
        why = known if isinstance(known, str) else known.unasked
        return replace(ledger, identity=Identity(rung=Rung.ABSENT, why_not=why))
    # Only where somebody has something to say: most artifacts are not attested.
    from tallystick.identity.case import Known  # noqa: PLC0415
    from tallystick.identity.climbing import of_ledger  # noqa: PLC0415
    from tallystick.identity.terms import Terms  # noqa: PLC0415

    known = Known(unasked=known) if isinstance(known, str) else known
    identity = of_ledger(ledger, known, policy.identity or Terms())
    skips = ledger.skips
    states = {one.state for one in identity.attestations}
    if states and states.isdisjoint({State.VERIFIED, State.REFUSED}):
        skips = (*skips, Skip(check="identity", reason=identity.why_not))
    return replace(ledger, identity=identity, skips=skips)


def _known_files(matched: Match, artifact: Artifact) -> tuple[KnownFiles | None, tuple[Skip, ...]]:
    """The shipped database of known toolchain files, or why there is none; not opened for nothing."""
    if not matched.differences or artifact.kind not in SOURCES:
        return None, ()
    try:
        return shipped(), ()
    except StorageError as error:
        return None, (Skip(check="known-toolchain-file", reason=str(error)),)


def _configuration(source: Source) -> frozenset[str]:
    prefix = f"{source.subdir}/" if source.subdir else ""
    wanted = {prefix + name for name in CONFIGURATION_FILES}
    return frozenset(wanted & source.tree.entries.keys())


def _without_source(artifact: Artifact, reaches: Reaches, skips: tuple[Skip, ...]) -> Ledger:
    lines = tuple(
        LedgerLine(
            entry=entry,
            grade=Grade.UNPROVEN,
            reach=reached.reach,
            reach_reason=reached.reason,
            evidence="there was no source to compare with",
        )
        for entry in artifact.tree.entries.values()
        for reached in [reaches.of(entry)]
    )
    return Ledger(
        artifact=artifact, source=None, lines=lines, findings=artifact.findings, skips=skips
    )


def _pair_line(
    pair: Pair,
    context: Context,
    reaches: Reaches,
    compare_bytes: bool,  # noqa: FBT001
) -> LedgerLine:
    entry = pair.entry
    reached = reaches.of(entry)
    grade, evidence = pair.grade, pair.reason
    if compare_bytes:
        try:
            same = context.artifact.tree.read(entry.path) == context.source.tree.read(
                pair.source.path
            )
            evidence = "; ".join(filter(None, (evidence, "contents compared")))
        except (ContentUnavailable, LimitExceeded) as error:
            same, grade, evidence = True, Grade.UNPROVEN, f"contents not compared: {error}"
        if not same:
            grade, evidence = Grade.CONTRADICTED, "same blob id, other bytes: a SHA-1 collision"
    notes = entry.notes
    if pair.dropped_executable:
        notes = (*notes, "executable in the source, not in the artifact")
    return LedgerLine(
        entry=entry,
        grade=grade,
        reach=reached.reach,
        reach_reason=reached.reason,
        source_path=pair.source.path,
        evidence=evidence,
        explainer="submodule" if pair.grade is Grade.UPSTREAM else None,
        notes=notes,
    )


def _line(difference: Difference, context: Context, reaches: Reaches) -> LedgerLine:
    explanation = explain(difference, context)
    if explanation is None:
        explanation = _unclaimed(difference, context)
    entry = difference.entry
    explanation = _with_its_mode(explanation, entry, context)
    residue = not explanation.grade.is_proof
    reached = reaches.of(entry)
    if residue and reached.reach in QUIET:
        reached = reaches.of(entry, head(entry, context))
    return LedgerLine(
        entry=entry,
        grade=explanation.grade,
        reach=reached.reach,
        reach_reason=reached.reason,
        explainer=explanation.explainer or None,
        source_path=explanation.source_path
        or (difference.source.path if difference.source else None),
        claim=explanation.claim or None,
        evidence=explanation.evidence,
        normalisations=explanation.normalisations,
        notes=(*entry.notes, *explanation.notes),
        delta=delta(difference, explanation.grade, context) if residue else None,
    )


def _with_its_mode(explanation: Explanation, entry: Entry, context: Context) -> Explanation:
    """A proof of bytes from one entry of the source is none of an executable bit that it lacks."""
    held = context.source.tree.entries.get(explanation.source_path or "")
    if (
        explanation.grade is not Grade.DERIVED
        or not entry.is_executable
        or held is None
        or held.is_link
        or held.is_executable
        or not SAID.isdisjoint(explanation.normalisations)
        or is_everywhere(context)
    ):
        return explanation
    evidence = f"{explanation.evidence}; nothing here says who set the executable bit"
    return replace(explanation, grade=Grade.UNPROVEN, evidence=evidence)


def _unclaimed(difference: Difference, context: Context) -> Explanation:
    """No explainer has a claim: the source contradicts it, or nothing knows it."""
    if difference.source is not None:
        return Explanation(
            grade=Grade.CONTRADICTED,
            explainer="",
            claim="",
            evidence=f"the source has other content at {difference.source.path}",
        )
    elsewhere = context.by_blob.get(difference.entry.blob) if difference.entry.size else None
    notes = (
        (f"same bytes as {elsewhere} in the source; nothing says why they are here",)
        if elsewhere
        else ()
    )
    return Explanation(
        grade=Grade.UNEXPLAINED,
        explainer="",
        claim="",
        evidence="the source has nothing at this place, and no explainer knows it",
        notes=notes,
    )


def _left_out(
    omitted: tuple[Omitted, ...], artifact: Artifact, attributes: Attributes
) -> tuple[Omitted, ...]:
    """Say which entries ``git archive`` was told to leave out (gitattributes(5), export-ignore)."""
    if artifact.commit is None:
        return omitted
    return tuple(
        replace(entry, reason="export-ignore") if attributes[entry.path].export_ignore else entry
        for entry in omitted
    )


def _in_artifact_order(artifact: Artifact, lines: list[LedgerLine]) -> tuple[LedgerLine, ...]:
    by_path: Mapping[str, LedgerLine] = {line.path: line for line in lines}
    return tuple(by_path[path] for path in artifact.tree.entries)


def _settled(
    findings: tuple[Finding, ...], artifact: Artifact, matched: Match
) -> tuple[Finding, ...]:
    """A finding about names is no ambiguity of the artifact when the source has those very names."""
    proven = {pair.entry.path for pair in matched.pairs if pair.grade is not Grade.MOVED}
    prefix = f"{artifact.top}/" if artifact.top else ""

    def settle(finding: Finding) -> Finding:
        inside = [path.removeprefix("./").removeprefix(prefix) for path in finding.paths]
        if finding.id in NAME_FINDINGS and inside and all(path in proven for path in inside):
            message = f"{finding.message}; the source has the same names"
            return replace(finding, ambiguous=False, message=message)
        return finding

    return tuple(settle(finding) for finding in findings)
