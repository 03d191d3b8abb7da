"""Old versions of published files among new ones, and what holds a definition together."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from tallystick.audit import audit
from tallystick.explain.toolchain.generation import ENOUGH, LAG, SOME, never_together
from tallystick.explain.toolchain.known_bytes import BOTH, SINGLE
from tallystick.model import ArtifactKind, Grade
from tallystick.upstreams import KnownFiles, Part, PartKind, Row, parts, stamp
from tallystick.upstreams.build import Builder, Version
from trees import COMMIT, artifact, source, tree

DAY = 19_000


@pytest.fixture
def published(monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """A gnulib of its own: files that were current together, and what stood at one of them before."""
    builder = Builder()
    files = {f"m4/part-{n}.m4": b"AC_DEFUN([PART_%d], [new])\n" % n for n in range(ENOUGH + 1)}
    for path, content in files.items():
        builder.add("gnulib", Version(path=path, content=content, first=DAY, last=DAY + 100))
    old = Version(path="m4/part-0.m4", content=OLD, first=DAY - 900, last=DAY - 1)
    builder.add("gnulib", old)
    known = KnownFiles(builder.packed(), "this test")
    monkeypatch.setattr("tallystick.accounting.shipped", lambda: known)
    return files


OLD = b"AC_DEFUN([PART_0], [old])\n"


def grades(files: dict[str, bytes]) -> dict[str, Grade]:
    released = artifact(tree(files), ArtifactKind.TARBALL)
    ledger = audit(released, source(tree({"configure.ac": b"AC_INIT\ngl_INIT\n"})))
    return {line.path: line.grade for line in ledger.lines}


def test_files_of_one_generation_are_upstreams(published: dict[str, bytes]) -> None:
    assert set(grades(published).values()) == {Grade.UPSTREAM}


def test_an_old_known_version_among_new_files_is_contradicted(published: dict[str, bytes]) -> None:
    found = grades({**published, "m4/part-0.m4": OLD})
    assert found.pop("m4/part-0.m4") is Grade.CONTRADICTED
    assert set(found.values()) == {Grade.UPSTREAM}


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """What libtoolize and automake install: the macros of one release, and scripts."""
    builder = Builder()
    macros = {f"m4/lt{n}.m4": b"AC_DEFUN([LT_%d], [new])\n" % n for n in range(SOME["libtool"] + 1)}
    for path, content in macros.items():
        builder.add("libtool", Version(path=path, content=content, first=DAY, last=DAY + 100))
    builder.add("libtool", Version(path="m4/lt0.m4", content=OLD, first=DAY - 9, last=DAY - 1))
    scripts = {"missing": b"#!/bin/sh\n: new\n", "m4/am.m4": b"AC_DEFUN([AM_X], [new])\n"}
    for path, content in scripts.items():
        builder.add("automake", Version(path=path, content=content, first=DAY, last=DAY + 100))
    older = Version(path="missing", content=OLDER, first=DAY - 9, last=DAY - 1)
    builder.add("automake", older)
    known = KnownFiles(builder.packed(), "this test")
    monkeypatch.setattr("tallystick.accounting.shipped", lambda: known)
    return {**macros, "missing": scripts["missing"], "aclocal.m4": scripts["m4/am.m4"]}


OLDER = b"#!/bin/sh\n: old\n"


PATCHED = b"# serial 58\n" + b"".join(b"dnl line %d\n" % n for n in range(20))
PATCH = b"""\
--- a/m4/libtool.m4
+++ b/m4/libtool.m4
@@ -9,4 +9,5 @@
 dnl line 7
 dnl line 8
+dnl paths
 dnl line 9
 dnl line 10
