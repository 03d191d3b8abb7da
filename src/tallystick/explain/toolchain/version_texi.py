"""``version.texi`` and its stamp: the version and the day of a manual, which Automake writes for it.

Four lines (Automake manual, "Texinfo"). The version is the release's. The day is that on which the manual's
file was last written on somebody's disk (``mdate-sh``), which nothing records: it is not compared.
"""

from __future__ import annotations

import re
from datetime import datetime

from tallystick.explain.context import Context
from tallystick.explain.evidence.build_files import MAX_FILES, texts
from tallystick.explain.places import base_name, folder_of
from tallystick.explain.version.values import is_version
from tallystick.model import Explanation, Grade

ID = "make-dist"

NORMALISATION = "the day on which the manual's file was last written on somebody's disk"

_UPDATED = re.compile(
    r"@set UPDATED (?P<day>\d{1,2} (?P<month>[A-Z][a-z]+ \d{4}))\n"
    r"@set UPDATED-MONTH (?P<again>[A-Z][a-z]+ \d{4})\n"
    r"@set EDITION (?P<edition>[\w.+~-]+)\n@set VERSION (?P<version>[\w.+~-]+)\n"
)
_INCLUDES = re.compile(r"^@include[ \t]+(?:\S{0,100}/)?(version[\w-]*\.texi)[ \t]*$", re.MULTILINE)
_MANUALS = (".texi", ".texinfo", ".txi")


def is_versions_texi(place: str, text: str) -> bool:
    """Whether a file is one of these, by its name, or by a name like theirs and its form."""
    name = base_name(place)
    if name in {"version.texi", "stamp-vti"}:
        return True
    return name.startswith(("version", "stamp-")) and _UPDATED.fullmatch(text) is not None


def manuals_version(text: str, place: str, context: Context) -> Explanation | None:
    """``derived`` where a manual beside it includes the file, and only its day could be another.

    None where no manual stands there.
    """
    manuals = [
        path
        for path in context.source.tree.entries
        if folder_of(path) == folder_of(place) and path.endswith(_MANUALS)
    ]
    if not manuals:
        return None
    including = _including(place, manuals, context)
    manual = including or manuals[0]
    claim = f"the version and date of {manual}, written by Automake"
    found = _UPDATED.fullmatch(text)
    if found is None or not _is_a_day(found):
        return _said(Grade.CONTRADICTED, claim, "it has more than the version and a date", manual)
    if not all(is_version(found[part], context) for part in ("edition", "version")):
        return _said(Grade.CONTRADICTED, claim, f"it says {found['version']}", manual)
    if including is None:
        evidence = f"version {found['version']}; no manual there is seen to include it"
        return _said(Grade.UNPROVEN, claim, f"{evidence}; run `make dist` to prove it", manual)
    return _said(Grade.DERIVED, claim, f"it is {found['version']}", manual, (NORMALISATION,))


def _including(place: str, manuals: list[str], context: Context) -> str | None:
    """The first of ``manuals`` that includes the file; for a stamp, one that includes such a file."""
    name = base_name(place)
    for path, text in texts(manuals[:MAX_FILES], context).items():
        included = _INCLUDES.findall(text)
        if name in included or (included and name.startswith("stamp-")):
            return path
    return None


def _is_a_day(found: re.Match[str]) -> bool:
    """Whether both lines name one day of the calendar; ``mdate-sh`` writes English months."""
    try:
        datetime.strptime(found["day"], "%d %B %Y")  # noqa: DTZ007 - a day alone
    except ValueError:
        return False
    return found["month"] == found["again"]


def _said(
    grade: Grade, claim: str, evidence: str, manual: str, changed: tuple[str, ...] = ()
) -> Explanation:
    return Explanation(
        grade=grade,
        explainer=ID,
        claim=claim,
        evidence=evidence,
        source_path=manual,
        normalisations=changed,
    )
