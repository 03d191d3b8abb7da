"""k of n: nobody decides alone, nobody counts twice, and nothing but an answer to the question counts."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from ledgers import git_source
from tallystick.errors import UsageError
from tallystick.limits import DEFAULT
from tallystick.model import (
    Evidence,
    Grade,
    Ledger,
    LedgerLine,
    Reach,
    Sha256,
    Source,
    Tree,
    Verdict,
    VerdictValue,
)
from tallystick.policy import Policy
from tallystick.quorum import Asked, Word, counts, decide, inventory, read_statement
from tallystick.report.intoto import encoded, statements
from tallystick.signing import PAYLOAD_TYPE, Envelope, Signer
from trees import artifact, tree

CONTENTS = tree({"a.py": b"1", "b.py": b"2"})
ACCEPTED, REJECTED = VerdictValue.ACCEPTED, VerdictValue.REJECTED
INCONCLUSIVE = VerdictValue.INCONCLUSIVE


def ledger(
    contents: Tree = CONTENTS, *, commit: str = "a" * 40, residue: tuple[str, ...] = ()
) -> Ledger:
    whole = Ledger(
        artifact=artifact(contents),
        source=replace(git_source("https://example.org/x", "v1"), commit=commit),
        lines=tuple(
            LedgerLine(
                entry=entry,
                grade=Grade.CONTRADICTED if path in residue else Grade.IDENTICAL,
                reach=Reach.IMPORT,
            )
            for path, entry in contents.entries.items()
        ),
    )
    return replace(whole, verdict=Policy().judge(whole))


def word(
    signer: str,
    said: Ledger | None = None,
    *,
    key: str | None = None,
    stated: VerdictValue = ACCEPTED,
) -> Word:
    names = tuple(signer.split(","))
    return Word(
        signer=Signer(key=key or f"key of {signer}", names=names),
        file=f"{signer}.jsonl",
        ledger=said or ledger(),
        stated=stated,
    )


ASKED = Asked(sha256=Sha256("0" * 64), k=2, policy=Policy())
TAMPERED = ledger(residue=("b.py",))


def verdict(*words: Word, asked: Asked = ASKED) -> VerdictValue:
    return decide(words, asked).verdict


def test_two_of_two_accept() -> None:
    assert verdict(word("alice"), word("bob")) is ACCEPTED


def test_one_is_never_enough_whatever_it_says_however_often() -> None:
    assert verdict() is INCONCLUSIVE
    assert verdict(word("alice")) is INCONCLUSIVE
    assert verdict(*[word("alice")] * 9) is INCONCLUSIVE
    with pytest.raises(UsageError, match="trust in one"):
        replace(ASKED, k=1)


def test_one_signer_with_two_keys_or_two_names_counts_once() -> None:
    assert verdict(word("alice", key="1"), word("alice", key="2")) is INCONCLUSIVE
    assert verdict(word("alice", key="1"), word("al", key="1")) is INCONCLUSIVE
    assert verdict(word("alice,al", key="1"), word("al", key="2")) is INCONCLUSIVE
    chain = (word("alice", key="1"), word("bob", key="2"), word("alice,bob", key="3"))
    assert verdict(*chain) is INCONCLUSIVE


def test_no_single_word_accepts_against_a_rejection_or_rejects_alone() -> None:
    against = word("mallory", TAMPERED, stated=REJECTED)
    assert verdict(word("alice"), word("bob"), against) is INCONCLUSIVE
    assert verdict(against, word("bob", TAMPERED, stated=REJECTED), word("alice")) is REJECTED


def test_a_ledger_is_judged_again_and_its_own_verdict_is_not_believed() -> None:
    lying = word("mallory", TAMPERED, stated=ACCEPTED)
    assert verdict(word("alice"), lying) is INCONCLUSIVE
    assert decide((lying,), ASKED).rebuilders[0].verdict is REJECTED


def test_the_stated_verdict_counts_where_it_is_the_worse_one() -> None:
    assert verdict(word("alice"), word("bob", stated=INCONCLUSIVE)) is INCONCLUSIVE


def test_who_contradicts_himself_counts_as_the_worse() -> None:
    twice = (word("alice"), word("alice", TAMPERED, stated=REJECTED))
    assert verdict(*twice, word("bob"), word("carol")) is INCONCLUSIVE


def test_acceptance_of_different_commits_is_no_agreement() -> None:
    assert verdict(word("alice"), word("bob", ledger(commit="b" * 40))) is INCONCLUSIVE
    three = (word("alice"), word("bob"), word("carol", ledger(commit="b" * 40)))
    assert verdict(*three) is ACCEPTED


def test_a_policy_of_the_asker_that_is_stricter_is_applied() -> None:
    doubtful = replace(ledger(), source=_doubted())
    judged = Verdict(value=ACCEPTED)
    said = replace(doubtful, verdict=judged)
    assert verdict(word("alice", said), word("bob", said)) is INCONCLUSIVE


def _doubted() -> Source:
    source = ledger().source
    assert source is not None
    against = Evidence(kind="ref", value="only under a pull request", agrees=False)
    return replace(source, evidence=(against,))


def test_the_entries_that_they_differ_on_are_named() -> None:
    outcome = decide((word("alice"), word("bob", TAMPERED, stated=REJECTED)), ASKED)
    (differing,) = outcome.differing
    assert (differing.path, differing.proven, differing.residue) == ("b.py", ("alice",), ("bob",))
    assert not differing.other_bytes


@pytest.mark.parametrize(
    "other", [{"a.py": b"1"}, {"a.py": b"1", "b.py": b"3"}, {"a.py": b"1", "b.py": b"2", "c": b""}]
)
def test_other_entries_of_the_same_file_are_somebodys_lie(other: dict[str, bytes]) -> None:
    words = (word("alice"), word("bob"), word("mallory", ledger(tree(other))))
    outcome = decide(words, ASKED)
    assert outcome.verdict is INCONCLUSIVE
    assert any(one.other_bytes for one in outcome.differing)


def test_only_answers_to_the_question_count() -> None:
    listed = inventory(CONTENTS.entries.values())
    counts(ledger(), replace(ASKED, inventory=listed, commit="a" * 40))
    for said, asked, why in (
        (ledger(), replace(ASKED, sha256=Sha256("1" * 64)), "another artifact"),
        (ledger(), replace(ASKED, commit="b" * 40), "another source"),
        (ledger(tree({"a.py": b"1"})), replace(ASKED, inventory=listed), "other entries"),
        (replace(ledger(), source=None), ASKED, "no commit"),
    ):
        with pytest.raises(UsageError, match=why):
            counts(said, asked)


def envelope(change: Callable[[dict[str, Any]], object] | None = None, **fields: str) -> Envelope:
    statement = statements(ledger())[0]
    if change is not None:
        change(statement)
    payload = fields.get("payload", "").encode() or encoded(statement)
    kind = fields.get("kind", PAYLOAD_TYPE)
    return Envelope(payload_type=kind, payload=payload, signatures=())


def test_a_statement_comes_back_as_the_ledger_that_was_signed() -> None:
    said, stated = read_statement(envelope(), DEFAULT)
    assert stated is ACCEPTED
    assert inventory(line.entry for line in said.lines) == inventory(CONTENTS.entries.values())


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda s: s.update(_type="https://in-toto.io/Statement/v0.1"), "version 1"),
        (lambda s: s.update(predicateType="urn:tallystick:audit:0"), "schema"),
        (lambda s: s.update(predicateType="https://slsa.dev/verification_summary/v1"), "summary"),
        (lambda s: s["predicate"].update(schema="tallystick.audit/0"), "schema"),
        (lambda s: s["predicate"]["ledger"].update(schema="tallystick.ledger/0"), "schema"),
        (lambda s: s["predicate"].update(outcome="not-reproduced"), "outcome"),
        (lambda s: s["predicate"].update(outcome="reproduced"), "outcome"),  # nothing was built
        (lambda s: s["predicate"]["ledger"].update(verdict="rejected"), "outcome"),
        (lambda s: s["subject"].append(s["subject"][0]), "subject"),
        (lambda s: s["subject"][0]["digest"].update(sha256="1" * 64), "subject"),
        (lambda s: s["subject"][0]["digest"].update(sha512="1"), "subject"),
        (lambda s: s.update(subject=[]), "subject"),
        (lambda s: s["predicate"].update(ledger=[]), "not an object"),
        (lambda s: s["predicate"]["ledger"].update(entries=None), "entries"),
    ],
)
def test_what_is_not_quite_a_statement_is_none(
    change: Callable[[dict[str, Any]], object], why: str
) -> None:
    with pytest.raises(UsageError, match=why):
        read_statement(envelope(change), DEFAULT)


def test_a_payload_of_another_type_or_with_a_key_twice_is_none() -> None:
    with pytest.raises(UsageError, match="no in-toto statement"):
        read_statement(envelope(kind="application/json"), DEFAULT)
    twice = json.dumps(statements(ledger())[0])[:-1] + ', "subject": []}'
    with pytest.raises(UsageError, match="twice"):
        read_statement(envelope(payload=twice), DEFAULT)


@given(
    st.lists(
        st.tuples(st.sampled_from("abcde"), st.sampled_from([ACCEPTED, REJECTED, INCONCLUSIVE])),
        max_size=8,
    ),
    st.integers(2, 4),
)
def test_acceptance_always_has_k_signers_and_no_rejection(
    said: Sequence[tuple[str, VerdictValue]], k: int
) -> None:
    by = {REJECTED: TAMPERED, ACCEPTED: ledger(), INCONCLUSIVE: ledger()}
    words = [word(name, by[value], stated=value) for name, value in said]
    found = verdict(*words, asked=replace(ASKED, k=k))
    rejecting = {name for name, value in said if value is REJECTED}
    doubting = {name for name, value in said if value is INCONCLUSIVE}
    accepting = {name for name, _ in said} - rejecting - doubting
    if found is ACCEPTED:
        assert len(accepting) >= k
        assert not rejecting
    assert (found is REJECTED) == (len(rejecting) >= k)