"""


@pytest.fixture
def distributed(monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """The macros of one Libtool as a distribution has them: one file is patched."""
    builder = Builder()
    macros = {f"m4/lt{n}.m4": b"AC_DEFUN([LT_%d], [new])\n" % n for n in range(SOME["libtool"] + 1)}
    for path, content in (*macros.items(), ("m4/libtool.m4", PATCHED)):
        builder.add("libtool", Version(path=path, content=content, first=DAY, last=DAY + 100))
    older = Version(
        path="m4/libtool.m4",
        content=PATCHED.replace(b"line 1\n", b"old 1\n"),
        first=DAY - 9,
        last=DAY - 1,
    )
    builder.add("libtool", older)
    builder.add("libtool", Version(path="m4/lt0.m4", content=OLD, first=DAY - 9, last=DAY - 1))
    builder.add_patch(PATCH, "Fedora's rpath.patch")
    known = KnownFiles(builder.packed(), "this test")
    monkeypatch.setattr("tallystick.accounting.shipped", lambda: known)
    return {**macros, "m4/libtool.m4": PATCHED.replace(b"line 8\n", b"line 8\ndnl paths\n")}


def test_a_distributions_file_less_its_patches_is_the_upstreams(
    distributed: dict[str, bytes],
) -> None:
    assert set(grades(distributed).values()) == {Grade.UPSTREAM}


def test_a_line_more_than_the_distributions_is_contradicted(distributed: dict[str, bytes]) -> None:
    tampered = distributed["m4/libtool.m4"] + b"m4_esyscmd([evil])\n"
    found = grades({**distributed, "m4/libtool.m4": tampered})
    assert found["m4/libtool.m4"] is Grade.CONTRADICTED


def test_an_old_version_with_a_distributions_patch_among_new_ones_is_contradicted(
    distributed: dict[str, bytes],
) -> None:
    old = distributed["m4/libtool.m4"].replace(b"line 1\n", b"old 1\n")
    found = grades({**distributed, "m4/libtool.m4": old})
    assert found["m4/libtool.m4"] is Grade.CONTRADICTED


def test_a_patched_file_is_one_of_those_that_tell_the_day(distributed: dict[str, bytes]) -> None:
    few = {path: distributed[path] for path in ("m4/libtool.m4", "m4/lt1.m4", "m4/lt2.m4")}
    assert grades({**few, "m4/lt0.m4": OLD})["m4/lt0.m4"] is Grade.CONTRADICTED
    del few["m4/lt1.m4"]
    assert grades({**few, "m4/lt0.m4": OLD})["m4/lt0.m4"] is Grade.UPSTREAM  # too few to tell


def test_files_that_were_installed_together_are_upstreams(installed: dict[str, bytes]) -> None:
    assert set(grades(installed).values()) == {Grade.UPSTREAM}


def test_an_old_macro_file_among_those_of_one_libtool_is_contradicted(
    installed: dict[str, bytes],
) -> None:
    found = grades({**installed, "m4/lt0.m4": OLD})
    assert found.pop("m4/lt0.m4") is Grade.CONTRADICTED
    assert set(found.values()) == {Grade.UPSTREAM}


@pytest.mark.parametrize(
    ("held", "released", "grade"),
    [
        (OLDER, b"#!/bin/sh\n: new\n", Grade.UPSTREAM),
        (b"#!/bin/sh\n: new\n", OLDER, Grade.CONTRADICTED),
        (b"#!/bin/sh\n: new\n: ours\n", b"#!/bin/sh\n: new\n", Grade.CONTRADICTED),
        (OLDER, b"#!/bin/sh\n: new\n: theirs\n", Grade.CONTRADICTED),
    ],
    ids=["newer", "older", "the source has its own", "nobody published it"],
)
def test_a_published_file_of_the_source_may_only_be_replaced_by_a_newer_one(
    installed: dict[str, bytes], held: bytes, released: bytes, grade: Grade
) -> None:
    files = {**installed, "missing": released}
    reviewed = source(tree({"configure.ac": b"AC_INIT\n", "missing": held}))
    ledger = audit(artifact(tree(files), ArtifactKind.TARBALL), reviewed)
    assert {line.grade for line in ledger.lines if line.path == "missing"} == {grade}


def test_a_script_older_than_the_automake_that_ran_may_be_a_leftover(
    installed: dict[str, bytes],
) -> None:
    found = grades({**installed, "missing": OLDER})
    assert found.pop("missing") is Grade.UNPROVEN
    assert set(found.values()) == {Grade.UPSTREAM}


@pytest.fixture
def scripts(monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """Four scripts of one Automake and its macro; gnulib had the old ``depcomp``, too."""
    builder = Builder()
    names = ("compile", "depcomp", "missing", "py-compile")
    new = {name: b"#!/bin/sh\n: %s\n" % name.encode() for name in names}
    for path, content in {**new, "m4/am.m4": b"AC_DEFUN([AM_X], [new])\n"}.items():
        builder.add("automake", Version(path=path, content=content, first=DAY, last=DAY + 100))
    for upstream in ("automake", "gnulib"):
        old = Version(path="depcomp", content=OLDER, first=DAY - 900, last=DAY - 400)
        builder.add(upstream, old)
    builder.add("automake", Version(path="missing", content=OLDER, first=DAY - 9, last=DAY - 1))
    for number in range(ENOUGH):
        content = b"AC_DEFUN([PART_%d], [new])\n" % number
        part = Version(path=f"m4/part-{number}.m4", content=content, first=DAY, last=DAY + 100)
        builder.add("gnulib", part)
    known = KnownFiles(builder.packed(), "this test")
    monkeypatch.setattr("tallystick.accounting.shipped", lambda: known)
    return {**new, "aclocal.m4": b"AC_DEFUN([AM_X], [new])\n"}


def test_one_old_script_among_those_of_a_newer_automake_is_contradicted(
    scripts: dict[str, bytes],
) -> None:
    assert set(grades(scripts).values()) == {Grade.UPSTREAM}
    found = grades({**scripts, "missing": OLDER})
    assert found.pop("missing") is Grade.CONTRADICTED
    assert set(found.values()) == {Grade.UPSTREAM}


@pytest.mark.parametrize(
    ("stated", "grade"),
    [("2018-03-07.03", Grade.UNPROVEN), ("2016-01-11.22", Grade.CONTRADICTED)],
)
def test_one_old_script_that_states_the_version_of_that_automake_is_a_claim(
    scripts: dict[str, bytes], monkeypatch: pytest.MonkeyPatch, stated: str, grade: Grade
) -> None:
    """xmlsec 1.2.37: Automake 1.15's script beside 1.15.1's, of one ``scriptversion``."""
    new = {path: text for path, text in scripts.items() if path != "aclocal.m4"}
    new["missing"] = b"#!/bin/sh\nscriptversion=2018-03-07.03; # UTC\n: new years\n"
    old = f"#!/bin/sh\nscriptversion={stated}; # UTC\n: old years\n".encode()
    builder = Builder()
    for path, content in {**new, "m4/am.m4": b"AC_DEFUN([AM_X], [new])\n"}.items():
        builder.add("automake", Version(path=path, content=content, first=DAY, last=DAY + 100))
    builder.add("automake", Version(path="missing", content=old, first=DAY - 9, last=DAY - 1))
    known = KnownFiles(builder.packed(), "this test")
    monkeypatch.setattr("tallystick.accounting.shipped", lambda: known)
    assert grades({**scripts, **new, "missing": old})["missing"] is grade


def test_one_old_script_is_a_claim_if_all_were_current_on_one_day(
    scripts: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A working tree keeps what one Automake installed when a later one writes ``aclocal.m4``."""
    builder = Builder()
    for path, content in scripts.items():
        if path != "aclocal.m4":
            builder.add(
                "automake", Version(path=path, content=content, first=DAY - 99, last=DAY + 9)
            )
    old = Version(path="missing", content=OLDER, first=DAY - 900, last=DAY - 50)
    builder.add("automake", old)
    macro = Version(path="m4/am.m4", content=scripts["aclocal.m4"], first=DAY, last=DAY + 9)
    builder.add("automake", macro)
    known = KnownFiles(builder.packed(), "this test")
    monkeypatch.setattr("tallystick.accounting.shipped", lambda: known)
    assert grades({**scripts, "missing": OLDER})["missing"] is Grade.UNPROVEN


