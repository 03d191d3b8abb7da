"""Lock files, turned into files to audit: what a lock pins is laid beside what its index serves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from tallystick.cli.choosing import chosen, is_installable
from tallystick.cli.indexes import Asking, announced, download_pinned, other_file
from tallystick.cli.targets import Found, Pending, Target, of_index, other_platforms
from tallystick.errors import IndexFailure, UsageError
from tallystick.index.release import Index, Release, ReleaseFile
from tallystick.limits import Limits
from tallystick.lock import Pinned, WhyNot, read_lock
from tallystick.model import Sha256
from tallystick.report.several import Kind, Unaudited

_KINDS = {
    WhyNot.LOCAL: Kind.LOCAL,
    WhyNot.NO_RELEASE: Kind.NO_RELEASE,
    WhyNot.UNPINNED: Kind.FAILED,
}


def read_lock_file(path: Path, asking: Asking) -> list[tuple[str, Callable[[], Found]]]:
    """The releases that a lock file pins, each with its name and what finds its files.

    Raises:
        UsageError: it cannot be read, or is not a lock file that is understood.
    """
    return [_job(group, asking) for group in pinned_releases(path, asking.limits)]


def pinned_releases(path: Path, limits: Limits) -> list[list[Pinned]]:
    """What a lock file pins, the pins of each release together; errors as in :func:`read_lock_file`."""
    return _by_release(pins_of(path, limits))


def pins_of(path: Path, limits: Limits) -> Sequence[Pinned]:
    """What a lock file pins, with what it includes from its folder; errors as in :func:`read_lock_file`."""
    folder = path.parent.resolve()
    limit = limits.lock + 1

    def include(name: str) -> bytes:
        included = folder / name
        if not included.resolve().is_relative_to(folder):
            raise UsageError(f"it includes {name}, which leads out of its folder")
        return _content(included, limit, shown=name)

    try:
        content = _content(path, limit, shown="")
        return read_lock(path.name, content, limits, include)
    except UsageError as error:
        raise UsageError(f"-r {path}: {error}") from None


def _content(path: Path, limit: int, *, shown: str) -> bytes:
    said = f"{shown}: " if shown else ""
    if path.exists() and not path.is_file():
        raise UsageError(f"{said}not a file")
    try:
        with path.open("rb") as file:
            return file.read(limit)
    except OSError as error:
        raise UsageError(f"{said}{error.strerror}") from None


def _by_release(pins: Iterable[Pinned]) -> list[list[Pinned]]:
    """The pins of each release together, in the order of the first of each."""
    groups: dict[object, list[Pinned]] = {}
    for pinned in pins:
        alone = pinned.is_direct or pinned.why_not is not None or pinned.version is None
        key = pinned if alone else (pinned.ecosystem, pinned.name, pinned.version, pinned.index)
        groups.setdefault(key, []).append(pinned)
    return list(groups.values())


def _job(pins: Sequence[Pinned], asking: Asking) -> tuple[str, Callable[[], Found]]:
    return release_name(pins[0]), lambda: found_of(pins, asking)


def release_name(pinned: Pinned) -> str:
    """What a pinned release is called in a report."""
    separator = "@" if pinned.ecosystem == "npm" else "=="
    return pinned.name + (f"{separator}{pinned.version}" if pinned.version else "")


def found_of(pins: Sequence[Pinned], asking: Asking) -> Found:
    """The files of one release that a lock file pins; errors as in :func:`tallystick.cli.targets.resolve`."""
    first = pins[0]
    if first.why_not is not None:
        kind = _KINDS[first.why_not]
        return [Unaudited(target=release_name(first), kind=kind, reason=first.reason)]
    if first.is_direct:
        return [_fetched(pinned, asking) for pinned in pins]
    try:
        index = asking.open_index(first.ecosystem, first.index)
        release = index.release(first.name, first.version, wanted=is_installable)
    except IndexFailure:
        if not all(_can_be_fetched(pinned, asking) for pinned in pins):
            raise
        # Its digests are all that has to be known of a file whose place the lock gives.
        found = [_named(pinned, asking) for pinned in pins]
    else:
        found = list(_beside(pins, index, release, asking))
    return _selected(found, release_name(first), asking)


def _named(pinned: Pinned, asking: Asking) -> tuple[str, Pending | Unaudited]:
    return pinned.filename or "", _fetched(pinned, asking)


def _selected(found: Sequence[tuple[str, Pending | Unaudited]], name: str, asking: Asking) -> Found:
    """Without the wheels of other platforms; what failed stays, whichever file it is about."""
    names = [called for called, result in found if isinstance(result, Pending)]
    wanted = frozenset(names) if asking.all_files or not names else chosen(names)
    kept = [result for called, result in found if called in wanted or isinstance(result, Unaudited)]
    if others := len(found) - len(kept):
        kept.append(other_platforms(name, others))
    return kept


def _beside(
    pins: Sequence[Pinned], index: Index, release: Release, asking: Asking
) -> Iterable[tuple[str, Pending | Unaudited]]:
    """Each pinned file by name, found at the index or not."""
    for pinned in pins:
        if pinned.filename is None:
            yield from _by_digest(pinned, index, release)
            continue
        file = _same(pinned, release)
        if file is None and _can_be_fetched(pinned, asking):
            yield pinned.filename, _fetched(pinned, asking)
        elif file is None:
            reason = f"{index.url} does not list this file"
            yield (
                pinned.filename,
                Unaudited(target=pinned.filename, kind=Kind.FAILED, reason=reason),
            )
        else:
            yield pinned.filename, _compared(pinned, index, release, file)


def _same(pinned: Pinned, release: Release) -> ReleaseFile | None:
    """The file that the index lists under a pinned digest, else under the pinned name."""
    by_digest = (file for file in release.files if announced(file) & pinned.digests)
    by_name = (file for file in release.files if _folded(file.name) == _folded(pinned.filename))
    return next(by_digest, None) or next(by_name, None)


def _folded(name: str | None) -> str:
    """Lockers normalise file names, indexes keep what was uploaded (PEP 625, PEP 427)."""
    return (name or "").lower().replace("-", "_").replace(".", "_")


def _compared(
    pinned: Pinned, index: Index, release: Release, file: ReleaseFile
) -> Pending | Unaudited:
    known = announced(file)
    comparable = {kind for kind, _ in known} & {kind for kind, _ in pinned.digests}
    if comparable and not known & pinned.digests:
        return _another(file.name)
    return _listed(pinned, index, release, file)


def _by_digest(
    pinned: Pinned, index: Index, release: Release
) -> Iterable[tuple[str, Pending | Unaudited]]:
    """The files of a release whose digests a lock lists without their names."""
    matching = [file for file in release.files if announced(file) & pinned.digests]
    comparable = {kind for file in release.files for kind, _ in announced(file)}
    unseen = {known for known in pinned.digests if known[0] in comparable}
    unseen -= {known for file in matching for known in announced(file)}
    name = release_name(pinned)
    for file in matching:
        yield file.name, _listed(pinned, index, release, file)
    if not matching and unseen:
        detail = f"none of its {len(release.files)} files has one of the pinned digests"
        yield name, _another(name, detail)
    elif not matching:
        reason = f"{index.url} announces no digest of a kind that the lock has"
        yield name, Unaudited(target=name, kind=Kind.FAILED, reason=reason)
    elif unseen:
        reason = (
            f"{len(unseen)} of {len(pinned.digests)} pinned digests belong to no file of the index"
        )
        yield name, Unaudited(target=name, kind=Kind.NO_RELEASE, reason=reason, files=len(unseen))


def _another(name: str, detail: str = "its digest differs") -> Unaudited:
    reason = str(other_file(name, detail)).partition(": ")[2]
    return Unaudited(target=name, kind=Kind.MISMATCH, reason=reason)


def _listed(pinned: Pinned, index: Index, release: Release, file: ReleaseFile) -> Pending:
    def fetch() -> Target:
        path = download_pinned(index, file, pinned.digests)
        return of_index(path, index, release, file)

    return Pending(name=file.name, fetch=fetch)


def _can_be_fetched(pinned: Pinned, asking: Asking) -> bool:
    """Whether a URL, or a file in the cache, stands for it."""
    if pinned.filename is None:
        return False
    kept = (asking.cache.find(Sha256(value)) for kind, value in pinned.digests if kind == "sha256")
    return pinned.url is not None or any(kept)


def _fetched(pinned: Pinned, asking: Asking) -> Pending:
    name = pinned.filename or pinned.name

    def fetch() -> Target:
        path = asking.fetch(pinned.url or "", name, pinned.digests)
        known = (Sha256(value) for kind, value in pinned.digests if kind == "sha256")
        # Several sha256 may be pinned; which of them it has was checked.
        sha256 = next(known, None) if len(pinned.digests) == 1 else None
        return Target(path=path, name=name, sha256=sha256)

    return Pending(name=name, fetch=fetch)
