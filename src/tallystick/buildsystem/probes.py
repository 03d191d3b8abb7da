"""Feature probes of CMake, Meson and Autoconf: little programs that only have to compile.

xz 5.6.0 lost its sandbox to a lone ``.`` in one (CVE-2024-3094): it could then never compile, and the feature
was quietly never used.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import partial
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
_QUOTED = r"\[\[((?:(?!\]\]).){0,8000})\]\]"
_WHOLE = re.compile(
    rf"\bAC_LANG_(?:PROGRAM\s*\(\s*{_QUOTED}\s*(?:,\s*{_QUOTED}\s*)?|SOURCE\s*\(\s*{_QUOTED}\s*)\)",
    re.DOTALL,
)
"""Probes quoted twice, which m4 passes on as they stand (Autoconf manual, "Quoting and Programs")."""

_FILLED_IN = re.compile(r"\$[0-9*@#]|@(?:<:|:>|%:|S\||&t)@")
_OTHER_LANGUAGE = re.compile(
    r"\bAC_LANG(?:_PUSH|_SAVE)?\b[^\n]{0,40}(?:C\+\+|Fortran|Objective|Go|Erlang)"
)
_BRACKET = re.compile(r"[][]")
_LONE = re.compile(r"^[ \t]*([.,:?!@$`]|\.{2,})[ \t]*$", re.MULTILINE)
_STRINGS = re.compile(r"/\*.*?\*/|//[^\n]*|\"(?:[^\"\\\n]|\\.)*+\"|'(?:[^'\\\n]|\\.)*+'", re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


class Probe(Struct, frozen=True, kw_only=True):
    """A probe: the line on which it begins, its text, and what a compiler is given of it.

    Attributes:
        compiled: a whole program that is ``program``, or has it inside with ``#line``; "" if it is none,
            or m4 fills something in.
    """

    line: int
    program: str
    compiled: str


def probes(text: str) -> list[Probe]:
    """The probes in a file of a build system."""
    found: list[Probe] = []
    # A word that each of them holds first: most files have no probe, and patterns are slow to see that.
    if "check_c" in text.lower():
        found += map(partial(_of_cmake, text), _CMAKE.finditer(text))
    if "'''" in text:
        found += [_probe(text, m.start(1), m[1], m[1]) for m in _MESON.finditer(text)]
    if "AC_LANG_" in text:
        found += _of_autoconf(text)
    return found[:MOST]


def _of_cmake(text: str, match: re.Match[str]) -> Probe:
    group = 1 if match[1] is not None else 2
    program = _ESCAPED.sub(r"\1", match[1]) if group == 1 else match[2]
    return _probe(text, match.start(group), program, program)


def _of_autoconf(text: str) -> Iterator[Probe]:
    is_c = _OTHER_LANGUAGE.search(text) is None
    for match in islice(_AUTOCONF.finditer(text), MOST):
        program = _bracketed(text, match.end() - 1)
        compiled = _compiled(text, match.start()) if is_c else ""
        yield _probe(text, match.end(), program, compiled)


def _compiled(text: str, start: int) -> str:
    """The program of the call at ``start``, as Autoconf puts it together."""
    whole = _WHOLE.match(text, start)
    if whole is None or _FILLED_IN.search(whole[0]):
        return ""
    if whole[3] is not None:
        return whole[3]
    body = whole[2] or ""
    line = 1 + (text.count("\n", whole.start(1), whole.start(2)) if whole[2] is not None else 0)
    return f'{whole[1]}\nint main (void)\n{{\n#line {line} "body"\n{body}\n;\nreturn 0;\n}}\n'


def dead_probes(found: Iterable[Probe]) -> Iterator[tuple[str, int, str]]:
    """Probes with a line of nothing but punctuation, which no C has."""
    for probe in found:
        plain = _STRINGS.sub(lambda match: "\n" * match[0].count("\n"), probe.program)
        for lone in _LONE.finditer(plain):
            line = probe.line + plain.count("\n", 0, lone.start(1))
            yield "dead-probe", line, f"a line has nothing but {lone[1]!r}"


def _probe(text: str, start: int, program: str, compiled: str) -> Probe:
    line = text.count("\n", 0, start) + 1
    whole = compiled if len(compiled) <= 2 * LARGEST + len(program) else ""
    return Probe(line=line, program=program[:LARGEST], compiled=whole)


def _bracketed(text: str, start: int) -> str:
    """What stands between the bracket at ``start`` and the one that closes it (m4's quotes)."""
    depth = 0
    for found in _BRACKET.finditer(text, start, start + LARGEST):
        depth += 1 if found[0] == "[" else -1
        if depth == 0:
            return text[start + 1 : found.start()]
    return text[start + 1 : start + LARGEST]
