"""A Python module that a script of the release minifies in place, with ``pyminify`` (python-minifier).

https://dflook.github.io/python-minifier/ : it renames what is local, hoists literals into short names,
and drops docstrings and annotations. Which of these it does, and how, depends on its version and options,
so this is a claim; but it makes nothing up: every import, attribute, keyword and text of the module must
be one of the source's module, and so must be every name that is longer than those it invents.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tallystick.explain.context import Context
from tallystick.explain.evidence.scripts import script_texts
from tallystick.explain.places import folder_of, own_bytes
from tallystick.model import Difference, Explanation, Grade
from tallystick.project.bounded import Malformed, python

ID = "minified-module"

_RUNS = re.compile(
    r"^[ \t]*(?:python[\d.]*[ \t]+-m[ \t]+)?(?:pyminify|python_minifier)\b", re.MULTILINE
)
_INVENTED = re.compile(r"_?[A-Za-z][A-Za-z0-9]?")
"""Names that python-minifier gives: a letter or two (or a digit), behind an underscore at the top."""

LARGEST = 1_000_000
"""Bytes of a module that is compared."""


def explain(difference: Difference, context: Context) -> Explanation | None:
    """See :class:`tallystick.explain.context.Check`."""
    held = difference.source
    if held is None or held.is_link or difference.mode_only or difference.entry.is_executable:
        return None
    content = own_bytes(difference, context)
    script = _script(folder_of(held.path), context) if content is not None else None
    if content is None or script is None:
        return None
    source = context.source_bytes(held.path)
    if len(content) >= len(source) or len(source) > LARGEST:
        return None
    try:
        ours, theirs = (frozenset(_said(python(x, context.limits))) for x in (content, source))
    except Malformed:
        return None
    odd = sorted(word for kind, word in ours - theirs if kind != "name" or not _invented(word))
    return Explanation(
        grade=Grade.CONTRADICTED if odd else Grade.UNPROVEN,
        explainer=ID,
        claim=f"minified by {script}",
        evidence=f"it says {odd[0]!r}, which {held.path} does not"
        if odd
        else f"every import, attribute and text is one of {held.path}; run {script} to prove it",
        source_path=held.path,
    )


def _invented(word: str) -> bool:
    return _INVENTED.fullmatch(word) is not None


def _script(folder: str, context: Context) -> str | None:
    """The script that runs pyminify, and names a folder that the module lies in with its own parent."""
    parts = folder.rstrip("/").split("/")
    named = {"/".join(parts[at - 1 : at + 1]) for at in range(1, len(parts))}
    for path, text in script_texts(context).items():
        if "minif" in text and _RUNS.search(text) is not None and any(n in text for n in named):
            return path
    return None


def _said(module: ast.Module) -> Iterator[tuple[str, str]]:
    """What a module says that a minifier has no cause to add to."""
    for node in ast.walk(module):
        match node:
            case ast.Import(names=names):
                yield from (("import", alias.name) for alias in names)
            case ast.ImportFrom(module=name, names=names, level=level):
                yield from (("import", f"{'.' * level}{name or ''}:{a.name}") for a in names)
            case ast.Attribute(attr=word):
                yield "attribute", word
            case ast.keyword(arg=str(word)):
                yield "keyword", word
            case ast.Constant(value=str() | bytes() as value):
                yield "text", repr(value)
            case ast.Name(id=word) | ast.arg(arg=word):
                yield "name", word
            case ast.FunctionDef(name=word) | ast.AsyncFunctionDef(name=word):
                yield "name", word
            case ast.ClassDef(name=word):
                yield "name", word
