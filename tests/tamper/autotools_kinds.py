"""Kinds of tampering with what ``make dist`` adds to a tarball: the files that git does not hold.

They return what those of :mod:`tamper.kinds` return. What they add is inert.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tamper.kinds import Apply, Kind, add_member, inside
from tamper.release import Member, Release

AUTOTOOLS_KINDS: list[Kind] = []

SCRIPTS = (
    "install-sh",
    "missing",
    "depcomp",
    "compile",
    "config.guess",
    "config.sub",
    "ar-lib",
    "mdate-sh",
)
WRITTEN = ("gnulib-comp.m4", "gnulib-cache.m4", "aclocal.m4")


def kind(function: Apply) -> Apply:
    """Add ``function`` to AUTOTOOLS_KINDS under its own name."""
    AUTOTOOLS_KINDS.append(Kind(function.__name__.replace("_", "-"), function))
    return function


def files(release: Release, pattern: str) -> Iterator[Member]:
    """The files whose path below the top folder matches."""
    wanted = re.compile(pattern)
    for member in release.members:
        if member.kind == "file" and wanted.fullmatch(inside(release, member)):
            yield member


def changed(release: Release, member: Member | None, line: bytes) -> str | None:
    """Put ``line`` into the middle of ``member``, between two of its lines."""
    if release.is_zip or member is None:
        return None
    rows = member.content.splitlines(keepends=True)
    member.content = b"".join([*rows[: len(rows) // 2], line, *rows[len(rows) // 2 :]])
    return inside(release, member)


def macro_file(release: Release) -> Member | None:
    """A macro file that states a serial, and is no output."""
    found = files(release, r"(?:.*/)?m4/[^/]+\.m4")
    return next(
        (m for m in found if b" serial " in m.content and not m.name.endswith(WRITTEN)), None
    )


def is_autotools(release: Release) -> bool:
    return not release.is_zip and any(files(release, r"configure"))


@kind
def macro_file_added(release: Release) -> str | None:
    """CVE-2024-3094: a macro file more, beside those that gnulib brings."""
    if not is_autotools(release):
        return None
    macros = b"# serial 1\nAC_DEFUN([gl_DATA_TO_HOST], [AC_CONFIG_COMMANDS([data], [:], [:])])\n"
    return add_member(release, f"{release.top}m4/data-to-host.m4", macros)


@kind
def line_changed_in_a_macro_file(release: Release) -> str | None:
    return changed(release, macro_file(release), b"gl_am_configmake=`echo inert`\n")


@kind
def serial_raised(release: Release) -> str | None:
    """CVE-2024-3094: ``# build-to-host.m4 serial 30``, where upstream had come to 3."""
    member = macro_file(release)
    if member is None or release.is_zip:
        return None
    member.content = re.sub(rb"( serial )\d+", rb"\g<1>930", member.content, count=1)
    return inside(release, member)


@kind
def line_changed_in_an_auxiliary_script(release: Release) -> str | None:
    script = next(files(release, rf"(?:build-aux/)?(?:{'|'.join(map(re.escape, SCRIPTS))})"), None)
    return changed(release, script, b": inert\n")


@kind
def line_changed_in_ltmain(release: Release) -> str | None:
    return changed(release, next(files(release, r"(?:.*/)?ltmain\.sh"), None), b": inert\n")


@kind
def line_changed_in_aclocal(release: Release) -> str | None:
    return changed(release, next(files(release, r"aclocal\.m4"), None), b"m4_define([inert])\n")


@kind
def line_changed_in_configure(release: Release) -> str | None:
    return changed(release, next(files(release, r"configure"), None), b": inert\n")


@kind
def line_changed_in_a_makefile_template(release: Release) -> str | None:
    return changed(release, next(files(release, r"Makefile\.in"), None), b"inert = inert\n")


@kind
def translation_changed(release: Release) -> str | None:
    """A phrase in the middle of a catalogue says something else."""
    member = next(files(release, r"po/[^/]+\.po"), None)
    if member is None or release.is_zip:
        return None
    at = [m.start(1) for m in re.finditer(rb'^msgstr "([^"\\%])', member.content, re.MULTILINE)]
    if not at:
        return None
    middle = at[len(at) // 2]
    member.content = member.content[:middle] + b"Inert " + member.content[middle:]
    return inside(release, member)


@kind
def remark_changed_in_a_catalogue(release: Release) -> str | None:
    member = next(files(release, r"po/[^/]+\.po"), None)
    if member is None or release.is_zip:
        return None
    before = member.content
    member.content = re.sub(rb"^#: (\S+)", rb"#: inert.c:1 \1", before, count=1, flags=re.MULTILINE)
    return inside(release, member) if member.content != before else None


@kind
def recipe_added_to_gnulibs_makefile(release: Release) -> str | None:
    found = files(release, r"(?:.*/)?(?:gnulib\.mk|Makefile\.am)")
    member = next((m for m in found if b"## begin gnulib module" in m.content), None)
    if member is None or release.is_zip:
        return None
    member.content = member.content.replace(
        b"\n## end   gnulib", b"\ninert:\n\techo inert | sh\n\n## end   gnulib", 1
    )
    return inside(release, member)


@kind
def call_added_to_gnulibs_macros(release: Release) -> str | None:
    return changed(
        release,
        next(files(release, r"(?:.*/)?gnulib-comp\.m4"), None),
        b"m4_esyscmd([echo inert])\n",
    )
