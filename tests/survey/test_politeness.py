"""All workers together ask a host only so often."""

from __future__ import annotations

import multiprocessing
import time
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from index_server import StoppedClock
from survey_tasks import ask_often
from tallystick.survey.politeness import LONGEST, Turns


def turns(folder: Path, clock: StoppedClock, rate: float = 2.0) -> Turns:
    return Turns(folder=folder, rate=rate, rates={"slow.example": 0.5}, clock=clock)


def test_requests_to_one_host_keep_their_distance(tmp_path: Path) -> None:
    clock = StoppedClock()
    gate = turns(tmp_path, clock)
    assert [gate.wait("a.example") for _ in range(4)] == [0.0, 0.5, 0.5, 0.5]
    assert gate.wait("b.example") == 0.0
    assert [gate.wait("slow.example") for _ in range(2)] == [0.0, 2.0]
    clock.now += 100
    assert gate.wait("a.example") == 0.0


def test_a_host_that_asks_to_be_left_alone_is(tmp_path: Path) -> None:
    clock = StoppedClock()
    gate, other = turns(tmp_path, clock), turns(tmp_path, clock)
    gate.busy("a.example", 30)
    gate.busy("a.example", 3)
    assert other.wait("a.example") == 30.0
    gate.busy("a.example", 1e12)
    assert other.wait("a.example") == LONGEST


def test_a_clock_that_is_set_back_makes_nobody_wait_for_a_year(tmp_path: Path) -> None:
    clock = StoppedClock()
    gate = turns(tmp_path, clock)
    gate.wait("a.example")
    clock.now -= 365 * 86400
    assert gate.wait("a.example") == 0.0
    assert gate.wait("a.example") == 0.5


@given(st.binary(max_size=12))
def test_whatever_is_in_the_file_the_wait_ends(content: bytes) -> None:
    import tempfile  # noqa: PLC0415 - hypothesis and tmp_path do not go together

    with tempfile.TemporaryDirectory() as folder:
        clock = StoppedClock()
        gate = turns(Path(folder), clock)
        gate.wait("a.example")
        next(Path(folder).iterdir()).write_bytes(content)
        assert 0.0 <= gate.wait("a.example") <= 2 * LONGEST


def test_two_processes_share_the_turns_of_a_host(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    times = context.Queue()
    workers = [context.Process(target=ask_often, args=(tmp_path, 5, times)) for _ in range(2)]
    begun = time.time()
    for worker in workers:
        worker.start()
    asked = sorted(times.get(timeout=60) for _ in range(10))
    for worker in workers:
        worker.join()
    # 20 a second: ten turns are nine gaps of 50 ms, whoever takes them.
    assert asked[-1] - asked[0] >= 0.44
    assert asked[0] >= begun
