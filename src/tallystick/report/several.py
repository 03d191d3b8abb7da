"""What every format says of several artifacts at once: a row each, what was not audited, and sums."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from tallystick.errors import UsageError
from tallystick.model import Ledger, Reach, Source, VerdictValue
from tallystick.release import Holding, Release, holding, releases
from tallystick.report import summary
from tallystick.report.text import counted


class Kind(StrEnum):
    """Why there is no ledger of something that was asked for."""

    MISMATCH = "mismatch"
    """Another file is served than the user's own lock file or URL pins."""

    FAILED = "failed"
    """It could not be audited; the reason is what a single TARGET would have failed with."""

    LACKS_TOOL = "lacks-tool"
    """A program that it takes is not installed, so nothing could be checked."""

    NO_RELEASE = "no-release"
    """It is no release that an index serves: a commit, a file on somebody's disk."""

    LOCAL = "local"
    """It is a folder of the project that the lock file belongs to."""

    OTHER_PLATFORM = "other-platform"
    """Wheels of other platforms, which ``--all-files`` audits."""


FAILURES: Final = frozenset({Kind.MISMATCH, Kind.FAILED, Kind.LACKS_TOOL})


class Unaudited(Struct, frozen=True, kw_only=True):
    """Something that was asked for and of which there is no ledger.

    Attributes:
        target: what it is called, without credentials.
        kind: what keeps it from being audited.
        reason: one line for a person.
        files: how many files it stands for.
    """

    target: str
    kind: Kind
    reason: str
    files: int = 1


class Row(Struct, frozen=True, kw_only=True):
    """What an overview says of an artifact; all that is kept of an accepted one where no more is shown.

    Attributes:
        name: the artifact's.
        verdict: of the policy.
        files: entries of its ledger.
        proven: those of them that are accounted for.
        why: the first thing to look at; where an accepted one comes from.
        holding: what the other artifacts of its release are compared with.
    """

    name: str
    verdict: VerdictValue
    files: int
    proven: int
    why: str
    holding: Holding | None = None


Result = Ledger | Row | Unaudited
"""What became of one file that was asked for."""


def row(ledger: Ledger) -> Row:
    """All that is kept of ``ledger`` where no more of it is shown."""
    return replace(_row(ledger), holding=holding(ledger))


def _row(ledger: Ledger) -> Row:
    return Row(
        name=ledger.artifact.name,
        verdict=summary.verdict(ledger).value,
        files=len(ledger.lines),
        proven=summary.proven(ledger).files,
        why=_why(ledger),
    )


def _why(ledger: Ledger) -> str:
    verdict = summary.verdict(ledger)
    if verdict.value is VerdictValue.ACCEPTED:
        return _from(ledger.source)
    if ledger.source is None and ledger.skips:
        return ledger.skips[0].reason
    if residue := summary.residue(ledger):
        more = f" and {len(residue) - 1:,} more" if len(residue) > 1 else ""
        return f"{residue[0].grade}: {residue[0].path}{more}"
    if verdict.reasons:
        return verdict.reasons[0].message
    return ledger.skips[0].reason if ledger.skips else ""


def _from(source: Source | None) -> str:
    """What an accepted artifact was laid against: whose repository that is, a person has to know."""
    if source is None:
        return ""
    at = source.ref or (source.commit or "")[:12]
    url = source.url.removeprefix("https://")
    return f"{url} at {at[:40]}" if at else url


def rows(results: Sequence[Result]) -> list[Row | Unaudited]:
    """A row for each result in its order, without what is only counted (see :func:`remarks`)."""
    counted_only = {Kind.LOCAL, Kind.OTHER_PLATFORM}
    shown = [result for result in results if not _is(result, counted_only)]
    return [_row(result) if isinstance(result, Ledger) else result for result in shown]


def _is(result: Result, kinds: set[Kind] | frozenset[Kind]) -> bool:
    return isinstance(result, Unaudited) and result.kind in kinds


def whole(results: Sequence[Result]) -> Iterator[Ledger]:
    """The ledgers of which more than a row was kept."""
    return (result for result in results if isinstance(result, Ledger))


def ledgers(results: Sequence[Result]) -> list[Ledger]:
    """The ledgers among ``results``.

    Raises:
        UsageError: of one only its row was kept.
    """
    if any(isinstance(result, Row) for result in results):
        raise UsageError("a ledger that was reduced to its row cannot be written in this format")
    return [result for result in results if isinstance(result, Ledger)]


