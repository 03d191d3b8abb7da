"""Whether the known files of one upstream can have been current on one and the same day.

``gnulib-tool`` copies all of its files from one commit, so there is a day on which each was current. A
file that had been replaced long before that day was put among the others by somebody else: an old
version with an old weakness is a published file too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

from tallystick.explain.context import Context
from tallystick.explain.places import base_name
from tallystick.upstreams import KnownFiles, Part, Row

ENOUGH = 20
"""Files from which a generation is told; gzip and nano have 180 and more."""

ONE_SOURCE = "gnulib"
"""The upstream whose files all come from one commit; several tools install the others' files."""


def outlier(rows: tuple[Row, ...], known: KnownFiles, context: Context) -> str | None:
    """Why the file that ``rows`` know is of another generation than the rest; or None."""
    if any(row.upstream != ONE_SOURCE for row in rows):
        return None
    generation = context.once("gnulib generation", lambda: _generation(known, context))
    last = max(row.last for row in rows)
    if generation is None or last >= generation:
        return None
    day = date(1970, 1, 1) + timedelta(days=generation)
    return f"replaced before {day}, when the others of {ONE_SOURCE} in this release were current"


def never_together(
    definitions: Sequence[tuple[Part, tuple[Row, ...]]], upstream: str
) -> str | None:
    """Which two definitions of ``upstream`` in one file were never current on one day; None if all were.

    Those that another upstream published too may come from there, and do not count.
    """
    own = [
        (part, min(row.first for row in rows), max(row.last for row in rows))
        for part, rows in definitions
        if all(row.upstream == upstream for row in rows)
    ]
    if not own:
        return None
    newest, since, _ = max(own, key=lambda found: found[1])
    oldest, _, until = min(own, key=lambda found: found[2])
    if since <= until:
        return None
    begun, ended = (date(1970, 1, 1) + timedelta(days=day) for day in (since, until))
    return (
        f"{oldest.name} (line {oldest.line}) was replaced in {upstream} on {ended}, "
        f"before {newest.name} (line {newest.line}) came on {begun}"
    )


def _generation(known: KnownFiles, context: Context) -> int | None:
    """The first day on which the most of gnulib's files were current; None where too few agree."""
    changes: Counter[int] = Counter()
    count = 0
    for path, entry in context.artifact.tree.entries.items():
        if entry.is_link or entry.sha256 is None:
            continue
        found = known.find(bytes.fromhex(entry.sha256))
        rows = [row for row in found if row.name == base_name(path)]
        if not rows or any(row.upstream != ONE_SOURCE for row in rows):
            continue
        count += 1
        changes[min(row.first for row in rows)] += 1
        changes[max(row.last for row in rows) + 1] -= 1
    current = best = 0
    best_day = None
    for day in sorted(changes):
        current += changes[day]
        if current > best:
            best, best_day = current, day
    return best_day if count >= ENOUGH and best * 10 >= count * 9 else None
