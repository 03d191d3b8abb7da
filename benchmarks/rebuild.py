"""Build releases of a corpus again, and say how many come out the same; or what that costs.

    python benchmarks/rebuild.py CORPUS.toml --repositories DIR [--artifacts DIR] [--only NAME…] [--kind KIND]
        [--first]
    python benchmarks/rebuild.py CORPUS.toml --repositories DIR --artifacts DIR --overhead NAME

The first prints a row for each artifact and the shares of sdists, pure wheels and other wheels; toolchains
come from the package index, as of each release day. ``--first`` stops at the first way that comes out the
same, builds no published sdist, and leaves out wheels for one platform. The second makes the sdist, and the
wheel from that, on two sides that take turns: ``python -m build --no-isolation``, and the same in the
sandbox, read back, hashed and compared with the published wheel; processor seconds of all processes,
environments warm.

The exit code is 1 if any honest release is rejected, 0 otherwise.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from corpus import Outcome, audit_release
from msgspec import field
from msgspec.structs import asdict, replace

from tallystick.cache import Cache
from tallystick.cli.depth import REBUILD, deeper_of
from tallystick.limits import DEFAULT
from tallystick.model import PUBLISHED, ArtifactKind, Ledger, Skip, Tree, VerdictValue
from tallystick.project import Layout, Project
from tallystick.rebuild import Deeper, Subject
from tallystick.rebuild.building import backend_of
from tallystick.rebuild.offer import offer
from tallystick.rebuild.running import Runner
from tallystick.rebuild.toolchain import Wanted
from tallystick.rebuild.ways import Way, likely
from tallystick.rebuild.whole import Rebuilding
from tallystick.sandbox import Command
from tallystick.sandbox import Outcome as Ran

RUNS = 5


def main() -> int:
    """Do what was asked for; the exit code."""
    options = _options()
    releases = tomllib.loads(options.corpus.read_text(encoding="utf-8"))["release"]
    wanted = [options.overhead] if options.overhead else options.only
    releases = [one for one in releases if not wanted or one["name"] in wanted]
    kept = options.repositories / "mirrors.json"
    mirrors = json.loads(kept.read_text(encoding="utf-8")) if kept.exists() else {}
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
    given = asdict(deeper)
    if options.overhead:
        options.deeper = _Measuring(**given)
        for _ in _audited(releases, options, mirrors, {"wheel"}):
            pass
        return 0
    options.deeper = _First(**given) if options.first else deeper
    if options.first:
        releases = [_for_any_platform(one) for one in releases]
    kinds = {options.kind} if options.kind else {"sdist", "wheel"}
    outcomes = []
    print(
        "| release | artifact | verdict | seconds | ways | differs on |\n|---|---|---|--:|---|---|"
    )
    for outcome in _audited(releases, options, mirrors, kinds):
        outcomes.append(outcome)
        print(_row(outcome), flush=True)
    for name, belongs in GROUPS.items():
        print(_share(name, [one for one in outcomes if belongs(one)]))
    rejected = [
        one for one in outcomes if one.ledger and _verdict(one.ledger) is VerdictValue.REJECTED
    ]
    return 1 if rejected else 0


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
    parser.add_argument("--overhead", metavar="NAME")
    parser.add_argument("--offline", action="store_true")
    return parser.parse_args()


def _audited(
    releases: Sequence[Mapping[str, Any]],
    options: argparse.Namespace,
    mirrors: Mapping[str, str],
    kinds: set[str],
) -> Iterator[Outcome]:
    """Each artifact of ``kinds``; those of other kinds are not looked at."""
    for release in releases:
        asked = {
            key: value
            for key, value in release.items()
            if key not in {"sdist", "wheel", "npm", "tarball"} or key in kinds
        }
        yield from audit_release(asked, options, mirrors)


def _for_any_platform(release: Mapping[str, Any]) -> Mapping[str, Any]:
    """``release`` without a wheel that only one platform's compiler can build."""
    pure = release.get("wheel", "").endswith("none-any.whl")
    return {key: value for key, value in release.items() if key != "wheel" or pure}


def _verdict(ledger: Ledger) -> VerdictValue | None:
    return ledger.verdict.value if ledger.verdict is not None else None


def _is_same(outcome: Outcome) -> bool:
    ledger = outcome.ledger
    return ledger is not None and any(
        one.is_same for one in ledger.rebuilds if one.against == PUBLISHED
    )


GROUPS: Mapping[str, Callable[[Outcome], bool]] = {
    "sdists": lambda one: one.kind == "sdist",
    "pure wheels": lambda one: (
        one.kind == "wheel"
        and one.ledger is not None
        and one.ledger.artifact.name.endswith("none-any.whl")
    ),
    "other wheels": lambda one: (
        one.kind == "wheel"
        and one.ledger is not None
        and not one.ledger.artifact.name.endswith("none-any.whl")
    ),
}


def _row(outcome: Outcome) -> str:
    ledger = outcome.ledger
    if ledger is None:
        return f"| {outcome.release} | {outcome.kind} | error: {outcome.error} | | | |"
    told = "; ".join(
        f"{one.route}: {one.outcome.value}"
        + (f" at {one.step}: {one.reason}" if one.step else "")
        + (f" ({', '.join(one.causes)})" if one.causes else "")
        for one in ledger.rebuilds
    )
    first = ledger.rebuilds[0]
    paths = [*first.differing, *(f"-{p}" for p in first.missing), *(f"+{p}" for p in first.added)]
    more = f" and {len(paths) - 4} more" if len(paths) > 4 else ""
    seconds = ledger.timings.get("deepen", 0.0)
    return (
        f"| {outcome.release} | {outcome.kind} | {_verdict(ledger)} | {seconds:.0f} | {told} "
        f"| {', '.join(paths[:4])}{more} |"
    )


