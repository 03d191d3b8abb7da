"""A file of the source in ``.data/data`` of a wheel, where ``setup.py`` computes its ``data_files``.

https://docs.python.org/3.11/distutils/setupscript.html#installing-additional-files : the folder of each is
any expression (``os.path.join("share/doc/…", folder)`` in a loop). The bytes are the source's, and the end of
the place is their path in the source; which folder stands before it only running ``setup.py`` could tell: a
claim.
"""

from __future__ import annotations

import re

from tallystick.explain.context import Context
from tallystick.explain.places import base_name
from tallystick.model import Difference, Explanation, Grade

ID = "data-file"

_PLACED = re.compile(r"[^/]+\.data/data/(.+)")
_IMPORTED = re.compile(r"(?:^|/)(?:site|dist)-packages/|\.(?:pth|start)$")
"""Where Python would import it from, or run it at its start (module ``site``)."""

MAX_PARTS = 20
"""Folders of a place that are looked at."""


def explain(difference: Difference, context: Context) -> Explanation | None:
    """See :class:`tallystick.explain.context.Check`."""
    found = _PLACED.fullmatch(difference.path)
    call = context.project.setup_py
    if found is None or difference.source is not None or difference.entry.is_link:
        return None
    if call is None or not call.may_set("data_files") or _IMPORTED.search(difference.path):
        return None
    source = _at_its_end(found[1], difference, context)
    if source is None:
        return None
    return Explanation(
        grade=Grade.UNPROVEN,
        explainer=ID,
        claim=f"{source}, installed as data",
        evidence="the same blob; setup.py computes data_files: rebuild the wheel to prove its place",
        source_path=source,
    )


def _at_its_end(place: str, difference: Difference, context: Context) -> str | None:
    """The source's file of the same bytes whose path in the project the place ends with, the longest."""
    parts = place.split("/")
    for at in range(max(0, len(parts) - MAX_PARTS), len(parts)):
        path = context.project.path("/".join(parts[at:]))
        if _is_same(path, difference, context):
            return path
    return _elsewhere(place, difference, context)


def _elsewhere(place: str, difference: Difference, context: Context) -> str | None:
    """The same bytes under the same name in another folder: ``glob("examples/*.txt")``."""
    path = context.by_blob.get(difference.entry.blob) if difference.entry.blob else None
    if path is None or base_name(path) != base_name(place):
        return None
    return path if _is_same(path, difference, context) else None


def _is_same(path: str, difference: Difference, context: Context) -> bool:
    held = context.source.tree.entries.get(path)
    if held is None or held.is_link or held.is_gitlink or held.blob is None:
        return False
    is_run = difference.entry.is_executable and not held.is_executable
    return held.blob == difference.entry.blob and not is_run
