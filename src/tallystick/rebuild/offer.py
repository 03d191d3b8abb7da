"""The residue of a ledger, offered to regenerators; what they made is compared here and nowhere else."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from tallystick.delta import text_delta
from tallystick.errors import LimitExceeded, TallystickError
from tallystick.model import Grade, Ledger, LedgerLine, Skip
from tallystick.rebuild.normalisation import NORMALISATIONS, equal_under
from tallystick.rebuild.regenerator import How, Made, NotMade, Regenerator, Subject


def offer(ledger: Ledger, subject: Subject, regenerators: Sequence[Regenerator]) -> Ledger:
    """``ledger`` with what ``regenerators`` proved, and why they did not prove the rest.

    A line that is not proven keeps its grade: that a run did not come out the same shows that the
    inputs were not the same, not which of them (ADR 17). Only what was made in every way that an honest
    one could have been is contradicted by another outcome (ADR 22).
    """
    offering = _Offering(lines={line.path: line for line in ledger.lines})
    for regenerator in regenerators:
        wanted = [
            line
            for line in offering.lines.values()
            if regenerator.concerns(line, subject.artifact.kind)
        ]
        if wanted:
            offering.ask(regenerator, wanted, replace(subject, lines=offering.lines))
    lines = tuple(offering.lines[line.path] for line in ledger.lines)
    residue = {line.path for line in lines if not line.grade.is_proof}
    skips = [skip for paths, skip in offering.skips if not residue.isdisjoint(paths)]
    return replace(ledger, lines=lines, skips=tuple(dict.fromkeys((*ledger.skips, *skips))))


def unable(ledger: Ledger, regenerators: Sequence[Regenerator], reason: str) -> Ledger:
    """``ledger`` where nothing can be run: each line that would have been offered says why."""
    offering = _Offering(lines={line.path: line for line in ledger.lines})
    for regenerator in regenerators:
        paths = [
            line.path for line in ledger.lines if regenerator.concerns(line, ledger.artifact.kind)
        ]
        for path in paths:
            if reason not in (offering.lines[path].evidence or ""):  # several may be offered it
                offering.lines[path] = _with_reason(offering.lines[path], reason)
    if all(offering.lines[line.path] is line for line in ledger.lines):
        return ledger
    return replace(
        ledger,
        lines=tuple(offering.lines[line.path] for line in ledger.lines),
        skips=(*ledger.skips, Skip(check="regenerate", reason=reason)),
    )


class _Offering(Struct, kw_only=True):
    """The lines as they stand, and the skips with the paths that each is about."""

    lines: dict[str, LedgerLine]
    skips: list[tuple[frozenset[str], Skip]] = field(default_factory=list)

    def ask(self, regenerator: Regenerator, wanted: Sequence[LedgerLine], subject: Subject) -> None:
        """Have one regenerator make what ``wanted`` is about."""
        open_ = {line.path for line in wanted}
        before = {line.path: line for line in wanted}
        try:
            for answer in regenerator.run(wanted, subject):
                if isinstance(answer, NotMade):
                    self._not_made(regenerator, answer, open_)
                elif answer.path in before and not self.lines[answer.path].grade.is_proof:
                    line = compared(before[answer.path], answer, regenerator, subject)
                    # Of several that are wrong the first is the likeliest.
                    if line.grade.is_proof or answer.path in open_:
                        self.lines[answer.path] = line
                    open_.discard(answer.path)
        except TallystickError as error:
            self._not_made(regenerator, NotMade(paths=tuple(open_), reason=str(error)), open_)

    def _not_made(self, regenerator: Regenerator, answer: NotMade, open_: set[str]) -> None:
        paths = open_.intersection(answer.paths)
        open_ -= paths
        for path in paths:
            self.lines[path] = _with_reason(self.lines[path], answer.reason, answer.log)
        if paths:
            skip = Skip(check=regenerator.id, reason=answer.reason)
            self.skips.append((frozenset(paths), skip))


def compared(
    line: LedgerLine, made: Made, regenerator: Regenerator, subject: Subject
) -> LedgerLine:
    """``line`` as proven, or as it was, with how it differs."""
    entry, how = line.entry, made.how
    try:
        published = subject.artifact.tree.read(entry.path)
    except LimitExceeded as error:
        return _with_reason(line, str(error))
    tried = (*(NORMALISATIONS[one] for one in made.normalisations), *made.besides)
    used = equal_under(published, made.content, tried)
    if used is None:
        difference = text_delta(
            made.content,
            published,
            names=(f"made/{entry.path}", f"artifact/{entry.path}"),
            lines=subject.limits.delta_lines,
        )
        if made.exact:
            return replace(
                line,
                grade=Grade.CONTRADICTED,
                evidence=f"{_run(how)} from nothing but proven files: it came out otherwise",
                normalisations=how.adjustments,
                delta=difference or line.delta,
            )
        # The difference tells more than what reading alone left open.
        said = _joined(f"{_run(how)}: it came out otherwise", made.doubt, line.evidence)
        return replace(
            line,
            evidence=said,
            normalisations=how.adjustments,
            notes=entry.notes,
            delta=difference or line.delta,
        )
    if made.mode != entry.mode:
        said = f"the same bytes with the mode {made.mode:06o}, not {entry.mode:06o}"
        return replace(line, evidence=_joined(f"{_run(how)}: {said}", line.evidence))
    return replace(
        line,
        grade=regenerator.grade,
        explainer=regenerator.id,
        claim=made.claim or line.claim,
        evidence=f"{_run(how)}: the same bytes" + (" but for what is named" if used else ""),
        source_path=made.source_path or line.source_path,
        normalisations=(*how.adjustments, *used),
        notes=entry.notes,
        delta=None,
    )


def _run(how: How) -> str:
    environment = f"; environment {how.environment[:16]}" if how.environment else ""
    return f"made again by `{how.command}` ({', '.join(how.tools)}{environment})"


def _with_reason(line: LedgerLine, reason: str, log: str = "") -> LedgerLine:
    """``line`` with why nothing was made and the end of the log, before what is known without running."""
    notes = (*(f"log: {said}" for said in log.splitlines()), *line.notes)
    return replace(line, evidence=_joined(f"not made again: {reason}", line.evidence), notes=notes)


def _joined(*parts: str | None) -> str:
    return "; ".join(filter(None, parts))
