"""Scripts of manuals: a page that was made for the release loads them, and git ignores the folder of both."""

from __future__ import annotations

import re

from tallystick.explain.context import Context, Unreadable
from tallystick.explain.evidence.git_ignored import is_git_ignored
from tallystick.explain.places import folder_of
from tallystick.project import join

_LOADS = re.compile(rb"<script\b[^<>]{0,200}?\bsrc=\"([\w./-]{1,200})\"", re.IGNORECASE)

PAGES = 40
"""Pages that are read: each of a manual loads the same scripts."""

HEAD = 8_000
"""Bytes of a page in which it loads them."""


def page_of(path: str, context: Context) -> str | None:
    """The page of the artifact that loads the script at ``path``; None unless both are made.

    Made is a folder that git ignores, and in which the source has nothing.
    """
    if not path.endswith(".js") or not is_git_ignored(path, context):
        return None
    top = _made_folder(path, context)
    if top is None:
        return None
    pages = [
        page
        for page in context.artifact.tree.entries
        if page.startswith(top) and page.endswith((".html", ".htm"))
    ]
    return next((page for page in pages[:PAGES] if path in _loaded(page, context)), None)


def _made_folder(path: str, context: Context) -> str | None:
    """The outermost folder around ``path`` in which the source has nothing."""
    made = None
    folder = folder_of(path)
    while folder and not any(held.startswith(folder) for held in context.source.tree.entries):
        made, folder = folder, folder_of(folder.rstrip("/"))
    return made


def _loaded(page: str, context: Context) -> frozenset[str]:
    return context.once(f"scripts of {page}", lambda: _read(page, context))


def _read(page: str, context: Context) -> frozenset[str]:
    try:
        head = context.artifact_bytes(page)[:HEAD]
    except Unreadable:
        return frozenset()
    words = (word.decode("ascii", "replace") for word in _LOADS.findall(head))
    return frozenset(join(folder_of(page), word) for word in words)
