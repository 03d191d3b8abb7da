"""Rank the tags of labelled releases, and count how often the true one comes first.

    python benchmarks/tags.py central DIR [--clones DIR]
    python benchmarks/tags.py rebuild DIR --clones DIR
    python benchmarks/tags.py releases LIST.toml --clones DIR

``central``: DIR is https://github.com/jvm-repo-rebuild/reproducible-central, whose
``content/**/*.buildspec``
say which tag was rebuilt. ``rebuild``: DIR is https://github.com/google/oss-rebuild, whose
``definitions/**/build.yaml`` say which commit was. ``releases``: a list as
``benchmarks/corpus.py`` takes it.
Labels are read by patterns; nothing of them is run.

The candidates are the tags of a clone (``OWNER+NAME``, ``OWNER+NAME/repo`` or ``NAME.git`` in
``--clones``). For ``central`` without clones they are all tags that the labels give for the repository,
and decoys by rule (``decoys``). Labels are split by the hash of their repository; rules were
developed on one half.

A label is *underivable*, and counted apart, if its tag is no tag but a commit or an expression, or does not
hold the numbers of the version, in their order, up to zeros at the end (``is_underivable``). It is
*gone* if
the clone has no such tag. All others are printed as failed unless the true tag is the first.
"""

from __future__ import annotations

