"""Ingest of ledgers into a store, and who holds a blob there.

    python benchmarks/store.py ADDRESS [--entries N] [--put N] [--ask N] [--filled]

ADDRESS is a path for a new SQLite file, or the URL of an empty PostgreSQL database. The ledgers are invented:
projects of 1,000 files, 25 releases each, of which every release changes a tenth; twenty files (licences,
empty modules) are the same everywhere. What is timed is JSON text into committed rows.

With ``--put N`` only N entries come in that way; the database itself multiplies them, with new digests and
names, until it holds ``--entries``, and then 50,000 more are put, timed, into a store of that size.
With ``--filled`` an earlier run with the same numbers did that: 50,000 more are put, and questions are asked.

"cpu" is the processor time of this process and, where it is on this machine, of PostgreSQL's that serves it.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import re
import resource
import statistics
import time
from collections.abc import Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec
from measuring import machine
from sqlalchemy import Connection, select, text

from tallystick.store import Store, asking, open_store, schema

FILES = 1_000
RELEASES = 25
SHARED = 20
CHANGED = 10
"""One in so many files changes with each release."""

TOGETHER = 10
"""Ledgers that are given at once, as `tallystick store add` does it; what makes them is not timed."""

STEP = 1_000_000
BEYOND = 100_000_000
"""More than any table has rows: copies are numbered from its multiples on."""

REACHES = ("import", "import", "import", "test", "data", "docs", "build")


def main() -> None:
    """Fill the store, ask it, and print tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("address")
    parser.add_argument("--entries", type=int, default=10_000_000)
    parser.add_argument(
        "--ask", type=int, default=1_000, metavar="N", help="questions (default: 1000)"
    )
    parser.add_argument("--put", type=int, default=0, metavar="N", help="see above")
    parser.add_argument("--filled", action="store_true", help="see above")
    options = parser.parse_args()
    print(f"{machine()}, load {os.getloadavg()[0]:.1f}\n")
    with open_store(options.address) as store:
        put = options.put or options.entries
        if not options.filled:
            _fill(store, range(put // FILES))
            if put < options.entries:
                _multiply(store, options.entries // put)
                print(f"Multiplied to {options.entries:,} entries.\n")
        if options.filled or put < options.entries:
            first = _next(store, put)
            _fill(store, range(first, first + 50))
        _ask(store, put, options.ask)


def _next(store: Store, put: int) -> int:
    """The number of the first ledger that was not put yet; copies were recorded when their originals were."""
    with store.reading() as connection:
        last = connection.scalar(
            select(schema.artifact.c.name)
            .order_by(schema.ledger.c.recorded.desc())
            .join(schema.ledger)
            .limit(1)
        )
    project, release = map(int, re.findall(r"[0-9]+", last or "")[:2])
    return max(put // FILES, project * RELEASES + release + 1)


def _multiply(store: Store, times: int) -> None:
    """Copy all rows but those of one copy's, ``times`` - 1 times, under other numbers, digests and names."""
    for copy in range(1, times):
        store.write(partial(_copy, copy=copy))
    store.write(lambda connection: connection.execute(text("ANALYZE")))


def _copy(connection: Connection, copy: int) -> None:
    is_server = connection.dialect.name == "postgresql"
    digest = "sha256((random()::text || {})::bytea)" if is_server else "randomblob(32)"
    ahead = copy * BEYOND
    for table in (schema.release, schema.artifact, schema.blob, schema.path, schema.ledger):
        values = {column.name: f'"{column.name}"' for column in table.c}
        values["id"] = f"id + {ahead}"
        for name in ("digest", "sha256", "git"):
            if name in values:
                values[name] = digest.format("id")
        if table is schema.release:
            values["project"] = f"project || '-{copy}'"
        for name in ("release", "artifact"):
            if f"{name}_id" in values:
                values[f"{name}_id"] = f"{name}_id + {ahead}"
        _insert(connection, table.name, values, f"id <= {BEYOND}")
    values = {column.name: f'"{column.name}"' for column in schema.entry.c}
    for name in ("ledger", "path", "source_path", "blob"):
        values[f"{name}_id"] = f"{name}_id + {ahead}"
    _insert(connection, "entry", values, f"ledger_id <= {BEYOND}")
    values = {column.name: f'"{column.name}"' for column in schema.total.c}
    values["ledger_id"] = f"ledger_id + {ahead}"
    _insert(connection, "total", values, f"ledger_id <= {BEYOND}")


def _insert(connection: Connection, table: str, values: dict[str, str], where: str) -> None:
    columns = ", ".join(f'"{name}"' for name in values)
    statement = f"INSERT INTO {table} ({columns}) SELECT {', '.join(values.values())} FROM {table} WHERE {where}"  # noqa: S608, E501 - only our own names
    connection.execute(text(statement.replace("::", "\\:\\:")))


def _fill(store: Store, numbers: range) -> None:
    entries = len(numbers) * FILES
    print(
        "| entries | wall s | cpu s | of it the server's | entries/s (wall) | entries/s (cpu) |\n"
        "|--:|--:|--:|--:|--:|--:|"
    )
    done, wall, cpu, others = 0, 0.0, 0.0, 0.0
    whole = (0.0, 0.0)
    server = _server(store)
    reports = _ledgers(numbers)
    while some := list(islice(reports, TOGETHER)):
        begun, used, served = time.perf_counter(), _cpu(), _cpu_of(server)
        for _ in store.put_all(map(msgspec.json.decode, some)):
            done += FILES
        wall, others = wall + time.perf_counter() - begun, others + _cpu_of(server) - served
        cpu += _cpu() - used + _cpu_of(server) - served
        if done % STEP == 0 or done == entries:
            size = done % STEP or STEP
            print(
                f"| {done:,} | {wall:.1f} | {cpu:.1f} | {others:.1f} | {size / wall:,.0f} "
                f"| {size / cpu:,.0f} |",
                flush=True,
            )
            whole = (whole[0] + wall, whole[1] + cpu)
            wall = cpu = others = 0.0
    print(
        f"\nIn all {done:,} entries in {whole[0]:.0f} s, {whole[1]:.0f} s of them cpu: "
        f"{done / whole[0]:,.0f} entries/s, {done / whole[1]:,.0f} a second of cpu; "
        f"load {os.getloadavg()[0]:.1f}.\n"
    )


def _ask(store: Store, entries: int, times: int) -> None:
    draw = random.Random(1)  # noqa: S311 - a sample, not a secret
    ledgers = entries // FILES
    server = _server(store)
    print(
        "| who holds … | questions | median ms | 95 % ms | most ms | mean cpu ms | holders |\n"
        "|:--|--:|--:|--:|--:|--:|--:|"
    )
    for title, files in (
        ("a file of a project", (SHARED, FILES)),
        ("a file of all projects", (0, SHARED)),
    ):
        taken: list[float] = []
        held, used = 0, _cpu() + _cpu_of(server)
        for _ in range(times):
            number, file = draw.randrange(ledgers), draw.randrange(*files)
            digest = hashlib.sha256(content(number, file)).hexdigest()
            begun = time.perf_counter()
            with store.reading() as connection:
                (blob,) = asking.blobs(connection, digest)
                held += len(asking.holders(connection, blob.id))
            taken.append((time.perf_counter() - begun) * 1_000)
        if not held:
            raise SystemExit("nobody holds anything: the store was not filled")
        used = (_cpu() + _cpu_of(server) - used) / times * 1_000
        quantiles = statistics.quantiles(taken, n=20)
        print(
            f"| {title} | {times} | {statistics.median(taken):.1f} | {quantiles[-1]:.1f} "
            f"| {max(taken):.1f} | {used:.1f} | {held / times:.0f} |"
        )
    print(f"\nload {os.getloadavg()[0]:.1f}")


def _server(store: Store) -> int | None:
    """The process that serves the store's one connection, if it is on this machine."""
    if not store.is_server:
        return None
    with store.reading() as connection:
        serving = int(connection.execute(text("SELECT pg_backend_pid()")).scalar_one())
    return serving if Path(f"/proc/{serving}").exists() else None


def _cpu_of(process: int | None) -> float:
    """Its seconds of the processor so far (proc(5))."""
    if process is None:
        return 0.0
    ticks = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[11:13]
    return sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")


def _cpu() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def content(number: int, file: int) -> bytes:
    """What stands for the content of a file of a release."""
    if file < SHARED:
        return f"everywhere {file}".encode()
    project, release = divmod(number, RELEASES)
    changed = release - (release - file) % CHANGED
    return f"{project} {file} {max(changed, 0)}".encode()


def _ledgers(numbers: range) -> Iterator[str]:
    """The ledgers as text."""
    for number in numbers:
        yield json.dumps(ledger(number))


def ledger(number: int) -> dict[str, Any]:
    """A ledger in the values of JSON: of the release with this number, all projects' counted on."""
    project, release = divmod(number, RELEASES)
    entries = [entry(number, project, file) for file in range(FILES)]
    size = sum(one["size"] for one in entries)
    name = f"project-{project}-{release}.0.tar.gz"
    return {
        "schema": "tallystick.ledger/1",
        "tool": {"name": "tallystick", "version": "0.1.0"},
        "artifact": {
            "name": name,
            "kind": "sdist",
            "project": f"project-{project}",
            "version": f"{release}.0",
            "sha256": hashlib.sha256(name.encode()).hexdigest(),
            "size": size,
        },
        "source": {
            "kind": "git",
            "url": f"https://example.org/project-{project}",
            "commit": hashlib.sha1(name.encode(), usedforsecurity=False).hexdigest(),
            "ref": f"v{release}.0",
            "subdir": "",
            "evidence": [],
        },
        "verdict": "inconclusive" if number % 3 else "accepted",
        "reasons": [],
        "totals": {},
        "entries": entries,
        "omitted": [],
        "container": [],
        "build": [],
        "skips": [],
        "timings": {},
        "baseline": None,
        "disagreements": [],
        "rebuilds": [],
        "identity": None,
        "custody": None,
    }


def entry(number: int, project: int, file: int) -> dict[str, Any]:
    """A line of it."""
    held = content(number, file)
    blob = b"blob %d\0%b" % (len(held), held)
    path = f"src/project_{project}/part_{file % 25}/module_{file}.py"
    is_residue = file % 50 == 7
    return {
        "path": path,
        "mode": "100644",
        "size": 100 + len(held) * file % 50_000,
        "blob": hashlib.sha1(blob, usedforsecurity=False).hexdigest(),
        "sha256": hashlib.sha256(held).hexdigest(),
        "grade": "unproven" if is_residue else "identical",
        "reach": REACHES[file % len(REACHES)],
        "reach_reason": f"its suffix is of what is imported ({file % 9})",
        "explainer": "cython" if is_residue else None,
        "source_path": path,
        "claim": f"generated by Cython 3.0.11 from {path}x" if is_residue else None,
        "evidence": "not generated again at this depth" if is_residue else None,
        "normalisations": [],
        "notes": [],
        "delta": None,
    }


if __name__ == "__main__":
    main()
