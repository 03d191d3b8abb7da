"""How versions are spelled, by an index and by a tag, and when two spellings are the same version.

Indexes and tags follow different rules (PEP 440, Semantic Versioning 2.0.0, Maven's ComparableVersion, and
what each project made up), so that none of them can read all. What they have in common is read here: numbers
of a release, then qualifiers, each a word with a number.
"""

from __future__ import annotations

import re
from enum import IntEnum

from msgspec import Struct

_RELEASE = re.compile(
    r"(?:(?P<epoch>[0-9]++)!)?(?P<release>[0-9]++(?:(?P<by>[._-])[0-9]++(?:(?P=by)[0-9]++)*+)?)"
)
_QUALIFIER = re.compile(
    r"[._~-]*+(?:(?P<word>[A-Za-z]++)[._~-]?(?P<number>[0-9]*+)|(?P<bare>[0-9]++))"
)
_LOCAL = re.compile(r"\+([A-Za-z0-9._-]++)")
_MARKER = re.compile(r"(?:version|ver|v|release|rel|r)?+[-_.]?(?=[0-9])", re.IGNORECASE)

_MOST_QUALIFIERS = 8
"""Real versions have at most four (``-beta.1.post2.dev3``); more are a file name or an attack."""

_WORDS = {
    # PEP 440, "Pre-release spelling", "Post release spelling"; Maven's ComparableVersion: a, b, m, cr.
    "alpha": "a",
    "beta": "b",
    "c": "rc",
    "cr": "rc",
    "pre": "rc",
    "preview": "rc",
    "milestone": "m",
    "rev": "post",
    "r": "post",
}

_RELEASED = frozenset({"final", "ga", "release", "released", "rel", "stable"})
"""Words that say only that this is the release (Maven: "", ``ga``, ``final`` and ``release`` are equal)."""

_VARIANTS = frozenset(
    {"jre", "android", "jdk", "java", "jvm", "javax", "jakarta", "incubating", "incubator"}
)
"""Words for what the same source was built for, or which house it stands in."""


_LOOKED_OVER = "|".join(
    sorted(
        _RELEASED | _VARIANTS | {word for word, normal in _WORDS.items() if normal == "rc"} | {"rc"}
    )
)
"""What may stand behind a version without qualifiers, in a tag that still names it."""


class Nearness(IntEnum):
    """How near the version of a tag is to the version that is looked for, nearest first."""

    IDENTICAL = 0
    """The same characters."""
    RESPELLED = 1
    """The same numbers and words, otherwise written: ``1_2_3``, ``2026.04.22``, ``1.0.Final``."""
    PADDED = 2
    """The same but for zeros at the end: ``1.0`` for ``1.0.0``."""
    VARIANT = 3
    """One of the two names a build, a target or an epoch: ``32.1`` for ``32.1-jre``."""
    CANDIDATE = 4
    """A candidate for that release, ``1.0-rc2`` for ``1.0``: another version, that may be the same commit."""


class Spelling(Struct, frozen=True, kw_only=True):
    """A version, read.

    Attributes:
        text: as it was written.
        epoch: PEP 440's, without leading zeros; empty if there is none.
        release: the numbers, without leading zeros.
        qualifiers: words and numbers after it, in lower case and with one word for each meaning.
        variants: those that :attr:`Nearness.VARIANT` looks over.
        local: PEP 440's local version or Semantic Versioning's build metadata.
    """

    text: str
    epoch: str
    release: tuple[str, ...]
    qualifiers: tuple[tuple[str, str], ...]
    variants: tuple[tuple[str, str], ...]
    local: str

    @property
    def significant(self) -> tuple[str, ...]:
        """The numbers of the release without the zeros at its end; one is always left."""
        end = len(self.release)
        while end > 1 and self.release[end - 1] == "0":
            end -= 1
        return self.release[:end]

    @property
    def candidate(self) -> int:
        """The number of its last qualifier: which candidate it is, if it is one."""
        return int(self.qualifiers[-1][1][:9]) if self.qualifiers else 0


