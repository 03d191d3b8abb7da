"""The one bar on standard error, while a person waits there."""

from __future__ import annotations

import contextlib
import sys
import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

_SHOWN = 40
"""Characters of what is at work, so that the bar stays on its line."""


@contextlib.contextmanager
def progress_bar() -> Iterator[Progress | None]:
    """A bar on standard error while a person waits there; None otherwise."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console  # noqa: PLC0415 - only paid for where it is seen
    from rich.progress import Progress  # noqa: PLC0415

    with Progress(console=Console(stderr=True), transient=True) as progress:
        yield progress


class Board:
    """How many files are done, and which are at work; every method may be called by any thread.

    Attributes:
        progress: the bar's; None if nobody looks.
    """

    def __init__(self, progress: Progress | None) -> None:
        self.progress = progress
        self._lock = threading.Lock()
        self._expected = 0
        self._done = 0
        self._working: list[str] = []
        self._task: TaskID | None = None

    def expect(self, files: int) -> None:
        """There are ``files`` more to do."""
        with self._lock:
            self._expected += files
            self._show()

    @contextlib.contextmanager
    def at_work(self, name: str) -> Iterator[None]:
        """``name`` is at work for the time of the block, and done after it, however it ends."""
        with self._lock:
            self._working.append(name)
            self._show()
        try:
            yield
        finally:
            with self._lock:
                self._working.remove(name)
                self._done += 1
                self._show()

    def _show(self) -> None:
        if self.progress is None or self._expected < 2:
            return
        if self._task is None:
            self._task = self.progress.add_task("", total=None)
        names = "".join(c if c.isprintable() else "?" for c in ", ".join(self._working))
        if len(names) > _SHOWN:
            names = f"{names[: _SHOWN - 1]}…"
        # No markup: a file may be called like a tag of rich.
        said = f"{self._done}/{self._expected} {names}".replace("[", "\\[")
        self.progress.update(
            self._task, description=said, completed=self._done, total=self._expected
        )
