"""What does the work: processes of this machine, or a cluster; both are ``concurrent.futures`` inside."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, Protocol

from tallystick.survey.asked import Asked
from tallystick.survey.report import Report

Task = Callable[[Asked, Any], Report]
"""Audits one release with the settings of the survey; a function of a module, so that it can be sent."""


class WorkerDied(Exception):  # noqa: N818 - what happened to a try, counted by whoever runs the survey
    """The process that was at work on a release ended before it was done: killed, out of memory or time."""


class Engine(Protocol):
    """Some workers."""

    @property
    def capacity(self) -> int:
        """How many releases are worth being handed over at once."""
        ...

    def lacking(self, needs: frozenset[str]) -> frozenset[str]:
        """Those of ``needs`` that no worker has, as things are."""
        ...

    def submit(self, task: Task, asked: Asked, settings: Any) -> Future[Report]:  # noqa: ANN401 - the task's own
        """Have one release done.

        Returns:
            a future that ends in a report, :class:`WorkerDied`, or :class:`EngineLost`.
        """
        ...

    def check(self) -> None:
        """Called now and then while nothing is finished.

        Raises:
            EngineLost: nothing ever will be.
        """
        ...

    def close(self) -> None:
        """Let go of the workers; what they do is dropped."""
        ...
