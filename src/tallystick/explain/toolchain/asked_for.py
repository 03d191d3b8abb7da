"""Whether the source has any use for a file that a toolchain upstream published.

Published bytes are harmless where the toolchain puts them. Elsewhere they are a file that nobody asked for:
GNU make reads a ``GNUmakefile`` before the project's ``Makefile`` (GNU make manual, "Makefile Names"), and a
compiler finds an ``error.h`` beside the code before the system's.
"""

from __future__ import annotations

from collections.abc import Sequence

from tallystick.explain.context import Context
from tallystick.explain.evidence.build_files import MAX_FILES, says, texts
from tallystick.explain.places import base_name
from tallystick.explain.toolchain.autotools_files import FILES
from tallystick.explain.toolchain.bootstrap import NAMES, bootstrap_texts
from tallystick.explain.toolchain.tarball_kind import is_git_archive_alone
from tallystick.upstreams import Part, PartKind, Row

_INPUTS = (
    frozenset({"configure.ac", "configure.in", "Makefile.am", "aclocal.m4", "acinclude.m4"}) | NAMES
)
"""Of whose sort a source has one if it is set up by Autoconf, Automake, gettext or gnulib."""

_GNULIBS = ("gnulib-cache.m4", "gnulib-comp.m4", "gnulib.mk", "gnulib.mk.in")


def unasked(path: str, rows: tuple[Row, ...], context: Context) -> str | None:
    """Why nothing in the source asks for the upstream's file at ``path``; None where something may."""
    if not context.once("uses autotools", lambda: _holds(_INPUTS, context)):
        return "nothing in the source is an input of Autoconf, Automake, gettext or gnulib"
    if is_git_archive_alone(context):
        return (
            "git archive packs no file that the commit lacks, and nothing was generated beside it"
        )
    name = base_name(path)
    is_of_gnulib = {row.upstream for row in rows} == {"gnulib"}
    is_copied = is_of_gnulib and not name.endswith(".m4") and name not in FILES
    if is_copied and not context.once("uses gnulib", lambda: _uses_gnulib(context)):
        return "nothing in the source speaks of gnulib"
    return None


def _holds(names: frozenset[str], context: Context) -> bool:
    return any(base_name(path) in names for path in context.source.tree.entries)


def _uses_gnulib(context: Context) -> bool:
    """Whether gnulib is a submodule, has left its lists in the source, or is named by what sets that up."""
    entries = context.source.tree.entries
    modules = {path for path, entry in entries.items() if entry.is_gitlink} | set(
        context.source.submodules
    )
    return (
        any("gnulib" in path for path in modules)
        or _holds(frozenset(_GNULIBS), context)
        or any("gnulib" in text or "gl_dir" in text for text in bootstrap_texts(context).values())
        or any(
            "gl_INIT" in _text(path, context) for path in entries if base_name(path) in _CONFIGURE
        )
    )


_CONFIGURE = frozenset({"configure.ac", "configure.in"})


def _text(path: str, context: Context) -> str:
    entry = context.source.tree.entries[path]
    if entry.is_link or entry.is_gitlink:
        return ""
    return context.source_bytes(path).decode("utf-8", "replace")


def nobody_calls(parts: Sequence[Part], context: Context) -> bool:
    """Whether text stands in ``aclocal.m4`` for which aclocal had no reason (Automake manual, "aclocal").

    It takes a file of the system for a macro that ``configure.ac`` or another macro calls. So of unknown
    definitions at least one is named in the source; else somebody wrote them in.
    """
    unknown = [part for part in parts if part.kind is not PartKind.INCLUDE]
    texts = context.once("macros of the source", lambda: _macro_texts(context))
    return bool(unknown) and not any(
        part.name and says(part.name, text) for part in unknown for text in texts
    )


def _macro_texts(context: Context) -> tuple[str, ...]:
    """The source's ``configure.ac`` and macro files."""
    paths = [
        path
        for path in context.source.tree.entries
        if path.endswith(
            ("configure.ac", "configure.in", "configure.ac.in", "configure.in.in", ".m4")
        )
    ]
    return tuple(texts(paths[:MAX_FILES], context).values())
