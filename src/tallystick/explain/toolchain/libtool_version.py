"""Whether ``ltmain.sh`` is of the Libtool whose macros stand in ``aclocal.m4``, or in what that includes.

Both come from one release, and a libtool of the one stops with "Version mismatch error" at the other
(Libtool's ``build-aux/ltmain.in``). So a script of another version was put there by somebody else.
"""

from __future__ import annotations

import re

from tallystick.explain.context import Context, Unreadable
from tallystick.explain.places import base_name, folder_of
from tallystick.project import join

NAME = "ltmain.sh"

_MACROS = re.compile(rb"^\[?macro_version='(\d[\w.+-]{0,40})'$", re.MULTILINE)
_INCLUDED = re.compile(rb"^m4_include\(\[([\w./+-]{0,200}\bltversion\.m4)\]\)", re.MULTILINE)

MOST = 4
"""Such files that one ``aclocal.m4`` includes; it is one."""


def other_version(path: str, stated: frozenset[str], context: Context) -> str | None:
    """The version of Libtool's macros at or above ``path``, where the script there is of none like it."""
    if base_name(path) != NAME or not stated:
        return None
    folder = folder_of(path)
    while f"{folder}aclocal.m4" not in context.artifact.tree.entries:
        if not folder:
            return None
        folder = folder_of(folder.rstrip("/"))
    macros = context.once(f"libtool of {folder}", lambda: _version_in(folder, context))
    return macros if macros is not None and macros not in stated else None


def _version_in(folder: str, context: Context) -> str | None:
    try:
        collected = context.artifact_bytes(f"{folder}aclocal.m4")
        included = [
            join(folder, name.decode("ascii", "replace")) for name in _INCLUDED.findall(collected)
        ]
        held = [path for path in included if path in context.artifact.tree.entries][:MOST]
        texts = (collected, *map(context.artifact_bytes, held))
    except Unreadable:
        return None
    found = {version for text in texts for version in _MACROS.findall(text)}
    return found.pop().decode("ascii", "replace") if len(found) == 1 else None
