"""The folder of all packages where ``setup.py`` computes a part of its name.

``package_dir={"": "python%s" % sys.version_info[0]}``: the rest of the name is written there, so that it can
only be one of few folders of the source. Which one a build took is not known here.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

_PLACE = re.compile(r"%[sdi]|\{[\w.!:\[\]]{0,40}\}")
"""Where a part is put in (library reference, "printf-style String Formatting" and "Format String Syntax")."""

PART = r"\w{1,20}"
"""A part that is computed: a version of Python or its name, no folder more."""

MOST = 8
"""Expressions that are looked at; one is what there is."""


def computed_folders(module: ast.Module) -> tuple[str, ...]:
    """Patterns of the folder that ``package_dir`` of a call gives to all packages; none of a literal one."""
    bound: dict[str, list[ast.expr]] = {}
    for node in ast.walk(module):
        if isinstance(node, ast.Assign) and len(node.targets) == 1:
            target = node.targets[0]
            if isinstance(target, ast.Name):
                bound.setdefault(target.id, []).append(node.value)
    given = [
        node.value
        for node in ast.walk(module)
        if isinstance(node, ast.keyword) and node.arg == "package_dir"
    ]
    found: dict[str, None] = {}
    for expression in (x for value in given[:MOST] for x in _meant(value, bound)):
        for folder in _of_all(expression):
            for text in _meant(folder, bound):
                found |= dict.fromkeys(_patterns(text))
    return tuple(found)


def _meant(node: ast.expr, bound: dict[str, list[ast.expr]]) -> list[ast.expr]:
    """What is assigned to a name anywhere in the module; anything else is meant itself."""
    return bound.get(node.id, [])[:MOST] if isinstance(node, ast.Name) else [node]


def _of_all(node: ast.expr) -> Iterator[ast.expr]:
    """The value for ``""`` of a dict."""
    for key, value in (
        zip(node.keys, node.values, strict=True) if isinstance(node, ast.Dict) else ()
    ):
        if isinstance(key, ast.Constant) and key.value == "":
            yield value


def _patterns(node: ast.expr) -> Iterator[str]:
    """The pattern of a text with parts put in; none where it is nothing but parts."""
    match node:
        case ast.BinOp(left=ast.Constant(value=str(text)), op=ast.Mod()):
            pieces = _PLACE.split(text)
        case ast.Call(func=ast.Attribute(value=ast.Constant(value=str(text)), attr="format")):
            pieces = _PLACE.split(text)
        case ast.JoinedStr(values=values):
            pieces = "".join(
                str(part.value) if isinstance(part, ast.Constant) else "{}" for part in values
            ).split("{}")
        case _:
            return
    if len(pieces) > 1 and any(pieces) and sum(map(len, pieces)) <= 100:
        yield re.sub(f"(?:{re.escape(PART)})+", lambda _: PART, PART.join(map(re.escape, pieces)))
