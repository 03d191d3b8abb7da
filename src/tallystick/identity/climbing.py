"""How far an identity is proven, rung by rung, and what the rules say of it: pure."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from tallystick.identity.case import Case, Known
from tallystick.identity.rules import RULES
from tallystick.identity.terms import Terms
from tallystick.model import Ledger
from tallystick.model.ladder import Identity, IdentityFinding, Rung, State

_WHO = ("publisher", "repository", "repository-id", "owner-id", "workflow", "signer", "continuity")
"""Rules that speak of who it has to be: one has to hold, and none may not."""

_SAME = ("one-publisher", "predicate", "environment", "ref", "trigger")


def of_ledger(ledger: Ledger, known: Known, terms: Terms) -> Identity:
    """The identity of the artifact of ``ledger``, whose lines are all there."""
    artifact = ledger.artifact
    case = Case(
        name=artifact.name,
        project=artifact.project,
        version=artifact.version,
        attestations=known.attestations,
        source=ledger.source,
        is_proven=_is_proven(ledger),
        is_reproduced=ledger.is_reproduced,
        listed=known.listed,
        expected=(*terms.expected(artifact.project), *known.locked),
        signatures=known.signatures,
        signers=known.signers,
        earlier=known.earlier,
        in_default_branch=known.in_default_branch,
        runs=known.runs,
        now=known.now,
        unasked=known.unasked,
    )
    return identify(case, terms, trust_root=known.trust_root)


def _is_proven(ledger: Ledger) -> bool | None:
    """Whether every entry comes from the commit, and nothing that should have come is missing."""
    if ledger.source is None or ledger.source.stands_in or not ledger.lines:
        return None
    return (
        all(line.grade.is_proof for line in ledger.lines)
        and not any(finding.ambiguous for finding in ledger.findings)
        and not any(omitted.expected for omitted in ledger.omitted)
        and not ledger.skips
    )


def identify(case: Case, terms: Terms, *, trust_root: str = "") -> Identity:
    """The highest rung that ``case`` reaches, why not the next, and what each rule says."""
    found = [rule.finding(case, terms.weight(rule)) for rule in RULES]
    findings = [_with_delta(one, case) for one in found if one is not None]
    by_rule = {one.rule: one for one in findings}
    findings += terms.required(case.project, by_rule)
    rung, why_not = _climb(case, by_rule)
    return Identity(
        rung=rung,
        why_not=why_not,
        attestations=case.attestations,
        findings=tuple(findings),
        trust_root=trust_root if case.attestations else "",
    )


def _with_delta(finding: IdentityFinding, case: Case) -> IdentityFinding:
    """``finding``, with the workflow's difference if it is about that."""
    if finding.rule != CHANGE or finding.holds is not False or case.earlier is None:
        return finding
    return replace(finding, delta=case.earlier.lines)


CHANGE = "workflow-change"


def _climb(case: Case, said: Mapping[str, IdentityFinding]) -> tuple[Rung, str]:
    first = _by_key(case, said) if _is_by_key(case) else _by_attestation(case, said)
    steps = (
        *zip((Rung.SIGNATURE, Rung.IDENTITY, Rung.COMMIT, Rung.TAGGED), first, strict=True),
        (Rung.CONTENT, _content(case)),
        (Rung.REPRODUCED, _REPRODUCED[case.is_reproduced]),
    )
    reached = Rung.ABSENT
    for rung, why_not in steps:
        if why_not:
            return reached, why_not
        reached = rung
    return reached, ""


_REPRODUCED = {
    True: "",
    False: "it was built again, and came out otherwise",
    None: "it was not built again",
}

Four = tuple[str, str, str, str]
"""Why the first four rungs were not reached; "" for each that was."""


def _by_attestation(case: Case, said: Mapping[str, IdentityFinding]) -> Four:
    tagged = _holds(said, "reachable") or _holds(said, "tag") or _not_false(said, "version")
    return _signature(case), _identity(said), _holds(said, "commit"), tagged


def _is_by_key(case: Case) -> bool:
    """Whether there is no attestation, and somebody signed with a key of the user's list."""
    return not case.attestations and any(one.state is State.VERIFIED for one in case.signatures)


def _by_key(case: Case, said: Mapping[str, IdentityFinding]) -> Four:
    """Of a tag, a commit or a file that somebody has signed with a key of the user's."""
    good = [one for one in case.signatures if one.state is State.VERIFIED]
    refused = [f"{one.on}: {one.reason}" for one in case.signatures if one.state is State.REFUSED]
    on_source = [one for one in good if one.on != case.name]
    evidence = case.source.evidence if case.source is not None else ()
    against = [e.value for e in evidence if e.kind in AGAINST and e.agrees is False]
    is_tagged = any(one.on.startswith("tag ") for one in on_source)
    return (
        refused[0] if refused else "",
        _holds(said, "signed-by"),
        "" if on_source else "the file is signed, and neither tag nor commit is",
        against[0] if against else "" if is_tagged else "the commit is signed, and no tag of it",
    )


AGAINST = frozenset({"reachable", "moved-tag", "tag-object"})
"""Evidence on the name of the audited commit."""


def _signature(case: Case) -> str:
    """Why no signature is valid; "" if all that are there are, and one is."""
    refused = [one.reason for one in case.attestations if one.state is State.REFUSED]
    if refused:
        return refused[0]
    if case.verified or case.taken:
        return ""
    if case.attestations:
        return f"not checked: {case.attestations[0].reason}"
    return case.unasked or "no attestation is offered"


def _identity(said: Mapping[str, IdentityFinding]) -> str:
    for rule in (*_WHO, *_SAME):
        if (why := _not_false(said, rule)) != "":
            return why
    if not any(rule in said and said[rule].holds for rule in _WHO):
        return "nobody says who it should be: no lock, no publisher of the index, no repository"
    return ""


def _content(case: Case) -> str:
    if case.is_proven is None:
        return "its contents were not looked at"
    return "" if case.is_proven else "not every entry comes from the commit"


def _holds(said: Mapping[str, IdentityFinding], rule: str) -> str:
    """Why ``rule`` does not hold; "" if it does."""
    if rule not in said:
        return "nothing says which commit"
    return "" if said[rule].holds else said[rule].message


def _not_false(said: Mapping[str, IdentityFinding], rule: str) -> str:
    return said[rule].message if rule in said and said[rule].holds is False else ""
