"""What the names of a Python module stand for, where that can be said without running it.

A name counts that is bound once in the whole module, at its top level, to a literal that nobody changes
afterwards. Code that may reach names by their text (``exec``, ``globals``) makes all of them unknown.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct, field

from tallystick.limits import Limits
from tallystick.project.bounded import Malformed, python
from tallystick.project.file_text import Opened, Read, functions, with_file
from tallystick.project.literal import TEXT_METHODS, UNKNOWN, Followed, evaluate, is_literal

MAX_NAMES = 2_000
"""Names of one module whose values are followed; the longest ``setup.py`` seen binds 150."""


def module_names(
    module: ast.Module, limits: Limits, read: Read = lambda _path: None
) -> Mapping[str, object]:
    """What names of ``module`` stand for, as far as that can be followed; nothing where names are dynamic."""
    names = names_of(module)
    if names.is_dynamic:
        return {}
    followed = functions(module, names.bound - names.called, read, limits)
    constants(module, None, followed)
    return followed


MAX_EXECUTED = 4
"""Files of the project that one script executes in its own names: more than one is rare."""


def with_executed(module: ast.Module, read: Read, limits: Limits) -> ast.Module:
    """The module with the files in it that it executes as ``exec(open("version.py").read())``.

    At the top of a module ``exec`` with nothing but a text runs that as if it stood there. Where one such
    text is not to be had, the module is given back as it is.
    """
    executed = [(at, node.args[0]) for at, node in enumerate(map(_exec, module.body)) if node]
    if not executed or len(executed) > MAX_EXECUTED:
        return module
    places = {at for at, _ in executed}
    others = [statement for at, statement in enumerate(module.body) if at not in places]
    scope = module_names(ast.Module(body=others, type_ignores=[]), limits, read)
    body = list(module.body)
    for at, text in reversed(executed):
        held = evaluate(text, scope)
        try:
            inner = python(held.encode(), limits).body if isinstance(held, str) else None
        except (Malformed, UnicodeEncodeError):
            inner = None
        if inner is None:
            return module
        body[at : at + 1] = inner
    return ast.Module(body=body, type_ignores=[])


def _exec(statement: ast.stmt) -> ast.Call | None:
    match statement:
        case ast.Expr(value=ast.Call(func=ast.Name(id="exec"), args=[_], keywords=[]) as call):
            return call
    return None


class Names(Struct):
    """What the whole module does to its names, whichever scope it does it in.

    Attributes:
        bound: how often each name is bound or deleted, or what it holds may be changed.
        called: how often a method of it is called, which is part of ``bound``.
        loaded: how often each name is read.
        is_dynamic: names may be bound by code that cannot be read (``exec``, ``import *``).
        is_setup_replaced: ``setup`` is something else than what an import says, or has another name.
    """

    bound: Counter[str] = field(default_factory=Counter)
    called: Counter[str] = field(default_factory=Counter)
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

MAIN = "__main__"
"""The module that is run has this name in ``sys.modules``."""


def names_of(module: ast.Module) -> Names:
    """What ``module`` does to its names, in all its scopes."""
    names = Names()
    imported = 0
    nodes = list(ast.walk(module))
    local = _local(nodes)
    elsewhere = {id(reached) for node in nodes for reached in _elsewhere(node)}
    for node in nodes:
        if id(node) in local or isinstance(node, ast.expr_context | ast.Constant):
            continue
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            names.loaded[node.id] += 1
            names.is_dynamic |= node.id in _REACH_NAMES and id(node) not in elsewhere
        elif isinstance(node, ast.Name):
            names.bound[node.id] += 1
        elif isinstance(node, ast.alias):
            bound = node.asname or node.name.split(".")[0]
            names.bound[bound] += 1
            names.is_dynamic |= node.name in {"*", MAIN}
            names.is_setup_replaced |= node.name == "setup" and bound != "setup"
            imported += bound == "setup"
        else:
            for bound in _bound_by(node):
                names.bound[bound] += 1
            for called in _called_by(node):
                names.called[called] += 1
            reaches = isinstance(node, ast.Attribute) and node.attr in _REACH_ATTRIBUTES
            names.is_dynamic |= reaches and id(node) not in elsewhere
    names.is_setup_replaced |= names.bound["setup"] != imported
    return names


def _elsewhere(node: ast.AST) -> Iterator[ast.expr]:
    """What reaches names by their text in ``node``, but those of something else than the module."""
    match node:
        case ast.Call(func=ast.Name(id="exec") as reached, args=[_, _, *_]):
            yield reached  # ``exec(code, about)``
        case ast.Call(func=ast.Name(id="setattr") as reached, args=[owner, _, _]):
            while isinstance(owner, ast.Attribute):
                owner = owner.value
            if isinstance(owner, ast.Name) and owner.id == "self":
                yield reached
        case ast.Subscript(
            value=ast.Attribute(attr="modules") as reached,
            slice=ast.Constant(value=str() as module),
            ctx=ast.Load(),
        ) if module != MAIN:
            yield reached
        case ast.Compare(
            left=ast.Constant(),
            ops=[ast.In() | ast.NotIn()],
            comparators=[ast.Attribute(attr="modules") as reached],
        ):
            yield reached


def _local(nodes: Sequence[ast.AST]) -> set[int]:
    """The plain assignments and imports in functions that bind no name of the module, by identity."""
    shared = {
        name for node in nodes if isinstance(node, ast.Global | ast.Nonlocal) for name in node.names
    }
    found: set[int] = set()
    for function in nodes:
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        for node in ast.walk(function):
            stored = isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
            if stored and isinstance(node, ast.Name) and node.id not in shared:
                found.add(id(node))
    return found


def _bound_by(node: ast.AST) -> Iterator[str]:
    """Names that a node other than a name or an import binds, or whose value it changes."""
    for attribute in ("name", "rest"):  # def, class, except, match, type parameters
        name = getattr(node, attribute, None)
        if isinstance(name, str):
            yield name
    if isinstance(node, ast.arg):
        yield node.arg
    if isinstance(node, ast.Attribute | ast.Subscript) and not isinstance(node.ctx, ast.Load):
        changed = node.value  # ``about["x"] = …``
        if isinstance(changed, ast.Name):
            yield changed.id
    yield from _called_by(node)


def _called_by(node: ast.AST) -> Iterator[str]:
    """``extras.update(…)`` changes ``extras``; but text stays what it is, whatever it is asked."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return
    if node.func.attr not in TEXT_METHODS and isinstance(node.func.value, ast.Name):
        yield node.func.value.id


