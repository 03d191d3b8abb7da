"""The rows of the database for some bytes under one name: as they are, or less what gnulib-tool changes.

Each of its changes is undone alone and named on the ledger: licences (``--lgpl``), and, where the module
``config-h`` is in use, ``#ifdef HAVE_CONFIG_H``, which becomes ``#if 1`` (``sed_transform_lib_file``). So are
the known patches of files that distributions patch.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

from tallystick.upstreams import (
    KnownFiles,
    Row,
    between_releases,
    digest_of,
    keywords,
    reworded,
    vendor,
)
from tallystick.upstreams.lines import PATCHED
from tallystick.upstreams.table import LINES, REWORDED
from tallystick.upstreams.taken_back import PRINTED, ways_back
from tallystick.upstreams.wording import HEAD, NORMALISATION

CONFIGURED = b"#if 1\n"
ASKED = b"#ifdef HAVE_CONFIG_H\n"
CONFIG_H = (
    "`#if 1` read as `#ifdef HAVE_CONFIG_H`, which gnulib-tool replaces for the module config-h"
)

VERSION_2, VERSION_3 = b"version 2", b"version 3"
RELICENSED = "`version 3` read as `version 2`, which gnulib-tool replaces in files under the GPL"

SHELLS = (b"#! /bin/sh\n", b"#!/bin/sh\n")
_SHELL = re.compile(
    rb"^#! ?(?:/usr/bin/sh|/bin/sh|/(?:gnu|nix)/store/[0-9a-z]{32}-bash[\w.+-]{0,40}/bin/sh)\n",
    re.MULTILINE,
)
INTERPRETER = (
    "`#!` lines read as `#! /bin/sh`, which Fedora's rpmbuild and Guix write otherwise in scripts"
)

_OWN = b"\t\tbasic_machine=s390%s-`echo $basic_machine | sed 's/^[^-]*-//'`\n\t\t;;\n"

MACHINES: tuple[tuple[str, tuple[tuple[bytes, bytes], ...]], ...] = (
    ("Fedora's machine `ppc64p7` taken back", ((b"ppc64-* | ppc64p7-*", b"ppc64-*"),)),
    ("ALT Linux's machine `armh` taken back", ((b"| arm | armh | arm[lb]e", b"| arm | arm[lb]e"),)),
    (
        "openSUSE's vendors of s390 machines taken back",
        (
            (b"\ts390-*)\n" + _OWN % b"", b""),
            (b"\ts390x-*)\n" + _OWN % b"x", b""),
            (b"\ts390)\n", b"\ts390 | s390-*)\n"),
            (b"\ts390x)\n", b"\ts390x | s390x-*)\n"),
        ),
    ),
)
"""What distributions replace in ``config.sub``: how it is called, their words and upstream's."""

BOTH = b"""\
   This program is free software: you can redistribute it and/or
   modify it under the terms of either:

     * the GNU Lesser General Public License as published by the Free
       Software Foundation; either version 3 of the License, or (at your
       option) any later version.

   or

     * the GNU General Public License as published by the Free
       Software Foundation; either version 2 of the License, or (at your
       option) any later version.

   or both in parallel, as here.
"""
"""What ``--lgpl=3orGPLv2`` writes for the licence of a file that is under one alone."""

SINGLE = (
    b"""\
   This program is free software: you can redistribute it and/or modify it
   under the terms of the GNU Lesser General Public License as published
   by the Free Software Foundation; either version 3 of the License, or
   (at your option) any later version.

""",
    b"""\
   This program is free software: you can redistribute it and/or modify
   it under the terms of the GNU General Public License as published by
   the Free Software Foundation; either version 3 of the License, or
   (at your option) any later version.

""",
    b"""\
   This program is free software; you can redistribute it and/or
   modify it under the terms of the GNU Lesser General Public License
   as published by the Free Software Foundation; either version 2, or
   (at your option) any later version.

""",
    b"""\
   This program is free software; you can redistribute it and/or modify
   it under the terms of the GNU General Public License as published by
   the Free Software Foundation; either version 2, or (at your option)
   any later version.

""",
)
"""What stood there before, as gnulib's files have it."""

