"""A survey under faults, beside a quiet one: nothing lost, nothing twice, the same in the end.

    python benchmarks/faults.py [--rounds 50] [--releases 24] [--seed 10] [--kills 6] [--engine local|dask]
        [--store sqlite|postgresql]

Releases are served by an index on loopback. The quiet run has no faults. Then in each round a survey of the
same releases is begun in a new folder, and until it is through: workers are killed at random moments, the
survey itself is (on Dask the scheduler, too), every second request is answered with 503, and some runs may
write so little that the disk seems full; a PostgreSQL server is killed and started again. After --kills runs
the rest is done in peace. Each round must end with the results of the quiet run, each written once, a store
that has each ledger once, as many rows in each table, and nothing that its own check calls wrong.
"""

from __future__ import annotations

import argparse
import contextlib
import gzip
import json
import os
import random
import signal
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
from sqlalchemy import func, select

from tallystick.store import open_store, schema
from tallystick.survey import Results, read_head

sys.path.append(str(Path(__file__).parents[1] / "tests"))  # the server is started there, too

RUNS = 20
"""Of a survey in one round, at most: the last ones are left alone, so that a round ends."""

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
    killed_databases: int = 0
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
        length: seconds of the quiet run, of which a strike takes a random part to come.
        kills: runs of a round that are struck, before one is left to end.
        dask: on a cluster.
        server: of PostgreSQL; None where stores are files.
        databases: by folder of results, each the address of its store on that server.
    """

    folder: Path
    index: LocalIndex
    source: Path
    chance: random.Random
    counts: Counts = field(default_factory=Counts)
    length: float = 0.0
    kills: int = 6
    dask: bool = False
    server: Any = None
    databases: dict[Path, str] = field(default_factory=dict)

    def store(self, out: Path) -> str:
        """Where the ledgers go."""
        if self.server is None:
            return str(out / "store.db")
        if out not in self.databases:
            name = f"faults_{len(self.databases)}"
            self.server.sql(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
            self.databases[out] = self.server.url(name)
        return self.databases[out]

    def command(self, out: Path, engine: str) -> list[str]:
        """The survey."""
        return [
            *("survey", str(self.folder / "releases.list"), "--out", str(out), "--jobs", "2"),
            *("--index", self.index.url, "--source", str(self.source), "--rate", "1000"),
            *("--pause", "0.01", "--tries", "30", "--store", self.store(out)),
            *("--engine", engine),
        ]


def main() -> None:
    """Run the rounds; the exit code says whether all came out alike."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--releases", type=int, default=24)
    parser.add_argument("--seed", type=int, default=10)
    parser.add_argument("--kills", type=int, default=6)
    parser.add_argument("--engine", choices=("local", "dask"), default="local")
    parser.add_argument("--store", choices=("sqlite", "postgresql"), default="sqlite")
    options = parser.parse_args()
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        server = None
        if options.store == "postgresql":
            from postgres_server import postgres  # noqa: PLC0415 - of the tests

            server = stack.enter_context(postgres(durable=True))
        source = make_releases(folder, options.releases)
        with serving([folder / "artifacts"]) as index:
            chance = random.Random(options.seed)  # noqa: S311 - the same moments in each run
            site = Site(
                folder=folder,
                index=index,
                source=source,
                chance=chance,
                kills=options.kills,
                dask=options.engine == "dask",
                server=server,
            )
            failed = rounds(site, options.rounds)
    sys.exit(1 if failed else 0)


def rounds(site: Site, count: int) -> int:
    """The quiet run and ``count`` others; how many came out otherwise."""
    (site.folder / "releases.list").write_text("".join(f"{one}\n" for one in site.index.releases))
    quiet = site.folder / "quiet"
    os.environ["TALLYSTICK_CACHE"] = str(site.folder / "cache-quiet")
    run = [sys.executable, "-m", "tallystick", *site.command(quiet, "local")]
    started = time.monotonic()
    done = subprocess.run(run, stdout=subprocess.DEVNULL, check=False)
    site.length = time.monotonic() - started
    expected = outcome(site, quiet)
    if done.returncode != 0 or len(expected["results"]) != len(site.index.releases):
        raise SystemExit(
            f"the quiet run: code {done.returncode}, {len(expected['results'])} results"
        )
    failed = 0
    for number in range(count):
        out = site.folder / f"round{number}"
        os.environ["TALLYSTICK_CACHE"] = str(site.folder / f"cache{number}")
        runs = one_round(site, out)
        same = outcome(site, out) == expected
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
        f"members of clusters, {hits.killed_databases} databases; {hits.full} runs on a full disk, "
        f"{hits.refused} with requests refused"
    )
    return failed


