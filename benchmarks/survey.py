"""What a survey costs besides its audits: efficiency of two workers, and cost per release from 100 to 10,000.

    python benchmarks/survey.py [--releases 200] [--files 60] [--rounds 3] [--flat 100 1000 10000]
        [--skip-dask]

The inputs are local: copies of a small project's tarball, each a release of its own, against a git
repository. Two single processes, each doing half of the releases in a loop with nothing of a survey around
it, are what two workers are compared with, on wall clock at a quiet time and on processor seconds at any. For
flatness the same survey is run over more and more releases: seconds and processor seconds a release, and the
survey's own memory.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from dask_cluster import cluster
from measuring import machine

PYTHON = sys.executable
LOOP = """
import pathlib, pickle, sys
from tallystick.cli.parsing import Parser
from tallystick.cli import survey
from tallystick.cli.survey_task import Settings, audit_release
from tallystick.survey import read_list
parser = Parser("x", "")
survey.add_arguments(parser)
options = parser.parse_intermixed_args([sys.argv[1], "--out", "none"])
settings = Settings(key="x", options=pickle.dumps(options), seconds=None, turns=None)
for asked in read_list(pathlib.Path(sys.argv[1]).read_text()):
    assert audit_release(asked, settings).files
"""
"""One process alone: the audits, and nothing around them."""

REAPER = """
import ctypes, os, subprocess, sys
ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)
process = subprocess.Popen(sys.argv[1:])
code = process.wait()
try:
    while os.wait():
        pass
except ChildProcessError:
    sys.exit(code)
