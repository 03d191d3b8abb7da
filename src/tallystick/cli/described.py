"""What the command line takes, as data: read off the parsers, for completion, manual and documentation."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from tallystick.cli import COMMANDS, parser_of


class Argument(Struct, frozen=True, kw_only=True):
    """An option or a positional argument.

    Attributes:
        flags: ``-o`` and ``--output``; none for a positional argument.
        value: what stands for its value in the usage; "" where it takes none.
        choices: the values that there are; none where others are possible.
        is_path: whether a value is a file or a folder.
        help: the help, whole.
    """

    flags: tuple[str, ...]
    value: str
    choices: tuple[str, ...]
    is_path: bool
    help: str


class Command(Struct, frozen=True, kw_only=True):
    """A command of :data:`tallystick.cli.COMMANDS`.

    Attributes:
        name: what it is called.
        summary: one line.
        description: what else its help says before the options, lines as they stand.
        usage: how it is called, on one line.
        arguments: positional arguments, then options, in the order of the help.
    """

    name: str
    summary: str
    description: str
    usage: str
    arguments: tuple[Argument, ...]

    @property
    def usage_lines(self) -> str:
        """The usage, an option a line, behind the name of the command."""
        name, *parts = re.split(r" (?=\[-)", self.usage)
        return "\n".join((name, *(f"    {part}" for part in parts)))

    @property
    def options(self) -> tuple[Argument, ...]:
        """The arguments with flags."""
        return tuple(one for one in self.arguments if one.flags)

    @property
    def positionals(self) -> tuple[Argument, ...]:
        """The arguments without."""
        return tuple(one for one in self.arguments if not one.flags)


def commands() -> tuple[Command, ...]:
    """Every command, in the order of the help."""
    return tuple(_command(name) for name in COMMANDS)


def _command(name: str) -> Command:
    parser = parser_of(name)
    summary, _, description = (parser.description or "").partition("\n\n")
    usage = " ".join(parser.format_usage().removeprefix("usage: ").split())
    return Command(
        name=name,
        summary=summary,
        description=description,
        usage=usage,
        arguments=tuple(_arguments(parser)),
    )


def _arguments(parser: argparse.ArgumentParser) -> Iterator[Argument]:
    formatter = parser.formatter_class(prog=parser.prog)
    actions = parser._actions  # noqa: SLF001 - argparse has no public list of them
    for action in sorted(actions, key=lambda one: bool(one.option_strings)):
        takes_value = action.nargs != 0
        metavar = action.metavar or action.dest.upper()
        value = metavar if isinstance(metavar, str) else " ".join(metavar)
        if action.choices is not None:
            value = "|".join(map(str, action.choices))
        elif action.nargs == "?" and action.option_strings:
            value = f"[{value}]"
        yield Argument(
            flags=tuple(action.option_strings),
            value=value if takes_value else "",
            choices=tuple(map(str, action.choices or ())),
            is_path=action.type is Path or "FILE" in value.split("|") or "DIR" in value.split("|"),
            help=formatter._expand_help(action) if action.help else "",  # noqa: SLF001 - as above
        )
