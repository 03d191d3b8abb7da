"""What is new on an index: two lists of files in, audits and events out. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from msgspec import Struct
from packaging.version import InvalidVersion, Version

from tallystick.index.release import ListedFile, Listing
from tallystick.monitor.event import Event, Kind


class Arrivals(Struct, frozen=True, kw_only=True):
    """What follows from a look at a project.

    Attributes:
        files: that were not seen before.
        versions: to be audited.
        events: to be told.
    """

    files: tuple[ListedFile, ...]
    versions: tuple[str, ...]
    events: tuple[Event, ...]


def arrivals(
    index: str,
    project: str,
    listing: Listing,
    seen: Sequence[ListedFile],
    *,
    late: float,
    first: bool,
) -> Arrivals:
    """What is new in ``listing``.

    What is missing from it means nothing: a mirror may be behind, and what was seen once is not news when it
    comes back.

    Args:
        index: its name.
        project: of which project.
        listing: what the index shows now.
        seen: every file that it ever showed.
        late: seconds after the first file of a release, from which on a further one is late.
        first: the project is looked at for the first time: nothing is news, and its newest release is what
            later ones are compared with.
    """
    known = {(one.name, one.digest) for one in seen}
    fresh = tuple(one for one in listing.files if (one.name, one.digest) not in known)
    if first:
        newest = () if listing.newest is None else (listing.newest,)
        return Arrivals(files=fresh, versions=newest, events=())
    return Arrivals(
        files=fresh,
        versions=tuple(sorted({one.version for one in fresh}, key=_order)),
        events=tuple(_events(index, project, fresh, seen, late)),
    )


def _events(
    index: str, project: str, fresh: Sequence[ListedFile], seen: Sequence[ListedFile], late: float
) -> Iterator[Event]:
    digests: dict[str, str] = {one.name: one.digest for one in seen}
    for one in fresh:
        if one.name in digests:
            yield Event(
                kind=Kind.FILE_REPLACED,
                index=index,
                project=project,
                version=one.version,
                subject=f"{one.name} {one.digest}",
                message=f"{one.name} was {digests[one.name]}, now it is {one.digest}",
                paths=(one.name,),
            )
            continue
        before = [other for other in seen if other.version == one.version]
        if before and (why := _late(one, before, late)):
            yield Event(
                kind=Kind.FILE_LATE,
                index=index,
                project=project,
                version=one.version,
                subject=f"{one.name} {one.digest}",
                message=f"{one.name} was added {why}",
                paths=(one.name,),
            )


def _late(one: ListedFile, before: Sequence[ListedFile], late: float) -> str:
    """How late a file is; "" for one that came with the others.

    By the index's own times. Without them, a file that was not there when the release was seen first is late:
    nothing else is known of it.
    """
    times = [time for other in before if (time := _time(other.uploaded)) is not None]
    mine = _time(one.uploaded)
    if mine is None or not times:
        return "after the release had been looked at"
    hours = (mine - min(times)) / 3600
    return f"{hours:,.1f} hours after the first file of its release" if hours * 3600 > late else ""


def _time(text: str | None) -> float | None:
    try:
        return None if text is None else datetime.fromisoformat(text).timestamp()
    except (ValueError, OverflowError):
        return None


def _order(version: str) -> tuple[int, Version | str]:
    """Older versions first, so that each is compared with the one before it; others by their spelling."""
    try:
        return 0, Version(version)
    except InvalidVersion:
        return 1, version
