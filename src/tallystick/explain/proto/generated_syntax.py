"""What syntax a generator of Python uses at all: the outer bound of modules that are not written anew here.

An allow list of everything: kinds of syntax, imports as they are written, what is called, which attributes
are read, which names are bound. Whatever a template does not need is the first thing that is reported.
"""

from __future__ import annotations

import ast
import builtins
import re

from msgspec import Struct

_BUILTINS = frozenset(dir(builtins)) - {"None", "True", "False"}


class Grammar(Struct, frozen=True, kw_only=True):
    """What one generator writes.

    Attributes:
        nodes: kinds of syntax; contexts and operators are always there.
        imports: whole import statements, one name each.
        calls: whole texts of what is called.
        attributes: names behind a dot.
        owners: names whose attributes are the project's own words, so that any may be read.
        builtins: names of Python's own that are read.
        targets: whole texts of what is assigned to.
    """

    nodes: tuple[type[ast.AST], ...]
    imports: re.Pattern[str]
    calls: re.Pattern[str]
    attributes: re.Pattern[str]
    owners: re.Pattern[str]
    builtins: frozenset[str]
    targets: re.Pattern[str]


ALWAYS = (
    ast.Module, ast.Import, ast.ImportFrom, ast.alias, ast.Assign, ast.Expr, ast.Call, ast.keyword, ast.Name,
    ast.Attribute, ast.Constant, ast.If, ast.List, ast.Tuple, ast.Dict, ast.expr_context, ast.operator,
    ast.unaryop, ast.cmpop, ast.boolop,
)  # fmt: skip
"""Syntax that any generated module may have."""


def first_odd(module: ast.Module, grammar: Grammar) -> str | None:
    """The first thing of ``module`` that is not in ``grammar``, in words; None if there is none."""
    for node in ast.walk(module):
        why = _odd(node, grammar)
        if why is not None:
            return why
    return None


def _odd(node: ast.AST, grammar: Grammar) -> str | None:  # noqa: PLR0911 - a table of answers
    if not isinstance(node, grammar.nodes):
        return f"{type(node).__name__} in line {getattr(node, 'lineno', 0)}"
    if isinstance(node, ast.Import | ast.ImportFrom):
        known = len(node.names) == 1 and grammar.imports.fullmatch(ast.unparse(node))
        return None if known else ast.unparse(node)[:100]
    if isinstance(node, ast.Call):
        called = ast.unparse(node.func)
        return None if grammar.calls.fullmatch(called) else f"a call of {called[:100]}"
    if isinstance(node, ast.Attribute):
        owner = node.value.id if isinstance(node.value, ast.Name) else ""
        is_free = grammar.owners.fullmatch(owner) and not node.attr.startswith("__")
        return None if is_free or grammar.attributes.fullmatch(node.attr) else f".{node.attr[:100]}"
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
        is_odd = node.id in _BUILTINS - grammar.builtins
        return f"the name {node.id}" if is_odd else None
    if isinstance(node, ast.Assign):
        targets = [ast.unparse(target) for target in node.targets]
        return next(
            (f"a binding of {t[:100]}" for t in targets if not grammar.targets.fullmatch(t)), None
        )
    return None
