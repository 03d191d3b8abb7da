"""Each change that is made to both sides before they are compared; nothing that runs is hidden by any.

A normalisation is known by its id, stands on the line of each entry that needed it, and has a heading
in ``docs/regenerate.md`` that says what it hides.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from msgspec import Struct


class Normalisation(Struct, frozen=True, kw_only=True):
    """One change, made to the published and the made bytes alike.

    Attributes:
        id: its name.
        says: what the ledger line says of it: what was changed, and so is not compared.
        apply: the change.
    """

    id: str
    says: str
    apply: Callable[[bytes], bytes]


def _line_feeds(content: bytes) -> bytes:
    """CR LF as LF in a text that has no other line ending.

    One line that ends otherwise than its neighbours is another command to a shell, and CR LF in what
    is no text is two bytes like any others. A lone CR stays, since Python and C end a line there.
    """
    if b"\0" in content or content.count(b"\r\n") != content.count(b"\n"):
        return content
    return content.replace(b"\r\n", b"\n")


_GENERATOR = re.compile(rb"^Generator: [\w.+!() -]{1,100}(\r?\n)(?![ \t])", re.MULTILINE)


def _without_generator(content: bytes) -> bytes:
    """``WHEEL`` without its one line ``Generator``, which nothing reads (PEP 427, "File contents")."""
    return _GENERATOR.sub(b"", content) if content.count(b"Generator") == 1 else content


_DIST_COMMON = re.compile(rb"^((?:am__)?DIST_COMMON) = ((?:[^\n]*\\\n)*+[^\n]*)$", re.MULTILINE)
_DIRTY = re.compile(rb"(?<=[0-9])-dirty(?![\w-])")


def _dist_common_sorted(content: bytes) -> bytes:
    """Automake lists its own files before or after those that were there already."""

    def in_order(found: re.Match[bytes]) -> bytes:
        words = found[2].replace(b"\\\n", b" ").split()
        return found[1] + b" = " + b" ".join(sorted(words))

    return _DIST_COMMON.sub(in_order, content)


def _without_dirty(content: bytes) -> bytes:
    """``2.4.7-dirty`` as ``2.4.7``."""
    return _DIRTY.sub(b"", content)


def _home_page(content: bytes) -> bytes:
    """libtoolize of a release writes the long address, of a working tree the short one."""
    return content.replace(
        b"<http://www.gnu.org/s/libtool/>", b"<http://www.gnu.org/software/libtool/>"
    )


_FOLDERS = rb"[\w.+@~ /-]*/"
"""What is hidden of a path: nothing that could end a comment or a string, or escape a character."""

_MARKER = re.compile(rb'^([ \t]*/\* ")' + _FOLDERS + rb'([^"/\n]+":\d+\n)', re.MULTILINE)
_FILE_NAMES = re.compile(
    rb"^static const char \*(?:const )?__pyx_f\[\] = \{\n(?:[^\n}]*\n)*\};", re.MULTILINE
)
_FILE_NAME = re.compile(rb'^([ \t]*")' + _FOLDERS + rb'([^"/\n]+",?)$', re.MULTILINE)
_METADATA = re.compile(
    rb"^/\* BEGIN: Cython Metadata\n(?:(?!\*/)[^\n]*\n){1,2000}?END: Cython Metadata \*/\n",
    re.MULTILINE,
)


def _cython_paths(content: bytes) -> bytes:
    """File names without their folders: in the comments that quote the input, and in the table ``__pyx_f``.

    That table is what a traceback shows (``Cython/Compiler/ModuleNode.py``); nothing opens what it names.
    """

    def bare(table: re.Match[bytes]) -> bytes:
        return _FILE_NAME.sub(rb"\1\2", table[0])

    return _FILE_NAMES.sub(bare, _MARKER.sub(rb"\1\2", content), count=1)


def _cython_metadata(content: bytes) -> bytes:
    """Without the comment in which ``cythonize`` writes down include folders and dependencies."""
    return _METADATA.sub(b"", content, count=1)


def equal_under(
    published: bytes, made: bytes, normalisations: Iterable[Normalisation]
) -> tuple[str, ...] | None:
    """What was needed for both to be equal, in words; None if they are not."""
    if published == made:
        return ()
    used: list[str] = []
    for one in normalisations:
        before = published, made
        published, made = one.apply(published), one.apply(made)
        if before != (published, made):
            used.append(f"{one.id}: {one.says}")
        if published == made:
            return tuple(used)
    return None


NORMALISATIONS: Mapping[str, Normalisation] = {
    one.id: one
    for one in (
        Normalisation(id="line-feeds", says="CR LF read as LF", apply=_line_feeds),
        Normalisation(
            id="wheel-generator",
            says="which tool says that it made the wheel is not compared",
            apply=_without_generator,
        ),
        Normalisation(
            id="dist-common-order",
            says="the order of the words in DIST_COMMON is not compared",
            apply=_dist_common_sorted,
        ),
        Normalisation(
            id="libtool-dirty",
            says="-dirty behind a version is not compared (a Libtool from a changed working tree)",
            apply=_without_dirty,
        ),
        Normalisation(
            id="libtool-home-page",
            says="Libtool's home page is spelled in two ways",
            apply=_home_page,
        ),
        Normalisation(
            id="cython-paths",
            says="folders of file names in Cython's comments and traceback table not compared",
            apply=_cython_paths,
        ),
        Normalisation(
            id="cython-metadata",
            says="the comment 'Cython Metadata' not compared",
            apply=_cython_metadata,
        ),
    )
}
"""Every normalisation by its id."""
