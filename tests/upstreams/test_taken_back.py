"""Patches of distributions are taken back whole, and only what is then known counts."""

from __future__ import annotations

import difflib

import pytest

from tallystick.explain.toolchain.known_bytes import rows_of
from tallystick.upstreams import KnownFiles
from tallystick.upstreams.between_releases import as_released
from tallystick.upstreams.build import Builder, Version
from tallystick.upstreams.taken_back import MOST_LINES

BASE = b"".join(b"line %d\n" % n for n in range(40))
HOSTNAME = BASE.replace(b"line 9\n", b"")
SEARCH = BASE.replace(b"line 30\n", b"line 30\npaths\n").replace(b"line 2\n", b"line two\n")
BOTH = SEARCH.replace(b"line 9\n", b"")
NEWER = HOSTNAME.replace(b"line 39\n", b"the last\n")
"""Another version, which has one of the patches itself."""


def patch(before: bytes, after: bytes, path: str = "m4/libtool.m4") -> bytes:
    old, new = (text.decode().splitlines(keepends=True) for text in (before, after))
    return "".join(difflib.unified_diff(old, new, f"a/{path}", f"b/{path}")).encode()


@pytest.fixture(scope="module")
def known() -> KnownFiles:
    builder = Builder()
    for day, content in enumerate((BASE, NEWER)):
        builder.add("libtool", Version(path="m4/libtool.m4", content=content, first=day, last=9))
    builder.add("libtool", Version(path="ltmain.sh", content=LTMAIN, first=1, last=9))
    builder.add_patch(patch(BASE, HOSTNAME), "Debian's no_hostname.patch")
    builder.add_patch(patch(BASE, SEARCH), "Fedora's rpath.patch")
    builder.add_patch(b"GIT binary patch\n", "one that is no text")
    return KnownFiles(builder.packed(), "this test")


LTMAIN = (
    b'#!/bin/sh\nVERSION=2.4.7\necho "\n       version:        $progname (GNU libtool) 2.4.7\n"\n'
)


@pytest.mark.parametrize(
    ("content", "patches", "day"),
    [
        (HOSTNAME, ["Debian's no_hostname.patch"], 0),
        (SEARCH, ["Fedora's rpath.patch"], 0),
        (BOTH, ["Debian's no_hostname.patch", "Fedora's rpath.patch"], 0),
        (
            NEWER.replace(b"line 30\n", b"line 30\npaths\n").replace(b"line 2\n", b"line two\n"),
            ["Fedora's rpath.patch"],
            1,
        ),
    ],
    ids=["one", "another", "both", "over-a-version-that-has-one"],
)
def test_what_patches_made_of_a_known_version_is_known(
    known: KnownFiles, content: bytes, patches: list[str], day: int
) -> None:
    rows, normalisations = rows_of("libtool.m4", content, known)
    assert [row.first for row in rows] == [day]
    assert normalisations == tuple(f"{said} taken back" for said in patches)


@pytest.mark.parametrize(
    "content",
    [
        HOSTNAME.replace(b"line 20\n", b"line 20\nevil\n"),
        SEARCH.replace(b"paths\n", b"paths; evil\n"),
        SEARCH.replace(b"line two\n", b"line 2\n"),
        SEARCH.replace(b"paths\n", b"paths\npaths\n"),
        HOSTNAME.replace(b"line 20\nline 21\n", b"line 21\nline 20\n"),
        HOSTNAME + HOSTNAME,
        HOSTNAME.removesuffix(b"\n"),
        b"\n" * MOST_LINES + HOSTNAME,
    ],
    ids=[
        "a-line-more", "a-changed-line-of-the-patch", "half-a-patch", "a-line-twice", "another-order",
        "all-of-it-twice", "no-last-line-feed", "too-long",
    ],
)  # fmt: skip
def test_anything_more_than_published_patches_is_unknown(known: KnownFiles, content: bytes) -> None:
    assert rows_of("libtool.m4", content, known) == ((), ())


def test_a_patch_belongs_to_the_file_that_it_names(known: KnownFiles) -> None:
    assert rows_of("ltmain.sh", HOSTNAME, known) == ((), ())
    assert known.patches("test-driver") == ()


@pytest.mark.parametrize(
    ("before", "after", "is_known"),
    [
        (b"VERSION=2.4.7", b'VERSION="2.4.7 Debian-2.4.7-7build1"', True),
        (b"VERSION=2.4.7", b"VERSION=2.4.7-dirty", True),
        (b"(GNU libtool) 2.4.7\n", b"$scriptversion Debian-2.4.7-5\n", True),
        (b"VERSION=2.4.7", b'VERSION="2.4.7 Debian-`id`"', False),
        (b"VERSION=2.4.7", b"VERSION=2.4.7; evil", False),
        (b"VERSION=2.4.7", b"VERSION=2.4.6", False),
        (b"(GNU libtool) 2.4.7\n", b"$scriptversion Debian-$(id)\n", False),
        (b"(GNU libtool) 2.4.7\n", b"(GNU libtool) 2.4.7 `id`\n", False),
    ],
)
def test_only_what_libtool_prints_of_itself_may_differ(
    known: KnownFiles, before: bytes, after: bytes, is_known: bool
) -> None:
    rows, _ = rows_of("ltmain.sh", LTMAIN.replace(before, after), known)
    assert bool(rows) is is_known


RELEASED = (
    b"#   Copyright (C) 2004, 2011-2015 Free Software Foundation, Inc.\n# serial 4179 ltversion.m4\n"
    b"m4_define([LT_PACKAGE_VERSION], [2.4.6])\nm4_define([LT_PACKAGE_REVISION], [2.4.6])\n"
    b"AC_DEFUN([LTVERSION_VERSION],\n[macro_version='2.4.6'\nmacro_revision='2.4.6'\n])\n"
)
BETWEEN = (
    RELEASED.replace(b"VERSION], [2.4.6]", b"VERSION], [2.4.6.42-b88ce-dirty]")
    .replace(b"macro_version='2.4.6'", b"macro_version='2.4.6.42-b88ce-dirty'")
    .replace(b"REVISION], [2.4.6]", b"REVISION], [2.4.6.42]")
    .replace(b"macro_revision='2.4.6'", b"macro_revision='2.4.6.42'")
    .replace(b"serial 4179", b"serial 4221")
    .replace(b"2015", b"2018")
)


def test_a_version_between_two_releases_counts_from_the_first() -> None:
    builder = Builder()
    builder.add("libtool", Version(path="m4/ltversion.m4", content=RELEASED, first=1, last=9))
    known = KnownFiles(builder.packed(), "this test")
    assert rows_of("ltversion.m4", BETWEEN, known)[0]
    for hostile in (
        BETWEEN.replace(b"serial 4221", b"serial 9221"),
        BETWEEN.replace(b".42]", b".43]"),
        BETWEEN.replace(b"-dirty'", b"-dirty'; evil '"),
        BETWEEN + b"m4_esyscmd([evil])\n",
    ):
        assert rows_of("ltversion.m4", hostile, known) == ((), ())
    assert as_released(RELEASED) is None
    assert rows_of("ltversion.m4", RELEASED.replace(b"2.4.6", b"2.4.6-dirty", 1), known) != ((), ())
