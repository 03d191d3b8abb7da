"""Values of expressions whose parts are all literal, computed here and not by running the project.

``ast.literal_eval`` refuses a name, a sum of two lists or a split string, which many a ``setup.py``
is made of. The operations below are those of text and lists alone; anything else is ``UNKNOWN``.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping
from typing import Final

from msgspec import Struct

UNKNOWN: Final = object()
"""What an expression is worth that is not made of literals."""

MAX_SIZE = 1_000_000
"""Characters or members of one value: each sum could double what came before it."""

MAX_MEMBERS = 10_000
"""Members of a value, those of its members included: a name in a name may double what it stands for,
line by line. The longest list of an honest ``setup.py`` seen has 600."""

MAX_DEPTH = 64
"""Lists in lists, as ``limits.nesting``; names make a value deeper than any expression is."""

_METHODS: Mapping[str, Callable[..., object]] = {
    "strip": str.strip,
    "rstrip": str.rstrip,
    "lstrip": str.lstrip,
    "split": str.split,
    "splitlines": str.splitlines,
    "lower": str.lower,
}
"""Methods of text that take text at most, and give back no more than they got."""

TEXT_METHODS = frozenset({*_METHODS, "join", "format", "replace", "upper", "encode"})
"""Methods that only text has: calling one changes nothing that a name stands for."""

Names = Mapping[str, object]


class Arguments(Struct, frozen=True):
    """The arguments of one call, all of them known."""

    given: list[object]
    named: Mapping[str, object]


class Function(Struct, frozen=True):
    """What a name stands for that may be called; it returns ``UNKNOWN`` for what it does not do."""

    run: Callable[[Arguments], object]


class Followed:
    """A value that is no literal, and whose attributes and methods are followed all the same."""

    __slots__ = ()

    def attribute(self, name: str) -> object:
        """``value.name``."""
        del name
        return UNKNOWN

    def method(self, name: str, arguments: Arguments) -> object:
        """``value.name(…)``."""
        del name, arguments
        return UNKNOWN

    def divided(self, right: object) -> object:
        """``value / right``."""
        del right
        return UNKNOWN

    def item(self, index: object) -> object:
        """``value[index]``."""
        del index
        return UNKNOWN


def is_literal(value: object) -> bool:
    """Whether ``value`` and all that it holds is text, a number or a container of such."""
    if isinstance(value, Mapping):
        return all(is_literal(item) for item in value.values())
    if isinstance(value, list | tuple):
        return all(is_literal(item) for item in value)
    return not isinstance(value, Followed | Function)


def evaluate(node: ast.expr, names: Names) -> object:
    """The value of ``node`` where names stand for ``names``; ``UNKNOWN`` if it is not literal."""
    try:
        value = _value(node, names)
    except (RecursionError, MemoryError):
        return UNKNOWN
    return value if _is_bounded(value) else UNKNOWN


def _is_bounded(value: object) -> bool:
    """Whether whoever goes through ``value``, and through what it holds, comes to an end soon."""
    level, members = [value], 0
    for _ in range(MAX_DEPTH):
        inner: list[object] = []
        for each in level:
            held = each.values() if isinstance(each, dict) else each
            if isinstance(each, list | tuple | set | dict):
                members += len(each)
                if members > MAX_MEMBERS:
                    return False
                inner += held  # type: ignore[arg-type]
        if not inner:
            return True
        level = inner
    return False


def _value(node: ast.expr, names: Names) -> object:
    for kind, read in _READERS.items():
        if isinstance(node, kind):
            return read(node, names)
    try:
        return ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError):
        return UNKNOWN


def _name(node: ast.Name, names: Names) -> object:
    return names.get(node.id, UNKNOWN)


def _members(node: ast.List | ast.Tuple | ast.Set, names: Names) -> object:
    found: list[object] = []
    for item in node.elts:
        if isinstance(item, ast.Starred):
            several = _value(item.value, names)
            if not isinstance(several, list | tuple) or len(found) + len(several) > MAX_SIZE:
                return UNKNOWN
            found += several
        else:
            found.append(_value(item, names))
    if any(item is UNKNOWN for item in found):
        return UNKNOWN
    return tuple(found) if isinstance(node, ast.Tuple) else found


def _mapping(node: ast.Dict, names: Names) -> object:
    found: dict[object, object] = {}
    for key, item in zip(node.keys, node.values, strict=True):
        value = _value(item, names)
        if key is None:
            if not isinstance(value, dict):
                return UNKNOWN
            found |= value
            continue
        name = _value(key, names)
        if value is UNKNOWN or not isinstance(name, str | int):
            return UNKNOWN
        found[name] = value
    return found


def _sum(node: ast.BinOp, names: Names) -> object:
    left, right = _value(node.left, names), _value(node.right, names)
    if isinstance(node.op, ast.Div) and isinstance(left, Followed):
        return left.divided(right)
    if isinstance(node.op, ast.Mod) and isinstance(left, str):
        return _percent(left, right)
    if isinstance(node.op, ast.BitOr) and isinstance(left, int) and isinstance(right, int):
        return left | right
    if not isinstance(node.op, ast.Add):
        return UNKNOWN
    if isinstance(left, str) and isinstance(right, str) and len(left) + len(right) <= MAX_SIZE:
        return left + right
    if isinstance(left, list) and isinstance(right, list) and len(left) + len(right) <= MAX_SIZE:
        return left + right
    return UNKNOWN


_FIELD = re.compile(r"%(?:\((\w{1,60})\))?([sd%])")


def _percent(text: str, values: object) -> object:
    """``"%s" % value`` with nothing but plain fields, for text and whole numbers."""
    given = list(values) if isinstance(values, tuple) else [values]
    named = values if isinstance(values, Mapping) else {}
    parts: list[str] = []
    end, taken = 0, 0
    for field in _FIELD.finditer(text):
        value: object = "%"
        if field[2] != "%":
            value = named.get(field[1], UNKNOWN) if field[1] else next(iter(given[taken:]), UNKNOWN)
            taken += not field[1]
        is_number = isinstance(value, int) and not isinstance(value, bool)
        if not is_number and (field[2] == "d" or not isinstance(value, str)):
            return UNKNOWN
        parts += [text[end : field.start()], str(value)]
        end = field.end()
    whole = "".join([*parts, text[end:]])
    odd = "%" in text[end:] or any("%" in part for part in parts[::2])
    is_used = named or taken == len(given)
    return UNKNOWN if odd or not is_used or len(whole) > MAX_SIZE else whole


def _formatted(node: ast.JoinedStr, names: Names) -> object:
    """An f-string whose fields are names of text, without conversions."""
    parts: list[str] = []
    for part in node.values:
        plain = isinstance(part, ast.FormattedValue) and part.format_spec is None
        if isinstance(part, ast.FormattedValue):
            value = _value(part.value, names) if plain and part.conversion == -1 else UNKNOWN
        else:
            value = _value(part, names)
        if not isinstance(value, str) or sum(map(len, parts)) + len(value) > MAX_SIZE:
            return UNKNOWN
        parts.append(value)
    return "".join(parts)


def _call(node: ast.Call, names: Names) -> object:
    """``dict(a=1)``, ``list(x)``, ``", ".join(x)``, a few methods of text, and what ``names`` can do."""
    function = names.get(_dotted(node.func))
    if isinstance(function, Function):
        called = _arguments(node, names)
        return UNKNOWN if called is None else function.run(called)
    if isinstance(node.func, ast.Name):
        arguments = [_value(argument, names) for argument in node.args]
        if any(value is UNKNOWN for value in arguments):
            return UNKNOWN
        return _built(node.func.id, arguments, node.keywords, names)
    if not isinstance(node.func, ast.Attribute):
        return UNKNOWN
    owner, called = _value(node.func.value, names), _arguments(node, names)
    if called is None:
        return UNKNOWN
    if isinstance(owner, Followed):
        return owner.method(node.func.attr, called)
    if not isinstance(owner, str) or called.named:
        return UNKNOWN
    return _method(owner, node.func.attr, called.given)


def _dotted(node: ast.expr) -> str:
    """``os.path.join`` as text; "" where it is no chain of names."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return ".".join([node.id, *reversed(parts)]) if isinstance(node, ast.Name) else ""


