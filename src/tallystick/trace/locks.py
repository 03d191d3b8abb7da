"""Which lock files would bring it in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct
from packaging.utils import canonicalize_name

from tallystick.lock import Pinned
from tallystick.model.incident import Carrier, Exposed, Matched, Subject, SubjectKind


class Lock(Struct, frozen=True, kw_only=True):
    """A lock file: where it is, and what it pins."""

    where: str
    pins: Sequence[Pinned]


def exposed_lock(lock: Lock, subject: Subject, carriers: Sequence[Carrier]) -> Iterator[Exposed]:
    """What a lock file pins that carries the subject: by its digest, else by name and version.

    A digest that is pinned and is another file's clears that file, and not the release: an installer takes
    any of the files that are pinned.
    """
    digests = {*subject.artifacts, *(one.artifact_sha256 for one in carriers)}
    releases = {
        (canonicalize_name(one.project), one.version)
        for one in carriers
        if one.project is not None and one.version is not None
    }
    if subject.kind is SubjectKind.RELEASE and subject.project is not None:
        releases.add((canonicalize_name(subject.project), subject.version or ""))
    found: dict[tuple[str, str | None], Matched] = {}
    for pin in lock.pins:
        key = (pin.name, pin.version)
        if any(value in digests for algorithm, value in pin.digests if algorithm == "sha256"):
            found[key] = Matched.DIGEST
        elif (canonicalize_name(pin.name), pin.version) in releases:
            found.setdefault(key, Matched.VERSION)
    for (name, version), matched in found.items():
        what = name if version is None else f"{name} {version}"
        yield Exposed(kind="lock", where=lock.where, what=what, matched=matched)
