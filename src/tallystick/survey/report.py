"""What a worker sends back about one release."""

from __future__ import annotations

import gzip
from enum import StrEnum
from typing import Any

from isal import igzip
from msgspec import Struct
from msgspec.structs import asdict

from tallystick.model.surveyed import SurveyedFile


class State(StrEnum):
    """What became of one release."""

    DONE = "done"
    """There is a ledger of each file that was asked for."""

    FAILED = "failed"
    """There is none of one of them, and another try would say the same."""

    OPEN = "open"
    """Nothing is known: a disk, a sandbox or the engine failed. Never recorded; the next run does it."""


class Cost(Struct, frozen=True, kw_only=True):
    """What one try took.

    Attributes:
        seconds: by the clock on the wall.
        cpu: seconds of processor time, with the programs that were run.
        peak: bytes of memory that the worker has held at most so far.
        requests: that were made (:mod:`tallystick.traffic`).
        received: bytes.
        waited: seconds, for other workers' requests to the same hosts.
        outages: things that could not be had, and another time might be.
    """

    seconds: float = 0.0
    cpu: float = 0.0
    peak: int = 0
    requests: int = 0
    received: int = 0
    waited: float = 0.0
    outages: int = 0


class Report(Struct, frozen=True, kw_only=True):
    """One release, done or failed.

    Attributes:
        state: what became of it.
        reason: one line where it failed or is open.
        lacks_tool: it is open since a program is not installed, so another try would say the same.
        files: one for each file.
        ledgers: each as :func:`packed` has it.
        cost: what it took.
        tool: the version of the worker's tallystick.
    """

    state: State
    reason: str = ""
    lacks_tool: bool = False
    files: tuple[SurveyedFile, ...] = ()
    ledgers: tuple[bytes, ...] = ()
    cost: Cost = Cost()
    tool: str = ""

    def head(self) -> dict[str, Any]:
        """All but the ledgers, as JSON has it."""
        return {
            "state": self.state.value,
            "reason": self.reason,
            "files": [asdict(file) for file in self.files],
            "ledgers": len(self.ledgers),
            "cost": asdict(self.cost),
        }


def packed(line: bytes) -> bytes:
    """A line of a result as a member of a gzip file; a file may have several (RFC 1952, 2.2).

    A worker does that: an engine carries a tenth of the bytes then, and who records them only writes.
    """
    # A tenth of zlib's time, and as small.
    return bytes(igzip.compress(line + b"\n", 2, mtime=0))


def unpacked(member: bytes) -> bytes:
    """The line that :func:`packed` was given; of a result of this program's own."""
    return gzip.decompress(member).removesuffix(b"\n")
