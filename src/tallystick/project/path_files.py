"""``.pth`` files that an install command of ``setup.py`` has distutils write, read and not run.

A command that sets ``self.extra_path = name, text`` has ``name.pth`` written with ``text`` as its one line
(``distutils.command.install``, "handle_extra_path" and "create_path_file"). Where both are literal, so is the
file.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

from tallystick.limits import Limits
from tallystick.project.configuration import Project
from tallystick.project.literal import UNKNOWN, Names, evaluate
from tallystick.project.module_names import module_names
from tallystick.project.reading import NotReadable, read_module

COMMANDS = frozenset({"setuptools.command.install.install", "distutils.command.install.install"})


def path_files(project: Project, limits: Limits) -> dict[str, str]:
    """The names of such files with their text; none where anything about them is computed."""
    return project.once("path files", lambda: dict(_path_files(project, limits)))


def _path_files(project: Project, limits: Limits) -> Iterator[tuple[str, str]]:
    try:
        module = read_module(project, "setup.py", limits)
    except NotReadable:
        return
    names = module_names(module, limits)
    installing = set(_called_install(module))
    for node in module.body:
        if isinstance(node, ast.ClassDef) and node.name in installing and _is_command(node, module):
            yield from _written(node, names)


def _called_install(module: ast.Module) -> Iterator[str]:
    """Classes that a ``cmdclass`` names as the command ``install``."""
    for node in ast.walk(module):
        if (
            isinstance(node, ast.keyword)
            and node.arg == "cmdclass"
            and isinstance(node.value, ast.Dict)
        ):
            for key, value in zip(node.value.keys, node.value.values, strict=True):
                if isinstance(key, ast.Constant) and key.value == "install":
                    yield value.id if isinstance(value, ast.Name) else ""


def _is_command(node: ast.ClassDef, module: ast.Module) -> bool:
    """Whether the class is setuptools' install command with methods of its own, and bound once."""
    imported = {
        alias.asname or alias.name: f"{statement.module}.{alias.name}"
        for statement in module.body
        if isinstance(statement, ast.ImportFrom)
        for alias in statement.names
    }
    bases = [base.id for base in node.bases if isinstance(base, ast.Name)]
    plain = not node.decorator_list and not node.keywords and len(bases) == len(node.bases) == 1
    return plain and imported.get(bases[0]) in COMMANDS


def _written(node: ast.ClassDef, names: Names) -> Iterator[tuple[str, str]]:
    held = _attributes(node, names)
    targets = [
        (target, statement.value)
        for statement in ast.walk(node)
        if isinstance(statement, ast.Assign)
        for target in statement.targets
        if isinstance(target, ast.Attribute)
    ]
    extra = [value for target, value in targets if target.attr == "extra_path"]
    if any(target.attr in held for target, _ in targets) or len(extra) != 1:
        return
    pair = extra[0]
    if not isinstance(pair, ast.Tuple) or len(pair.elts) != 2:
        return
    name, text = (_text(part, held) for part in pair.elts)
    # ``convert_path`` makes a path of the text, which changes one with slashes.
    if name and text and "/" not in name + text and text not in {".", ".."}:
        yield f"{name}.pth", f"{text}\n"


def _attributes(node: ast.ClassDef, names: Names) -> dict[str, str]:
    """Texts that the class binds, each once."""
    found: dict[str, list[object]] = {}
    for statement in node.body:
        if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
            value = evaluate(statement.value, names) if len(statement.targets) == 1 else UNKNOWN
            found.setdefault(statement.targets[0].id, []).append(value)
    return {
        name: values[0]
        for name, values in found.items()
        if len(values) == 1 and isinstance(values[0], str)
    }


def _text(node: ast.expr, held: Mapping[str, str]) -> str | None:
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.Attribute(value=ast.Name(id="self"), attr=attribute):
            return held.get(attribute)
    return None
