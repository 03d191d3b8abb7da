"""Rebuilds that are watched: what the build did stands on the ledger, and decides."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from msgspec.structs import replace

from gitrepo import Content, GitRepo
from small_projects import FILES, Project, rebuild, rebuild_from
from tallystick.cache import Cache
from tallystick.cli.watched_rebuild import RebuildWatch
from tallystick.custody.of_audit import custody_of
from tallystick.limits import DEFAULT
from tallystick.model import Ledger, RebuildOutcome, VerdictValue
from tallystick.report.terminal import render
from tallystick.source import open_source
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
        "import subprocess\n"
        "none = subprocess.DEVNULL\n"
        "subprocess.Popen(['sleep', '60'], stdin=none, stdout=none, stderr=none, start_new_session=True)"
    )
    ledger = watched(project, tmp_path)
    assert any(skip.check == "watch" and "sleep" in skip.reason for skip in ledger.skips)
    assert fired(ledger) == {"skips"}


def test_custody_names_who_read_each_opaque_file(tmp_path: Path) -> None:
    noise = random.Random(7).randbytes(4_000)  # noqa: S311 - a fixture, not a key
    project = Project.with_backend(
        "import subprocess\nsubprocess.run(['cksum', 'data/read.bin'], check=True, capture_output=True)",
        more={"data/read.bin": noise, "data/left.bin": noise[::-1]},
    )
    repo = GitRepo(tmp_path / "repo")
    files: dict[str | bytes, Content] = {}
    files.update(project.files)
    repo.commit(files)
    require_tool("strace")
    reviewed = open_source(repo.url, cache=Cache(root=tmp_path / "cache"), limits=DEFAULT)
    wheel = project.publish("wheel", tmp_path)
    ledger = rebuild_from(wheel, reviewed, tmp_path, watches=RebuildWatch)
    custody = custody_of(reviewed, ledger, DEFAULT, needed=(), whole=True)
    assert custody is not None
    readers = {one.path: one.readers for one in custody.opaque or ()}
    assert readers == {"data/read.bin": ("cksum",), "data/left.bin": ()}
    said = render([replace(ledger, custody=custody)])
    told = " ".join(said.split())
    assert "the build read 1 of 2 files that nobody can read: data/read.bin (cksum)" in told


def test_without_strace_the_ledger_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = Project(FILES)
    wheel = project.publish("wheel", tmp_path)
    monkeypatch.setattr("tallystick.watch.strace.PROGRAM", "no-such-tracer")
    ledger = rebuild(wheel, project, tmp_path, watches=RebuildWatch)
    assert {one.outcome for one in ledger.rebuilds} == {RebuildOutcome.IDENTICAL}
    assert [skip.reason for skip in ledger.skips] == [missing("strace")]
    assert not ledger.watched
