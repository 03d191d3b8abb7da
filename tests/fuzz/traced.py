"""What strace writes of a build."""

from __future__ import annotations

from fuzz.harness import Harness
from tallystick.watch.events import Event
from tallystick.watch.graph import Recorder
from tallystick.watch.strace import Strace


class Deaf:
    """A listener that forgets what it is told."""

    def heard(self, process: int, event: Event) -> None:
        """Nothing."""

    def lost(self, reason: str) -> None:
        """Only that it is one line."""
        assert "\n" not in reason


def log(content: bytes) -> None:
    """A log in chunks, as it comes out of a pipe, with nobody to listen and with the graph."""
    for listener in (Deaf(), Recorder("/work")):
        strace = Strace(listener)
        for at in range(0, len(content), 700):
            strace.take(content[at : at + 700])
        strace.close()


HARNESSES = (Harness(id="strace-log", read=log, rooms=("watch/strace.py", "watch/graph.py")),)
