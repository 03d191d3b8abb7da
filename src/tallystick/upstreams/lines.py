"""Files that distributions patch without another version in them, known line by line.

``libtoolize`` and ``automake`` install what the distribution has: Fedora's and Debian's Libtool are
other files under one version. No list of them is whole, so such a file is no proof; but a line in it that no
upstream and no packager ever had was written by somebody else. Lines have no order here and no days.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

PATCHED = frozenset({"libtool.m4", "ltmain.sh", "test-driver"})
"""Their names, as they are installed, of which patches that are known can be taken back."""

BY_LINES = PATCHED | {"config.guess", "config.sub", "py-compile"}
"""Those and others of which each line is known."""

_PARTS_OF_LTMAIN = frozenset({
    "ltmain.in", "ltmain.m4sh", "funclib.sh", "options-parser", "general.m4sh", "getopt.m4sh",
    "inline-source",
})  # fmt: skip
"""What ``ltmain.sh`` is put together from when Libtool is released (its ``Makefile.am``)."""

_V = rb"[\w.+~:-]{1,60}"
_VERSION = re.compile(
    rb"(?:(?:VERSION|package_revision|scriptversion|macro_version|macro_revision)="
    rb"(?:"
    + _V
    + rb"|([\"'])(?:\(GNU libtool\) )?"
    + _V
    + rb"(?: "
    + _V
    + rb"){0,2}\1)(?:; # UTC)?"
    rb"|TIMESTAMP=\" \([\d./: ]{1,60}\)(?: Debian\$Rev: \d{1,4} \$)?\""
    rb"|# (?:libtool|ltmain\.sh) \(GNU libtool\) " + _V + rb"(?: " + _V + rb")?"
    rb"|##\s{1,40}by inline-source v" + _V + rb"|(?:version:\s{1,20})?\$progname "
    rb"(?:\$scriptversion|\(GNU libtool\) " + _V + rb")(?: " + _V + rb")?"
    rb"|#\s{1,40}\$progname:?\s{1,20}\(GNU libtool\) " + _V + rb"(?: " + _V + rb")?)"
)

_YEARS = re.compile(
    rb"(?:# *)?Copyright \(C\) [\d, -]{4,120}"
    rb"(?:Free Software Foundation, Inc\.|Bootstrap Authors|Gary V\. Vaughan)?"
)
"""Whoever takes a change from upstream has other years; the comments beside them are the version's."""


def lines_of(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Each line that says something, with its number: not empty, no version and no years."""
    for number, line in enumerate(content.split(b"\n"), 1):
        plain = line.strip()
        if plain and _VERSION.fullmatch(plain) is None and _YEARS.fullmatch(plain) is None:
            yield number, plain


def installed_name(name: str) -> str | None:
    """Under which name the lines of the upstream's file ``name`` are known; None if they are not."""
    if name in _PARTS_OF_LTMAIN:
        return "ltmain.sh"
    return name if name in BY_LINES else None


def row_name(name: str) -> str:
    """What a line of the file called ``name`` is called in the database."""
    return f"line of {name}"
