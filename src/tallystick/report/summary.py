"""What every format says about a ledger: its verdict in words, its totals, its residue in order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from msgspec import Struct

from tallystick import __version__
from tallystick.errors import UsageError
from tallystick.model import (
    PUBLISHED,
    Evidence,
    Grade,
    Ledger,
    LedgerLine,
    News,
    Reach,
    Rebuild,
    RebuildOutcome,
    Source,
    Verdict,
    VerdictValue,
)
from tallystick.report.text import counted, share

TOOL: Final = "tallystick"

RESIDUE_ORDER: Final = (Grade.CONTRADICTED, Grade.UNEXPLAINED, Grade.UNPROVEN)
"""Most serious first: a false claim, then no claim, then a claim that nobody checked."""

_LISTED: Final = 4
"""Baselines that are named one by one."""

_REACH_RANK: Final = {reach: rank for rank, reach in enumerate(Reach)}


def tool_version() -> str:
    """The version of tallystick that is installed."""
    return __version__


class Total(Struct, frozen=True, kw_only=True):
    """How many files, and how many bytes of content they hold (a file of unknown size adds 0)."""

    files: int
    bytes: int


def total(lines: Iterable[LedgerLine]) -> Total:
    """The files and bytes of some lines."""
    sizes = [line.entry.size or 0 for line in lines]
    return Total(files=len(sizes), bytes=sum(sizes))


def totals(lines: Sequence[LedgerLine]) -> dict[Grade, Total]:
    """The files and bytes of each grade, all ten, strongest first."""
    files = Counter(line.grade for line in lines)
    sizes: Counter[Grade] = Counter()
    for line in lines:
        sizes[line.grade] += line.entry.size or 0
    return {grade: Total(files=files[grade], bytes=sizes[grade]) for grade in Grade}


def by_explainer(lines: Iterable[LedgerLine]) -> dict[tuple[Grade, str], Total]:
    """The files and bytes of each grade and explainer, strongest grade first; "" for none."""
    alike: dict[tuple[Grade, str], list[LedgerLine]] = {}
    for line in lines:
        alike.setdefault((line.grade, line.explainer or ""), []).append(line)
    order = list(Grade)
    keys = sorted(alike, key=lambda key: (order.index(key[0]), key[1]))
    return {key: total(alike[key]) for key in keys}


WITHOUT_EXPLAINER: Final = {
    Grade.IDENTICAL: "same bytes, same path",
    Grade.MOVED: "same bytes, another path",
    Grade.UNEXPLAINED: "nobody claims it",
    Grade.CONTRADICTED: "other bytes in the source",
}
"""What accounts for a line that no explainer spoke about."""


def proven(ledger: Ledger) -> Total:
    """The files and bytes that are accounted for."""
    return total(line for line in ledger.lines if line.grade.is_proof)


def residue(ledger: Ledger) -> tuple[LedgerLine, ...]:
    """What nothing accounts for: most serious first, then most dangerous reach, then path."""
    return tuple(
        sorted(
            (line for line in ledger.lines if not line.grade.is_proof),
            key=lambda line: (
                RESIDUE_ORDER.index(line.grade),
                _REACH_RANK[line.reach],
                line.path,
            ),
        )
    )


class Group(Struct, frozen=True, kw_only=True):
    """Lines of the residue of which the same can be said."""

    lines: tuple[LedgerLine, ...]

    @property
    def first(self) -> LedgerLine:
        """The line that speaks for all."""
        return self.lines[0]


def grouped(lines: Iterable[LedgerLine]) -> tuple[Group, ...]:
    """The lines in their order, those alike joined: same grade, reach and why, explainer, claim, evidence.

    A line with a delta or notes of its own always stands alone.
    """
    groups: dict[object, list[LedgerLine]] = {}
    for line in lines:
        alike = (
            line.grade,
            line.reach,
            line.reach_reason,
            line.explainer,
            line.claim,
            line.evidence,
            line.source_path,
        )
        own = line.delta is not None or line.notes or line.normalisations or line.entry.notes
        groups.setdefault((alike, line.path) if own else alike, []).append(line)
    return tuple(Group(lines=tuple(alike)) for alike in groups.values())


def verdict(ledger: Ledger) -> Verdict:
    """The verdict of a ledger.

    Raises:
        UsageError: no policy was applied yet.
    """
    if ledger.verdict is None:
        raise UsageError(f"{ledger.artifact.name!r} has no verdict: apply a policy first")
    return ledger.verdict


def in_words(ledger: Ledger) -> str:
    """The verdict as the rest of a sentence that begins with the artifact's name."""
    by_grade = {grade: one.files for grade, one in totals(ledger.lines).items()}
    return verdict_in_words(verdict(ledger).value, by_grade, skips=len(ledger.skips))


def verdict_in_words(value: VerdictValue, files: Mapping[Grade, int], *, skips: int) -> str:
    """:func:`in_words`, from how many files have each grade and how many checks could not run."""
    left = residue_in_words(files)
    has_files = any(files.values())
    if value is VerdictValue.REJECTED:
        if files.get(Grade.CONTRADICTED) or files.get(Grade.UNEXPLAINED):
            return f"holds what its source does not account for: {left}."
        return "is rejected by the policy; the reasons follow."
    if value is VerdictValue.INCONCLUSIVE:
        if left:
            return f"could not be fully accounted for: {left}."
        if skips and has_files:
            return f"is accounted for file by file, but {counted(skips, 'check')} could not run."
        return "could not be decided."
    if left:
        return f"is accepted by the policy, although not all of it is proven: {left}."
    if not has_files:
        return "holds no files, so there is nothing to account for."
    return "is accounted for: every file of it is proven."


