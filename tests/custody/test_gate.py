"""What a policy makes of custody."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from past import ADA, BEN
from tallystick.custody.gate import RULES, Gate, read_gate
from tallystick.errors import UsageError
from tallystick.model import Skip, VerdictValue
from tallystick.model.custody import (
    CommitLine,
    Confidence,
    Custody,
    Range,
    Remark,
    ReviewEvidence,
    Standing,
    Way,
)
from tallystick.model.history import Change, LoggedCommit
from tallystick.policy import read_policy

ALL = ("review", "self-merge", "merge-content", "opaque-file", "ignored-build-file")


def commit(standing: Standing, path: str = "src/a.c", sure: Confidence | None = None) -> CommitLine:
    found = LoggedCommit(
        id="1" * 40,
        parents=(),
        author=ADA,
        authored=0,
        committer=BEN,
        committed=0,
        message="Change",
        changes=(Change(path=path, status="M", blob="2" * 40, mode="100644"),),
    )
    evidence = (
        ()
        if sure is None
        else (ReviewEvidence(kind="merged", by="Ben", known="git", confidence=sure),)
    )
    return CommitLine(commit=found, standing=standing, way=Way.MERGED, evidence=evidence)


def custody(
    *lines: CommitLine,
    remarks: tuple[Remark, ...] = (),
    skips: tuple[Skip, ...] = (),
    checks: tuple[str, ...] = ALL,
) -> Custody:
    within = Range(after="v1", after_commit="0" * 40, until="1" * 40, chosen="the test")
    return Custody(range=within, lines=lines, remarks=remarks, skips=skips, checks=checks)


REVIEWED = commit(Standing.REVIEWED, sure=Confidence.MEDIUM)


def test_what_was_all_reviewed_is_accepted() -> None:
    verdict = Gate().judge(custody(REVIEWED, commit(Standing.MERGE)))
    assert (verdict.value, verdict.reasons) == (VerdictValue.ACCEPTED, ())


@pytest.mark.parametrize("standing", [Standing.UNREVIEWED, Standing.CLAIMED])
def test_what_was_not_reviewed_is_as_bad_as_the_policy_says(standing: Standing) -> None:
    found = custody(REVIEWED, commit(standing, sure=Confidence.LOW))
    assert Gate().judge(found).value is VerdictValue.INCONCLUSIVE
    gate = read_gate({"review": "reject"})
    verdict = gate.judge(found)
    assert verdict.value is VerdictValue.REJECTED
    assert [reason.rule for reason in verdict.reasons] == ["custody/review"]
    assert verdict.reasons[0].paths == ("src/a.c",)


def test_a_policy_can_ask_for_more_than_metadata() -> None:
    gate = read_gate({"review": "reject", "confidence": "high"})
    assert gate.judge(custody(REVIEWED)).value is VerdictValue.REJECTED
    sure = commit(Standing.REVIEWED, sure=Confidence.HIGH)
    assert gate.judge(custody(sure)).value is VerdictValue.ACCEPTED


def test_review_can_be_required_for_some_paths() -> None:
    gate = read_gate({"review": "reject", "paths": ["src/**"]})
    assert gate.judge(custody(commit(Standing.UNREVIEWED))).value is VerdictValue.REJECTED
    docs = commit(Standing.UNREVIEWED, "docs/a.md")
    assert gate.judge(custody(docs)).value is VerdictValue.ACCEPTED


def test_a_check_that_did_not_run_is_no_pass() -> None:
    gate = read_gate({"opaque-file": "reject"})
    verdict = gate.judge(
        custody(REVIEWED, checks=tuple(one for one in ALL if one != "opaque-file"))
    )
    assert verdict.value is VerdictValue.INCONCLUSIVE
    assert [reason.rule for reason in verdict.reasons] == ["custody/opaque-file"]


def test_what_could_not_be_looked_at_and_an_empty_range_are_no_pass() -> None:
    skip = Skip(check="history", reason="a shallow clone")
    assert Gate().judge(custody(REVIEWED, skips=(skip,))).value is VerdictValue.INCONCLUSIVE
    assert Gate().judge(custody()).value is VerdictValue.INCONCLUSIVE


@pytest.mark.parametrize(
    "rule", [rule for rule in RULES if rule not in {"review", "nothing", "unknown"}]
)
def test_each_rule_about_a_check_fires_on_its_remark(rule: str) -> None:
    remark = Remark(
        check=rule, message="said", known="git", confidence=Confidence.MEDIUM, paths=("x",)
    )
    found = custody(REVIEWED, remarks=(remark,), checks=tuple(RULES))
    verdict = read_gate({rule: "reject"}).judge(found)
    assert verdict.value is VerdictValue.REJECTED
    assert [(reason.rule, reason.paths) for reason in verdict.reasons] == [
        (f"custody/{rule}", ("x",))
    ]


@pytest.mark.parametrize(
    "table",
    [
        {"reviewed": "reject"},
        {"review": "maybe"},
        {"review": True},
        {"paths": "src"},
        {"paths": [1]},
        {"confidence": "low"},
        dict.fromkeys(RULES, "allow"),
        {rule: "allow" for rule in RULES if rule not in {"unknown", "nothing"}},
    ],
)
def test_a_table_that_cannot_be_meant_or_checks_nothing_is_refused(
    table: Mapping[str, object],
) -> None:
    with pytest.raises(UsageError, match=r"\[custody\]"):
        read_gate(table)


def test_a_policy_without_the_table_asks_nothing_of_custody() -> None:
    assert read_policy("[rules]\n").custody is None
    gate = read_policy('[custody]\nreview = "reject"\n').custody
    assert gate is not None
    assert gate.consequences["review"] is VerdictValue.REJECTED
