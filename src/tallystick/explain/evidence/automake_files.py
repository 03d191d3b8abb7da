"""What the makefiles of an Automake project say: which files they make, and which they name at all."""

from __future__ import annotations

import re
from collections.abc import Mapping

from tallystick.explain.context import Context
from tallystick.explain.evidence.build_files import MAX_FILES, says, texts
from tallystick.explain.places import base_name, folder_of
from tallystick.project import join

_NAMES = frozenset({"Makefile.am", "GNUmakefile", "Makefile", "po4a.conf"})
_RULE = re.compile(
    r"^(?P<targets>(?![\s#])[^#:=%\n]{1,2000}?)[ \t]*:(?![:=])(?![^\n]*:=)", re.MULTILINE
)
_FOLDER = re.compile(r"\$[({](?:(?P<top>abs_top_srcdir|top_srcdir)|srcdir|abs_srcdir)[)}]/")
_INSIDE = re.compile(r"\$[({](?:distdir|top_distdir)[)}]/([\w./+-]+)")
"""What a ``dist-hook`` writes into the tree that is being packed (Automake manual, "The dist Hook")."""


def makefile_texts(context: Context) -> Mapping[str, str]:
    """The text of each such file of the source, by path, lines that a backslash joins as one."""
    return context.once("automake files", lambda: _read(context))


def _read(context: Context) -> Mapping[str, str]:
    inside = tuple(f"{path}/" for path in context.source.submodules)
    paths = [
        path
        for path in context.source.tree.entries
        if (base_name(path) in _NAMES or path.endswith(".mk"))
        and not (inside and path.startswith(inside))
    ]
    paths.sort(key=lambda path: (path.count("/"), path))
    found = texts(paths[:MAX_FILES], context)
    return {path: text.replace("\\\n", " ") for path, text in found.items()}


def making(place: str, context: Context) -> str | None:
    """The makefile with a rule whose target is ``place``, or that writes it into the packed tree."""
    return context.once("automake targets", lambda: _targets(context)).get(place)


def _targets(context: Context) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for path, text in makefile_texts(context).items():
        for rule in _RULE.finditer(text):
            for word in rule["targets"].split():
                for target in _places(word, folder_of(path)):
                    found.setdefault(target, path)
        for target in _INSIDE.findall(text):
            found.setdefault(join("", target), path)
    return found


def _places(word: str, folder: str) -> list[str]:
    """Where a target stands: relative to its makefile, or to the top as included ones write it."""
    top = _FOLDER.match(word)
    plain = _FOLDER.sub("", word)
    if "$" in plain or not plain:
        return []
    if top is not None and top["top"]:
        return [join("", plain)]
    return [join(folder, plain), join("", plain)]


def naming(place: str, context: Context) -> str | None:
    """The makefile at or above ``place`` that names the file, its stem or its folder as a word."""
    name = base_name(place)
    folder = folder_of(place).rstrip("/")
    words = [name, name.partition(".")[0], base_name(folder)] if folder else [name]
    for path, text in makefile_texts(context).items():
        if place.startswith(folder_of(path)) and any(
            len(word) > SHORT and says(word, text) for word in words
        ):
            return path
    return None


SHORT = 2
"""Letters of a word that means too much to name a file: ``po`` is in every makefile."""
