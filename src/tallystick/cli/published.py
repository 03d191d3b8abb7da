"""One file of a release that nobody named: the sdist beside a wheel, the same kind of an older version."""

from __future__ import annotations

from collections.abc import Callable

from tallystick.cache import Cache
from tallystick.cli.targets import Target, of_index
from tallystick.index.pypi import PyPI
from tallystick.limits import Limits


def published(
    project: str,
    version: str,
    choose: Callable[[list[str]], str | None],
    *,
    index: str,
    cache: Cache,
    limits: Limits,
    offline: bool,
) -> Target | None:
    """The file of ``version`` of ``project`` that ``choose`` takes among the names; no other is fetched.

    Raises:
        UsageError: ``index`` is no URL of an index.
        IndexFailure: the index is out of reach, or has no such version.
        DigestMismatch: the index sent something else than it announced.
        LimitExceeded: the index sent more than the cap on one file.
    """
    asked = PyPI(index, cache, limits, offline=offline)
    release = asked.release(project, version)
    files = {file.name: file for file in release.files}
    chosen = choose(list(files))
    if chosen is None:
        return None
    return of_index(asked.download(files[chosen]), asked, release, files[chosen])
