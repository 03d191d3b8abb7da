"""Whose version a line of the source states: the project's own, or that of what it fetches.

A release script sets ``version = "2.0"`` anew; ``version = "1.3.1"`` in a script that downloads zlib reads
the same. Names of a module about itself (``__version__``) and files that are called by what they state are
the project's own, and so is a file whose path a configuration has; of any other nobody can tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from packaging.utils import canonicalize_name

from tallystick.explain.context import Context
from tallystick.explain.evidence.build_files import says, texts

_CALLED = re.compile(
    r"(?:.*/)?(?:__init__\.py|setup\.py|(?:package|manifest|composer|bower|plugin)\.json"
    r"|_{0,2}(?:version|about|release|metadata|meta|info|version_?info|pkg_?info|package_?info)_{0,2}\.\w+)"
    r"|(?:.*/)?docs?/(?:.*/)?conf\.py",
    re.IGNORECASE,
)
"""Paths of files that say something of the project itself; ``conf.py`` is that of its documentation."""

_FILES = (".bumpversion.cfg", ".bumpversion.toml", "tbump.toml")
_TABLES = (
    "bumpversion", "bumpver", "tbump", "commitizen", "semantic_release", "poetry_bumpversion",
    "poetry-dynamic-versioning",
)  # fmt: skip
"""Where tools that set versions are told the paths: files of their own, tables of ``pyproject.toml``. Linters
are told of files, too."""


def is_the_projects(path: str, name: str, context: Context, *, called: object = None) -> bool:
    """Whether ``name`` in the source's ``path`` states the version of the project itself.

    ``called`` is what a manifest says that it is of.
    """
    if name.startswith("__") or _CALLED.fullmatch(path) is not None:
        return True
    project = context.artifact.project
    if (
        isinstance(called, str)
        and project
        and canonicalize_name(called) == canonicalize_name(project)
    ):
        return True
    inside = context.project.inside(path) or path
    return any(says(inside, text) for text in _told(context))


def _told(context: Context) -> Iterator[str]:
    """What tools that set versions are told."""
    project = context.project
    files = [path for path in map(project.path, _FILES) if context.source_has(path)]
    yield from texts(files, context).values()
    yield from (repr(project.table("tool", name)) for name in _TABLES)
    yield repr(project.table("tool", "hatch", "version"))
    yield "\n".join(name for name in project.setup_cfg if name.startswith("bumpversion:"))


FOREIGN = (
    "nothing says that it is the project's own version, and not that of what it fetches or asks for"
)