def _share(name: str, outcomes: Sequence[Outcome]) -> str:
    if not outcomes:
        return f"\n{name}: none"
    same = sum(map(_is_same, outcomes))
    return f"\n{name}: {same} of {len(outcomes)} came out the same ({same / len(outcomes):.1%})"


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


class _Measuring(Deeper, frozen=True, kw_only=True):
    """A depth that measures the cost of one rebuild instead of putting it on the ledger."""

    def __call__(self, ledger: Ledger, project: Project, layout: Layout) -> Ledger:
        """Print the figures."""
        assert ledger.source is not None  # noqa: S101 - the corpus names it
        assert not isinstance(self.sandbox, Skip)  # noqa: S101 - looked at before
        subject = self.subject(ledger, ledger.source, project, layout, self.sandbox)
        _measure(subject, ledger)
        return ledger


def _measure(subject: Subject, ledger: Ledger) -> None:
    way = next(iter(likely(subject, "wheel")))
    requirements = (*backend_of(subject).requires, "build")
    environment = subject.toolchains.environment(
        Wanted(
            interpreter=way.interpreter,
            requirements=requirements,
            constraints=way.constraints,
            day=subject.day,
        )
    )
    if isinstance(environment, Skip):
        raise SystemExit(environment.reason)
    seconds: dict[str, list[float]] = {"bare": [], "ours": []}
    with tempfile.TemporaryDirectory() as scratch:
        for number in range(RUNS + 1):
            bare = _bare(subject, Path(environment.python), Path(scratch) / str(number))
            ours = _counted(subject, lambda counted: _through_sdist(counted, ledger, way))
            if number:  # the first of each warms up
                seconds["bare"].append(bare)
                seconds["ours"].append(ours)
    medians = {name: statistics.median(figures) for name, figures in seconds.items()}
    print(f"{ledger.artifact.name}, {RUNS} runs, processor seconds (medians)")
    print(f"  python -m build --no-isolation  {medians['bare']:.2f}")
    print(f"  rebuilt, hashed and compared    {medians['ours']:.2f}")
    print(f"  ratio                           {medians['ours'] / medians['bare']:.2f}")


def _through_sdist(subject: Subject, ledger: Ledger, way: Way) -> bool:
    work = Rebuilding(subject=subject, lines={line.path: line for line in ledger.lines})
    work.through_sdist(way)
    return work.found[0].step is None


def _bare(subject: Subject, python: Path, folder: Path) -> float:
    """The processor seconds of ``python -m build`` in a checkout of the commit; it is not counted."""
    _check_out(subject.source.tree, folder)
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@example.org"]
    for words in (["init", "-q"], ["add", "-A", "-f"], ["commit", "-q", "-m", "release"]):
        subprocess.run([*git, *words], cwd=folder, check=True)
    for tag in subject.source.tags:
        subprocess.run(["git", "tag", "--", tag], cwd=folder, check=True)
    command = [str(python), "-m", "build", "--no-isolation", str(folder / subject.project.subdir)]
    environment = {**os.environ, "PATH": f"{python.parent}:{os.environ['PATH']}"}
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    assert process.stderr is not None  # noqa: S101 - a pipe, as asked for
    log = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"the bare build failed: {log.decode(errors='replace')[-2000:]}")
    shutil.rmtree(folder)
    return usage.ru_utime + usage.ru_stime


def _check_out(tree: Tree, folder: Path) -> None:
    tree.reader.prefetch(frozenset(tree.entries))
    for path, entry in tree.entries.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        if entry.is_gitlink:
            place.mkdir(exist_ok=True)
        elif entry.is_link:
            place.symlink_to(os.fsdecode(tree.read(path)))
        else:
            place.write_bytes(tree.read(path))
            place.chmod(0o755 if entry.is_executable else 0o644)


class _Counting(Runner, frozen=True, kw_only=True):
    """Runs commands in the sandbox, and has them say what processor time they and theirs took.

    The launcher of a sandbox may end before what runs in it, so that nobody outside is told.
    """

    seconds: list[float] = field(default_factory=list)

    @contextmanager
    def run(self, command: Command, tree: Tree) -> Iterator[Ran]:
        """See :class:`tallystick.rebuild.running.Runner`."""
        counted = replace(command, argv=(command.argv[0], "-I", "-S", "-c", _COUNT, *command.argv))
        with super().run(counted, tree) as outcome:
            self.seconds.append(float(outcome.output.split()[-1]))
            yield outcome


_COUNT = """
import os, sys
done = os.spawnv(os.P_WAIT, sys.argv[1], sys.argv[1:])
print(sum(os.times()[:4]))
sys.exit(done)
"""


def _counted(subject: Subject, work: Callable[[Subject], bool]) -> float:
    """The processor seconds of ``work``, of the launcher, and of what ran inside."""
    runner = _Counting(sandbox=subject.runner.sandbox, caps=subject.runner.caps)
    begun = sum(os.times()[:4])
    if not work(replace(subject, runner=runner)):
        raise SystemExit("the rebuild failed")
    return sum(os.times()[:4]) - begun + sum(runner.seconds)


if __name__ == "__main__":
    sys.exit(main())
