"""Locate every release of a corpus from its files alone, and compare with what the corpus lists.

    python benchmarks/locate.py CORPUS.toml --repositories DIR [--artifacts DIR] [-o FILE]

The arguments are those of ``benchmarks/corpus.py``, but the listed repository, commit and folder are
held back: the clone is only offered as a mirror of the listed URL. A commit other than the listed one
counts as right where both have the same tree.

``--wrong N`` does the opposite: each artifact is offered the clones of N other releases in place of its
own, and each has to be refused.

The exit code is 1 if one is wrong without a warning (evidence that disagrees), 0 otherwise.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus import artifacts, clones_of

from tallystick.artifact import open_artifact
from tallystick.cache import Cache
from tallystick.cli.targets import Target
from tallystick.errors import TallystickError
from tallystick.limits import DEFAULT
from tallystick.locate import Located, Question, locate
from tallystick.model import Skip
from tallystick.source import normal_url, views


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One artifact: what was found for it, and what is wrong with that ("": nothing)."""

    release: str
    artifact: str
    located: Located | None
    wrong: str
    warned: bool
    seconds: float


def located(release: Mapping[str, Any], options: argparse.Namespace) -> Iterator[Outcome]:
    """Locate each artifact of ``release``."""
    offered = clones_of(release, options.repositories)
    seen = views(cache=Cache.default(), limits=DEFAULT, offline=True, mirrors=offered)
    for target in artifacts(release, options.artifacts):
        begun = time.perf_counter()
        try:
            with open_artifact(target.path, name=target.name, limits=DEFAULT) as opened:
                begun = time.perf_counter()
                question = Question(artifact=opened.artifact, hints=target.hints)
                found, skips = locate(question, seen, DEFAULT)
        except TallystickError as error:
            yield _outcome(release, target, None, str(error), begun)
            continue
        wrong = _wrong(release, found, skips, offered[release["repository"]])
        yield _outcome(release, target, found, wrong, begun)


def misled(
    release: Mapping[str, Any], others: list[Mapping[str, Any]], options: argparse.Namespace
) -> Iterator[tuple[str, str, bool]]:
    """For each artifact of ``release`` and each other repository: its names, and if it is refused."""
    for target in artifacts(release, options.artifacts):
        with open_artifact(target.path, name=target.name, limits=DEFAULT) as opened:
            for other in others:
                clone = str((options.repositories / f"{other['name'].lower()}.git").absolute())
                offered = {release["repository"]: clone}
                seen = views(cache=Cache.default(), limits=DEFAULT, offline=True, mirrors=offered)
                question = Question(artifact=opened.artifact, hints=target.hints)
                found, _ = locate(question, seen, DEFAULT)
                yield target.name, str(other["name"]), found is None


def print_misled(listed: list[Mapping[str, Any]], options: argparse.Namespace) -> int:
    """Offer each artifact its neighbours' repositories; 1 if one is taken for its own."""
    tried, taken = 0, []
    for at, release in enumerate(listed):
        around = [listed[(at + step) % len(listed)] for step in range(1, options.wrong + 1)]
        others = [other for other in around if other["repository"] != release["repository"]]
        for name, other, is_refused in misled(release, others, options):
            tried += 1
            if not is_refused:
                taken.append(f"- {name} was taken to come from {other}")
    sys.stdout.write("\n".join([*taken, f"{tried} wrong repositories: {len(taken)} taken."]) + "\n")
    return int(bool(taken))


def _outcome(
    release: Mapping[str, Any], target: Target, found: Located | None, wrong: str, begun: float
) -> Outcome:
    warned = found is None or any(fact.agrees is False for fact in found.evidence)
    return Outcome(
        release=f"{release['name']} {release['version']}",
        artifact=target.name,
        located=found,
        wrong=wrong,
        warned=warned,
        seconds=time.perf_counter() - begun,
    )


def _wrong(
    release: Mapping[str, Any], found: Located | None, skips: tuple[Skip, ...], clone: str
) -> str:
    """What differs from the corpus; "" if nothing does."""
    if found is None:
        return "; ".join(skip.reason for skip in skips)
    if normal_url(found.where) != normal_url(release["repository"]):
        return f"repository {found.where}, not {release['repository']}"
    if _tree(clone, found.ref or "HEAD") != _tree(clone, release["commit"]):
        return f"commit {found.ref}, not {release['commit'][:12]}"
    if found.subdir != release.get("subdir", ""):
        return f"folder {found.subdir!r}, not {release.get('subdir', '')!r}"
    return ""


def _tree(clone: str, ref: str) -> str:
    return subprocess.run(
        ["git", "-C", clone, "rev-parse", f"{ref}^{{tree}}"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()


def report(outcomes: list[Outcome]) -> Iterator[str]:
    """Markdown: a row for each artifact, then the figures."""
    yield "| release | artifact | found | right | evidence that disagrees, or what is wrong | ms |"
    yield "|---|---|---|---|---|--:|"
    for outcome in outcomes:
        found = outcome.located
        against = [fact.value for fact in found.evidence if fact.agrees is False] if found else []
        said = "; ".join(filter(None, [outcome.wrong, *against]))
        name = f"{found.ref or 'HEAD'} {found.subdir}".strip() if found else "nothing"
        yield (
            f"| {outcome.release} | {outcome.artifact} | {name} | {'no' if outcome.wrong else 'yes'} "
            f"| {said} | {outcome.seconds * 1000:.0f} |"
        )
    slowest = max((outcome.seconds for outcome in outcomes), default=0)
    right = sum(not outcome.wrong for outcome in outcomes)
    silent = sum(bool(outcome.wrong) and not outcome.warned for outcome in outcomes)
    warned = sum(not outcome.wrong and outcome.warned for outcome in outcomes)
    yield ""
    yield (
        f"{len(outcomes)} artifacts: {right} right ({right / max(1, len(outcomes)):.1%}), "
        f"{silent} wrong without a warning, {warned} right with a warning; slowest {slowest:.2f} s."
    )


def main() -> int:
    """Run it; 1 if a wrong one came without a warning."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--repositories", type=Path, required=True)
    parser.add_argument("--artifacts", type=Path)
    parser.add_argument("--only", help="one release")
    parser.add_argument("--wrong", type=int, metavar="N", help="offer N wrong repositories")
    parser.add_argument("-o", "--output", type=Path)
    options = parser.parse_args()
    listed = tomllib.loads(options.corpus.read_text(encoding="utf-8"))["release"]
    if options.wrong:
        return print_misled(listed, options)
    outcomes = [
        outcome
        for release in listed
        if options.only in {None, release["name"]}
        for outcome in located(release, options)
    ]
    text = "\n".join(report(outcomes)) + "\n"
    if options.output:
        options.output.write_text(text, encoding="utf-8")
    sys.stdout.write(text)
    return int(any(outcome.wrong and not outcome.warned for outcome in outcomes))


if __name__ == "__main__":
    sys.exit(main())
