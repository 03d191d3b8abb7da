"""What a rule says."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from tallystick.watch.graph import Run


class Severity(StrEnum):
    """How much it matters."""

    HIGH = "high"
    """No honest build of those tried does this: a person has to look before anything is shipped."""
    LOW = "low"
    """Honest builds do this, for the reason that the alarm gives."""


class Alarm(Struct, frozen=True, kw_only=True):
    """One thing that a build did.

    Attributes:
        rule: the id of the rule.
        severity: how much it matters.
        message: what was done, in one sentence.
        path: the file that it is about, as the build saw it; None if there is none.
        run: who did it; None if it is about a file alone.
        reason: why honest builds may do it; "" for those of high severity.
    """

    rule: str
    severity: Severity
    message: str
    path: str | None = None
    run: Run | None = None
    reason: str = ""
