"""Which phase a command belongs to, and how a program was told what to run."""

from __future__ import annotations

import pytest

from tallystick.watch.graph import Run
from tallystick.watch.invocation import is_told_on_stdin, named_by, script
from tallystick.watch.phases import Phase, in_phases, phases_of
from tallystick.watch.programs import plain_name


def run(*argv: str, parent: Run | None = None, number: int = 0) -> Run:
    return Run(
        number=number,
        process=number + 1,
        parent=parent,
        program=argv[0],
        name=plain_name(argv[0]),
        argv=argv,
        is_fork=False,
        folder="/build/tree",
    )


def nested(*commands: str) -> Phase:
    """The phase of the last of commands that start each other."""
    runs: list[Run] = []
    for command in commands:
        parent = runs[-1] if runs else None
        runs.append(run(*command.split(), parent=parent, number=len(runs)))
    return phases_of(runs)[len(runs) - 1]


@pytest.mark.parametrize(
    ("commands", "phase"),
    [
        (["./configure", "/usr/bin/cc"], Phase.CONFIGURE),
        (["/bin/sh ./configure"], Phase.CONFIGURE),
        (["/usr/bin/make", "/usr/bin/cc"], Phase.BUILD),
        (["/usr/bin/make check", "/usr/bin/make check-am", "x"], Phase.TEST),
        (["/usr/bin/make check-TESTS", "/usr/bin/make testit.sh.log", "x"], Phase.TEST),
        (["/usr/bin/make check-am", "/usr/bin/make all-am", "x"], Phase.BUILD),
        (["/usr/bin/make", "/usr/bin/make all-recursive"], Phase.BUILD),
        (["/usr/bin/make install"], Phase.INSTALL),
        (["/usr/bin/make install-strip"], Phase.INSTALL),
        (["/usr/bin/make -f debian/rules build", "/usr/bin/make test"], Phase.TEST),
        (["./configure", "/usr/bin/make check", "/usr/bin/python3 x.py"], Phase.CONFIGURE),
        (["/usr/bin/make", "/bin/sh ./config.status"], Phase.CONFIGURE),
        (["/usr/bin/cmake -S . -B out", "/usr/bin/make cmTC_1"], Phase.CONFIGURE),
        (["/usr/bin/cmake --build out", "/usr/bin/cc"], Phase.BUILD),
        (["/usr/bin/cmake --build out --target test", "x"], Phase.TEST),
        (["/usr/bin/cmake --install out"], Phase.INSTALL),
        (["/usr/bin/make", "/usr/bin/cmake -E cmake_link_script x"], Phase.BUILD),
        (["/usr/bin/make install", "/usr/bin/cmake -P cmake_install.cmake"], Phase.INSTALL),
        (["/usr/bin/ctest"], Phase.TEST),
        (["/usr/bin/meson setup out"], Phase.CONFIGURE),
        (["/usr/bin/python3 /usr/bin/meson out"], Phase.CONFIGURE),
        (["/usr/bin/meson test -C out"], Phase.TEST),
        (["/usr/bin/meson install"], Phase.INSTALL),
        (["/usr/bin/ninja -C out", "/usr/bin/meson --internal exe"], Phase.BUILD),
        (["/usr/bin/python3 setup.py build", "/usr/bin/cc"], Phase.BUILD),
        (["/usr/bin/python3 -m pip wheel ."], Phase.BUILD),
        (["/bin/sh -c ./configure"], Phase.OTHER),
        (["/usr/bin/tar xf x"], Phase.OTHER),
    ],
)
def test_a_phase_is_told_by_the_tool_that_builds(commands: list[str], phase: Phase) -> None:
    assert nested(*commands) is phase


def named(*commands: tuple[Phase, str]) -> Run:
    return run(*in_phases(commands))


