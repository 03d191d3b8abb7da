"""A survey under faults, beside a quiet one: nothing lost, nothing twice, the same in the end.

    python benchmarks/faults.py [--rounds 50] [--releases 24] [--seed 10] [--engine local|dask]

Releases are served by an index on loopback. The quiet run has no faults. Then in each round a survey of the
same releases is begun in a new folder, and until it is through: workers are killed at random moments, the
survey itself is (on Dask the scheduler, too), every second request is answered with 503, and some runs may
write so little that the disk seems full. Each round must end with the results of the quiet run, each written
once, and a store that has each ledger once.
"""

from __future__ import annotations

import argparse
import contextlib
import gzip
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dask_cluster import cluster
from local_index import LocalIndex, serving

from tallystick.survey import Results, read_head

RUNS = 60
"""Of a survey in one round, at most: the last ones are left alone, so that a round ends."""

KILLED_RUNS = 6
"""Runs of a round that are killed, before one is left to end."""

FULL = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), int(sys.argv[1])))
from tallystick.cli import main
sys.argv[:2] = ["tallystick"]
main()
"""
"""A survey on a disk that takes files of so many bytes: a write beyond fails, as one on a full disk does."""


@dataclass(slots=True, kw_only=True)
class Counts:
    """What was done to the survey."""

    killed_surveys: int = 0
    killed_workers: int = 0
    killed_clusters: int = 0
    full: int = 0
    refused: int = 0


@dataclass(slots=True, kw_only=True)
class Site:
    """Where a round happens.

    Attributes:
        folder: of its files.
        index: that it asks.
        source: the repository of all releases.
        chance: what happens when.
        counts: what has happened.
        dask: on a cluster.
    """

    folder: Path
    index: LocalIndex
    source: Path
    chance: random.Random
    counts: Counts = field(default_factory=Counts)
    dask: bool = False

    def command(self, out: Path, engine: str) -> list[str]:
        """The survey."""
        return [
            *("survey", str(self.folder / "releases.list"), "--out", str(out), "--jobs", "2"),
            *("--index", self.index.url, "--source", str(self.source), "--rate", "1000"),
            *("--pause", "0.01", "--tries", "30", "--store", str(out / "store.db")),
            *("--engine", engine),
        ]


def main() -> None:
    """Run the rounds; the exit code says whether all came out alike."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--releases", type=int, default=24)
    parser.add_argument("--seed", type=int, default=10)
    parser.add_argument("--engine", choices=("local", "dask"), default="local")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = make_releases(folder, options.releases)
        with serving([folder / "artifacts"]) as index:
            chance = random.Random(options.seed)  # noqa: S311 - the same moments in each run
            site = Site(
                folder=folder,
                index=index,
                source=source,
                chance=chance,
                dask=options.engine == "dask",
            )
            failed = rounds(site, options.rounds)
    sys.exit(1 if failed else 0)


def rounds(site: Site, count: int) -> int:
    """The quiet run and ``count`` others; how many came out otherwise."""
    (site.folder / "releases.list").write_text("".join(f"{one}\n" for one in site.index.releases))
    quiet = site.folder / "quiet"
    os.environ["TALLYSTICK_CACHE"] = str(site.folder / "cache-quiet")
    run = [sys.executable, "-m", "tallystick", *site.command(quiet, "local")]
    done = subprocess.run(run, stdout=subprocess.DEVNULL, check=False)
    expected = outcome(quiet)
    if done.returncode != 0 or len(expected["results"]) != len(site.index.releases):
        raise SystemExit(
            f"the quiet run: code {done.returncode}, {len(expected['results'])} results"
        )
    failed = 0
    for number in range(count):
        out = site.folder / f"round{number}"
        os.environ["TALLYSTICK_CACHE"] = str(site.folder / f"cache{number}")
        runs = one_round(site, out)
        same = outcome(out) == expected
        failed += not same
        print(
            f"round {number + 1}: {runs} runs, {'the same' if same else 'NOT THE SAME'}", flush=True
        )
    hits = site.counts
    print(
        f"{count} rounds of {len(site.index.releases)} releases: {count - failed} as the quiet one"
    )
    print(
        f"killed: {hits.killed_surveys} surveys, {hits.killed_workers} workers, {hits.killed_clusters} "
        f"members of clusters; {hits.full} runs on a full disk, {hits.refused} with requests refused"
    )
    return failed


