"""``$Format:…$`` placeholders that ``git archive`` expanded.

gitattributes(5), "export-subst": git replaces each placeholder by what ``git log --pretty=format:``
prints for the commit. Everything outside of the placeholders must be the source's, byte by byte;
each expansion must be what this commit gives.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping

from tallystick.explain.context import Context
from tallystick.explain.places import own_bytes
from tallystick.model import Difference, Explanation, Grade

ID = "export-subst"

_PLACEHOLDER = re.compile(rb"\$Format:([^$\n]{0,400})\$")
_ATOM = re.compile(r"%(?:[acC]?[a-zA-Z]|%|\([^)]*\)|x[0-9a-fA-F]{2})|[^%]+|%")

_SHORT = re.compile(r"[0-9a-f]{4,64}")
_HARMLESS = re.compile(r"[\w .,:<>@()/+-]{0,400}")
"""What an expansion may hold at all: nothing that ends a string or a statement of any language."""

_BRANCH = re.compile(r"[\w./+-]{1,60}", re.ASCII)
_DIGIT = re.compile(r"\d")
MAX_BRANCHES = 3
"""Branches at one commit that are believed; most releases are at the head of one."""

_OFFSET = r"[+-](?:0\d|1[0-4]):?[0-5]\d"
_STAMP = re.compile(rf"(\d{{4}}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d) ?(Z|{_OFFSET})")


def explain(difference: Difference, context: Context) -> Explanation | None:
    """See :class:`tallystick.explain.context.Check`."""
    if difference.source is None or difference.source.is_link or difference.source.is_gitlink:
        return None
    content = own_bytes(difference, context)
    path = difference.source.path
    theirs = context.source_bytes(path) if content is not None else b""
    if content is None or b"$Format:" not in theirs:
        return None
    expansions = _expansions(theirs, content)
    if expansions is None:
        return None
    return _explanation(*_grade(expansions, path, context), path)


def _grade(expansions: list[tuple[str, str]], path: str, context: Context) -> tuple[Grade, str]:
    """The grade, and its evidence."""
    agreeing = [_agrees(format_, value, context) for format_, value in expansions]
    for (format_, value), agrees in zip(expansions, agreeing, strict=True):
        if agrees is False:
            what = f"$Format:{format_}$ became {value[:100]!r}"
            return Grade.CONTRADICTED, f"{what}, which the audited commit does not give"
    if None in agreeing:
        format_ = expansions[agreeing.index(None)][0]
        return Grade.UNPROVEN, f"not known here: $Format:{format_}$; run git archive of the commit"
    if context.attributes(path, "export-subst") is not True:
        evidence = "the expansions are right; .gitattributes does not ask for export-subst here"
        return Grade.UNPROVEN, evidence
    return Grade.DERIVED, f"{len(expansions)} placeholders expanded for the audited commit"


def _explanation(grade: Grade, evidence: str, path: str) -> Explanation:
    return Explanation(
        grade=grade,
        explainer=ID,
        claim="the source's file with the placeholders of export-subst expanded",
        evidence=evidence,
        source_path=path,
        normalisations=("names of branches in an expansion not compared",)
        if grade is Grade.DERIVED
        else (),
    )


def _expansions(theirs: bytes, ours: bytes) -> list[tuple[str, str]] | None:
    """Each placeholder's format and what stands in its place; None if the rest is not the same.

    The text after a placeholder ends its value where it first occurs on the same line; git never
    puts a line break into the formats that are checked here.
    """
    pieces = _PLACEHOLDER.split(theirs)
    fixed, formats = pieces[0::2], pieces[1::2]
    if not ours.startswith(fixed[0]):
        return None
    position = len(fixed[0])
    found: list[tuple[str, str]] = []
    for number, format_ in enumerate(formats):
        following = fixed[number + 1]
        last = number == len(formats) - 1
        end = len(ours) - len(following) if last else ours.find(following, position)
        if end < position or ours[end : end + len(following)] != following:
            return None
        value = ours[position:end]
        if b"\n" in value:
            return None
        found.append((format_.decode("utf-8", "replace"), value.decode("utf-8", "replace")))
        position = end + len(following)
    return found


def _agrees(format_: str, value: str, context: Context) -> bool | None:
    """Whether ``value`` is the commit's expansion of ``format_``; None if that is not known here."""
    if value == f"$Format:{format_}$":
        return True  # left as it is, as a checkout leaves it
    if _HARMLESS.fullmatch(value) is None:
        return False
    if context.source.commit is None:
        return None
    atoms = _ATOM.findall(format_)
    if len(atoms) == 1 and atoms[0].startswith("%"):
        return _atom(atoms[0], value, context)
    return _mixed(atoms, value, context)


