"""A survey's page: what is counted, what is called worst and odd, and that it follows a survey."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import httpx
import pytest

import ledgers
from beside_a_store import RELEASES, write_survey
from tallystick.errors import StorageError
from tallystick.model.surveyed import SurveyedFile
from tallystick.survey import Report, Results, State, key_of
from tallystick.survey.gathered import PAUSE, Gathering
from viewers import viewer

HOSTILE = len(ledgers.HOSTILE)


@pytest.fixture(scope="module")
def page(client: httpx.Client) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/survey.json").json()
    return found


def test_every_artifact_is_counted_once(page: dict[str, Any]) -> None:
    assert (page["releases"], page["done"]) == (RELEASES + 3 + HOSTILE, RELEASES + 2 + HOSTILE)
    assert page["verdicts"]["rejected"] == 2 + HOSTILE
    assert page["unaudited"] == HOSTILE
    audited = sum(page["verdicts"].values())
    shares, files, seconds = page["distributions"]
    kinds = ("accepted", "inconclusive", "rejected", "other")
    for shown, whole in ((shares, audited), (files, audited), (seconds, page["releases"])):
        assert sum(one[kind] for one in shown["bins"] for kind in kinds) == whole
    assert next(one["label"] for one in shares["bins"]) == "none"
    assert shares["bins"][-1]["rejected"] == HOSTILE


def test_the_worst_are_the_rejected_with_the_most_residue(page: dict[str, Any]) -> None:
    worst = page["worst"]
    assert [one["verdict"] for one in worst[: HOSTILE + 2]] == ["rejected"] * (HOSTILE + 2)
    assert [one["residue"] for one in worst[:HOSTILE]] == [9] * HOSTILE
    assert worst[HOSTILE + 2]["residue"] == 6


def test_the_odd_are_odd_for_a_reason_that_is_said(page: dict[str, Any]) -> None:
    said = {(one["release"], one["what"].partition(";")[0]) for one in page["odd"]}
    assert ("six==1.17.0", "it holds no files") in said
    assert ("six==1.17.0", "one of its files is accepted, another rejected") in said
    assert ("xz-5.6.1.tar.gz", "90 seconds of a processor") in said
    assert ("xz-5.6.1.tar.gz", "2,147,483,648 bytes fetched") in said
    assert not any(release.startswith("plain==") for release, _ in said)


def test_a_release_that_the_store_holds_is_a_link_and_no_other(page: dict[str, Any]) -> None:
    found = {one["release"]: one["address"] for one in (*page["worst"], *page["odd"])}
    assert found["six==1.17.0"] == "/releases/pypi/six/1.17.0"
    assert {found[name] for name in found if name.startswith("plain==")} == {None}
    assert found["xz-5.6.1.tar.gz"] is None


def test_without_a_survey_the_page_says_how_to_name_one(tmp_path: Path) -> None:
    from tallystick.store import open_store  # noqa: PLC0415 - an extra

    with open_store(str(tmp_path / "store.sqlite")):
        pass
    with viewer(tmp_path / "store.sqlite") as base:
        assert "serve --survey DIR" in httpx.get(f"{base}/survey", timeout=60).text
        assert httpx.get(f"{base}/survey.json", timeout=60).json()["is_given"] is False


def test_results_that_come_are_shown_and_what_is_none_is_counted(tmp_path: Path) -> None:
    now = [0.0]
    gathering = Gathering(write_survey(tmp_path), clock=lambda: now[0])
    first = gathering()
    assert gathering() is first
    results = Results(tmp_path)
    done = Report(state=State.DONE, files=(SurveyedFile(name="new", verdict="accepted"),))
    results.write(key_of({"target": "new"}), {}, "new==1", done, 1)
    results.write(key_of({"target": "again"}), {}, "new==1", done, 1)
    head = {"schema": "tallystick.survey/1", "release": 7}
    for number, content in enumerate(
        (b"", b"no gzip", gzip.compress(b"[]"), gzip.compress(json.dumps(head).encode()))
    ):
        (tmp_path / "results" / "00").mkdir(exist_ok=True)
        (tmp_path / "results" / "00" / f"{number}.jsonl.gz").write_bytes(content)
    whole = gzip.compress(b"{}" * 1_000)
    (tmp_path / "results" / "00" / "cut.jsonl.gz").write_bytes(whole[:-12])
    (tmp_path / "results" / "00" / "link.jsonl.gz").symlink_to("/etc/passwd")
    assert gathering() is first, "the folder is not listed for each request"
    now[0] += PAUSE
    then = gathering()
    assert len(then.releases) == len(first.releases) + 1
    assert (then.replaced, then.unread) == (1, 5)
    assert then.state != first.state
    results.take_back(key_of({"target": "new"}))
    results.take_back(key_of({"target": "again"}))
    now[0] += PAUSE
    assert len(gathering().releases) == len(first.releases)


def test_a_folder_in_which_no_survey_wrote_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="no survey"):
        Gathering(tmp_path)
