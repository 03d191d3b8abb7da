"""Audit every release of a corpus and print, per artifact, how it is accounted for.

    python benchmarks/corpus.py CORPUS.toml --repositories DIR [--artifacts DIR] [-o docs/corpus.md]

CORPUS.toml lists releases (name, version, repository, commit, subdir, and as file names sdist, wheel,
npm, tarball). ``--repositories`` holds clones as ``<name in lower case>.git``, and may hold
``mirrors.json``, from URL to folder, for submodules. Python artifacts that are not in ``--artifacts`` are
downloaded from the index; npm packages and tarballs must lie there (``npm pack NAME@VERSION``,
``apt-get source --tar-only NAME``).

The exit code is 1 if any honest release is rejected, 0 otherwise.
"""

from __future__ import annotations

import argparse
import json
import platform
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, median
from typing import Any

from without_repository import close_all, report

from tallystick import __version__
from tallystick.cache import Cache
from tallystick.cli.audit_one import Request, audit_one
from tallystick.cli.depth import add_arguments as add_depth
from tallystick.cli.depth import deeper_of
from tallystick.cli.indexes import Asking
from tallystick.cli.releases import modest
from tallystick.cli.targets import Pending, Target, resolve
from tallystick.errors import TallystickError
from tallystick.limits import DEFAULT
from tallystick.model import Grade, Ledger, Reach, VerdictValue
from tallystick.policy import Policy
from tallystick.report.text import name, prose, share
from tallystick.source import views

KINDS = ("sdist", "wheel", "npm", "tarball")
"""The keys of a release that name an artifact."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One artifact of the corpus: its ledger, or why there is none."""

    release: str
    kind: str
    ledger: Ledger | None
    error: str = ""


def artifacts(release: Mapping[str, Any], folder: Path | None) -> Iterator[Target]:
    """The sdist, the wheel, the npm package and the tarball that the corpus lists for ``release``."""
    for kind in ("npm", "tarball"):
        if kind not in release:
            continue
        if folder is None:
            raise SystemExit(f"a {kind} is read from --artifacts")
        yield Target(path=folder / release[kind], name=release[kind])
    names = [release[kind] for kind in ("sdist", "wheel") if kind in release]
    missing = set()
    for listed in names:
        path = folder / listed if folder else None
        if path is not None and path.exists():
            yield Target(path=path, name=listed)
        else:
            missing.add(listed)
    if missing:
        wanted = f"{release['name']}=={release['version']}"
        for found in resolve(wanted, asking(offline=False)):
            if isinstance(found, Pending) and found.name in missing:
                yield found.fetch()


def asking(*, offline: bool) -> Asking:
    """How indexes are asked: for artifacts, and for the releases that sources name."""
    return Asking(
        index=None, cache=Cache.default(), limits=DEFAULT, offline=offline, all_files=True
    )


def clones_of(release: Mapping[str, Any], repositories: Path) -> Mapping[str, str]:
    """The clones to read, by URL: that of ``release``, and those of ``mirrors.json``, for submodules."""
    kept = repositories / "mirrors.json"
    mirrors: Mapping[str, str] = (
        json.loads(kept.read_text(encoding="utf-8")) if kept.exists() else {}
    )
    clone = (repositories / f"{release['name'].lower()}.git").absolute()
    return {**mirrors, release["repository"]: str(clone)}


def audit_release(release: Mapping[str, Any], options: argparse.Namespace) -> Iterator[Outcome]:
    """Audit each artifact of ``release`` against its listed commit."""
    offered = clones_of(release, options.repositories)
    request = Request(
        source=release["repository"],
        ref=release["commit"],
        subdir=release.get("subdir", ""),
        policy=Policy(),
        compare_bytes=False,
        offline=True,
        cache=Cache.default(),
        limits=DEFAULT,
        views=views(cache=Cache.default(), limits=DEFAULT, offline=True, mirrors=offered),
        third_parties=modest(asking(offline=options.offline)),
        deeper=options.deeper,
    )
    label = f"{release['name']} {release['version']}"
    for target in artifacts(release, options.artifacts):
        kind = next(kind for kind in KINDS if release.get(kind) == target.name)
        try:
            yield Outcome(release=label, kind=kind, ledger=audit_one(target, request))
        except TallystickError as error:
            yield Outcome(release=label, kind=kind, ledger=None, error=str(error))


