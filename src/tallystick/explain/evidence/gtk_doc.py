"""What gtk-doc writes beside the pages of a library: its list of types, and what overrides declarations.

GTK-Doc manual, "Editing the generated files": ``gtkdoc-scan`` writes ``X.types``, one function a line, and an
empty ``X-overrides.txt``, where ``DOC_MODULE = X`` in the makefile that includes ``gtk-doc.make``.
"""

from __future__ import annotations

import re

from tallystick.explain.context import Context
from tallystick.explain.evidence.automake_files import expanded, makefile_texts, values
from tallystick.explain.places import base_name, folder_of
from tallystick.project import join

_TYPES = re.compile(r'(?:(?:#include [<"][\w./+-]{1,200}[>"]|\w{1,200})?\r?\n)*')


def scanned(place: str, text: str, context: Context) -> str | None:
    """The makefile beside ``place`` that runs gtk-doc for it, if ``text`` is such a list; None otherwise."""
    if _TYPES.fullmatch(text) is None:
        return None
    path = join(folder_of(place), "Makefile.am")
    makefile = makefile_texts(context).get(path, "")
    if "gtk-doc.make" not in makefile:
        return None
    set_to = values(makefile)
    for module in expanded(set_to.get("DOC_MODULE", ""), set_to):
        if base_name(place) in {f"{module}.types", f"{module}-overrides.txt"}:
            return path
    return None
