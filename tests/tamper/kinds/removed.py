"""Entries taken away."""

from __future__ import annotations

import re

from tamper.kinds.making import first_module, inside, kind
from tamper.release import Member, Release


def _remove(release: Release, member: Member | None) -> str | None:
    if member is None:
        return None
    release.members.remove(member)
    return inside(release, member)


@kind
def module_removed(release: Release) -> str | None:
    return "" if _remove(release, first_module(release)) else None


@kind
def test_removed(release: Release) -> str | None:
    found = [m for m in release.members if re.search(r"/test_\w+\.py$", m.name)]
    return "" if len(found) > 1 and _remove(release, found[0]) else None


@kind
def metadata_removed(release: Release) -> str | None:
    return "" if _remove(release, release.find(".dist-info/METADATA")) else None


@kind
def record_removed(release: Release) -> str | None:
    return "" if _remove(release, release.find(".dist-info/RECORD")) else None


@kind
def wheel_file_removed(release: Release) -> str | None:
    return "" if _remove(release, release.find(".dist-info/WHEEL")) else None


@kind
def entry_points_removed(release: Release) -> str | None:
    return "" if _remove(release, release.find(".dist-info/entry_points.txt")) else None
