"""Tasks for surveys that do in a real worker what a real audit may come to; sent there by their names."""

from __future__ import annotations

import os
import signal
import time
from dataclasses import dataclass
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Event
from pathlib import Path

from tallystick import traffic
from tallystick.model.surveyed import SurveyedFile
from tallystick.survey import Asked, Report, Results, State, Turns, measured, no_longer_than


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the tasks below are told.

    Attributes:
        folder: where each try leaves a line.
        seconds: that one may take.
    """

    folder: Path
    seconds: float | None = None


def tries(folder: Path, name: str) -> int:
    """How often a release was begun."""
    path = folder / f"{name}.tries"
    return len(path.read_text().splitlines()) if path.exists() else 0


def act(asked: Asked, settings: Settings) -> Report:
    """Do what the release's name says: ``die-2`` is killed in its first two tries."""
    word, _, number = asked.name.partition("-")
    with (settings.folder / f"{asked.name}.tries").open("a") as file:
        file.write(f"{os.getpid()}\n")
    times = tries(settings.folder, asked.name)
    with no_longer_than(settings.seconds), measured() as measure:
        report = _acted(word, int(number), times)
    return measure.on(report)


def _acted(word: str, number: int, times: int) -> Report:
    if word == "die" and times <= number:
        os.kill(os.getpid(), signal.SIGKILL)
    if word == "hang" and times <= number:
        time.sleep(60)
    if word == "outage" and times <= number:
        traffic.outage()
        return Report(state=State.DONE, files=(_file("inconclusive"),), ledgers=(b"{}",))
    if word == "full" and times <= number:
        return Report(state=State.OPEN, reason="No space left on device")
    if word == "hog":
        try:
            held = bytearray(number << 20)
        except MemoryError:
            return Report(state=State.FAILED, reason="memory")
        held[:: 1 << 12] = b"x" * len(held[:: 1 << 12])
    if word == "spin":  # as a regular expression that runs away: no thread of Python gets a turn
        sum(range(1 << 40))
    return Report(state=State.DONE, files=(_file("accepted"),), ledgers=(b'{"of": "%d"}' % number,))


def _file(verdict: str) -> SurveyedFile:
    return SurveyedFile(name="a.tar.gz", verdict=verdict, files=1)


def hold(folder: Path, held: Event) -> None:
    """Be the survey at work in ``folder`` until something ends this process."""
    with Results(folder).alone():
        held.set()
        signal.pause()


def ask_often(folder: Path, times: int, told: Queue[float]) -> None:
    """Wait for a turn, and tell when it came, so often."""
    gate = Turns(folder=folder, rate=20.0)
    for _ in range(times):
        gate.wait("a.example")
        told.put(time.time())
