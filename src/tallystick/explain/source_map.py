"""The sources that a source map quotes, held against the source tree (ECMA-426, "Source map format")."""

from __future__ import annotations

import re

from tallystick.explain.context import Context
from tallystick.explain.places import folder_of, source_file
from tallystick.project import join
from tallystick.project.bounded import Malformed, json_object

MAX_SOURCES = 5_000
"""Quoted files that are looked at; a large application has 2,000, most of them dependencies."""

_SCHEME = re.compile(r"^[a-z][a-z+.-]*://[^/]*/|^\(?[a-z]+\)?/\./")


def compare(content: bytes, place: str, folder: str, context: Context) -> tuple[str | None, int]:
    """The first quoted source that differs (None if none does), and how many are the source's.

    Where not one agrees, a loader has most likely quoted what it made of the sources (webpack's
    "cheap" maps do), and nothing is said.

    Args:
        content: the map.
        place: where it stands in the source's folders.
        folder: of the ``package.json`` that the bundler ran in, with a slash; "" for the root.
        context: the audit.
    """
    try:
        document = json_object(content, context.limits)
    except Malformed:
        return None, 0  # too large, or brackets in its quoted code: a map that nobody could look at
    names, texts = document.get("sources"), document.get("sourcesContent")
    if not isinstance(names, list) or not isinstance(texts, list):
        return None, 0
    agreeing, differing = 0, None
    for name, text in list(zip(names, texts, strict=False))[:MAX_SOURCES]:
        path = _path(name, place, folder, context)
        if path is None or not isinstance(text, str):
            continue
        theirs = context.source_bytes(path).decode("utf-8", "replace")
        if _plain(theirs) == _plain(text):
            agreeing += 1
        else:
            differing = differing or f"it quotes {path} with other text than the source's"
    return (differing if agreeing else None), agreeing


def _path(name: object, place: str, folder: str, context: Context) -> str | None:
    """The file of the source that ``name`` means; None for dependencies and the bundler's own.

    webpack names files from its ``package.json``, other bundlers from the map.
    """
    if not isinstance(name, str) or "node_modules/" in name or len(name) > 4_096:
        return None
    plain = name.split("?", 1)[0]
    relative = _SCHEME.sub("", plain)
    start = folder_of(place) if relative == plain else folder
    return source_file(join(start, relative.lstrip("/")), context)


def _plain(text: str) -> str:
    return text.removeprefix("\ufeff").replace("\r\n", "\n").rstrip("\n")