def _atom(atom: str, value: str, context: Context) -> bool | None:
    """As :func:`_agrees`, for one placeholder without text around it."""
    check = _describe if atom.startswith("%(describe") else _CHECKS.get(atom)
    return check(value, context) if check is not None else None


def _mixed(atoms: list[str], value: str, context: Context) -> bool | None:
    """Placeholders with text between them: the text must be there, each value as it must be."""
    known = True
    while atoms:
        atom, atoms = atoms[0], atoms[1:]
        if not atom.startswith("%"):
            if not value.startswith(atom):
                return False
            value = value[len(atom) :]
            continue
        text = next((other for other in atoms[:1] if not other.startswith("%")), None)
        end = value.find(text) if text is not None else (len(value) if not atoms else -1)
        if end < 0:
            return None if text is None else False
        agrees = _atom(atom, value[:end], context)
        if agrees is False:
            return False
        known = known and agrees is True
        value = value[end:]
    return (known or None) if not value else False


def _short_hash(value: str, context: Context) -> bool | None:
    """An abbreviation grows with its repository, so any length is the commit's."""
    return _SHORT.fullmatch(value) is not None and (context.source.commit or "").startswith(value)


def _full_hash(value: str, context: Context) -> bool | None:
    return value == context.source.commit


def _refs(value: str, context: Context) -> bool | None:
    """Ref names: each tag must be the commit's; branches move on, and a few names say nothing."""
    names = value.strip().removeprefix("(").removesuffix(")").split(", ")
    tags = [name.removeprefix("tag: ") for name in names if name.startswith("tag: ")]
    if not all(tag in context.source.tags for tag in tags):
        return False
    others = {
        name.removeprefix("HEAD -> ") for name in names if name and not name.startswith("tag: ")
    }
    branches = {name.removeprefix("origin/") for name in others} - {"HEAD"}
    plain = all(_BRANCH.fullmatch(name) for name in branches)
    if not tags and context.source.tags and any(map(_DIGIT.search, branches)):
        return None  # without a tag, versioneer takes a branch with a digit for the version
    return True if plain and len(branches) <= MAX_BRANCHES else None


def _describe(value: str, context: Context) -> bool | None:
    """``TAG`` or ``TAG-COUNT-gHASH``: a tag of this commit, or its hash."""
    if value in context.source.tags:
        return True
    found = re.fullmatch(r"[\w./+-]*-\d+-g([0-9a-f]{4,64})", value)
    if found is None:
        return False
    return None if (context.source.commit or "").startswith(found[1]) else False


def _unix_time(value: str, context: Context) -> bool | None:
    if context.source.commit_time is None:
        return None
    return value == str(context.source.commit_time)


def _commit_date(value: str, context: Context) -> bool | None:
    """``%ci`` and ``%cI`` in whatever time zone the committer had."""
    found = _STAMP.fullmatch(value)
    if found is None:
        return False
    if context.source.commit_time is None:
        return None
    zone = found[3].replace("Z", "+00:00")
    try:
        stamp = dt.datetime.fromisoformat(f"{found[1]}T{found[2]}{zone}")
    except ValueError:
        return False
    return int(stamp.timestamp()) == context.source.commit_time


def _commit_day(value: str, context: Context) -> bool | None:
    """``%cs`` and ``%cd``: a date in the committer's zone, which is not known here."""
    del context
    return None if re.fullmatch(r"[\w ,:+-]{4,60}", value) else False


def _unknown(value: str, context: Context) -> None:
    """Names, mail addresses, tree ids: not known here."""
    del value, context


_CHECKS: Mapping[str, Callable[[str, Context], bool | None]] = {
    "%H": _full_hash,
    "%h": _short_hash,
    "%d": _refs,
    "%D": _refs,
    "%ct": _unix_time,
    "%ci": _commit_date,
    "%cI": _commit_date,
    "%cs": _commit_day,
    "%cd": _commit_day,
    "%ad": _commit_day,
    "%as": _commit_day,
    "%ai": _commit_day,
    "%aI": _commit_day,
    "%at": _commit_day,
    "%an": _unknown,
    "%ae": _unknown,
    "%cn": _unknown,
    "%ce": _unknown,
    "%T": _unknown,
    "%t": _unknown,
}
"""How each placeholder of git-log(1), "PRETTY FORMATS", is checked; others are not known here."""
