"""Dependency specifiers as values that two backends' spellings of one requirement share.

https://packaging.python.org/en/latest/specifications/dependency-specifiers/
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from msgspec import Struct
from packaging.markers import Marker
from packaging.requirements import InvalidRequirement, Requirement
from packaging.specifiers import InvalidSpecifier, Specifier
from packaging.utils import canonicalize_name

MarkerKey = tuple[object, ...]


class Need(Struct, frozen=True, kw_only=True):
    """A requirement with everything that is only spelling taken away.

    Attributes:
        name: normalised.
        extras: normalised.
        versions: each clause by itself, version numbers without trailing zeros.
        url: of a direct reference.
        marker: nested ``and``/``or`` over sets of comparisons; empty where there is none.
        raw: the text, where it is no specifier that the specification knows.
    """

    name: str
    extras: frozenset[str] = frozenset()
    versions: frozenset[object] = frozenset()
    url: str | None = None
    marker: MarkerKey = ()
    raw: str | None = None


MAX_LENGTH = 4_000
"""Characters of one specifier: the longest in use stay under 1,000, and ``int`` refuses numbers of more
than 4,300 digits with an error that no specification speaks of."""

MAX_NESTING = 32
"""Parentheses in one marker; the parser of ``packaging`` recurses with them."""


def _parse(line: str) -> Requirement | None:
    """``line`` read as the specification says; None if it is no specifier, or a monstrous one."""
    if len(line) > MAX_LENGTH or line.count("(") > MAX_NESTING:
        return None
    try:
        return Requirement(line)
    except InvalidRequirement:
        return None


_OLD = re.compile(
    r"\s*(?P<named>[A-Za-z0-9][\w.-]{0,200}\s{0,20}(?:\[[\w\s,.-]{0,500}\])?)"
    r"\s{0,20}(?P<bracket>\()?(?P<clauses>[^;()@\[\]]{1,1000})(?(bracket)\))\s{0,20}(?:;(?P<marker>.*))?",
    re.DOTALL,
)
_CLAUSE = re.compile(r"\s*(?:===|~=|==|!=|<=|>=|<|>)\s*[\w.*+!-]{1,200}\s*", re.ASCII)


def _parse_old(line: str) -> tuple[Requirement, frozenset[object]] | None:
    """A requirement whose versions only older tools read, and its clauses as they stand: ``a>=1.*``.

    ``packaging`` refuses these since its version 22; wheels of before hold them (PEP 440, "Version
    specifiers": a wildcard belongs to ``==`` and ``!=`` alone).
    """
    found = _OLD.fullmatch(line) if len(line) <= MAX_LENGTH else None
    clauses = found["clauses"].split(",") if found is not None else []
    if found is None or not all(_CLAUSE.fullmatch(clause) for clause in clauses):
        return None
    parsed = _parse(f"{found['named']} ; {found['marker']}" if found["marker"] else found["named"])
    if parsed is None:
        return None
    return parsed, frozenset(map(_clause, clauses))


def _clause(text: str) -> object:
    plain = "".join(text.split())
    try:
        return Specifier(plain)
    except InvalidSpecifier:
        return plain


def need(line: str) -> Need:
    """``line`` as a value; two lines are the same requirement when their values are equal."""
    parsed, versions = _parse(line), None
    if parsed is None and (old := _parse_old(line)) is not None:
        parsed, versions = old
    if parsed is None:
        return Need(name="", raw=" ".join(line.split()))
    return Need(
        name=canonicalize_name(parsed.name),
        extras=frozenset(canonicalize_name(extra) for extra in parsed.extras),
        versions=frozenset(parsed.specifier) if versions is None else versions,
        url=parsed.url,
        marker=_marker_key(parsed.marker) if parsed.marker else (),
    )


def _marker_key(marker: Marker) -> MarkerKey:
    # ``packaging`` has no public view of a marker's parts, and its text keeps the parentheses and
    # the order of whoever wrote it; the private list is the only parse that is not a second parser.
    return _key(marker._markers)  # noqa: SLF001


def _key(node: object) -> MarkerKey:
    if isinstance(node, list):
        groups: list[list[MarkerKey]] = [[]]
        for part in node:
            if part == "or":
                groups.append([])
            elif part != "and":
                groups[-1].append(_key(part))
        return _flat("or", [_flat("and", group) for group in groups])
    return ("is", *_comparison([_part(p) for p in (node if isinstance(node, tuple) else (node,))]))


_FULL_VERSION = "Variable python_full_version"


def _comparison(parts: list[str]) -> list[str]:
    """``python_full_version < "3.11"`` is ``python_version < "3.11"``: uv and maturin write the former.

    The two differ for release candidates of 3.11 alone.
    """
    bounded = parts[0] == _FULL_VERSION and parts[1:2] in (["Op <"], ["Op >="])
    if bounded and re.fullmatch(r"Value [0-9]+\.[0-9]+", parts[-1]):
        return ["Variable python_version", *parts[1:]]
    return parts


def _part(part: object) -> str:
    """A variable, an operator or a value; a quoted ``"extra"`` is not the variable ``extra``."""
    return f"{type(part).__name__} {part}"


def _flat(kind: str, parts: list[MarkerKey]) -> MarkerKey:
    """``and`` of ``and`` is one ``and``; order and repetition say nothing."""
    merged: set[object] = set()
    for part in parts:
        inner = part[1] if part[0] == kind else None
        merged |= inner if isinstance(inner, frozenset) else {part}
    if len(merged) == 1:
        only = merged.pop()
        return only if isinstance(only, tuple) else (only,)
    return (kind, frozenset(merged))


def is_rewritten(line: str) -> bool:
    """Whether backends with a model of their own may write this requirement in other terms.

    Poetry turns ``~=1.4`` and ``1.*`` into ranges and drops a marker that ``requires-python`` implies;
    maturin and uv normalise markers.
    """
    parsed = _parse(line)
    if parsed is None or parsed.marker is not None or parsed.url is not None:
        return True
    return any(part.operator in {"~=", "==="} or "*" in part.version for part in parsed.specifier)


def with_marker(line: str, *markers: str) -> str:
    """``line`` with further markers that must hold as well."""
    if not markers:
        return line
    joined = " and ".join(f"({marker})" for marker in markers)
    parsed = _parse(line)
    if parsed is None:
        bare, own = line, ""
        if _parse_old(line) is not None:
            bare, _, own = line.partition(";")
        return f"{bare.strip()} ; {f'({own.strip()}) and ' if own.strip() else ''}{joined}"
    own = f"({parsed.marker}) and " if parsed.marker else ""
    parsed.marker = None
    return f"{parsed} ; {own}{joined}"


def optional(groups: Mapping[str, Iterable[str]]) -> tuple[list[str], list[str]]:
    """``Requires-Dist`` and ``Provides-Extra`` of optional dependencies by extra.

    setuptools also reads a key ``extra:marker`` (or ``:marker`` for everyone) as a condition on
    each of its requirements.
    """
    lines: list[str] = []
    extras: list[str] = []
    for key, requirements in groups.items():
        extra, _, condition = key.partition(":")
        markers = [condition] if condition.strip() else []
        if extra:
            extras.append(extra)
            markers.append(f'extra == "{canonicalize_name(extra)}"')
        lines += [with_marker(line, *markers) for line in requirements]
    return lines, extras
