"""Autotools tarballs at depth ``regenerate``: files proven, and what became of each ``configure``.

    python benchmarks/autotools.py LIST.toml --repositories FOLDER --artifacts FOLDER --toolchains FOLDER

LIST.toml has ``[[release]]`` tables with ``name``, ``version``, ``file`` and ``commit``; repositories are
``FOLDER/NAME.git``. ``--by ID`` counts in a column of their own the files that these regenerators proved.
The table goes to standard output.
"""

from __future__ import annotations

import argparse
import time
import tomllib
from pathlib import Path

from tallystick.artifact import open_artifact
from tallystick.audit import audit
from tallystick.cache import Cache
from tallystick.cli.depth import STATIC, deeper_of
from tallystick.limits import DEFAULT
from tallystick.model import Ledger
from tallystick.source import open_source

GENERATED = ("configure",)


def main() -> None:
    """Audit each release at both depths, and print a row for it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("list", type=Path)
    parser.add_argument("--repositories", type=Path, required=True)
    parser.add_argument("--artifacts", type=Path, required=True)
    parser.add_argument("--toolchains", type=Path)
    parser.add_argument("--only", action="append", default=[])
    parser.add_argument("--by", action="append", default=[], metavar="ID")
    options = parser.parse_args()
    by = f"by {', '.join(options.by)}" if options.by else "by none asked for"
    print(
        f"| release | files | proven, static | proven, regenerate | {by} | configure | verdict | wall s |"
    )
    print("|---|--:|--:|--:|--:|---|---|--:|")
    files = proven = 0
    for release in tomllib.loads(options.list.read_text(encoding="utf-8"))["release"]:
        if not options.only or release["name"] in options.only:
            row, ledger = _row(release, options)
            print(row, flush=True)
            files += len(ledger.lines)
            proven += sum(line.grade.is_proof for line in ledger.lines)
    print(
        f"\n{proven} of {files} files are proven at depth regenerate: {100 * proven / files:.1f} %"
    )


def _row(release: dict[str, str], options: argparse.Namespace) -> tuple[str, Ledger]:
    static = _ledger(release, options, STATIC)
    begun = time.perf_counter()
    regenerated = _ledger(release, options, "regenerate")
    spent = time.perf_counter() - begun
    verdict = regenerated.verdict
    cells = (
        f"{release['name']} {release['version']}",
        str(len(static.lines)),
        _proven(static),
        _proven(regenerated),
        str(
            sum(line.grade.is_proof and line.explainer in options.by for line in regenerated.lines)
        ),
        ", ".join(_configures(regenerated)) or "none",
        verdict.value.value if verdict else "",
        f"{spent:.0f}",
    )
    return f"| {' | '.join(cells)} |", regenerated


def _ledger(release: dict[str, str], options: argparse.Namespace, depth: str) -> Ledger:
    cache = Cache.default()
    deeper = deeper_of(
        depth,
        cache=cache,
        limits=DEFAULT,
        index=None,
        offline=False,
        unsafe=False,
        files=options.toolchains,
    )
    path = options.artifacts / release["file"]
    repository = options.repositories / f"{release['name']}.git"
    source = open_source(
        str(repository),
        cache=cache,
        limits=DEFAULT,
        ref=release.get("tag", release["commit"]),
        offline=True,
    )
    with open_artifact(path, name=path.name, limits=DEFAULT) as opened:
        return audit(opened.artifact, source, deepen=deeper)


def _proven(ledger: Ledger) -> str:
    proven = sum(line.grade.is_proof for line in ledger.lines)
    return f"{100 * proven / len(ledger.lines):.1f} %"


def _configures(ledger: Ledger) -> list[str]:
    """The grade of each ``configure``, and what it took."""
    return [
        f"{line.grade}" + (f" ({len(line.normalisations)} named)" if line.normalisations else "")
        for line in ledger.lines
        if line.path.rpartition("/")[2] in GENERATED
    ]


if __name__ == "__main__":
    main()
