"""``tallystick completion``: what a shell asks when Tab is pressed, made from the parsers."""

from __future__ import annotations

import argparse
import re
import shlex
import sys
from collections.abc import Callable, Iterator, Mapping

from tallystick.cli.described import Argument, Command, commands

DESCRIPTION = """\
bash: put `eval "$(tallystick completion bash)"` into ~/.bashrc, or the output into
~/.local/share/bash-completion/completions/tallystick. zsh: put the output into a file _tallystick
in a folder of $fpath. fish: put it into ~/.config/fish/completions/tallystick.fish.

Exit codes: 0 printed, 2 usage error."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``tallystick completion`` takes."""
    parser.add_argument("shell", choices=tuple(SHELLS), help="which shell it is for")


def run(options: argparse.Namespace) -> int:
    """Print the script; the exit code."""
    sys.stdout.write("\n".join(SHELLS[options.shell](commands())) + "\n")
    return 0


def _bash(known: tuple[Command, ...]) -> Iterator[str]:
    """See bash(1), "Programmable Completion"."""
    names = " ".join(one.name for one in known)
    yield "# bash completion for tallystick"
    yield "_tallystick() {"
    yield "    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} options= values="
    yield "    COMPREPLY=()"
    yield '    if [ "$COMP_CWORD" -eq 1 ]; then'
    yield f"        COMPREPLY=($(compgen -W '{names} --help --version' -- \"$word\"))"
    yield "        return"
    yield "    fi"
    yield "    case ${COMP_WORDS[1]} in"
    for command in known:
        flags = " ".join(flag for one in command.options for flag in one.flags)
        words = " ".join(value for one in command.positionals for value in one.choices)
        yield f"    {command.name})"
        yield f"        options='{flags}' values='{words}'"
        yield "        case $before in"
        for option in command.options:
            if option.choices:
                yield f"        {'|'.join(option.flags)}) options= values='{' '.join(option.choices)}' ;;"
            elif option.value:
                yield f"        {'|'.join(option.flags)}) return ;;"
        yield "        esac ;;"
    yield "    esac"
    yield '    case $word in -*) values="$options" ;; esac'
    yield '    COMPREPLY=($(compgen -W "$values" -- "$word"))'
    yield "}"
    yield "complete -o bashdefault -o default -F _tallystick tallystick"


def _zsh(known: tuple[Command, ...]) -> Iterator[str]:
    """See zshcompsys(1), ``_arguments`` and ``_describe``."""
    yield "#compdef tallystick"
    yield "_tallystick() {"
    yield "  local -a commands"
    yield "  commands=("
    for command in known:
        yield f"    {shlex.quote(f'{command.name}:{_colonless(command.summary)}')}"
    yield "  )"
    yield "  if (( CURRENT == 2 )); then"
    yield "    _describe command commands"
    yield "    return"
    yield "  fi"
    yield "  local command=$words[2]"
    yield "  shift words"
    yield "  (( CURRENT-- ))"
    yield "  case $command in"
    for command in known:
        specs = " \\\n      ".join(_zsh_specs(command))
        yield f"  {command.name})\n    _arguments -s \\\n      {specs} ;;"
    yield "  esac"
    yield "}"
    yield '_tallystick "$@"'


def _zsh_specs(command: Command) -> Iterator[str]:
    for option in command.options:
        said = f"[{_bracketless(option.help)}]"
        value = f":{_colonless(option.value)}:{_zsh_values(option)}" if option.value else ""
        for flag in option.flags:
            yield shlex.quote(f"*{flag}{said}{value}")
    words = [value for one in command.positionals for value in one.choices]
    if words:
        yield shlex.quote(f"1: :({' '.join(words)})")
    yield shlex.quote("*:: :_files")


def _zsh_values(option: Argument) -> str:
    if option.choices:
        return f"({' '.join(option.choices)})"
    return "_files" if option.is_path else " "


def _fish(known: tuple[Command, ...]) -> Iterator[str]:
    """See ``complete`` in fish's documentation."""
    yield "# fish completion for tallystick"
    first = "complete -c tallystick -n __fish_use_subcommand"
    yield f"{first} -f -l help"
    yield f"{first} -f -l version"
    for command in known:
        yield f"{first} -f -a {command.name} -d {_fish_quoted(command.summary)}"
    for command in known:
        here = f"complete -c tallystick -n '__fish_seen_subcommand_from {command.name}'"
        for one in command.positionals:
            if one.choices:
                yield f"{here} -a {_fish_quoted(' '.join(one.choices))}"
        for option in command.options:
            yield f"{here} {_fish_option(option)} -d {_fish_quoted(option.help)}"


def _fish_option(option: Argument) -> str:
    flags = [
        f"-l {flag[2:]}" if flag.startswith("--") else f"-s {flag[1:]}" for flag in option.flags
    ]
    if option.choices:
        flags.append(f"-xa {_fish_quoted(' '.join(option.choices))}")
    elif option.value:
        flags.append("-r" if option.is_path else "-x")
    return " ".join(flags)


def _fish_quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


def _colonless(text: str) -> str:
    return text.replace("\\", "").replace(":", "\\:")


def _bracketless(text: str) -> str:
    return re.sub(r"([\[\]:\\])", r"\\\1", text)


SHELLS: Mapping[str, Callable[[tuple[Command, ...]], Iterator[str]]] = {
    "bash": _bash,
    "fish": _fish,
    "zsh": _zsh,
}
"""Each shell, and what writes its script."""
