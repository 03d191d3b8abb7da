"""Where the source says that a file is made from its template: the other half of what the two names say.

That ``X.in`` stands beside ``X`` is a custom and no order. A template may be there for tests, for another
build system, or be left over, and what is made of it may be one that a tool runs unasked (``conftest.py``,
``GNUmakefile``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from tallystick.explain.context import Context
from tallystick.explain.evidence.build_files import texts
from tallystick.explain.evidence.scripts import naming_scripts
from tallystick.explain.places import base_name, folder_of

_COMMON = frozenset({"__init__.py", "setup.py", "Makefile", "GNUmakefile", "makefile"})
"""Names that any build file holds: only with its folder, or by its template, is such a file named."""


def asking_for(place: str, template: str, context: Context) -> str | None:
    """The ``configure.ac``, build file or script that names ``place`` or ``template``; None if none does."""
    words = {base_name(template), place}
    if base_name(place) not in _COMMON:
        words.add(base_name(place))
    for path, text in _configures(context).items():
        if place.startswith(folder_of(path)) and _names(place.removeprefix(folder_of(path)), text):
            return path
    named = (path for word in sorted(words) for path, _ in naming_scripts(word, context))
    return next(named, None)


def _names(inside: str, text: str) -> bool:
    """Whether a list of files to configure, which paths are relative to, holds this one."""
    return re.search(rf"(?<![\w./+-]){re.escape(inside)}(?![\w./+-])", text) is not None


def _configures(context: Context) -> Mapping[str, str]:
    """Autoconf's inputs of the source (Autoconf manual, "Creating Configuration Files")."""
    return context.once("configure.ac texts", lambda: texts(list(_inputs(context)), context))


def _inputs(context: Context) -> Iterator[str]:
    for path in context.source.tree.entries:
        if base_name(path) in {"configure.ac", "configure.in"}:
            yield path
