"""The makefile that gnulib-tool writes, block by block: each module's, and the lines around them."""

from __future__ import annotations

import re

from tallystick.explain.toolchain.gnulib_modules import Modules
from tallystick.upstreams import digest_of
from tallystick.upstreams.composed import BLOCK, MAKEFILES, makefile_lines
from tallystick.upstreams.modules import makefile_form
from tallystick.upstreams.table import LINE, MAKEFILE

_LIBRARY = re.compile(r"^((?!EXTRA_)\w{1,80}?_l?a)_SOURCES \+?=[ \t]*$", re.MULTILINE)
_AUXILIARY = re.compile(r"--aux-dir=([\w./+-]{1,80})")
_ENABLED = re.compile(r"if \w{1,40}_GNULIB_ENABLED_\w{1,100}")
_WORD = r"(?:[\w./+-]|\$\((?:top_)?srcdir\))+"
_LISTED = re.compile(
    rf"EXTRA_DIST \+= {_WORD}(?: {_WORD})*"
    r"|EXTRA_lib_SOURCES \+= [\w./+-]+\.(?:c|C|cc|c\+\+|cpp|cxx)(?: [\w./+-]+\.(?:c|C|cc|c\+\+|cpp|cxx))*"
    r"|lib_(?:LIBADD|DEPENDENCIES) \+= @(?:LT)?ALLOCA@"
)
"""What gnulib-tool adds to a module's section: its files, for the tarball and for dependencies."""

_FLAG = (
    r"(?:-D\w+=1|-D@\w+@=1|-DDEFAULT_TEXT_DOMAIN=\\\"[\w.+-]+\\\"|-I(?:\$\(srcdir\))?[\w./+-]*"
    r"|-no-undefined|--preserve-dup-deps|\$\(\w+\)|@\w+@)"
)
_NAMES = r"(?:(?!/)[\w./+-]+|\$\(\w+\)|(?!/)[\w./+-]*\*\.stackdump)"
_BELOW = rf"(?!\.\./|[\w./+-]*/\.\.){_NAMES}"
"""What ``make clean`` removes: nothing above its own folder."""
_ASSIGNED = re.compile(
    rf"(?:\w+_)?(?:AM_CPPFLAGS|AM_C(?:XX)?FLAGS|C(?:XX)?FLAGS|LDFLAGS|AM_LIBTOOLFLAGS) \+?=(?: {_FLAG})*"
    r"|AUTOMAKE_OPTIONS = [\d.]+ (?:foreign|gnits|gnu)(?: subdir-objects)?"
    r"|TESTS_ENVIRONMENT \+= EXEEXT='@EXEEXT@' srcdir='\$\(srcdir\)'"
    r"|IGNORE_SKIPPED_LOGS = 1"
    rf"|(?:TESTS|XFAIL_TESTS|TESTS_ENVIRONMENT|SUBDIRS|SUFFIXES|LDADD|EXTRA_DIST|BUILT_SOURCES|\w+_PROGRAMS"
    rf"|\w+_HEADERS|\w+_LIBRARIES|\w+_LTLIBRARIES|\w+_DATA|\w+_SOURCES|\w+_LIBADD|\w+_DEPENDENCIES) \+?="
    rf"(?: {_NAMES})*|\w*CLEAN(?:FILES|DIRS) \+?=(?: {_BELOW})*"
)
"""The assignments around the modules: plain names and the flags that gnulib-tool knows, nothing that runs."""

MAY_BE = 6
"""Lines behind a module's section that may be gnulib-tool's own."""


def makefile_problem(text: str, modules: Modules) -> str | None:
    """Where a makefile is more than published modules and what is always around them; None if nowhere."""
    named = _LIBRARY.search(text)
    library = named[1] if named is not None else "lib"
    auxiliary = _AUXILIARY.search(text)
    # --automake-subdir: one makefile for all, in which files are named with their folder.
    inside = library.partition("_lib")[0] if "_lib" in library else None
    folder = f"$(top_srcdir)/{auxiliary[1] if auxiliary else 'build-aux'}/"
    for block in BLOCK.finditer(text):
        body = block["text"].replace(folder, "$(top_srcdir)/build-aux/")
        named_so = re.compile(rf"\b((?:EXTRA_)?){library}_(?=[A-Z])")
        body = named_so.sub(r"\1lib_", body)
        if inside is not None:
            body = body.replace(f"$(top_srcdir)/{inside}/", "$(srcdir)/")
            body = re.sub(rf"(?<![\w./)-]){re.escape(inside)}/", "", body)
        if block["name"] in modules.patched:
            continue  # the caller says so
        # A project's own module may name the library itself.
        if not any(
            _is_published(makefile_form(form).splitlines(), block["name"], named_so, modules)
            for form in (body, block["text"])
        ):
            number = text.count("\n", 0, block.start()) + 1
            return (
                f"the block of the module {block['name']} (line {number}) is none that was published"
                if modules.is_known(block["name"])
                else f"nobody has a module {block['name']} (line {number})"
            )
    for line in makefile_lines(text):
        if _ASSIGNED.fullmatch(line) is None and not _is_usual(line, modules):
            return f"outside of the modules it says {line.strip()[:100]!r}"
    return None


def patched_module(text: str, modules: Modules) -> str | None:
    """The patch of a module of which the makefile has a block; it is not applied here."""
    for block in BLOCK.finditer(text):
        if block["name"] in modules.patched:
            return modules.patched[block["name"]]
    return None


def _is_usual(line: str, modules: Modules) -> bool:
    digest = digest_of(line.encode("utf-8", "surrogateescape"), LINE)
    return any(row.name == MAKEFILES for row in modules.known.find(digest))


def _is_published(rows: list[str], name: str, named_so: re.Pattern[str], modules: Modules) -> bool:
    """Whether ``rows`` are the module's section, with what gnulib-tool adds behind it.

    ``named_so`` finds the library's name, which a project's own module may have, and what is added has.
    """
    if rows and _ENABLED.fullmatch(rows[0]) is not None and "endif" in rows:
        last = len(rows) - 1 - rows[::-1].index("endif")
        rows = rows[1:last] + rows[last + 1 :]
    held = modules.digests(name)
    for _ in range(MAY_BE):
        text = "".join(f"{row}\n" for row in rows).encode("utf-8", "surrogateescape")
        if not rows or digest_of(text, MAKEFILE) in held:
            return modules.is_known(name)
        if _LISTED.fullmatch(named_so.sub(r"\1lib_", rows[-1])) is None:
            return False
        rows = rows[:-1]
    return False
