"""``tallystick compare``: the same release from several origins, side by side."""

from __future__ import annotations

import argparse
import json
import sys
from contextlib import ExitStack
from pathlib import Path

from tallystick.artifact import open_artifact
from tallystick.cache import Cache
from tallystick.cli.indexes import Asking
from tallystick.cli.output import write_whole
from tallystick.cli.targets import Pending, resolve
from tallystick.compare import Comparison, Divergence, compare
from tallystick.errors import UsageError
from tallystick.index.default import DEFAULT_INDEX
from tallystick.limits import DEFAULT
from tallystick.model import Finding, Tree
from tallystick.report.text import name, prose
from tallystick.source import open_source

SCHEMA = "tallystick.comparison/1"


DESCRIPTION = """\
A, B, … are released files, NAME==VERSION (each of its files is an origin), or folders and
repositories at their HEAD. Says which agree, which stands alone, and on which paths.

Exit codes: 0 all agree, 1 they differ, 2 usage error or crash, 3 a container is ambiguous."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``tallystick compare`` takes."""
    add = parser.add_argument
    add("origins", nargs="+", metavar="ORIGIN")
    add("--index", default=DEFAULT_INDEX, help="Simple API of the index (default: %(default)s)")
    add("--offline", action="store_true", help="use the cache alone")
    add("--format", choices=["terminal", "json"], default="terminal", help="how to report")
    add("-o", "--output", type=Path, metavar="FILE", help="write the report to this file")


def run(options: argparse.Namespace) -> int:
    """Compare what was asked for and report it; the exit code."""
    cache = Cache.default()
    asking = Asking(
        index=options.index,
        cache=cache,
        limits=DEFAULT,
        offline=options.offline,
        all_files=True,  # each is an origin
    )
    trees: dict[str, Tree] = {}
    findings: dict[str, tuple[Finding, ...]] = {}
    with ExitStack() as stack:
        stack.enter_context(asking)
        for origin in options.origins:
            if Path(origin).is_dir():
                trees[_label(origin, trees)] = open_source(
                    origin, cache=cache, limits=DEFAULT, offline=options.offline
                ).tree
                continue
            for pending in resolve(origin, asking):
                if not isinstance(pending, Pending):
                    continue
                file = pending.fetch()
                opened = stack.enter_context(
                    open_artifact(
                        file.path, name=file.name, limits=DEFAULT, expected_sha256=file.sha256
                    )
                )
                label = _label(origin if file.path == Path(origin) else file.name, trees)
                trees[label] = opened.artifact.tree
                findings[label] = tuple(f for f in opened.artifact.findings if f.ambiguous)
        if len(trees) < 2:
            raise UsageError("compare: one origin has nothing to be compared with")
        comparison = compare(trees)
    text = (_as_json if options.format == "json" else _as_text)(comparison, findings)
    if options.output is None:
        sys.stdout.write(text + "\n")
    else:
        write_whole(options.output, text.encode() + b"\n")
    if comparison.divergences:
        return 1
    return 3 if any(findings.values()) else 0


def _label(origin: str, taken: dict[str, Tree]) -> str:
    """``origin``, made unique where it is named twice."""
    label, count = origin, 1
    while label in taken:
        count += 1
        label = f"{origin} ({count})"
    return label


def _as_json(comparison: Comparison, findings: dict[str, tuple[Finding, ...]]) -> str:
    document = {
        "schema": SCHEMA,
        "origins": [
            {
                "name": name(origin),
                "container": [
                    {"id": f.id, "offset": f.offset, "message": prose(f.message)}
                    for f in findings.get(origin, ())
                ],
            }
            for origin in comparison.origins
        ],
        "agreeing": comparison.agreeing,
        "divergences": [
            {
                "path": name(divergence.path),
                "versions": {name(origin): held for origin, held in divergence.versions.items()},
                "absent": [name(origin) for origin in divergence.absent],
                "alone": [name(origin) for origin in divergence.alone],
            }
            for divergence in comparison.divergences
        ],
    }
    return json.dumps(document, indent=2)


def _as_text(comparison: Comparison, findings: dict[str, tuple[Finding, ...]]) -> str:
    """A line per path, with one letter per origin: the same letter is the same content."""
    count = len(comparison.divergences)
    lines = [
        f"{comparison.agreeing} paths agree in all {len(comparison.origins)} origins, {count} do not"
    ]
    for number, origin in enumerate(comparison.origins):
        alone = sum(origin in divergence.alone for divergence in comparison.divergences)
        stands = f"   stands alone on {alone} path{'' if alone == 1 else 's'}" if alone else ""
        lines.append(f"  [{number + 1}] {name(origin)}{stands}")
        lines += [f"      container: {f.id}: {prose(f.message)}" for f in findings.get(origin, ())]
    if comparison.divergences:
        lines += ["", "The same letter is the same content and mode; - is absent.", ""]
        lines += [_row(comparison.origins, divergence) for divergence in comparison.divergences]
    return "\n".join(lines)


def _row(origins: tuple[str, ...], divergence: Divergence) -> str:
    letters: dict[str, str] = {}
    cells = []
    for origin in origins:
        held = divergence.versions.get(origin)
        if held is not None:
            letters.setdefault(held, chr(ord("A") + len(letters)) if len(letters) < 26 else "?")
        cells.append(letters[held] if held is not None else "-")
    return f"  {' '.join(cells)}  {name(divergence.path)}"
