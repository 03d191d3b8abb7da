"""What a command exits with, from the verdicts that it gave."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tallystick.cli import EXIT_FAILED
from tallystick.model import VerdictValue
from tallystick.policy import worst
from tallystick.report.several import Kind, Result, Row, Unaudited, rows

EXIT_CODES: Mapping[VerdictValue, int] = {
    VerdictValue.ACCEPTED: 0,
    VerdictValue.REJECTED: 1,
    VerdictValue.INCONCLUSIVE: 3,
}
"""0 accepted, 1 rejected, 3 inconclusive; 2 is for usage errors and crashes."""


def exit_code(results: Sequence[Result]) -> int:
    """The most serious of what became of each: rejected, failed, inconclusive, accepted.

    A file that is not the pinned one is as bad as a rejected one; what is no release was not checked.
    """
    kinds = {result.kind for result in results if isinstance(result, Unaudited)}
    verdicts = {row.verdict for row in rows(results) if isinstance(row, Row)}
    if Kind.MISMATCH in kinds or VerdictValue.REJECTED in verdicts:
        return EXIT_CODES[VerdictValue.REJECTED]
    if Kind.FAILED in kinds:
        return EXIT_FAILED
    if kinds & {Kind.LACKS_TOOL, Kind.NO_RELEASE}:
        return EXIT_CODES[VerdictValue.INCONCLUSIVE]
    return EXIT_CODES[worst(list(verdicts))]
