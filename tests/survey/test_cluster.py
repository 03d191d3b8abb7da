"""Surveys on a real Dask cluster, whose workers and scheduler are killed."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from dask_members import Members
from survey_tasks import Settings, act, tries
from tallystick.errors import EngineLost, UsageError
from tallystick.survey import Asked, Plan, Results, Summary, run
from tallystick.survey.cluster import Cluster


class Deaf:
    """Hears nothing."""

    def recorded(self, key: str, head: Mapping[str, Any], *, known: bool) -> None:
        """Do nothing."""

    def left_open(self) -> None:
        """Do nothing."""


def inputs(asked: Asked) -> dict[str, Any]:
    return {"name": asked.name}


def survey(
    names: Sequence[str], folder: Path, engine: Cluster, needs: frozenset[str] = frozenset()
) -> Summary:
    plan = Plan(
        task=act,
        settings=Settings(folder=folder, seconds=20),
        inputs=inputs,
        tries=3,
        pause=0.01,
        again=lambda _: False,
    )
    results = Results(folder / "out")
    asked = [Asked(name=name, target=name, needs=needs) for name in names]
    with results.alone():
        return run(asked, plan, results, engine, Deaf())


def test_a_cluster_does_what_processes_do_and_survives_killed_workers(
    members: Members, tmp_path: Path
) -> None:
    members.start(2)
    engine = Cluster(members.address)
    try:
        assert engine.lacking(frozenset({"git", "linux"})) == frozenset()
        assert engine.lacking(frozenset({"git", "vax"})) == {"vax"}
        names = ["die-1", *[f"fine-{number}" for number in range(8)], "outage-1"]
        summary = survey(names, tmp_path, engine)
        assert summary.states == {"done": 10}
        assert [tries(tmp_path, name) for name in ("die-1", "fine-0", "outage-1")] == [2, 1, 2]
        assert survey(names, tmp_path, engine).known == 10
        summary = survey(["fine-99"], tmp_path, engine, frozenset({"git", "linux"}))
        assert summary.states == {"done": 1}
    finally:
        engine.close()


def test_a_scheduler_that_is_killed_is_said_and_the_next_run_does_what_is_missing(
    members: Members, tmp_path: Path
) -> None:
    members.start(1)
    engine = Cluster(members.address)
    assert members.scheduler is not None
    scheduler = members.scheduler

    def kill() -> None:
        deadline = time.monotonic() + 60
        results = Results(tmp_path / "out")
        while not (tries(tmp_path, "hang-1") and list(results)) and time.monotonic() < deadline:
            threading.Event().wait(0.02)
        os.killpg(scheduler.pid, signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    names = ["fine-1", "hang-1", "fine-2", "fine-3"]
    with pytest.raises(EngineLost, match="went away"):
        survey(names, tmp_path, engine)
    killer.join()
    engine.close()
    assert tries(tmp_path, "fine-1") == 1
    members.stop()
    members.workers.clear()
    members.start(1)
    engine = Cluster(members.address)
    try:
        summary = survey(names, tmp_path, engine)
    finally:
        engine.close()
    assert summary.states == {"done": 4}
    assert tries(tmp_path, "fine-1") == 1


def test_a_worker_with_two_threads_is_refused(members: Members) -> None:
    members.start(1, "--nthreads", "2")
    with pytest.raises(EngineLost, match="--nthreads 1"):
        Cluster(members.address)


@pytest.mark.parametrize(
    "address", ["dask:8786", "tcp://127.0.0.1:1", "dask://127.0.0.1", "dask://h:1/x", "dask://h:x"]
)
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(UsageError, match=r"local or dask://HOST:PORT"):
        Cluster(address)
