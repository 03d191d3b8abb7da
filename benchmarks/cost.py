"""What an audit costs against the size of what is audited: processor seconds beside the shell's floor.

    python benchmarks/cost.py CORPUS.toml --repositories DIR --artifacts DIR [--svg FILE] [--runs N]

For each sdist of the corpus the audit at depth ``static``, the repository a local clone, and the floor of
``speed.py``: decompressing, hashing once, and listing the tree. Each is run several times; the least counts,
since a busy machine only ever adds. ``--svg`` draws both against the bytes that are unpacked, in logarithms.
"""

from __future__ import annotations

import argparse
import gzip
import json
import shlex
import tarfile
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import vl_convert
from measuring import ANY_VERDICT, TALLYSTICK, Side, machine, once


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """One sdist: processor seconds of both sides, and the peak of the audit in MiB."""

    release: str
    files: int
    bytes: int
    floor: float
    audit: float
    peak: float


def main() -> None:
    """Measure, print a table, and draw."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--repositories", type=Path, required=True)
    parser.add_argument("--artifacts", type=Path, required=True)
    parser.add_argument("--svg", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    print(f"{machine()}; least of {options.runs}\n")
    costs = sorted(measured(options), key=lambda cost: cost.bytes)
    print("\n".join(table(costs)))
    if options.svg is not None:
        options.svg.write_text(drawn(costs), encoding="utf-8")


def measured(options: argparse.Namespace) -> Iterator[Cost]:
    """The costs of each sdist that is there."""
    for release in tomllib.loads(options.corpus.read_text(encoding="utf-8"))["release"]:
        name = release.get("sdist", "")
        path = options.artifacts / name
        if not name.endswith(".tar.gz") or not path.exists():
            continue
        repository = options.repositories / f"{release['name'].lower()}.git"
        with tarfile.open(path) as archive:
            files = sum(member.isfile() for member in archive)
        with gzip.open(path) as content:
            unpacked = sum(len(block) for block in iter(lambda: content.read(1 << 20), b""))
        audit = [*(TALLYSTICK, "audit", str(path), "--offline", "--source", str(repository))]
        least, peak = _least(
            Side(
                name="audit",
                command=[*audit, "--ref", release["commit"], "--subdir", release.get("subdir", "")],
                exit_codes=ANY_VERDICT,
            ),
            options.runs,
        )
        shell = (
            f"gzip -dc {shlex.quote(str(path))} | sha1sum; "
            f"git -C {shlex.quote(str(repository))} ls-tree -r {shlex.quote(release['commit'])}"
        )
        floor, _ = _least(Side(name="floor", command=["bash", "-c", shell]), options.runs)
        label = f"{release['name']} {release['version']}"
        yield Cost(release=label, files=files, bytes=unpacked, floor=floor, audit=least, peak=peak)


def _least(side: Side, runs: int) -> tuple[float, float]:
    taken = [once(side) for _ in range(runs)]
    return min(cpu for _, cpu, _ in taken), min(peak for _, _, peak in taken)


def table(costs: list[Cost]) -> Iterator[str]:
    """Rows of Markdown, and the median ratio."""
    yield "| release | files | MB unpacked | floor cpu s | audit cpu s | ratio | audit MiB |"
    yield "|---|--:|--:|--:|--:|--:|--:|"
    for cost in costs:
        yield (
            f"| {cost.release} | {cost.files:,} | {cost.bytes / 1e6:.1f} | {cost.floor:.3f} "
            f"| {cost.audit:.3f} | {cost.audit / cost.floor:.1f} | {cost.peak:.0f} |"
        )
    yield ""
    yield f"Median ratio: {median(cost.audit / cost.floor for cost in costs):.1f}"


def drawn(costs: list[Cost]) -> str:
    """Both costs against the size, as SVG."""
    values = [
        {"release": cost.release, "bytes": cost.bytes, "seconds": seconds, "what": what}
        for cost in costs
        for what, seconds in (("audit", cost.audit), ("floor", cost.floor))
    ]
    logarithm = {"type": "log"}
    specification = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": 640,
        "height": 360,
        "data": {"values": values},
        "mark": {"type": "point", "filled": True, "size": 60},
        "encoding": {
            "x": {
                "field": "bytes",
                "type": "quantitative",
                "scale": logarithm,
                "title": "bytes unpacked",
            },
            "y": {
                "field": "seconds",
                "type": "quantitative",
                "scale": logarithm,
                "title": "processor seconds",
            },
            "color": {"field": "what", "type": "nominal", "title": None},
            "shape": {"field": "what", "type": "nominal", "title": None},
        },
    }
    return vl_convert.vegalite_to_svg(json.dumps(specification), allowed_base_urls=[])


if __name__ == "__main__":
    main()
