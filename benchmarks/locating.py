"""What it costs to find the commit among many tags, against naming it with ``--ref``.

    python benchmarks/locating.py [--tags 1000] [--commits 1000]

A repository is made by git-fast-import(1) in a temporary folder: so many commits, each of which changes one
of a hundred files, the last ones tagged ``v0.0.0``, ``v0.0.1``, … An sdist of a tag in the middle is then
audited: with its tag named, without, with one file in it that no commit holds, and under a version that no
tag has: the last two make locating search the history.
"""

from __future__ import annotations

import argparse
import io
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

from measuring import ANY_VERDICT, TALLYSTICK, Side, compare, machine, table

FILES = 100
BEGINNING = 1_500_000_000
HOURS = 6
"""Between two commits: a thousand of them are eight months, of which locating looks through all."""


def content(number: int, commit: int) -> bytes:
    """File ``number`` as the commit that last changed it has it."""
    changed = commit - (commit - number) % FILES
    return f"value = {max(changed, 0)}\n".encode() * 50


def stream(commits: int, tags: int) -> Iterator[bytes]:
    """The input of git-fast-import(1)."""
    for commit in range(commits):
        when = BEGINNING + commit * HOURS * 3600
        yield b"commit refs/heads/main\ncommitter B <b@example.org> %d +0000\n" % when
        yield b"data 6\nchange\n"
        for number in range(FILES) if commit == 0 else [commit % FILES]:
            body = content(number, commit)
            yield b"M 100644 inline pkg/m%d.py\ndata %d\n" % (number, len(body)) + body + b"\n"
        if commit >= commits - tags:
            name = commit - commits + tags
            yield b"reset refs/tags/v0.0.%d\nfrom refs/heads/main\n\n" % name


def make(folder: Path, commits: int, tags: int) -> Path:
    """The repository."""
    repository = folder / "example.git"
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", str(repository)], check=True)
    importing = ["git", "-C", str(repository), "fast-import", "--quiet"]
    with tempfile.TemporaryFile() as given:
        given.writelines(stream(commits, tags))
        given.seek(0)
        subprocess.run(importing, stdin=given, check=True)
    return repository


def sdist(folder: Path, version: str, commit: int, *, changed: bool = False) -> Path:
    """A release of ``commit``; ``changed``: one file is of no commit."""
    path = folder / ("changed" if changed else "honest") / f"example-{version}.tar.gz"
    path.parent.mkdir(exist_ok=True)
    with tarfile.open(path, "w:gz") as archive:
        for number in range(FILES):
            body = content(number, commit) if number or not changed else b"other = 1\n" * 50
            member = tarfile.TarInfo(f"example-{version}/pkg/m{number}.py")
            member.size = len(body)
            archive.addfile(member, io.BytesIO(body))
    return path


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--tags", type=int, default=1000)
    parser.add_argument("--commits", type=int, default=1000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        repository = make(folder, options.commits, options.tags)
        middle = options.tags // 2
        version, commit = f"0.0.{middle}", options.commits - options.tags + middle
        honest = sdist(folder, version, commit)
        changed = sdist(folder, version, commit, changed=True)
        untagged = sdist(folder, f"1.{middle}", commit)

        def side(label: str, artifact: Path, *more: str) -> Side:
            audit = (TALLYSTICK, "audit", str(artifact), "--offline", "--source", str(repository))
            return Side(name=label, command=[*audit, *more], exit_codes=ANY_VERDICT)

        figures = compare(
            [
                side("--ref", honest, "--ref", f"v{version}"),
                side("located by its tag", honest),
                side("a file of no commit", changed),
                side("no tag of the version", untagged),
            ]
        )
    print(machine() + "\n")
    print(f"{options.commits:,} commits, {options.tags:,} tags\n")
    print("\n".join(table(figures, "--ref")))
    more = figures["located by its tag"].wall - figures["--ref"].wall
    print(f"\nlocating: {more:+.3f} s")


if __name__ == "__main__":
    main()
