"""build_rules: make and the compiler are asked in the sandbox; what loops there is named, and ended."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tallystick.model import BuildFinding, Ledger
from toolchains import AUTOCONF, AUTOMAKE, PROJECT, ledger, made, variant
from tools_needed import require_tool

pytestmark = pytest.mark.first

_Found = tuple[Ledger, dict[str, BuildFinding]]


def _found(released: Mapping[str, str], reviewed: Mapping[str, str]) -> _Found:
    ledger_ = ledger({**reviewed, **released}, reviewed)
    return ledger_, {one.id: one for one in ledger_.build}


def test_an_object_that_eval_makes_up_is_in_makes_database() -> None:
    require_tool("make")
    makefile = "all:\n\ttrue\nNAME := crc64_fast\n$(eval $(NAME).o: ; cp notch $$@)\n"
    _, found = _found({"Makefile": makefile}, {"a.c": "int a;\n"})
    assert "crc64_fast.o" in found["object-recipe"].message
    assert found["object-recipe"].new


def test_a_makefile_that_loops_is_named_and_skipped(monkeypatch: pytest.MonkeyPatch) -> None:
    require_tool("make")
    monkeypatch.setattr("tallystick.rebuild.build_rules.SECONDS", 2)
    makefile = "X := $(shell while :; do :; done)\nall:\n\ttrue\n"
    ledger_, found = _found({"Makefile": makefile}, {"a.c": "int a;\n"})
    assert found["makefile-unread"].path == "Makefile"
    assert any("Makefile: make was ended" in skip.reason for skip in ledger_.skips)


def test_what_a_makefile_runs_while_it_is_read_leaves_nothing_outside(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    require_tool("make")
    outside = tmp_path_factory.mktemp("outside") / "escaped"
    makefile = f"X := $(shell head -c 3 /etc/shadow >{outside})\nall:\n\ttrue\n"
    _, found = _found({"Makefile": makefile}, {"a.c": "int a;\n"})
    assert "shell-function" in found
    assert not outside.exists()


def test_a_probe_with_a_slip_of_the_pen_does_not_compile() -> None:
    require_tool("gcc")
    slip = "check_c_source_compiles([[\n#include <stdio.h>\nint main(void) { return 0 }\n]] X)\n"
    missing = "check_c_source_compiles([[\n#include <never/there.h>\nint main(void) { return 0; }\n]] Y)\n"
    _, found = _found({}, {"CMakeLists.txt": slip})
    assert (found["dead-probe"].path, found["dead-probe"].line) == ("CMakeLists.txt", 3)
    _, found = _found({}, {"CMakeLists.txt": missing})
    assert "dead-probe" not in found


PROBE = """\
AC_DEFUN([STICK_NOTCH],
[AC_COMPILE_IFELSE([AC_LANG_PROGRAM(
  [[#include <stdio.h>]],
  [[
  int notch = 0%s
  return notch;
  ]])], [stick_notch=yes], [stick_notch=no])])
"""


@pytest.mark.parametrize(
    ("probe", "line"),
    [
        (PROBE % "", 6),
        (PROBE % ";\n  .", 6),
        (PROBE.replace("stdio.h>", "stdio.h>\nint f (void) { return 1 }") % ";", 4),
    ],
    ids=["semicolon", "lone-dot", "in-the-prologue"],
)
def test_a_probe_of_autoconf_is_put_together_and_compiled(probe: str, line: int) -> None:
    require_tool("gcc")
    _, found = _found({}, {"m4/notch.m4": probe})
    assert (found["dead-probe"].path, found["dead-probe"].line) == ("m4/notch.m4", line)


@pytest.mark.parametrize(
    "probe",
    [PROBE % ";", PROBE.replace("notch = 0", "notch = $1") % "", "AC_LANG([C++])\n" + PROBE % ""],
    ids=["whole", "filled-in-by-m4", "another-language"],
)
def test_a_probe_that_compiles_or_that_m4_has_to_fill_in_is_not_named(probe: str) -> None:
    require_tool("gcc")
    _, found = _found({}, {"m4/notch.m4": probe})
    assert "dead-probe" not in found


def test_without_a_compiler_that_no_probe_was_compiled_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("tallystick.rebuild.build_rules.COMPILER", "never-there-cc")
    ledger_, found = _found({}, {"m4/notch.m4": PROBE % ""})
    assert "dead-probe" not in found
    assert any("1 feature probes were not compiled" in skip.reason for skip in ledger_.skips)


def test_commands_are_asked_of_autoconf_itself() -> None:
    """A macro makes the tag up, so that no text of the source has it: only a trace knows."""
    variant("autoconf", AUTOCONF)
    variant("automake", AUTOMAKE)
    macro = "AC_DEFUN([STICK_NOTCH], [AC_CONFIG_COMMANDS(m4_join([-], [cut], [notch]), [:])])\n"
    reviewed = {**PROJECT, "m4/notch.m4": macro}
    configure = made(reviewed)["configure"].decode()
    theirs = configure.replace(
        '    "cut-notch":C)', '    "build-to-host":C) : ;;\n    "cut-notch":C)', 1
    )
    assert theirs != configure
    found = ledger({**reviewed, "configure": theirs}, reviewed).build
    assert any(one.id == "config-commands" and "build-to-host" in one.message for one in found)
