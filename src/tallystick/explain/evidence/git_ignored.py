"""Whether the source's own ``.gitignore`` files expect a path to be made and not committed.

Being ignored proves nothing (the loader of xz 5.6.0 was in an ignored file): it is one half of a
claim that something else must complete.
"""

from __future__ import annotations

from collections.abc import Mapping

from pathspec import GitIgnoreSpec

from tallystick.errors import ContentUnavailable, LimitExceeded
from tallystick.explain.context import Context
from tallystick.explain.places import base_name, folder_of

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


def may_be_git_ignored(path: str, context: Context) -> bool:
    """:func:`is_git_ignored`, or nobody can tell: an sdist stands in that left every ``.gitignore`` out.

    Only for claims, never for a proof: it answers what could not be checked with a yes.
    """
    untold = context.source.stands_in and not context.once("git ignored", lambda: _specs(context))
    return untold or is_git_ignored(path, context)


def _specs(context: Context) -> Mapping[str, GitIgnoreSpec]:
    found: dict[str, GitIgnoreSpec] = {}
    for path, entry in context.source.tree.entries.items():
        if base_name(path) != ".gitignore" or entry.is_link:
            continue
        try:
            lines = context.source.tree.read(path).decode("utf-8", "replace").splitlines()
        except (ContentUnavailable, LimitExceeded):
            continue
        try:
            found[folder_of(path)] = GitIgnoreSpec.from_lines(lines[:MAX_LINES])
        except ValueError:
            continue
    return found
