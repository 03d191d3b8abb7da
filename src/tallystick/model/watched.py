"""What a watched rebuild did, as the ledger keeps it; ``docs/watch.md`` has the rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from msgspec import Struct


class WatchedAlarm(Struct, frozen=True, kw_only=True):
    """One thing that a build did.

    Attributes:
        rule: a heading of ``docs/watch.md``.
        is_high: whether a person has to look; else ``reason`` says why honest builds do it.
        message: what was done.
        path: the file that it is about, relative to the source or absolute; None if there is none.
        by: the command that did it; None if it is about a file alone.
        reason: why honest builds do it; "" where none does.
    """

    rule: str
    is_high: bool
    message: str
    path: str | None = None
    by: str | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedBuild:
    """One build that was looked at while it ran.

    Attributes:
        product: what it was to make: ``sdist``, ``wheel`` or ``npm``.
        succeeded: whether it ended well.
        commands: how many it ran.
        alarms: the worst first.
        lost: what is known not to have been seen; where there is any, the rest proves nothing clean.
        opaque: files of the source that nobody can read, and that it read, with the programs that did.
        reads: every file of the source that it read, likewise; not kept in a report.
    """

    product: str
    succeeded: bool
    commands: int
    alarms: tuple[WatchedAlarm, ...] = ()
    lost: tuple[str, ...] = ()
    opaque: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    reads: Mapping[str, tuple[str, ...]] = field(default_factory=dict, compare=False)
