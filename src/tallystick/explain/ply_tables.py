"""Tables that PLY writes for its lexer and parser: ``lextab.py``, ``yacctab.py``, ``parsetab.py``.

PLY 3 (``ply/lex.py``, ``Lexer.writetab``; ``ply/yacc.py``, ``LRGeneratedTable.write_table``): literals,
and two fixed loops that unpack them. Running the project's grammar would prove them.
"""

from __future__ import annotations

import ast
import re

from tallystick.errors import ContentUnavailable, LimitExceeded
from tallystick.explain.context import Context
from tallystick.explain.places import base_name, folder_of, own_bytes, places, stem
from tallystick.model import Difference, Explanation, Grade
from tallystick.project.bounded import Malformed, python

ID = "ply-tables"

_NAMES = {
    "_tabversion", "_lextokens", "_lexreflags", "_lexliterals", "_lexstateinfo", "_lexstatere",
    "_lexstateignore", "_lexstateerrorf", "_lexstateeoff", "_lr_method", "_lr_signature",
    "_lr_action_items", "_lr_action", "_lr_goto_items", "_lr_goto", "_lr_productions",
}  # fmt: skip

_LOOP = (
    "for _k, _v in {0}_items.items():\n"
    "    for _x, _y in zip(_v[0], _v[1]):\n"
    "        if not _x in {0}: {0}[_x] = {{}}\n"
    "        {0}[_x][_k] = _y\n"
    "del {0}_items\n"
)
"""How ``write_table`` unpacks the tables that it has turned inside out to make them smaller."""

_KNOWN = frozenset(
    ast.dump(node)
    for table in ("_lr_action", "_lr_goto")
    for node in ast.parse(_LOOP.format(table)).body
)

_HEADER = re.compile(
    rb"\A(?:#[^\n]*\n|\s)*?#[^\n]*(?:automatically (?:created by PLY|generated)|PLY)", re.IGNORECASE
)
_DEFAULTS = {"lextab": re.compile(r"\blex\("), "parsetab": re.compile(r"\byacc\(")}
"""What PLY calls its tables where it is not told otherwise, and the call that writes each."""

_VERSION = re.compile(rb"^_tabversion\s*=\s*'([\w.]{1,12})'", re.MULTILINE)


def explain(difference: Difference, context: Context) -> Explanation | None:
    """See :class:`tallystick.explain.context.Check`."""
    content = own_bytes(difference, context)
    if content is None or _HEADER.search(content[:400]) is None or difference.source is not None:
        return None
    version = _VERSION.search(content)
    if version is None:
        return None
    grammar = _grammar(difference, context)
    if grammar is None:
        return None
    problem = _problem(content, context)
    claim = f"tables written by PLY (table version {version[1].decode()}) for {grammar}"
    return Explanation(
        grade=Grade.CONTRADICTED if problem else Grade.UNPROVEN,
        explainer=ID,
        claim=claim,
        evidence=problem
        or f"literals and PLY's own loops; run the parser of {grammar} to prove it",
        source_path=grammar,
    )


def _grammar(difference: Difference, context: Context) -> str | None:
    """A module of the source that uses PLY and names this table, in its folder or one above it.

    A table with PLY's own name for it needs no naming.
    """
    name = stem(difference.path)
    named = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
    default = _DEFAULTS.get(name, named)
    for place in places(difference, context):
        folder = folder_of(place)
        above = folder_of(folder.rstrip("/"))
        for path in context.source.tree.entries:
            near = (
                folder_of(path) in {folder, above} or folder_of(folder_of(path)[:-1]) == above != ""
            )
            if not path.endswith(".py") or not near:
                continue
            text = _text(path, context)
            if (named.search(text) or default.search(text)) and re.search(
                r"\bply\b|\byacc\b", text
            ):
                return path
    return None


def _text(path: str, context: Context) -> str:
    entry = context.source.tree.entries[path]
    if entry.is_link or base_name(path) == "__init__.pyi":
        return ""
    try:
        content = context.source.tree.read(path)
    except (ContentUnavailable, LimitExceeded):
        return ""
    return content[: context.limits.syntax].decode("utf-8", "replace")


def _problem(content: bytes, context: Context) -> str | None:
    """The first statement that PLY does not write; None if there is none."""
    try:
        body = python(content, context.limits).body
    except Malformed as error:
        return str(error)
    for node in body:
        if isinstance(node, ast.Assign):
            names = {target.id for target in node.targets if isinstance(target, ast.Name)}
            if len(names) == len(node.targets) and names <= _NAMES and _is_literal(node.value):
                continue
        elif len(list(ast.walk(node))) < 80 and ast.dump(node) in _KNOWN:
            continue
        return f"line {node.lineno} is not written by PLY"
    return None


def _is_literal(node: ast.expr) -> bool:
    """A literal, or ``set`` of one, as PLY writes ``_lextokens``."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "set":
        return len(node.args) == 1 and not node.keywords and _is_literal(node.args[0])
    try:
        ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError):
        return False
    return True