"""
"""Runs a command, and waits for all that it leaves behind (PR_SET_CHILD_SUBREAPER, prctl(2)): a server that
forks workers ends after the survey that started it, and its seconds are to be counted."""


@dataclass(frozen=True, slots=True)
class Took:
    """Wall seconds, processor seconds with all children, and MiB at the peak of the largest process."""

    wall: float
    cpu: float
    peak: float


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--releases", type=int, default=200)
    parser.add_argument(
        "--files",
        type=int,
        default=60,
        help="of the project: the fewer, the harder a test of the rest",
    )
    parser.add_argument("--rounds", type=int, default=3, help="of which the best counts")
    parser.add_argument("--flat", type=int, nargs="*", default=[100, 1000, 10_000])
    parser.add_argument("--skip-dask", action="store_true")
    options = parser.parse_args()
    print(f"{machine()}, load {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["TALLYSTICK_CACHE"] = str(folder / "cache")
        lines = inputs(folder, max([options.releases, *options.flat]), options.files)
        if options.releases:
            of = lines[: options.releases]
            efficiency(folder, of, options.rounds, with_dask=not options.skip_dask)
        for count in options.flat:
            took = survey(folder, lines[:count], ["--jobs", "2"])
            each = 1000 / count
            print(
                f"{count:>7,} releases: {took.wall * each:6.1f} ms, {took.cpu * each:6.1f} ms of a processor "
                f"each; largest process {took.peak:.0f} MiB; load {os.getloadavg()[0]:.1f}"
            )


def inputs(folder: Path, count: int, files: int) -> list[str]:
    """A repository, and a line for each of ``count`` tarballs of it, all different."""
    repository, tree = folder / "source", folder / "source" / "package"
    tree.mkdir(parents=True)
    for number in range(files):
        text = "".join(f"value_{line} = {line * number}\n" for line in range(100))
        (tree / f"module{number}.py").write_text(text)
    (repository / "README.md").write_text("# example\n")
    git = ["git", "-C", str(repository), "-c", "user.name=x", "-c", "user.email=x@example.org"]
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "all"], ["tag", "v1.0"]):
        subprocess.run([*git, *command], check=True)
    lines = []
    for number in range(count):
        tar = folder / "artifacts" / str(number) / "example-1.0.tar.gz"
        tar.parent.mkdir(parents=True)
        # Each has a comment of its own in its gzip header: other bytes, the same content (RFC 1952, 2.3.1).
        if number == 0:
            archive = [*git, "archive", "--prefix=example-1.0/", "-o", str(tar), "v1.0"]
            subprocess.run(archive, check=True)
        else:
            first = (folder / "artifacts" / "0" / "example-1.0.tar.gz").read_bytes()
            tar.write_bytes(
                first[:3] + bytes([first[3]]) + number.to_bytes(4, "little") + first[8:]
            )
        lines.append(f"{tar} source={repository} ref=v1.0\n")
    return lines


def efficiency(folder: Path, lines: Sequence[str], times: int, *, with_dask: bool) -> None:
    """Two workers beside two single processes."""
    sides: dict[str, Callable[[], Took]] = {"two processes": lambda: alone(folder, lines)}
    sides["survey --jobs 2"] = lambda: survey(folder, lines, ["--jobs", "2"])
    with contextlib.ExitStack() as stack:
        if with_dask:
            address = stack.enter_context(cluster(folder))
            members = children(os.getpid())
            sides["survey on Dask"] = lambda: survey(folder, lines, ["--engine", address], members)
        rounds: dict[str, list[Took]] = {name: [] for name in sides}
        for _ in range(times):
            for name, side in sides.items():
                rounds[name].append(side())
    walls = {name: min(took.wall for took in all_) for name, all_ in rounds.items()}
    cpus = {name: min(took.cpu for took in all_) for name, all_ in rounds.items()}
    for name in rounds:
        print(
            f"{name:16} {walls[name]:7.2f} s ({walls['two processes'] / walls[name]:4.0%}), "
            f"{cpus[name]:7.2f} s of a processor ({cpus['two processes'] / cpus[name]:4.0%}); "
            f"load {os.getloadavg()[0]:.1f}"
        )


def alone(folder: Path, lines: Sequence[str]) -> Took:
    """Two processes side by side, each with every second release."""
    halves = []
    for number in range(2):
        half = folder / f"half{number}"
        half.write_text("".join(lines[number::2]))
        halves.append(half)
    return took([[PYTHON, "-c", LOOP, str(half)] for half in halves])


def survey(
    folder: Path, lines: Sequence[str], more: Sequence[str], members: Sequence[int] = ()
) -> Took:
    """One survey from nothing; ``members`` are the processes of its cluster."""
    out, listed = folder / "out", folder / "list"
    shutil.rmtree(out, ignore_errors=True)
    listed.write_text("".join(lines))
    command = [PYTHON, "-m", "tallystick", "survey", str(listed), "--out", str(out), *more]
    done = took([command], members)
    found = sum(1 for _ in out.glob("results/*/*.gz"))
    if found != len(lines):
        raise SystemExit(f"{found} results of {len(lines)} releases")
    return done


def children(parent: int) -> list[int]:
    """The processes that ``parent`` has started (proc(5))."""
    return [
        int(path.name)
        for path in Path("/proc").glob("[0-9]*")
        if (fields := stat_of(int(path.name))) and int(fields[1]) == parent
    ]


def stat_of(process: int) -> list[str]:
    """What proc(5) has of a process, from its state on; nothing if it is gone."""
    with contextlib.suppress(OSError):
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return []


def cpu_of(processes: Sequence[int]) -> float:
    """Their seconds of the processor so far, with those of children that have ended."""
    ticks = sum(sum(map(int, stat_of(one)[11:15])) for one in processes)
    return ticks / os.sysconf("SC_CLK_TCK")


def took(commands: Sequence[Sequence[str]], members: Sequence[int] = ()) -> Took:
    """Run all ``commands`` side by side; ``members`` are no children of theirs, and are counted, too."""
    already = cpu_of(members)
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    processes = [
        subprocess.Popen([PYTHON, "-c", REAPER, *one], stdout=subprocess.DEVNULL)
        for one in commands
    ]
    for process in processes:
        if process.wait() not in {0, 3}:
            raise SystemExit(f"exit code {process.returncode}")
    wall = time.perf_counter() - begun
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    cpu += cpu_of(members) - already
    return Took(wall, cpu, after.ru_maxrss / 1024)


if __name__ == "__main__":
    main()
