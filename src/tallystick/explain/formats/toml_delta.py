"""How two TOML documents differ, key by key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

MISSING = object()
"""Stands for a key that one side does not have."""


class Change(Struct, frozen=True, kw_only=True):
    """One key whose value differs; ``MISSING`` where a side does not have it."""

    keys: tuple[str, ...]
    before: object
    after: object

    @property
    def name(self) -> str:
        """The key as TOML writes it."""
        return ".".join(self.keys)


def changes(
    before: Mapping[str, object], after: Mapping[str, object], keys: tuple[str, ...] = ()
) -> Iterator[Change]:
    """Every leaf that differs; tables are entered, arrays are compared whole and in order.

    A table that only one side has is entered too, and is itself a change where it is empty.
    """
    for key in {**before, **after}:
        old, new = before.get(key, MISSING), after.get(key, MISSING)
        here = (*keys, key)
        inner = [{} if side is MISSING else side for side in (old, new)]
        left, right = inner
        if isinstance(left, Mapping) and isinstance(right, Mapping) and (left or right):
            yield from changes(left, right, here)
        elif type(old) is not type(new) or old != new:
            yield Change(keys=here, before=old, after=new)
