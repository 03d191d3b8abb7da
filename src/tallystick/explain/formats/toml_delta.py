"""How two TOML documents differ, key by key, and in their comments."""

from __future__ import annotations

import re
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
        elif not _same(old, new):
            yield Change(keys=here, before=old, after=new)


def _same(old: object, new: object) -> bool:
    """Whether two values are one, also within arrays: ``1``, ``1.0`` and ``true`` are three."""
    if type(old) is not type(new):
        return False
    if isinstance(old, list) and isinstance(new, list):
        return len(old) == len(new) and all(map(_same, old, new))
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        return old.keys() == new.keys() and all(_same(old[key], new[key]) for key in old)
    return old == new


_STRING_OR_COMMENT = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|#[^\n]*', re.DOTALL
)
"""TOML 1.0, "Comment" and "String": a mark within a string begins no comment."""


def foreign_comment(ours: bytes, theirs: bytes) -> str | None:
    """The first comment of ``ours`` that ``theirs`` has not; None if there is none."""
    known = set(comments(theirs.decode("utf-8", "replace")))
    return next(
        (one for one in comments(ours.decode("utf-8", "replace")) if one not in known), None
    )


def comments(text: str) -> Iterator[str]:
    """The comments of a document that is known to be TOML, without the white space behind them."""
    for found in _STRING_OR_COMMENT.finditer(text):
        if found[0].startswith("#"):
            yield found[0].rstrip()
