"""A compiled file in a wheel for any platform, because the source itself builds and ships it so.

Debuggers and the like carry the libraries of every platform as data. The tag says the opposite, so the
source must say more than for a platform's wheel: git ignores the file, and either one script names the very
file together with what it compiles, or the build names the module, whose source stands in the same folder,
and speaks of the ending of its files.
"""

from __future__ import annotations

import re

from tallystick.explain.context import Context
from tallystick.explain.evidence.build_files import build_texts, naming
from tallystick.explain.evidence.git_ignored import is_git_ignored
from tallystick.explain.evidence.scripts import naming_scripts
from tallystick.explain.places import base_name, folder_of, places, source_file, stem
from tallystick.model import Difference

_MODULE = re.compile(r"\.(?:cp|cpython-|pypy)[\w.-]{1,60}\.(?:so|pyd)|\.abi3\.so")
"""What follows a module's name in its file's: a tag of the interpreter and its ABI (PEP 3149)."""


def shipped(
    difference: Difference, endings: frozenset[str], sources: frozenset[str], context: Context
) -> str | None:
    """Who says that this file is built and shipped; None if nobody does.

    Args:
        difference: the compiled file.
        endings: of what compilers read.
        sources: base names of the source's files with such an ending.
        context: everything else.
    """
    for place in places(difference, context):
        if not is_git_ignored(place, context):
            continue
        said = _by_script(base_name(place), sources, context) or _module(place, endings, context)
        if said is not None:
            return said
    return None


def _by_script(name: str, sources: frozenset[str], context: Context) -> str | None:
    for path, text in naming_scripts(name, context):
        compiled = next(
            (word for word in re.findall(r"[\w+-]+\.\w+", text) if word in sources), None
        )
        if compiled is not None:
            return f"{path} names {name} and {compiled}"
    return None


def _module(place: str, endings: frozenset[str], context: Context) -> str | None:
    name = stem(place)
    if _MODULE.fullmatch(base_name(place).removeprefix(name)) is None:
        return None
    build_file = naming(name, context)
    beside = next(
        (
            found
            for ending in sorted(endings)
            if (found := source_file(folder_of(place) + name + ending, context)) is not None
        ),
        None,
    )
    ending = re.escape(place[place.rfind(".") :])
    quoted = re.compile(rf"['\"*]{ending}['\"]|\*{ending}(?:\s|$)", re.MULTILINE)
    shipping = any(quoted.search(text) for text in build_texts(context).values())
    if build_file is None or beside is None or not shipping:
        return None
    return f"{build_file} names {name}, and {beside} stands beside it"
