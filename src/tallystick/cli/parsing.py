"""Arguments of commands: argparse, with errors on one line and help that keeps its lines."""

from __future__ import annotations

import argparse
from typing import NoReturn

from tallystick.errors import UsageError


class Parser(argparse.ArgumentParser):
    """A parser whose errors are ours: one line, and ``main`` decides the exit code."""

    def __init__(self, prog: str, description: str) -> None:
        """Make the parser of ``prog``; ``description`` is shown as it stands."""
        super().__init__(
            prog=prog,
            description=description,
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,  # a new option must not change what an old script means
        )

    def error(self, message: str) -> NoReturn:
        """Raise what argparse would have printed and exited for."""
        raise UsageError(f"{message} ({self.prog} --help says more)")
