"""Tamper with every artifact of a corpus, one kind at a time, and count what is accepted.

    python benchmarks/tampering.py CORPUS.toml --repositories DIR --artifacts DIR [--only NAME] [--kind ID]

The kinds are those of ``every_kind.py``, ``npm_kinds.py`` and ``autotools_kinds.py`` in ``tests/tamper``, and
two that need histories: the blob that the same path had before, and (with ``--upstreams``, a folder of bare
clones as ``tallystick upstreams build`` takes them) an older version of a file that a toolchain upstream
published. The exit code is 1 if any tampered artifact is accepted.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import platform
import subprocess
import sys
import tempfile
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from corpus import clones_of  # noqa: E402 - after the path of the harness

from tallystick import __version__  # noqa: E402
from tallystick.artifact import open_artifact  # noqa: E402 - after the path of the harness
from tallystick.audit import Deepen, audit  # noqa: E402
from tallystick.cache import Cache  # noqa: E402
from tallystick.cli.depth import deeper_of  # noqa: E402
from tallystick.errors import ArtifactError  # noqa: E402
from tallystick.limits import DEFAULT  # noqa: E402
from tallystick.model import Grade, Ledger, Reach, Source  # noqa: E402
from tallystick.source import open_source  # noqa: E402
from tallystick.upstreams import Row, shipped  # noqa: E402
from tamper.autotools_kinds import AUTOTOOLS_KINDS  # noqa: E402
from tamper.every_kind import EVERY_KIND  # noqa: E402
from tamper.npm_kinds import NPM_KINDS  # noqa: E402
from tamper.release import Release, read_release  # noqa: E402

SERIOUS = [Grade.CONTRADICTED, Grade.UNEXPLAINED, Grade.UNPROVEN]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One tampered artifact: what came of it, the entry tampered with, and the one that led the residue.

    ``tampered`` is "" where no single entry was; ``first`` is ``None`` where there is no residue.
    ``grade`` is the tampered entry's own: a release that is inconclusive anyway hides one that is proven.
    """

    artifact: str
    kind: str
    verdict: str
    tampered: str
    first: str | None
    grade: str | None = None

    @property
    def is_proven(self) -> bool:
        """Whether the tampered entry counts as proven, whatever the verdict on the rest."""
        return self.grade is not None and Grade(self.grade).is_proof

    @property
    def is_first(self) -> bool | None:
        """Whether the tampered entry led the residue; ``None`` where the question makes no sense."""
        if not self.tampered or self.verdict == "refused":
            return None
        return self.first == self.tampered


def older_blob(release: Release, source: Source, repository: Path) -> str | None:
    """Give the first module that was ever changed the content that it had before."""
    prefix = f"{source.subdir}/" if source.subdir else ""
    for member in release.members:
        path = prefix + member.name.removeprefix(release.top)
        entry = source.tree.entries.get(path)
        if entry is None or not path.endswith(".py"):
            continue
        git = ["git", "-C", str(repository)]
        log = [*git, "log", "--format=%H", "-n2", str(source.commit), "--", path]
        commits = subprocess.run(log, capture_output=True, text=True, check=False).stdout.split()
        if len(commits) < 2:
            continue
        shown = subprocess.run(
            [*git, "show", f"{commits[1]}:{path}"], capture_output=True, check=False
        )
        if shown.returncode == 0 and shown.stdout != member.content:
            member.content = shown.stdout
            return member.name.removeprefix(release.top)
    return None


TOOLCHAIN = ("gnulib", "libtool", "gettext", "automake")
"""Upstreams whose files are swapped for older ones."""


def older_version(release: Release, upstream: str, clones: Path) -> str | None:
    """Give the first file that ``upstream`` alone published, and that runs, a version from before."""
    for member in release.members:
        name = member.name.rpartition("/")[2]
        digest = hashlib.sha256(member.content).digest()
        rows = [row for row in shipped().find(digest) if row.name == name]
        if not name.endswith((".m4", ".sh", "missing", "ylwrap", "test-driver")) or not rows:
            continue
        if {row.upstream for row in rows} != {upstream}:
            continue
        older = _published_before(rows, name, clones / f"{upstream}.git")
        if older is not None:
            member.content = older
            return member.name.removeprefix(release.top)
    return None


