"""The definitions of an m4 file, each looked up in the database of known toolchain files.

``aclocal`` begins its output with a fixed preamble, and writes ``m4_include`` for each macro file that
stands in the project (aclocal.in, ``write_aclocal``): those files are proven on their own lines of the
ledger, and count here only if they are the source's or known themselves.
"""

from __future__ import annotations

import re

from msgspec import Struct

from tallystick.explain.context import Context
from tallystick.explain.places import base_name, folder_of
from tallystick.explain.toolchain.autotools_files import FILES
from tallystick.project import join
from tallystick.upstreams import KnownFiles, Part, PartKind, Row, digest_of, parts
from tallystick.upstreams.macros import commented, is_plain
from tallystick.upstreams.table import COMMENT, MACRO

_HEADLINE = re.compile(
    r"\A(?:#|dnl) (?:aclocal\.m4 )?generated automatically by aclocal [\w.-]{1,40}(?: -\*- Autoconf -\*-)?\n"
    r"(?:\n*# (?:Copyright \(C\) )?[\d, -]{4,100}(?:Free Software Foundation, Inc\.)?\n)*"
)
"""Its version, and years: no file has these lines but what aclocal writes."""

_PREAMBLE = re.compile(
    r"\A((?:#[^\n]*\n|\n)*)"
    r"((?:m4_ifndef\(\[AC_CONFIG_MACRO_DIRS\], \[m4_defun\(\[_AM_CONFIG_MACRO_DIRS\], \[\]\)"
    r"m4_defun\(\[AC_CONFIG_MACRO_DIRS\], \[_AM_CONFIG_MACRO_DIRS\(\$@\)\]\)\]\)\n)?"
    r"(?:m4_ifndef\(\[AC_AUTOCONF_VERSION\],\n"
    r"  \[m4_copy\(\[m4_PACKAGE_VERSION\], \[AC_AUTOCONF_VERSION\]\)\]\)dnl\n)?"
    r"(?:m4_if\((?:m4_defn\(\[AC_AUTOCONF_VERSION\]\)|AC_AUTOCONF_VERSION), \[[\w.-]{1,40}\],,\n"
    r"\[m4_warning\(\[this file was generated for autoconf [\w.-]{1,40}\.\n"
    r"You have another version of autoconf\.  It may work, but is not guaranteed to\.\n"
    r"If you have problems, you may need to regenerate the build system entirely\.\n"
    r"To do so, use the procedure documented by the package, typically [`']autoreconf'\.\]\)\]\)\n"
    r"|m4_if\(m4_PACKAGE_VERSION, \[[\w.-]{1,40}\],,\n"
    r"\[m4_fatal\(\[this file was generated for autoconf [\w.-]{1,40}\.\n"
    r"You have another version of autoconf\.  If you want to use that,\n"
    r"you should regenerate the build system entirely\.\], \[63\]\)\]\)\n)?)"
)

_COPYRIGHT = re.compile(
    r"Copyright \(C\) (?:(?:19|20)\d\d(?:, |-)?){1,40} Free Software Foundation, Inc\."
)
"""Of any years: who merges changes from upstream sets others."""


PARTLY_KNOWN = frozenset({"intltool", "libtool"})
"""Upstreams of which not every version of a macro that is installed somewhere is known."""


class Looked(Struct, frozen=True, kw_only=True):
    """What became of the parts of an m4 file: the known definitions with their rows, and the unknown.

    ``normalisations`` are what of a definition was left out to know it.
    """

    definitions: tuple[tuple[Part, tuple[Row, ...]], ...]
    unknown: tuple[Part, ...]
    normalisations: tuple[str, ...] = ()

    @property
    def upstreams(self) -> tuple[str, ...]:
        """Who published them."""
        return tuple(sorted({row.upstream for _, rows in self.definitions for row in rows}))


