"""The syntax of a file that only states a version: constant assignments to known names.

Written as what is accepted instead of as templates: setuptools-scm alone has written a dozen
(``setuptools_scm/_integration/dump_version.py`` and its history), and tools go on changing theirs.
Nothing that is accepted here can run anything: no call, no attribute but ``str.split`` of the
version itself, no import but of ``typing``.
"""

from __future__ import annotations

import ast

from tallystick.explain.context import Context
from tallystick.explain.version.values import DERIVED, NAMES, wrong

_ALIASES = frozenset({"VERSION_TUPLE", "COMMIT_ID"})
_TYPES = frozenset(
    {"str", "int", "None", "tuple", "object", "Tuple", "Union", "Optional", *_ALIASES}
)


def wrong_syntax(module: ast.Module, context: Context) -> str | None:
    """The first thing in ``module`` that states no version, in one sentence; None if all do."""
    assigned: dict[str, object] = {}
    for statement in module.body:
        problem = _statement(statement, assigned, context)
        if problem is not None:
            return problem
    if not assigned:
        return "it assigns no version"
    return None


def states_a_version(module: ast.Module) -> bool:
    """Whether the first thing that ``module`` assigns is a name that version files assign."""
    for statement in module.body:
        if isinstance(statement, ast.Assign):
            names = [target.id for target in statement.targets if isinstance(target, ast.Name)]
            if names not in (["__all__"], ["TYPE_CHECKING"]):
                return bool(names) and set(names) <= NAMES
    return False


def _statement(node: ast.stmt, assigned: dict[str, object], context: Context) -> str | None:
    if isinstance(node, ast.Assign):
        return _assign(node.targets, node.value, assigned, context)
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        if not _is_type(node.annotation):
            return _foreign(node)
        return _assign([node.target], node.value, assigned, context) if node.value else None
    if isinstance(node, ast.If) and _is_not_release(node):
        found = (_statement(inner, assigned, context) for inner in node.body)
        return next(filter(None, found), None)
    is_docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    is_types = (isinstance(node, ast.ImportFrom) and _is_typing(node)) or (
        isinstance(node, ast.If) and _is_type_checking(node)
    )
    return None if is_docstring or is_types else _foreign(node)


def _is_not_release(node: ast.If) -> bool:
    """``if not release:`` as numpy's and scipy's generators write it, with assignments inside."""
    return (
        isinstance(node.test, ast.UnaryOp)
        and isinstance(node.test.op, ast.Not)
        and isinstance(node.test.operand, ast.Name)
        and node.test.operand.id in DERIVED
        and not node.orelse
        and all(isinstance(inner, ast.Assign) for inner in node.body)
    )


def _foreign(node: ast.stmt) -> str:
    kind = type(node).__name__
    return f"line {node.lineno} is more than a constant assigned to a version's name ({kind})"


def _assign(
    targets: list[ast.expr], value: ast.expr, assigned: dict[str, object], context: Context
) -> str | None:
    names = [target.id for target in targets if isinstance(target, ast.Name)]
    line = f"line {value.lineno}"
    if len(names) != len(targets):
        return f"{line} assigns to more than a name"
    if names == ["__all__"]:
        return None if _is_names(value) else f"{line}: __all__ holds more than a version's names"
    if names == ["TYPE_CHECKING"]:
        is_false = isinstance(value, ast.Constant) and value.value is False
        return None if is_false else f"{line}: TYPE_CHECKING is not False"
    if not set(names) <= NAMES:
        return f"{line} assigns {', '.join(sorted(set(names) - NAMES))}"
    problem = _wrong_value(names, value, assigned, context)
    return None if problem is None else f"{line}: {problem}"


def _wrong_value(
    names: list[str], value: ast.expr, assigned: dict[str, object], context: Context
) -> str | None:
    if set(names) <= DERIVED and _is_computed(value, assigned):
        return None
    if isinstance(value, ast.Name) and value.id in assigned:
        result = assigned[value.id]
    else:
        try:
            result = ast.literal_eval(value)
        except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError):
            return "its value is not a constant"
    problems = [wrong(name, result, context) for name in names]
    assigned.update(dict.fromkeys(names, result))
    return next(filter(None, problems), None)


def _is_typing(node: ast.ImportFrom) -> bool:
    names = {(alias.name, alias.asname) for alias in node.names}
    if node.level or node.module not in {"typing", "__future__"}:
        return False
    known = {"annotations"} if node.module == "__future__" else {"TYPE_CHECKING", *_TYPES}
    return names <= {(name, None) for name in known}


def _is_type_checking(node: ast.If) -> bool:
    """``if TYPE_CHECKING:`` with aliases of types, and their stand-ins for when it is false."""
    if not isinstance(node.test, ast.Name) or node.test.id != "TYPE_CHECKING":
        return False
    return all(
        (isinstance(inner, ast.ImportFrom) and _is_typing(inner)) or _is_alias(inner)
        for inner in (*node.body, *node.orelse)
    )


def _is_alias(node: ast.stmt) -> bool:
    return (
        isinstance(node, ast.Assign)
        and all(isinstance(target, ast.Name) and target.id in _ALIASES for target in node.targets)
        and _is_type(node.value)
    )


def _is_type(node: ast.expr) -> bool:
    """Names of known types, subscripts and unions of them, or such a type as a string."""
    for inner in ast.walk(node):
        if isinstance(inner, ast.Name):
            if inner.id not in _TYPES:
                return False
        elif isinstance(inner, ast.Constant):
            if inner.value is not None and inner.value is not Ellipsis:
                return False
        elif not isinstance(
            inner, ast.Subscript | ast.Tuple | ast.BinOp | ast.BitOr | ast.expr_context
        ):
            return False
    return True


def _is_names(node: ast.expr) -> bool:
    return isinstance(node, ast.List | ast.Tuple) and all(
        isinstance(item, ast.Constant) and item.value in NAMES for item in node.elts
    )


def _is_computed(node: ast.expr, assigned: dict[str, object]) -> bool:
    """``version.split("+")[0]`` or ``"dev" not in version and …``, of names assigned above."""
    if isinstance(node, ast.BoolOp):
        return all(_is_computed(value, assigned) for value in node.values)
    if isinstance(node, ast.Compare):
        sides = (node.left, *node.comparators)
        membership = all(isinstance(op, ast.In | ast.NotIn) for op in node.ops)
        return membership and all(_is_known(side, assigned) for side in sides)
    if not isinstance(node, ast.Subscript) or not isinstance(node.slice, ast.Constant):
        return False
    call = node.value
    return (
        isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr == "split"
        and not call.keywords
        and all(_is_known(side, assigned) for side in (call.func.value, *call.args))
    )


def _is_known(node: ast.expr, assigned: dict[str, object]) -> bool:
    return (isinstance(node, ast.Name) and node.id in assigned) or (
        isinstance(node, ast.Constant) and isinstance(node.value, str)
    )
