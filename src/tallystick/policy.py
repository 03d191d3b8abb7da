"""Ledger to verdict: a few rules, each of which can only make the verdict worse.

A policy is a mapping from rule to consequence. ``accepted`` is what is left when no rule fires, so a
policy without a rule would accept everything: it is refused as an error.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from msgspec import Struct, field

from tallystick.errors import UsageError
from tallystick.model import (
    CLOSURE,
    PUBLISHED,
    Grade,
    Ledger,
    NewsAbout,
    Reach,
    Reason,
    Rebuild,
    RebuildOutcome,
    Sha256,
    Verdict,
    VerdictValue,
)
from tallystick.model.ladder import Weight

if TYPE_CHECKING:
    from tallystick.custody.gate import Gate
    from tallystick.identity.terms import Terms

QUIET = frozenset({Reach.DATA, Reach.DOCS})
"""Reaches of entries that do not run."""


Fired = tuple[str, tuple[str, ...]]
"""What a rule that fired says: a sentence, and the paths that it is about."""


class Rule(Struct, frozen=True, kw_only=True):
    """One way in which a ledger falls short.

    Attributes:
        consequence: the verdict where it fires, by default.
        check: what it says of a ledger; None where it does not fire.
        at_least: the mildest consequence that a policy can give it; the rule is applied even by a
            policy that does not name it, unless that is ``accepted``.
    """

    consequence: VerdictValue
    check: Callable[[Ledger], Fired | None]
    at_least: VerdictValue = VerdictValue.ACCEPTED


def _lines(ledger: Ledger, grade: Grade, *, runs: bool | None = None) -> tuple[str, ...]:
    return tuple(
        line.path
        for line in ledger.lines
        if line.grade is grade and (runs is None or (line.reach not in QUIET) is runs)
    )


def _about(paths: tuple[str, ...], one: str, many: str) -> Fired | None:
    """A sentence that counts ``paths``; None where there are none."""
    if not paths:
        return None
    return (f"1 {one}" if len(paths) == 1 else f"{len(paths)} {many}"), paths


def _contradicted(ledger: Ledger) -> Fired | None:
    return _about(
        _lines(ledger, Grade.CONTRADICTED),
        "entry is not what it claims, or not what the source has",
        "entries are not what they claim, or not what the source has",
    )


def _unexplained_code(ledger: Ledger) -> Fired | None:
    return _about(
        _lines(ledger, Grade.UNEXPLAINED, runs=True),
        "entry that can run comes from nowhere in the source",
        "entries that can run come from nowhere in the source",
    )


def _unexplained_data(ledger: Ledger) -> Fired | None:
    return _about(
        _lines(ledger, Grade.UNEXPLAINED, runs=False),
        "data or documentation entry comes from nowhere in the source",
        "data or documentation entries come from nowhere in the source",
    )


def _absent(ledger: Ledger) -> Fired | None:
    return _about(
        tuple(omitted.path for omitted in ledger.omitted if omitted.expected),
        "file that an honest build would hold is not there",
        "files that an honest build would hold are not there",
    )


def _unproven(ledger: Ledger) -> Fired | None:
    return _about(
        _lines(ledger, Grade.UNPROVEN),
        "entry has a claim that was not checked",
        "entries have claims that were not checked",
    )


def _container(ledger: Ledger) -> Fired | None:
    ambiguous = [finding for finding in ledger.findings if finding.ambiguous]
    if not ambiguous:
        return None
    names = ", ".join(sorted({finding.id for finding in ambiguous}))
    paths = tuple(dict.fromkeys(path for finding in ambiguous for path in finding.paths))
    return f"the container can be read in two ways, or hides bytes: {names}", paths


def _identity(ledger: Ledger) -> Fired | None:
    return _broken(ledger, Weight.REJECT)


def _identity_doubt(ledger: Ledger) -> Fired | None:
    return _broken(ledger, Weight.INCONCLUSIVE)


def _broken(ledger: Ledger, weight: Weight) -> Fired | None:
    """Rules of identity that do not hold; what nobody could tell is none of them (it may be a skip)."""
    findings = ledger.identity.findings if ledger.identity is not None else ()
    said = [f"{f.rule} ({f.message})" for f in findings if f.holds is False and f.weight is weight]
    return ("; ".join(said), ()) if said else None


def _no_source(ledger: Ledger) -> Fired | None:
    """Every entry is ``unproven`` then, and a policy that allows that rule alone would let all pass."""
    if ledger.source is not None:
        return None
    return "there was no source to lay the artifact against", ()


def _closure(ledger: Ledger) -> Fired | None:
    """Artifacts that agree with each other agree, too, when one hand has tampered with them all."""
    if ledger.source is None or not ledger.source.stands_in:
        return None
    said = "; ".join(e.value for e in ledger.source.evidence if e.kind == CLOSURE)
    return f"no repository was looked at: {said}", ()


def _source_evidence(ledger: Ledger) -> Fired | None:
    """A source that is contradicted itself proves nothing: a commit under a pull request's ref alone."""
    source = ledger.source
    against = [e for e in source.evidence if e.agrees is False] if source is not None else []
    if not against:
        return None
    said = ", ".join(f"{evidence.kind} ({evidence.value})" for evidence in against)
    return f"what is known of the source speaks against it: {said}", ()


