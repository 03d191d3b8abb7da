"""What a release of an index costs: a real survey of many, and a row of numbers for each.

    python benchmarks/index_survey.py FOLDER... -o benchmarks/whole_index.csv [--list FILE] [--out DIR]
    python benchmarks/index_survey.py --done DIR -o benchmarks/most_used.csv

With --done, DIR is where `tallystick survey` has written, and nothing is surveyed. Otherwise the folders'
wheels and sdists are served by an index on loopback and surveyed by name, with one worker;
--list names further releases with their sources (docs/survey.md), for what a repository adds. A row has no
name.
"""

from __future__ import annotations

import argparse
import csv
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from local_index import serving
from measuring import TALLYSTICK, machine

from tallystick.survey import Results, read_head

FIELDS = (
    "against", "artifacts", "packed", "entries", "cpu", "seconds", "requests", "received",
    "waited", "peak", "stored",
)  # fmt: skip
"""Columns: what it was laid against (git, sdist, none), counts, bytes, seconds, and bytes of the result."""


def main() -> None:
    """Survey, and write a row for each release."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument("--list", type=Path, help="releases with their sources")
    parser.add_argument("--out", type=Path, help="keep the results here, and go on there")
    parser.add_argument("--done", type=Path, metavar="DIR", help="results that are there already")
    options = parser.parse_args()
    found = list(rows(options.done) if options.done else surveyed(options))
    with options.output.open("w", newline="") as file:
        writer = csv.DictWriter(file, FIELDS)
        writer.writeheader()
        writer.writerows(found)
    sys.stdout.write(f"{len(found)} releases on {machine()}\n")


def surveyed(options: argparse.Namespace) -> list[dict[str, Any]]:
    """A row for each release of the folders and of the list."""
    with tempfile.TemporaryDirectory() as folder:
        out = options.out or Path(folder) / "out"
        with serving(options.folders) as index:
            listed = Path(folder) / "releases.list"
            more = options.list.read_text() if options.list else ""
            listed.write_text("".join(f"{one}\n" for one in index.releases) + more)
            command = [TALLYSTICK, "survey", listed, "--out", out, "--jobs", "1", "--tries", "1"]
            command += ["--index", index.url, "--rate", "1000", "--memory", "4096"]
            subprocess.run([str(word) for word in command], check=False)
        return list(rows(out))


def rows(out: Path) -> Iterator[dict[str, Any]]:
    """A row for each release with ledgers; one that was surveyed by several runs counts once."""
    seen = set()
    for path in Results(out):
        head = read_head(path)
        # The same target against another source is another line of the list.
        asked = (head["release"], head["inputs"]["source"])
        if head["state"] == "done" and asked not in seen:
            seen.add(asked)
            yield _row(path, head)


def _row(path: Path, head: dict[str, Any]) -> dict[str, Any]:
    import gzip  # noqa: PLC0415

    with gzip.open(path) as file:
        ledgers = [json.loads(line) for line in file][1:]
    kinds = {ledger["source"]["kind"] if ledger["source"] else "none" for ledger in ledgers}
    cost = head["cost"]
    return {
        "against": "git" if "git" in kinds else "sdist" if kinds - {"none"} else "none",
        "artifacts": len(ledgers),
        "packed": sum(ledger["artifact"]["size"] or 0 for ledger in ledgers),
        "entries": sum(len(ledger["entries"]) for ledger in ledgers),
        **{
            name: cost[name]
            for name in ("cpu", "seconds", "requests", "received", "waited", "peak")
        },
        "stored": path.stat().st_size,
    }


if __name__ == "__main__":
    main()
