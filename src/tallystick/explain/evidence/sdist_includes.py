"""Files that a backend is told by name to put into the sdist, so that an honest one has them.

Only literal names count: which files a pattern or a folder takes is for the backend to know.
"""

from __future__ import annotations

from collections.abc import Iterator

from tallystick.errors import ContentUnavailable, LimitExceeded
from tallystick.explain.context import Context
from tallystick.project.bounded import Malformed, text
from tallystick.project.manifest_in import MANIFEST_IN, commands_of, leaves_out

_PATTERN = frozenset("*?[{")

_KEYS = {
    "flit_core": ("tool", "flit", "sdist", "include"),
    "hatchling": ("tool", "hatch", "build", "targets", "sdist", "include"),
    "pdm": ("tool", "pdm", "build", "source-includes"),
    "poetry": ("tool", "poetry", "include"),
}
"""Where each backend reads what to include, by its top-level module."""


def included_by_name(context: Context) -> frozenset[str]:
    """The files of the source that the configuration names, less those that it takes away again."""
    project = context.project
    named = set(_manifest_in(context) if project.backend == "setuptools" else _listed(context))
    return frozenset(
        path for name in named if (path := project.path(name)) in context.source.tree.entries
    )


def _listed(context: Context) -> Iterator[str]:
    *tables, last = _KEYS.get(context.project.backend, ("",))
    above = context.project.table(*tables) if tables else {}
    if above.get("exclude"):
        return  # which of the two wins differs from backend to backend
    values = above.get(last)
    for value in values if isinstance(values, list) else ():
        if isinstance(value, str) and not set(value) & _PATTERN:
            yield value.lstrip("/")


def _manifest_in(context: Context) -> Iterator[str]:
    """See setuptools, "Controlling files in the distribution"."""
    try:
        said = text(context.source.tree.read(context.project.path(MANIFEST_IN)), context.limits)
    except (ContentUnavailable, LimitExceeded, Malformed):
        return
    commands = commands_of(said)
    for command, *words in commands:
        for word in words if command == "include" else ():
            if not set(word) & _PATTERN and not leaves_out(commands, word):
                yield word
