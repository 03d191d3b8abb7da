from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given, settings
from jsonschema import Draft202012Validator, ValidationError

import ledger_strategies
from ledgers import SAMPLES, entry
from tallystick.model import Grade, Ledger, NewsAbout, Reach
from tallystick.report import render
from tallystick.report.text import parse_name

SCHEMA: dict[str, Any] = json.loads(
    files("tallystick.report").joinpath("ledger.schema.json").read_text(encoding="utf-8")
)
VALIDATOR = Draft202012Validator(SCHEMA)


def strictly(text: str) -> dict[str, Any]:
    """The value of a JSON text by RFC 8259, which has no NaN and no Infinity."""

    def refuse(constant: str) -> None:
        raise AssertionError(f"{constant} is not JSON")

    parsed: dict[str, Any] = json.loads(text, parse_constant=refuse)
    return parsed


def document(*ledgers: Ledger) -> dict[str, Any]:
    return strictly(str(render(ledgers, format="json")))


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("sample", SAMPLES)
def test_every_sample_keeps_the_contract(sample: str) -> None:
    VALIDATOR.validate(document(SAMPLES[sample]))


def test_several_ledgers_are_listed_in_order() -> None:
    whole = document(SAMPLES["accepted"], SAMPLES["rejected"])
    VALIDATOR.validate(whole)
    assert whole["schema"] == "tallystick.ledgers/1"
    names = [one["artifact"]["name"] for one in whole["ledgers"]]
    assert names == ["six-1.17.0.tar.gz", "xz-5.6.1.tar.gz"]


@settings(max_examples=50)
@given(ledger_strategies.ledgers)
def test_no_text_breaks_the_contract_and_every_path_can_be_read_back(ledger: Ledger) -> None:
    text = str(render([ledger], format="json"))
    assert text.isascii()
    whole = strictly(text)
    VALIDATOR.validate(whole)
    paths = [parse_name(one["path"]) for one in whole["entries"]]
    assert paths == [line.path for line in ledger.lines]


def properties(schema: object) -> list[dict[str, Any]]:
    """Every object type in a schema."""
    if isinstance(schema, list):
        return [found for item in schema for found in properties(item)]
    if not isinstance(schema, dict):
        return []
    here = [schema] if isinstance(schema.get("properties"), dict) else []
    return here + [found for value in schema.values() for found in properties(value)]


def test_the_schema_allows_nothing_that_it_does_not_name() -> None:
    for found in properties(SCHEMA):
        assert found["additionalProperties"] is False
        assert set(found["required"]) == set(found["properties"])


@pytest.mark.parametrize(
    ("where", "value"),
    [
        ("verdict", "passed"),
        ("extra", 1),
        ("source", {}),
        ("totals", {}),
        ("timings", {"match": "fast"}),
    ],
)
def test_the_schema_refuses_what_the_contract_does_not_say(where: str, value: object) -> None:
    with pytest.raises(ValidationError):
        VALIDATOR.validate({**document(SAMPLES["accepted"]), where: value})


def test_enums_are_those_of_the_model() -> None:
    entry_schema = SCHEMA["$defs"]["entry"]["properties"]
    assert entry_schema["grade"]["enum"] == list(Grade)
    assert entry_schema["reach"]["enum"] == list(Reach)
    news_schema = SCHEMA["$defs"]["baseline"]["properties"]["news"]["items"]["properties"]
    assert news_schema["about"]["enum"] == list(NewsAbout)
    assert list(SCHEMA["$defs"]["ledger"]["properties"]["totals"]["properties"]) == list(Grade)


def test_totals_name_all_grades_and_add_up() -> None:
    whole = document(SAMPLES["rejected"])
    assert list(whole["totals"]) == list(Grade)
    assert sum(total["files"] for total in whole["totals"].values()) == len(whole["entries"])
    assert whole["totals"]["contradicted"] == {"files": 1, "bytes": 3540}
    assert whole["totals"]["rebuilt"] == {"files": 0, "bytes": 0}


def test_a_line_says_all_that_is_known() -> None:
    whole = document(SAMPLES["rejected"])
    macro = next(one for one in whole["entries"] if one["path"] == "m4/build-to-host.m4")
    assert macro["mode"] == "100644"
    assert macro["grade"] == "contradicted"
    assert macro["reach"] == "build"
    assert macro["explainer"] == "gnulib"
    assert macro["sha256"] == entry("m4/build-to-host.m4").sha256
    assert macro["delta"].startswith("--- gnulib/m4/build-to-host.m4\n")
    assert whole["container"][0]["ambiguous"] is True
    assert whole["container"][0]["paths"] == []


def test_an_absent_source_is_null() -> None:
    assert document(SAMPLES["without-source"])["source"] is None
