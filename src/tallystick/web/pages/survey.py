"""A survey's page: how far it is, how its results are distributed, the worst of them, the odd ones."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from statistics import quantiles
from typing import Final
from urllib.parse import unquote

from msgspec import Struct
from packaging.utils import canonicalize_name

from tallystick.baseline import steady
from tallystick.model import VerdictValue
from tallystick.model.surveyed import Surveyed, SurveyedFile, SurveyedRelease
from tallystick.report.text import shortened
from tallystick.store.asking import several
from tallystick.web import address
from tallystick.web.asked import Asked

WORST: Final = 25
ODD: Final = 40
REASONS: Final = 15
LONGEST: Final = 160
"""Characters of a name or a reason in a row; the middle of a longer one is cut out, and counted."""

_FENCE: Final = 3.0
"""Quartile ranges above the third quartile from which on a value is far out (Tukey, "Exploratory Data
Analysis", 1977, section 2D)."""

_ENOUGH: Final = 20
"""Releases before one of them can be called odd by what it cost."""

_PIN: Final = re.compile(r"([A-Za-z0-9._-]+)==([^\s;,]+)")
_PURL: Final = re.compile(r"pkg:(pypi|npm|deb)/([^@?#\s]+)@([^?#\s]+)")
_ECOSYSTEMS: Final = {"pypi": "pypi", "npm": "npm", "deb": "debian"}

_SHARES: Final = ((0, "none"), (0.01, "≤ 1 %"), (0.05, "≤ 5 %"), (0.25, "≤ 25 %"), (0.5, "≤ 50 %"))
_SECONDS: Final = (0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0)
_FILES: Final = (10, 30, 100, 300, 1_000, 3_000, 10_000)


class Bin(Struct, frozen=True, kw_only=True):
    """How many artifacts, or releases where they have no verdict, fall between two limits."""

    label: str
    accepted: int = 0
    inconclusive: int = 0
    rejected: int = 0
    other: int = 0


class Distribution(Struct, frozen=True, kw_only=True):
    """How many of what there are of each size; ``bins`` in order, those in between that are empty, too."""

    title: str
    unit: str
    bins: tuple[Bin, ...]


class Reason(Struct, frozen=True, kw_only=True):
    """Something that several say, numbers and names of versions aside."""

    text: str
    times: int


class Found(Struct, frozen=True, kw_only=True):
    """An artifact of the survey, or a whole release (``artifact`` is empty then).

    Attributes:
        address: of its release's page here; None where the store has none.
        what: why it is on the list.
    """

    release: str
    artifact: str
    address: str | None
    verdict: str | None
    files: int
    residue: int
    residue_bytes: int
    what: str


class SurveyPage(Struct, frozen=True, kw_only=True):
    """What a survey came to.

    Attributes:
        is_given: whether a survey was named at all; all else is empty where not.
        unaudited: files of releases for which there is no ledger.
        replaced: results in whose place a newer one stands.
        unread: results that could not be read.
        beyond: results that were not looked at.
        reasons: the first thing to look at, and how many artifacts have it.
    """

    is_given: bool
    releases: int
    done: int
    verdicts: dict[str, int]
    unaudited: int
    replaced: int
    unread: int
    beyond: int
    distributions: tuple[Distribution, ...]
    worst: tuple[Found, ...]
    odd: tuple[Found, ...]
    reasons: tuple[Reason, ...]
    failures: tuple[Reason, ...]
    state: int


def read(asked: Asked) -> SurveyPage:
    """What the survey came to that ``serve --survey`` names."""
    surveyed = asked.given.survey() if asked.given.survey else None
    if surveyed is None:
        return _page(Surveyed(releases=()), is_given=False)
    page = asked.kept.get(
        ("survey", surveyed.state), lambda: _page(surveyed, is_given=True), lambda _: 1_000
    )
    known = _Known(asked)
    return SurveyPage(
        **{name: getattr(page, name) for name in page.__struct_fields__ if name not in _LINKED},
        worst=tuple(map(known.linked, page.worst)),
        odd=tuple(map(known.linked, page.odd)),
    )


_LINKED: Final = frozenset({"worst", "odd"})

_Pair = tuple[SurveyedRelease, SurveyedFile]


def _page(surveyed: Surveyed, *, is_given: bool) -> SurveyPage:
    releases = surveyed.releases
    pairs = [(one, file) for one in releases for file in one.files]
    audited = [(one, file) for one, file in pairs if file.verdict in set(VerdictValue)]
    verdicts = Counter(file.verdict for _, file in audited)
    failed = [one.reason for one in releases if not one.is_done and not _has_reason(one)]
    failed += [file.why for _, file in pairs if file.verdict is None]
    return SurveyPage(
        is_given=is_given,
        releases=len(releases),
        done=sum(one.is_done for one in releases),
        verdicts={value.value: verdicts[value.value] for value in VerdictValue},
        unaudited=len(pairs) - len(audited),
        replaced=surveyed.replaced,
        unread=surveyed.unread,
        beyond=surveyed.beyond,
        distributions=tuple(_distributions(releases, audited)),
        worst=tuple(_worst(audited)),
        odd=tuple(_odd(releases, audited))[:ODD],
        reasons=_reasons(file.why for _, file in audited if file.residue or file.why),
        failures=_reasons(failed),
        state=surveyed.state,
    )


def _has_reason(release: SurveyedRelease) -> bool:
    """Whether a file of it says why: it is then counted by that."""
    return any(file.verdict is None for file in release.files)


def _reasons(said: Iterable[str]) -> tuple[Reason, ...]:
    counted = Counter(steady(one) or "no reason" for one in said)
    return tuple(
        Reason(text=shortened(text, LONGEST), times=times)
        for text, times in counted.most_common(REASONS)
    )


def _distributions(
    releases: Sequence[SurveyedRelease], audited: Sequence[_Pair]
) -> Iterator[Distribution]:
    if audited:
        shares = [*(label for _, label in _SHARES), "more"]
        yield _distribution(
            "Files that nothing accounts for, by their share of the artifact",
            "artifacts",
            shares,
            ((_share(file), file.verdict) for _, file in audited),
        )
        yield _distribution(
            "Files of an artifact",
            "artifacts",
            [*(f"≤ {limit:,}" for limit in _FILES), "more"],
            ((_at(file.files, _FILES), file.verdict) for _, file in audited),
        )
    if releases:
        yield _distribution(
            "Seconds of a processor that a release took",
            "releases",
            [*(f"≤ {limit:g}" for limit in _SECONDS), "more"],
            ((_at(one.cpu, _SECONDS), None) for one in releases),
        )


def _distribution(
    title: str, unit: str, labels: Sequence[str], values: Iterable[tuple[int, str | None]]
) -> Distribution:
    counts = Counter(values)
    bins = tuple(
        Bin(
            label=label,
            **{value.value: counts[at, value.value] for value in VerdictValue},
            other=counts[at, None],
        )
        for at, label in enumerate(labels)
    )
    return Distribution(title=title, unit=unit, bins=bins)


def _at(value: float, limits: Sequence[float]) -> int:
    return next((at for at, limit in enumerate(limits) if value <= limit), len(limits))


def _share(file: SurveyedFile) -> int:
    return _at(file.residue / file.files if file.files else 0.0, [limit for limit, _ in _SHARES])


def _worst(audited: Sequence[_Pair]) -> Iterator[Found]:
    """Rejected first, then by how much nothing accounts for."""
    order: dict[str | None, int] = {VerdictValue.REJECTED: 0, VerdictValue.INCONCLUSIVE: 1}
    open_ones = [pair for pair in audited if pair[1].residue or pair[1].verdict in order]
    open_ones.sort(
        key=lambda pair: (
            order.get(pair[1].verdict, 2),
            -pair[1].residue,
            -pair[1].residue_bytes,
            pair[1].name,
        )
    )
    return (_found(release, file, file.why) for release, file in open_ones[:WORST])


def _odd(releases: Sequence[SurveyedRelease], audited: Sequence[_Pair]) -> Iterator[Found]:
    """What is unlike all others, whatever its verdict: each for a reason that can be checked."""
    for release in releases:
        said = {file.verdict for file in release.files}
        if {VerdictValue.ACCEPTED, VerdictValue.REJECTED} <= said:
            yield _found(release, None, "one of its files is accepted, another rejected")
    for release, file in audited:
        if not file.files:
            yield _found(release, file, "it holds no files")
    yield from _far_out(releases, "seconds of a processor", lambda one: one.cpu)
    yield from _far_out(releases, "bytes fetched", lambda one: float(one.received))
    times = Counter(steady(file.why) for _, file in audited)
    for release, file in audited:
        if file.why.strip() and times[steady(file.why)] == 1:
            yield _found(release, file, f"no other says: {file.why}")


def _far_out(
    releases: Sequence[SurveyedRelease], unit: str, measure: Callable[[SurveyedRelease], float]
) -> Iterator[Found]:
    if len(releases) < _ENOUGH:
        return
    low, middle, high = quantiles(map(measure, releases), n=4)
    limit = high + _FENCE * (high - low)
    far = sorted((one for one in releases if measure(one) > limit), key=lambda one: -measure(one))
    for one in far:
        yield _found(
            one, None, f"{_plain(measure(one))} {unit}; half of all take up to {_plain(middle)}"
        )


def _plain(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:,.3g}"


def _found(release: SurveyedRelease, file: SurveyedFile | None, what: str) -> Found:
    files = release.files if file is None else (file,)
    return Found(
        release=shortened(release.name, LONGEST),
        artifact="" if file is None else shortened(file.name, LONGEST),
        address=None,
        verdict=None if file is None else file.verdict,
        files=sum(one.files for one in files),
        residue=sum(one.residue for one in files),
        residue_bytes=sum(one.residue_bytes for one in files),
        what=shortened(what, LONGEST),
    )


class _Known:
    """Where the releases of a survey are in the store, each asked for once."""

    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        self._addresses: dict[str, str | None] = {}

    def linked(self, found: Found) -> Found:
        """``found`` with its address, if the store holds its release."""
        if found.release not in self._addresses:
            self._addresses[found.release] = self._address(found.release)
        values = {name: getattr(found, name) for name in found.__struct_fields__}
        return Found(**{**values, "address": self._addresses[found.release]})

    def _address(self, called: str) -> str | None:
        named = _release_of(called)
        if named is None or not several.of_release(self._asked.connection, *named):
            return None
        return address.release(*named)


def _release_of(called: str) -> tuple[str, str, str] | None:
    """Ecosystem, project and version of a target that says them: a pin, or a package URL with a version."""
    if match := _PIN.fullmatch(called):
        return "pypi", canonicalize_name(match[1]), match[2]
    match = _PURL.fullmatch(called)
    if match is None:
        return None
    project = unquote(match[2])
    if match[1] == "pypi":
        project = canonicalize_name(project)
    # The distribution before a Debian package's name is no part of it (purl-spec, "deb").
    project = project.rpartition("/")[2] if match[1] == "deb" else project
    return _ECOSYSTEMS[match[1]], project, unquote(match[3])
