"""A file of a toolchain upstream in the source, in whose place ``autoreconf --force`` installed a newer one.

Maintainers commit ``INSTALL`` or ``config.sub`` once, and roll releases with a tool that overwrites them
(Automake manual, "automake Invocation"). Only a file that the source has as an upstream published it was
installed, not written; and only a later one is what a newer tool puts there: an old version has
old weaknesses.
"""

from __future__ import annotations

from tallystick.explain.context import Context
from tallystick.explain.places import base_name
from tallystick.explain.toolchain.known_bytes import rows_of
from tallystick.model import Entry
from tallystick.upstreams import KnownFiles, Row


def is_installed_anew(
    path: str, content: bytes, source: Entry | None, known: KnownFiles, context: Context
) -> bool:
    """Whether the artifact's ``content`` at ``path`` was published, after the source's file there."""
    name = base_name(path)
    if source is None or source.is_link or source.is_gitlink or base_name(source.path) != name:
        return False
    if not known.has(name):
        return False
    before = rows_of(name, context.source_bytes(source.path), known)[0]
    ours = rows_of(name, content, known)[0] if before else ()
    return bool(ours) and _who(ours) & _who(before) != set() and _came(ours) > _came(before)


def _who(rows: tuple[Row, ...]) -> set[str]:
    return {row.upstream for row in rows}


def _came(rows: tuple[Row, ...]) -> int:
    return min(row.first for row in rows)