def read_version(text: str) -> Spelling | None:
    """A version as an index writes it, perhaps behind a ``v`` or ``r``; None if it begins with no number."""
    marker = _MARKER.match(text)
    return read_spelling(text, marker.end()) if marker else None


def read_spelling(text: str, start: int = 0) -> Spelling | None:
    """The version that ``text`` spells from ``start`` to its end; None if anything there is not part of one.

    Takes time linear in the length: nothing is read twice, and numbers stay text
    (``int`` refuses more than 4,300 digits).
    """
    found = _RELEASE.match(text, start)
    if found is None:
        return None
    release = tuple(map(_number, re.split(r"[._-]", found["release"])))
    qualifiers: list[tuple[str, str]] = []
    variants: list[tuple[str, str]] = []
    at = found.end()
    while at < len(text) and text[at] != "+":
        part = _QUALIFIER.match(text, at)
        if part is None or len(qualifiers) + len(variants) == _MOST_QUALIFIERS:
            return None
        at = part.end()
        word, number = _normal(part)
        if word in _RELEASED and not part["number"]:
            continue
        (variants if word in _VARIANTS else qualifiers).append((word, number))
    local = _LOCAL.fullmatch(text, at) if at < len(text) else None
    if at < len(text) and local is None:
        return None
    return Spelling(
        text=text[start:],
        epoch=_number(found["epoch"]) if found["epoch"] else "",
        release=release,
        qualifiers=tuple(qualifiers),
        variants=tuple(variants),
        local=re.sub(r"[_-]", ".", local[1]).lower() if local else "",
    )


def nearness(wanted: Spelling, found: Spelling) -> Nearness | None:
    """How near ``found`` is to ``wanted``; None if they are different versions."""
    if found.significant != wanted.significant:
        return None
    for mine, theirs in (
        (wanted.variants, found.variants),
        (wanted.local, found.local),
    ):
        if mine and theirs and mine != theirs:
            return None  # 1.0-jre is not 1.0-android
    if found.epoch not in {"", wanted.epoch}:
        return None
    if found.qualifiers != wanted.qualifiers:
        behind = found.qualifiers[len(wanted.qualifiers) :]
        is_candidate = len(behind) == 1 and behind[0][0] == "rc"
        same = found.qualifiers[: len(wanted.qualifiers)] == wanted.qualifiers
        return Nearness.CANDIDATE if is_candidate and same else None
    if (found.variants, found.local, found.epoch) != (wanted.variants, wanted.local, wanted.epoch):
        return Nearness.VARIANT
    if found.text == wanted.text:
        return Nearness.IDENTICAL
    return Nearness.RESPELLED if found.release == wanted.release else Nearness.PADDED


def could_hold(wanted: Spelling) -> re.Pattern[str]:
    """A quick test that every text passes in which :func:`nearness` would find ``wanted``.

    A hundred thousand tags are searched with it, and only the few that pass are read.
    """
    numbers = ["0++" if n == "0" else f"0*+{n}" for n in wanted.significant]
    behind = (
        ""
        if wanted.qualifiers
        else rf"(?:[._-]0++(?![0-9])){{0,8}}+(?:[._~-]{{0,2}}(?:{_LOOKED_OVER})|\+|\Z)"
    )
    return re.compile(
        r"(?<![0-9])" + "[._-]".join(numbers) + "(?![0-9])" + behind, re.IGNORECASE | re.ASCII
    )


def _normal(part: re.Match[str]) -> tuple[str, str]:
    """A qualifier's word and number in the one form that is compared."""
    if part["bare"]:
        return "post", _number(part["bare"])  # PEP 440, "Implicit post releases"
    word = part["word"].lower()
    return _WORDS.get(word, word), _number(part["number"] or "0")


def _number(digits: str) -> str:
    """``digits`` without leading zeros."""
    return digits.lstrip("0") or "0"