def table(outcomes: list[Outcome]) -> Iterator[str]:
    """A Markdown table: files by grade for each artifact."""
    seen = {line.grade for o in outcomes if o.ledger for line in o.ledger.lines}
    deeper = {Grade.REGENERATED, Grade.REBUILT, Grade.ATTESTED}
    grades = [grade for grade in Grade if grade in seen or grade not in deeper]
    yield "| release | artifact | verdict | files | proven | " + " | ".join(grades) + " |"
    yield "|---|---|---|--:|--:|" + "--:|" * len(grades)
    for outcome in outcomes:
        ledger = outcome.ledger
        if ledger is None or ledger.verdict is None:
            yield f"| {outcome.release} | {outcome.kind} | error: {outcome.error} |"
            continue
        counts = Counter(line.grade for line in ledger.lines)
        proven = sum(count for grade, count in counts.items() if grade.is_proof)
        cells = " | ".join(str(counts.get(grade, 0) or "·") for grade in grades)
        yield (
            f"| {outcome.release} | {outcome.kind} | {ledger.verdict.value} "
            f"| {len(ledger.lines)} | {share(proven, len(ledger.lines))} | {cells} |"
        )


def residue(outcomes: list[Outcome], most: int) -> Iterator[str]:
    """What is left, per artifact: grade, reach, path, claim and evidence."""
    order = [Grade.CONTRADICTED, Grade.UNEXPLAINED, Grade.UNPROVEN]
    reaches = list(Reach)
    for outcome in outcomes:
        lines = [
            line
            for line in (outcome.ledger.lines if outcome.ledger else ())
            if not line.grade.is_proof
        ]
        if not lines:
            continue
        yield f"\n### {outcome.release}, {outcome.kind}\n"
        lines.sort(key=lambda line: (order.index(line.grade), reaches.index(line.reach), line.path))
        for line in lines[:most]:
            said = ": ".join(filter(None, (line.claim, line.evidence)))
            yield f"- {line.grade}, {line.reach}: `{name(line.path)}` ({prose(said)[:300]})"
        if len(lines) > most:
            yield f"- … {len(lines) - most} more"


def summary(outcomes: list[Outcome]) -> Iterator[str]:
    """Verdicts counted, and the share of files that is proven."""
    verdicts = Counter(o.ledger.verdict.value for o in outcomes if o.ledger and o.ledger.verdict)
    lines = [line for outcome in outcomes if outcome.ledger for line in outcome.ledger.lines]
    proven = sum(line.grade.is_proof for line in lines)
    unexplained = sum(line.grade is Grade.UNEXPLAINED for line in lines)
    yield (
        f"{len(outcomes)} artifacts: "
        + ", ".join(f"{n} {v}" for v, n in sorted(verdicts.items()))
        + "."
    )
    yield (
        f"{len(lines)} files: {proven} proven, {unexplained} unexplained, "
        f"{sum(line.grade is Grade.UNPROVEN for line in lines)} unproven, "
        f"{sum(line.grade is Grade.CONTRADICTED for line in lines)} contradicted."
    )
    yield from figures(outcomes)


