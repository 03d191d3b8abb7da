"""Completion as the shells themselves do it, and the manual as man and mandoc read it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from command import COMMAND
from tallystick.cli import COMMANDS
from tallystick.cli.described import commands
from tools_needed import require_tool

BASH = """\
set -u
source "$1"; shift
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
_tallystick
printf '%s\\n' "${COMPREPLY[@]+"${COMPREPLY[@]}"}"
complete -p tallystick
"""

ZSH = """\
zmodload zsh/zpty
zpty shell zsh -f -i
zpty -w shell "unsetopt prompt_cr prompt_sp zle_bracketed_paste; PS1= RPS1= TERM=dumb; fpath=($1 \\$fpath)"
zpty -w shell 'autoload -U compinit; compinit -u -D; print ready-${_comps[tallystick]}-end'
zpty -r -m shell answer '*ready-_tallystick-end*'
zpty -w -n shell "$2"$'\\t'
zpty -r -m shell answer "*$3*" && print complete
"""


@pytest.fixture(scope="module")
def scripts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the script for each shell, as each wants it called."""
    folder = tmp_path_factory.mktemp("completion")
    for shell, name in (("bash", "bash"), ("zsh", "_tallystick"), ("fish", "fish")):
        done = subprocess.run([COMMAND, "completion", shell], capture_output=True, check=True)
        (folder / name).write_bytes(done.stdout)
    return folder


def bash(scripts: Path, *words: str) -> list[str]:
    command = [require_tool("bash"), "-c", BASH, "bash", str(scripts / "bash"), *words]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    *found, registered = done.stdout.splitlines()
    assert registered.endswith("-F _tallystick tallystick")
    return [word for word in found if word]


def fish(scripts: Path, line: str) -> list[str]:
    script = f"source {scripts / 'fish'}; complete -C '{line}'"
    done = subprocess.run(
        [require_tool("fish"), "--no-config", "-c", script],
        capture_output=True,
        text=True,
        check=True,
        cwd=scripts,
        env={"HOME": str(scripts), "PATH": "/usr/bin:/bin"},
    )
    return [row.partition("\t")[0] for row in done.stdout.splitlines()]


def test_bash_completes_commands_options_and_their_values(scripts: Path) -> None:
    assert set(COMMANDS) <= set(bash(scripts, "tallystick", ""))
    assert bash(scripts, "tallystick", "cu") == ["custody"]
    assert bash(scripts, "tallystick", "audit", "--off") == ["--offline"]
    assert bash(scripts, "tallystick", "audit", "--depth", "r") == ["regenerate", "rebuild"]
    assert bash(scripts, "tallystick", "store", "c") == ["check"]
    assert bash(scripts, "tallystick", "audit", "--source", "x") == []  # the shell's own: files
    assert bash(scripts, "tallystick", "demo", "--depth") == []


def test_fish_completes_commands_options_and_their_values(scripts: Path) -> None:
    assert fish(scripts, "tallystick cu") == ["custody"]
    assert fish(scripts, "tallystick audit --off") == ["--offline"]
    assert set(fish(scripts, "tallystick audit --depth r")) == {"regenerate", "rebuild"}
    assert "check" in fish(scripts, "tallystick store c")
    assert "--depth" not in fish(scripts, "tallystick demo --")


@pytest.mark.parametrize(
    ("typed", "completed"),
    [
        ("tallystick custo", "custody"),
        ("tallystick audit --offl", "--offline"),
        ("tallystick audit --depth reg", "regenerate"),
        ("tallystick store upg", "upgrade"),
    ],
)
def test_zsh_completes(scripts: Path, typed: str, completed: str) -> None:
    command = [require_tool("zsh"), "-f", "-c", ZSH, "zsh", str(scripts), typed, completed]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout.endswith("complete\n"), done


@pytest.mark.parametrize(
    "reader",
    [
        pytest.param(("mandoc", "-T", "lint", "-W", "warning"), id="mandoc"),
        pytest.param(("groff", "-man", "-Tutf8", "-ww", "-Wbreak", "-z"), id="groff"),
    ],
)
def test_the_manual_is_set_without_a_warning(reader: tuple[str, ...], tmp_path: Path) -> None:
    program, *options = reader
    page = tmp_path / "tallystick.1"
    page.write_bytes(subprocess.run([COMMAND, "man"], capture_output=True, check=True).stdout)
    done = subprocess.run(
        [require_tool(program), *options, page], capture_output=True, text=True, check=False
    )
    # It has no date, so that the same version is the same page.
    said = [row for row in done.stdout.splitlines() if "missing date" not in row]
    assert (said, done.stderr) == ([], "")


def test_the_manual_has_every_command_and_every_option(tmp_path: Path) -> None:
    page = tmp_path / "tallystick.1"
    page.write_bytes(subprocess.run([COMMAND, "man"], capture_output=True, check=True).stdout)
    shown = subprocess.run(
        [require_tool("mandoc"), "-T", "ascii", "-O", "width=200", page],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    plain = "".join(  # without overstriking
        sign
        for place, sign in enumerate(shown)
        if sign != "\b" and shown[place + 1 : place + 2] != "\b"
    )
    for command in commands():
        heading = f"\nTALLYSTICK {command.name.upper()}\n"
        assert heading in plain
        section = plain.partition(heading)[2]
        for option in command.options:
            assert ", ".join(option.flags) in section, (command.name, option)


def test_what_is_described_is_what_the_help_shows() -> None:
    """Every flag of every ``--help``, and no other."""
    known = {command.name: command for command in commands()}
    assert list(known) == list(COMMANDS)
    for name in ("audit", "store", "custody", "man"):
        done = subprocess.run(
            [sys.executable, "-m", "tallystick", name, "--help"],
            capture_output=True,
            text=True,
            check=True,
        )
        for option in known[name].options:
            assert all(flag in done.stdout for flag in option.flags)
        assert known[name].summary in done.stdout
