"""What a ``setup.py`` says without being run: the literal keywords of its one ``setup()`` call.

Anything that is not a literal, or a name bound exactly once to a literal at module level, is
unknown. Nothing is guessed: an unknown keyword keeps its source text for a person to read.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator, Mapping
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
        either: keywords that are a name which branches of the module bind to literals, with each of these.
        partly: keywords that are a ``dict`` with computed values, with those that are literal.
        is_open: more keywords may come from a ``**`` argument, a second call, or no call was found.
    """

    known: Mapping[str, object] = field(default_factory=dict)
    unknown: Mapping[str, str] = field(default_factory=dict)
    either: Mapping[str, tuple[object, ...]] = field(default_factory=dict)
    partly: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    is_open: bool = False

    def may_set(self, keyword: str) -> bool:
        """Whether this call sets ``keyword`` to something that cannot be read off."""
        return keyword in self.unknown or (self.is_open and keyword not in self.known)


@dataclass(frozen=True, slots=True)
class TextOf:
    """The text of a file that ``setup.py`` opens and reads whole.

    Attributes:
        path: as written, relative to the project.
    """

    path: str


def read_setup_py(content: bytes, limits: Limits) -> SetupCall:
    """The ``setup()`` call in ``content``; everything is unknown where it cannot be parsed."""
    try:
        module = python(content, limits)
    except Malformed:
        return SetupCall(is_open=True)
    names = _names(module)
    calls = [node for node in ast.walk(module) if isinstance(node, ast.Call) and _ends_setup(node)]
    if len(calls) != 1 or not _is_setuptools(calls[0]) or names.is_setup_replaced:
        return SetupCall(is_open=True)
    known = constants(module, calls[0])
    if names.is_dynamic:
        return _read_call(calls[0], known, {}, {})
    return _read_call(
        calls[0], known, _branches(module, known), known | _texts(module, names.bound)
    )


def _ends_setup(call: ast.Call) -> bool:
    """Whether ``call`` is of ``setup`` or of anybody's ``.setup``."""
    return (isinstance(call.func, ast.Name) and call.func.id == "setup") or (
        isinstance(call.func, ast.Attribute) and call.func.attr == "setup"
    )


def _is_setuptools(call: ast.Call) -> bool:
    name = call.func
    return isinstance(name, ast.Name) or (
        isinstance(name, ast.Attribute)
        and isinstance(name.value, ast.Name)
        and name.value.id in {"setuptools", "distutils", "core"}
    )


@dataclass(slots=True)
class _Names:
    """What the whole module does to its names, whichever scope it does it in.

    Attributes:
        bound: how often each name is bound or deleted, or what it holds is plainly changed.
        loaded: how often each name is read.
        is_dynamic: names may be bound by code that cannot be read (``exec``, ``import *``).
        is_setup_replaced: ``setup`` is something else than what an import says, or has another name.
    """

    bound: Counter[str] = field(default_factory=Counter)
    loaded: Counter[str] = field(default_factory=Counter)
    is_dynamic: bool = False
    is_setup_replaced: bool = False


_REACH_NAMES = {
    "exec",
    "execfile",
    "globals",
    "locals",
    "vars",
    "setattr",
    "delattr",
    "__builtins__",
}
_REACH_ATTRIBUTES = {"modules", "__dict__", "__globals__", "f_globals", "f_locals"}
"""What reaches a module's names by their text."""


def _names(module: ast.Module) -> _Names:
    names = _Names()
    imported = 0
    with_own_names = {
        id(node.func)
        for node in ast.walk(module)
        if isinstance(node, ast.Call) and len(node.args) > 1  # ``exec(code, about)``
    }
    for node in ast.walk(module):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            names.loaded[node.id] += 1
            scoped = node.id == "exec" and id(node) in with_own_names
            names.is_dynamic |= node.id in _REACH_NAMES and not scoped
        elif isinstance(node, ast.Name):
            names.bound[node.id] += 1
        elif isinstance(node, ast.alias):
            bound = node.asname or node.name.split(".")[0]
            names.bound[bound] += 1
            names.is_dynamic |= node.name == "*"
            names.is_setup_replaced |= node.name == "setup" and bound != "setup"
            imported += bound == "setup"
        else:
            names.bound.update(_bound_by(node))
            names.is_dynamic |= isinstance(node, ast.Attribute) and node.attr in _REACH_ATTRIBUTES
    names.is_setup_replaced |= names.bound["setup"] != imported
    return names


def _bound_by(node: ast.AST) -> Iterator[str]:
    """Names that a node other than a name or an import binds, or whose value it changes."""
    for attribute in ("name", "rest"):  # def, class, except, match, type parameters
        name = getattr(node, attribute, None)
        if isinstance(name, str):
            yield name
    if isinstance(node, ast.arg):
        yield node.arg
    changed = None
    if isinstance(node, ast.Attribute | ast.Subscript) and not isinstance(node.ctx, ast.Load):
        changed = node.value  # ``about["x"] = …``
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        # ``extras.update(…)``; but text stays what it is, whatever it is asked.
        changed = None if node.func.attr in TEXT_METHODS else node.func.value
    if isinstance(changed, ast.Name):
        yield changed.id


