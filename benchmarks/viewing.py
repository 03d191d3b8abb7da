"""How fast the viewer answers: every kind of page, asked by many clients at once.

    python benchmarks/viewing.py ADDRESS [--clients N] [--requests N]

ADDRESS is a store that ``benchmarks/store.py`` filled. The viewer runs in a process of its own; clients
keep their connections, ask for one page after the other, and choose ledgers, entries, words at random,
so that what is kept in memory is of little help. Where other work keeps a machine busy, only processor time
says something.
"""

from __future__ import annotations

import argparse
import http.client
import os
import random
import resource
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlsplit

from measuring import machine

from tallystick.store import asking, open_store

KINDS = ("overview", "project", "release", "ledger", "filtered", "entry", "digest", "search")
KNOWN = 2_000
"""Ledgers among which the clients choose."""


@dataclass(slots=True)
class Times:
    """Seconds of each request, by the kind of its page."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    failed: int = 0


def main() -> None:
    """Start the viewer, ask it, and print a table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("address")
    parser.add_argument("--clients", type=int, default=20)
    parser.add_argument("--requests", type=int, default=2_000, help="of all clients together")
    options = parser.parse_args()
    print(f"{machine()}, load {os.getloadavg()[0]:.1f}\n")
    rows = _ledgers(options.address)
    command = [str(Path(sys.executable).with_name("tallystick")), "serve", "--port", "0"]
    command += ["--store", options.address, "--rate", "1000000"]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None  # noqa: S101 - it is a pipe
        base = process.stderr.readline().strip().rpartition(" ")[2]
        try:
            _get(http.client.HTTPConnection(urlsplit(base).netloc, timeout=120), "/")
            times = _ask(base, rows, options.clients, options.requests)
        finally:
            process.terminate()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = (after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime)
    print(f"{options.clients} clients, {options.requests} requests, {times.failed} failed")
    print(f"{1000 * cpu / options.requests:.1f} ms of processor a request, start and all\n")
    print("| page | requests | median ms | 95th percentile ms | largest ms |")
    print("|---|--:|--:|--:|--:|")
    for kind in KINDS:
        found = sorted(times.seconds.get(kind, []))
        if found:
            high = found[min(len(found) - 1, int(len(found) * 0.95))]
            row = (statistics.median(found), high, found[-1])
            print(f"| {kind} | {len(found)} | {' | '.join(f'{1000 * one:.0f}' for one in row)} |")


def _ledgers(address: str) -> list[asking.LedgerRow]:
    with open_store(address, read_only=True) as store, store.reading() as connection:
        return list(asking.ledgers(connection, size=KNOWN))


def _ask(base: str, rows: list[asking.LedgerRow], clients: int, requests: int) -> Times:
    times = Times()
    lock = threading.Lock()

    def work(seed: int) -> None:
        chance = random.Random(seed)  # noqa: S311 - a choice, no secret
        connection = http.client.HTTPConnection(urlsplit(base).netloc, timeout=120)
        for _ in range(requests // clients):
            kind = chance.choice(KINDS)
            path = _PATHS[kind](chance.choice(rows), chance)
            start = time.perf_counter()
            status = _get(connection, path)
            took = time.perf_counter() - start
            with lock:
                times.seconds.setdefault(kind, []).append(took)
                times.failed += status != 200

    threads = [threading.Thread(target=work, args=(seed,)) for seed in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times


def _get(connection: http.client.HTTPConnection, path: str) -> int:
    connection.request("GET", path)
    answer = connection.getresponse()
    answer.read()
    return answer.status


_Path = Callable[[asking.LedgerRow, random.Random], str]

_PATHS: dict[str, _Path] = {
    "overview": lambda _, __: "/",
    "project": lambda row, _: f"/projects/{row.ecosystem}/{quote(str(row.project))}",
    "release": lambda row, _: (
        f"/releases/{row.ecosystem}/{quote(str(row.project))}/{quote(str(row.version))}"
    ),
    "ledger": lambda row, _: f"/ledgers/{row.digest}",
    "filtered": lambda row, _: f"/ledgers/{row.digest}?reach=import&path=1",
    "entry": lambda row, chance: f"/ledgers/{row.digest}/entries/{chance.randrange(row.files)}",
    "digest": lambda row, _: f"/search?q={row.sha256}",
    "search": lambda row, _: f"/search?q={quote(str(row.project))}",
}
"""A page of each kind, about a ledger."""


if __name__ == "__main__":
    main()
