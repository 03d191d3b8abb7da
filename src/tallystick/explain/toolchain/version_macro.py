"""A macro file that holds the release's version and nothing else, which ``configure.ac`` includes.

``m4_define([VERSION_NUMBER], [1.6.38])`` in ``version.m4``, with ``m4_include([version.m4])`` and
``AC_INIT([memcached], [VERSION_NUMBER], …)`` in the source: a script writes it before ``autoconf`` runs.
"""

from __future__ import annotations

import re

from tallystick.explain.context import Context
from tallystick.explain.places import base_name, folder_of
from tallystick.project import join

_DEFINED = re.compile(
    r"(?:m4_)?define\(\[?([A-Za-z_]\w{1,60})\]?,[ \t]*\[?([0-9][\w.+~-]{0,60})\]?\)(?:[ \t]*dnl)?\n?"
)
_INCLUDES = re.compile(r"^[ \t]*m4_s?include\(\[?([\w./+-]{1,200})\]?\)", re.MULTILINE)
_CONFIGURE = frozenset({"configure.ac", "configure.in"})


def version_macro(place: str, text: str, context: Context) -> tuple[str, str] | None:
    """The ``configure.ac`` that takes its version from ``place``, and that version; None if none does."""
    defined = _DEFINED.fullmatch(text)
    if defined is None:
        return None
    asked = re.compile(
        rf"^AC_INIT\(\s*\[?[^][(),$]+\]?\s*,\s*\[?{defined[1]}\]?\s*[,)]", re.MULTILINE
    )
    for path in context.source.tree.entries:
        if base_name(path) not in _CONFIGURE or not context.source_has(path):
            continue
        configured = context.source_bytes(path).decode("utf-8", "replace")
        included = (join(folder_of(path).rstrip("/"), one) for one in _INCLUDES.findall(configured))
        if place in included and asked.search(configured) is not None:
            return path, defined[2]
    return None
