"""What the sandbox, hashing and comparing cost, beside ``python -m build`` of the same release.

    python benchmarks/overhead.py CORPUS.toml --repositories DIR [--artifacts DIR] [--runs N] NAME…

The sdist, and the wheel from that, on two sides that take turns: ``python -m build --no-isolation``, and the
same in the sandbox, read back, hashed and compared with the published wheel; processor seconds of all
processes, with the same warm environment. A row for each release, which must have a wheel in the corpus.

The exit code is 1 if any costs more than the goal, 0 otherwise.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from corpus import audit_release
from msgspec import field
from msgspec.structs import asdict, replace

from tallystick.cache import Cache
from tallystick.cli.depth import REBUILD, deeper_of
from tallystick.limits import DEFAULT
from tallystick.model import Ledger, Skip, Tree
from tallystick.project import Layout, Project
from tallystick.rebuild import Deeper, Subject
from tallystick.rebuild.building import backend_of
from tallystick.rebuild.running import Runner
from tallystick.rebuild.toolchain import Wanted
from tallystick.rebuild.ways import Way, likely
from tallystick.rebuild.whole import Rebuilding
from tallystick.sandbox import Command
from tallystick.sandbox import Outcome as Ran

GOAL = 1.3


def main() -> int:
    """Measure each release that is named; the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--repositories", type=Path, required=True)
    parser.add_argument("--artifacts", type=Path)
    parser.add_argument("--runs", type=int, default=5, help="of each side (default: 5)")
    parser.add_argument("--offline", action="store_true")
    parser.add_argument("names", nargs="+", metavar="NAME")
    options = parser.parse_args()
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
    ratios: list[float] = []
    options.deeper = _Measuring(**asdict(deeper), ratios=ratios, runs=options.runs)
    print("| | bare | rebuilt and compared | ratio |\n|---|--:|--:|--:|")
    for release in tomllib.loads(options.corpus.read_text(encoding="utf-8"))["release"]:
        if release["name"] in options.names:
            asked = {key: value for key, value in release.items() if key != "sdist"}
            list(audit_release(asked, options))
    if len(ratios) != len(options.names):
        raise SystemExit("not every release was measured")
    return 1 if max(ratios) > GOAL else 0


class _Measuring(Deeper, frozen=True, kw_only=True):
    """A depth that measures the cost of one rebuild instead of putting it on the ledger."""

    ratios: list[float]
    runs: int

    def __call__(self, ledger: Ledger, project: Project, layout: Layout) -> Ledger:
        """Print the figures."""
        assert ledger.source is not None  # noqa: S101 - the corpus names it
        assert not isinstance(self.sandbox, Skip)  # noqa: S101 - looked at before
        subject = self.subject(ledger, ledger.source, project, layout, self.sandbox)
        self.ratios.append(_measure(subject, ledger, self.runs))
        return ledger


def _measure(subject: Subject, ledger: Ledger, runs: int) -> float:
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
        for number in range(runs + 1):
            bare = _bare(subject, Path(environment.python), Path(scratch) / str(number))
            ours = _counted(subject, lambda counted: _through_sdist(counted, ledger, way))
            if number:  # the first of each warms up
                seconds["bare"].append(bare)
                seconds["ours"].append(ours)
    medians = {name: statistics.median(figures) for name, figures in seconds.items()}
    ratio = medians["ours"] / medians["bare"]
    name = f"{ledger.artifact.project} {ledger.artifact.version}"
    print(f"| {name} | {medians['bare']:.2f} | {medians['ours']:.2f} | {ratio:.2f} |", flush=True)
    return ratio


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
