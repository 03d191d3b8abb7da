"""What a survey of a whole index would cost: a simulation with the distribution that was measured.

    python benchmarks/whole_index.py benchmarks/whole_index.csv [--releases 8000000] [--workers 10 100 1000]
        [--index-rate 5 50 500] [--against git]

Each release is a measured row (index_survey.py), drawn with replacement. A worker that is free takes the next
release, waits for its turns at the index and at the forge (one limit each for all workers together), moves
its bytes over its share of the network, and computes for as long as the row did. What a row was laid against
says which cost it has; --against takes only such rows. Prices are assumptions: give your own.
"""

from __future__ import annotations

import argparse
import csv
import heapq
import random
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

GIB, TIB = 1 << 30, 1 << 40
HOUR, DAY = 3600.0, 86_400.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One measured release: seconds of a processor, requests, bytes that came, and bytes that were kept."""

    cpu: float
    requests: float
    received: float
    stored: float


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What is not measured but given.

    Attributes:
        releases: how many there are.
        workers: processes, one processor each.
        index_rate: requests a second that the index takes of all workers together.
        forge_rate: the same of the forge that has the repositories.
        forge_requests: git's, of one release.
        network: bytes a second that all workers together move.
        latency: seconds of one request.
    """

    releases: int
    workers: int
    index_rate: float
    forge_rate: float
    forge_requests: float
    network: float
    latency: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What came of it.

    Attributes:
        seconds: until the last release is done.
        most: until 99 % are.
        busy: share of the workers' time in which they computed.
        load: the share of the whole time that each resource alone would need; the largest is the bottleneck.
    """

    seconds: float
    most: float
    busy: float
    load: dict[str, float]


def simulate(rows: Sequence[Row], world: World, seed: int = 10) -> Run:
    """Draw, wait, compute; the order of the list is chance, so the longest may come last."""
    chance = random.Random(seed)  # noqa: S311 - the same draw in each run
    free = [0.0] * world.workers
    index_turn = forge_turn = network_turn = 0.0
    computed = requests = received = 0.0
    ends = []
    for _ in range(world.releases):
        row = rows[int(chance.random() * len(rows))]
        now = free[0]
        # Turns are taken in the order in which workers come, as survey/politeness.py gives them.
        index_turn = max(index_turn, now) + row.requests / world.index_rate
        forge_turn = max(forge_turn, now) + world.forge_requests / world.forge_rate
        network_turn = max(network_turn, now) + row.received / world.network
        asked = max(index_turn, forge_turn, network_turn, now)
        end = asked + (row.requests + world.forge_requests) * world.latency + row.cpu
        heapq.heapreplace(free, end)
        ends.append(end)
        computed += row.cpu
        requests += row.requests
        received += row.received
    ends.sort()
    whole = ends[-1]
    waits = (requests + world.forge_requests * world.releases) * world.latency
    return Run(
        seconds=whole,
        most=ends[int(0.99 * (len(ends) - 1))],
        busy=computed / (whole * world.workers),
        load={
            "workers": (computed + waits) / world.workers / whole,
            "index": requests / world.index_rate / whole,
            "forge": world.forge_requests * world.releases / world.forge_rate / whole,
            "network": received / world.network / whole,
        },
    )


def read_rows(path: Path, against: frozenset[str]) -> Iterator[Row]:
    """The measured rows that were laid against one of ``against``; all if that is empty."""
    with path.open(newline="") as file:
        for row in csv.DictReader(file):
            if not against or row["against"] in against:
                yield Row(
                    cpu=float(row["cpu"]),
                    requests=float(row["requests"]),
                    received=float(row["received"]),
                    stored=float(row["stored"]),
                )


def main() -> None:
    """Print what was measured, and a table of what follows."""
    parser = argparse.ArgumentParser(description=__doc__)
    add = parser.add_argument
    add("rows", type=Path)
    add("--against", nargs="*", default=[], help="git, sdist, none: rows of these alone")
    add("--releases", type=int, default=8_000_000)
    add("--workers", type=int, nargs="*", default=[10, 100, 1000])
    add("--index-rate", type=float, nargs="*", default=[5.0, 50.0, 500.0])
    add("--forge-rate", type=float, default=50.0)
    add("--forge-requests", type=float, default=0.0)
    add("--network", type=float, default=10e9 / 8, help="bytes a second (default: 10 Gbit/s)")
    add("--latency", type=float, default=0.1, help="seconds of a request (default: %(default)s)")
    add("--slower", type=float, default=1.0, help="than this machine, by this factor")
    add("--hour", type=float, default=0.04, help="price of a processor's hour")
    add("--gib-month", type=float, default=0.023, help="price of a GiB kept for a month")
    options = parser.parse_args()
    rows = [
        Row(cpu=r.cpu * options.slower, requests=r.requests, received=r.received, stored=r.stored)
        for r in read_rows(options.rows, frozenset(options.against))
    ]
    if not rows:
        raise SystemExit("no such rows")
    _print_measured(rows)
    total = options.releases / len(rows)
    stored, cpu = sum(r.stored for r in rows) * total, sum(r.cpu for r in rows) * total
    print(
        f"\n{options.releases:,} releases: {cpu / HOUR:,.0f} hours of a processor "
        f"({cpu / HOUR * options.hour:,.0f} at {options.hour:g}), "
        f"{sum(r.received for r in rows) * total / TIB:,.1f} TiB received, "
        f"{sum(r.requests for r in rows) * total / 1e6:,.0f} million requests, "
        f"{stored / GIB:,.0f} GiB kept ({stored / GIB * options.gib_month:,.0f} a month)\n"
    )
    print("| workers | index, requests/s | days | 99 % done | workers busy | bottleneck |")
    print("|--:|--:|--:|--:|--:|---|")
    for rate in options.index_rate:
        for workers in options.workers:
            world = World(
                releases=options.releases,
                workers=workers,
                index_rate=rate,
                forge_rate=options.forge_rate,
                forge_requests=options.forge_requests,
                network=options.network,
                latency=options.latency,
            )
            run = simulate(rows, world)
            neck = max(run.load, key=lambda name: run.load[name])
            print(
                f"| {workers:,} | {rate:g} | {run.seconds / DAY:,.1f} | {run.most / DAY:,.1f} "
                f"| {run.busy:.0%} | {neck} ({run.load[neck]:.0%}) |",
                flush=True,
            )


def _print_measured(rows: Sequence[Row]) -> None:
    print(f"| of {len(rows):,} releases | mean | median | 99 % | largest |\n|---|--:|--:|--:|--:|")
    for name in ("cpu", "requests", "received", "stored"):
        values = sorted(getattr(row, name) for row in rows)
        shown = (
            statistics.fmean(values),
            statistics.median(values),
            values[int(0.99 * (len(values) - 1))],
            values[-1],
        )
        print(f"| {name} | " + " | ".join(f"{value:,.2f}" for value in shown) + " |")


if __name__ == "__main__":
    main()
