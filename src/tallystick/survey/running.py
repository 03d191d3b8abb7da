"""One survey from its list to its results: hand over, count tries, record once."""

from __future__ import annotations

import heapq
import itertools
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from typing import Any, Final, Protocol

from msgspec import Struct, field

from tallystick import __version__
from tallystick.errors import EngineLost, StorageError, TallystickError, ToolMissing, UsageError
from tallystick.survey.asked import Asked
from tallystick.survey.engine import Engine, Task, WorkerDied
from tallystick.survey.report import Report, State
from tallystick.survey.results import Results, key_of
from tallystick.survey.summary import Summary

LOOK_SECONDS: Final = 1.0
"""Between two looks at the engine while nothing is finished."""

IN_A_ROW: Final = 20
"""Releases that are left open one after the other: then the fault is none of theirs, and the survey stops."""

LONGEST_PAUSE: Final = 900.0
"""Seconds between two tries of one release, at most: an outage that lasts is the next run's."""


class Listener(Protocol):
    """Who is told of each result: a bar, a database."""

    def recorded(self, key: str, head: Mapping[str, Any], *, known: bool) -> None:
        """There is a result, since just now or (``known``) before.

        Raises:
            TallystickError: the survey stops.
        """
        ...

    def left_open(self) -> None:
        """A release is given up for this run."""
        ...


class Plan(Struct, frozen=True, kw_only=True):
    """How a survey is run.

    Attributes:
        task: audits one release.
        settings: for each call of it.
        inputs: what the result of a release depends on; says so in values of JSON.
        tries: of one release whose worker dies, or that meets an outage.
        pause: seconds before its second try, doubled for each further one.
        again: says by its first line that a result which is there is to be made once more.
    """

    task: Task
    settings: Any
    inputs: Callable[[Asked], Mapping[str, Any]]
    tries: int
    pause: float
    again: Callable[[Mapping[str, Any]], bool]


def run(
    asked: Sequence[Asked], plan: Plan, results: Results, engine: Engine, listener: Listener
) -> Summary:
    """Have every release of ``asked`` recorded that is not yet.

    Raises:
        StorageError: the results cannot be written; what is recorded stays.
        EngineLost: there is nobody left to do the work; likewise.
        TallystickError: so many releases in a row were left open that the fault is none of theirs;
            ToolMissing where it is a program that is not installed.
    """
    survey = _Survey(plan=plan, results=results, engine=engine, listener=listener)
    survey.run(asked)
    return survey.summary


class _Try(Struct, frozen=True, kw_only=True):
    """One release at work, for the ``number``-th time."""

    asked: Asked
    key: str
    inputs: Mapping[str, Any]
    number: int = 1


class _Survey(Struct, kw_only=True):
    plan: Plan
    results: Results
    engine: Engine
    listener: Listener
    summary: Summary = field(default_factory=Summary)
    running: dict[Future[Report], _Try] = field(default_factory=dict)
    later: list[tuple[float, int, _Try]] = field(default_factory=list)
    in_a_row: int = 0
    _order: Iterator[int] = field(default_factory=itertools.count)

    def run(self, asked: Sequence[Asked]) -> None:
        waiting = self._missing(asked)
        self._fill(waiting)
        while self.running or self.later:
            done, _ = wait(self.running, timeout=self._patience(), return_when=FIRST_COMPLETED)
            if not done:
                self.engine.check()
            tries = [(self.running.pop(future), future) for future in done]
            # Before anything is written: workers do not wait for this disk.
            self._fill(waiting)
            for one, future in tries:
                self._settle(one, future)
            self._fill(waiting)

    def _missing(self, asked: Sequence[Asked]) -> Iterator[_Try]:
        """What has no result yet, each once; results that are there are counted in passing."""
        seen = set()
        for one in asked:
            inputs = self.plan.inputs(one)
            key = key_of(inputs)
            if key in seen:
                continue
            seen.add(key)
            self.summary.total += 1
            if self._is_known(key):
                continue
            lacking = self.engine.lacking(one.needs)
            if lacking:
                self._leave_open(f"no worker has {', '.join(sorted(lacking))}")
                continue
            yield _Try(asked=one, key=key, inputs=inputs)

    def _is_known(self, key: str) -> bool:
        try:
            head = self.results.head(key)
        except StorageError:  # rotten, or of another version: as good as none
            self.results.take_back(key)
            return False
        if head is None:
            return False
        if self.plan.again(head):
            self.results.take_back(key)
            return False
        self.summary.known += 1
        self.summary.add(head)
        self.listener.recorded(key, head, known=True)
        return True

    def _fill(self, waiting: Iterator[_Try]) -> None:
        while len(self.running) < self.engine.capacity:
            if self.later and self.later[0][0] <= time.monotonic():
                one = heapq.heappop(self.later)[2]
            else:
                following = next(waiting, None)
                if following is None:
                    return
                one = following
            self.running[self.engine.submit(self.plan.task, one.asked, self.plan.settings)] = one

    def _patience(self) -> float:
        """Seconds until there is something to do besides waiting for workers."""
        if self.later and len(self.running) < self.engine.capacity:
            soon = max(0.0, self.later[0][0] - time.monotonic())
            if not self.running:  # wait() would return at once
                time.sleep(min(soon, LOOK_SECONDS))
                return 0.0
            return min(soon, LOOK_SECONDS)
        return LOOK_SECONDS

    def _settle(self, one: _Try, future: Future[Report]) -> None:
        """What became of one try: another one, a result, or neither."""
        report = self._report(one, future)
        wants_more = report.state is State.OPEN or report.cost.outages > 0
        wants_more = wants_more and not report.lacks_tool
        if one.number < self.plan.tries and wants_more:
            pause = min(self.plan.pause * 2.0 ** min(one.number - 1, 30), LONGEST_PAUSE)
            due = time.monotonic() + pause
            following = _Try(asked=one.asked, key=one.key, inputs=one.inputs, number=one.number + 1)
            heapq.heappush(self.later, (due, next(self._order), following))
        elif report.state is State.OPEN:
            self._leave_open(report.reason)
            self.summary.without_tool += report.lacks_tool
            self.in_a_row += 1
            if self.in_a_row >= IN_A_ROW and report.lacks_tool:
                raise ToolMissing(report.reason)
            if self.in_a_row >= IN_A_ROW:
                raise TallystickError(
                    f"{IN_A_ROW} releases in a row could not be done, the last one because: {report.reason}"
                )
        else:
            self.in_a_row = 0
            self._record(one, report)

    def _report(self, one: _Try, future: Future[Report]) -> Report:
        try:
            report = future.result()
        except WorkerDied as error:
            if one.number < self.plan.tries:
                return Report(state=State.OPEN, reason=str(error))
            said = f"{error}, {one.number} times (killed, out of memory, or out of time)"
            return Report(state=State.FAILED, reason=said)
        except EngineLost:
            raise
        except Exception as error:  # noqa: BLE001 - what cannot be sent to a worker, or back
            return Report(
                state=State.OPEN, reason=f"internal error: {type(error).__name__}: {error}"
            )
        if report.tool != __version__:
            raise UsageError(f"a worker has tallystick {report.tool}, and this is {__version__}")
        return report

    def _record(self, one: _Try, report: Report) -> None:
        self.results.write(one.key, one.inputs, one.asked.name, report, one.number)
        head = report.head()
        self.summary.add(head)
        self.listener.recorded(one.key, head, known=False)

    def _leave_open(self, reason: str) -> None:
        self.summary.left_open(reason)
        self.listener.left_open()
