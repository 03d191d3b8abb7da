"""What a ``setup.py`` says without being run: the literal keywords of its one ``setup()`` call.

Anything that is not a literal, or a name bound exactly once to a literal at module level, is
unknown. Nothing is guessed: an unknown keyword keeps its source text for a person to read.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field

from tallystick.limits import Limits
from tallystick.project.bounded import Malformed, python
from tallystick.project.literal import TEXT_METHODS, UNKNOWN, evaluate


@dataclass(frozen=True, slots=True, kw_only=True)
class SetupCall:
    """The call of ``setuptools.setup`` in a ``setup.py``.

    Attributes:
        known: keywords whose value is literal.
        unknown: keywords whose value is computed, with the source text of the expression.
        is_open: more keywords may come from a ``**`` argument, a second call, or no call was found.
    """

    known: Mapping[str, object] = field(default_factory=dict)
    unknown: Mapping[str, str] = field(default_factory=dict)
    is_open: bool = False

    def may_set(self, keyword: str) -> bool:
        """Whether this call sets ``keyword`` to something that cannot be read off."""
        return keyword in self.unknown or (self.is_open and keyword not in self.known)


def read_setup_py(content: bytes, limits: Limits) -> SetupCall:
    """The ``setup()`` call in ``content``; everything is unknown where it cannot be parsed."""
    try:
        module = python(content, limits)
    except Malformed:
        return SetupCall(is_open=True)
    try:
        calls = [node for node in ast.walk(module) if _is_setup_call(node)]
    except RecursionError:  # pragma: no cover - ast.walk is iterative; belt for other versions
        return SetupCall(is_open=True)
    if len(calls) != 1:
        return SetupCall(is_open=True)
    return _read_call(calls[0], constants(module))


def _is_setup_call(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call):
        return False
    name = node.func
    return (isinstance(name, ast.Name) and name.id == "setup") or (
        isinstance(name, ast.Attribute)
        and name.attr == "setup"
        and isinstance(name.value, ast.Name)
        and name.value.id in {"setuptools", "distutils", "core"}
    )


def constants(module: ast.Module) -> dict[str, object]:
    """Names bound once in the whole module, at its top level, to a literal."""
    stores = _stores(module)
    found: dict[str, object] = {}
    for statement in module.body:
        if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
            target, value = statement.targets[0], statement.value
        elif isinstance(statement, ast.AnnAssign) and statement.value is not None:
            target, value = statement.target, statement.value
        else:
            continue
        if isinstance(target, ast.Name) and stores.get(target.id) == 1:
            literal = evaluate(value, found)
            if literal is not UNKNOWN:
                found[target.id] = literal
    return found


def _stores(module: ast.Module) -> Counter[str]:
    """How often each name is bound, or what it holds may be changed."""
    stores: Counter[str] = Counter()
    for node in ast.walk(module):
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            stores[node.id] += 1
        changed = None
        if isinstance(node, ast.Attribute | ast.Subscript) and not isinstance(node.ctx, ast.Load):
            changed = node.value  # ``about["x"] = …``
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            # ``extras.update(…)``; but text stays what it is, whatever it is asked.
            changed = None if node.func.attr in TEXT_METHODS else node.func.value
        if isinstance(changed, ast.Name):
            stores[changed.id] += 2
    return stores


def _read_call(node: ast.AST, constants: Mapping[str, object]) -> SetupCall:
    if not isinstance(node, ast.Call):  # pragma: no cover - _is_setup_call said so
        return SetupCall(is_open=True)
    known: dict[str, object] = {}
    unknown: dict[str, str] = {}
    is_open = bool(node.args)
    for keyword in node.keywords:
        if keyword.arg is None:
            is_open = True
            continue
        value = evaluate(keyword.value, constants)
        if value is UNKNOWN:
            unknown[keyword.arg] = ast.unparse(keyword.value)[:200]
        else:
            known[keyword.arg] = value
    return SetupCall(known=known, unknown=unknown, is_open=is_open)