def _arguments(node: ast.Call, names: Names) -> Arguments | None:
    """The arguments of a call; None where one of them is not known."""
    given = _members(ast.List(elts=node.args), names)
    named = {str(keyword.arg): _value(keyword.value, names) for keyword in node.keywords}
    if not isinstance(given, list) or any(value is UNKNOWN for value in named.values()):
        return None
    return (
        None if any(keyword.arg is None for keyword in node.keywords) else Arguments(given, named)
    )


def _attribute(node: ast.Attribute, names: Names) -> object:
    known = names.get(_dotted(node), UNKNOWN)
    if isinstance(known, int | Followed):
        return known
    owner = _value(node.value, names)
    return owner.attribute(node.attr) if isinstance(owner, Followed) else UNKNOWN


def _subscript(node: ast.Subscript, names: Names) -> object:
    """``lines[0]`` and ``lines[2:]`` of text or a list."""
    owner = _value(node.value, names)
    if isinstance(owner, Followed):
        return owner.item(_value(node.slice, names))
    if not isinstance(owner, str | list | tuple):
        return UNKNOWN
    try:
        if isinstance(node.slice, ast.Slice):
            parts = (node.slice.lower, node.slice.upper, node.slice.step)
            bounds = [None if part is None else ast.literal_eval(part) for part in parts]
            return owner[slice(*bounds)]
        return owner[ast.literal_eval(node.slice)]
    except (ValueError, TypeError, IndexError, SyntaxError):
        return UNKNOWN


