"""Statements: one form for what was reproduced, what was not, and what nobody could tell."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from msgspec.structs import replace

from ledgers import SAMPLES
from tallystick.model import VerdictValue
from tallystick.model.ledger import PUBLISHED, Rebuild, RebuildOutcome
from tallystick.report import render
from tallystick.report.intoto import LEVEL, outcome, statements

REPORT = files("tallystick.report")
PREDICATE = json.loads(REPORT.joinpath("audit.schema.json").read_text(encoding="utf-8"))
LEDGER = json.loads(REPORT.joinpath("ledger.schema.json").read_text(encoding="utf-8"))


def lines(sample: str) -> list[dict[str, Any]]:
    return [
        json.loads(line) for line in str(render([SAMPLES[sample]], format="intoto")).splitlines()
    ]


@pytest.mark.parametrize("sample", SAMPLES)
def test_predicate_and_ledger_are_as_their_schemas_say(sample: str) -> None:
    audit, _ = lines(sample)
    Draft202012Validator(PREDICATE).validate(audit["predicate"])
    Draft202012Validator(LEDGER).validate(audit["predicate"]["ledger"])


@pytest.mark.parametrize("sample", SAMPLES)
def test_both_statements_are_about_the_artifact_by_its_digest(sample: str) -> None:
    for statement in lines(sample):
        (subject,) = statement["subject"]
        assert subject["digest"] == {"sha256": SAMPLES[sample].artifact.sha256}
        assert statement["_type"] == "https://in-toto.io/Statement/v1"


WORDS = {
    VerdictValue.ACCEPTED: {"accounted-for", "reproduced"},
    VerdictValue.REJECTED: {"not-accounted-for", "not-reproduced"},
    VerdictValue.INCONCLUSIVE: {"could-not-tell"},
}


@pytest.mark.parametrize(
    ("verdict", "came_out", "word"),
    [
        (VerdictValue.ACCEPTED, RebuildOutcome.IDENTICAL, "reproduced"),
        (VerdictValue.ACCEPTED, RebuildOutcome.DIFFERS, "accounted-for"),
        (VerdictValue.REJECTED, RebuildOutcome.DIFFERS, "not-reproduced"),
        (VerdictValue.REJECTED, RebuildOutcome.IDENTICAL, "not-accounted-for"),
        (VerdictValue.INCONCLUSIVE, RebuildOutcome.IDENTICAL, "could-not-tell"),
    ],
)
def test_only_who_built_it_again_speaks_of_reproducing_it(
    verdict: VerdictValue, came_out: RebuildOutcome, word: str
) -> None:
    built = Rebuild(route="wheel-from-commit", against=PUBLISHED, outcome=came_out)
    assert outcome(verdict, replace(SAMPLES["accepted"], rebuilds=(built,))) == word


def test_every_verdict_has_its_word_and_only_an_accepted_one_has_passed() -> None:
    seen = set()
    for sample, ledger in SAMPLES.items():
        assert ledger.verdict is not None
        audit, summary = lines(sample)
        verdict = ledger.verdict.value
        seen.add(verdict)
        assert audit["predicate"]["outcome"] in WORDS[verdict]
        passed = verdict is VerdictValue.ACCEPTED
        assert summary["predicate"]["verificationResult"] == ("PASSED" if passed else "FAILED")
        assert summary["predicate"]["verifiedLevels"] == [LEVEL if passed else "FAILED"]
    assert seen == set(VerdictValue)


def test_the_same_moment_makes_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    once, again = (statements(SAMPLES["rejected"], "https://example.org/me") for _ in range(2))
    assert once == again
    assert once[0]["predicate"]["time"] == "2023-11-14T22:13:20Z"
    assert once[1]["predicate"]["verifier"]["id"] == "https://example.org/me"


def test_the_time_that_the_audit_took_is_nobodys_word() -> None:
    assert lines("accepted")[0]["predicate"]["ledger"]["timings"] == {}
