"""What custody costs, and commits to check by hand.

``python benchmarks/custody.py cost REPO REF`` measures review coverage of the release REF and of the
whole history. ``python benchmarks/custody.py section ARTIFACT REPO`` measures what its section adds to an
audit. ``python benchmarks/custody.py generate COMMITS FOLDER`` writes a history to measure it on.
``python benchmarks/custody.py sample REPO REF [--count 50]`` prints evenly spread commits of the release,
with all that git says of each, to be judged by a person who does not look at the standing first.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from measuring import RUNS, Side, once

from tallystick.cache import Cache
from tallystick.custody import Question, examine
from tallystick.custody.since import asked, since_last_release
from tallystick.limits import DEFAULT
from tallystick.model.custody import CommitLine
from tallystick.report.text import prose
from tallystick.source import open_source

COMMAND = str(Path(sys.executable).with_name("tallystick"))
DECIDED = frozenset({0, 3})
PEOPLE = 400
"""Authors of the generated history: CPython has had some 3,000, of whom 400 wrote most."""


def main() -> None:
    """Do what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name in ("cost", "sample"):
        one = commands.add_parser(name)
        one.add_argument("repository")
        one.add_argument("ref")
        one.add_argument("--range", help="in place of the commits since the release before")
        one.add_argument("--count", type=int, default=50)
    part = commands.add_parser("section")
    part.add_argument("artifact")
    part.add_argument("repository")
    generate = commands.add_parser("generate")
    generate.add_argument("commits", type=int)
    generate.add_argument("folder", type=Path)
    options = parser.parse_args()
    if options.command == "cost":
        cost(options.repository, options.ref)
    elif options.command == "section":
        section(options.artifact, options.repository)
    elif options.command == "sample":
        sample(options.repository, options.ref, options.range, options.count)
    else:
        write(options.commits, options.folder)


def cost(repository: str, ref: str) -> None:
    """Print a table: wall seconds, processor seconds and peak memory of whole processes."""
    review = [COMMAND, "custody", repository, "--check", "review", "--no-lines", "--format", "json"]
    everything = [COMMAND, "custody", repository, "--no-lines", "--format", "json"]
    sides = (
        Side(name="review, release", command=[*review, "--ref", ref], exit_codes=DECIDED),
        Side(
            name="review, whole history",
            command=[*review, "--range", f"..{ref}"],
            exit_codes=DECIDED,
        ),
        Side(name="all checks, release", command=[*everything, "--ref", ref], exit_codes=DECIDED),
    )
    print(f"{'':24}{'wall s':>8}{'cpu s':>8}{'peak MiB':>10}")
    for side in sides:
        wall, cpu, peak = once(side)
        print(f"{side.name:24}{wall:8.2f}{cpu:8.2f}{peak:10.0f}")


def section(artifact: str, repository: str) -> None:
    """Print the median seconds of whole audits, and of the step in them (without its imports)."""
    command = [COMMAND, "audit", artifact, "--source", repository, "--format", "json"]
    audits = [once(Side(name="audit", command=command, exit_codes=DECIDED)) for _ in range(RUNS)]
    steps = []
    for _ in range(RUNS):
        said = subprocess.run(command, stdout=subprocess.PIPE, check=False).stdout
        steps.append(json.loads(said)["timings"]["custody"])
    wall, cpu = (median(one[part] for one in audits) for part in (0, 1))
    print(f"audit {wall:.2f} s wall, {cpu:.2f} s cpu; of it custody {median(steps):.3f} s wall")


def sample(repository: str, ref: str, within: str | None, count: int) -> None:
    """Print every n-th commit that is no merge, oldest last."""
    source = open_source(
        repository, ref=ref, cache=Cache.default(), limits=DEFAULT, submodules=False
    )
    if source.log is None:
        raise SystemExit(f"{repository}: no git repository")
    chosen = asked(within, source.log) if within else since_last_release(source.log, ref)
    question = Question(
        log=source.log, range=chosen, tree=source.tree, checks=["review"], count_lines=False
    )
    found = examine(question, DEFAULT)
    lines = [line for line in found.lines if not line.commit.is_merge]
    step = max(1, len(lines) // count)
    print(f"# {chosen.after}..{ref}: {len(lines)} commits, every {step}.")
    for line in lines[::step][:count]:
        print("\n".join(described(line)))


def described(line: CommitLine) -> Iterator[str]:
    """One commit as git has it, and then what custody makes of it."""
    commit = line.commit
    yield f"{commit.id[:12]} {prose(commit.subject)[:90]}"
    yield f"    author {prose(commit.author.name)}, committer {prose(commit.committer.name)}"
    evidence = "; ".join(f"{one.kind} {prose(one.by)} ({one.known})" for one in line.evidence)
    yield f"    {line.standing}, {line.way}: {evidence or 'nothing'}"


def write(commits: int, folder: Path) -> None:
    """A bare repository of ``commits`` commits, a third of them in branches that somebody merged."""
    folder.mkdir(parents=True)
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", str(folder)], check=True)
    with subprocess.Popen(
        ["git", "fast-import", "--quiet"], cwd=folder, stdin=subprocess.PIPE
    ) as process:
        if process.stdin is None:
            raise SystemExit("git fast-import has no input")
        for number in range(1, commits + 1):
            process.stdin.write(generated(number, commits))
        for tag, mark in (("v1.0", commits - 2_000), ("v1.1", commits)):
            process.stdin.write(f"reset refs/tags/{tag}\nfrom :{max(1, mark)}\n\n".encode())
        process.stdin.close()
        if process.wait() != 0:
            raise SystemExit("git fast-import failed")


def generated(number: int, commits: int) -> bytes:
    """Commit ``number``: in each row of three a base, a branch, and a merge of the two."""
    author, other = number * 7 % PEOPLE, number * 11 % PEOPLE
    time = 1_000_000_000 + number * 500_000_000 // commits
    kind = number % 3
    lines = [f"commit refs/heads/main\nmark :{number}"]
    lines.append(f"author P{author} <p{author}@example.org> {time} +0000")
    lines.append(f"committer P{author} <p{author}@example.org> {time} +0000")
    text = f"Merge pull request #{number} from p{other}/x" if kind == 0 else f"Change {number}"
    body = f"\n\n{'A sentence that says why. ' * 8}\n"
    lines.append(f"data {len(text + body)}\n{text}{body}")
    if number > 1:
        lines.append(f"from :{number - 2 if kind == 0 and number > 2 else number - 1}")
    if kind == 0 and number > 2:
        lines.append(f"merge :{number - 1}")
    content = f"{number}\n"
    for part in range(3):
        path = f"d{number % 40}/e{number % 7}/f{(number + part) % 97}.c"
        lines.append(f"M 100644 inline {path}\ndata {len(content)}\n{content}")
    return ("\n".join(lines) + "\n").encode()


if __name__ == "__main__":
    main()
