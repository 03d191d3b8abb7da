"""Whether a file's name is one by which a toolchain upstream's own bytes are expected.

gnulib alone has nine thousand files, ``list.h`` and ``version.c`` among them. A name says nothing by itself:
gnulib-tool copies C code into folders of its own, where many files have such names.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import partial

from tallystick.explain.context import Context, Unreadable
from tallystick.explain.places import base_name, folder_of
from tallystick.explain.toolchain.known_bytes import rows_of

_CODE = (".c", ".h")
_MAKEFILES = frozenset({"Makefile", "Makefile.am"})


def is_expected_to_be_known(path: str, context: Context) -> bool:
    """Whether the file at ``path`` is of an upstream if it is honest: named so, where such files are put.

    A macro file or a script of a published name is, wherever it stands; C code and a makefile where C
    code beside it has a published name, too, and is not the source's, and something there was published.
    """
    known = context.known
    name = base_name(path)
    if known is None or not known.has(name):
        return False
    if not name.endswith(_CODE) and name not in _MAKEFILES:
        return True
    beside = context.once("code that the source lacks", lambda: _lacking(context))
    folder = folder_of(path)
    if not any(other != name and known.has(other) for other in beside.get(folder, ())):
        return False
    # Another library has a ``string.c`` and a ``base64.c``, too: where gnulib-tool was, its bytes are.
    return context.once(f"published code in {folder}", partial(_has_published, folder, context))


ASKED = 60
"""Files of one folder that are looked up before it is taken for another library's."""


def _has_published(folder: str, context: Context) -> bool:
    """Whether a C file in ``folder`` is one that an upstream published, as gnulib-tool rewrites it or not."""
    beside = context.once("code that the source lacks", lambda: _lacking(context))
    named = [name for name in beside.get(folder, ()) if context.known and context.known.has(name)]
    return len(named) > ASKED or any(_is_published(folder + name, name, context) for name in named)


def _is_published(path: str, name: str, context: Context) -> bool:
    entry = context.artifact.tree.entries[path]
    if context.known is None or entry.is_link or (entry.size or 0) > context.limits.content:
        return False
    try:
        return bool(rows_of(name, context.artifact_bytes(path), context.known)[0])
    except Unreadable:
        return False


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
