"""Whole processes, timed: wall seconds and peak memory, the sides of a comparison taking turns."""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

RUNS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One command of a comparison.

    Attributes:
        name: in the table.
        command: an argument list; a shell pipeline is ``["bash", "-c", …]``.
        exit_codes: those that mean that it did its work.
    """

    name: str
    command: Sequence[str]
    exit_codes: frozenset[int] = frozenset({0})


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """Medians over the runs of one side: seconds of wall clock and of processor, MiB at the peak."""

    wall: float
    cpu: float
    peak: float


def once(side: Side, environment: Mapping[str, str] | None = None) -> tuple[float, float, float]:
    """Run ``side`` once: wall seconds, processor seconds, peak MiB of its largest process."""
    begun = time.perf_counter()
    process = subprocess.Popen(
        side.command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment
    )
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - begun
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in side.exit_codes:
        raise SystemExit(f"{side.name}: exit code {process.returncode}: {' '.join(side.command)}")
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / unit


def compare(sides: Sequence[Side], runs: int = RUNS) -> dict[str, Figure]:
    """The figures of each side: one warm-up, then ``runs`` rounds in which the sides take turns."""
    for side in sides:
        once(side)
    taken: dict[str, list[tuple[float, float, float]]] = {side.name: [] for side in sides}
    for _ in range(runs):
        for side in sides:
            taken[side.name].append(once(side))
    return {
        name: Figure(
            wall=statistics.median(wall for wall, _, _ in samples),
            cpu=statistics.median(cpu for _, cpu, _ in samples),
            peak=statistics.median(peak for _, _, peak in samples),
        )
        for name, samples in taken.items()
    }


def table(figures: Mapping[str, Figure], floor: str | None = None) -> Iterator[str]:
    """Rows of Markdown; with ``floor``, columns of ratios to that side.

    On a machine that is busy with other work, the ratio of processor seconds is the one that means something.
    """
    yield "| | wall s | cpu s | peak MiB |" + (f" x {floor}, wall | cpu |" if floor else "")
    yield "|---|--:|--:|--:|" + ("--:|--:|" if floor else "")
    for name, figure in figures.items():
        ratio = ""
        if floor:
            least = figures[floor]
            ratio = f" {figure.wall / least.wall:.2f} | {figure.cpu / least.cpu:.2f} |"
        yield f"| {name} | {figure.wall:.3f} | {figure.cpu:.3f} | {figure.peak:.0f} |{ratio}"


def machine(runs: int = RUNS) -> str:
    """One line about this machine, how busy it is, and the versions that matter."""
    model = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        names = [line for line in cpuinfo.read_text().splitlines() if line.startswith("model name")]
        model = names[0].partition(":")[2].strip() if names else model
    git = subprocess.run(["git", "--version"], capture_output=True, text=True, check=True).stdout
    return (
        f"{os.cpu_count()} x {model}, {platform.system()} {platform.release()}, "
        f"Python {platform.python_version()}, {git.strip()}; "
        f"{'one run each' if runs == 1 else f'medians of {runs}'}; load {os.getloadavg()[0]:.1f}"
    )


TALLYSTICK = str(Path(sys.executable).with_name("tallystick"))
"""The program as users start it, beside this interpreter."""

TESTS = Path(__file__).parents[1] / "tests"
"""Where the servers are that tests and benchmarks talk to."""

ANY_VERDICT = frozenset({0, 1, 3})
"""Exit codes of an audit that came to a verdict."""
