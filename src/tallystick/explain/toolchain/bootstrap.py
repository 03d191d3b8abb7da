"""The scripts by which a source sets itself up: ``bootstrap``, ``autogen.sh`` and what they read.

gnulib's ``bootstrap`` reads ``bootstrap.conf`` (gnulib manual, "Developer tools"); others call gnulib-tool,
autopoint or wget themselves.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from tallystick.errors import ContentUnavailable, LimitExceeded
from tallystick.explain.context import Context
from tallystick.explain.evidence.build_files import says
from tallystick.explain.places import base_name

NAMES = frozenset({
    "bootstrap", "bootstrap.conf", "bootstrap-funclib.sh", "bootstrap.sh", "autogen", "autogen.sh",
    "autoboot", "autopull.sh", "import-gnulib.config", "buildconf", "buildconf.sh", "autobuild.sh",
    "gitcompile", "cvscompile",
})  # fmt: skip

MOST = 20
"""Such scripts of one source; nobody has more than five."""

_MAKEFILE = "gnulib.mk"
_REWRITES = re.compile(r"\b(?:sed|perl|awk|mv|patch|prefix-gnulib-mk)\b")


def bootstrap_texts(context: Context) -> Mapping[str, str]:
    """The source's own such scripts by path, submodules' left out."""
    return context.once("bootstrap scripts", lambda: _texts(context))


def _texts(context: Context) -> Mapping[str, str]:
    inside = tuple(f"{path}/" for path in context.source.submodules)
    paths = [
        path
        for path, entry in context.source.tree.entries.items()
        if base_name(path) in NAMES
        and not entry.is_link
        and not entry.is_gitlink
        and not (inside and path.startswith(inside))
    ][:MOST]
    found = {}
    context.source.tree.reader.prefetch(frozenset(paths))
    for path in paths:
        try:
            content = context.source.tree.read(path)
        except (ContentUnavailable, LimitExceeded):
            continue
        found[path] = content[: context.limits.syntax].decode("utf-8", "replace")
    return found


def rewrites(name: str, context: Context) -> str | None:
    """The script that edits the file called ``name`` after it was made, as one of its lines says."""
    for path, text in bootstrap_texts(context).items():
        if base_name(path) == "bootstrap":
            continue  # gnulib's own, the same for all
        for line in text.split("\n"):
            if line.lstrip().startswith("#"):
                continue
            # gnulib's ``bootstrap`` has the name of its makefile in a variable.
            named = name in line or (name == _MAKEFILE and "gnulib_mk" in line)
            if named and _REWRITES.search(line):
                return path
    return None


def speaking_of(word: str, context: Context) -> str | None:
    """Such a script that says ``word``."""
    for path, text in bootstrap_texts(context).items():
        if says(word, text):
            return path
    return None
