"""Rebuilds that are watched: what the build did stands on the ledger, and decides."""

from __future__ import annotations

from pathlib import Path

import pytest

from small_projects import FILES, Project, rebuild
from tallystick.cli.watched_rebuild import RebuildWatch
from tallystick.model import Ledger, RebuildOutcome, VerdictValue
from tallystick.tools import missing
from tools_needed import require_tool

DATA = {"tests/data.bin": b"\0\xff:\n"}


def watched(project: Project, folder: Path, form: str = "wheel") -> Ledger:
    require_tool("strace")
    return rebuild(project.publish(form, folder), project, folder, watches=RebuildWatch)


def fired(ledger: Ledger) -> set[str]:
    assert ledger.verdict is not None
    return {reason.rule for reason in ledger.verdict.reasons}


@pytest.mark.parametrize("form", ["wheel", "sdist"])
def test_an_honest_build_is_watched_and_rebuilt_as_ever(tmp_path: Path, form: str) -> None:
    ledger = watched(Project({**FILES, **DATA}), tmp_path, form)
    assert ledger.verdict is not None
    assert ledger.verdict.value is VerdictValue.ACCEPTED, (ledger.verdict, ledger.watched)
    assert {build.product for build in ledger.watched} == {"sdist", "wheel"}
    assert all(build.succeeded and not build.lost for build in ledger.watched)
    assert not any(alarm.is_high for build in ledger.watched for alarm in build.alarms)


def test_a_build_that_runs_test_data_is_not_accepted_though_it_comes_out_the_same(
    tmp_path: Path,
) -> None:
    project = Project.with_backend(
        "import subprocess\nsubprocess.run('tail -c 2 tests/data.bin | sh', shell=True)", more=DATA
    )
    ledger = watched(project, tmp_path)
    assert {one.outcome for one in ledger.rebuilds} == {RebuildOutcome.IDENTICAL}
    assert fired(ledger) == {"watched"}
    assert ledger.verdict is not None
    assert ledger.verdict.value is VerdictValue.INCONCLUSIVE
    (build, *_) = [one for one in ledger.watched if one.product == "wheel"]
    assert {alarm.rule for alarm in build.alarms if alarm.is_high} >= {"data-run"}
    assert build.opaque == {"tests/data.bin": ("tail",)}


def test_a_build_that_was_not_seen_whole_is_a_skip(tmp_path: Path) -> None:
    project = Project.with_backend(
        "import subprocess, os\n"
        "open('/tmp/x.c', 'w').write('int x;')\n"
        "subprocess.run('cc -c /tmp/x.c -o /tmp/x.o && ar rc x.a /tmp/x.o && rm /tmp/x.o',"
        " shell=True, check=True)"
    )
    require_tool("cc")
    ledger = watched(project, tmp_path)
    assert any(skip.check == "watch" and "x.o" in skip.reason for skip in ledger.skips)
    assert fired(ledger) == {"skips"}


def test_without_strace_the_ledger_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = Project(FILES)
    wheel = project.publish("wheel", tmp_path)
    monkeypatch.setattr("tallystick.watch.strace.PROGRAM", "no-such-tracer")
    ledger = rebuild(wheel, project, tmp_path, watches=RebuildWatch)
    assert {one.outcome for one in ledger.rebuilds} == {RebuildOutcome.IDENTICAL}
    assert [skip.reason for skip in ledger.skips] == [missing("strace")]
    assert not ledger.watched
