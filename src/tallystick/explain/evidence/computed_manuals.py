"""Manual pages whose names a makefile computes: ``$(shell sed … $(top_srcdir)/lib/x.def)``.

GNU make manual, "The shell Function". Nothing here runs the command. The makefile beside the page says
that it packs manuals, names a file of the source in such a call, and that file has the name of the page as a
word.
"""

from __future__ import annotations

import re

from tallystick.explain.context import Context
from tallystick.explain.evidence.automake_files import makefile_texts
from tallystick.explain.evidence.build_files import says
from tallystick.explain.places import base_name, folder_of, source_file
from tallystick.project import join

_PAGE = re.compile(r"(?P<name>[\w.+-]+)\.[1-9]")
_CALL = re.compile(r"\$\(shell[ \t]+([^\n]{1,500})")
_TOP = re.compile(r"\$[({](?:abs_)?top_srcdir[)}]/([\w./+-]{1,200})")


def listing(place: str, context: Context) -> str | None:
    """The file of the source that has the name of the page at ``place``, by which a makefile makes it."""
    page = _PAGE.fullmatch(base_name(place))
    if page is None:
        return None
    for makefile, text in makefile_texts(context).items():
        if folder_of(makefile) != folder_of(place) or "_MANS" not in text:
            continue
        for call in _CALL.findall(text):
            for word in _TOP.findall(call):
                path = source_file(join("", word), context)
                if path is not None and says(page["name"], _text(path, context)):
                    return path
    return None


def _text(path: str, context: Context) -> str:
    return context.source_bytes(path)[: context.limits.syntax].decode("utf-8", "replace")
