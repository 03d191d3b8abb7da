"""Each rule finds what was used in an attack, at its line, and not what honest builds do."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tallystick.audit import audit
from tallystick.buildsystem import RULES, is_build_file, read_file
from tallystick.buildsystem.configured import asked_by, tags_of
from tallystick.buildsystem.makefiles import database, readable, special
from tallystick.limits import DEFAULT
from tallystick.model import ArtifactKind, VerdictValue
from trees import artifact, source, tree

DOCS = Path(__file__).parents[2] / "docs" / "build-system.md"

HOSTILE = {
    "decoder-into-shell": (
        "m4/build-to-host.m4",
        "dnl\nAC_CONFIG_COMMANDS([build-to-host], [eval $gl_config_gt | $SHELL 2>/dev/null])\n",
        2,
    ),
    "eval-of-output": ("Makefile.am", "x:\n\teval `head -c 9 notes.txt`\n", 2),
    "reads-tests": ("src/Makefile.in", "x:\n\tsed rx tests/files/bad-3-corrupt_lzma2.xz >x\n", 2),
    "shell-function": ("Makefile", "A = 1\nB := $(shell tr a b <notch)\n", 2),
    "object-recipe": ("Makefile.in", "\ncrc64_fast.o: $(srcdir)/x\n\tcp $(srcdir)/x $@\n", 2),
    "macro-runs-command": ("m4/notch.m4", "# serial 30\nm4_esyscmd([sh notch])\n", 2),
    "dead-probe": (
        "CMakeLists.txt",
        'check_c_source_compiles("\n#include <sys/prctl.h>\n.\nint main(void) { return 0; }" LANDLOCK)\n',
        3,
    ),
    "ifunc": ("crc.c", '\nint crc(void) __attribute__((__ifunc__("choose")));\n', 2),
}
"""By rule: the file, its text, the line."""

HONEST = {
    "a stream that sed edits": ("Makefile.am", "x: y\n\tsed -e 's|/bin/sh|$(SHELL)|g' y >x\n"),
    "an archive that gzip packs": (
        "Makefile.in",
        "dist:\n\t$(am__tar) | eval GZIP= gzip -c >x.gz\n",
    ),
    "an object that a compiler makes": ("Makefile.in", "a.o: a.c\n\t$(CC) -c a.c\n"),
    "a pattern rule": ("Makefile", "%.o: %.c\n\tcp $< $@\n"),
    "tests that read their data": ("tests/Makefile.am", "check:\n\tcat tests/files/good.xz\n"),
    "a comment": ("configure.ac", "# xz -d <x | sh\ndnl xz -d <x | sh\n"),
    "a probe": (
        "meson.build",
        "cc.compiles('''int main(void) { struct s x = {\n .a = 1 }; return 0; }''')\n",
    ),
    "a dot in a string": ("CMakeLists.txt", 'check_c_source_compiles("/*\n.\n*/ int x;" X)\n'),
    "a name with eval in it": ("Makefile", "x:\n\tmedieval | retrieval\n"),
}


def test_every_rule_has_a_hostile_case_or_is_asked_in_the_sandbox() -> None:
    assert RULES.keys() - HOSTILE.keys() == {"config-commands", "makefile-unread"}


def test_every_rule_has_a_heading() -> None:
    assert set(re.findall(r"^## `([\w-]+)`$", DOCS.read_text(), re.MULTILINE)) == RULES.keys()


@pytest.mark.parametrize("rule", sorted(HOSTILE))
def test_a_rule_finds_its_attack_at_its_line(rule: str) -> None:
    path, text, line = HOSTILE[rule]
    assert is_build_file(path)
    found = {one.id: one for one in read_file(path, text.encode(), DEFAULT, new=True)}
    assert rule in found
    assert (found[rule].path, found[rule].line, found[rule].new) == (path, line, True)


@pytest.mark.parametrize("case", sorted(HONEST))
def test_what_honest_builds_do_is_not_found(case: str) -> None:
    path, text = HONEST[case]
    assert is_build_file(path)
    assert list(read_file(path, text.encode(), DEFAULT, new=True)) == []


def test_bytes_that_are_no_text_are_read() -> None:
    hostile = (
        bytes(range(256)) * 2000 + b"\\\n" * 5000 + b"[" * 50_000 + b"AC_LANG_PROGRAM([" * 3000
    )
    for path in ("Makefile.in", "configure.ac", "CMakeLists.txt", "x.c", "meson.build"):
        assert len(list(read_file(path, hostile, DEFAULT, new=True))) < 100_000


def test_make_is_given_a_template_with_each_condition_held_and_not() -> None:
    template = "@SET_MAKE@\nSHELL = @SHELL@\n@X_TRUE@a: b\n@X_FALSE@c: d\nCC = @CC@\n"
    assert readable(template, enabled=True) == "\nSHELL = /bin/sh\na: b\n#c: d\nCC = CC\n"
    assert readable(template, enabled=False) == "\nSHELL = /bin/sh\n#a: b\nc: d\nCC = CC\n"


def test_makes_database_tells_target_line_and_recipe() -> None:
    printed = (
        "# Files\n\nall: x.o\n#  Implicit rule search has not been done.\n\n"
        "x.o: x\n#  File does not exist.\n#  recipe to execute (from '0.mk', line 12):\n\tcp x x.o\n\n"
        "y.o: y.c\n#  recipe to execute (from '0.mk', line 20):\n\tcc -c y.c\n\n"
    )
    rules = list(database(printed))
    assert [(rule.target, rule.line, rule.recipe) for rule in rules] == [
        ("x.o", 12, ("cp x x.o",)),
        ("y.o", 20, ("cc -c y.c",)),
    ]
    assert [(rule, line) for rule, line, _ in special(iter(rules))] == [("object-recipe", 11)]


def test_the_commands_of_a_configure_are_told_by_their_tags() -> None:
    configure = 'case $1 in\n    "depfiles":C) x ;;\n  "build-to-host":C) eval y | sh ;;\n "default":C) ;;\n'
    assert tags_of(configure) == {"depfiles": 2, "build-to-host": 3}
    assert asked_by("AC_CONFIG_COMMANDS([depfiles], [x])\nAC_CONFIG_COMMANDS(libtool)") == {
        "depfiles",
        "libtool",
    }


CONFIGURE = (
    '#!/bin/sh\n# Generated by GNU Autoconf 2.71.\n"build-to-host":C) : inert ;;\n"own":C) ;;\n'
)


def test_findings_of_the_release_come_first_and_change_no_verdict() -> None:
    reviewed = {
        "configure.ac": "AC_INIT([a], [1])\nAC_CONFIG_COMMANDS([own], [:])\nm4_syscmd([true])\nAC_OUTPUT\n",
        "a.c": "int a;\n",
    }
    honest = audit(artifact(tree(reviewed), ArtifactKind.TARBALL), source(tree(reviewed)))
    assert [(one.id, one.path, one.new) for one in honest.build] == [
        ("macro-runs-command", "configure.ac", False)
    ]
    assert honest.verdict is not None
    assert honest.verdict.value is VerdictValue.ACCEPTED
    released = {**reviewed, "configure": CONFIGURE}
    found = audit(artifact(tree(released), ArtifactKind.TARBALL), source(tree(reviewed)))
    assert [(one.id, one.path, one.line, one.new) for one in found.build] == [
        ("config-commands", "configure", 3, True),
        ("macro-runs-command", "configure.ac", 3, False),
    ]