FORCES = b"#!/bin/sh\ngnulib-tool --update\nautoreconf --install --force\n"


@pytest.mark.parametrize(
    ("bootstrap", "age", "grade"),
    [
        (FORCES, LAG + 9, Grade.CONTRADICTED),
        (FORCES, LAG - 9, Grade.UNPROVEN),
        (b"#!/bin/sh\nautoreconf --install\n", LAG + 9, Grade.UNPROVEN),
    ],
    ids=["overwritten", "of-an-old-distribution", "left-alone"],
)
def test_a_script_that_bootstrap_overwrites_is_not_left_over(
    scripts: dict[str, bytes],
    monkeypatch: pytest.MonkeyPatch,
    bootstrap: bytes,
    age: int,
    grade: Grade,
) -> None:
    """gnulib had ``missing``, too, so nothing else tells that it was put back."""
    builder = Builder()
    parts = {f"m4/part-{n}.m4": b"AC_DEFUN([PART_%d], [new])\n" % n for n in range(ENOUGH)}
    for path, content in {**scripts, "m4/am.m4": scripts["aclocal.m4"]}.items():
        if path != "aclocal.m4":
            new = Version(path=path, content=content, first=DAY, last=DAY + 100)
            builder.add("automake", new)
    for path, content in parts.items():
        builder.add("gnulib", Version(path=path, content=content, first=DAY, last=DAY + 100))
    for upstream in ("automake", "gnulib"):
        old = Version(path="missing", content=OLDER, first=DAY - age - 9, last=DAY - age)
        builder.add(upstream, old)
    known = KnownFiles(builder.packed(), "this test")
    monkeypatch.setattr("tallystick.accounting.shipped", lambda: known)
    files = {**scripts, **parts, "missing": OLDER, "bootstrap": bootstrap}
    reviewed = source(tree({"configure.ac": b"AC_INIT\ngl_INIT\n", "bootstrap": bootstrap}))
    ledger = audit(artifact(tree(files), ArtifactKind.TARBALL), reviewed)
    assert {line.grade for line in ledger.lines if line.path == "missing"} == {grade}