def _new_residue(ledger: Ledger) -> Fired | None:
    items = ledger.news.items if ledger.news is not None else ()
    new = [item for item in items if item.about is NewsAbout.RESIDUE]
    if not new:
        return None
    return "; ".join(item.message for item in new), tuple(p for item in new for p in item.paths)


def _wheels_differ(ledger: Ledger) -> Fired | None:
    """What the source accounts for may differ (line endings, a file written by each build)."""
    proven = {line.path for line in ledger.lines if line.grade.is_proof}
    return _about(
        tuple(one.path for one in ledger.disagreements if one.path not in proven),
        "Python file that nothing accounts for is another one elsewhere in the release",
        "Python files that nothing accounts for are others elsewhere in the release",
    )


def _not_rebuilt(ledger: Ledger) -> Fired | None:
    """Where a rebuild was asked for: that each entry is proven otherwise is another question."""
    if not ledger.rebuilds or ledger.is_reproduced:
        return None
    published = [one for one in ledger.rebuilds if one.against == PUBLISHED]
    if not any(one.is_same for one in published):
        said = "; ".join(f"{one.route} {_in_words(one)}" for one in published)
        paths = dict.fromkeys(path for one in published for path in (*one.differing, *one.missing))
        return f"it was not rebuilt: {said or 'nothing was built'}", tuple(paths)
    apart = ledger.rebuilds_apart
    said = "; ".join(f"{one.route} is not {one.against}" for one in apart)
    paths = dict.fromkeys(p for one in apart for p in (*one.differing, *one.missing, *one.added))
    return f"two ways to build it do not agree: {said}", tuple(paths)


def _in_words(rebuild: Rebuild) -> str:
    if rebuild.outcome is RebuildOutcome.FAILED:
        return f"failed at {rebuild.step or 'an unknown step'}"
    return "differs"


def _watched(ledger: Ledger) -> Fired | None:
    """What a watched rebuild did; that it was not seen whole is a skip."""
    alarms = [alarm for build in ledger.watched for alarm in build.alarms if alarm.is_high]
    if not alarms:
        return None
    rules = ", ".join(sorted({alarm.rule for alarm in alarms}))
    paths = dict.fromkeys(alarm.path for alarm in alarms if alarm.path is not None)
    return f"the build did what no honest build does: {rules}", tuple(paths)


def _empty(ledger: Ledger) -> Fired | None:
    """An artifact that holds nothing is not proven: there was nothing to prove."""
    return None if ledger.lines else ("the artifact holds no entry", ())


def _skips(ledger: Ledger) -> Fired | None:
    if not ledger.skips:
        return None
    return f"checks that could not run: {', '.join(sorted({s.check for s in ledger.skips}))}", ()


RULES: Mapping[str, Rule] = {
    "contradicted": Rule(consequence=VerdictValue.REJECTED, check=_contradicted),
    "unexplained-code": Rule(consequence=VerdictValue.REJECTED, check=_unexplained_code),
    "container": Rule(consequence=VerdictValue.REJECTED, check=_container),
    "identity": Rule(consequence=VerdictValue.REJECTED, check=_identity),
    "unexplained-data": Rule(consequence=VerdictValue.INCONCLUSIVE, check=_unexplained_data),
    "absent": Rule(consequence=VerdictValue.INCONCLUSIVE, check=_absent),
    "unproven": Rule(consequence=VerdictValue.INCONCLUSIVE, check=_unproven),
    "no-source": Rule(
        consequence=VerdictValue.INCONCLUSIVE,
        check=_no_source,
        at_least=VerdictValue.INCONCLUSIVE,
    ),
    CLOSURE: Rule(
        consequence=VerdictValue.INCONCLUSIVE,
        check=_closure,
        at_least=VerdictValue.INCONCLUSIVE,
    ),
    "source-evidence": Rule(consequence=VerdictValue.INCONCLUSIVE, check=_source_evidence),
    "identity-doubt": Rule(consequence=VerdictValue.INCONCLUSIVE, check=_identity_doubt),
    "new-residue": Rule(consequence=VerdictValue.INCONCLUSIVE, check=_new_residue),
    "wheels-differ": Rule(consequence=VerdictValue.INCONCLUSIVE, check=_wheels_differ),
    "not-rebuilt": Rule(consequence=VerdictValue.INCONCLUSIVE, check=_not_rebuilt),
    "watched": Rule(consequence=VerdictValue.INCONCLUSIVE, check=_watched),
    "empty": Rule(consequence=VerdictValue.INCONCLUSIVE, check=_empty),
    "skips": Rule(consequence=VerdictValue.INCONCLUSIVE, check=_skips),
}
"""Every rule by its id, most serious first; ``docs/policy.md`` has a heading for each."""

