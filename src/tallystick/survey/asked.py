"""What a survey is asked for: a list of releases, one a line, read as text and given out as values."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from typing import Any, Final

from msgspec import Struct

from tallystick.errors import UsageError
from tallystick.lock import Pinned

_KEYS: Final = ("source", "ref", "subdir", "needs")
_NEED: Final = re.compile(r"[a-z0-9][a-z0-9_.-]{0,40}")

LINE: Final = 16 * 1024
"""Characters of one line: a target, a source and a few words, each no longer than a path may be."""


class Asked(Struct, frozen=True, kw_only=True):
    """One release to audit.

    Attributes:
        name: what a person calls it.
        target: as ``tallystick audit`` takes it; "" where ``pins`` say which files are meant.
        pins: what a lock file pins of it.
        source: what it claims to come from; None: it is found.
        ref: of the source; None: it is found.
        subdir: of the source; None: it is found.
        needs: what a worker must have (docs/survey.md, "Resources").
    """

    name: str
    target: str = ""
    pins: tuple[Pinned, ...] = ()
    source: str | None = None
    ref: str | None = None
    subdir: str | None = None
    needs: frozenset[str] = frozenset()


def read_list(text: str) -> Iterator[Asked]:
    """The releases of a list.

    A line is ``TARGET [source=…] [ref=…] [subdir=…] [needs=a,b]``, quoted as a shell has it, or the same as
    a JSON object. Empty lines, and what follows a ``#`` that begins a word, are not read.

    Raises:
        UsageError: a line is neither; the message has its number.
    """
    for number, line in enumerate(text.splitlines(), 1):
        try:
            if values := _values(line):
                yield _asked(values)
        except UsageError as error:
            raise UsageError(f"line {number}: {error}") from None


def _values(line: str) -> dict[str, Any]:
    if len(line) > LINE:
        raise UsageError(f"more than {LINE} characters")
    return _object(line) if line.lstrip().startswith("{") else _words(line)


def _words(line: str) -> dict[str, Any]:
    # "#sha256=…" ends a URL and begins no word, so it is no comment (as in requirements.txt).
    line = re.sub(r"(?:^|\s)#.*", "", line)
    try:
        target, *pairs = shlex.split(line) or [""]
    except ValueError as error:
        raise UsageError(f"cannot be read: {error}") from None
    values: dict[str, Any] = {"target": target} if target else {}
    for pair in pairs:
        key, separator, value = pair.partition("=")
        if not separator or key in values:
            raise UsageError(f"{pair[:80]!r}: after the target come {', '.join(_KEYS)}, once each")
        values[key] = value.split(",") if key == "needs" else value
    return values


def _object(line: str) -> dict[str, Any]:
    try:
        values = json.loads(line)
    except (ValueError, RecursionError):
        raise UsageError("is no JSON object") from None
    if not isinstance(values, dict):  # pragma: no cover - it began with a brace
        raise UsageError("is no JSON object")
    return values


def _asked(values: dict[str, Any]) -> Asked:
    target, needs = values.pop("target", None), values.pop("needs", [])
    if not isinstance(target, str) or not target:
        raise UsageError("names no target")
    strange = [key for key in values if key not in _KEYS]
    if strange or not all(isinstance(value, str) and value for value in values.values()):
        raise UsageError(f"{strange[0] if strange else 'an empty value'!r} is not understood")
    if not isinstance(needs, list) or not all(
        isinstance(need, str) and _NEED.fullmatch(need) for need in needs
    ):
        raise UsageError("needs= takes names like autotools,python3.12")
    return Asked(
        name=target,
        target=target,
        source=values.get("source"),
        ref=values.get("ref"),
        subdir=values.get("subdir"),
        needs=frozenset(needs),
    )