def _published_before(rows: list[Row], name: str, clone: Path) -> bytes | None:
    """A version of the file called ``name`` that had been replaced long before ``rows`` came."""
    git = ["git", "-C", str(clone)]
    before = (min(row.first for row in rows) - 700) * 86_400
    log = [*git, "log", "--format=%H", "-n1", f"--before={before}", "HEAD", "--", f"*/{name}"]
    commit = subprocess.run(log, capture_output=True, text=True, check=False).stdout.strip()
    if not commit:
        return None
    listed = [*git, "ls-tree", "-r", "--name-only", commit]
    paths = subprocess.run(listed, capture_output=True, text=True, check=False).stdout.split()
    for path in paths:
        if path.endswith(f"/{name}"):
            shown = subprocess.run(
                [*git, "show", f"{commit}:{path}"], capture_output=True, check=False
            )
            known = shipped().find(hashlib.sha256(shown.stdout).digest())
            if known and max(row.last for row in known) < min(row.first for row in rows):
                return shown.stdout
    return None


def first_of_residue(ledger: Ledger) -> str | None:
    """The path of the first line of the residue, as the reports order it.

    A member that is no file has no line: the finding of the container names it, behind what is contradicted.
    """
    lines = [line for line in ledger.lines if not line.grade.is_proof]
    reaches = list(Reach)
    lines.sort(key=lambda line: (SERIOUS.index(line.grade), reaches.index(line.reach)))
    if lines and lines[0].grade is Grade.CONTRADICTED:
        return lines[0].path
    top = f"{ledger.artifact.top}/" if ledger.artifact.top else ""
    found = (path for finding in ledger.findings if finding.ambiguous for path in finding.paths)
    named = next(found, None)
    if named is not None:
        return named.removeprefix("./").removeprefix(top)
    return lines[0].path if lines else None


def tried(path: Path, source: Source, deeper: Deepen | None, trial: Trial) -> Trial:
    """``trial`` with what an audit of the artifact at ``path`` says; as it is where that is refused."""
    try:
        with open_artifact(path, limits=DEFAULT) as opened:
            ledger = audit(opened.artifact, source, deepen=deeper)
    except ArtifactError:
        return trial
    assert ledger.verdict is not None  # noqa: S101 - audit() judges
    grades = {line.path: line.grade.value for line in ledger.lines}
    return replace(
        trial,
        verdict=ledger.verdict.value.value,
        first=first_of_residue(ledger),
        grade=grades.get(trial.tampered),
    )


def trials(
    artifact: Path, source: Source, repository: Path, options: argparse.Namespace
) -> Iterator[Trial]:
    """Every kind (of ``--kind``, unless none is named) on one artifact."""
    honest = read_release(artifact)
    deeper = deeper_of(
        options.depth,
        cache=Cache.default(),
        limits=DEFAULT,
        index=None,
        offline=True,
        unsafe=False,
        files=options.toolchains,
    )
    every = (*EVERY_KIND, *NPM_KINDS, *AUTOTOOLS_KINDS)
    kinds = [(kind.id, kind.apply) for kind in every]
    kinds.append(("older-blob", lambda release: older_blob(release, source, repository)))
    if options.upstreams is not None:
        kinds += [
            (
                f"older-version-of-{name}",
                partial(older_version, upstream=name, clones=options.upstreams),
            )
            for name in TOOLCHAIN
        ]
    for identity, apply in kinds:
        if options.kind and identity not in options.kind:
            continue
        release = honest.copy()
        tampered = apply(release)
        if tampered is None:
            continue
        with tempfile.TemporaryDirectory() as folder:
            path = release.write(Path(folder))
            yield tried(
                path,
                source,
                deeper,
                Trial(
                    artifact=artifact.name,
                    kind=identity,
                    verdict="refused",
                    tampered=tampered,
                    first=None,
                ),
            )


