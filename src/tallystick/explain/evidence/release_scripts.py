"""Scripts that roll a release: programs at the top of the source and in its folders of scripts.

``maketgz``, ``dist.sh``, ``update-potfiles``: they have no ending that says what they are, so their
executable bit does. Like build files they are searched for a name, never understood.
"""

from __future__ import annotations

from collections.abc import Mapping

from tallystick.explain.context import Context
from tallystick.explain.evidence.automake_files import makefile_texts
from tallystick.explain.evidence.build_files import says, texts
from tallystick.explain.evidence.scripts import FOLDERS, TESTS
from tallystick.explain.places import base_name, folder_of
from tallystick.explain.toolchain.bootstrap import NAMES

MOST = 100
"""Such programs of one source; the corpus's richest has 60."""


def release_texts(context: Context) -> Mapping[str, str]:
    """The text of each such program and of each makefile of the source, by path; submodules' left out."""
    return context.once("release scripts", lambda: {**_read(context), **makefile_texts(context)})


def _read(context: Context) -> Mapping[str, str]:
    inside = tuple(f"{path}/" for path in context.source.submodules)
    paths = [
        path
        for path, entry in context.source.tree.entries.items()
        if (entry.is_executable or base_name(path) in NAMES)
        and (path.count("/") < DEEP or FOLDERS.search(path) is not None)
        and not (inside and path.startswith(inside))
        and TESTS.search(path) is None
    ]
    paths.sort(key=lambda path: (path.count("/"), path))
    return texts(paths[:MOST], context)


DEEP = 2
"""Folders below which a program is no longer taken for one that rolls releases."""


def release_script(place: str, context: Context) -> str | None:
    """The program or makefile that names the file at ``place``: with its folder, or at its own place."""
    name = base_name(place)
    folder = folder_of(place).rstrip("/")
    for path, text in release_texts(context).items():
        beside = folder_of(path).rstrip("/") == folder
        apart = says(name, text) and says(base_name(folder), text) and path.endswith(".sh")
        if says(place, text) or apart or ((beside or not folder) and says(name, text)):
            return path
    return None
