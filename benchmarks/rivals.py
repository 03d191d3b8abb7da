"""Side by side with the tools that compare a release today.

    python benchmarks/rivals.py diffoscope ARTIFACT REPOSITORY COMMIT
    python benchmarks/rivals.py check-manifest CHECKOUT SDIST

``diffoscope`` compares the sdist with ``git archive`` of the commit. ``check-manifest`` builds an sdist
of the checkout and compares names; the audit compares an sdist that was built before, name by name and
byte by byte. Both tools must be on PATH; neither is a dependency.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import tempfile
from pathlib import Path

from measuring import ANY_VERDICT, TALLYSTICK, Side, compare, machine, table

DIFFERENT = frozenset({0, 1})
"""Both rivals exit with 1 where they found a difference."""


def program(name: str) -> str:
    """The path of a rival.

    Raises:
        SystemExit: it is not here.
    """
    path = shutil.which(name)
    if path is None:
        raise SystemExit(f"{name} is not on PATH")
    return path


def diffoscope(options: argparse.Namespace) -> None:
    """The artifact against ``git archive`` of the commit, packed alike."""
    top = Path(options.artifact).name.removesuffix(".tar.gz")
    with tempfile.TemporaryDirectory() as folder:
        packed = Path(folder) / "source.tar.gz"
        archive = [
            "git",
            "-C",
            options.repository,
            "archive",
            f"--prefix={top}/",
            "-o",
            str(packed),
        ]
        subprocess.run([*archive, options.commit], check=True)
        audit = [TALLYSTICK, "audit", options.artifact, "--offline"]
        sides = [
            Side(
                name="tallystick audit",
                command=[*audit, "--source", options.repository, "--ref", options.commit],
                exit_codes=ANY_VERDICT,
            ),
            Side(
                name="diffoscope",
                command=[program("diffoscope"), "--text", "-", options.artifact, str(packed)],
                exit_codes=DIFFERENT,
            ),
        ]
        show(sides)


def check_manifest(options: argparse.Namespace) -> None:
    """The project in a checkout, as its maintainer would check it before an upload."""
    sides = [
        Side(
            name="tallystick audit",
            command=[TALLYSTICK, "audit", options.sdist, "--offline", "--source", options.checkout],
            exit_codes=ANY_VERDICT,
        ),
        Side(
            name="check-manifest",
            command=[program("check-manifest"), "--no-build-isolation", options.checkout],
            exit_codes=DIFFERENT,
        ),
    ]
    show(sides)


def show(sides: list[Side]) -> None:
    """Measure and print."""
    print(machine() + "\n")
    print("\n".join(table(compare(sides), "tallystick audit")))


def main() -> None:
    """Choose the rival."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    rivals = parser.add_subparsers(required=True)
    one = rivals.add_parser("diffoscope")
    for name in ("artifact", "repository", "commit"):
        one.add_argument(name)
    one.set_defaults(run=diffoscope)
    other = rivals.add_parser("check-manifest")
    for name in ("checkout", "sdist"):
        other.add_argument(name)
    other.set_defaults(run=check_manifest)
    options = parser.parse_args()
    options.run(options)


if __name__ == "__main__":
    main()