SOMETIMES = frozenset(
    {
        CLOSURE,
        "identity",
        "identity-doubt",
        "new-residue",
        "not-rebuilt",
        "watched",
        "wheels-differ",
    }
)
"""Rules about what most audits do not have; a policy with no other checks nothing."""

DEFAULT_CONSEQUENCES: Mapping[str, VerdictValue] = {
    identifier: rule.consequence for identifier, rule in RULES.items()
}

_SEVERITY = {VerdictValue.ACCEPTED: 0, VerdictValue.INCONCLUSIVE: 1, VerdictValue.REJECTED: 2}


class Policy(Struct, frozen=True, kw_only=True):
    """Which rule has which consequence; a rule that is not named is not applied.

    Attributes:
        consequences: of each rule that fires.
        identity: what is expected of publishers; None: the usual.
        custody: what the policy asks of the source's own history; None: custody is only reported.

    Raises:
        UsageError: no rule has a consequence, or a rule is not known.
    """

    consequences: Mapping[str, VerdictValue] = field(default_factory=lambda: DEFAULT_CONSEQUENCES)
    identity: Terms | None = None
    custody: Gate | None = None

    def __post_init__(self) -> None:
        """Refuse a policy that could not fail."""
        unknown = sorted(set(self.consequences) - set(RULES))
        if unknown:
            raise UsageError(
                f"policy: no such rule: {', '.join(unknown)} (known: {', '.join(RULES)})"
            )
        if all(
            value is VerdictValue.ACCEPTED
            for identifier, value in self.consequences.items()
            if identifier not in SOMETIMES
        ):
            raise UsageError("policy: it checks nothing, so it would accept everything")
        for identifier, consequence in self.consequences.items():
            least = RULES[identifier].at_least
            if _SEVERITY[consequence] < _SEVERITY[least]:
                raise UsageError(f"policy: {identifier} cannot be allowed, only {least} or worse")

    def judge(self, ledger: Ledger) -> Verdict:
        """The verdict on ``ledger``: the worst consequence of the rules that fired."""
        fired: list[tuple[VerdictValue, Reason]] = []
        for identifier, rule in RULES.items():
            consequence = self.consequences.get(identifier, rule.at_least)
            if consequence is VerdictValue.ACCEPTED:
                continue
            said = rule.check(ledger)
            if said is not None:
                message, paths = said
                fired.append((consequence, Reason(rule=identifier, message=message, paths=paths)))
        fired += self._custody(ledger)
        fired.sort(key=lambda pair: -_SEVERITY[pair[0]])
        worst = fired[0][0] if fired else VerdictValue.ACCEPTED
        return Verdict(
            value=worst, reasons=tuple(reason for _, reason in fired), policy=self.digest
        )

    @property
    def digest(self) -> Sha256:
        """SHA-256 of the rules that are applied and their consequences: JSON, sorted, no spaces."""
        rules = {rule: self.consequences.get(rule, RULES[rule].at_least) for rule in RULES}
        text = json.dumps(rules, sort_keys=True, separators=(",", ":"))
        return Sha256(hashlib.sha256(text.encode()).hexdigest())

    def _custody(self, ledger: Ledger) -> list[tuple[VerdictValue, Reason]]:
        """What the gate makes of the source's history; where there is none, that it could not look."""
        if self.custody is None:
            return []
        if ledger.custody is not None:
            return list(self.custody.fired(ledger.custody))
        reason = Reason(rule="custody/unknown", message="the source has no history to look at")
        return [(VerdictValue.INCONCLUSIVE, reason)]


def worst(values: list[VerdictValue]) -> VerdictValue:
    """The most serious of ``values``; ``inconclusive`` when there is none to look at."""
    return max(values, key=lambda value: _SEVERITY[value], default=VerdictValue.INCONCLUSIVE)


def read_policy(document: str) -> Policy:
    """A policy from TOML: the default, with the rules of ``[rules]`` set to their words, and ``[identity]``.

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
    if unknown := sorted(set(content) - {"rules", "custody", "identity"}):
        raise UsageError(f"policy: unknown table: {', '.join(unknown)}")
    rules = content.get("rules", {})
    if not isinstance(rules, dict):
        raise UsageError("policy: [rules] is not a table")
    consequences = dict(DEFAULT_CONSEQUENCES)
    for rule, word in rules.items():
        if not isinstance(word, str) or word not in words:
            raise UsageError(f"policy: {rule} = {word!r} is none of {', '.join(words)}")
        consequences[rule] = words[word]
    custody = None
    if "custody" in content:
        from tallystick.custody.gate import read_gate  # noqa: PLC0415 - most policies have none

        custody = read_gate(content["custody"])
    return Policy(consequences=consequences, custody=custody, identity=_terms(content))


def _terms(content: Mapping[str, object]) -> Terms | None:
    if "identity" not in content:
        return None
    from tallystick.identity.terms import read_terms  # noqa: PLC0415 - few policies have it

    return read_terms(content["identity"])
