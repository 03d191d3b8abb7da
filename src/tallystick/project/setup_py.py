"""What a ``setup.py`` says without being run: the literal keywords of its one ``setup()`` call.

Anything that is not a literal, or a name bound exactly once to a literal at module level, is
unknown. Nothing is guessed: an unknown keyword keeps its source text for a person to read.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from tallystick.limits import Limits
from tallystick.project.bounded import Malformed, python
from tallystick.project.computed_folder import computed_folders
from tallystick.project.data_specs import data_specs
from tallystick.project.file_text import Read, functions
from tallystick.project.literal import UNKNOWN, evaluate, is_literal
from tallystick.project.module_names import (
    Names,
    assigned,
    constants,
    in_branches,
    names_of,
    with_executed,
)


class SetupCall(Struct, frozen=True, kw_only=True):
    """The call of ``setuptools.setup`` in a ``setup.py``.

    Attributes:
        known: keywords whose value is literal.
        unknown: keywords whose value is computed, with the source text of the expression.
        either: keywords that are a name which branches of the module bind to literals, or a ``dict`` with one
            such name in it, with each of these; and literals of a ``**params`` that may be changed before the
            call.
        partly: keywords that are a ``dict`` with computed values, with those that are literal.
        changes: keywords that other code of the module changes on the distribution made of the call.
        folders: patterns of the folder that holds all packages, where a part of its name is computed.
        data_specs: what jupyter-packaging copies into the data of a wheel: to where, from where, which.
        is_open: more keywords may come from a ``**`` argument, a second call, or no call was found.
    """

    known: Mapping[str, object] = field(default_factory=dict)
    unknown: Mapping[str, str] = field(default_factory=dict)
    either: Mapping[str, tuple[object, ...]] = field(default_factory=dict)
    partly: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    changes: frozenset[str] = frozenset()
    folders: tuple[str, ...] = ()
    data_specs: tuple[tuple[str, str, str], ...] = ()
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
    names = names_of(module)
    calls = [node for node in ast.walk(module) if isinstance(node, ast.Call) and _ends_setup(node)]
    if len(calls) != 1 or not _is_setuptools(calls[0]) or names.is_setup_replaced:
        return SetupCall(is_open=True)
    followed = (
        {}
        if read is None or names.is_dynamic
        else functions(module, names.bound - names.called, read, limits)
    )
    constants(module, calls[0], followed)
    bound = in_branches(module, followed)
    branches = {} if names.is_dynamic else bound
    read_call = _read_call(calls[0], _spread(module, calls[0], names), followed, branches)
    return replace(
        read_call,
        either={**_before_changes(module, calls[0], followed, bound), **read_call.either},
        changes=frozenset(_changes(module)),
        folders=computed_folders(module),
        data_specs=data_specs(module, followed),
    )


_GROWS = frozenset({"append", "extend", "insert"})


def _changes(module: ast.Module) -> Iterator[str]:
    """Attributes of anybody's ``distribution`` that are assigned to or grow, as in a command."""
    for node in ast.walk(module):
        targets: list[ast.expr] = []
        if isinstance(node, ast.Assign):
            targets = node.targets
        elif isinstance(node, ast.AugAssign):
            targets = [node.target]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            targets = [node.func.value] if node.func.attr in _GROWS else []
        for target in targets:
            if isinstance(target, ast.Attribute) and _is_distribution(target.value):
                yield target.attr


def _is_distribution(owner: ast.expr) -> bool:
    """``self.distribution`` (setuptools, "Extending Setuptools": ``Command.distribution``)."""
    return isinstance(owner, ast.Attribute) and owner.attr == "distribution"


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


def _spread(module: ast.Module, call: ast.Call, names: Names) -> list[ast.keyword]:
    """The keywords of ``call``, those of a ``**params`` among them that is one ``dict(…)`` at the top.

    ``params`` counts only where nothing binds it again, changes it or has it in its hands but the call. A
    keyword that comes twice is a ``TypeError``, so nothing else can have the last word on one.
    """
    dicts = {name: value for name, value, opener in assigned(module) if opener is None}
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
    module: ast.Module,
    call: ast.Call,
    known: Mapping[str, object],
    branches: Mapping[str, tuple[object, ...]],
) -> dict[str, tuple[object, ...]]:
    """What a ``**params`` of ``call`` is first bound to at the top, whatever becomes of it."""
    dicts = dict(
        reversed([(name, value) for name, value, opener in assigned(module) if not opener])
    )
    found: dict[str, tuple[object, ...]] = {}
    for keyword in call.keywords:
        name = keyword.value.id if isinstance(keyword.value, ast.Name) else ""
        value = dicts.get(name) if keyword.arg is None else None
        for entry in _entries(value) if isinstance(value, ast.Call | ast.Dict) else ():
            held = evaluate(entry.value, known)
            if entry.arg is not None and held is not UNKNOWN and is_literal(held):
                found[entry.arg] = (held,)
            elif entry.arg is not None and isinstance(entry.value, ast.Name):
                found[entry.arg] = branches.get(entry.value.id, ())
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
            either[keyword.arg] = _each_branch(keyword.value, known_names, branches)
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


def _each_branch(
    node: ast.Dict, names: Mapping[str, object], branches: Mapping[str, tuple[object, ...]]
) -> tuple[object, ...]:
    """What ``node`` comes to for each value of the one name in it that branches bind, if it is one."""
    bound = {
        item.id for item in node.values if isinstance(item, ast.Name) and item.id in branches
    } - names.keys()
    if len(bound) != 1:
        return ()
    name = bound.pop()
    values = (evaluate(node, {**names, name: value}) for value in branches[name])
    return tuple(value for value in values if value is not UNKNOWN and is_literal(value))


def _spelled(node: ast.expr) -> str:
    try:
        return ast.unparse(node)[:200]
    except RecursionError:  # an expression may be deeper than what writes it can go
        return "…"