def constants(module: ast.Module, call: ast.Call | None = None) -> dict[str, object]:
    """Names bound once in the whole module, at its top level, to a literal that stays as it is.

    A list, dict or set does only where nobody but the ``setup()`` call has it in their hands.
    """
    names = _names(module)
    if names.is_dynamic:
        return {}
    keywords = call.keywords if call is not None else []
    handed = Counter(name for keyword in keywords for name in _held(keyword.value))
    found: dict[str, object] = {}
    for statement in module.body:
        if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
            target, value = statement.targets[0], statement.value
        elif isinstance(statement, ast.AnnAssign) and statement.value is not None:
            target, value = statement.target, statement.value
        else:
            continue
        if isinstance(target, ast.Name) and names.bound[target.id] == 1:
            literal = evaluate(value, found)
            is_ours = names.loaded[target.id] == handed[target.id]
            if literal is not UNKNOWN and (is_ours or _is_immutable(literal)):
                found[target.id] = literal
    return found


def _held(node: ast.AST) -> Iterator[str]:
    """Names in an expression that puts together and calls nothing that could change them."""
    if isinstance(node, ast.Name):
        yield node.id
    elif isinstance(node, ast.List | ast.Tuple | ast.Set | ast.Dict | ast.BinOp | ast.Starred) or (
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "dict"
    ):
        for child in ast.iter_child_nodes(node):
            if not (isinstance(node, ast.Call) and child is node.func):
                yield from _held(child.value if isinstance(child, ast.keyword) else child)


def _is_immutable(value: object) -> bool:
    if isinstance(value, tuple):
        return all(_is_immutable(item) for item in value)
    return not isinstance(value, list | dict | set)


def _branches(module: ast.Module, known: Mapping[str, object]) -> dict[str, tuple[object, ...]]:
    """Names that only plain assignments at the top level and in its branches bind, with each literal."""
    found: dict[str, list[object]] = {}
    pending = list(module.body)
    while pending:
        statement = pending.pop()
        if isinstance(statement, ast.If):
            pending += [*statement.body, *statement.orelse]
        elif isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
            found.setdefault(statement.targets[0].id, []).append(evaluate(statement.value, known))
    return {name: tuple(v for v in values if v is not UNKNOWN) for name, values in found.items()}


def _texts(module: ast.Module, bound: Counter[str]) -> dict[str, object]:
    """Names bound once, at the top level, to ``f.read()`` in a ``with open("…") as f``."""
    found: dict[str, object] = {}
    for statement in module.body:
        if not isinstance(statement, ast.With) or len(statement.items) != 1:
            continue
        opened = statement.items[0].context_expr
        if not isinstance(opened, ast.Call) or _spelled(opened.func) not in {"open", "io.open"}:
            continue
        path = opened.args[0] if opened.args else None
        for inner in statement.body:
            if (
                isinstance(path, ast.Constant)
                and isinstance(path.value, str)
                and isinstance(inner, ast.Assign)
                and isinstance(inner.targets[0], ast.Name)
                and bound[inner.targets[0].id] == 1
                and re.fullmatch(r"\w+\.read\(\)", _spelled(inner.value))
            ):
                found[inner.targets[0].id] = TextOf(path.value)
    return found


def _read_call(
    node: ast.Call,
    known_names: Mapping[str, object],
    branches: Mapping[str, tuple[object, ...]],
    with_texts: Mapping[str, object],
) -> SetupCall:
    known: dict[str, object] = {}
    unknown: dict[str, str] = {}
    either: dict[str, tuple[object, ...]] = {}
    partly: dict[str, Mapping[str, object]] = {}
    is_open = bool(node.args)
    for keyword in node.keywords:
        if keyword.arg is None:
            is_open = True
            continue
        value = evaluate(keyword.value, known_names)
        if value is not UNKNOWN:
            known[keyword.arg] = value
            continue
        unknown[keyword.arg] = _spelled(keyword.value)
        if isinstance(keyword.value, ast.Name) and keyword.value.id in branches:
            either[keyword.arg] = branches[keyword.value.id]
        elif isinstance(keyword.value, ast.Dict):
            partly[keyword.arg] = _literal_part(keyword.value, with_texts)
    return SetupCall(known=known, unknown=unknown, either=either, partly=partly, is_open=is_open)


def _literal_part(node: ast.Dict, names: Mapping[str, object]) -> dict[str, object]:
    """The entries that can be read, unless ``**`` may put others in their place."""
    found: dict[str, object] = {}
    for key, item in zip(node.keys, node.values, strict=True):
        if key is None:
            return {}
        value = evaluate(item, names)
        if isinstance(key, ast.Constant) and isinstance(key.value, str) and value is not UNKNOWN:
            found[key.value] = value
    return found


def _spelled(node: ast.expr) -> str:
    try:
        return ast.unparse(node)[:200]
    except RecursionError:  # an expression may be deeper than what writes it can go
        return "…"
