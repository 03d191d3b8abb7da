"""Surveys on real worker processes, which die, hang and run out of things."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from survey_tasks import Settings, act, tries
from tallystick.errors import TallystickError
from tallystick.survey import Asked, Plan, Results, Summary, key_of, run
from tallystick.survey.lanes import Lanes

MIB = 1024 * 1024


class Counted:
    """Hears of results."""

    def __init__(self) -> None:
        self.keys: list[str] = []
        self.known = 0
        self.left = 0

    def recorded(self, key: str, head: Mapping[str, Any], *, known: bool) -> None:
        assert head["state"] in {"done", "failed"}
        self.keys.append(key)
        self.known += known

    def left_open(self) -> None:
        self.left += 1


@contextmanager
def lanes(jobs: int = 2, memory: int | None = None) -> Iterator[Lanes]:
    opened = Lanes(jobs, memory)
    try:
        yield opened
    finally:
        opened.close()


def inputs(asked: Asked) -> dict[str, Any]:
    return {"name": asked.name}


def survey(
    names: Sequence[str],
    folder: Path,
    engine: Lanes,
    *,
    seconds: float | None = None,
    again: str = "",
    needs: frozenset[str] = frozenset(),
) -> tuple[Summary, Counted]:
    plan = Plan(
        task=act,
        settings=Settings(folder=folder, seconds=seconds),
        inputs=inputs,
        tries=3,
        pause=0.01,
        again=lambda head: head["state"] == again,
    )
    asked = [Asked(name=name, target=name, needs=needs) for name in names]
    counted = Counted()
    results = Results(folder / "out")
    with results.alone():
        return run(asked, plan, results, engine, counted), counted


def head_of(folder: Path, name: str) -> Mapping[str, Any]:
    head = Results(folder / "out").head(key_of({"name": name}))
    assert head is not None
    return head


def test_every_release_gets_one_result_and_a_second_run_does_nothing(tmp_path: Path) -> None:
    names = [f"fine-{number}" for number in range(12)]
    with lanes() as engine:
        summary, counted = survey([*names, names[0]], tmp_path, engine)
        assert (summary.total, summary.states["done"], summary.verdicts["accepted"]) == (12, 12, 12)
        assert len(set(counted.keys)) == 12
        summary, counted = survey([*names, "fine-12"], tmp_path, engine)
    assert (summary.known, summary.states["done"], counted.known) == (12, 13, 12)
    assert [tries(tmp_path, name) for name in [*names, "fine-12"]] == [1] * 13


def test_a_killed_worker_costs_its_own_release_a_try_and_no_other(tmp_path: Path) -> None:
    names = ["die-2", *[f"fine-{number}" for number in range(6)], "die-9"]
    with lanes() as engine:
        summary, _ = survey(names, tmp_path, engine)
    assert summary.states == {"done": 7, "failed": 1}
    assert {name: tries(tmp_path, name) for name in names} == {
        "die-2": 3,
        "die-9": 3,
        **{f"fine-{number}": 1 for number in range(6)},
    }
    assert "its worker died, 3 times" in head_of(tmp_path, "die-9")["reason"]
    assert head_of(tmp_path, "die-2")["tries"] == 3


def test_what_takes_too_long_is_ended_even_where_no_thread_gets_a_turn(tmp_path: Path) -> None:
    with lanes() as engine:
        summary, _ = survey(["hang-1", "spin-1"], tmp_path, engine, seconds=0.5)
    assert summary.states == {"done": 1, "failed": 1}
    assert head_of(tmp_path, "hang-1")["tries"] == 2
    assert "out of time" in head_of(tmp_path, "spin-1")["reason"]


def test_a_worker_that_wants_too_much_memory_is_refused_it(tmp_path: Path) -> None:
    with lanes(1, 256 * MIB) as engine:
        summary, _ = survey(["hog-1000", "hog-10", "fine-1"], tmp_path, engine)
    assert summary.states == {"done": 2, "failed": 1}
    assert head_of(tmp_path, "hog-1000")["reason"] == "memory"
    assert tries(tmp_path, "hog-1000") == 1
    assert head_of(tmp_path, "hog-10")["cost"]["peak"] < 256 * MIB


def test_an_outage_is_tried_again_and_noted_where_it_stays(tmp_path: Path) -> None:
    with lanes() as engine:
        summary, _ = survey(["outage-1", "outage-9"], tmp_path, engine)
    assert (summary.states["done"], summary.outages) == (2, 1)
    assert head_of(tmp_path, "outage-1")["files"][0]["verdict"] == "accepted"
    assert head_of(tmp_path, "outage-9")["cost"]["outages"] == 1


def test_what_says_nothing_of_the_release_is_never_recorded(tmp_path: Path) -> None:
    with lanes() as engine:
        summary, counted = survey(["full-4", "full-1", "fine-1"], tmp_path, engine)
        assert (summary.states, counted.left) == ({"done": 2}, 1)
        assert summary.left == {"No space left on device": 1}
        summary, _ = survey(["full-4", "full-1", "fine-1"], tmp_path, engine)
    assert (summary.states, summary.known) == ({"done": 3}, 2)


def test_a_fault_that_is_everybodys_stops_the_survey(tmp_path: Path) -> None:
    names = [f"full-{number}" for number in range(90, 150)]
    with lanes() as engine, pytest.raises(TallystickError, match="20 releases in a row"):
        survey(names, tmp_path, engine)
    tried = sum(tries(tmp_path, name) for name in names)
    assert tried < 3 * 40  # of 3 * 60: what had begun came to its end


def test_a_release_that_needs_what_no_worker_has_is_left_open(tmp_path: Path) -> None:
    with lanes() as engine:
        summary, _ = survey(["fine-1"], tmp_path, engine, needs=frozenset({"vax"}))
    assert (summary.states, summary.left) == ({}, {"no worker has vax": 1})


def test_results_are_made_again_on_request_only(tmp_path: Path) -> None:
    with lanes() as engine:
        survey(["die-3", "fine-1"], tmp_path, engine)
        survey(["die-3", "fine-1"], tmp_path, engine)
        assert (tries(tmp_path, "die-3"), tries(tmp_path, "fine-1")) == (3, 1)
        summary, _ = survey(["die-3", "fine-1"], tmp_path, engine, again="failed")
    assert (summary.states, tries(tmp_path, "fine-1")) == ({"done": 2}, 1)


def test_a_rotten_result_is_made_again(tmp_path: Path) -> None:
    with lanes(1) as engine:
        survey(["fine-1"], tmp_path, engine)
        Results(tmp_path / "out").path(key_of({"name": "fine-1"})).write_bytes(b"torn")
        summary, _ = survey(["fine-1"], tmp_path, engine)
    assert (summary.states, summary.known) == ({"done": 1}, 0)


def test_workers_end_with_a_survey_that_is_dropped(tmp_path: Path) -> None:
    with lanes(1) as engine:
        future = engine.submit(act, Asked(name="hang-1", target="x"), Settings(folder=tmp_path))
        deadline = time.monotonic() + 120
        while not tries(tmp_path, "hang-1") and time.monotonic() < deadline:
            threading.Event().wait(0.02)
        pid = int((tmp_path / "hang-1.tries").read_text())
    assert future.exception(timeout=120) is not None
    deadline = time.monotonic() + 120
    while _lives(pid) and time.monotonic() < deadline:
        threading.Event().wait(0.02)
    assert not _lives(pid)


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, signal.SIG_DFL)
    except ProcessLookupError:
        return False
    return True
