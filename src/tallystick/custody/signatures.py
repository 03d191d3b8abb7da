"""What became of the signatures of commits and tags, where the user gave keys."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct

from tallystick.model.ladder import State


class Checked(Struct, frozen=True, kw_only=True):
    """One signature: whether it is good, by which key, and if not, why not."""

    state: State
    key: str | None
    reason: str


Verify = Callable[[Sequence[str]], Mapping[str, Checked]]
"""Checks the signatures of commits (by id) and tags (as ``refs/tags/…``); one without is left out."""

MOST = 1_000
"""Signatures of one release that are checked: of an SSH key, each is three processes."""