def failures(results: Sequence[Result]) -> list[Unaudited]:
    """What was asked for and could not be audited."""
    return [r for r in results if isinstance(r, Unaudited) and r.kind in FAILURES]


def not_audited(results: Sequence[Result]) -> list[Unaudited]:
    """What was left out for a reason that is no failure."""
    return [r for r in results if isinstance(r, Unaudited) and r.kind not in FAILURES]


def side_by_side(results: Sequence[Result]) -> tuple[Release, ...]:
    """The releases of which several artifacts were audited, laid side by side."""
    if len(results) < 2:
        return ()
    return releases(one for result in results if (one := _held(result)) is not None)


def _held(result: Result) -> Holding | None:
    if isinstance(result, Ledger):
        return holding(result)
    return result.holding if isinstance(result, Row) else None


class Told(Struct, frozen=True, kw_only=True):
    """A sentence about a release (not escaped), and the paths that it is about."""

    subject: str
    sentence: str
    paths: tuple[str, ...] = ()


def told(results: Sequence[Result]) -> list[Told]:
    """What a person should know of the releases as such; nothing of one wheel that its sdist bears out."""
    return [
        Told(subject=f"{one.project} {one.version}", sentence=sentence, paths=paths)
        for one in side_by_side(results)
        for sentence, paths in _told(one)
    ]


def _told(release: Release) -> Iterator[tuple[str, tuple[str, ...]]]:
    wheels = counted(len(release.wheels), "wheel")
    compared = f"{wheels} and the sdist" if release.sdists else wheels
    loose = tuple(one.path for one in release.differing if not one.is_proven)
    if loose:
        files = counted(len(loose), "Python file")
        yield f"{files} not the same in {compared}, and not accounted for in each", loose
    if proven := len(release.differing) - len(loose):
        files = counted(proven, "Python file")
        yield f"{files} not the same in {compared}, and accounted for by the source in each", ()
    if len(release.wheels) > 1:
        if release.partial:
            files = counted(len(release.partial), "Python file")
            yield f"{files} not in all of {wheels}", tuple(one.path for one in release.partial)
        if release.same:
            yield f"{counted(release.same, 'Python file')} the same in {wheels}", ()
    neither = "neither in the sdist nor" if release.sdists else "not"
    for reach in Reach:
        paths = tuple(dict.fromkeys(o.path for o in release.wheel_only if o.reach is reach))
        if paths:
            files = counted(len(paths), "file")
            yield f"{files} only in a wheel, {neither} accounted for by its source: {reach}", paths


def is_single(results: Sequence[Result]) -> bool:
    """Whether there is one ledger and nothing else, so that no overview is needed."""
    return len(results) == 1 and isinstance(results[0], Ledger)


def totals_in_words(results: Sequence[Result]) -> str:
    """``30 artifacts audited: 27 accepted, 2 inconclusive, 1 rejected; 1 failed``."""
    verdicts = Counter(row.verdict for row in rows(results) if isinstance(row, Row))
    kinds = Counter(r.kind for r in results if isinstance(r, Unaudited))
    order = (VerdictValue.REJECTED, VerdictValue.INCONCLUSIVE, VerdictValue.ACCEPTED)
    parts = [f"{verdicts[value]:,} {value}" for value in order if verdicts[value]]
    said = f"{counted(sum(verdicts.values()), 'artifact')} audited"
    said += f": {', '.join(parts)}" if parts else ""
    words = {
        Kind.MISMATCH: "not what the lock pins",
        Kind.FAILED: "failed",
        Kind.LACKS_TOOL: "without a program",
        Kind.NO_RELEASE: "without a release",
    }
    rest = [f"{kinds[kind]:,} {word}" for kind, word in words.items() if kinds[kind]]
    return "; ".join([said, *rest])


def remarks(results: Sequence[Result]) -> list[str]:
    """What was left out on purpose, a sentence for each reason."""
    said = []
    others = [r for r in results if _is(r, {Kind.OTHER_PLATFORM}) and isinstance(r, Unaudited)]
    if others:
        wheels = counted(sum(other.files for other in others), "wheel")
        where = counted(len(others), "release")
        said.append(
            f"{wheels} of other platforms in {where} not audited; --all-files audits them too"
        )
    local = [r for r in results if _is(r, {Kind.LOCAL}) and isinstance(r, Unaudited)]
    if local:
        said.append(f"{counted(len(local), 'entry', 'entries')} of the project's own, no release")
    return said
