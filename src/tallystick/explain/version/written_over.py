"""A module that a command of ``setup.py`` writes into the build's folder in place of the source's."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

from tallystick.explain.context import Context
from tallystick.explain.places import base_name
from tallystick.explain.version.declared import COMMON
from tallystick.explain.version.values import VERSIONS
from tallystick.model import ArtifactKind, Difference
from tallystick.project.bounded import Malformed, python
from tallystick.project.reading import NotReadable, read_module


def written_over(difference: Difference, context: Context) -> str | None:
    """Which ``open(…, "w")`` of ``setup.py`` names the file that a wheel has in place of the source's.

    A command of the project may put the version into ``build_lib``
    (https://setuptools.pypa.io/en/latest/userguide/extension.html). The source's own file must bind a
    version too: what checks something is never taken for a place where the version is kept.
    """
    held = difference.source
    if held is None or context.artifact.kind is not ArtifactKind.WHEEL:
        return None
    try:
        script = read_module(context.project, "setup.py", context.limits)
        replaced = python(context.source_bytes(held.path), context.limits)
    except (NotReadable, Malformed):
        return None
    names = {
        target.id
        for statement in replaced.body
        if isinstance(statement, ast.Assign)
        for target in statement.targets
        if isinstance(target, ast.Name)
    }
    name = base_name(difference.path)
    if not names & VERSIONS or name in COMMON or name not in _opened(script):
        return None
    return f"setup.py opens {name} to write it"


def _opened(script: ast.Module) -> set[str]:
    """Last parts of the literal paths that ``script`` opens to write text."""
    found: set[str] = set()
    for node in ast.walk(script):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        keywords = [keyword.value for keyword in node.keywords if keyword.arg == "mode"]
        modes = [*node.args[1:2], *keywords]
        if node.func.id != "open" or not node.args or not modes:
            continue
        path, mode = node.args[0], modes[0]
        if isinstance(path, ast.Call) and path.args:  # os.path.join(folder, "version.py")
            path = path.args[-1]
        if isinstance(mode, ast.Constant) and mode.value in {"w", "wt"}:
            value = path.value if isinstance(path, ast.Constant) else None
            found |= {base_name(value)} if isinstance(value, str) else set()
    return found


def pinned(content: bytes, difference: Difference, context: Context) -> str | None:
    """Which function of ``setup.py`` writes exactly this text, with the version in it, to this place.

    It opens a path below ``self.build_lib``, all of whose other parts are literal, and writes one text
    in which nothing but a name of the version is filled in.
    """
    try:
        script = read_module(context.project, "setup.py", context.limits)
        text = content.decode()
    except (NotReadable, UnicodeDecodeError):
        return None
    for node in ast.walk(script):
        if not isinstance(node, ast.FunctionDef):
            continue
        for place, template in _writes(node):
            if place == difference.path and _filled(template, context) == text:
                return f"{node.name} of setup.py writes exactly this text there"
    return None


def _writes(function: ast.FunctionDef) -> Iterator[tuple[str, ast.expr]]:
    """Places below ``build_lib``, and the one text that is written to each."""
    bound = {
        statement.targets[0].id: statement.value
        for statement in function.body
        if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name)
    }
    for node in ast.walk(function):
        if not isinstance(node, ast.With) or len(node.items) != 1 or len(node.body) != 1:
            continue
        opened, name = node.items[0].context_expr, node.items[0].optional_vars
        match node.body[0]:
            case ast.Expr(
                value=ast.Call(
                    func=ast.Attribute(value=ast.Name(id=used), attr="write"), args=[text]
                )
            ):
                place = _opened_place(opened, bound)
                if place and isinstance(name, ast.Name) and name.id == used:
                    yield place, text


def _opened_place(node: ast.expr, bound: Mapping[str, ast.expr]) -> str:
    """The path below ``self.build_lib`` of ``open(path, "w")``; "" for anything else."""
    match node:
        case ast.Call(func=ast.Name(id="open"), args=[path, ast.Constant(value="w")]):
            return "/".join(_parts(path, bound, 0) or [])
    return ""


def _parts(node: ast.expr, bound: Mapping[str, ast.expr], depth: int) -> list[str] | None:
    """The parts below ``self.build_lib``; None where the path is another, or one that cannot be read."""
    match node:
        case ast.Attribute(value=ast.Name(id="self"), attr="build_lib"):
            return []
        case ast.Name(id=name) if name in bound and depth < len(bound) + 1:
            return _parts(bound[name], bound, depth + 1)
        case ast.Call(func=func, args=[first, *others]) if ast.unparse(func) == "os.path.join":
            parts = _parts(first, bound, depth + 1) if depth < MAX_DEPTH else None
            texts = [o.value for o in others if isinstance(o, ast.Constant)]
            names = [text for text in texts if isinstance(text, str) and text.strip("./")]
            whole = parts is not None and len(names) == len(others)
            return [*parts, *names] if whole and parts is not None else None
    return None


MAX_DEPTH = 10
"""Joins inside joins."""


def _filled(node: ast.expr, context: Context) -> str | None:
    """The text with the release's version for a name of it; None where anything else is filled in."""
    version = context.artifact.version or ""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.BinOp(left=ast.Constant(value=str(text)), op=ast.Mod(), right=ast.Name(id=name)):
            plain = text.count("%") == 1 and "%s" in text and "version" in name.lower()
            return text.replace("%s", version) if plain else None
        case ast.JoinedStr(values=values):
            parts = [_field(value, version) for value in values]
            return None if None in parts else "".join(filter(None, parts))
    return None


def _field(node: ast.expr, version: str) -> str | None:
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.FormattedValue(value=ast.Name(id=name), conversion=-1, format_spec=None):
            return version if "version" in name.lower() else None
    return None