def one_round(site: Site, out: Path) -> int:
    """Survey until it is through; how many runs that took."""
    for number in range(RUNS):
        is_last = number >= KILLED_RUNS
        site.index.failing = 0.0 if is_last else 0.5
        site.counts.refused += not is_last
        with contextlib.ExitStack() as stack:
            engine = stack.enter_context(_engine(site))
            if one_run(site, out, engine, is_last=is_last) == 0:
                return number + 1
    raise SystemExit(f"not through after {RUNS} runs")


@contextlib.contextmanager
def _engine(site: Site) -> Iterator[str]:
    if not site.dask:
        yield "local"
        return
    with tempfile.TemporaryDirectory() as folder, cluster(Path(folder)) as address:
        yield address


def one_run(site: Site, out: Path, engine: str, *, is_last: bool) -> int:
    """One run, during which things happen unless ``is_last``; its exit code."""
    words = site.command(out, engine)
    if not is_last and site.chance.random() < 0.3:
        site.counts.full += 1
        size = site.chance.randrange(200, 6000)
        command = [sys.executable, "-c", FULL, str(size), *words]
    else:
        command = [sys.executable, "-m", "tallystick", *words]
    survey = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    while not is_last and survey.poll() is None:
        with contextlib.suppress(subprocess.TimeoutExpired):
            survey.wait(timeout=site.chance.uniform(0.5, 4.0))
        if survey.poll() is None:
            _strike(site, survey)
    return survey.wait()


def _strike(site: Site, survey: subprocess.Popen[bytes]) -> None:
    """Kill the survey, or one of its workers (of a cluster: any of its processes)."""
    workers = _children(os.getpid() if site.dask else survey.pid)
    workers = [pid for pid in workers if pid != survey.pid]
    if not workers or site.chance.random() < 0.25:
        site.counts.killed_surveys += 1
        survey.kill()
    elif site.dask:
        site.counts.killed_clusters += 1
        _kill(site.chance.choice(workers))
    else:
        site.counts.killed_workers += 1
        _kill(site.chance.choice(workers))


def _kill(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def _children(pid: int) -> list[int]:
    """The processes that ``pid`` has started (proc(5)), without multiprocessing's own housekeeper."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            parent = int((path / "stat").read_text().rpartition(")")[2].split()[1])
            if parent == pid and b"resource_tracker" not in (path / "cmdline").read_bytes():
                found.append(int(path.name))
    return found


def outcome(out: Path) -> dict[str, Any]:
    """What there is in the end, without what no two runs share: times and costs."""
    results = {}
    for path in Results(out):
        head = read_head(path)
        with gzip.open(path) as file:
            ledgers = [json.loads(line) for line in file][1:]
        for ledger in ledgers:
            ledger.pop("timings")
        files = [{**file, "why": ""} for file in head["files"]]
        results[head["release"]] = (head["key"], head["state"], files, ledgers)
    with contextlib.closing(sqlite3.connect(out / "store.db")) as database:
        stored = database.execute(
            "SELECT name, count(*) FROM artifact JOIN ledger ON ledger.artifact_id = artifact.id"
            " GROUP BY name ORDER BY name"
        ).fetchall()
    partial = [path.name for path in out.glob("results/*/.partial-*")]
    return {"results": results, "stored": stored, "partial": partial}


def make_releases(folder: Path, count: int) -> Path:
    """A repository, and as many sdists of it, each with other metadata."""
    source, artifacts = folder / "source", folder / "artifacts"
    source.mkdir(parents=True)
    artifacts.mkdir()
    (source / "example.py").write_text("value = 1\n")
    (source / "README.md").write_text("# example\n")
    git = ["git", "-C", str(source), "-c", "user.name=x", "-c", "user.email=x@example.org"]
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "all"]):
        subprocess.run([*git, *command], check=True)
    for number in range(count):
        subprocess.run([*git, "tag", f"v1.{number}"], check=True)
        with tarfile.open(artifacts / f"example-1.{number}.tar.gz", "w:gz") as tar:
            for name in ("README.md", "example.py"):
                tar.add(source / name, f"example-1.{number}/{name}")
    return source


if __name__ == "__main__":
    begun = time.monotonic()
    try:
        main()
    finally:
        print(f"{time.monotonic() - begun:.0f} s")
