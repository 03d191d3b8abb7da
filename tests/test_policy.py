"""Verdicts: each rule fires by itself, the worst decides, and a policy cannot be empty."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tallystick.errors import UsageError
from tallystick.model import (
    PUBLISHED,
    RESIDUE,
    Disagreement,
    Evidence,
    Finding,
    Grade,
    Ledger,
    LedgerLine,
    News,
    NewsAbout,
    NewsItem,
    Omitted,
    Reach,
    Rebuild,
    RebuildOutcome,
    Skip,
    VerdictValue,
)
from tallystick.model.ladder import Identity, IdentityFinding, Rung, Weight
from tallystick.model.watched import WatchedAlarm, WatchedBuild
from tallystick.policy import DEFAULT_CONSEQUENCES, RULES, SOMETIMES, Policy, read_policy, worst
from trees import artifact, entry, source, tree

ACCEPTED, INCONCLUSIVE = VerdictValue.ACCEPTED, VerdictValue.INCONCLUSIVE
REJECTED = VerdictValue.REJECTED
STAND_IN = Evidence(kind="closure", value="the sdist stands in", agrees=None)
HELD_BACK = {"no-source", "closure"}
"""Rules that no policy can allow."""
NEW = NewsItem(about=NewsAbout.RESIDUE, message="in 1.0 no file was; now one is", paths=("a",))
FINDING = Finding(id="zip-gap", offset=7, message="bytes", paths=("a",))


APART = Rebuild(
    route="wheel-from-commit",
    against=PUBLISHED,
    outcome=RebuildOutcome.DIFFERS,
    differing=("a",),
)


ALARMED = WatchedBuild(
    product="wheel",
    succeeded=True,
    commands=3,
    alarms=(
        WatchedAlarm(rule="data-run", is_high=True, message="sh runs it", path="a"),
        WatchedAlarm(rule="host-asked", is_high=False, message="date", reason="most do"),
    ),
)


def line(path: str, grade: Grade, reach: Reach = Reach.IMPORT) -> LedgerLine:
    return LedgerLine(entry=entry(path, b"x"), grade=grade, reach=reach)


def ledger(*lines: LedgerLine) -> Ledger:
    return Ledger(artifact=artifact(tree({})), source=source(tree({})), lines=lines)


def said(weight: Weight, *, holds: bool | None = False) -> Identity:
    finding = IdentityFinding(rule="tag", holds=holds, message="it was moved", weight=weight)
    return Identity(rung=Rung.COMMIT, why_not="it was moved", findings=(finding,))


PROVEN = ledger(line("a", Grade.IDENTICAL))
FIRING = {
    "contradicted": ledger(line("a", Grade.CONTRADICTED, Reach.DOCS)),
    "unexplained-code": ledger(line("a", Grade.UNEXPLAINED)),
    "container": replace(PROVEN, findings=(FINDING,)),
    "unexplained-data": ledger(line("a", Grade.UNEXPLAINED, Reach.DATA)),
    "absent": replace(PROVEN, omitted=(Omitted(path="a", reason="gone", expected=True),)),
    "unproven": ledger(line("a", Grade.UNPROVEN)),
    "wheels-differ": replace(
        ledger(line("b", Grade.IDENTICAL)),
        disagreements=(Disagreement(path="a", others=("x.whl",)),),
    ),
    "no-source": replace(PROVEN, source=None),
    "closure": replace(PROVEN, source=replace(source(tree({})), evidence=(STAND_IN,))),
    "source-evidence": replace(
        PROVEN,
        source=replace(
            source(tree({})), evidence=(Evidence(kind="reachable", value="no", agrees=False),)
        ),
    ),
    "identity": replace(PROVEN, identity=said(Weight.REJECT)),
    "identity-doubt": replace(PROVEN, identity=said(Weight.INCONCLUSIVE)),
    "new-residue": replace(PROVEN, news=News(since=(), items=(NEW,))),
    "not-rebuilt": replace(PROVEN, rebuilds=(APART,)),
    "watched": replace(PROVEN, watched=(ALARMED,)),
    "empty": ledger(),
    "skips": replace(PROVEN, skips=(Skip(check="source", reason="no network"),)),
}


def test_a_ledger_of_proof_alone_is_accepted() -> None:
    proof = [line(grade, grade) for grade in Grade if grade not in RESIDUE]
    verdict = Policy().judge(ledger(*proof))
    assert (verdict.value, verdict.reasons) == (ACCEPTED, ())


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_fires_by_itself_with_its_consequence(rule: str) -> None:
    verdict = Policy().judge(FIRING[rule])
    assert [reason.rule for reason in verdict.reasons] == [rule]
    assert verdict.value is DEFAULT_CONSEQUENCES[rule] is not ACCEPTED
    assert verdict.reasons[0].message
    about_entries = rule not in {"no-source", "closure", "source-evidence", "empty", "skips"}
    about_entries = about_entries and not rule.startswith("identity")
    assert verdict.reasons[0].paths == (("a",) if about_entries else ())


def test_a_release_is_reproduced_or_not_or_nobody_can_tell() -> None:
    failed = replace(APART, outcome=RebuildOutcome.FAILED, step="build")
    same = replace(APART, outcome=RebuildOutcome.IDENTICAL)
    between = replace(APART, against="wheel-from-commit", added=("b",))

    def told(*rebuilds: Rebuild) -> bool | None:
        return replace(PROVEN, rebuilds=rebuilds).is_reproduced

    assert told(same) is told(APART, same) is told(same, failed) is True
    assert (
        told(APART) is told(APART, failed) is told(same, between) is told(failed, between) is False
    )
    assert told() is told(failed) is None


def test_one_way_that_came_out_as_published_is_enough_unless_two_disagree() -> None:
    failed = replace(APART, outcome=RebuildOutcome.FAILED, step="build")
    same = replace(APART, outcome=RebuildOutcome.EQUAL)
    between = replace(APART, against="wheel-from-commit", added=("b",))
    judge = Policy().judge
    assert judge(replace(PROVEN, rebuilds=(same, failed))).value is ACCEPTED
    assert judge(replace(PROVEN, rebuilds=(failed,))).value is INCONCLUSIVE
    verdict = judge(replace(PROVEN, rebuilds=(same, between)))
    assert verdict.value is INCONCLUSIVE
    assert verdict.reasons[0].paths == ("a", "b")
    unclear = replace(between, outcome=RebuildOutcome.FAILED)
    assert judge(replace(PROVEN, rebuilds=(same, unclear))).value is ACCEPTED
    assert judge(replace(PROVEN, rebuilds=(replace(same, against="other"),))).value is INCONCLUSIVE


@pytest.mark.parametrize("rule", sorted(HELD_BACK))
def test_a_rule_that_cannot_be_allowed_fires_under_every_policy(rule: str) -> None:
    with pytest.raises(UsageError, match=f"{rule} cannot be allowed, only inconclusive or worse"):
        read_policy(f'[rules]\n{rule} = "allow"\n')
    others = {other: ACCEPTED for other in RULES if other not in HELD_BACK | {"container"}}
    for consequences in (others | {"container": REJECTED}, {"container": REJECTED}):
        assert Policy(consequences=consequences).judge(FIRING[rule]).value is INCONCLUSIVE


@pytest.mark.parametrize("rule", sorted(RULES.keys() - HELD_BACK))
def test_a_rule_that_is_allowed_does_not_fire(rule: str) -> None:
    assert read_policy(f'[rules]\n{rule} = "allow"\n').judge(FIRING[rule]).value is ACCEPTED


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize(("word", "value"), [("reject", REJECTED), ("inconclusive", INCONCLUSIVE)])
def test_a_rule_has_the_consequence_that_a_policy_names(
    rule: str, word: str, value: VerdictValue
) -> None:
    assert read_policy(f'[rules]\n{rule} = "{word}"\n').judge(FIRING[rule]).value is value


@pytest.mark.parametrize("holds", [True, None])
@pytest.mark.parametrize("weight", Weight)
def test_a_rule_of_identity_that_holds_or_cannot_tell_does_not_fire(
    weight: Weight, holds: bool | None
) -> None:
    assert Policy().judge(replace(PROVEN, identity=said(weight, holds=holds))).value is ACCEPTED


def test_a_rule_of_identity_that_is_allowed_does_not_fire() -> None:
    assert Policy().judge(replace(PROVEN, identity=said(Weight.ALLOW))).value is ACCEPTED


def test_every_rule_has_a_consequence_by_default() -> None:
    assert DEFAULT_CONSEQUENCES.keys() == RULES.keys()


@pytest.mark.parametrize("about", [about for about in NewsAbout if about is not NewsAbout.RESIDUE])
def test_news_of_what_is_no_residue_decide_nothing(about: NewsAbout) -> None:
    told = replace(PROVEN, news=News(since=(), items=(replace(NEW, about=about),)))
    assert Policy().judge(told).value is ACCEPTED


def test_a_finding_that_the_source_settles_does_not_fire() -> None:
    settled = replace(PROVEN, findings=(replace(FINDING, ambiguous=False),))
    assert Policy().judge(settled).value is ACCEPTED


@pytest.mark.parametrize("reach", Reach)
def test_an_unexplained_entry_rejects_where_it_can_run(reach: Reach) -> None:
    expected = INCONCLUSIVE if reach in {Reach.DATA, Reach.DOCS} else REJECTED
    assert Policy().judge(ledger(line("a", Grade.UNEXPLAINED, reach))).value is expected


def test_the_most_serious_reason_stands_first_and_decides() -> None:
    lines = [line("u", Grade.UNPROVEN), line("d", Grade.UNEXPLAINED, Reach.DATA)]
    several = ledger(*lines, line("c", Grade.CONTRADICTED), line("i", Grade.IDENTICAL))
    verdict = Policy().judge(replace(several, findings=(FINDING,)))
    assert verdict.value is REJECTED
    rules = [reason.rule for reason in verdict.reasons]
    assert rules == ["contradicted", "container", "unexplained-data", "unproven"]


def test_messages_count() -> None:
    one, two = line("a", Grade.CONTRADICTED), line("b", Grade.CONTRADICTED)
    assert Policy().judge(ledger(one)).reasons[0].message.startswith("1 entry is not")
    assert Policy().judge(ledger(one, two)).reasons[0].message.startswith("2 entries are not")


@pytest.mark.parametrize(
    "consequences",
    [
        {},
        dict.fromkeys(RULES, ACCEPTED),
        {rule: REJECTED if rule in SOMETIMES else ACCEPTED for rule in RULES},
    ],
)
def test_a_policy_that_checks_nothing_is_an_error(consequences: dict[str, VerdictValue]) -> None:
    with pytest.raises(UsageError, match="it checks nothing"):
        Policy(consequences=consequences)


@pytest.mark.parametrize(
    ("document", "complaint"),
    [
        ("[rules", "not TOML"),
        ("x = " + "9" * 5_000, "not TOML"),
        ("x = " + "[" * 100_000, "not TOML"),
        ("[rule]\n", "unknown table: rule"),
        ("rules = 1\n", r"\[rules\] is not a table"),
        ('[rules]\nabsence = "reject"\n', "no such rule: absence"),
        ('[rules]\nskips = "ignore"\n', "skips = 'ignore' is none of reject, inconclusive, allow"),
        ("[rules]\nskips = 1\n", "skips = 1 is none of"),
        ('[rules]\nskips = ["reject"]\n', r"skips = \['reject'\] is none of"),
        ("[rules]\n" + "\n".join(f'{rule} = "allow"' for rule in RULES), "it checks nothing"),
    ],
)
def test_a_policy_that_cannot_be_meant_is_an_error(document: str, complaint: str) -> None:
    with pytest.raises(UsageError, match=complaint):
        read_policy(document)


def test_a_policy_without_rules_is_the_default() -> None:
    assert read_policy("") == Policy()


def test_the_worst_of_several_verdicts() -> None:
    assert worst([ACCEPTED, REJECTED, INCONCLUSIVE]) is REJECTED
    assert worst([ACCEPTED, INCONCLUSIVE]) is INCONCLUSIVE
    assert worst([ACCEPTED]) is ACCEPTED
    assert worst([]) is INCONCLUSIVE


@given(
    st.lists(st.builds(line, st.just("a"), st.sampled_from(Grade), st.sampled_from(Reach))),
    st.dictionaries(st.sampled_from(sorted(RULES)), st.sampled_from(VerdictValue)),
)
def test_another_line_never_makes_a_verdict_better(
    lines: list[LedgerLine], consequences: dict[str, VerdictValue]
) -> None:
    held = dict.fromkeys(HELD_BACK, INCONCLUSIVE)
    policy = Policy(
        consequences={**consequences, **held, "empty": ACCEPTED, "contradicted": REJECTED}
    )
    order = [ACCEPTED, INCONCLUSIVE, REJECTED]
    values = [policy.judge(ledger(*lines[:count])).value for count in range(len(lines) + 1)]
    assert values == sorted(values, key=order.index)


@given(
    st.dictionaries(st.sampled_from(sorted(RULES)), st.sampled_from(VerdictValue)),
    st.lists(st.builds(line, st.just("a"), st.sampled_from(Grade), st.sampled_from(Reach))),
)
def test_no_policy_that_can_be_written_accepts_a_source_that_stands_in(
    consequences: dict[str, VerdictValue], lines: list[LedgerLine]
) -> None:
    try:
        policy = Policy(consequences=consequences)
    except UsageError:
        return
    closed = replace(ledger(*lines), source=FIRING["closure"].source)
    assert policy.judge(closed).value is not ACCEPTED


def test_every_rule_has_a_heading_in_the_docs() -> None:
    docs = (Path(__file__).parents[1] / "docs" / "policy.md").read_text()
    assert [rule for rule in RULES if f"\n## {rule}\n" not in docs] == []


@pytest.mark.parametrize(
    "text",
    [
        "[identity]\nuse = []\n",
        "[identity.rules]\nrunner = { all_of = ['tag'] }\n",
        "[custody]\nconfidence = { high = 1 }\n",
    ],
)
def test_a_list_or_a_table_where_a_word_belongs_is_said(text: str) -> None:
    with pytest.raises(UsageError, match=r"is n(either|one of)"):
        read_policy(text)
