"""Which files of a release are audited: what one installer here could take, and the sdist (pure)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

from packaging.tags import Tag, sys_tags
from packaging.utils import InvalidWheelFilename, parse_wheel_filename

from tallystick.index.release import ReleaseFile


@cache
def _ranks() -> dict[Tag, int]:
    """The tags that this interpreter installs, best first (PEP 425)."""
    return {tag: rank for rank, tag in enumerate(sys_tags())}


def chosen(names: Sequence[str], ranks: dict[Tag, int] | None = None) -> frozenset[str]:
    """Of the file names of one release, those that are audited unless ``--all-files`` is given.

    Everything but wheels; wheels for any platform without ABI; and the wheel that this interpreter
    would install. A name that cannot be read is kept. Where nothing would be left, the first is.
    """
    ranks = _ranks() if ranks is None else ranks
    kept, best = set(), (len(ranks), "")
    for name in names:
        tags = _tags(name)
        if tags is None or all(tag.abi == "none" and tag.platform == "any" for tag in tags):
            kept.add(name)
        rank = min((ranks.get(tag, len(ranks)) for tag in tags or ()), default=len(ranks))
        best = min(best, (rank, name))
    if best[0] < len(ranks):
        kept.add(best[1])
    return frozenset(kept or names[:1])


def is_installable(file: ReleaseFile) -> bool:
    """Whether a file may be among the chosen ones, as far as its name alone says."""
    tags = _tags(file.name)
    if tags is None or all(tag.abi == "none" and tag.platform == "any" for tag in tags):
        return True
    return not _ranks().keys().isdisjoint(tags)


def _tags(name: str) -> Iterable[Tag] | None:
    """The tags of a wheel; None for what is no wheel."""
    if not name.endswith(".whl"):
        return None
    try:
        return parse_wheel_filename(name)[3]
    except InvalidWheelFilename:
        return None
