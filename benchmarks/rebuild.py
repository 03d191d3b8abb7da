"""Build releases of a corpus again, and say how many come out the same.

    python benchmarks/rebuild.py CORPUS.toml --repositories DIR [--artifacts DIR] [--only NAME…] [--kind KIND]
        [--first] [--record FILE]

Prints a row for each artifact and the shares of sdists, pure wheels and other wheels; toolchains come from
the package index, as of each release day. ``--first`` stops at the first way that comes out the same, builds
no published sdist, and leaves out wheels for one platform. ``--record`` writes a line of JSON for each
artifact as soon as it is done, leaves out those that have a line, and counts all that have one: two corpora
are two calls with the same file, and a run that was ended goes on.

The exit code is 1 if any honest release is rejected, 0 otherwise.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
from corpus import Outcome, audit_release
from msgspec.structs import asdict, replace

from tallystick.cache import Cache
from tallystick.cli.depth import REBUILD, deeper_of
from tallystick.limits import DEFAULT
from tallystick.model import PUBLISHED, ArtifactKind, Ledger, Rebuild, Skip, VerdictValue
from tallystick.project import Layout, Project
from tallystick.rebuild import Deeper
from tallystick.rebuild.offer import offer
from tallystick.rebuild.whole import Rebuilding

SHOWN = 4
"""Entries that differ that a row names."""


class Built(msgspec.Struct, frozen=True, kw_only=True):
    """What came of one artifact; ``error`` where it could not be audited at all."""

    release: str
    kind: str
    name: str = ""
    verdict: str = ""
    seconds: float = 0.0
    rebuilds: tuple[Rebuild, ...] = ()
    error: str = ""

    @property
    def is_same(self) -> bool:
        """Whether one way came out as it was published."""
        return any(one.is_same for one in self.rebuilds if one.against == PUBLISHED)


GROUPS: Mapping[str, Callable[[Built], bool]] = {
    "sdists": lambda one: one.kind == "sdist",
    "pure wheels": lambda one: one.kind == "wheel" and one.name.endswith("none-any.whl"),
    "other wheels": lambda one: one.kind == "wheel" and not one.name.endswith("none-any.whl"),
}


def main() -> int:
    """Do what was asked for; the exit code."""
    options = _options()
    options.deeper = _depth(options)
    done = _recorded(options.record)
    print(
        "| release | artifact | verdict | seconds | ways | differs on |\n|---|---|---|--:|---|---|"
    )
    for release in _releases(options, done):
        for outcome in audit_release(release, options):
            built = _built(outcome)
            done.append(built)
            print(_row(built), flush=True)
            if options.record:
                with options.record.open("ab") as file:
                    file.write(msgspec.json.encode(built) + b"\n")
    for name, belongs in GROUPS.items():
        print(_share(name, [one for one in done if belongs(one)]))
    return 1 if any(one.verdict == VerdictValue.REJECTED for one in done) else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--repositories", type=Path, required=True)
    parser.add_argument("--artifacts", type=Path)
    parser.add_argument("--only", metavar="NAME", action="append", default=[])
    parser.add_argument("--first", action="store_true")
    parser.add_argument("--kind", choices=["sdist", "wheel"])
    parser.add_argument("--record", metavar="FILE", type=Path)
    parser.add_argument("--offline", action="store_true")
    return parser.parse_args()


def _depth(options: argparse.Namespace) -> Deeper:
    deeper = deeper_of(
        REBUILD,
        cache=Cache.default(),
        limits=DEFAULT,
        index=None,
        offline=options.offline,
        unsafe=False,
    )
    if deeper is None or isinstance(deeper.sandbox, Skip):
        raise SystemExit("nothing can be rebuilt without a sandbox")
    return _First(**asdict(deeper)) if options.first else deeper


def _recorded(record: Path | None) -> list[Built]:
    if record is None or not record.exists():
        return []
    return [msgspec.json.decode(line, type=Built) for line in record.read_bytes().splitlines()]


def _releases(options: argparse.Namespace, done: Sequence[Built]) -> Iterator[Mapping[str, Any]]:
    """What is left to do: each release with the artifacts that are asked for and have no record."""
    had = {(one.release, one.kind) for one in done}
    kinds = {options.kind} if options.kind else {"sdist", "wheel"}
    for release in tomllib.loads(options.corpus.read_text(encoding="utf-8"))["release"]:
        if options.only and release["name"] not in options.only:
            continue
        label = f"{release['name']} {release['version']}"
        left = {kind for kind in kinds if kind in release and (label, kind) not in had}
        if options.first and not release.get("wheel", "").endswith("none-any.whl"):
            left.discard("wheel")
        others = {"sdist", "wheel", "npm", "tarball"} - left
        if left:
            yield {key: value for key, value in release.items() if key not in others}


def _built(outcome: Outcome) -> Built:
    ledger = outcome.ledger
    if ledger is None:
        return Built(release=outcome.release, kind=outcome.kind, error=outcome.error)
    return Built(
        release=outcome.release,
        kind=outcome.kind,
        name=ledger.artifact.name,
        verdict=ledger.verdict.value if ledger.verdict is not None else "",
        seconds=ledger.timings.get("deepen", 0.0),
        rebuilds=ledger.rebuilds,
    )


def _row(built: Built) -> str:
    if not built.rebuilds:
        return f"| {built.release} | {built.kind} | error: {built.error} | | | |"
    told = "; ".join(
        f"{one.route}: {one.outcome.value}"
        + (f" at {one.step}: {one.reason}" if one.step else "")
        + (f" ({', '.join(one.causes)})" if one.causes else "")
        for one in built.rebuilds
    )
    first = built.rebuilds[0]
    paths = [*first.differing, *(f"-{p}" for p in first.missing), *(f"+{p}" for p in first.added)]
    more = f" and {len(paths) - SHOWN} more" if len(paths) > SHOWN else ""
    return (
        f"| {built.release} | {built.kind} | {built.verdict} | {built.seconds:.0f} | {told} "
        f"| {', '.join(paths[:SHOWN])}{more} |"
    )


def _share(name: str, built: Sequence[Built]) -> str:
    if not built:
        return f"\n{name}: none"
    same = sum(one.is_same for one in built)
    return f"\n{name}: {same} of {len(built)} came out the same ({same / len(built):.1%})"


class _First(Deeper, frozen=True, kw_only=True):
    """A depth that builds a wheel through an sdist only where it differs, and no published sdist."""

    def __call__(self, ledger: Ledger, project: Project, layout: Layout) -> Ledger:
        """``ledger`` with what came of it."""
        assert ledger.source is not None  # noqa: S101 - the corpus names it
        assert not isinstance(self.sandbox, Skip)  # noqa: S101 - looked at before
        subject = self.subject(ledger, ledger.source, project, layout, self.sandbox)
        ledger = offer(ledger, subject, self.regenerators)
        subject = replace(subject, runner=replace(subject.runner, caps=self.build_caps))
        work = Rebuilding(subject=subject, lines={line.path: line for line in ledger.lines})
        way = work.first_way(ledger.artifact.kind)
        if (
            way is not None
            and ledger.artifact.kind is ArtifactKind.WHEEL
            and not work.found[0].is_same
        ):
            work.through_sdist(way)
        lines = tuple(work.lines[line.path] for line in ledger.lines)
        return replace(ledger, lines=lines, rebuilds=tuple(work.found))


if __name__ == "__main__":
    sys.exit(main())