def _filtered(node: ast.ListComp, names: Names) -> object:
    """``[line for line in lines if line]``, with or without the condition."""
    loop = node.generators[0]
    loops, conditions = len(node.generators), loop.ifs
    item = loop.target.id if isinstance(loop.target, ast.Name) else None
    same = [part for part in (node.elt, *conditions) if isinstance(part, ast.Name)]
    if loops != 1 or loop.is_async or len(conditions) > 1 or len(same) != 1 + len(conditions):
        return UNKNOWN
    items = _value(loop.iter, names)
    if not isinstance(items, list | tuple) or any(part.id != item for part in same):
        return UNKNOWN
    return [each for each in items if each or not conditions]


def _method(text: str, name: str, arguments: list[object]) -> object:
    if name == "join" and len(arguments) == 1:
        return _joined(text, arguments[0])
    if name == "replace" and len(arguments) == 2:
        return _replaced(text, *arguments)
    method = _METHODS.get(name)
    if method is None or any(not isinstance(value, str) for value in arguments):
        return UNKNOWN
    try:
        return method(text, *arguments)
    except (TypeError, ValueError):
        return UNKNOWN


def _replaced(text: str, old: object, new: object) -> object:
    if not isinstance(old, str) or not isinstance(new, str):
        return UNKNOWN
    size = len(text) + text.count(old) * len(new)
    return text.replace(old, new) if size <= MAX_SIZE else UNKNOWN


def _joined(separator: str, parts: object) -> object:
    if not isinstance(parts, list | tuple) or not all(isinstance(part, str) for part in parts):
        return UNKNOWN
    size = sum(len(part) + len(separator) for part in parts)
    return separator.join(parts) if size <= MAX_SIZE else UNKNOWN


def _built(name: str, arguments: list[object], keywords: list[ast.keyword], names: Names) -> object:
    if name == "dict" and not arguments and all(keyword.arg for keyword in keywords):
        values = {str(k.arg): _value(k.value, names) for k in keywords}
        return UNKNOWN if any(v is UNKNOWN for v in values.values()) else values
    if name in {"list", "tuple"} and not keywords and len(arguments) == 1:
        items = arguments[0]
        return list(items) if isinstance(items, list | tuple) else UNKNOWN
    return UNKNOWN


_READERS: Mapping[type[ast.expr], Callable[..., object]] = {
    ast.Name: _name,
    ast.List: _members,
    ast.Tuple: _members,
    ast.Set: _members,
    ast.Dict: _mapping,
    ast.BinOp: _sum,
    ast.JoinedStr: _formatted,
    ast.Call: _call,
    ast.Attribute: _attribute,
    ast.Subscript: _subscript,
    ast.ListComp: _filtered,
}