def test_one_old_script_is_contradicted_beside_one_that_gnulib_had_once(
    scripts: dict[str, bytes],
) -> None:
    found = grades({**scripts, "missing": OLDER, "depcomp": OLDER})
    assert found["missing"] is Grade.CONTRADICTED


def test_one_old_script_is_a_claim_beside_one_that_came_and_went_with_it(
    scripts: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """xmlsec 1.2.37 has ``missing`` and ``compile`` of Automake 1.15; gnulib had ``compile`` for a week."""
    builder = Builder()
    new = {path: text for path, text in scripts.items() if path != "aclocal.m4"}
    for path, content in {**new, "m4/am.m4": b"AC_DEFUN([AM_X], [new])\n"}.items():
        builder.add("automake", Version(path=path, content=content, first=DAY, last=DAY + 100))
    for path in ("missing", "depcomp"):
        old = Version(path=path, content=OLDER, first=DAY - 9, last=DAY - 1)
        builder.add("automake", old)
    week = Version(path="depcomp", content=OLDER, first=DAY - 4, last=DAY - 1)
    builder.add("gnulib", week)
    known = KnownFiles(builder.packed(), "this test")
    monkeypatch.setattr("tallystick.accounting.shipped", lambda: known)
    assert grades({**scripts, "missing": OLDER})["missing"] is Grade.CONTRADICTED
    assert grades({**scripts, "missing": OLDER, "depcomp": OLDER})["missing"] is Grade.UNPROVEN


def test_several_old_scripts_may_be_those_of_an_old_working_tree(
    scripts: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    builder = Builder()
    new = {path: text for path, text in scripts.items() if path != "aclocal.m4"}
    for path, content in {**new, "m4/am.m4": b"AC_DEFUN([AM_X], [new])\n"}.items():
        builder.add("automake", Version(path=path, content=content, first=DAY, last=DAY + 100))
    for path in ("missing", "depcomp"):
        old = Version(path=path, content=OLDER, first=DAY - 9, last=DAY - 1)
        builder.add("automake", old)
    known = KnownFiles(builder.packed(), "this test")
    monkeypatch.setattr("tallystick.accounting.shipped", lambda: known)
    assert grades({**scripts, "missing": OLDER})["missing"] is Grade.CONTRADICTED
    found = grades({**scripts, "missing": OLDER, "depcomp": OLDER})
    assert {found["missing"], found["depcomp"]} == {Grade.UNPROVEN}


def test_a_script_that_gnulib_had_once_is_a_claim_among_newer_files_of_both(
    scripts: dict[str, bytes],
) -> None:
    gnulibs = {f"m4/part-{n}.m4": b"AC_DEFUN([PART_%d], [new])\n" % n for n in range(ENOUGH)}
    found = grades({**scripts, **gnulibs, "depcomp": OLDER})
    assert found.pop("depcomp") is Grade.UNPROVEN
    assert set(found.values()) == {Grade.UPSTREAM}


def test_a_script_that_gnulib_had_then_may_come_from_there(scripts: dict[str, bytes]) -> None:
    """Few of gnulib's files do not say from which day they are."""
    assert grades({**scripts, "depcomp": OLDER})["depcomp"] is Grade.UPSTREAM


def test_definitions_that_were_never_current_together_are_named() -> None:
    def known(name: str, line: int, first: int, last: int) -> tuple[Part, tuple[Row, ...]]:
        row = Row(digest=b"", name=name, stamp="", upstream="a", first=first, last=last)
        return Part(kind=PartKind.DEFINITION, name=name, text="", line=line), (row,)

    assert never_together([known("NEW", 1, 20, 30), known("OTHER", 9, 10, 20)], "a") is None
    said = never_together([known("NEW", 1, 20, 30), known("OLD", 9, 10, 19)], "a")
    assert said is not None
    assert said.grade is Grade.CONTRADICTED
    assert "OLD (line 9)" in said.reason


VERSIONED = "AC_DEFUN([AM_AUTOMAKE_VERSION], [m4_if([$1], [1.16.2], [], [AC_FATAL([no])])])"


@pytest.mark.parametrize(
    ("stated", "other", "grade"),
    [
        (
            "1.16.2",
            (40, 50),
            Grade.UNPROVEN,
        ),  # newer than the Automake: a distribution took it back
        (
            "1.16.2",
            (1, 9),
            Grade.CONTRADICTED,
        ),  # an old one, put into the output of a newer Automake
        ("1.16.3", (40, 50), Grade.CONTRADICTED),  # the version was set back, not the rest
        (None, (40, 50), Grade.CONTRADICTED),
    ],
)
def test_only_what_is_newer_than_the_automake_that_ran_may_be_taken_back(
    stated: str | None, other: tuple[int, int], grade: Grade
) -> None:
    def known(name: str, text: str, first: int, last: int) -> tuple[Part, tuple[Row, ...]]:
        row = Row(digest=b"", name=name, stamp="", upstream="automake", first=first, last=last)
        return Part(kind=PartKind.DEFINITION, name=name, text=text, line=first), (row,)

    definitions = [
        known("AM_AUTOMAKE_VERSION", VERSIONED, 20, 30),
        known("AM_MISSING_PROG", "", 5, 35),
        known("AM_PATH_PYTHON", "", *other),
    ]
    said = never_together(definitions, "automake", stated)
    assert said is not None
    assert said.grade is grade


REMARKED = b"# part.m4 serial 3\nAC_DEFUN([PART],\n## A heading.\n[body])\n# The end.\n"


@pytest.mark.parametrize(
    ("content", "grade"),
    [
        (REMARKED.replace(b"# The end.", b"dnl The end."), Grade.UNPROVEN),
        (REMARKED.replace(b"## A heading.\n", b""), Grade.UNPROVEN),  # as aclocal collects it
        (
            REMARKED + b"# Copyright (C) 1998-2006, 2018 Free Software Foundation, Inc.\n",
            Grade.UNPROVEN,
        ),
        (REMARKED + b"# Copyright (C) 1998 Free Software, Inc.\n", Grade.CONTRADICTED),
        (REMARKED.replace(b"The end.", b"The end, or not."), Grade.CONTRADICTED),
        (REMARKED.replace(b"A heading.", b"1f8b08004b2c4e05"), Grade.CONTRADICTED),
        (REMARKED + b"# 1f8b08004b2c4e05\n", Grade.CONTRADICTED),
        (REMARKED + b"# The #end.\n", Grade.CONTRADICTED),
    ],
)
def test_a_line_of_comments_that_nobody_published_contradicts_a_macro_file(
    monkeypatch: pytest.MonkeyPatch, content: bytes, grade: Grade
) -> None:
    builder = Builder()
    version = Version(path="m4/part.m4", content=REMARKED, first=DAY, last=DAY + 100)
    builder.add("gnulib", version)
    known = KnownFiles(builder.packed(), "this test")
    monkeypatch.setattr("tallystick.accounting.shipped", lambda: known)
    assert grades({"m4/part.m4": content})["m4/part.m4"] is grade


def test_a_macro_file_without_one_of_its_definitions_is_no_proof(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """``aclocal`` leaves out what nobody asks for; a tool that installs a file does not."""
    builder = Builder()
    whole = REMARKED + b"AC_DEFUN([PART_CHECKS], [exit 1])\n"
    builder.add("gnulib", Version(path="m4/part.m4", content=whole, first=DAY, last=DAY + 100))
    known = KnownFiles(builder.packed(), "this test")
    monkeypatch.setattr("tallystick.accounting.shipped", lambda: known)
    assert grades({"m4/part.m4": whole})["m4/part.m4"] is Grade.UPSTREAM
    assert grades({"m4/part.m4": REMARKED})["m4/part.m4"] is Grade.UNPROVEN
    assert grades({"aclocal.m4": REMARKED})["aclocal.m4"] is Grade.UPSTREAM


@pytest.mark.parametrize(
    "text",
    [
        "m4_esyscmd([true])\n",
        "changequote(<<, >>)\n",
        "AC_DEFUN([A], [b]) m4_esyscmd([true])\n",
        "AC_DEFUN([A], [b])\n]m4_esyscmd([true])\n",
        "dnl(m4_esyscmd([true]))\n",
        "AC_DEFUN([A], [b\n",
        "AC_DEFUN([A], ]b)\n",
        "include([m4/other.m4])\n",
        "AC_SUBST([am__quote])]) m4_esyscmd([true])\n",
    ],
)
def test_what_is_more_than_a_definition_is_a_part_of_another_kind(text: str) -> None:
    assert any(part.kind is PartKind.OTHER for part in parts(text))


def test_a_definition_ends_at_its_own_parenthesis() -> None:
    text = (
        "# a\nAC_DEFUN([A],\n[case x in (b) echo ')' ;; # c\nesac])dnl d\n\nAC_DEFUN([B], [[)]])\n"
    )
    assert [(part.name, part.line) for part in parts(text)] == [("A", 2), ("B", 6)]


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.m4", "# a.m4 serial 30\n", "serial 30"),
        ("a.m4", "# serial 58 LT_INIT\n", "serial 58"),
        ("install-sh", "scriptversion=2020-11-14.01; # UTC\n", "2020-11-14.01"),
        ("config.sub", "timestamp='2022-01-03'\n", "2022-01-03"),
        ("ltversion.m4", "m4_define([LT_PACKAGE_VERSION], [2.4.7-dirty])\n", "2.4.7-dirty"),
        ("a.m4", "serial 3\n", ""),
    ],
)
def test_what_version_a_file_states(name: str, text: str, said: str) -> None:
    assert stamp(name, text.encode()) == said


LTMAIN = b"#! /bin/sh\nVERSION=2.4.7\npackage_revision=2.4.7\nfunc_a\nfunc_b\n"
PATCHED_LTMAIN = LTMAIN.replace(b"func_b\n", b"func_c\n")


@pytest.fixture
def packaged(monkeypatch: pytest.MonkeyPatch) -> None:
    """Libtool's script as it was released twice."""
    builder = Builder()
    for content in (LTMAIN, PATCHED_LTMAIN.replace(b"func_a\n", b"func_d\n")):
        version = Version(path="ltmain.sh", content=content, first=DAY, last=DAY + 100)
        builder.add("libtool", version)
    known = KnownFiles(builder.packed(), "this test")
    monkeypatch.setattr("tallystick.accounting.shipped", lambda: known)


@pytest.mark.usefixtures("packaged")
@pytest.mark.parametrize(
    ("content", "grade"),
    [
        (LTMAIN, Grade.UPSTREAM),
        (PATCHED_LTMAIN, Grade.UNPROVEN),
        (LTMAIN.replace(b"VERSION=2.4.7", b'VERSION="2.4.7 Debian-2.4.7-5"'), Grade.UPSTREAM),
        (LTMAIN + b"# a remark of words\n", Grade.CONTRADICTED),
        (LTMAIN + b"$progname $scriptversion Debian-2.5.4-3\n", Grade.UNPROVEN),
        (LTMAIN + b"$progname $scriptversion Debian; inert\n", Grade.CONTRADICTED),
        (LTMAIN + b": inert\n", Grade.CONTRADICTED),
        (LTMAIN + b"# a remark; `inert`\n", Grade.CONTRADICTED),
        (LTMAIN.replace(b"VERSION=2.4.7", b"VERSION=2.4.7; inert"), Grade.CONTRADICTED),
    ],
)
def test_a_line_that_no_version_of_a_patched_file_had_contradicts_it(
    content: bytes, grade: Grade
) -> None:
    assert grades({"ltmain.sh": content})["ltmain.sh"] is grade


def test_definitions_of_libtool_that_a_distribution_took_back_are_a_claim(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    builder = Builder()
    for first, last, text in ((1, 9, b"old"), (20, 900, b"new"), (20, 900, b"other")):
        name = b"LT_B" if text == b"other" else b"LT_A"
        content = b"# serial 58 LT_INIT\nAC_DEFUN([%s], [%s])\n" % (name, text)
        builder.add("libtool", Version(path="libtool.m4", content=content, first=first, last=last))
    known = KnownFiles(builder.packed(), "this test")
    monkeypatch.setattr("tallystick.accounting.shipped", lambda: known)
    both = b"# serial 58 LT_INIT\nAC_DEFUN([LT_A], [old])\nAC_DEFUN([LT_B], [other])\n"
    assert grades({"m4/libtool.m4": both})["m4/libtool.m4"] is Grade.UNPROVEN
    raised = both.replace(b"serial 58", b"serial 930")
    assert grades({"m4/libtool.m4": raised})["m4/libtool.m4"] is Grade.CONTRADICTED


@pytest.mark.parametrize(
    ("body", "grade"),
    [
        ("\nar cr\nranlib", Grade.UPSTREAM),
        ("\nar cr\nstrip", Grade.UNPROVEN),  # a line of another version
        ("\nar cr\nstrip\ninert", Grade.CONTRADICTED),
    ],
)
def test_definitions_of_libtool_in_aclocal_m4_are_held_to_published_lines(
    body: str, grade: Grade, monkeypatch: pytest.MonkeyPatch
) -> None:
    builder = Builder()
    for text in (b"\nar cr\nranlib", b"\nar cru\nstrip"):
        content = b"# serial 58 LT_INIT\nAC_DEFUN([LT_A], [%s])\n" % text
        builder.add("libtool", Version(path="libtool.m4", content=content, first=DAY, last=DAY + 9))
    known = KnownFiles(builder.packed(), "this test")
    monkeypatch.setattr("tallystick.accounting.shipped", lambda: known)
    assert grades({"aclocal.m4": f"AC_DEFUN([LT_A], [{body}])\n".encode()})["aclocal.m4"] is grade


OLD_LICENCE = b"""\
/* Whole numbers.

   This program is free software; you can redistribute it and/or modify
   it under the terms of the GNU General Public License as published by
   the Free Software Foundation; either version 2, or (at your option)
   any later version.

   This program is distributed in the hope that it will be useful,
   but WITHOUT ANY WARRANTY.  */
int number;
"""

BOTH_LICENCES = OLD_LICENCE.replace(SINGLE[-1], BOTH)


@pytest.mark.parametrize(
    ("more", "grade"), [(b"", Grade.UPSTREAM), (b"int more;\n", Grade.UNEXPLAINED)]
)
def test_an_old_licence_that_gnulib_tool_made_two_of_is_read_back(
    monkeypatch: pytest.MonkeyPatch, more: bytes, grade: Grade
) -> None:
    builder = Builder()
    version = Version(path="lib/whole.c", content=OLD_LICENCE, first=DAY, last=DAY + 100)
    builder.add("gnulib", version, is_reworded=True)
    known = KnownFiles(builder.packed(), "this test")
    monkeypatch.setattr("tallystick.accounting.shipped", lambda: known)
    assert grades({"lib/whole.c": BOTH_LICENCES + more}) == {"lib/whole.c": grade}


@pytest.mark.parametrize(
    ("macros", "grade"),
    [
        (b"[macro_version='2.4.2'\n", Grade.UPSTREAM),
        (b"[macro_version='2.4.6'\n", Grade.CONTRADICTED),
        (b"m4_include([m4/ltversion.m4])\n", Grade.UPSTREAM),
        (b"m4_include([other/ltversion.m4])\n", Grade.CONTRADICTED),
    ],
)
def test_a_script_of_another_libtool_than_the_macros_in_aclocal_is_contradicted(
    monkeypatch: pytest.MonkeyPatch, macros: bytes, grade: Grade
) -> None:
    builder = Builder()
    script = b"#! /bin/sh\nVERSION=2.4.2\n"
    builder.add("libtool", Version(path="ltmain.sh", content=script, first=DAY, last=DAY + 9))
    known = KnownFiles(builder.packed(), "this test")
    monkeypatch.setattr("tallystick.accounting.shipped", lambda: known)
    version = b"# ltversion.m4\n[macro_version='2.4.6'\n"
    files = {"aux/ltmain.sh": script, "aclocal.m4": macros, "other/ltversion.m4": version}
    found = grades(files)
    assert found["aux/ltmain.sh"] is grade


@pytest.mark.parametrize(
    ("beside", "grade"), [(b"int a;\n", Grade.UNEXPLAINED), (b"int other;\n", Grade.UNPROVEN)]
)
def test_code_under_a_published_name_is_a_claim_where_nothing_beside_it_was_published(
    monkeypatch: pytest.MonkeyPatch, beside: bytes, grade: Grade
) -> None:
    """bluez puts another library's ``string.c`` and ``base64.c`` into a folder that git ignores."""
    builder = Builder()
    for name, content in (("a.c", b"int a;\n"), ("string.c", b"int s;\n")):
        builder.add(
            "gnulib", Version(path=f"lib/{name}", content=content, first=DAY, last=DAY + 100)
        )
    known = KnownFiles(builder.packed(), "this test")
    monkeypatch.setattr("tallystick.accounting.shipped", lambda: known)
    reviewed = {
        "configure.ac": b"AC_INIT\n",
        "Makefile.am": b"x_SOURCES = ell/a.c ell/string.c\n",
        ".gitignore": b"ell\n",
    }
    files = {**reviewed, "ell/a.c": beside, "ell/string.c": b"int t;\n"}
    ledger = audit(artifact(tree(files), ArtifactKind.TARBALL), source(tree(reviewed)))
    assert {line.grade for line in ledger.lines if line.path == "ell/string.c"} == {grade}


@pytest.mark.parametrize(
    ("reviewed", "path", "commit", "said"),
    [
        ({"Makefile": b"all:\n"}, "GNUmakefile", None, "nothing in the source is an input"),
        ({"a.c": b"int a;\n"}, "error.h", None, "nothing in the source is an input"),
        ({"configure.ac": b"AC_INIT\n"}, "src/error.h", None, "speaks of gnulib"),
        ({"configure.ac": b"AC_INIT\n"}, "GNUmakefile", None, "speaks of gnulib"),
        ({"configure.ac": b"gl_INIT\n"}, "lib/error.h", COMMIT, "git archive packs no file"),
    ],
)
def test_a_published_file_that_nobody_asked_for_is_not_proven(
    monkeypatch: pytest.MonkeyPatch,
    reviewed: dict[str, bytes],
    path: str,
    commit: str | None,
    said: str,
) -> None:
    """GNU make reads a ``GNUmakefile`` first, and a compiler a header beside the code."""
    builder = Builder()
    content = b"inert = inert\n"
    version = Version(path=path, content=content, first=DAY, last=DAY + 100)
    builder.add("gnulib", version, is_reworded=True)
    known = KnownFiles(builder.packed(), "this test")
    monkeypatch.setattr("tallystick.accounting.shipped", lambda: known)
    released = artifact(tree({**reviewed, path: content}), ArtifactKind.TARBALL)
    ledger = audit(replace(released, commit=commit), source(tree(reviewed)))
    line = next(line for line in ledger.lines if line.path == path)
    assert line.grade is Grade.UNPROVEN
    assert said in (line.evidence or "")
