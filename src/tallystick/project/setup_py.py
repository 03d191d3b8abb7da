"""What a ``setup.py`` says without being run: the literal keywords of its one ``setup()`` call.

Anything that is not a literal, or a name bound exactly once to a literal at module level, is
unknown. Nothing is guessed: an unknown keyword keeps its source text for a person to read.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from tallystick.limits import Limits
from tallystick.project.bounded import Malformed, python
from tallystick.project.file_text import Opened, Read, functions, with_file
from tallystick.project.literal import TEXT_METHODS, UNKNOWN, Followed, evaluate, is_literal

MAX_NAMES = 2_000
"""Names of one module whose values are followed; the longest ``setup.py`` seen binds 150."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetupCall:
    """The call of ``setuptools.setup`` in a ``setup.py``.

    Attributes:
        known: keywords whose value is literal.
        unknown: keywords whose value is computed, with the source text of the expression.
        either: keywords that are a name which branches of the module bind to literals, with each of these;
            and literals of a ``**params`` that may be changed before the call.
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


def read_setup_py(content: bytes, limits: Limits, read: Read | None = None) -> SetupCall:
    """The ``setup()`` call in ``content``; everything is unknown where it cannot be parsed.

    ``read`` gives the project's files, for values that are texts of them.
    """
    try:
        module = python(content, limits)
    except Malformed:
        return SetupCall(is_open=True)
    if read is not None:
        module = with_executed(module, read, limits)
    names = _names(module)
    calls = [node for node in ast.walk(module) if isinstance(node, ast.Call) and _ends_setup(node)]
    if len(calls) != 1 or not _is_setuptools(calls[0]) or names.is_setup_replaced:
        return SetupCall(is_open=True)
    followed = (
        {}
        if read is None or names.is_dynamic
        else functions(module, names.bound - names.called, read, limits)
    )
    constants(module, calls[0], followed)
    branches = {} if names.is_dynamic else _branches(module, followed)
    read_call = _read_call(calls[0], _spread(module, calls[0], names), followed, branches)
    return replace(
        read_call, either={**_before_changes(module, calls[0], followed), **read_call.either}
    )


def module_names(
    module: ast.Module, limits: Limits, read: Read = lambda _path: None
) -> Mapping[str, object]:
    """What names of ``module`` stand for, as far as that can be followed; nothing where names are dynamic."""
    names = _names(module)
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


def _names(module: ast.Module) -> _Names:
    names = _Names()
    imported = 0
    local = _local(module)
    with_own_names = {
        id(node.func)
        for node in ast.walk(module)
        if isinstance(node, ast.Call) and len(node.args) > 1  # ``exec(code, about)``
    }
    for node in ast.walk(module):
        if id(node) in local:
            continue
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
            names.called.update(_called_by(node))
            names.is_dynamic |= isinstance(node, ast.Attribute) and node.attr in _REACH_ATTRIBUTES
    names.is_setup_replaced |= names.bound["setup"] != imported
    return names


def _local(module: ast.Module) -> set[int]:
    """The plain assignments and imports in functions that bind no name of the module, by identity."""
    nodes = list(ast.walk(module))
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
    names = _names(module)
    if names.is_dynamic:
        return {}
    once = [i for i in _assigned(module) if names.bound[i[0]] - names.called[i[0]] == 1]
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


def _assigned(module: ast.Module) -> Iterator[tuple[str, ast.expr, ast.With | None]]:
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
    once: list[tuple[str, ast.expr, ast.With | None]], names: _Names, call: ast.Call | None
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


def _branches(module: ast.Module, known: Mapping[str, object]) -> dict[str, tuple[object, ...]]:
    """Names that only plain assignments at the top level and in its branches bind, with each literal."""
    found: dict[str, list[object]] = {}
    pending, read = list(module.body), 0
    while pending:
        statement = pending.pop()
        if isinstance(statement, ast.If):
            pending += [*statement.body, *statement.orelse]
        elif isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
            found.setdefault(statement.targets[0].id, []).append(evaluate(statement.value, known))
            read += 1
            if read > MAX_NAMES:
                return {}
    return {
        name: tuple(value for value in values if value is not UNKNOWN and is_literal(value))
        for name, values in found.items()
    }


def _spread(module: ast.Module, call: ast.Call, names: _Names) -> list[ast.keyword]:
    """The keywords of ``call``, those of a ``**params`` among them that is one ``dict(…)`` at the top.

    ``params`` counts only where nothing binds it again, changes it or has it in its hands but the call. A
    keyword that comes twice is a ``TypeError``, so nothing else can have the last word on one.
    """
    dicts = {name: value for name, value, opener in _assigned(module) if opener is None}
    found: list[ast.keyword] = []
    for keyword in call.keywords:
        name = keyword.value.id if isinstance(keyword.value, ast.Name) else ""
        value = dicts.get(name)
        alone = names.bound[name] == 1 and names.loaded[name] == 1 and not names.is_dynamic
        if keyword.arg is None and alone and isinstance(value, ast.Call | ast.Dict):
            found += _entries(value) or [keyword]
        else:
            found.append(keyword)
    return found


def _before_changes(
    module: ast.Module, call: ast.Call, known: Mapping[str, object]
) -> dict[str, tuple[object, ...]]:
    """What a ``**params`` of ``call`` is first bound to at the top, whatever becomes of it."""
    dicts = dict(
        reversed([(name, value) for name, value, opener in _assigned(module) if not opener])
    )
    found: dict[str, tuple[object, ...]] = {}
    for keyword in call.keywords:
        name = keyword.value.id if isinstance(keyword.value, ast.Name) else ""
        value = dicts.get(name) if keyword.arg is None else None
        for entry in _entries(value) if isinstance(value, ast.Call | ast.Dict) else ():
            held = evaluate(entry.value, known)
            if entry.arg is not None and held is not UNKNOWN and is_literal(held):
                found[entry.arg] = (held,)
    return found


def _entries(value: ast.Call | ast.Dict) -> list[ast.keyword]:
    """The entries of ``dict(a=1)`` or ``{"a": 1}`` as keywords; none where it is put together otherwise."""
    if isinstance(value, ast.Call):
        is_dict = isinstance(value.func, ast.Name) and value.func.id == "dict"
        return value.keywords if is_dict and not value.args else []
    keys = [
        getattr(key, "value", None) if isinstance(key, ast.Constant) else None for key in value.keys
    ]
    if not all(isinstance(key, str) for key in keys) or len(set(keys)) != len(keys):
        return []
    return [ast.keyword(arg=key, value=v) for key, v in zip(keys, value.values, strict=True)]


def _read_call(
    node: ast.Call,
    keywords: list[ast.keyword],
    known_names: Mapping[str, object],
    branches: Mapping[str, tuple[object, ...]],
) -> SetupCall:
    known: dict[str, object] = {}
    unknown: dict[str, str] = {}
    either: dict[str, tuple[object, ...]] = {}
    partly: dict[str, Mapping[str, object]] = {}
    is_open = bool(node.args)
    for keyword in keywords:
        if keyword.arg is None:
            is_open = True
            continue
        value = evaluate(keyword.value, known_names)
        if value is not UNKNOWN and is_literal(value):
            known[keyword.arg] = value
            continue
        unknown[keyword.arg] = _spelled(keyword.value)
        if isinstance(keyword.value, ast.Name) and keyword.value.id in branches:
            either[keyword.arg] = branches[keyword.value.id]
        elif isinstance(keyword.value, ast.Dict):
            partly[keyword.arg] = _literal_part(keyword.value, known_names)
    return SetupCall(known=known, unknown=unknown, either=either, partly=partly, is_open=is_open)


def _literal_part(node: ast.Dict, names: Mapping[str, object]) -> dict[str, object]:
    """The entries that can be read, unless ``**`` may put others in their place."""
    found: dict[str, object] = {}
    for key, item in zip(node.keys, node.values, strict=True):
        if key is None:
            return {}
        value = evaluate(item, names)
        if value is UNKNOWN or not is_literal(value):
            continue
        if isinstance(key, ast.Constant) and isinstance(key.value, str):
            found[key.value] = value
    return found


def _spelled(node: ast.expr) -> str:
    try:
        return ast.unparse(node)[:200]
    except RecursionError:  # an expression may be deeper than what writes it can go
        return "…"
