"""What an in-tree build backend does to the description, where that is a list of substitutions.

A backend of the project's own (PEP 517, "In-tree build backends") may wrap setuptools to rewrite the text
for the index. Followed is a function that binds texts, pairs them in one tuple, and lays ``re.sub`` of each
pair over its one argument, in that order; nothing else in it, and nothing of it is run.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

from tallystick.limits import Limits
from tallystick.project.configuration import Project, join
from tallystick.project.declared import strings
from tallystick.project.pattern import NotFollowed, Pattern, Steps
from tallystick.project.reading import NotReadable, read_module

MAX_MODULES = 40
"""Modules of one in-tree backend that are read; those seen have nine."""

Pairs = tuple[tuple[str, str], ...]


def substituted(text: str, project: Project, limits: Limits) -> Iterator[tuple[str, str]]:
    """``text`` as each such function leaves it, with the module and the name of that."""
    for path, name, pairs in project.once("substitutions", lambda: list(_found(project, limits))):
        steps = Steps(limits.pattern_steps)
        changed = text
        try:
            for pattern, replacement in pairs:
                changed = Pattern.of(pattern).replaced(replacement, changed, steps)
        except NotFollowed:
            continue
        yield changed, f"{name} of {path}"


def _found(project: Project, limits: Limits) -> Iterator[tuple[str, str, Pairs]]:
    for path in _modules(project):
        try:
            module = read_module(project, path, limits)
        except NotReadable:
            continue
        names = set(_substituting(module))
        for node in module.body:
            if isinstance(node, ast.FunctionDef) and (pairs := _pairs(node, names)):
                yield path, node.name, pairs


def _modules(project: Project) -> list[str]:
    """The Python files of the folders on ``backend-path``, by their path in the project."""
    folders = strings(project.table("build-system").get("backend-path"))
    prefix = f"{project.subdir}/" if project.subdir else ""
    inside = tuple(f"{folder}/" for folder in (join("", f) for f in folders) if folder)
    own = (path.removeprefix(prefix) for path in project.tree.entries if path.startswith(prefix))
    return [path for path in own if inside and path.startswith(inside) and path.endswith(".py")][
        :MAX_MODULES
    ]


def _substituting(module: ast.Module) -> Iterator[str]:
    """What ``re.sub`` is called in the module."""
    for statement in module.body:
        for alias in statement.names if isinstance(statement, ast.Import | ast.ImportFrom) else ():
            if isinstance(statement, ast.Import) and alias.name == "re":
                yield f"{alias.asname or 're'}.sub"
            elif getattr(statement, "module", None) == "re" and alias.name == "sub":
                yield alias.asname or "sub"


def _pairs(function: ast.FunctionDef, names: set[str]) -> Pairs:
    """The patterns and replacements in their order; none where the function does anything else."""
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    spec = function.args
    others = (*spec.kwonlyargs, *spec.posonlyargs, *spec.defaults, spec.vararg, spec.kwarg)
    if len(spec.args) != 1 or any(others) or function.decorator_list or len(body) < 3:
        return ()
    *bound, loop, last = body
    texts, lists, given = _bound(bound, spec.args[0].arg)
    match loop, last:
        case (
            ast.For(
                target=ast.Tuple(elts=[ast.Name(id=pattern), ast.Name(id=replacement)]),
                iter=ast.Name(id=listed),
                body=[
                    ast.Assign(
                        targets=[ast.Name(id=text)],
                        value=ast.Call(
                            func=called,
                            args=[ast.Name(id=first), ast.Name(id=second), ast.Name(id=third)],
                            keywords=[],
                        ),
                    )
                ],
                orelse=[],
            ),
            ast.Return(value=ast.Name(id=returned)),
        ):
            is_sub = ast.unparse(called) in names and (first, second) == (pattern, replacement)
            if is_sub and {text, third, returned} == {given} and listed in lists:
                return _named(lists[listed], texts)
    return ()


def _bound(
    statements: list[ast.stmt], argument: str
) -> tuple[dict[str, str], dict[str, ast.Tuple], str]:
    """Names of texts, names of tuples, and the name of the argument; "" as that where more is bound."""
    texts: dict[str, str] = {}
    lists: dict[str, ast.Tuple] = {}
    given = argument
    for statement in statements:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=str(text))):
                texts[name] = text
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Tuple() as pairs):
                lists[name] = pairs
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Name(id=source)) if (
                source == given
            ):
                given = name
            case _:
                return {}, {}, ""
    return texts, lists, given


def _named(pairs: ast.Tuple, texts: Mapping[str, str]) -> Pairs:
    found: list[tuple[str, str]] = []
    for pair in pairs.elts:
        match pair:
            case ast.Tuple(elts=[ast.Name(id=pattern), ast.Name(id=replacement)]):
                if pattern in texts and replacement in texts:
                    found.append((texts[pattern], texts[replacement]))
    return tuple(found) if len(found) == len(pairs.elts) else ()
