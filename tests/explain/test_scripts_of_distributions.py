"""Scripts and macros that distributions change by one rule: known less that, and not by one line more."""

from __future__ import annotations

import pytest

from tallystick.audit import audit
from tallystick.explain.toolchain.known_bytes import MACHINES, rows_of
from tallystick.model import ArtifactKind, Grade
from tallystick.upstreams import KnownFiles
from tallystick.upstreams.build import Builder, Version
from trees import artifact, source, tree

GUESS = b"""\
#! /bin/sh
UNAME_MACHINE=`uname -m`

case $UNAME_MACHINE in
    i?86) echo "$UNAME_MACHINE"-pc-linux-gnu ;;
    m68k) machine=m68k-unknown ;;
    *) echo "$UNAME_MACHINE"-unknown-linux-gnu ;;
esac
"""
SET = b"""
case "${UNAME_MACHINE}" in
  i?86)
     test -z "$VENDOR" && VENDOR=pc
     ;;
  *)
     test -z "$VENDOR" && VENDOR=unknown
     ;;
esac
test -f /etc/os-release && grep -q suse /etc/os-release && VENDOR=suse
"""
OPENSUSES = (
    GUESS.replace(b"`\n", b"`\n" + SET, 1)
    .replace(b"-pc-linux", b"-${VENDOR}-linux")
    .replace(b"-unknown-linux", b"-${VENDOR}-linux")
    .replace(b"m68k-unknown", b"m68k-${VENDOR}-unknown")
)
SUB = b"""\
#! /bin/sh
\t| arm | arm[lb]e | avr)
\tppc64-*) basic_machine=powerpc64 ;;
\ts390 | s390-*)
\t\tbasic_machine=s390-ibm
\t\t;;
\ts390x | s390x-*)
\t\tbasic_machine=s390x-ibm
\t\t;;
"""


@pytest.fixture
def known() -> KnownFiles:
    builder = Builder()
    words = b"# serial 1\nAC_DEFUN([OWN_X], [x])\n\ndn;   has a 32-bit ELF header, or not\n"
    words += b"AC_DEFUN([OWN_Y], [y])\n"
    for name, content in (("config.guess", GUESS), ("config.sub", SUB), ("own.m4", words)):
        builder.add("automake", Version(path=name, content=content, first=1, last=20_000))
    return KnownFiles(builder.packed(), "this test")


def test_opensuses_words_for_the_vendor_are_taken_back(known: KnownFiles) -> None:
    rows, said = rows_of("config.guess", OPENSUSES, known)
    assert rows
    assert said[0].startswith("openSUSE's words")


@pytest.mark.parametrize(
    "changed",
    [
        OPENSUSES.replace(b"VENDOR=suse\n", b"VENDOR=suse; sh x\n"),
        OPENSUSES.replace(b"-${VENDOR}-linux", b"-${EVIL}-linux", 1),
        OPENSUSES + b"sh x\n",
        GUESS.replace(b"-pc-", b"-evil-"),
        GUESS.replace(b"-pc-", b"-unknown-"),
        OPENSUSES.replace(SET, SET + SET),
    ],
    ids=["command", "other variable", "line", "vendor", "no paragraph", "paragraph twice"],
)
def test_nothing_else_in_it_is(known: KnownFiles, changed: bytes) -> None:
    assert not rows_of("config.guess", changed, known)[0]


def with_changes(number: int) -> bytes:
    """``SUB`` as one distribution has it."""
    content = SUB
    for theirs, upstreams in reversed(MACHINES[number][1]):
        if upstreams:
            content = content.replace(upstreams, theirs, 1)
    if number == len(MACHINES) - 1:
        for theirs, _ in MACHINES[number][1][:2]:
            own = b"s390x" if b"s390x" in theirs else b"s390"
            content = content.replace(
                b"basic_machine=" + own + b"-ibm\n\t\t;;\n",
                b"basic_machine=" + own + b"-ibm\n\t\t;;\n" + theirs,
            )
    return content


@pytest.mark.parametrize("number", range(len(MACHINES)))
def test_a_distributions_machines_are_taken_back(known: KnownFiles, number: int) -> None:
    theirs = with_changes(number)
    assert theirs != SUB
    rows, said = rows_of("config.sub", theirs, known)
    assert rows
    assert said == (MACHINES[number][0],)
    assert not rows_of("config.sub", theirs + b"sh x\n", known)[0]
    assert not rows_of("config.sub", theirs.replace(b"powerpc64", b"evil"), known)[0]


