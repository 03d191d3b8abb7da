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
        from tallystick.cli.next_step import near  # noqa: PLC0415 - only where it fails

        unknown = message.removeprefix("unrecognized arguments: ").split(" ", 1)[0]
        options = [flag for action in self._actions for flag in action.option_strings]
        hint = near(unknown, options) if unknown.startswith("--") else ""
        raise UsageError(f"{message}{hint} ({self.prog} --help says more)")
