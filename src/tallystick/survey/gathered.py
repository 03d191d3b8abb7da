"""The results of a survey gathered, while it may still be going on: each file is read once."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from tallystick.errors import StorageError, UsageError
from tallystick.model.surveyed import Surveyed, SurveyedFile, SurveyedRelease
from tallystick.report.json_fields import Fields
from tallystick.survey.report import State
from tallystick.survey.results import SCHEMA, SUFFIX, read_head

MOST: Final = 100_000
"""Results that are held: some 100 MB of names, reasons and numbers."""

LONGEST: Final = 400
"""Characters of a name or a reason: more is in the result itself."""

PAUSE: Final = 5.0
"""Seconds before the folder is looked at again: its 256 folders are listed each time."""


class Gathering:
    """The results in a folder of ``tallystick survey --out``; safe for threads."""

    def __init__(self, root: Path, *, clock: Callable[[], float] = time.monotonic) -> None:
        """Gather what is in ``root``.

        Raises:
            StorageError: no survey has written there.
        """
        if not (root / "results").is_dir():
            raise StorageError(f"{root}: no survey has written here")
        self._root = root
        self._clock = clock
        self._lock = threading.Lock()
        self._looked = -PAUSE
        self._known: dict[str, tuple[float, SurveyedRelease] | None] = {}
        self._surveyed = Surveyed(releases=())

    def __call__(self) -> Surveyed:
        """All that was found until a few seconds ago."""
        with self._lock:
            if self._clock() - self._looked >= PAUSE:
                self._look()
                self._looked = self._clock()
            return self._surveyed

    def _look(self) -> None:
        """Read what is new; a result is never changed, but one may be removed and done again."""
        there = dict(_results(self._root))
        gone = self._known.keys() - there.keys()
        new = there.keys() - self._known.keys()
        if not gone and not new and self._surveyed.state:
            return
        for name in gone:
            del self._known[name]
        for name in sorted(new)[: max(0, MOST - len(self._known))]:
            self._known[name] = _read(there[name])
        self._surveyed = self._newest(beyond=len(there) - len(self._known))

    def _newest(self, *, beyond: int) -> Surveyed:
        read = [one for one in self._known.values() if one is not None]
        newest: dict[str, tuple[float, SurveyedRelease]] = {}
        for when, release in read:
            if release.name not in newest or newest[release.name][0] < when:
                newest[release.name] = (when, release)
        return Surveyed(
            releases=tuple(newest[name][1] for name in sorted(newest)),
            replaced=len(read) - len(newest),
            unread=len(self._known) - len(read),
            beyond=beyond,
            state=self._surveyed.state + 1,
        )


def _results(root: Path) -> Iterator[tuple[str, Path]]:
    """The results by their names, links aside."""
    try:
        with os.scandir(root / "results") as folders:
            chosen = sorted(one.path for one in folders if one.is_dir(follow_symlinks=False))
        for folder in chosen:
            with os.scandir(folder) as files:
                for one in files:
                    if one.name.endswith(SUFFIX) and one.is_file(follow_symlinks=False):
                        yield one.name, Path(one.path)
    except OSError as error:
        raise StorageError(f"{root}: {error.strerror}") from None


def _read(path: Path) -> tuple[float, SurveyedRelease] | None:
    """When a result was written, and what it says; None where it is no result."""
    try:
        return path.stat().st_mtime, _release(read_head(path))
    except (OSError, StorageError, UsageError):
        return None


def _release(head: Mapping[str, Any]) -> SurveyedRelease:
    said = Fields(head, "the result", SCHEMA)
    cost = said.object("cost")
    amounts = head["cost"]
    return SurveyedRelease(
        name=said.text("release")[:LONGEST],
        is_done=said.word("state", State) is State.DONE,
        reason=said.text("reason")[:LONGEST],
        files=tuple(map(_file, said.objects("files"))),
        cpu=_seconds(amounts.get("cpu")),
        seconds=_seconds(amounts.get("seconds")),
        requests=cost.number("requests"),
        received=cost.number("received"),
    )


def _file(said: Fields) -> SurveyedFile:
    return SurveyedFile(
        name=said.text("name")[:LONGEST],
        verdict=said.maybe_text("verdict"),
        files=said.number("files"),
        residue=said.number("residue"),
        residue_bytes=said.number("residue_bytes"),
        why=said.text("why")[:LONGEST],
    )


def _seconds(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1e9:
        raise UsageError("the result: a cost is no number of seconds")
    return float(value)
