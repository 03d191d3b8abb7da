"""Ledger to verdict: a few rules, each of which can only make the verdict worse.

A policy is a mapping from rule to consequence. ``accepted`` is what is left when no rule fires, so a
policy without a rule would accept everything: it is refused as an error.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from tallystick.errors import UsageError
from tallystick.model import Grade, Ledger, Reach, Reason, Verdict, VerdictValue

QUIET = frozenset({Reach.DATA, Reach.DOCS})
"""Reaches of entries that do not run."""


def _lines(ledger: Ledger, grade: Grade, *, runs: bool | None = None) -> tuple[str, ...]:
    return tuple(
        line.path
        for line in ledger.lines
        if line.grade is grade and (runs is None or (line.reach not in QUIET) is runs)
    )


def _about(paths: tuple[str, ...], one: str, many: str) -> str:
    return one if len(paths) == 1 else many.format(len(paths))


def _contradicted(ledger: Ledger) -> Iterator[Reason]:
    if paths := _lines(ledger, Grade.CONTRADICTED):
        message = _about(
            paths,
            "1 entry is not what it claims, or not what the source has",
            "{} entries are not what they claim, or not what the source has",
        )
        yield Reason(rule="contradicted", message=message, paths=paths)


def _unexplained_code(ledger: Ledger) -> Iterator[Reason]:
    if paths := _lines(ledger, Grade.UNEXPLAINED, runs=True):
        message = _about(
            paths,
            "1 entry that can run comes from nowhere in the source",
            "{} entries that can run come from nowhere in the source",
        )
        yield Reason(rule="unexplained-code", message=message, paths=paths)


def _unexplained_data(ledger: Ledger) -> Iterator[Reason]:
    if paths := _lines(ledger, Grade.UNEXPLAINED, runs=False):
        message = _about(
            paths,
            "1 data or documentation entry comes from nowhere in the source",
            "{} data or documentation entries come from nowhere in the source",
        )
        yield Reason(rule="unexplained-data", message=message, paths=paths)


def _absent(ledger: Ledger) -> Iterator[Reason]:
    if paths := tuple(omitted.path for omitted in ledger.omitted if omitted.expected):
        message = _about(
            paths,
            "1 file that an honest build would hold is not there",
            "{} files that an honest build would hold are not there",
        )
        yield Reason(rule="absent", message=message, paths=paths)


def _unproven(ledger: Ledger) -> Iterator[Reason]:
    if paths := _lines(ledger, Grade.UNPROVEN):
        message = _about(
            paths,
            "1 entry has a claim that was not checked",
            "{} entries have claims that were not checked",
        )
        yield Reason(rule="unproven", message=message, paths=paths)


def _container(ledger: Ledger) -> Iterator[Reason]:
    ambiguous = [finding for finding in ledger.findings if finding.ambiguous]
    if ambiguous:
        names = ", ".join(sorted({finding.id for finding in ambiguous}))
        paths = tuple(dict.fromkeys(path for finding in ambiguous for path in finding.paths))
        message = f"the container can be read in two ways, or hides bytes: {names}"
        yield Reason(rule="container", message=message, paths=paths)


def _no_source(ledger: Ledger) -> Iterator[Reason]:
    if ledger.source is None:
        yield Reason(rule="no-source", message="there was no source to lay the artifact against")


def _empty(ledger: Ledger) -> Iterator[Reason]:
    """An artifact that holds nothing is not proven: there was nothing to prove."""
    if not ledger.lines:
        yield Reason(rule="empty", message="the artifact holds no entry")


def _skips(ledger: Ledger) -> Iterator[Reason]:
    if ledger.skips:
        checks = ", ".join(sorted({skip.check for skip in ledger.skips}))
        yield Reason(rule="skips", message=f"checks that could not run: {checks}")


RULES: Mapping[str, Callable[[Ledger], Iterator[Reason]]] = {
    "contradicted": _contradicted,
    "unexplained-code": _unexplained_code,
    "container": _container,
    "unexplained-data": _unexplained_data,
    "absent": _absent,
    "unproven": _unproven,
    "no-source": _no_source,
    "empty": _empty,
    "skips": _skips,
}
"""Every rule by its id, most serious first; ``docs/policy.md`` has a heading for each."""

DEFAULT_CONSEQUENCES: Mapping[str, VerdictValue] = {
    "contradicted": VerdictValue.REJECTED,
    "unexplained-code": VerdictValue.REJECTED,
    "container": VerdictValue.REJECTED,
    "unexplained-data": VerdictValue.INCONCLUSIVE,
    "absent": VerdictValue.INCONCLUSIVE,
    "unproven": VerdictValue.INCONCLUSIVE,
    "no-source": VerdictValue.INCONCLUSIVE,
    "empty": VerdictValue.INCONCLUSIVE,
    "skips": VerdictValue.INCONCLUSIVE,
}

_SEVERITY = {VerdictValue.ACCEPTED: 0, VerdictValue.INCONCLUSIVE: 1, VerdictValue.REJECTED: 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """Which rule has which consequence; a rule that is not named is not applied.

    Raises:
        UsageError: no rule has a consequence, or a rule is not known.
    """

    consequences: Mapping[str, VerdictValue] = field(default_factory=lambda: DEFAULT_CONSEQUENCES)

    def __post_init__(self) -> None:
        """Refuse a policy that could not fail."""
        unknown = sorted(set(self.consequences) - set(RULES))
        if unknown:
            raise UsageError(
                f"policy: no such rule: {', '.join(unknown)} (known: {', '.join(RULES)})"
            )
        if all(value is VerdictValue.ACCEPTED for value in self.consequences.values()):
            raise UsageError("policy: it checks nothing, so it would accept everything")

    def judge(self, ledger: Ledger) -> Verdict:
        """The verdict on ``ledger``: the worst consequence of the rules that fired."""
        fired = [
            (self.consequences[rule], reason)
            for rule, check in RULES.items()
            if self.consequences.get(rule, VerdictValue.ACCEPTED) is not VerdictValue.ACCEPTED
            for reason in check(ledger)
        ]
        fired.sort(key=lambda pair: -_SEVERITY[pair[0]])
        worst = fired[0][0] if fired else VerdictValue.ACCEPTED
        return Verdict(value=worst, reasons=tuple(reason for _, reason in fired))


def worst(values: list[VerdictValue]) -> VerdictValue:
    """The most serious of ``values``; ``inconclusive`` when there is none to look at."""
    return max(values, key=lambda value: _SEVERITY[value], default=VerdictValue.INCONCLUSIVE)


def read_policy(document: str) -> Policy:
    """A policy from TOML: the default, with the rules of ``[rules]`` set to their words.

    Consequences are ``reject``, ``inconclusive`` and ``allow``.

    Raises:
        UsageError: not TOML, an unknown rule or word, or nothing left that is checked.
    """
    words = {
        "reject": VerdictValue.REJECTED,
        "inconclusive": VerdictValue.INCONCLUSIVE,
        "allow": VerdictValue.ACCEPTED,
    }
    try:
        content = tomllib.loads(document)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"policy: not TOML: {error}") from None
    if unknown := sorted(set(content) - {"rules"}):
        raise UsageError(f"policy: unknown table: {', '.join(unknown)}")
    rules = content.get("rules", {})
    if not isinstance(rules, dict):
        raise UsageError("policy: [rules] is not a table")
    consequences = dict(DEFAULT_CONSEQUENCES)
    for rule, word in rules.items():
        if not isinstance(word, str) or word not in words:
            raise UsageError(f"policy: {rule} = {word!r} is none of {', '.join(words)}")
        consequences[rule] = words[word]
    return Policy(consequences=consequences)
