"""Feature probes of CMake, Meson and Autoconf: little programs that only have to compile.

xz 5.6.0 lost its sandbox to a lone ``.`` in one (CVE-2024-3094): it could then never compile, and the feature
was quietly never used.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from msgspec import Struct

MOST = 500
"""Probes of one file: the largest configure.ac of a hundred has 300."""

LARGEST = 8_000
"""Characters of one: most have under 1,000."""

_CMAKE = re.compile(
    r"\bcheck_(?:c|cxx)_source_(?:compiles|runs)\s*\(\s*(?:\"((?:[^\"\\]|\\.)*+)\"|\[\[(.*?)\]\])",
    re.IGNORECASE | re.DOTALL,
)
_MESON = re.compile(r"\.(?:compiles|links|run)\s*\(\s*'''(.*?)'''", re.DOTALL)
_AUTOCONF = re.compile(r"\bAC_LANG_(?:PROGRAM|SOURCE)\s*\(\s*\[", re.DOTALL)
_BRACKET = re.compile(r"[][]")
_LONE = re.compile(r"^[ \t]*([.,:?!@$`]|\.{2,})[ \t]*$", re.MULTILINE)
_STRINGS = re.compile(r"/\*.*?\*/|//[^\n]*|\"(?:[^\"\\\n]|\\.)*+\"|'(?:[^'\\\n]|\\.)*+'", re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


class Probe(Struct, frozen=True, kw_only=True):
    """A probe: the line on which it begins, and the program if it is a whole one."""

    line: int
    program: str
    whole: bool


def probes(text: str) -> list[Probe]:
    """The probes in a file of a build system."""
    found = []
    for match in _CMAKE.finditer(text):
        group = 1 if match[1] is not None else 2
        program = _ESCAPED.sub(r"\1", match[1]) if group == 1 else match[2]
        found.append(_probe(text, match.start(group), program, whole=True))
    found += [_probe(text, m.start(1), m[1], whole=True) for m in _MESON.finditer(text)]
    for match in islice(_AUTOCONF.finditer(text), MOST):
        program = _bracketed(text, match.end() - 1)
        found.append(_probe(text, match.end(), program, whole=False))
    return found[:MOST]


def dead_probes(found: Iterable[Probe]) -> Iterator[tuple[str, int, str]]:
    """Probes with a line of nothing but punctuation, which no C has."""
    for probe in found:
        plain = _STRINGS.sub(lambda match: "\n" * match[0].count("\n"), probe.program)
        for lone in _LONE.finditer(plain):
            line = probe.line + plain.count("\n", 0, lone.start(1))
            yield "dead-probe", line, f"a line has nothing but {lone[1]!r}"


def _probe(text: str, start: int, program: str, *, whole: bool) -> Probe:
    line = text.count("\n", 0, start) + 1
    return Probe(line=line, program=program[:LARGEST], whole=whole)


def _bracketed(text: str, start: int) -> str:
    """What stands between the bracket at ``start`` and the one that closes it (m4's quotes)."""
    depth = 0
    for found in _BRACKET.finditer(text, start, start + LARGEST):
        depth += 1 if found[0] == "[" else -1
        if depth == 0:
            return text[start + 1 : found.start()]
    return text[start + 1 : start + LARGEST]
