"""``tallystick rebuild``: an audit that builds everything again."""

from __future__ import annotations

import argparse

from tallystick.cli import audit
from tallystick.cli.depth import REBUILD

DESCRIPTION = """\
Takes what audit takes, and runs at depth rebuild: the sdist and the wheel are built from the
commit, the wheel from the sdist besides, in a sandbox with the tools of the day, and compared
with what was published. --attest signs the outcome, good or bad. docs/rebuild.md says more.

Exit codes: 0 accepted and rebuilt, 1 rejected, 2 usage error or crash, 3 inconclusive: it did not
come out the same, or could not be built here; the report says at which step and why."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``tallystick rebuild`` takes."""
    audit.add_arguments(parser)
    parser.set_defaults(depth=REBUILD)


def run(options: argparse.Namespace) -> int:
    """Audit at this depth; the exit code."""
    return audit.run(options)
