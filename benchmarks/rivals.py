"""Side by side with the tools that people compare a release with today, all in one run.

    python benchmarks/rivals.py SDIST REPOSITORY COMMIT [--without NAME…] [--runs N]

Three tables, each with the audit of the same sdist in the first row:

- contents: ``diffoscope``, and ``diff -r`` after unpacking, against ``git archive`` of the commit. Neither
  is told which differences are honest, and the download that ``pip download`` would add is not counted.
- names: ``check-manifest`` and ``check-sdist`` on a checkout of the commit. Both build an sdist of it and
  compare names alone; the audit is of the sdist that was published.
- history: ``tallystick custody`` beside ``git log`` with signatures and merges of the same commits, which is
  what tools that read git's log do before they think.

The rivals must be on PATH, with the build backend of the project in their environment; none is a dependency.
One that is not there is named instead of measured. Rebuilds beside ``python -m build`` are measured by
``rebuild.py --overhead``, traces beside plain strace by ``watching.py``.
"""

from __future__ import annotations

import argparse
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from measuring import ANY_VERDICT, RUNS, TALLYSTICK, Side, compare, machine, table

DIFFERENT = frozenset({0, 1})
"""What ``diff`` and those like it exit with: 1 where they found a difference."""
COMMITS = 1000
"""Of the history, the last ones."""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sdist", type=Path)
    parser.add_argument("repository", type=Path)
    parser.add_argument("commit")
    parser.add_argument("--without", action="append", default=[], help="a rival to leave out")
    parser.add_argument("--runs", type=int, default=RUNS, help="default: %(default)s")
    options = parser.parse_args()
    print(machine(options.runs))
    with tempfile.TemporaryDirectory() as folder:
        checkout = Path(folder) / "checkout"
        git("clone", "--quiet", "--no-checkout", str(options.repository), str(checkout))
        git("-C", str(checkout), "checkout", "--quiet", options.commit)
        for title, sides in (
            ("contents", contents(options, Path(folder))),
            ("names", names(options, checkout)),
            ("history", history(options, checkout)),
        ):
            here = [side for side in sides if is_here(side, options.without)]
            if not here:
                continue
            print(f"\n{title} (x {here[0].name})\n")
            print("\n".join(table(compare(here, options.runs), here[0].name)), flush=True)


def git(*words: str) -> str:
    """What git prints."""
    return subprocess.run(["git", *words], check=True, capture_output=True, text=True).stdout


def is_here(side: Side, without: list[str]) -> bool:
    """Whether ``side`` is wanted and can be run; if it cannot, it is said."""
    if side.name in without:
        return False
    if shutil.which(side.command[0]) is None:
        print(f"\n{side.name}: not measured, it is not on PATH")
        return False
    return True


def audit(options: argparse.Namespace) -> Side:
    """What all of them stand beside."""
    return Side(
        name="tallystick audit",
        command=[
            *(TALLYSTICK, "audit", str(options.sdist), "--offline"),
            *("--source", str(options.repository), "--ref", options.commit),
        ],
        exit_codes=ANY_VERDICT,
    )


def contents(options: argparse.Namespace, folder: Path) -> Iterator[Side]:
    """The sdist against the commit, packed alike for those that cannot read git."""
    top = options.sdist.name.removesuffix(".tar.gz")
    packed = folder / "source.tar.gz"
    git(
        *("-C", str(options.repository), "archive", f"--prefix={top}/"),
        *("-o", str(packed), options.commit),
    )
    yield audit(options)
    yield Side(
        name="diffoscope",
        command=["diffoscope", "--text", "-", str(options.sdist), str(packed)],
        exit_codes=DIFFERENT,
    )
    sdist, source = shlex.quote(str(options.sdist)), shlex.quote(str(packed))
    unpack_both = (
        'work=$(mktemp -d) && mkdir "$work/a" "$work/b" && '
        f'tar -xzf {sdist} -C "$work/a" && tar -xzf {source} -C "$work/b"; '
        'diff -r "$work/a" "$work/b"; code=$?; rm -rf "$work"; exit $code'
    )
    yield Side(name="unpack, diff -r", command=["bash", "-c", unpack_both], exit_codes=DIFFERENT)


def names(options: argparse.Namespace, checkout: Path) -> Iterator[Side]:
    """The checkout, as a maintainer looks at it before an upload."""
    yield audit(options)
    yield Side(
        name="check-manifest",
        command=["check-manifest", "--no-build-isolation", str(checkout)],
        exit_codes=DIFFERENT,
    )
    yield Side(
        name="check-sdist",
        command=["check-sdist", "--no-isolation", "--source-dir", str(checkout)],
        exit_codes=frozenset({0, 1, 2, 3}),  # bits: what lacks in git, and in the sdist
    )


def history(options: argparse.Namespace, checkout: Path) -> Iterator[Side]:
    """The last commits before the release."""
    known = git("-C", str(checkout), "rev-list", "--first-parent", f"-n{COMMITS}", options.commit)
    since = known.split()[-1]
    yield Side(
        name="tallystick custody",
        command=[TALLYSTICK, "custody", str(checkout), "--range", f"{since}..{options.commit}"],
        exit_codes=ANY_VERDICT,
    )
    yield Side(
        name="git log",
        command=[
            *("git", "-C", str(checkout), "log", "--numstat"),
            *("--format=%H %P %an %ae %cn %ce %ct %G? %s", f"{since}..{options.commit}"),
        ],
    )


if __name__ == "__main__":
    main()
