"""URLs of single files of npm packages in the source's build files: ``https://…/NAME@VERSION/PATH``.

That is how the networks write it that serve npm's packages file by file. In Python, constants that are
put into a URL (``%``, ``+``, f-strings) are followed as far as module level; nothing is run.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping

from msgspec import Struct

from tallystick.explain.context import Context
from tallystick.explain.evidence.build_files import build_texts
from tallystick.explain.releases import Named, Registry
from tallystick.project.bounded import Malformed, python

MAX_URLS = 100
"""URLs of all build files together; nbconvert, which downloads more than most, has four."""

MAX_TEXT = 4_000
"""Characters of one text that is put together: no URL of a file is longer."""

MAX_PARTS = 50
"""Parts of one f-string, each of which may be as long as the whole."""

_URL = re.compile(
    r"https://[A-Za-z0-9.-]{1,200}/(?:npm/)?((?:@[\w.-]{1,100}/)?[\w.-]{1,100})"
    r"@(\d{1,6}\.\d{1,6}\.\d{1,6}(?:-[0-9A-Za-z.]{1,40})?)/([\w@./+-]{1,400})"
)


class Fetched(Struct, frozen=True, kw_only=True):
    """One file of a release: the release, and the file's path in it."""

    named: Named
    path: str


def fetched(context: Context) -> tuple[Fetched, ...]:
    """The files that the build files name by URL, each once."""
    found: dict[Fetched, None] = {}
    for path, text in build_texts(context).items():
        if "https://" not in text:
            continue
        for said in _texts(path, text, context):
            for name, version, file in _URL.findall(said):
                named = Named(registry=Registry.NPM, name=name, version=version, by=path)
                found[Fetched(named=named, path=file)] = None
                if len(found) >= MAX_URLS:
                    return tuple(found)
    return tuple(found)


def _texts(path: str, text: str, context: Context) -> Iterator[str]:
    if not path.endswith(".py"):
        yield text
        return
    try:
        module = python(text.encode(), context.limits)
    except Malformed:
        return
    known: dict[str, str] = {}
    for statement in module.body:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                said = _value(value, known, 0)
                known.pop(name, None)
                if said is not None:
                    known[name] = said
    for node in ast.walk(module):
        if isinstance(node, ast.Constant | ast.BinOp | ast.JoinedStr):
            said = _value(node, known, 0)
            if said is not None:
                yield said


def _value(node: ast.expr, known: Mapping[str, str], depth: int) -> str | None:
    """The text that an expression of constants stands for; None where it is another or too long."""
    if depth > 20:  # noqa: PLR2004 - terms of one sum; Python itself parses thousands
        return None
    found: str | None = None
    match node:
        case ast.Constant(value=str(text)):
            found = text
        case ast.Name(id=name):
            found = known.get(name)
        case ast.FormattedValue(value=value, conversion=-1, format_spec=None):
            found = _value(value, known, depth + 1)
        case ast.JoinedStr(values=values) if len(values) <= MAX_PARTS:
            parts = [_value(value, known, depth + 1) for value in values]
            found = None if None in parts else "".join(part or "" for part in parts)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            ours, theirs = _value(left, known, depth + 1), _value(right, known, depth + 1)
            found = None if ours is None or theirs is None else ours + theirs
        case ast.BinOp(left=left, op=ast.Mod(), right=right):
            ours, theirs = _value(left, known, depth + 1), _value(right, known, depth + 1)
            plain = ours is not None and theirs is not None and ours.count("%") == 1
            found = ours.replace("%s", theirs) if plain and ours and theirs else None
    return found if found is not None and len(found) <= MAX_TEXT else None