def residue_in_words(files: Mapping[Grade, int]) -> str:
    """``2 contradicted files, 1 unproven file``; "" if everything is proven."""
    return ", ".join(
        counted(files[grade], f"{grade} file") for grade in RESIDUE_ORDER if files.get(grade)
    )


def contents_in_words(ledger: Ledger) -> str:
    """``1,204 files, 5,331,002 bytes``."""
    all_of_it = total(ledger.lines)
    return f"{counted(all_of_it.files, 'file')}, {counted(all_of_it.bytes, 'byte')}"


def proven_in_words(ledger: Ledger) -> str:
    """``1,199 files (99.5 %), 5,100,000 bytes (95.6 %)``."""
    all_of_it, accounted = total(ledger.lines), proven(ledger)
    if not all_of_it.files:
        return "nothing to prove"
    files = counted(accounted.files, "file")
    size = counted(accounted.bytes, "byte")
    return (
        f"{files} ({share(accounted.files, all_of_it.files)}), "
        f"{size} ({share(accounted.bytes, all_of_it.bytes)})"
    )


TELLING = frozenset({
    "repository", "tag", "commit", "folder", "overlap", "closure", "index", "tarball", "gnulib", "signature",
    "evidence",
})  # fmt: skip
"""Kinds of evidence that are shown with a source; the rest is in the JSON ledger."""


def revision(source: Source) -> str:
    """Which state of the source it is (not escaped): ``v5.6.1, commit fd1b975b7851, folder a``."""
    parts = []
    if source.ref and source.ref != source.commit:
        parts.append(source.ref)
    if source.commit:
        parts.append(f"commit {source.commit[:12]}")
    if source.subdir:
        parts.append(f"folder {source.subdir}")
    return ", ".join(parts)


def disagreeing(source: Source) -> tuple[Evidence, ...]:
    """The facts that speak against this source; a person must see them beside it."""
    return tuple(fact for fact in source.evidence if fact.agrees is False)


def found_by(source: Source) -> str:
    """Why this source, of all, in one line (not escaped): what names it, and how much it holds."""
    told = [fact.value for fact in source.evidence if fact.agrees and fact.kind in TELLING]
    return "; ".join(told)


def undecided(source: Source) -> tuple[Evidence, ...]:
    """The facts that speak neither for this source nor against it, and that a person should know."""
    return tuple(fact for fact in source.evidence if fact.agrees is None and fact.kind in TELLING)


def since_in_words(news: News) -> str:
    """Which releases were compared (not escaped): ``1.2.3``, ``12 releases, 1.0 to 1.11``."""
    versions = [old.version or old.name for old in news.since]
    if len(versions) > _LISTED:
        return f"{len(versions)} releases, {versions[0]} to {versions[-1]}"
    return ", ".join(versions)


def notes(ledger: Ledger) -> dict[str, tuple[LedgerLine, ...]]:
    """What else a person should see about proven lines: each note, and the lines that bear it."""
    bearers: dict[str, list[LedgerLine]] = {}
    for line in ledger.lines:
        if line.grade.is_proof:
            for note in dict.fromkeys((*line.entry.notes, *line.notes)):
                bearers.setdefault(note, []).append(line)
    return {note: tuple(lines) for note, lines in bearers.items()}


def rebuild_in_words(rebuild: Rebuild) -> str:
    """What came of one way of building the artifact again, in a sentence (not escaped)."""
    other = "what was published" if rebuild.against == PUBLISHED else rebuild.against
    said = {
        RebuildOutcome.IDENTICAL: f"the same file as {other}",
        RebuildOutcome.EQUAL: f"the same entries as {other}",
        RebuildOutcome.DIFFERS: f"differs from {other}: {_differences(rebuild)}",
        RebuildOutcome.FAILED: f"failed at {rebuild.step or 'an unknown step'}",
    }[rebuild.outcome]
    parts = [
        f"{said}: {rebuild.reason}" if rebuild.reason else said,
        f"looks like {', '.join(rebuild.causes)}" if rebuild.causes else "",
        *rebuild.normalisations,
        *rebuild.adjustments,
        f"made by {', '.join(rebuild.tools)}" if rebuild.tools else "",
    ]
    return "; ".join(filter(None, parts))


def rebuild_paths(rebuild: Rebuild) -> tuple[str, ...]:
    """The entries that a rebuild is about."""
    return (*rebuild.differing, *rebuild.missing, *rebuild.added)


def _differences(rebuild: Rebuild) -> str:
    counts = (
        (rebuild.differing, "came out otherwise"),
        (rebuild.missing, "did not come out"),
        (rebuild.added, "came out besides"),
    )
    said = [f"{counted(len(paths), 'entry', 'entries')} {what}" for paths, what in counts if paths]
    return ", ".join(said) or "its container"