def constants(
    module: ast.Module, call: ast.Call | None = None, followed: dict[str, object] | None = None
) -> dict[str, object]:
    """Names bound once in the whole module, at its top level, to a literal that stays as it is.

    A list, dict or set does only where nobody but the ``setup()`` call has it in their hands.
    ``followed`` are functions and paths that values may be read with; what is found is put there, too.
    """
    names = names_of(module)
    if names.is_dynamic:
        return {}
    once = [i for i in assigned(module) if names.bound[i[0]] - names.called[i[0]] == 1]
    del once[MAX_NAMES:]
    ours = _only_handed_on(once, names, call)
    scope = {} if followed is None else followed
    found: dict[str, object] = {}
    for name, value, opener in once:
        handle = {} if opener is None else with_file(opener, scope)
        literal = UNKNOWN if handle is None else evaluate(value, {**scope, **handle})
        if names.called[name] and not isinstance(literal, Followed):
            continue
        if literal is not UNKNOWN and (name in ours or _is_immutable(literal)):
            found[name] = scope[name] = literal
    return found


def assigned(module: ast.Module) -> Iterator[tuple[str, ast.expr, ast.With | None]]:
    """Assignments at the top of the module, and the one that is all that a ``with`` there holds.

    A file that is read a second time gives nothing more.
    """
    for statement in module.body:
        if isinstance(statement, ast.With) and len(statement.body) == 1:
            yield from ((name, value, statement) for name, value in _target(statement.body[0]))
        else:
            yield from ((name, value, None) for name, value in _target(statement))


def _target(statement: ast.stmt) -> Iterator[tuple[str, ast.expr]]:
    if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
        target, value = statement.targets[0], statement.value
    elif isinstance(statement, ast.AnnAssign) and statement.value is not None:
        target, value = statement.target, statement.value
    else:
        return
    if isinstance(target, ast.Name):
        yield target.id, value


def _only_handed_on(
    once: list[tuple[str, ast.expr, ast.With | None]], names: Names, call: ast.Call | None
) -> set[str]:
    """Names that are read for the ``setup()`` call alone, or for others of these names.

    A name that nobody reads is one as well, but what it holds may be in other hands by it.
    """
    keywords = call.keywords if call is not None else []
    handed = Counter(name for keyword in keywords for name in _held(keyword.value))
    for name, value, _ in reversed(once):
        if handed[name] and names.loaded[name] == handed[name]:
            handed.update(_held(value))
    return {name for name, _, _ in once if names.loaded[name] == handed[name]}


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
    return not isinstance(value, list | dict | set | Opened)


def in_branches(module: ast.Module, known: Mapping[str, object]) -> dict[str, tuple[object, ...]]:
    """Names that only plain assignments at the top level and in its branches bind, with each literal.

    ``a if test else b`` is two branches as well.
    """
    found: dict[str, list[object]] = {}
    pending, read = list(module.body), 0
    while pending:
        statement = pending.pop()
        if isinstance(statement, ast.If):
            pending += [*statement.body, *statement.orelse]
        elif isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
            value = statement.value
            sides = [value.body, value.orelse] if isinstance(value, ast.IfExp) else [value]
            values = [evaluate(side, known) for side in sides]
            found.setdefault(statement.targets[0].id, []).extend(values)
            read += 1
            if read > MAX_NAMES:
                return {}
    return {
        name: tuple(value for value in values if value is not UNKNOWN and is_literal(value))
        for name, values in found.items()
    }
