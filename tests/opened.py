"""Repositories as locating sees them, for tests that only look."""

from __future__ import annotations

from collections.abc import Mapping

from tallystick.cache import Cache
from tallystick.limits import DEFAULT
from tallystick.source import views


def tags_of(
    where: str,
    cache: Cache,
    *,
    offline: bool = False,
    again: bool = False,
    mirrors: Mapping[str, str] | None = None,
) -> list[str]:
    """The names of all tags at ``where``."""
    opened = views(cache=cache, limits=DEFAULT, offline=offline, mirrors=mirrors or {})
    seen = opened.open(where, again=again)
    assert seen is not None
    return sorted(seen.tags)