def test_a_phase_that_is_named_is_that_of_all_below() -> None:
    first = named((Phase.TEST, "./run"))
    shell = run("/bin/sh", "-e", "-c", "./run", "phase:test", parent=first, number=1)
    below = run("/usr/bin/make", parent=shell, number=2)
    assert phases_of([first, shell, below]) == {0: Phase.OTHER, 1: Phase.TEST, 2: Phase.TEST}


def test_a_build_cannot_name_its_phase() -> None:
    mark = ("/bin/sh", "-e", "-c", "./run", "phase:test")
    script_of_theirs = run("./build")
    alone = run(*mark, parent=script_of_theirs, number=1)
    assert phases_of([script_of_theirs, alone])[1] is Phase.OTHER
    first = named((Phase.BUILD, "./build"))
    shell = run("/bin/sh", "-e", "-c", "./build", "phase:build", parent=first, number=1)
    forged = run(*mark, parent=shell, number=2)
    assert phases_of([first, shell, forged])[2] is Phase.BUILD


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("/usr/bin/make all", None),
        ("/usr/bin/make -f x.mk all", "/build/tree/x.mk"),
        ("/usr/bin/make -C sub -f x.mk", "/build/tree/sub/x.mk"),
        ("/usr/bin/make --file=x.mk", "/build/tree/x.mk"),
        ("/usr/bin/awk -f x.awk data", "/build/tree/x.awk"),
        ("/usr/bin/awk {print} data", None),
        ("/usr/bin/sed -fx.sed data", "/build/tree/x.sed"),
        ("/bin/sh -e ./x.sh", "/build/tree/x.sh"),
        ("/bin/bash -o pipefail x.sh", "/build/tree/x.sh"),
        ("/bin/sh -ec true", None),
        ("/bin/sh -- x.sh", "/build/tree/x.sh"),
        ("/usr/bin/python3 -X dev setup.py", "/build/tree/setup.py"),
        ("/usr/bin/python3 -m build", None),
        ("/usr/bin/python3 -sc x", None),
        ("/usr/bin/perl -I lib x.pl", "/build/tree/x.pl"),
        ("/usr/bin/perl -pe x", None),
        ("/usr/bin/node -r ./hook x.js", "/build/tree/x.js"),
        ("/usr/bin/cc x.c", None),
    ],
)
def test_the_script_is_what_a_program_runs_and_no_other_word(
    command: str, expected: str | None
) -> None:
    assert script(run(*command.split())) == expected


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("/bin/sh", True),
        ("/bin/sh -es", True),
        ("/bin/sh -c true", False),
        ("/bin/sh /dev/stdin", True),
        ("/bin/sh x.sh", False),
        ("/usr/bin/python3 -", True),
        ("/usr/bin/python3 -c x", False),
        ("/usr/bin/make -f -", True),
        ("/usr/bin/make", False),
        ("/usr/bin/awk -f /dev/stdin", True),
        ("/usr/bin/m4", False),
        ("/usr/bin/cat", False),
    ],
)
def test_who_runs_its_standard_input_is_known(command: str, expected: bool) -> None:
    assert is_told_on_stdin(run(*command.split())) is expected


def test_a_program_of_the_build_is_not_believed_for_its_name() -> None:
    assert plain_name("/usr/lib/gcc/x86_64-linux-gnu/12/cc1") == "cc1"
    assert plain_name("/build/tree/cc1") == "./cc1"
    assert plain_name("/build/tree/x86_64-linux-gnu-ld") == "./ld"
    assert plain_name("/build/tree/configure") == "configure"


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (b"#!/bin/sh -e\nexit\n", "sh"),
        (b"#! /usr/bin/python3.11\n", "python"),
        (b"#!/usr/bin/env -S X=1 perl -w\n", "perl"),
        (b"#!/usr/bin/env", ""),
        (b"#!\n", ""),
        (b"echo a\n", ""),
        (b"\x7fELF", ""),
        (b"#!" + b"x" * 5_000, "x" * 254),
        (b"#!/bin/\xff\n", "\udcff"),
    ],
)
def test_a_script_names_its_interpreter(head: bytes, expected: str) -> None:
    assert named_by(head) == expected
