"""How fast the viewer answers: every kind of page, asked by many clients at once.

    python benchmarks/viewing.py ADDRESS [--clients N] [--requests N] [--workers N]
    python benchmarks/viewing.py --large 8000

ADDRESS is a store that ``benchmarks/store.py`` filled. The viewer runs in processes of its own; clients
keep their connections, ask for one page after the other without a pause, and choose ledgers, entries, words
at random from all of the store, so that what is kept in memory is of little help. Where other work keeps a
machine busy, only processor time says something.

With ``--large`` a store of one release of so many entries is made, and its page asked for: of a viewer that
has shown nothing yet, of one that has shown others, and again.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import http.client
import os
import random
import resource
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlsplit

from measuring import machine
from starlette.types import ASGIApp, Message

import store as store_benchmark
from tallystick.store import asking, open_store
from tallystick.web import Door, application
from tallystick.web.pictures import vega

KINDS = (
    "overview",
    "projects",
    "project",
    "release",
    "ledgers",
    "ledger",
    "filtered",
    "entry",
    "blob",
    "commit",
    "digest",
    "name",
    "search",
    "incident",
    "feed",
)
KNOWN = 10_000
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
    parser.add_argument("address", nargs="?")
    parser.add_argument("--clients", type=int, default=20)
    parser.add_argument("--requests", type=int, default=2_000, help="of all clients together")
    parser.add_argument("--workers", type=int, default=1, help="processes of the viewer")
    parser.add_argument("--large", type=int, metavar="N", help="see above")
    options = parser.parse_args()
    print(f"{machine()}, load {os.getloadavg()[0]:.1f}\n")
    if options.large:
        _show_large(options.large)
        return
    if options.address is None:
        parser.error("name a store, or --large")
    rows = _ledgers(options.address)
    before = _children()
    with _viewer(options.address, options.workers) as base:
        _get(http.client.HTTPConnection(urlsplit(base).netloc, timeout=120), "/")
        times = _ask(base, rows, options.clients, options.requests)
    cpu = _children() - before
    print(f"{options.clients} clients, {options.requests} requests, {times.failed} failed")
    print(
        f"{options.workers} workers; {1000 * cpu / options.requests:.1f} ms of processor a request\n"
    )
    print("| page | requests | median ms | 95th percentile ms | largest ms |")
    print("|---|--:|--:|--:|--:|")
    every = [one for found in times.seconds.values() for one in found]
    for kind, seconds in (*((kind, times.seconds.get(kind, [])) for kind in KINDS), ("all", every)):
        found = sorted(seconds)
        if found:
            high = found[min(len(found) - 1, int(len(found) * 0.95))]
            row = (statistics.median(found), high, found[-1])
            print(f"| {kind} | {len(found)} | {' | '.join(f'{1000 * one:.0f}' for one in row)} |")


@contextmanager
def _viewer(address: str, workers: int = 1) -> Iterator[str]:
    """The viewer's address, until the end."""
    command = [str(Path(sys.executable).with_name("tallystick")), "serve", "--port", "0"]
    command += ["--store", address, "--rate", "1000000", "--workers", str(workers)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None  # noqa: S101 - it is a pipe
        try:
            yield process.stderr.readline().strip().rpartition(" ")[2]
        finally:
            process.send_signal(signal.SIGINT)


def _children() -> float:
    """Seconds of processor that this process's children took which have ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _show_large(files: int) -> None:
    """The page of a ledger of ``files`` entries, in this process: its wall clock and its processor time."""
    document = store_benchmark.ledger(0)
    document["entries"] = [store_benchmark.entry(0, 0, number) for number in range(files)]
    with tempfile.TemporaryDirectory() as folder:
        address = str(Path(folder) / "large.sqlite")
        with open_store(address) as store:
            digest = store.put(document).digest
            small = store.put(store_benchmark.ledger(1)).digest
        door = Door(hosts=frozenset({"localhost"}), rate=1e6)
        print("| page | wall ms | processor ms |\n|---|--:|--:|")
        with open_store(address, read_only=True) as store:
            vega.prepare()  # as a viewer does by itself, before or beside its first page
            fresh = application(store, door)
            _timed("of a viewer that has shown nothing yet", fresh, f"/ledgers/{digest}")
            _timed("the same, again", fresh, f"/ledgers/{digest}")
            warm = application(store, door)
            _timed("another, first", warm, f"/ledgers/{small}")
            _timed("of one that has shown others", warm, f"/ledgers/{digest}")
            _timed("the same, filtered", warm, f"/ledgers/{digest}?reach=import&path=1")
            _timed("one of its entries", warm, f"/ledgers/{digest}/entries/7")
            _timed("its release, side by side", warm, "/releases/pypi/project-0/0.0")


def _timed(what: str, viewer: ASGIApp, path: str) -> None:
    begun, used = time.perf_counter(), time.process_time()
    status = asyncio.run(_status(viewer, path))
    wall, cpu = time.perf_counter() - begun, time.process_time() - used
    assert status == 200, path  # noqa: S101 - a figure of an error is none
    print(f"| {what} | {1000 * wall:.0f} | {1000 * cpu:.0f} |")


async def _status(viewer: ASGIApp, path: str) -> int:
    """Ask without a socket; the status."""
    path, _, query = path.partition("?")
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "headers": [(b"host", b"localhost"), (b"accept", b"text/html")],
        "client": ("127.0.0.1", 1),
    }
    answered = []

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        answered.append(message)

    await viewer(scope, receive, send)
    return int(answered[0]["status"])


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


def _blob(chance: random.Random) -> str:
    """Bytes that every release holds, or those of one file of one project that is surely there."""
    file = chance.choice((chance.randrange(store_benchmark.SHARED), store_benchmark.SHARED + 1))
    return hashlib.sha256(store_benchmark.content(0, file)).hexdigest()


_Path = Callable[[asking.LedgerRow, random.Random], str]

_PATHS: dict[str, _Path] = {
    "overview": lambda _, __: "/",
    "projects": lambda row, _: f"/projects?beginning={quote(str(row.project))}",
    "ledgers": lambda row, _: f"/ledgers?after={row.id}",
    "blob": lambda _, chance: f"/blobs/{_blob(chance)}",
    "commit": lambda row, _: f"/commits/{row.commit}",
    "name": lambda _, chance: f"/search?q=module_{chance.randrange(store_benchmark.FILES)}.py",
    "incident": lambda row, _: f"/incident?bad={row.sha256}",
    "feed": lambda _, __: "/feed.atom",
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
