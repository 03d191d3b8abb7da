"""Two builds of one compiled file, laid side by side by structure: what the published one has besides.

Compilers differ in every byte and agree in what a file imports, needs and says. The residue by symbol is
for a person to read; it proves nothing, since code can hide between symbols.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from tallystick.binary import BeyondCap, Binary, MalformedBinary, read_binary
from tallystick.limits import Limits
from tallystick.rebuild.functions import functions_beyond

STRING = re.compile(rb"[\x20-\x7e]{6,400}")
"""What ``strings`` shows, from six characters on."""

SHOWN = 12
"""Names of each kind on a ledger line."""

MOST_STRINGS = 200_000
"""Strings of one file that are compared: the largest extension module has some 60,000."""


def beyond(published: bytes, rebuilt: bytes, limits: Limits) -> tuple[str, ...] | None:
    """What ``published`` has and ``rebuilt`` has not, a phrase for each kind; None: not both are binaries."""
    try:
        theirs, ours = read_binary(published, limits), read_binary(rebuilt, limits)
    except (BeyondCap, MalformedBinary):
        return None
    if not theirs or not ours:
        return None
    found = [
        _named("needs", _of(theirs, "needed"), _of(ours, "needed")),
        _named("imports", _of(theirs, "imports"), _of(ours, "imports")),
        _named("is the module", _of(theirs, "modules"), _of(ours, "modules")),
        _named("searches", _of(theirs, "search"), _of(ours, "search")),
        _counted("constructors", theirs, ours),
        _counted("resolvers", theirs, ours),
        _strings(published, rebuilt),
        _functions(published, rebuilt, limits),
    ]
    return tuple(filter(None, found))


def _functions(published: bytes, rebuilt: bytes, limits: Limits) -> str:
    """Those with other instructions; that they were not compared, where they were not."""
    found = functions_beyond(published, rebuilt, limits)
    if isinstance(found, str):
        return f"functions that were not compared ({found})"
    names, total = found
    return f"{len(names)} of {total} functions: {_listed(list(names))}" if names else ""


def _of(images: Iterable[Binary], field: str) -> set[str]:
    return {name for image in images for name in getattr(image, field)}


def _named(kind: str, theirs: set[str], ours: set[str]) -> str:
    more = sorted(theirs - ours)
    return f"{kind} {_listed(more)}" if more else ""


def _counted(field: str, theirs: Iterable[Binary], ours: Iterable[Binary]) -> str:
    theirs_, ours_ = (sum(getattr(image, field) for image in side) for side in (theirs, ours))
    return f"{theirs_} {field}, not {ours_}" if theirs_ > ours_ else ""


def _strings(published: bytes, rebuilt: bytes) -> str:
    theirs, ours = _found(published), _found(rebuilt)
    if theirs is None or ours is None:
        return "too many strings to be compared"
    more = sorted(theirs - ours, key=lambda one: (-len(one), one))
    return f"{len(more)} strings: {_listed([one[:80] for one in more])}" if more else ""


def _found(content: bytes) -> set[str] | None:
    found: set[str] = set()
    for match in STRING.finditer(content):
        found.add(match[0].decode("ascii"))
        if len(found) > MOST_STRINGS:
            return None
    return found


def _listed(names: list[str]) -> str:
    shown = ", ".join(names[:SHOWN])
    return shown if len(names) <= SHOWN else f"{shown} and {len(names) - SHOWN} more"
