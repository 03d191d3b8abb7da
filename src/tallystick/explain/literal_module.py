"""A module of literals that a script of the project writes: ``__info__.py`` with its version and licence.

Git ignores this very path, or its package imports it and the source has it not; and a script that writes
files names it, and each name that it binds. All that the module holds is texts and numbers, so there is
nothing in it that runs; what the texts say, running the script would prove.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

from tallystick.explain.context import Context
from tallystick.explain.evidence.build_files import says
from tallystick.explain.evidence.git_ignored import is_git_ignored
from tallystick.explain.evidence.scripts import OTHERS, naming_scripts
from tallystick.explain.mode import is_everywhere
from tallystick.explain.places import base_name, folder_of, own_bytes, places, stem
from tallystick.explain.script_data import WRITES
from tallystick.model import Difference, Explanation, Grade
from tallystick.project.bounded import Malformed, python

ID = "literal-module"

_OBEYED = frozenset({
    "__path__", "__spec__", "__loader__", "__builtins__", "__package__", "__all__", "__file__",
})  # fmt: skip
"""Names that imports obey (language reference, "Import-related attributes on module objects")."""


def explain(difference: Difference, context: Context) -> Explanation | None:
    """See :class:`tallystick.explain.context.Check`."""
    if difference.source is not None:
        return None
    if difference.entry.is_executable and not is_everywhere(context):
        return None
    place, expected = next(_expected(difference, context), (None, ""))
    scripts = dict(naming_scripts(base_name(place), context)) if place is not None else {}
    content = own_bytes(difference, context) if scripts else None
    if place is None or content is None:
        return None
    try:
        bound = _literals(python(content, context.limits))
    except Malformed:
        return None
    script = _script(bound, scripts) if bound else None
    if script is None:
        return None
    names = ", ".join(sorted(bound))[:200]
    return Explanation(
        grade=Grade.UNPROVEN,
        explainer=ID,
        claim=f"literals that {script} writes",
        evidence=f"{expected}; it binds nothing but {names} to literals; run {script} to prove them",
        source_path=script,
    )


def _expected(difference: Difference, context: Context) -> Iterator[tuple[str, str]]:
    """Each place of the source where a module is to be made, with what says so."""
    for place in places(difference, context):
        if is_git_ignored(place, context):
            yield place, f"git ignores {place}"
        elif importer := _importer(place, context):
            yield place, f"{importer} imports it, and the source has no {place}"


def _importer(place: str, context: Context) -> str | None:
    """The package that imports the module of ``place``, which lies in it."""
    package, name = f"{folder_of(place)}__init__.py", stem(place)
    entry = context.source.tree.entries.get(package)
    if entry is None or entry.is_link or entry.is_gitlink or not folder_of(place):
        return None
    try:
        statements = ast.walk(python(context.source_bytes(package), context.limits))
    except Malformed:
        return None
    for node in statements:
        if isinstance(node, ast.ImportFrom) and node.level == 1:
            names = {node.module} if node.module else {alias.name for alias in node.names}
            if name in names:
                return package
    return None


def _literals(module: ast.Module) -> frozenset[str]:
    """The names that the module binds to literals; none where it does anything else."""
    found: set[str] = set()
    for statement in module.body:
        match statement:
            case ast.Expr(value=ast.Constant(value=str())):
                continue
            case ast.Assign(targets=[ast.Name(id="__all__")], value=ast.List(elts=[])):
                found.add("__all__")  # `import *` takes nothing of it
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if name not in _OBEYED:
                try:
                    ast.literal_eval(_inside_dict(_joined(value)))
                except (ValueError, TypeError, RecursionError, MemoryError):
                    return frozenset()
                found.add(name)
            case _:
                return frozenset()
    return frozenset(found)


def _joined(value: ast.expr) -> ast.expr:
    """Texts between ``+`` as one: scripts write what is long in pieces."""
    pieces: list[ast.expr] = []
    left = value
    while isinstance(left, ast.BinOp) and isinstance(left.op, ast.Add):
        pieces.append(left.right)
        left = left.left
    pieces.append(left)
    texts = [piece.value for piece in pieces if isinstance(piece, ast.Constant)]
    is_text = len(pieces) == len(texts) > 1 and all(isinstance(text, str) for text in texts)
    return left if is_text else value


def _inside_dict(value: ast.expr) -> ast.expr:
    """What ``dict(…)`` is given, where that is one argument: pairs of literals make a literal's like."""
    match value:
        case ast.Call(func=ast.Name(id="dict"), args=[argument], keywords=[]):
            return argument
        case _:
            return value


def _script(bound: frozenset[str], scripts: Mapping[str, str]) -> str | None:
    """The first script that writes files and in which every name stands."""
    for path, text in scripts.items():
        writes = path.endswith(tuple(OTHERS)) and WRITES.search(text) is not None
        if writes and all(says(name, text) for name in bound):
            return path
    return None
