"""Whether a file's name is one by which a toolchain upstream's own bytes are expected.

gnulib alone has nine thousand files, ``list.h`` and ``version.c`` among them. A name says nothing by itself:
gnulib-tool copies C code into folders of its own, where many files have such names.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from tallystick.explain.context import Context
from tallystick.explain.places import base_name, folder_of

_CODE = (".c", ".h")
_MAKEFILES = frozenset({"Makefile", "Makefile.am"})


def is_expected_to_be_known(path: str, context: Context) -> bool:
    """Whether the file at ``path`` is of an upstream if it is honest: named so, where such files are put.

    A macro file or a script of a published name is, wherever it stands; C code and a makefile where C
    code beside it has a published name, too, and is not the source's.
    """
    known = context.known
    name = base_name(path)
    if known is None or not known.has(name):
        return False
    if not name.endswith(_CODE) and name not in _MAKEFILES:
        return True
    beside = context.once("code that the source lacks", lambda: _lacking(context))
    return any(other != name and known.has(other) for other in beside.get(folder_of(path), ()))


def _lacking(context: Context) -> Mapping[str, list[str]]:
    """The names of C files of the artifact with no file of the source at their place, by folder."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for path in context.artifact.tree.entries:
        if path.endswith(_CODE) and not any(
            candidate.path in context.source.tree.entries
            for candidate in context.layout.candidates(path)
        ):
            found[folder_of(path)].append(base_name(path))
    return found
