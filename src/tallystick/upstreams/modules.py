"""A gnulib module's description, cut into what gnulib-tool copies ("Module description" in its manual).

``lib/gnulib.mk`` is the ``Makefile.am`` sections of the modules one after the other, ``gnulib-comp.m4`` their
``configure.ac`` sections. gnulib-tool fills a few names in (the library's, a prefix, the folder of auxiliary
files) and leaves out what only Libtool or only a subfolder needs; both sides are brought into one form here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from tallystick.upstreams.table import CONDITION, CONFIGURE, EARLY, MAKEFILE

PREFIX = "module "
"""What stands before a module's name in the database: a file may be called like it."""

_SECTION = re.compile(
    r"^(Description|Comment|Status|Notice|Applicability|Usage|Files|Depends-on|configure\.ac-early|configure\.ac"
    r"|Makefile\.am|Include|Link|License|Maintainer|Recommendation):[ \t]*$",
    re.MULTILINE,
)
_INDICATOR = re.compile(r"\$\(\w*?GNULIB_")
_GUARD = "${gl_include_guard_prefix}"
_FILLED = re.compile(r"@''GUARD_PREFIX''@\|(\w{1,40})\|")
_DEPENDS = re.compile(r"^[\w./+-]+[ \t]+\[(.*)\][ \t]*$", re.MULTILINE)
_GETTEXT = re.compile(r"AM_GNU_GETTEXT\(\[external\]\)|dnl you must add AM_GNU_GETTEXT.*")


class Section(Struct, frozen=True, kw_only=True):
    """What the database knows of a module: the kind of digest, the text in its form, and its lines."""

    kind: bytes
    text: str

    @property
    def lines(self) -> int:
        """How many lines it has in this form."""
        return self.text.count("\n")


def sections(description: str) -> Iterator[Section]:
    """Every form of each section that gnulib-tool copies; none of those that are empty."""
    found = _SECTION.split(description)
    held = dict(zip(found[1::2], found[2::2], strict=True))
    for text in _variants(held.get("Makefile.am", "")):
        yield Section(kind=MAKEFILE, text=makefile_form(text))
    for name, kind in (("configure.ac", CONFIGURE), ("configure.ac-early", EARLY)):
        for text in {configure_form(held.get(name, ""), quiet=quiet) for quiet in (False, True)}:
            yield Section(kind=kind, text=text)
    for condition in _DEPENDS.findall(held.get("Depends-on", "")):
        yield Section(kind=CONDITION, text=condition.strip() + "\n")


def _variants(text: str) -> set[str]:
    """With Libtool and without, in a folder of its own and in one makefile for all."""
    found = set()
    for perhaps, ending, other in (("LT", "la", "lo"), ("", "a", "o")):
        library = text.replace("@LT@", perhaps).replace("@la@", ending).replace("@lo@", other)
        if not perhaps:
            library = re.sub(r"^lib_LDFLAGS[ \t]*\+=.*\n?", "", library, flags=re.MULTILINE)
        if "@NMD@" not in library and "@!NMD@" not in library:
            found.add(library)
            continue
        rows = library.split("\n")
        for kept, dropped in (("@NMD@", "@!NMD@"), ("@!NMD@", "@NMD@")):
            found.add("\n".join(r.removeprefix(kept) for r in rows if not r.startswith(dropped)))
            # Until 2024 such a line went wherever the mark stood in it, in a comment too.
            found.add("\n".join(r.replace(kept, "") for r in rows if dropped not in r))
    return found


def makefile_form(text: str) -> str:
    """A fragment of a makefile, one line for each logical one, without what gnulib-tool fills in.

    White space is one space, or the tabulator of a recipe; empty lines are left out.
    """
    text = _INDICATOR.sub("$(GNULIB_", text.replace("\\\n", " ")).replace(_GUARD, "GL")
    text = text.replace("%reldir%/", "").replace("%reldir%", ".")
    if (guard := _FILLED.search(text)) is not None:
        text = text.replace(f"|{guard[1]}|", "|GL|").replace(f"_{guard[1]}\\1", "_GL\\1")
        text = text.replace(f"$(GNULIB_{guard[1]}_", "$(GNULIB_GL_")
    rows = []
    for row in text.split("\n"):
        words = " ".join(row.split())
        if words:
            rows.append(f"\t{words}" if row.startswith("\t") else words)
    return "".join(f"{row}\n" for row in rows)


def configure_form(text: str, *, quiet: bool = False) -> str:
    """A fragment of ``configure.ac``: its lines without indentation, and without empty ones.

    With ``quiet`` as gnulib-tool writes it for tests, where Libtool is switched off.
    """
    if quiet:
        text = text.replace("$gl_cond_libtool", "false")
        text = text.replace("gl_libdeps", "gltests_libdeps").replace(
            "gl_ltlibdeps", "gltests_ltlibdeps"
        )
    text = _GETTEXT.sub("AM_GNU_GETTEXT", text).replace(_GUARD, "GL")
    rows = (row.strip() for row in text.split("\n"))
    return "".join(f"{row}\n" for row in rows if row)