def open_release(release: Mapping[str, Any], repositories: Path) -> tuple[Source, Path]:
    """The listed source of ``release``, and its clone."""
    clones = clones_of(release, repositories)
    source = open_source(
        release["repository"],
        ref=release["commit"],
        subdir=release.get("subdir", ""),
        cache=Cache.default(),
        limits=DEFAULT,
        offline=True,
        mirrors=clones,
    )
    return source, Path(clones[release["repository"]])


def try_release(release: Mapping[str, Any], options: argparse.Namespace) -> list[Trial]:
    """Every kind on each artifact of one release."""
    source, clone = open_release(release, options.repositories)
    kinds = [kind for kind in ("sdist", "wheel", "npm", "tarball") if kind in release]
    return [
        trial
        for kind in kinds
        for trial in trials(options.artifacts / release[kind], source, clone, options)
    ]


def written(done: Iterator[Trial], path: Path | None) -> Iterator[Trial]:
    """Hand ``done`` on, and write each trial to ``path`` as soon as it is there."""
    if path is None:
        yield from done
        return
    with path.open("w", encoding="utf-8") as file:
        for trial in done:
            print(json.dumps(asdict(trial)), file=file, flush=True)
            yield trial


def main() -> int:
    """Tamper, count and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--repositories", type=Path, required=True)
    parser.add_argument("--artifacts", type=Path, required=True)
    parser.add_argument("--upstreams", type=Path, help="bare clones of toolchain upstreams")
    parser.add_argument("--depth", choices=("static", "regenerate"), default="static")
    parser.add_argument(
        "--toolchains", type=Path, help="files that Autoconf and others are built from"
    )
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument(
        "--only", action="append", default=[], help="name of a release; may be repeated"
    )
    parser.add_argument("--kind", action="append", default=[], help="id of a kind; may be repeated")
    parser.add_argument("--trials", type=Path, help="write each trial there, as a line of JSON")
    options = parser.parse_args()
    releases = [
        release
        for release in tomllib.loads(options.corpus.read_text())["release"]
        if not options.only or release["name"] in options.only
    ]
    with ProcessPoolExecutor(options.jobs) as pool:
        tried = pool.map(partial(try_release, options=options), releases)
        done = list(written((trial for several in tried for trial in several), options.trials))
    if not done:  # "none accepted" would be true, and say nothing
        raise SystemExit("nothing was tampered with: no release or kind of the list applies")
    print(
        f"# Tampered copies of honest releases\n\nMade by `python benchmarks/tampering.py` with tallystick "
        f"{__version__}, Python {platform.python_version()}.\n"
    )
    by_kind: dict[str, Counter[str]] = defaultdict(Counter)
    for trial in done:
        by_kind[trial.kind][trial.verdict] += 1
    print(
        "| kind of tampering | trials | rejected | inconclusive | refused | accepted | named first |"
    )
    print("|---|--:|--:|--:|--:|--:|--:|")
    for kind, verdicts in by_kind.items():
        named = [
            trial.is_first for trial in done if trial.kind == kind and trial.is_first is not None
        ]
        cells = [verdicts[v] for v in ("rejected", "inconclusive", "refused", "accepted")]
        first = f"{sum(named)}/{len(named)}" if named else ""
        print(f"| {kind} | {sum(verdicts.values())} | {' | '.join(map(str, cells))} | {first} |")
    accepted = [trial for trial in done if trial.verdict == "accepted"]
    named = [trial.is_first for trial in done if trial.is_first is not None]
    print(f"\n{len(done)} tampered artifacts: {len(accepted)} accepted; ", end="")
    print(f"the tampered entry is the first of the residue in {sum(named)} of {len(named)}.")
    for trial in accepted:
        print(f"accepted: {trial.kind}: {trial.artifact}")
    for trial in done:
        if trial.is_proven and trial.verdict != "accepted":
            print(f"proven though tampered with: {trial.kind}: {trial.artifact}: {trial.tampered}")
    return 1 if accepted else 0


if __name__ == "__main__":
    sys.exit(main())