def one_round(site: Site, out: Path) -> int:
    """Survey until it is through; how many runs that took."""
    for number in range(RUNS):
        is_last = number >= site.kills
        site.index.failing = 0.0 if is_last else 0.5
        site.counts.refused += not is_last
        with contextlib.ExitStack() as stack:
            engine = stack.enter_context(_engine(site))
            if one_run(site, out, engine, is_last=is_last) == 0:
                return number + 1
    words = said(site).read_text(errors="replace").splitlines()[-3:]
    raise SystemExit(f"not through after {RUNS} runs: {'; '.join(words)}")


def said(site: Site) -> Path:
    """What the last run had to say."""
    return site.folder / "said"


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
    with said(site).open("wb") as file:
        survey = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=file, start_new_session=True
        )
    while not is_last and survey.poll() is None:
        _until_a_moment(site, out, survey)
        if survey.poll() is None:
            _strike(site, survey)
    return survey.wait()


def _until_a_moment(site: Site, out: Path, survey: subprocess.Popen[bytes]) -> None:
    """Wait some time of the quiet run's, while it begins; or for some results more, while it works."""
    seconds, share = site.length * site.chance.uniform(0.1, 1.0), site.chance.random()
    if share < 0.3:
        with contextlib.suppress(subprocess.TimeoutExpired):
            survey.wait(timeout=seconds)
        return
    wanted = sum(1 for _ in Results(out)) + site.chance.randrange(3)
    while survey.poll() is None and (
        not _workers(site, survey) or sum(1 for _ in Results(out)) < wanted
    ):
        with contextlib.suppress(subprocess.TimeoutExpired):
            survey.wait(timeout=0.02)
    # Somewhere in the audits of a release.
    with contextlib.suppress(subprocess.TimeoutExpired):
        survey.wait(timeout=seconds / len(site.index.releases))


def _strike(site: Site, survey: subprocess.Popen[bytes]) -> None:
    """Kill the survey, one of its workers (of a cluster: any of its processes), or its database."""
    if site.server is not None and site.chance.random() < 0.25:
        site.counts.killed_databases += 1
        site.server.kill()
        site.server.start()
        return
    workers = _workers(site, survey)
    if not workers or site.chance.random() < 0.25:
        site.counts.killed_surveys += 1
        survey.kill()
    elif site.dask:
        site.counts.killed_clusters += 1
        _kill(site.chance.choice(workers))
    else:
        site.counts.killed_workers += 1
        _kill(site.chance.choice(workers))


def _workers(site: Site, survey: subprocess.Popen[bytes]) -> list[int]:
    """The processes that work for the survey: of a cluster, or those that its server forked, and that one."""
    if site.dask:
        return [pid for pid in _children(os.getpid()) if pid != survey.pid]
    started = _children(survey.pid)
    return [*started, *(pid for one in started for pid in _children(one))]


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


def outcome(site: Site, out: Path) -> dict[str, Any]:
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
    names = select(schema.artifact.c.name, func.count()).join(schema.ledger)
    names = names.group_by(schema.artifact.c.name).order_by(schema.artifact.c.name)
    with open_store(site.store(out)) as store:
        checked = store.check()
        with store.reading() as connection:
            stored = [tuple(row) for row in connection.execute(names)]
    partial = [path.name for path in out.glob("results/*/.partial-*")]
    return {
        "results": results,
        "stored": stored,
        "tables": (dict(checked.rows), checked.wrong),
        "partial": partial,
    }


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
