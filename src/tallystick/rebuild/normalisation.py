"""Each change that is made to both sides before they are compared; nothing that runs is hidden by any.

A normalisation is known by its id, stands on the line of each entry that needed it, and has a heading
in ``docs/regenerate.md`` that says what it hides.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Normalisation:
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
    r"""CR LF as LF; a lone CR stays, since Python and C end a line there."""
    return content.replace(b"\r\n", b"\n")


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


NORMALISATIONS: Mapping[str, Normalisation] = {
    one.id: one
    for one in (
        Normalisation(id="line-feeds", says="CR LF read as LF", apply=_line_feeds),
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
    )
}
"""Every normalisation by its id."""
