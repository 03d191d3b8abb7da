"""The workflow of the release before: which tag that is, and what changed since. Pure."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from packaging.version import InvalidVersion, Version

LINE = 160
"""Characters of a changed line that a report shows."""


def tag_before(tags: Iterable[str], tag: str, version: str) -> str | None:
    """The tag of the nearest earlier final version among ``tags``, named as ``tag`` names ``version``.

    None where ``tag`` does not hold the version as it is spelled, or no tag is an earlier one.
    """
    before, found, after = tag.rpartition(version)
    wanted = _version(version)
    if not found or wanted is None:
        return None
    earlier = {}
    for other in tags:
        if not (other.startswith(before) and other.endswith(after)):
            continue
        spelled = _version(other[len(before) : len(other) - len(after) or None])
        if spelled is not None and spelled < wanted and not spelled.is_prerelease:
            earlier[spelled] = other
    return earlier[max(earlier)] if earlier else None


def changed(old: bytes, new: bytes) -> str:
    """What changed from one workflow to the next, in a few words; "" if nothing did."""
    if old == new:
        return ""
    lines = [
        line
        for line in difflib.unified_diff(
            old.decode("utf-8", "replace").splitlines(),
            new.decode("utf-8", "replace").splitlines(),
            n=0,
            lineterm="",
        )
        if line[:1] in {"+", "-"} and not line.startswith(("+++", "---"))
    ]
    added = sum(line.startswith("+") for line in lines)
    first = next(
        (line for line in lines if line.startswith("+")), lines[0] if lines else "its bytes"
    )
    return f"lines: {added} added, {len(lines) - added} taken away, first {first[:LINE].strip()!r}"


def _version(text: str) -> Version | None:
    try:
        return Version(text)
    except InvalidVersion:
        return None
