"""Files that jupyter-packaging copies into a wheel's data, as ``data_files_spec`` tells it.

Bundles of JavaScript, which are no files of the source, come by the same folders.
"""

from __future__ import annotations

import fnmatch
from collections.abc import Iterator

from tallystick.project.configuration import Project

EVERYTHING = frozenset({"**", "**/*", "**/*.*"})
"""Patterns of all files, however deep; one of other names is held against the files of the folder itself."""


def shared_folders(project: Project) -> Iterator[tuple[str, str]]:
    """A folder of the wheel's data scheme, and the folder of the project that is copied there whole."""
    for placed, source, pattern in project.setup_py.data_specs if project.setup_py else ():
        if pattern in EVERYTHING:
            yield placed.strip("/"), source


def shared_files(project: Project) -> Iterator[tuple[str, str]]:
    """A place in the wheel's data scheme, and the file of the project that a pattern takes there."""
    for placed, source, pattern in project.setup_py.data_specs if project.setup_py else ():
        folder = project.path(source)
        above = f"{folder}/" if folder else ""
        for path in project.tree.entries if pattern not in EVERYTHING else ():
            name = path[len(above) :] if path.startswith(above) else "/"
            if "/" not in name and fnmatch.fnmatchcase(name, pattern):
                yield f"{placed.strip('/')}/{name}", path
