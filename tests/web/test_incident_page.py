"""An incident's page: what the store says of something bad, and what a report of ``trace`` said."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

import ledgers
from beside_a_store import incident
from command import Tally
from tallystick.errors import UsageError
from tallystick.limits import DEFAULT
from tallystick.report.incident import render_json
from tallystick.report.incident_reader import incident_of, read_incident
from tallystick.store import Put, open_store
from viewers import COMMIT


def test_something_bad_is_traced_in_the_store(client: httpx.Client, put: dict[str, Put]) -> None:
    entry = client.get(f"/ledgers/{put['xz-5.6.1'].digest}/entries/188.json").json()
    digest = entry["entry"]["line"]["sha256"]
    page = client.get(f"/incident.json?bad={digest}").json()
    carriers = page["incident"]["carriers"]
    assert {one["path"] for one in carriers} == {"m4/build-to-host.m4"}
    assert "xz-5.6.1.tar.gz" in {one["artifact"] for one in carriers}
    assert page["headline"].startswith(f"is in {len({one['artifact_sha256'] for one in carriers})}")
    assert {one["check"] for one in page["incident"]["skips"]} >= {"repository", "lock"}
    html = client.get(f"/incident?bad={digest}").text
    assert f'href="/ledgers/{put["xz-5.6.1"].digest}"' in html
    assert "What to do" in html
    assert f'href="/incident.json?bad={digest}"' in html


@pytest.mark.parametrize("bad", ["xz==5.6.1", COMMIT, COMMIT.upper()])
def test_a_release_and_a_commit_are_traced_too(bad: str, client: httpx.Client) -> None:
    page = client.get("/incident.json", params={"bad": bad}).json()
    assert {one["version"] for one in page["incident"]["carriers"]} >= {"5.6.1"}


@pytest.mark.parametrize("bad", ["/etc/passwd", "pyproject.toml", "../x", "zz", "sha256:zz"])
def test_no_file_of_the_server_is_looked_at(bad: str, client: httpx.Client) -> None:
    """The viewer runs in the root of this repository, in which there is a ``pyproject.toml``."""
    page = client.get("/incident.json", params={"bad": bad}).json()
    assert page["refused"].startswith("That is no digest")
    assert page["incident"] is None


def test_reports_are_listed_and_shown(client: httpx.Client) -> None:
    first = client.get("/incident").text
    assert "build-to-host.m4" in first
    page = client.get("/incident.json?report=0").json()
    assert page["incident"]["exposed"][0]["matched"] == "the same bytes"
    assert len(page["reports"]) == 1 + len(ledgers.HOSTILE)
    for number in ("99", "-1", "x", "1e1", "00000"):
        assert client.get(f"/incident?report={number}").status_code == 404
    assert client.get("/incident?report=0&bad=x").status_code == 400


def test_a_report_is_read_back_as_it_was_written() -> None:
    written = incident("plain words")
    assert incident_of(json.loads(render_json(written))) == written


def _without(document: dict[str, Any], key: str) -> object:
    return {name: value for name, value in document.items() if name != key}


@pytest.mark.parametrize(
    "change",
    [
        lambda _: [],
        lambda one: _without(one, "subject"),
        lambda one: {**one, "schema": "tallystick.incident/9"},
        lambda one: {**one, "skips": {}},
        lambda one: {**one, "carriers": [{**one["carriers"][0], "ledger": "../../x"}]},
        lambda one: {**one, "carriers": [{**one["carriers"][0], "recorded": True}]},
        lambda one: {**one, "introductions": [{**one["introductions"][0], "merges": [["x"]]}]},
        lambda one: {**one, "introductions": [{**one["introductions"][0], "commit": "x"}]},
        lambda one: {**one, "timeline": [{"time": 1e300, "what": "", "who": "", "clock": ""}]},
        lambda one: {**one, "plan": [{"section": "obey", "text": "rm"}]},
    ],
)
def test_what_is_no_report_is_refused(
    change: Callable[[dict[str, Any]], object], tmp_path: Path
) -> None:
    document = json.loads(render_json(incident("x")))
    path = tmp_path / "incident.json"
    path.write_text(json.dumps(change(document)), encoding="utf-8")
    with pytest.raises(UsageError):
        read_incident(path, DEFAULT)
    with open_store(str(tmp_path / "store.sqlite")):
        pass
    tally = Tally(tmp_path)
    refused = tally("serve", "--store", "store.sqlite", "--incident", "incident.json")
    assert refused.failed_saying("incident.json")
