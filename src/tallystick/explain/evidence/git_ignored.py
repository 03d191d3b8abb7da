"""Whether the source's own ``.gitignore`` files expect a path to be made and not committed.

Being ignored proves nothing (the loader of xz 5.6.0 was in an ignored file): it is one half of a
claim that something else must complete.
"""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from tallystick.errors import ContentUnavailable, LimitExceeded
from tallystick.explain.context import Context
from tallystick.explain.places import base_name, folder_of
from tallystick.ignore_patterns import readable_spec

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

MAX_LINES = 5_000
"""Lines of one ``.gitignore``; the longest of the corpus has 400."""


def is_git_ignored(path: str, context: Context) -> bool:
    """Whether a ``.gitignore`` at or above ``path`` names it (gitignore(5))."""
    specs = context.once("git ignored", lambda: _specs(context))
    folder = folder_of(path)
    while True:
        spec = specs.get(folder)
        if spec is not None:
            decided = spec.check_file(path[len(folder) :]).include
            if decided is not None:
                return decided
        if not folder:
            return False
        folder = folder_of(folder.rstrip("/"))


def is_named_by_gitignore(path: str, context: Context) -> bool:
    """Whether a ``.gitignore`` names this very file, without a wildcard: the source expects it to be made."""
    named = context.once("named by gitignore", lambda: _named(context))
    return path in named


def _named(context: Context) -> frozenset[str]:
    found: set[str] = set()
    for folder, lines in context.once("ignore lines", lambda: _lines(context)).items():
        for line in lines:
            plain = line.strip()
            if plain and not plain.startswith(("#", "!")) and not set(plain) & set("*?[\\"):
                found.add(folder + plain.removeprefix("/"))
    return frozenset(found)


def is_ignored_by_its_name(path: str, context: Context) -> bool:
    """Whether a line of a ``.gitignore`` names the folder of ``path`` in full, and a part of its name.

    ``static/*bundle.js`` says that these files are made; ``*.js`` and ``static/`` say it of all there is.
    """
    folder, name = folder_of(path), base_name(path)
    for top, lines in context.once("ignore lines", lambda: _lines(context)).items():
        for line in lines:
            where, _, pattern = line.strip().removeprefix("/").rpartition("/")
            literal = re.sub(r"[*?]|\.\w+$", "", pattern)
            is_here = bool(where) and folder == f"{top}{where}/"
            if is_here and len(literal) >= TELLING and fnmatch.fnmatchcase(name, pattern):
                return is_git_ignored(path, context)
    return False


TELLING = 4
"""Letters of a name, but for its ending, from which on a pattern is about certain files."""


def may_be_git_ignored(path: str, context: Context) -> bool:
    """:func:`is_git_ignored`, or nobody can tell: an sdist stands in that left every ``.gitignore`` out.

    Only for claims, never for a proof: it answers what could not be checked with a yes.
    """
    untold = context.source.stands_in and not context.once("git ignored", lambda: _specs(context))
    return untold or is_git_ignored(path, context)


def _lines(context: Context) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    for path, entry in context.source.tree.entries.items():
        if base_name(path) != ".gitignore" or entry.is_link:
            continue
        try:
            lines = context.source.tree.read(path).decode("utf-8", "replace").splitlines()
        except (ContentUnavailable, LimitExceeded):
            continue
        found[folder_of(path)] = lines[:MAX_LINES]
    return found


def _specs(context: Context) -> Mapping[str, GitIgnoreSpec]:
    lines = context.once("ignore lines", lambda: _lines(context))
    return {folder: readable_spec(held) for folder, held in lines.items()}