def figures(outcomes: list[Outcome]) -> Iterator[str]:
    """What the corpus is kept for, as a list: rejected releases, and how much of each is proven."""
    read = [
        (outcome, outcome.ledger, outcome.ledger.verdict.value)
        for outcome in outcomes
        if outcome.ledger and outcome.ledger.verdict
    ]
    releases = {outcome.release for outcome in outcomes}
    rejected = {o.release for o, _, verdict in read if verdict is VerdictValue.REJECTED}
    unread = {o.release for o in outcomes if not (o.ledger and o.ledger.verdict)}
    accepted = sum(verdict is VerdictValue.ACCEPTED for _, _, verdict in read)
    lines = [line for _, ledger, _ in read for line in ledger.lines]
    unexplained = sum(line.grade is Grade.UNEXPLAINED for line in lines)
    named = ", ".join(sorted(rejected | unread)) or "none"
    yield f"\n- Releases rejected or not read: {len(rejected | unread)} of {len(releases)} ({named})."
    yield f"- Artifacts accepted: {accepted} of {len(outcomes)}."
    shares = [
        sum(line.grade.is_proof for line in ledger.lines) / len(ledger.lines)
        for outcome, ledger, _ in read
        if outcome.kind == "sdist" and ledger.lines
    ]
    if shares:
        yield (
            f"- Files of an sdist that are proven: {median(shares):.1%} in the median release, "
            f"{mean(shares):.1%} in the mean of {len(shares)}."
        )
    if lines:
        yield f"- Unexplained: {unexplained / len(lines):.2%} of all files."
    pure = [verdict for _, ledger, verdict in read if ledger.artifact.name.endswith("-any.whl")]
    if pure:
        taken = sum(verdict is VerdictValue.ACCEPTED for verdict in pure)
        yield f"- Wheels for any platform accepted: {taken} of {len(pure)} ({taken / len(pure):.0%})."


def without_repository(releases: Sequence[Mapping[str, Any]], folder: Path | None) -> Iterator[str]:
    """The wheels once more, each against its own sdist: what closure makes of honest releases."""
    if folder is not None:
        yield "\n## Without a repository\n"
        yield "`python benchmarks/without_repository.py CORPUS.toml --artifacts DIR` prints this alone.\n"
        yield from report(list(close_all(releases, folder)))


def main() -> int:
    """Audit, print, and say whether anything honest was rejected."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--repositories", type=Path, required=True)
    parser.add_argument("--artifacts", type=Path)
    parser.add_argument(
        "--only", action="append", default=[], help="name of a release; may be repeated"
    )
    parser.add_argument(
        "--offline", action="store_true", help="ask no index for releases that sources name"
    )
    add_depth(parser)
    parser.add_argument("--most", type=int, default=12, help="lines of residue per artifact")
    parser.add_argument("-o", "--output", type=Path)
    options = parser.parse_args()
    options.deeper = deeper_of(
        options.depth,
        cache=Cache.default(),
        limits=DEFAULT,
        index=None,
        offline=options.offline,
        unsafe=options.unsafe_no_sandbox,
        files=options.toolchains,
    )
    releases = tomllib.loads(options.corpus.read_text())["release"]
    wanted = [r for r in releases if not options.only or r["name"] in options.only]
    outcomes = [outcome for release in wanted for outcome in audit_release(release, options)]
    git = subprocess.run(
        ["git", "--version"], capture_output=True, text=True, check=True
    ).stdout.strip()
    text = "\n".join(
        [
            "# A corpus of honest releases, audited\n",
            f"Made by `python benchmarks/corpus.py` with tallystick {__version__}, "
            f"Python {platform.python_version()}, {git}; depth `{options.depth}`.\n",
            *summary(outcomes),
            "\n## Files by grade\n",
            *table(outcomes),
            "\n## Residue",
            *residue(outcomes, options.most),
            *without_repository(wanted, options.artifacts),
            "",
        ]
    )
    if options.output:
        options.output.write_text(text)
    else:
        print(text)
    rejected = [
        o
        for o in outcomes
        if not (o.ledger and o.ledger.verdict) or o.ledger.verdict.value is VerdictValue.REJECTED
    ]
    return 1 if rejected else 0


if __name__ == "__main__":
    sys.exit(main())
