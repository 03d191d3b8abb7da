"""Lines of files that distributions patch, and definitions that are recognised by their bytes."""

from __future__ import annotations

import pytest

from tallystick.upstreams import parts
from tallystick.upstreams.lines import installed_name, lines_of
from tallystick.upstreams.macros import Seen


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"   ",
        b'VERSION="2.4.7 Debian-2.4.7-5"',
        b'VERSION="1.5.26 Debian 1.5.26-1ubuntu1"',
        b'TIMESTAMP=" (1.1220.2.493 2008/02/01 16:58:18)"',
        b"#         $progname:\t(GNU libtool) 2.4.2 Debian-2.4.2-1.2",
        b"VERSION=2.4.7-dirty",
        b"scriptversion='(GNU libtool) 2.4.6.42-b88ce-dirty'",
        b"# libtool (GNU libtool) 2.4.7-dirty",
        b"       version:        $progname $scriptversion Debian-2.4.7-5",
        b"# Copyright (C) 2004-2018 Bootstrap Authors",
        b"# Copyright (C) 1992, 1993, 2015 Free Software Foundation, Inc.",
        b'TIMESTAMP=" (1.1220.2.25 2003/08/01 19:08:35) Debian$Rev: 49 $"',
    ],
)
def test_versions_and_years_say_nothing(line: bytes) -> None:
    assert not list(lines_of(line))


@pytest.mark.parametrize(
    "line",
    [
        b": inert",
        b'VERSION="$(inert)"',
        b"VERSION=2.4.7; inert",
        b"VERSION=2.4.7 inert",  # which runs it
        b"VERSION='2.4.7 inert",
        b'TIMESTAMP=" (`inert`)"',
        b'TIMESTAMP=" (1.1220) Debian$(inert)"',
        b"# Copyright (C) 2015 `inert`",
        b"# words",
        b"# include <inert.h>",
        b"#define inert",
        b"# a `inert`",
        b"# a $(inert)",
        b"# goes on \\",
        b"# serial 930 LT_INIT",
    ],
)
def test_what_could_do_something_is_a_line(line: bytes) -> None:
    assert list(lines_of(b"\n" + line)) == [(2, line)]


def test_what_ltmain_is_put_together_from_counts_for_it() -> None:
    assert installed_name("ltmain.in") == "ltmain.sh"
    assert installed_name("libtool.m4") == "libtool.m4"
    assert installed_name("config.sub") == "config.sub"
    assert installed_name("install-sh") is None


def test_a_definition_that_was_cut_out_before_ends_where_it_ended() -> None:
    seen: Seen = {}
    first = "AC_DEFUN([A],\n[one])\nAC_DEFUN([B], [x])\n"
    second = "AC_DEFUN([A],\n[one])\nAC_DEFUN([B], [x]) m4_esyscmd([inert])\n"
    third = "AC_DEFUN([A],\n[one two])\n"
    for text in (first, second, third, first):
        assert parts(text, seen) == parts(text)
