"""What zizmor says of a source's workflows, by zizmor itself, in the sandbox."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from past import EVE, Past
from sandboxes import working
from tallystick.custody import zizmor
from tallystick.custody.zizmor import read_sarif
from tallystick.errors import UsageError
from tallystick.model.custody import Confidence, Custody, Place
from tallystick.tools import missing

HONEST = b"""\
on: push
permissions: {}
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - run: make
"""

HOSTILE = b"""\
on: pull_request_target  # zizmor: ignore[dangerous-triggers]
permissions: {}
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - run: echo "${{ github.event.pull_request.title }}"  # zizmor: ignore
"""

SILENCE = (
    b"rules:\n  dangerous-triggers:\n    disable: true\n  template-injection:\n    disable: true\n"
)

PATH = ".github/workflows/ci.yml"


@pytest.fixture(autouse=True)
def _tools() -> None:
    working("bubblewrap")
    if zizmor.find_zizmor() is None and os.environ.get("CI"):
        pytest.fail("CI must have zizmor, so that nothing goes unnoticed as skipped")
    if zizmor.find_zizmor() is None:
        pytest.skip("zizmor is not installed")


def looked(path: Path, **files: bytes) -> Custody:
    past = Past()
    past.commit({"README": b"text\n"}, EVE)
    content: dict[str | bytes, bytes | None] = dict(files.items())
    past.commit(content, EVE)
    return past.write(path / "repo").custody(checks=["workflow"], after=1)


def test_an_honest_workflow_has_no_severe_finding(tmp_path: Path) -> None:
    custody = looked(tmp_path, **{PATH: HONEST})
    assert (custody.remarks, custody.skips) == ((), ())
    assert custody.checks == ("workflow",)


def test_what_runs_what_strangers_write_is_named_with_its_line_though_it_asks_for_silence(
    tmp_path: Path,
) -> None:
    custody = looked(tmp_path, **{PATH: HOSTILE, ".github/zizmor.yml": SILENCE})
    found = {one.message.partition(" ")[0]: one for one in custody.remarks}
    assert set(found) == {"dangerous-triggers", "template-injection"}
    assert found["template-injection"].places == (Place(path=PATH, line=7),)
    assert found["template-injection"].confidence is Confidence.HIGH
    assert found["template-injection"].known.startswith("zizmor ")
    assert custody.skips == ()


def test_an_action_of_the_source_is_read_too(tmp_path: Path) -> None:
    action = b"""\
name: x
description: x
runs:
  using: composite
  steps:
    - run: echo "${{ github.event.issue.title }}"
      shell: bash
"""
    (remark,) = looked(tmp_path, **{"tools/build/action.yml": action}).remarks
    assert remark.paths == ("tools/build/action.yml",)


def test_a_source_without_workflows_needs_no_zizmor(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(zizmor, "find_zizmor", lambda: None)
    assert looked(tmp_path, COPYING=b"text\n").skips == ()


def test_without_zizmor_workflows_are_not_looked_at_and_that_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(zizmor, "find_zizmor", lambda: None)
    (skip,) = looked(tmp_path, **{PATH: HOSTILE}).skips
    assert (skip.check, skip.reason) == ("workflow", missing(zizmor.PROGRAM))


def test_a_workflow_that_cannot_be_read_is_no_pass(tmp_path: Path) -> None:
    custody = looked(tmp_path, **{PATH: b"on: [\n"})
    assert [skip.check for skip in custody.skips] == ["workflow"]
    assert custody.remarks == ()


def test_a_workflow_that_cannot_be_read_hides_no_other(tmp_path: Path) -> None:
    broken = {".github/workflows/broken.yml": b"on: [\n"}
    custody = looked(tmp_path, **{PATH: HOSTILE}, **broken)
    assert {one.paths for one in custody.remarks} == {(PATH,)}
    assert [skip.check for skip in custody.skips] == ["workflow"]


@pytest.mark.parametrize(
    "document",
    [
        b"",
        b"[" * 100_000,
        b"{}",
        b'{"runs": []}',
        b'{"runs": [{"tool": {"driver": {"name": "other"}}, "results": []}]}',
        b'{"runs": [{"tool": {"driver": {"name": "zizmor"}}, "results": [{}]}]}',
        json.dumps(
            {
                "runs": [
                    {
                        "tool": {"driver": {"name": "zizmor"}},
                        "results": [{"ruleId": "x", "message": {"text": "x"}, "locations": []}],
                    }
                ]
            }
        ).encode(),
    ],
)
def test_what_is_no_log_of_zizmor_is_refused(document: bytes) -> None:
    with pytest.raises(UsageError, match="not a SARIF log"):
        list(read_sarif(document))