Known = tuple[tuple[Row, ...], tuple[str, ...]]
"""Rows, the earliest first, and the normalisations that it took to find them."""


def rows_of(
    name: str,
    content: bytes,
    known: KnownFiles,
    sha256: str | None = None,
    until: int | None = None,
) -> Known:
    """What is known of ``content`` as a file called ``name``; no rows if nobody published it.

    Args:
        name: the base name.
        content: the bytes.
        known: the database.
        sha256: their digest, if it is known.
        until: a day. Another upstream may have taken the file later as gnulib-tool had changed it: what was
            there by that day goes before what came after it.
    """
    later: Known = ((), ())
    for rows, normalisations in _known_as(name, content, known, sha256):
        if until is None or rows[0].first <= until:
            return rows, normalisations
        later = later if later[0] else (rows, normalisations)
    return later


def _known_as(name: str, content: bytes, known: KnownFiles, sha256: str | None) -> Iterator[Known]:
    """Everything that ``content`` is known as, the plainest first."""
    whole = bytes.fromhex(sha256) if sha256 else hashlib.sha256(content).digest()
    if rows := bound(known.find(whole), name):
        yield rows, ()
    if not known.has(name):
        return
    for digest, normalisations in (*_rewritings(content), *_of_distributions(name, content)):
        if rows := bound(known.find(digest), name):
            yield rows, normalisations
    if name == between_releases.NAME:
        yield from _between_releases(content, known)
    if name in PATCHED:
        yield from _unpatched(name, content, known)


def _between_releases(content: bytes, known: KnownFiles) -> Iterator[Known]:
    """The rows of the release after which Libtool's tree was at so many commits."""
    released = between_releases.as_released(content)
    if released is not None:
        rows = bound(known.find(digest_of(reworded(released), REWORDED)), between_releases.NAME)
        if rows:
            yield rows, (between_releases.NORMALISATION, NORMALISATION)


def _unpatched(name: str, content: bytes, known: KnownFiles) -> Iterator[Known]:
    """The rows of a version that ``content`` is with patches of distributions, each of them taken back."""
    for lines, patches in ways_back(content, known.patches(name)):
        if rows := bound(known.find(digest_of(lines, LINES)), name):
            taken = tuple(dict.fromkeys(f"{patch.said} taken back" for patch in patches))
            yield rows, (*taken, PRINTED) if name == "ltmain.sh" else taken
            return


def _rewritings(content: bytes) -> Iterator[tuple[bytes, tuple[str, ...]]]:
    """The digest of ``content`` before each rewriting, and what that one is called."""
    head, rest = content[:HEAD], content[HEAD:]
    yield digest_of(reworded(content), REWORDED), (NORMALISATION,)
    if VERSION_3 in content:
        yield digest_of(content.replace(VERSION_3, VERSION_2)), (RELICENSED,)
    for shell in SHELLS if _SHELL.match(head) is not None else ():
        yield digest_of(_SHELL.sub(shell, content)), (INTERPRETER,)
    if keywords.has_keyword(content):
        yield digest_of(keywords.emptied(content), REWORDED), (keywords.NORMALISATION,)
    for single in SINGLE if BOTH in head else ():
        yield digest_of(reworded(head.replace(BOTH, single, 1) + rest), REWORDED), (NORMALISATION,)
    if CONFIGURED in content:
        asking = reworded(content.replace(CONFIGURED, ASKED))
        yield digest_of(asking, REWORDED), (NORMALISATION, CONFIG_H)


def _of_distributions(name: str, content: bytes) -> Iterator[tuple[bytes, tuple[str, ...]]]:
    """The digest of a file that distributions change by one rule, and what that is called."""
    if name == vendor.NAME and vendor.is_changed(content):
        yield digest_of(vendor.without(content), REWORDED), (vendor.NORMALISATION,)
    if name == "config.sub":
        for said, changes in MACHINES:
            before = content
            for theirs, upstreams in changes:
                before = before.replace(theirs, upstreams, 1)
            if before != content:
                yield digest_of(before), (said,)


def bound(rows: tuple[Row, ...], name: str) -> tuple[Row, ...]:
    """The rows of the base name ``name``, the earliest first."""
    return tuple(sorted((row for row in rows if row.name == name), key=lambda row: row.first))