def look_up(path: str, content: bytes, known: KnownFiles, context: Context) -> Looked:
    """Look up each part of the artifact's m4 file at ``path``, whose bytes are ``content``."""
    text = content.decode("utf-8", "surrogateescape")
    if base_name(path) == "aclocal.m4":
        # Empty lines in its place: the numbers of all others stay.
        text = _HEADLINE.sub(lambda found: "\n" * found[0].count("\n"), text)
        text = _PREAMBLE.sub(lambda found: found[1] + "\n" * found[2].count("\n"), text)
    definitions: list[tuple[Part, tuple[Row, ...]]] = []
    unknown: list[Part] = []
    left_out: set[str] = set()
    for part in commented(text):
        if part.kind is PartKind.COMMENT or is_plain(part):
            if not _is_known_comment(part.text.strip(), known):
                unknown.append(part)
            continue
        if part.kind is PartKind.INCLUDE:
            if not is_accounted_for(join(folder_of(path).rstrip("/"), part.name), context):
                unknown.append(part)
            continue
        rows = _rows(part, known)
        if not rows and (rows := _with_fewer_pythons(part, known)):
            left_out.add(PYTHONS)
        if not rows and (rows := _with_version_left_out(part, known)):
            left_out.add(VERSION)
        if rows:
            definitions.append((part, rows))
        else:
            unknown.append(part)
    return Looked(
        definitions=tuple(definitions),
        unknown=tuple(unknown),
        normalisations=tuple(sorted(left_out)),
    )


_DEBIAN = re.compile(r"(serial \d{1,4} )Debian [\w.+~-]{1,40} (AC_PROG_LIBTOOL)")
"""Debian put its version behind the serial of libtool.m4 until 2009."""


def _is_known_comment(text: str, known: KnownFiles) -> bool:
    if _COPYRIGHT.fullmatch(text) is not None:
        return True
    text = _DEBIAN.sub(r"\1\2", text)
    return bool(known.find(digest_of(text.encode("utf-8", "surrogateescape"), COMMENT)))


def _rows(part: Part, known: KnownFiles) -> tuple[Row, ...]:
    """Every row of a definition; none of what is no definition."""
    if part.kind is not PartKind.DEFINITION:
        return ()
    return known.find(digest_of(part.text.encode("utf-8", "surrogateescape"), MACRO))


PYTHONS = "newer interpreters in the list of AM_PATH_PYTHON, which distributions add, left out"
_PYTHONS = re.compile(r"(?<= python3)((?: python3\.\d{1,2}){1,20})(?= )")
"""The interpreters that ``AM_PATH_PYTHON`` looks for; distributions add those that they have."""


def _with_fewer_pythons(part: Part, known: KnownFiles) -> tuple[Row, ...]:
    """The rows of ``AM_PATH_PYTHON`` without the first names of its list, the newest interpreters."""
    found = _PYTHONS.search(part.text) if part.name == "AM_PATH_PYTHON" else None
    names = found[1].split() if found is not None else []
    for newer in range(1, len(names)):
        left = "".join(f" {name}" for name in names[newer:])
        text = _PYTHONS.sub(left, part.text, count=1)
        if rows := known.find(digest_of(text.encode("utf-8", "surrogateescape"), MACRO)):
            return rows
    return ()


VERSION = "the version that configure filled in (`@VERSION@`) left out"
_VERSION = re.compile(r"\[\d{1,4}(?:\.\d{1,4}){1,3}\]")


def _with_version_left_out(part: Part, known: KnownFiles) -> tuple[Row, ...]:
    """The rows of a definition of a ``.m4.in`` (xorg-macros), whose only placeholder is the version."""
    found = _VERSION.search(part.text) if part.kind is PartKind.DEFINITION else None
    if found is None:
        return ()
    text = f"{part.text[: found.start()]}[@VERSION@]{part.text[found.end() :]}"
    return known.find(digest_of(text.encode("utf-8", "surrogateescape"), MACRO))


def is_accounted_for(path: str, context: Context) -> bool:
    """Whether an included file is the source's or known, or one that libtoolize or gnulib-tool writes.

    It has a line of its own on the ledger: here it only matters that nobody slipped an include in.
    """
    entry = context.artifact.tree.entries.get(path)
    if entry is None or entry.is_link or entry.sha256 is None or context.known is None:
        return False
    name = base_name(path)
    if name in FILES and FILES[name].where == "macros":
        return True
    if any(c.path in context.source.tree.entries
           and context.source.tree.entries[c.path].blob == entry.blob
           for c in context.layout.candidates(path)):  # fmt: skip
        return True
    if base_name(context.by_blob.get(entry.blob, "")) == name:
        return True  # copied from a folder of the source, as gnulib-tool does with ``gl/m4``
    digest = bytes.fromhex(entry.sha256)
    if any(row.name == name for row in context.known.find(digest)):
        return True
    if not context.known.named(name):
        return False
    inner = parts(context.artifact_bytes(path).decode("utf-8", "surrogateescape"))
    return bool(inner) and all(_rows(part, context.known) for part in inner)
