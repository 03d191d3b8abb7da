"""How far a survey is: a bar where a person waits, else a line now and then; on standard error."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Iterator, Mapping
from typing import Any, Final

EVERY: Final = 60.0
"""Seconds between two lines in a log."""


class SurveyBar:
    """Counts results; a :class:`tallystick.survey.Listener`."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._known = 0
        self._done = 0
        self._begun = time.monotonic()
        self._told = self._begun

    def recorded(self, key: str, head: Mapping[str, Any], *, known: bool) -> None:
        """One more result."""
        del key, head
        self._known += known
        self._done += not known
        self.tell()

    def left_open(self) -> None:
        """One that the next run does: it is through for this one."""
        self._done += 1
        self.tell()

    def tell(self) -> None:
        """A line, if the last one is some time ago."""
        now = time.monotonic()
        if now - self._told >= EVERY:
            self._told = now
            sys.stderr.write(f"{self.words()}\n")
            sys.stderr.flush()

    @property
    def through(self) -> int:
        """Releases that need no more work in this run."""
        return self._known + self._done

    def words(self) -> str:
        """``120/500, 4.1 a second, 0:01:33 left``; results that were there before are no work."""
        rate = self._done / max(time.monotonic() - self._begun, 1e-9)
        said = f"{self.through:,}/{self._total:,}"
        if not self._done:
            return said
        hours, rest = divmod(round((self._total - self.through) / rate), 3600)
        return f"{said}, {rate:.2g} a second, {hours}:{rest // 60:02}:{rest % 60:02} left"


@contextlib.contextmanager
def survey_bar(total: int) -> Iterator[SurveyBar]:
    """Count ``total`` releases, where it can be seen."""
    if not sys.stderr.isatty():
        yield SurveyBar(total)
        return
    from rich.console import Console  # noqa: PLC0415 - only paid for where it is seen
    from rich.progress import BarColumn, Progress, TextColumn  # noqa: PLC0415

    columns = (BarColumn(), TextColumn("{task.description}", markup=False))
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=total)

        class Shown(SurveyBar):
            def tell(self) -> None:
                progress.update(task, completed=self.through, description=self.words())

        yield Shown(total)
