"""Regular expressions that are compiled when they are first asked.

A command imports hundreds of them and asks a few. To compile all took a tenth of the processor of a small
audit.
"""

from __future__ import annotations

import re
from typing import Any, AnyStr, Final, cast

_METHODS: Final = ("findall", "finditer", "fullmatch", "match", "search", "split", "sub", "subn")


def regex(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """As ``re.compile``, which is called when the result is used.

    For patterns of a module: an error in one is an error at its first use. The result has all that a
    ``re.Pattern`` has, and is none: functions of :mod:`re` do not take it.
    """
    return cast("re.Pattern[AnyStr]", Uncompiled(pattern, flags))


class Uncompiled:
    """What :func:`regex` gives back; becomes as quick as a pattern with its first use."""

    def __init__(self, text: str | bytes, flags: int) -> None:
        self._made = (text, flags)

    def compiled(self) -> re.Pattern[Any]:
        """The pattern itself.

        Raises:
            re.error: it is none.
        """
        text, flags = self._made
        return re.compile(text, flags)

    def __getattr__(self, name: str) -> object:
        """What is not there yet: called once for the methods, which are then there."""
        if name.startswith("__"):  # copying and pickling ask for what a pattern has otherwise
            raise AttributeError(name)
        pattern = self.compiled()
        for method in _METHODS:
            setattr(self, method, getattr(pattern, method))
        return getattr(pattern, name)
