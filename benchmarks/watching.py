"""A build in the sandbox, watched and not watched, side by side; and how fast its log is read.

    python benchmarks/watching.py TREE [--command 'sh -c …'] [--runs 3]

Says the medians of both, their ratio, the size of the log, megabytes of it that are read per second of
one processor, once alone and once with the graph that is made of it, and the alarms.
"""

from __future__ import annotations

import argparse
import shlex
import statistics
import time
from collections import Counter
from pathlib import Path

from measuring import machine
from watching_log import Counting

from tallystick.limits import Caps
from tallystick.model import Skip
from tallystick.sandbox import Command, Sandbox, read_folder
from tallystick.sandbox.command import TREE
from tallystick.watch import Watched, watch
from tallystick.watch.graph import Recorder
from tallystick.watch.strace import Strace, find_strace

CHUNK = 256 * 1024


class Keeping:
    """A tracer whose log is kept."""

    def __init__(self, tracer: Strace) -> None:
        """Keep what ``tracer`` is told."""
        self._tracer = tracer
        self.log = bytearray()

    def arguments(self, log: str) -> tuple[str, ...]:
        """See :class:`tallystick.sandbox.tracer.Tracer`."""
        return self._tracer.arguments(log)

    def take(self, some: bytes) -> None:
        """See :class:`tallystick.sandbox.tracer.Tracer`."""
        self.log += some
        self._tracer.take(some)

    def status(self) -> int | None:
        """See :class:`tallystick.sandbox.tracer.Tracer`."""
        return self._tracer.status()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("tree", type=Path)
    parser.add_argument("--command", default="sh -c './configure && make -j2'")
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    sandbox, strace = Sandbox.find(), find_strace()
    if isinstance(sandbox, Skip) or isinstance(strace, Skip):
        raise SystemExit("needs a sandbox and strace")
    caps = Caps()
    tree = read_folder(options.tree, caps)
    command = Command(argv=tuple(shlex.split(options.command)))
    plain: list[float] = []
    traced: list[float] = []
    found: Watched | Skip | None = None
    for _ in range(options.runs):
        begun = time.perf_counter()
        outcome = sandbox.run(command, tree, caps)
        plain.append(time.perf_counter() - begun)
        if outcome.status != 0:
            raise SystemExit(outcome.output[-2000:].decode(errors="replace"))
        begun = time.perf_counter()
        found = watch(command, tree, sandbox, caps)
        traced.append(time.perf_counter() - begun)
    if not isinstance(found, Watched):
        raise SystemExit("not traced")
    keeping = Keeping(Strace(Recorder(TREE), strace))
    sandbox.run(command, tree, caps, keeping)
    megabytes = len(keeping.log) / 1e6
    read = megabytes / _seconds(Strace(Counting(), strace), keeping.log)
    drawn = megabytes / _seconds(Strace(Recorder(TREE), strace), keeping.log)
    bare, watched = statistics.median(plain), statistics.median(traced)
    print(machine() + "\n")
    print(
        f"in the sandbox: {bare:.1f} s; watched, with the rules: {watched:.1f} s ({watched / bare:.2f} times)"
    )
    print(
        f"log: {megabytes:.1f} MB, read at {read:.0f} MB/s, read and made a graph of at {drawn:.0f} MB/s"
    )
    print(f"runs: {len(found.subject.graph.runs):,}; lost: {len(found.lost)}")
    print(f"alarms: {dict(Counter(f'{alarm.severity} {alarm.rule}' for alarm in found.alarms))}")


def _seconds(reader: Strace, log: bytearray) -> float:
    """Processor seconds in which ``reader`` takes all of ``log`` for the first time."""
    begun = time.process_time()
    for at in range(0, len(log), CHUNK):
        reader.take(bytes(log[at : at + CHUNK]))
    return time.process_time() - begun


if __name__ == "__main__":
    main()
