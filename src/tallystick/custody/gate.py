"""Custody to verdict: which rule has which consequence, so that a project can make review mandatory.

Each rule can only make the verdict worse, as in ``policy.py``. A text that says that a commit was
reviewed is never enough, whatever the policy allows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from msgspec import Struct, field

from tallystick.errors import UsageError
from tallystick.ignore_patterns import ignore_spec
from tallystick.model import Reason, Verdict, VerdictValue
from tallystick.model.custody import CommitLine, Confidence, Custody, Standing

Fired = tuple[str, tuple[str, ...]]

_WORDS: Mapping[str, VerdictValue] = {
    "reject": VerdictValue.REJECTED,
    "inconclusive": VerdictValue.INCONCLUSIVE,
    "allow": VerdictValue.ACCEPTED,
}
_SEVERITY = {VerdictValue.ACCEPTED: 0, VerdictValue.INCONCLUSIVE: 1, VerdictValue.REJECTED: 2}

_OPTIONS = ("paths", "confidence")


def _unreviewed(custody: Custody, gate: Gate) -> Fired | None:
    lines = [
        line
        for line in custody.lines
        if line.standing is not Standing.MERGE and not gate.counts(line) and gate.concerns(line)
    ]
    if not lines:
        return None
    count = len(lines)
    said = "1 commit is" if count == 1 else f"{count} commits are"
    return f"{said} not reviewed by another, as the policy counts it", _paths(lines)


def _remarked(check: str) -> Callable[[Custody, Gate], Fired | None]:
    """A rule that fires where the check of that id has a remark."""

    def fired(custody: Custody, gate: Gate) -> Fired | None:  # noqa: ARG001 - all rules are alike
        found = [remark for remark in custody.remarks if remark.check == check]
        if not found:
            return None
        paths = tuple(dict.fromkeys(path for remark in found for path in remark.paths))
        return "; ".join(remark.message for remark in found), paths

    return fired


def _unknown(custody: Custody, gate: Gate) -> Fired | None:
    """What is missing for a check that the gate allows to say anything is missing for nothing."""
    missing = {skip.check for skip in custody.skips if not gate.allows(skip.check)}
    if not missing:
        return None
    names = ", ".join(sorted(missing))
    return f"custody could not look at all: {names}", ()


def _nothing(custody: Custody, gate: Gate) -> Fired | None:  # noqa: ARG001 - all rules are alike
    """A range without commits was not reviewed: there was nothing to review."""
    return None if custody.lines else ("there is no commit in the range", ())


class Rule(Struct, frozen=True, kw_only=True):
    """One way in which custody falls short, and its consequence by default."""

    consequence: VerdictValue
    check: Callable[[Custody, Gate], Fired | None]


RULES: Mapping[str, Rule] = {
    "review": Rule(consequence=VerdictValue.INCONCLUSIVE, check=_unreviewed),
    "self-merge": Rule(consequence=VerdictValue.INCONCLUSIVE, check=_remarked("self-merge")),
    "merge-content": Rule(consequence=VerdictValue.INCONCLUSIVE, check=_remarked("merge-content")),
    "opaque-file": Rule(consequence=VerdictValue.INCONCLUSIVE, check=_remarked("opaque-file")),
    "ignored-build-file": Rule(
        consequence=VerdictValue.INCONCLUSIVE, check=_remarked("ignored-build-file")
    ),
    "backport": Rule(consequence=VerdictValue.ACCEPTED, check=_remarked("backport")),
    "first-tag": Rule(consequence=VerdictValue.ACCEPTED, check=_remarked("first-tag")),
    "new-hand": Rule(consequence=VerdictValue.ACCEPTED, check=_remarked("new-hand")),
    "dormant": Rule(consequence=VerdictValue.ACCEPTED, check=_remarked("dormant")),
    "sole-owner": Rule(consequence=VerdictValue.ACCEPTED, check=_remarked("sole-owner")),
    "first-publish": Rule(consequence=VerdictValue.ACCEPTED, check=_remarked("first-publish")),
    "branch-protection": Rule(
        consequence=VerdictValue.ACCEPTED, check=_remarked("branch-protection")
    ),
    "other-branch": Rule(consequence=VerdictValue.ACCEPTED, check=_remarked("other-branch")),
    "new-key": Rule(consequence=VerdictValue.ACCEPTED, check=_remarked("new-key")),
    "workflow": Rule(consequence=VerdictValue.ACCEPTED, check=_remarked("workflow")),
    "unsigned": Rule(consequence=VerdictValue.ACCEPTED, check=_remarked("unsigned")),
    "generated-file": Rule(consequence=VerdictValue.ACCEPTED, check=_remarked("generated-file")),
    "autotools": Rule(consequence=VerdictValue.ACCEPTED, check=_remarked("autotools")),
    "submodule-branch": Rule(
        consequence=VerdictValue.ACCEPTED, check=_remarked("submodule-branch")
    ),
    "nothing": Rule(consequence=VerdictValue.INCONCLUSIVE, check=_nothing),
    "unknown": Rule(consequence=VerdictValue.INCONCLUSIVE, check=_unknown),
}
"""Every rule of ``[custody]``; ``docs/custody.md`` has a row for each that has a consequence by default."""

_ALONE = frozenset({"nothing", "unknown"})
"""Rules that check nothing by themselves."""


class Gate(Struct, frozen=True, kw_only=True):
    """What ``[custody]`` of a policy asks for.

    Attributes:
        consequences: by rule; one that is not named is not applied.
        paths: patterns (gitignore(5)) of paths whose changes need a review; empty: all do.
        confidence: the least confidence of evidence that counts as a review: ``medium`` or ``high``.

    Raises:
        UsageError: a rule is not known, or no rule has a consequence.
    """

    consequences: Mapping[str, VerdictValue] = field(
        default_factory=lambda: {name: rule.consequence for name, rule in RULES.items()}
    )
    paths: tuple[str, ...] = ()
    confidence: Confidence = Confidence.MEDIUM

    def __post_init__(self) -> None:
        """Refuse a gate that nothing could fail."""
        if unknown := sorted(set(self.consequences) - set(RULES)):
            known = ", ".join((*RULES, *_OPTIONS))
            raise UsageError(
                f"policy: [custody]: no such rule: {', '.join(unknown)} (known: {known})"
            )
        if all(
            value is VerdictValue.ACCEPTED
            for name, value in self.consequences.items()
            if name not in _ALONE
        ):
            raise UsageError("policy: [custody] checks nothing, so it would accept everything")

    def allows(self, name: str) -> bool:
        """Whether ``name`` is a rule that has no consequence here."""
        consequence = self.consequences.get(name, VerdictValue.ACCEPTED)
        return name in RULES and consequence is VerdictValue.ACCEPTED

    def counts(self, line: CommitLine) -> bool:
        """Whether a commit is reviewed surely enough."""
        if line.standing is not Standing.REVIEWED:
            return False
        return self.confidence is Confidence.MEDIUM or line.confidence is Confidence.HIGH

    def concerns(self, line: CommitLine) -> bool:
        """Whether a commit changes a path that needs a review; one without changes needs none then."""
        if not self.paths:
            return True
        wanted = ignore_spec(self.paths)
        return any(wanted.match_file(change.path) for change in line.commit.changes)

    @property
    def checks(self) -> frozenset[str]:
        """The ids of the checks that the rules with a consequence are about."""
        wanted = {
            name for name, value in self.consequences.items() if value is not VerdictValue.ACCEPTED
        }
        return frozenset(wanted - _ALONE)

    def judge(self, custody: Custody) -> Verdict:
        """The verdict on ``custody``: the worst consequence of the rules that fired."""
        fired = sorted(self.fired(custody), key=lambda pair: -_SEVERITY[pair[0]])
        worst = fired[0][0] if fired else VerdictValue.ACCEPTED
        return Verdict(value=worst, reasons=tuple(reason for _, reason in fired))

    def fired(self, custody: Custody) -> Iterator[tuple[VerdictValue, Reason]]:
        """Each rule that fired, with its consequence; a check that did not run is no pass."""
        for name, rule in RULES.items():
            consequence = self.consequences.get(name, VerdictValue.ACCEPTED)
            if consequence is VerdictValue.ACCEPTED:
                continue
            if name not in _ALONE and name not in custody.checks:
                missed = f"{name} was not looked at"
                yield VerdictValue.INCONCLUSIVE, Reason(rule=f"custody/{name}", message=missed)
                continue
            said = rule.check(custody, self)
            if said is not None:
                yield consequence, Reason(rule=f"custody/{name}", message=said[0], paths=said[1])


def read_gate(table: object) -> Gate:
    """The gate that ``[custody]`` of a policy describes: the default, with what it names set.

    Raises:
        UsageError: it is no table, has an unknown rule or word, or nothing is left that is checked.
    """
    if not isinstance(table, dict):
        raise UsageError("policy: [custody] is not a table")
    consequences = {name: rule.consequence for name, rule in RULES.items()}
    for rule, word in table.items():
        if rule in _OPTIONS:
            continue
        if not isinstance(word, str) or word not in _WORDS:
            raise UsageError(f"policy: [custody] {rule} = {word!r} is none of {', '.join(_WORDS)}")
        consequences[rule] = _WORDS[word]
    return Gate(
        consequences=consequences,
        paths=_patterns(table.get("paths", [])),
        confidence=_confidence(table.get("confidence", Confidence.MEDIUM.value)),
    )


def _patterns(value: object) -> tuple[str, ...]:
    patterns = tuple(value) if isinstance(value, list) else (None,)
    if not all(isinstance(pattern, str) and pattern for pattern in patterns):
        raise UsageError("policy: [custody] paths is no list of patterns")
    try:
        ignore_spec(patterns)
    except ValueError as error:
        raise UsageError(f"policy: [custody] paths: {error}") from None
    return patterns


def _confidence(value: object) -> Confidence:
    if not isinstance(value, str) or value not in {Confidence.HIGH, Confidence.MEDIUM}:
        raise UsageError(f"policy: [custody] confidence = {value!r} is neither medium nor high")
    return Confidence(value)


def _paths(lines: list[CommitLine]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(change.path for line in lines for change in line.commit.changes))
