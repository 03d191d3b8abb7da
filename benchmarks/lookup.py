"""What the database of known toolchain files costs: opening it, and asking for each file of a tarball.

    python benchmarks/lookup.py TARBALL [--files N]

Asked is what an audit asks: each file by its digest; of each that is not found, whether its name is known; if
it is, its digest with the licence reworded; and the versions of the name of one in ten. With ``--files`` the
tarball's files are taken again and again until there are so many. Printed are CPU seconds, the least of
five rounds.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import sys
import time
from collections.abc import Callable
from importlib import resources
from pathlib import Path

from tallystick.archive import Kind, read_archive
from tallystick.limits import DEFAULT
from tallystick.upstreams import KnownFiles, digest_of, reworded
from tallystick.upstreams.table import REWORDED

ROUNDS = 5


def least(work: Callable[[], object]) -> float:
    """CPU seconds of the quickest of a few rounds."""
    rounds = []
    for _ in range(ROUNDS):
        begun = time.process_time()
        work()
        rounds.append(time.process_time() - begun)
    return min(rounds)


def main() -> int:
    """Read the tarball, ask, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tarball", type=Path)
    parser.add_argument("--files", type=int, help="as if the tarball had so many")
    options = parser.parse_args()
    with read_archive(options.tarball, limits=DEFAULT) as archive:
        held = [
            (member.name.rpartition("/")[2], archive.read(member))
            for member in archive.members
            if member.kind is Kind.FILE
        ]
    files = list(itertools.islice(itertools.cycle(held), options.files or len(held)))
    digests = [hashlib.sha256(content).digest() for _, content in files]
    where = Path(str(resources.files("tallystick.upstreams") / "known-files.bin"))
    known = KnownFiles.open(where)
    unknown = [file for file, digest in zip(files, digests, strict=True) if not known.find(digest)]
    named = [file for file in unknown if known.has(file[0])]
    steps: list[tuple[str, int, Callable[[], object]]] = [
        ("open", 1, lambda: KnownFiles.open(where)),
        ("by digest", len(digests), lambda: [known.find(digest) for digest in digests]),
        ("has a name", len(unknown), lambda: [known.has(name) for name, _ in unknown]),
        (
            "reworded",
            len(named),
            lambda: [known.find(digest_of(reworded(c), REWORDED)) for _, c in named],
        ),
        ("by name", len(unknown[::10]), lambda: [known.named(name) for name, _ in unknown[::10]]),
    ]
    print(f"{options.tarball.name}: {len(files)} files, {known.count} rows")
    total = 0.0
    for name, count, work in steps:
        seconds = least(work)
        total += seconds
        print(f"{name:10} {count:6} {seconds:.4f} s")
    print(f"{'together':17} {total:.4f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
