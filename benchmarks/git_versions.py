"""The tests that start git, with other versions of it than the one of this machine.

    python benchmarks/git_versions.py GIT… [--tests PATH…] [-o FILE]

GIT is the program itself, of a version that was installed somewhere (``/opt/git-2.30/bin/git``). Its folder
is put first in ``PATH``, so that tests, servers and the program under test all take it. Prints a row for each
version: what passed, failed and was skipped, and processor seconds. The exit code is 1 where anything failed.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[1]

TESTS = (
    "tests/source",
    "tests/custody",
    "tests/locate",
    "tests/project",
    "tests/test_git_archive.py",
    "tests/cli/test_custody.py",
    "tests/cli/test_git_server.py",
    "tests/cli/test_source_keys.py",
)
"""What starts git for questions of its own: repositories near, far, broken and hostile."""


def main() -> int:
    """Run the tests with each git; the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("git", nargs="+", type=Path)
    parser.add_argument("--tests", nargs="+", default=TESTS)
    parser.add_argument("-o", "--output", type=Path)
    options = parser.parse_args()
    print("| git | passed | failed | skipped | cpu s |\n|---|--:|--:|--:|--:|", flush=True)
    failed: list[str] = []
    for git in options.git:
        failed += run(git.absolute(), options.tests)
    if options.output is not None:
        options.output.write_text("".join(f"{name}\n" for name in failed), encoding="utf-8")
    return 1 if failed else 0


def run(git: Path, tests: list[str]) -> list[str]:
    """Run the tests with one git and print its row; what failed, with the version."""
    environment = {**os.environ, "PATH": f"{git.parent}{os.pathsep}{os.environ['PATH']}"}
    said = subprocess.run(
        ["git", "--version"], env=environment, capture_output=True, text=True, check=True
    )
    version = said.stdout.split()[2]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with TemporaryDirectory(prefix="tallystick-git-") as folder:
        report = Path(folder, "report.xml")
        subprocess.run(
            [
                *(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"),
                *("-m", "not online", f"--junit-xml={report}", *tests),
            ],
            cwd=ROOT,
            env=environment,
            stdout=sys.stderr,
            check=False,
        )
        cases = ET.parse(report).getroot().findall(".//testcase")  # noqa: S314 - our own pytest wrote it
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    bad = [
        f"{version} {case.get('classname')}::{case.get('name')}"
        for case in cases
        if case.find("failure") is not None or case.find("error") is not None
    ]
    skipped = sum(case.find("skipped") is not None for case in cases)
    passed = len(cases) - len(bad) - skipped
    print(f"| {version} | {passed} | {len(bad)} | {skipped} | {spent:.0f} |", flush=True)
    return bad


if __name__ == "__main__":
    sys.exit(main())
