"""What was worked out from rows that never change, kept for the next who asks."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable, Mapping
from typing import Any, Final, TypeVar

MOST: Final = 400_000
"""Rows that are kept, of all values together: a row of the side-by-side table takes some 400 bytes."""

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Kept:
    """The values that were asked for last, by key; safe for threads.

    A ledger is never changed or deleted, so what follows from its digest alone stays true.
    """

    def __init__(self, most: int = MOST) -> None:
        """Keep at most ``most`` rows."""
        self._most = most
        self._weight = 0
        self._values: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], Value], weigh: Callable[[Value], int]) -> Value:
        """The value for ``key``; made where it is not kept, by several at once if they ask at once.

        Args:
            key: what the value follows from.
            make: works it out.
            weigh: how many rows it is.
        """
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                value: Value = self._values[key][0]
                return value
        value = make()
        self._keep({key: value}, weigh)
        return value

    def several(
        self,
        about: str,
        keys: Collection[Key],
        make: Callable[[Collection[Key]], Mapping[Key, Value]],
    ) -> dict[Key, Value]:
        """The values for ``keys``, a row each; those that are not kept are made all at once.

        Args:
            about: what is asked of each; keys of another kind do not get in its way.
            keys: what each value follows from, with ``about``.
            make: works out those that are missing.
        """
        found: dict[Key, Value] = {}
        with self._lock:
            for key in keys:
                if (about, key) in self._values:
                    self._values.move_to_end((about, key))
                    found[key] = self._values[about, key][0]
        missing = [key for key in keys if key not in found]
        if missing:
            made = make(missing)
            self._keep({(about, key): value for key, value in made.items()}, lambda _: 0)
            found.update(made)
        return found

    def _keep(self, values: Mapping[Hashable, Value], weigh: Callable[[Value], int]) -> None:
        with self._lock:
            for key, value in values.items():
                weight = 1 + weigh(value)
                if key not in self._values and weight <= self._most:
                    self._values[key] = (value, weight)
                    self._weight += weight
            while self._weight > self._most:
                self._weight -= self._values.popitem(last=False)[1][1]
