"""As of which moment tools are taken from an index, and which time a build is told."""

from __future__ import annotations

import time
from collections.abc import Iterable
from datetime import UTC, datetime

from msgspec import Struct

from tallystick.model import Artifact, Hint, HintKind, Source


class Moment(Struct, frozen=True, kw_only=True):
    """One moment.

    Attributes:
        day: what was uploaded to an index later is not taken.
        by: who says so: ``index`` (the time of the upload), ``artifact`` (the newest stamp in it),
            ``commit`` (the committer's clock).
        clock: ``SOURCE_DATE_EPOCH``: the newest stamp in the artifact, else the commit's; seconds since 1970.
    """

    day: datetime
    by: str
    clock: int


def moment(artifact: Artifact, source: Source, uploaded: datetime | None) -> Moment:
    """When ``artifact`` was made, by the best witness there is.

    A stamp from before the commit is none of the build: archives that are made to be the same each time
    carry 1980 or the commit's own. One from the future is no stamp.
    """
    now = int(time.time())
    committed = min(max(source.commit_time or 0, 0), now)
    stamp = artifact.stamp if committed < (artifact.stamp or 0) <= now else None
    clock = stamp or committed
    if uploaded is not None:
        return Moment(day=uploaded, by="index", clock=clock)
    by = "artifact" if stamp is not None else "commit"
    return Moment(day=datetime.fromtimestamp(clock, UTC), by=by, clock=clock)


def uploaded(hints: Iterable[Hint]) -> datetime | None:
    """The earliest time of upload that an index stated; None if none did."""
    found = []
    for hint in hints:
        if hint.kind is HintKind.UPLOADED:
            try:
                said = datetime.fromisoformat(hint.value)
            except ValueError:
                continue
            if said.tzinfo is not None:
                found.append(said.astimezone(UTC))
    return min(found, default=None)
