"""``data_files_spec`` of ``setup.py``: what jupyter-packaging is told to copy into a wheel's data.

Each item is a folder of the installation, a folder of the project and a pattern of files below it
(https://github.com/jupyter/jupyter-packaging, ``get_data_files``).
"""

from __future__ import annotations

import ast
from collections.abc import Mapping

from tallystick.project.literal import evaluate

Spec = tuple[str, str, str]


def data_specs(module: ast.Module, known: Mapping[str, object]) -> tuple[Spec, ...]:
    """The literal items of ``data_files_spec``, where the module has jupyter-packaging."""
    nodes = list(ast.walk(module))
    imported = (node.module or "" for node in nodes if isinstance(node, ast.ImportFrom))
    if not any(name.split(".")[0] == "jupyter_packaging" for name in imported):
        return ()
    given = [n.value for n in nodes if isinstance(n, ast.keyword) and n.arg == "data_files_spec"]
    value = evaluate(_meant(given[0], nodes), known) if len(given) == 1 else None
    items = value if isinstance(value, list | tuple) else ()
    return tuple(
        (str(item[0]), str(item[1]), str(item[2]))
        for item in items
        if isinstance(item, list | tuple)
        and len(item) == 3
        and all(isinstance(x, str) for x in item)
    )


def _meant(node: ast.expr, nodes: list[ast.AST]) -> ast.expr:
    """What a name is bound to, where the module binds it once: the list is handed on, and read only."""
    if not isinstance(node, ast.Name):
        return node
    bound = [
        other.value
        for other in nodes
        if isinstance(other, ast.Assign)
        and any(isinstance(target, ast.Name) and target.id == node.id for target in other.targets)
    ]
    return bound[0] if len(bound) == 1 else node
