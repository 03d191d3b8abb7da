"""What the monitor remembers."""

from __future__ import annotations

from pathlib import Path

import pytest

from tallystick.index.release import ListedFile
from tallystick.monitor.event import Event, Kind
from tallystick.monitor.state import FAR, State


def event(message: str) -> Event:
    return Event(
        kind=Kind.REJECTED, index="pypi", project="x", version="1", subject="s", message=message
    )


def test_a_clock_that_is_set_back_stops_nothing(tmp_path: Path) -> None:
    state = State(tmp_path / "state.db")
    now = 1_800_000_000.0
    with state.together():
        state.ask("pypi", "x", "1", now)
        state.tell(event("a"), ["log"], now)
    (letter,) = state.letters("log", now)
    state.returned(letter, now + 3600)
    assert state.letters("log", now) == []
    assert len(state.letters("log", now + 3600)) == 1
    for earlier in (now - FAR - 3601, 0.0):
        assert len(state.letters("log", earlier)) == 1
        assert len(state.due(earlier)) == 1
    state.close()


def test_an_event_is_kept_once_and_each_sink_takes_it_by_itself(tmp_path: Path) -> None:
    state = State(tmp_path / "state.db")
    for _ in range(2):
        with state.together():
            state.tell(event("a"), ["one", "two"], 0.0)
    (letter,) = state.letters("one", 1.0)
    state.taken(letter)
    with state.together():
        state.tell(event("a"), ["one", "two"], 2.0)
    assert (len(state.letters("one", 3.0)), len(state.letters("two", 3.0))) == (0, 1)
    assert len(state.events()) == 1
    state.close()


def test_what_breaks_off_is_as_if_it_had_not_begun(tmp_path: Path) -> None:
    state = State(tmp_path / "state.db")
    file = ListedFile(version="1", name="x-1.tar.gz", digest="sha256:0")

    def half() -> None:
        with state.together():
            state.know("pypi", "x", 5)
            state.see("pypi", "x", [file])
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        half()
    assert (state.serial("pypi", "x"), state.files("pypi", "x")) == ((False, None), [])
    state.close()
