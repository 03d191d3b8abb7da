"""How much of each sdist of one or several corpora is proven, at a depth.

    python benchmarks/regenerate.py --corpus CORPUS.toml REPOSITORIES ARTIFACTS [--corpus …] [--only NAME…]
        [--depth DEPTH] [--record FILE]

A row for each sdist that is not proven whole, with its residue by grade; then the median and the mean of the
shares of files that are proven, over all. REPOSITORIES and ARTIFACTS as in ``benchmarks/corpus.py``.
``--record`` writes a line of JSON for each sdist as soon as it is done, and leaves out those that have one.

The exit code is 1 if an honest release is rejected or cannot be read, 0 otherwise.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from statistics import mean, median
from typing import Any

import msgspec
from corpus import Outcome, audit_release

from tallystick.cache import Cache
from tallystick.cli.depth import add_arguments as add_depth
from tallystick.cli.depth import deeper_of
from tallystick.limits import DEFAULT
from tallystick.model import VerdictValue

GOALS = (1.0, 0.98)
"""Of the median release, and of the mean."""


class Proven(msgspec.Struct, frozen=True, kw_only=True):
    """One sdist: its files, those that are proven, and the paths of the others with their grade."""

    release: str
    files: int = 0
    proven: int = 0
    verdict: str = ""
    residue: tuple[tuple[str, str], ...] = ()
    error: str = ""

    @property
    def share(self) -> float:
        """The share of its files that is proven; none of one that could not be read."""
        return self.proven / self.files if self.files else 0.0


def main() -> int:
    """Audit, print, and say whether anything honest was rejected."""
    options = _options()
    done = _recorded(options.record)
    print("| release | verdict | files | proven | residue |\n|---|---|--:|--:|---|")
    for outcome in _audited(options, {one.release for one in done}):
        found = _proven(outcome)
        done.append(found)
        if found.share < 1:
            print(_row(found), flush=True)
        if options.record:
            with options.record.open("ab") as file:
                file.write(msgspec.json.encode(found) + b"\n")
    shares = [one.share for one in done]
    if shares:
        print(
            f"\nFiles of {len(done)} sdists proven at depth `{options.depth}`: "
            f"{median(shares):.1%} in the median (goal {GOALS[0]:.0%}), "
            f"{mean(shares):.1%} in the mean (goal {GOALS[1]:.0%}); "
            f"{sum(share == 1 for share in shares)} whole."
        )
        print("; ".join(f"{n} {v}" for v, n in Counter(one.verdict for one in done).items()) + ".")
    return 1 if any(one.error or one.verdict == VerdictValue.REJECTED for one in done) else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--corpus", nargs=3, type=Path, action="append", required=True)
    parser.add_argument("--only", metavar="NAME", action="append", default=[])
    parser.add_argument("--record", metavar="FILE", type=Path)
    parser.add_argument("--offline", action="store_true")
    add_depth(parser)
    parser.set_defaults(depth="regenerate")
    return parser.parse_args()


def _recorded(record: Path | None) -> list[Proven]:
    if record is None or not record.exists():
        return []
    return [msgspec.json.decode(line, type=Proven) for line in record.read_bytes().splitlines()]


def _audited(options: argparse.Namespace, had: set[str]) -> Iterator[Outcome]:
    """Every sdist of every corpus that has no record."""
    options.deeper = deeper_of(
        options.depth,
        cache=Cache.default(),
        limits=DEFAULT,
        index=None,
        offline=options.offline,
        unsafe=options.unsafe_no_sandbox,
        files=options.toolchains,
    )
    for corpus, repositories, artifacts in options.corpus:
        options.repositories, options.artifacts = repositories, artifacts
        releases: Sequence[Mapping[str, Any]] = tomllib.loads(corpus.read_text("utf-8"))["release"]
        for release in releases:
            wanted = not options.only or release["name"] in options.only
            if (
                "sdist" in release
                and wanted
                and f"{release['name']} {release['version']}" not in had
            ):
                kinds = {"wheel", "npm", "tarball"}
                asked = {key: value for key, value in release.items() if key not in kinds}
                yield from audit_release(asked, options)


def _proven(outcome: Outcome) -> Proven:
    ledger = outcome.ledger
    if ledger is None:
        return Proven(release=outcome.release, error=outcome.error)
    residue = [(line.path, line.grade.value) for line in ledger.lines if not line.grade.is_proof]
    return Proven(
        release=outcome.release,
        files=len(ledger.lines),
        proven=len(ledger.lines) - len(residue),
        verdict=ledger.verdict.value if ledger.verdict is not None else "",
        residue=tuple(residue),
    )


def _row(found: Proven) -> str:
    grades = Counter(grade for _, grade in found.residue)
    told = ", ".join(f"{number} {grade}" for grade, number in sorted(grades.items()))
    paths = ", ".join(path for path, _ in found.residue[:3])
    return (
        f"| {found.release} | {found.verdict or found.error} | {found.files} "
        f"| {found.share:.1%} | {told}: {paths} |"
    )


if __name__ == "__main__":
    sys.exit(main())