import argparse
import hashlib
import platform
import re
import subprocess
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from tallystick.locate.tags import rank_tags


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A release, and the tags that are known to name it (more than one where several point to the commit)."""

    project: str
    version: str
    repository: str
    truth: frozenset[str]
    subdir: str = ""

    @property
    def held_out(self) -> bool:
        """Whether its repository is in the half that the rules were not developed on."""
        return bool(hashlib.sha256(self.repository.lower().encode()).digest()[0] & 1)


def central(folder: Path) -> Iterator[Label]:
    """The labels of reproducible-central that can be read without a shell."""
    for file in sorted(folder.rglob("*.buildspec")):
        values: dict[str, str] = {}
        for line in file.read_text("utf-8", "replace").splitlines():
            if found := re.match(r"([A-Za-z]\w*)=(.*)", line):
                values[found[1]] = expand(found[2], values)  # as in a shell, the last counts
        tag, version = values.get("gitTag", ""), values.get("version", "")
        if not tag or not version or "artifactId" not in values:
            continue
        repository = values.get("gitRepo", "").strip("/").removesuffix(".git").lower()
        project = f"{values.get('groupId', '').replace('/', '.')}:{values['artifactId']}"
        yield Label(project=project, version=version, repository=repository, truth=frozenset({tag}))


def expand(text: str, values: dict[str, str]) -> str:
    """The value of a shell word, as far as variables and ``echo | sed | cut | tr`` give it."""
    quoted = re.match(
        r"\s*(?:\"((?:\$\((?:[^)])*\)|[^\"])*)\"|'([^']*)'|((?:\$\([^)]*\)|`[^`]*`|[^\s#])*))", text
    )
    word = next((group for group in quoted.groups() if group is not None), "") if quoted else text

    def piped(found: re.Match[str]) -> str:
        first, *stages = (found[1] or found[2]).split("|")
        result = variables(re.sub(r"^\s*echo\s+", "", first).strip().strip('"'), values)
        for stage in stages:
            result = _stage(stage.strip(), result)
        return result

    return variables(re.sub(r"\$\(([^)]*)\)|`([^`]*)`", piped, word), values)


def variables(text: str, values: dict[str, str]) -> str:
    """``text`` with ``$name`` and ``${name}`` replaced."""
    return re.sub(r"\$\{?(\w+)\}?", lambda found: values.get(found[1], found[0]), text)


def _stage(command: str, value: str) -> str:
    """One filter of a pipeline; what is not known leaves a character that no tag has."""
    if found := re.fullmatch(r"sed (?:-e )?'?s(.)(.*?)\1(.*?)\1(g?)'?", command):
        return re.sub(found[2], found[3], value, count=0 if found[4] else 1)
    if found := re.fullmatch(r"cut -d ?\\?['\"]?(.)['\"]? -f ?(\d)", command):
        parts = value.split(found[1])
        return parts[int(found[2]) - 1] if len(parts) >= int(found[2]) else ""
    if found := re.fullmatch(r"tr ['\"]?(.)['\"]? ['\"]?(.)['\"]?", command):
        return value.replace(found[1], found[2])
    return "^"


def rebuild(folder: Path, clones: Path) -> Iterator[Label]:
    """The labels of oss-rebuild for which there is a clone, and a tag at the commit."""
    for file in sorted(folder.rglob("build.yaml")):
        text = file.read_text()
        repo, ref = re.search(r"repo: (\S+)", text), re.search(r"ref: ['\"]?(\w+)", text)
        parts = file.relative_to(folder).parts
        kind = next(
            (index for index, part in enumerate(parts) if part in {"pypi", "npm", "maven"}), -1
        )
        if repo is None or ref is None or kind < 0:
            continue
        clone = clone_of(repo[1], clones)
        truth = frozenset(tags_at(clone, ref[1])) if clone else frozenset()
        if truth:
            yield Label(
                project="/".join(parts[kind + 1 : -3]),
                version=parts[-3],
                repository=repo[1].lower(),
                truth=truth,
            )


def releases(listing: Path, clones: Path) -> Iterator[Label]:
    """The releases of a list for which there is a clone; each tag of its commit is a true one."""
    for release in tomllib.loads(listing.read_text())["release"]:
        clone = clone_of(release["repository"], clones, release["name"])
        if clone and (truth := frozenset(tags_at(clone, release["commit"]))):
            yield Label(
                project=release["name"],
                version=release["version"],
                repository=release["repository"].lower(),
                truth=truth,
                subdir=release["subdir"],
            )


def clone_of(url: str, clones: Path | None, name: str = "") -> Path | None:
    """The clone of ``url``, or None."""
    if clones is None:
        return None
    path = urlsplit(url).path.strip("/").removesuffix(".git").lower().replace("/", "+")
    for found in clones.iterdir():
        if found.name.lower() in {path, f"{name.lower()}.git"}:
            return found / "repo" if (found / "repo").is_dir() else found
    return None


def tags_at(clone: Path, commit: str) -> list[str]:
    """The tags that point to ``commit``."""
    command = ["git", "-C", str(clone), "tag", "--points-at", commit]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.split()


def all_tags(clone: Path) -> list[str]:
    """The names of all tags of ``clone``."""
    command = ["git", "-C", str(clone), "tag"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()


def decoys(label: Label) -> Iterator[str]:
    """Tags that might stand beside the true one in its repository, and must not come first.

    Neighbouring versions in the same convention, a candidate for the version, the same version of other
    modules, and versions that end or begin with it.
    """
    for tag in label.truth:
        at = tag.find(label.version)
        if at < 0:
            continue
        prefix, suffix = tag[:at], tag[at + len(label.version) :]
        for version in neighbours(label.version):
            yield f"{prefix}{version}{suffix}"
        yield f"{prefix}{label.version}{suffix}-rc1"
        yield f"{prefix}0.{label.version}{suffix}"
        yield f"{prefix}1{label.version}{suffix}"
        yield f"sibling-{label.version}"
        yield f"module/v{label.version}"


def neighbours(version: str) -> Iterator[str]:
    """``version`` with one of its numbers one higher."""
    for number in re.finditer(r"[0-9]+", version):
        yield f"{version[: number.start()]}{int(number[0]) + 1}{version[number.end() :]}"


_COMMIT = re.compile(r"(?=.*[a-f])[0-9a-f]{7,40}")
"""A commit, and no date."""


def is_underivable(label: Label) -> bool:
    """Whether no tag of the label holds the numbers of the version (see the top of this file)."""
    return all(_does_not_hold(tag, label.version) for tag in label.truth)


def _does_not_hold(tag: str, version: str) -> bool:
    if _COMMIT.fullmatch(tag) or re.search(r"[\s^~$:?*\[\\]", tag):
        return True
    numbers = [
        str(int(number)) for number in re.findall(r"[0-9]+", re.split(r"-[a-zA-Z]", version)[0])
    ]
    held = [str(int(number)) for number in re.findall(r"[0-9]+", tag)]
    while len(numbers) > 1 and numbers[-1] == "0":
        numbers.pop()
    return not any(held[at : at + len(numbers)] == numbers for at in range(len(held)))


def outcome(label: Label, tags: set[str]) -> tuple[str, str]:
    """What became of ``label``, and the tag that was ranked first."""
    name = label.repository.rpartition("/")[2]
    ranked = rank_tags(tags, label.project, label.version, subdir=label.subdir, repository=name)
    first = ranked[0].tag if ranked else ""
    if first in label.truth:
        return "first", first
    accepted = any(match.tag in label.truth for match in ranked)
    if not ranked:
        return "nothing", first
    return ("accepted, another first" if accepted else "wrong first"), first


def measure(title: str, labels: list[Label], clones: Path | None, *, show: str) -> None:
    """Print the table of one set of labels, and its failures."""
    known: dict[str, set[str]] = defaultdict(set)
    for label in labels:
        if not clones:
            known[label.repository] |= {
                tag
                for tag in label.truth
                if not _COMMIT.fullmatch(tag) and not re.search(r"[\s^]", tag)
            }
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    failures = []
    for label in labels:
        clone = clone_of(label.repository, clones, label.project)
        tags = set(all_tags(clone)) if clone else known[label.repository] | set(decoys(label))
        half = "held out" if label.held_out else "developed on"
        result, first = outcome(label, tags)
        if clone and not label.truth & tags:
            counts[half]["gone"] += 1  # no tag of the clone: a commit, or removed since
            continue
        if is_underivable(label):
            counts[half]["underivable"] += 1
            counts[half]["underivable, first"] += result == "first"
            counts[half]["underivable, wrong first"] += "first" in result and result != "first"
            half_shown = f"{half}, underivable"
        else:
            counts[half]["labels"] += 1
            counts[half][result] += 1
            half_shown = half
        if result != "first" and show in {half, "all"}:
            failures.append((half_shown, result, label.project, label.version, *label.truth, first))
    print(f"\n## {title}\n")
    rows = ["first", "accepted, another first", "wrong first", "nothing"]
    print("| labels | " + " | ".join(rows) + " | underivable | with them | gone |")
    print("|---|" + "--:|" * 7)
    for half, count in sorted(counts.items()):
        total = count["labels"]
        cells = [f"{count[row]} ({count[row] / max(total, 1):.2%})" for row in rows]
        both = (count["first"] + count["underivable, first"]) / max(1, total + count["underivable"])
        wrong = count["underivable, wrong first"]
        cells += [
            f"{count['underivable']} ({wrong} wrong first)",
            f"{both:.2%}",
            str(count["gone"]),
        ]
        print(f"| {half}: {total} | {' | '.join(cells)} |")
    for (half, result, *line), times in Counter(failures).items():
        print("-", half, f"({result}):", *line, f"x{times}" if times > 1 else "")


def main() -> None:
    """Measure, and print a table and the failures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("kind", choices=["central", "rebuild", "releases"])
    parser.add_argument("labels", type=Path)
    parser.add_argument("--clones", type=Path)
    parser.add_argument(
        "--failures", choices=["developed on", "held out", "all", "none"], default="all"
    )
    options = parser.parse_args()
    if options.kind == "central":
        labels = list(central(options.labels))
    elif options.clones is None:
        parser.error(f"{options.kind} needs --clones")
    elif options.kind == "rebuild":
        labels = list(rebuild(options.labels, options.clones))
    else:
        labels = list(releases(options.labels, options.clones))
    if options.clones:
        labels = [one for one in labels if clone_of(one.repository, options.clones, one.project)]
    print(f"Python {platform.python_version()}, {platform.system()} {platform.machine()}")
    measure(f"{options.kind}: {len(labels)} labels", labels, options.clones, show=options.failures)


if __name__ == "__main__":
    main()
