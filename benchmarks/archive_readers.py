"""Our reading of tars and zips beside tarfile, zipfile, GNU tar, libarchive, unzip, pip and uv.

    python benchmarks/archive_readers.py [--mixed 200] [--seed 1] [--without uv --without pip]

Each piece of ``tests/readers/disagreeing.py`` alone, and so many archives of several pieces each. The table
says on how many archives two readers agree; of a reader that gave up, what it had made by then. The exit code
is 1 if an archive is called plain on which any two readers, or any reader and we, differ.
"""

from __future__ import annotations

import argparse
import itertools
import platform
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tests")]

from readers.agreement import Verdict, disagreement, judge  # noqa: E402 - after the path of the readers
from readers.disagreeing import mixed, named  # noqa: E402
from readers.others import READERS  # noqa: E402


def main() -> int:
    """Judge, print the table; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--mixed", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--without", action="append", default=[])
    options = parser.parse_args()
    readers = [reader for reader in READERS if reader.name not in options.without]
    cases = [*named(), *mixed(options.mixed, options.seed)]
    with tempfile.TemporaryDirectory(prefix="tallystick-readers-") as folder:
        verdicts = judge(cases, Path(folder), readers)
    print(f"{platform.python_implementation()} {platform.python_version()}, {platform.platform()}")
    for kind in ("tar", "zip"):
        _table(kind, [one for one in verdicts if one.case.name.startswith(kind)])
    wrong = [one for one in verdicts if one.is_accepted_wrongly]
    for one in wrong:
        print(f"CALLED PLAIN: {one.case.name}: {one.differing} | {one.against_ours}")
    return 1 if wrong else 0


def _table(kind: str, verdicts: Sequence[Verdict]) -> None:
    plain = [one for one in verdicts if not one.said]
    differing = sum(one.differing is not None for one in verdicts)
    strict = sum(bool(one.said) and one.differing is None for one in verdicts)
    print(f"\n{kind}: {len(verdicts)} archives; any two readers differ on {differing}")
    print(f"we call {len(plain)} plain, {strict} odd on which all readers agree")
    names = sorted({name for one in verdicts for name in one.views})
    print(f"| agree on | {' | '.join(names)} |\n|---|{'--:|' * len(names)}")
    for name in names:
        counts = [sum(_agree(one, name, other) for one in verdicts) for other in names]
        print(f"| {name} | {' | '.join(map(str, counts))} |")
    refused = [sum(one.views[name].refused is not None for one in verdicts) for name in names]
    print(f"| refuses | {' | '.join(map(str, refused))} |")
    pairs = list(itertools.combinations(names, 2))
    unseen = [pair for pair in pairs if all(_agree(one, *pair) for one in verdicts)]
    print(f"pairs that never differ: {unseen or 'none'}")


def _agree(one: Verdict, name: str, other: str) -> bool:
    return disagreement(one.views[name], one.views[other]) is None


if __name__ == "__main__":
    sys.exit(main())
