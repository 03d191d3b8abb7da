"""Lists in an sdist's ``.egg-info`` that come and go with what lay in somebody's folder before.

setuptools reads ``SOURCES.txt`` of the build before and keeps what is still there, so that the same commit
has many; ``top_level.txt`` has each folder that it takes for a package. Both name things and hold none: what
a name leads to is another entry, or nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from tallystick.model import Tree
from tallystick.rebuild.normalisation import Normalisation

SOURCES = re.compile(r"(?:.*/)?[^/]+\.egg-info/SOURCES\.txt")
TOP_LEVEL = re.compile(r"(?:.*/)?[^/]+\.egg-info/top_level\.txt")

_NAME = re.compile(rb"(?!\.\.?(?:/|$))[\w.+@ -]+(?:/(?!\.\.?(?:/|$))[\w.+@ -]+)*")
"""A path below the folder: nothing that leads out of it is ever left out."""


def of_lists(path: str, published: Tree) -> tuple[Normalisation, ...]:
    """What may be tried on the entry at ``path`` of an sdist; nothing if it is no such list."""
    if SOURCES.fullmatch(path):
        return (_SOURCES,)
    if TOP_LEVEL.fullmatch(path):
        return (_top_level(published),)
    return ()


def _of_files(content: bytes) -> bytes:
    return b"".join(
        line for line in content.splitlines(keepends=True) if not _NAME.fullmatch(line.strip())
    )


_SOURCES = Normalisation(
    id="egg-info-sources",
    says="which files of the archive, or of none, SOURCES.txt lists is not compared",
    apply=_of_files,
)


def _top_level(published: Tree) -> Normalisation:
    held = frozenset(_modules(published.entries))

    def apply(content: bytes) -> bytes:
        return b"".join(
            line
            for line in content.splitlines(keepends=True)
            if line.strip().decode("utf-8", "replace") in held or not _NAME.fullmatch(line.strip())
        )

    says = "names in top_level.txt that nothing in the archive is called by are not compared"
    return Normalisation(id="egg-info-top-level", says=says, apply=apply)


def _modules(paths: Iterable[str]) -> Iterator[str]:
    """Whatever an import could ask for, at whatever depth: folders, and files up to their first dot."""
    for path in paths:
        *folders, name = path.split("/")
        yield from folders
        yield name.partition(".")[0]