STORE = b"#!/gnu/store/ykzwykkvr2c80rw4l1qh3mvfdkl7jibi-bash-4.3.42/bin/sh\n"


@pytest.mark.parametrize("first", [b"#!/bin/sh\n", b"#!/usr/bin/sh\n", STORE])
def test_another_way_to_the_shell_is_the_same_script(known: KnownFiles, first: bytes) -> None:
    rows, said = rows_of("config.sub", SUB.replace(b"#! /bin/sh\n", first), known)
    assert rows
    assert "#! /bin/sh" in said[0]


@pytest.mark.parametrize(
    "first",
    [
        b"#!/bin/sh -x\n",
        b"#!/tmp/sh\n",
        b"#!/bin/bash\n",
        STORE.replace(b"/bin/sh", b"/../../tmp/sh"),
        STORE.replace(b"bash", b"evil"),
        b"#!/bin/sh\n\n",
    ],
)
def test_another_program_is_not(known: KnownFiles, first: bytes) -> None:
    assert not rows_of("config.sub", SUB.replace(b"#! /bin/sh\n", first), known)[0]


MADE = b"#! /bin/sh\n# $Id%s$\nmkdir -p $1\n"


@pytest.mark.parametrize(
    ("filled", "is_known"),
    [
        (b": mkinstalldirs,v 1.1 2002/03/13 10:46:17 uzi Exp ", True),
        (b": mkinstalldirs 397 2001-05-19 13:04:52Z taku-ku ", True),
        (b"", True),
        (b": $\nsh x\n# ", False),
        (b": `sh x` ", False),
    ],
)
def test_a_keyword_that_a_repository_filled_in_is_read_as_it_was(
    filled: bytes, is_known: bool
) -> None:
    builder = Builder()
    theirs = MADE % b": mkinstalldirs,v 1.13 1999/01/05 03:18:55 bje Exp "
    published = Version(path="mkinstalldirs", content=theirs, first=1, last=20_000)
    builder.add("automake", published)
    known = KnownFiles(builder.packed(), "this test")
    assert bool(rows_of("mkinstalldirs", MADE % filled, known)[0]) is is_known


GUESSES = b"#! /bin/sh\ntimestamp='2016-09-26'\n    x) echo one ;;\n    y) echo two ;;\n"


@pytest.mark.parametrize(
    ("content", "grade"),
    [
        (GUESSES.replace(b"    x) echo one ;;\n", b""), Grade.UNPROVEN),
        (GUESSES + b"sh x\n", Grade.CONTRADICTED),
        (GUESSES.replace(b"one", b"three"), Grade.CONTRADICTED),
        (GUESSES + b"# words of somebody else\n", Grade.CONTRADICTED),
    ],
    ids=["lines of others", "line", "word", "remark"],
)
def test_a_script_of_published_lines_is_a_claim_and_one_line_more_is_none(
    monkeypatch: pytest.MonkeyPatch, content: bytes, grade: Grade
) -> None:
    builder = Builder()
    published = Version(path="config.guess", content=GUESSES, first=1, last=20_000)
    builder.add("config", published)
    known = KnownFiles(builder.packed(), "this test")
    monkeypatch.setattr("tallystick.accounting.shipped", lambda: known)
    released = artifact(tree({"config.guess": content}), ArtifactKind.TARBALL)
    ledger = audit(released, source(tree({"configure.ac": b"AC_INIT\n"})))
    assert {line.grade for line in ledger.lines if line.path == "config.guess"} == {grade}


HAVE = "AC_DEFUN([XORG_MACROS_VERSION],[\nm4_define([vers_have], [%s])\n])\n"


@pytest.mark.parametrize(
    ("version", "grade"),
    [("1.19.3", Grade.UPSTREAM), ("1.19])m4_esyscmd([sh x", Grade.CONTRADICTED)],
)
def test_a_version_that_configure_filled_into_a_macro_is_left_out(
    monkeypatch: pytest.MonkeyPatch, version: str, grade: Grade
) -> None:
    builder = Builder()
    template = Version(
        path="xorg-macros.m4.in", content=(HAVE % "@VERSION@").encode(), first=1, last=20_000
    )
    builder.add("xorg-macros", template)
    known = KnownFiles(builder.packed(), "this test")
    monkeypatch.setattr("tallystick.accounting.shipped", lambda: known)
    content = (HAVE % version).encode()
    released = artifact(tree({"aclocal.m4": content}), ArtifactKind.TARBALL)
    ledger = audit(released, source(tree({"configure.ac": b"AC_INIT\n"})))
    assert {line.grade for line in ledger.lines if line.path == "aclocal.m4"} == {grade}


