"""How each entry of an artifact is accounted for: paired with the source, explained, or left open."""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from tallystick.archive.findings import two_commits
from tallystick.clock import Clock
from tallystick.errors import ContentUnavailable, LimitExceeded, StorageError
from tallystick.explain import Context, NoReleases, Releases, explain
from tallystick.explain.absence import missed
from tallystick.explain.context import SOURCES, Unreadable
from tallystick.explain.delta import delta, head
from tallystick.explain.mode import SAID, is_everywhere
from tallystick.explain.npm.packed import not_packed
from tallystick.explain.toolchain.tarball_kind import tarball_evidence
from tallystick.limits import Limits
from tallystick.match import Match, Pair, match
from tallystick.model import (
    Artifact,
    ArtifactKind,
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
from tallystick.policy import QUIET
from tallystick.project import CONFIGURATION_FILES, Layout, Project, layout_of, read_project
from tallystick.reach.reaches import Reaches, reaches_of
from tallystick.source import Attributes
from tallystick.upstreams import KnownFiles, shipped

NAME_FINDINGS = frozenset(
    {"name-collision", "name-invisible", "name-control", "name-backslash", "name-encoding"}
)
"""Findings about names alone: settled where the source holds the very same names."""


class Accounted(Struct, frozen=True, kw_only=True):
    """What reading alone comes to: a ledger that nobody has judged, and what the source is like."""

    ledger: Ledger
    project: Project
    layout: Layout


def account(
    artifact: Artifact,
    source: Source,
    *,
    limits: Limits,
    clock: Clock,
    compare_bytes: bool = False,
    skips: tuple[Skip, ...] = (),
    releases: Releases | None = None,
) -> Accounted:
    """A line for every entry of ``artifact``, from what the source says of it.

    Arguments as in :func:`tallystick.audit.audit`.
    """
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
            frozenset(_held(matched)),
            context,
        ),
        findings=_settled(artifact, source, matched),
        skips=(*skips, *source.skips, *project.skips, *attributes.skips, *unread),
    )
    return Accounted(ledger=ledger, project=project, layout=layout)


def _held(matched: Match) -> Iterator[str]:
    """The files of the source that the artifact holds, whatever it has made of them."""
    yield from (pair.source.path for pair in matched.pairs)
    yield from (d.source.path for d in matched.differences if d.source is not None)


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


def without_source(artifact: Artifact, limits: Limits, skips: tuple[Skip, ...]) -> Ledger:
    """The ledger of an artifact for which there is no source: every entry is ``unproven``."""
    reaches = reaches_of(artifact, limits)
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
    if context.artifact.kind is ArtifactKind.NPM and grade is Grade.IDENTICAL:
        unasked = not_packed(entry.path, context)
        grade, evidence = (Grade.UNPROVEN, unasked) if unasked else (grade, evidence)
    notes = entry.notes
    if pair.dropped_executable and _keeps_bits(context):
        grade = Grade.UNPROVEN
        evidence = (
            "the source's bytes; its executable bit is gone, and other files here have theirs"
        )
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


def _keeps_bits(context: Context) -> bool:
    """Whether the artifact is of a kind that keeps executable bits, and has one: ``[ -x hook ] &&`` obeys.

    Backends write wheels with bits of their own; a file system without modes takes or gives all of them.
    """
    entries = context.artifact.tree.entries.values()
    return context.artifact.kind in SOURCES and context.once(
        "keeps executable bits", lambda: any(e.is_executable and not e.is_link for e in entries)
    )


def _line(difference: Difference, context: Context, reaches: Reaches) -> LedgerLine:
    explanation = explain(difference, context)
    if explanation is None:
        explanation = _unclaimed(difference, context)
    entry = difference.entry
    explanation = _with_its_mode(explanation, entry, context)
    explanation = _with_its_mark(explanation, entry, context)
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
    """A proof of bytes is none of an executable bit that the entry of the source lacks, or nobody has."""
    held = context.source.tree.entries.get(explanation.source_path or "")
    if (
        explanation.grade not in {Grade.DERIVED, Grade.MOVED}
        or not entry.is_executable
        or (held is not None and (held.is_link or held.is_executable))
        or not SAID.isdisjoint(explanation.normalisations)
        or is_everywhere(context)
    ):
        return explanation
    evidence = f"{explanation.evidence}; nothing here says who set the executable bit"
    return replace(explanation, grade=Grade.UNPROVEN, evidence=evidence)


def _with_its_mark(explanation: Explanation, entry: Entry, context: Context) -> Explanation:
    """A proof of what a text says is none of a byte-order mark before it, which parsers here pass over.

    ``email.parser`` takes the whole of ``METADATA`` for its body then, so that no requirement is left of it;
    ``importlib.metadata`` does not see the first group of ``entry_points.txt``.
    """
    if explanation.grade is not Grade.DERIVED or entry.is_link:
        return explanation
    held = context.source.tree.entries.get(explanation.source_path or "")
    try:
        if not context.artifact_bytes(entry.path).startswith(BOM_UTF8):
            return explanation
        held = None if held is None or held.is_link or held.is_gitlink else held
        if held is not None and context.source_bytes(held.path).startswith(BOM_UTF8):
            return explanation
    except Unreadable:
        return explanation  # too large for an explainer to have parsed it
    evidence = (
        f"{explanation.evidence}; but a byte-order mark stands before it, which nobody writes"
    )
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


def _settled(artifact: Artifact, source: Source, matched: Match) -> tuple[Finding, ...]:
    """The artifact's findings; what the source explains is no ambiguity.

    It may have the very names that a finding is about. And where submodules were added to what ``git
    archive`` wrote (``tar --concatenate``), each brings its own commit along: the one that the source has
    there.
    """
    links = {entry.blob for entry in source.tree.entries.values() if entry.is_gitlink}
    parts = {two_commits(artifact.commit, one) for one in links | {*source.submodules.values()}}
    proven = {pair.entry.path for pair in matched.pairs if pair.grade is not Grade.MOVED}
    prefix = f"{artifact.top}/" if artifact.top else ""

    def settle(finding: Finding) -> Finding:
        inside = [path.removeprefix("./").removeprefix(prefix) for path in finding.paths]
        if finding.id in NAME_FINDINGS and inside and all(path in proven for path in inside):
            message = f"{finding.message}; the source has the same names"
            return replace(finding, ambiguous=False, message=message)
        if finding.id == "pax-commit" and finding.message in parts:
            message = f"{finding.message}; it is a submodule's of the source"
            return replace(finding, ambiguous=False, message=message)
        return finding

    return tuple(settle(finding) for finding in artifact.findings)
