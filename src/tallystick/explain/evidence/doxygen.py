"""The scripts that Doxygen copies beside the pages that it writes (Doxygen manual, ``HTML_OUTPUT``)."""

from __future__ import annotations

import re

from tallystick.explain.context import Context, Unreadable
from tallystick.explain.places import base_name, folder_of

_SCRIPTS = frozenset({
    "clipboard.js", "codefolding.js", "cookie.js", "dynsections.js", "jquery.js", "menu.js", "menudata.js",
    "navtree.js", "navtreedata.js", "resize.js", "search.js", "searchdata.js", "svg.min.js", "svgpan.js",
})  # fmt: skip
_SAYS = re.compile(rb"<meta name=\"generator\" content=\"(Doxygen [\d.]{1,20})\"")
HEAD = 4_000
"""Bytes of a page in which it names its generator."""


def doxygen_of(path: str, context: Context) -> str | None:
    """Which Doxygen wrote the pages beside the script at ``path``; None if it is none of its scripts.

    Two-sided: the source configures Doxygen.
    """
    if base_name(path) not in _SCRIPTS:
        return None
    folder = folder_of(path)
    index = f"{folder.removesuffix('search/')}index.html"
    if index not in context.artifact.tree.entries or not context.once(
        "is doxygen configured", lambda: _is_configured(context)
    ):
        return None
    try:
        says = _SAYS.search(context.artifact_bytes(index)[:HEAD])
    except Unreadable:
        return None
    return says[1].decode("ascii") if says else None


def _is_configured(context: Context) -> bool:
    return any("doxyfile" in base_name(path).lower() for path in context.source.tree.entries)