@pytest.mark.parametrize(
    ("line", "grade"),
    [
        (b"dn;   has a 32-bit ELF header, or not\n", Grade.UPSTREAM),
        (b"dn;   has another header, or not\n", Grade.CONTRADICTED),
        (b"dn;   m4_exit\n", Grade.CONTRADICTED),
        (b"  has a 32-bit ELF header, or not\n", Grade.CONTRADICTED),
    ],
)
def test_words_between_definitions_are_known_as_published(
    known: KnownFiles, monkeypatch: pytest.MonkeyPatch, line: bytes, grade: Grade
) -> None:
    monkeypatch.setattr("tallystick.accounting.shipped", lambda: known)
    content = b"AC_DEFUN([OWN_X], [x])\n" + line + b"AC_DEFUN([OWN_Y], [y])\n"
    released = artifact(tree({"aclocal.m4": content}), ArtifactKind.TARBALL)
    ledger = audit(released, source(tree({"configure.ac": b"AC_INIT\n"})))
    assert {entry.grade for entry in ledger.lines if entry.path == "aclocal.m4"} == {grade}


PYTHONS = """\
AC_DEFUN([AM_PATH_PYTHON], [m4_define_default([_AM_PYTHON_INTERPRETER_LIST],
[python python2 python3%s python3.5 python3.4 dnl
 python2.7])])
"""


@pytest.mark.parametrize(
    ("more", "grade"),
    [
        ("", Grade.UPSTREAM),
        (" python3.7 python3.6", Grade.UPSTREAM),
        (" python3.7 evil python3.6", Grade.CONTRADICTED),
        (" python3.7;sh", Grade.CONTRADICTED),
    ],
)
def test_newer_pythons_in_automakes_list_are_a_distributions(
    monkeypatch: pytest.MonkeyPatch, more: str, grade: Grade
) -> None:
    builder = Builder()
    published = Version(path="python.m4", content=(PYTHONS % "").encode(), first=1, last=20_000)
    builder.add("automake", published)
    known = KnownFiles(builder.packed(), "this test")
    monkeypatch.setattr("tallystick.accounting.shipped", lambda: known)
    content = (PYTHONS % more).encode()
    released = artifact(tree({"aclocal.m4": content}), ArtifactKind.TARBALL)
    ledger = audit(released, source(tree({"configure.ac": b"AC_INIT\n"})))
    line = next(line for line in ledger.lines if line.path == "aclocal.m4")
    assert line.grade is grade
    if more and grade is Grade.UPSTREAM:
        assert any("AM_PATH_PYTHON" in said for said in line.normalisations)


@pytest.mark.parametrize(
    ("upstream", "text", "grade"),
    [
        ("glib", "one", Grade.UPSTREAM),
        ("glib", "one\ninert", Grade.CONTRADICTED),
        ("autoconf-archive", "one\ninert", Grade.CONTRADICTED),
        ("intltool", "one\ninert", Grade.UNEXPLAINED),
    ],
)
def test_a_changed_macro_of_a_library_contradicts_what_aclocal_collected(
    monkeypatch: pytest.MonkeyPatch, upstream: str, text: str, grade: Grade
) -> None:
    """The source asks for it, so it is nothing that somebody wrote in beside the others."""
    builder = Builder()
    published = Version(path="own.m4", content=b"AC_DEFUN([OWN_X], [one])\n", first=1, last=20_000)
    builder.add(upstream, published)
    known = KnownFiles(builder.packed(), "this test")
    monkeypatch.setattr("tallystick.accounting.shipped", lambda: known)
    content = f"AC_DEFUN([OWN_X], [{text}])\n".encode()
    released = artifact(tree({"aclocal.m4": content}), ArtifactKind.TARBALL)
    ledger = audit(released, source(tree({"configure.ac": b"AC_INIT\nOWN_X\n"})))
    assert {entry.grade for entry in ledger.lines if entry.path == "aclocal.m4"} == {grade}
