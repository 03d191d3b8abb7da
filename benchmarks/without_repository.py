"""Audit every wheel of a corpus against its own sdist, as where no repository can be used.

    python benchmarks/without_repository.py CORPUS.toml --artifacts DIR [--only NAME]

Releases without a wheel or without an sdist are left out, since there is nothing to close over. The exit
code is 1 if a wheel was accepted, which must never be, or an honest one rejected; 0 otherwise.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tallystick.artifact import open_artifact
from tallystick.audit import audit
from tallystick.closure import Sibling, stand_in
from tallystick.limits import DEFAULT
from tallystick.model import Grade, Ledger, Skip, VerdictValue
from tallystick.report.text import name, prose, share


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """One wheel, laid against its sdist."""

    release: str
    ledger: Ledger

    @property
    def verdict(self) -> VerdictValue:
        """What the default policy makes of it; a wheel that was not judged is not decided."""
        judged = self.ledger.verdict
        return judged.value if judged else VerdictValue.INCONCLUSIVE


def close_all(releases: Sequence[Mapping[str, Any]], folder: Path) -> Iterator[Closed]:
    """Audit the wheel of each release whose wheel and sdist lie in ``folder``."""
    for release in releases:
        if "sdist" not in release or "wheel" not in release:
            continue
        sdist, wheel = folder / release["sdist"], folder / release["wheel"]
        if not (sdist.exists() and wheel.exists()):
            continue
        skip = Skip(check="source", reason="the benchmark looks at no repository")
        with open_artifact(wheel, limits=DEFAULT) as opened:
            beside = [Sibling(path=sdist, name=sdist.name)]
            source = stand_in(opened.artifact, beside, DEFAULT)
            ledger = audit(opened.artifact, source, skips=(skip,))
        yield Closed(release=f"{release['name']} {release['version']}", ledger=ledger)


def report(closed: Sequence[Closed]) -> Iterator[str]:
    """Verdicts counted, files counted, and what the sdists contradict or do not have."""
    verdicts = Counter(one.verdict for one in closed)
    lines = [line for one in closed for line in one.ledger.lines]
    proven = sum(line.grade.is_proof for line in lines)
    yield (
        f"{len(closed)} wheels, each against its own sdist: {verdicts[VerdictValue.REJECTED]} rejected, "
        f"{verdicts[VerdictValue.INCONCLUSIVE]} inconclusive, {verdicts[VerdictValue.ACCEPTED]} accepted."
    )
    yield f"{len(lines)} files: {share(proven, len(lines))} agree with the sdist.\n"
    for one in closed:
        for line in one.ledger.lines:
            if line.grade in {Grade.CONTRADICTED, Grade.UNEXPLAINED}:
                said = ": ".join(filter(None, (line.claim, line.evidence)))
                yield (
                    f"- {one.verdict}, {one.release}: {line.grade}, {line.reach}: "
                    f"`{name(line.path)}` ({prose(said)[:300]})"
                )


def main() -> int:
    """Audit, print, and say whether anything came out as it must not."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--artifacts", type=Path, required=True)
    parser.add_argument("--only", action="append", default=[], help="name; may be repeated")
    options = parser.parse_args()
    releases = [
        release
        for release in tomllib.loads(options.corpus.read_text())["release"]
        if not options.only or release["name"] in options.only
    ]
    closed = list(close_all(releases, options.artifacts))
    print("\n".join(report(closed)))
    return 0 if closed and all(one.verdict is VerdictValue.INCONCLUSIVE for one in closed) else 1


if __name__ == "__main__":
    sys.exit(main())
