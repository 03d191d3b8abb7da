"""Coverage-guided fuzzing of every parser of foreign bytes (atheris, which is libFuzzer for Python).

    python benchmarks/fuzzing.py [--seconds 60 | --runs N] [--slow 10] [--only ID] [--found DIR] [--keep]
                                 [--seed 1] [-o FILE]

Each harness of ``tests/fuzz`` runs in a process of its own, which may write nothing, run nothing and ask
nobody, beginning from its corpus, its fixtures and what it makes. An input on which a parser raises what it
may not, takes more than ``--slow`` seconds or 700 MiB, or reaches out, is written to ``--found`` and ends
that harness; the exit code is then 1. ``--keep`` keeps the inputs there that reach something
new. Seconds are of wall clock, for each harness; ``--runs`` instead takes some of the beginnings and so many
inputs more, the same ones on every machine: a test that has failed must fail again.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import platform
import re
import resource
import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "src")]

import atheris  # type: ignore[import-untyped] # noqa: E402 - after the path of the harnesses

with atheris.instrument_imports(include=["tallystick"], enable_loader_override=False):
    from fuzz.harness import LARGEST, OutOfBoundsError, confine
    from tallystick import __version__

from fuzz.unsound import UNSOUND  # noqa: E402 - after the path of the harnesses

if TYPE_CHECKING:
    from fuzz.harness import Harness

MEMORY_MIB = 700
"""Resident: an instrumented harness takes 150, a decompressor at its cap 200 more."""

SOME = 40
"""Beginnings of a run that is counted in inputs."""

_STATS = {
    "executions": re.compile(r"stat::number_of_executed_units:\s*(\d+)"),
    "peak_mib": re.compile(r"stat::peak_rss_mb:\s*(\d+)"),
    "slowest": re.compile(r"stat::slowest_unit_time_sec:\s*(\d+)"),
}
_REACHED = re.compile(r"cov: (\d+) ft: (\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What is asked for of one harness: seconds, or inputs; an input of ``slow`` seconds is called hung."""

    harness: Harness
    seconds: int
    runs: int | None
    slow: int
    seed: int
    found: Path
    keep: bool

    @property
    def beginnings(self) -> Sequence[bytes]:
        """What it begins with."""
        whole = list(self.harness.begins_with().values())
        return whole if self.runs is None else whole[:: 1 + len(whole) // SOME]

    @property
    def limit(self) -> str:
        """When libFuzzer shall stop: it counts the beginnings, too."""
        if self.runs is None:
            return f"-max_total_time={self.seconds}"
        return f"-runs={len(self.beginnings) + self.runs}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one harness: edges and features reached, at the beginning and at the end."""

    id: str
    executions: int
    cpu_seconds: float
    edges_before: int
    edges: int
    features: int
    peak_mib: int
    crash: str | None


def main() -> int:
    """Run the harnesses one after another; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    length = parser.add_mutually_exclusive_group()
    length.add_argument("--seconds", type=int, default=60)
    length.add_argument("--runs", type=int, metavar="N")
    parser.add_argument("--only", action="append", metavar="ID")
    parser.add_argument("--found", type=Path, default=ROOT / "build" / "fuzz")
    parser.add_argument("--keep", action="store_true")
    parser.add_argument("--slow", type=int, default=10)
    parser.add_argument(
        "--unsound", action="store_true", help=argparse.SUPPRESS
    )  # for its own test
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("-o", "--output", type=Path)
    options = parser.parse_args()
    chosen = UNSOUND if options.unsound else _harnesses()
    if options.only:
        if unknown := set(options.only) - {one.id for one in chosen}:
            parser.error(f"--only: there is no {', '.join(sorted(unknown))}")
        chosen = tuple(one for one in chosen if one.id in options.only)
    outcomes = []
    for harness in chosen:
        run = Run(
            harness=harness,
            seconds=options.seconds,
            runs=options.runs,
            slow=options.slow,
            seed=options.seed,
            found=options.found,
            keep=options.keep,
        )
        outcome = fuzz(run)
        outcomes.append(outcome)
        print(_row(outcome), flush=True)
    _sum_up(outcomes)
    if options.output is not None:
        document = {
            "tallystick": __version__,
            "python": platform.python_version(),
            "platform": platform.platform(),
            "seconds": options.seconds if options.runs is None else None,
            "runs": options.runs,
            "harnesses": [asdict(outcome) for outcome in outcomes],
        }
        options.output.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
    return 1 if any(outcome.crash for outcome in outcomes) else 0


def _harnesses() -> Sequence[Harness]:
    """All of them; the program is instrumented as they import it, which takes some seconds."""
    with atheris.instrument_imports(include=["tallystick"], enable_loader_override=False):
        from fuzz.harnesses import HARNESSES  # noqa: PLC0415 - see above
    return HARNESSES


def fuzz(run: Run) -> Outcome:
    """Run one harness in a child."""
    with tempfile.TemporaryDirectory(prefix="tallystick-fuzz-") as folder:
        work, log = Path(folder, "corpus"), Path(folder, "log")
        # Its own, and moved when it has ended: another run may find for the same harness, in the same place.
        crashes = Path(folder, "found")
        for place in (work, crashes):
            place.mkdir()
        for number, content in enumerate(run.beginnings):
            (work / f"begin-{number}").write_bytes(content)
        kept = run.found / "corpus" / run.harness.id
        if run.keep:
            kept.mkdir(parents=True, exist_ok=True)
        arguments = [
            run.harness.id,
            f"-seed={run.seed}",
            f"-max_len={LARGEST}",
            f"-timeout={run.slow}",
            f"-rss_limit_mb={MEMORY_MIB}",
            f"-artifact_prefix={crashes}/",
            "-print_final_stats=1",
            # The first of the folders is the one that libFuzzer writes what it finds into.
            *([str(kept)] if run.keep else []),
            str(work),
        ]
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        child = os.fork()
        if child == 0:
            _become(run, arguments, log, crashes)
        _, status = os.waitpid(child, 0)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        told = log.read_text(encoding="utf-8", errors="replace")
        spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        crash = None
        if status != 0:
            crash = _crash(told) or f"wait status {status}"
            print(told[-4_000:], file=sys.stderr)
        for path in crashes.iterdir():  # named by the digest of what is in it
            (run.found / run.harness.id).mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, run.found / run.harness.id / path.name)
        return _outcome(run.harness, told, spent, crash)


def _become(run: Run, arguments: Sequence[str], log: Path, crashes: Path) -> None:
    """Be the fuzzer of one harness; never comes back."""
    descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.dup2(descriptor, 1)
    os.dup2(descriptor, 2)

    def one(content: bytes) -> None:
        try:
            run.harness.try_on(content)
        except BaseException as error:
            # libFuzzer writes what it stops itself, and the rest only as the interpreter ends.
            digest = hashlib.sha256(content).hexdigest()
            (crashes / f"crash-{digest[:16]}").write_bytes(content)
            if isinstance(error, OutOfBoundsError):
                raise AssertionError(f"reached out: {error}") from error  # noqa: TRY004 - not of a type
            raise

    atheris.Setup([arguments[0], run.limit, *arguments[1:]], one)
    confine(Path(arguments[-1]).parent)
    try:
        atheris.Fuzz()
    finally:
        os._exit(1)  # it ends the process itself where all is well


def _outcome(harness: Harness, told: str, spent: float, crash: str | None) -> Outcome:
    reached = [(int(edges), int(features)) for edges, features in _REACHED.findall(told)]
    counts = {
        name: int(found[-1]) if (found := pattern.findall(told)) else 0
        for name, pattern in _STATS.items()
    }
    return Outcome(
        id=harness.id,
        executions=counts["executions"],
        cpu_seconds=round(spent, 2),
        edges_before=reached[0][0] if reached else 0,
        edges=reached[-1][0] if reached else 0,
        features=reached[-1][1] if reached else 0,
        peak_mib=counts["peak_mib"],
        crash=crash,
    )


def _crash(told: str) -> str | None:
    """The first line on what went wrong."""
    found = re.search(r"=== Uncaught Python exception: ===\n(.+)", told)
    if found is not None:
        return found[1][:300]
    named = re.search(r"ERROR: libFuzzer: (.+)", told)
    return named[1][:300] if named is not None else None


def _row(one: Outcome) -> str:
    reached = f"{one.edges_before:6} -> {one.edges:6} edges {one.features:7} features"
    spent = f"{one.executions:10} inputs {one.cpu_seconds:8.1f} s"
    tail = f"  {one.crash}" if one.crash else ""
    return f"{one.id:18} {spent} {reached} {one.peak_mib:5} MiB{tail}"


def _sum_up(outcomes: Sequence[Outcome]) -> None:
    inputs = sum(one.executions for one in outcomes)
    seconds = sum(one.cpu_seconds for one in outcomes)
    crashed = sum(one.crash is not None for one in outcomes)
    print(f"{len(outcomes)} harnesses, {inputs} inputs, {seconds:.0f} s of CPU, {crashed} crashed")


if __name__ == "__main__":
    sys.exit(main())
