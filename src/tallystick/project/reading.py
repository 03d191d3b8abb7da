"""Text files of the source, by their path in the project; a symbolic link is followed."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from contextlib import suppress

from tallystick.errors import ContentUnavailable, LimitExceeded
from tallystick.limits import Limits
from tallystick.project.bounded import Malformed, python, text
from tallystick.project.configuration import Project, join
from tallystick.project.module_names import constants, names_of
from tallystick.project.wheel_roots import wheel_roots

MAX_HOPS = 40
"""Links followed for one path; Linux gives up at 40 (path_resolution(7))."""


class NotReadable(Exception):  # noqa: N818 - a state of the source, caught where a field is declared
    """A file that a declaration names is absent, not text, or its bytes are not here."""


def read_bytes(project: Project, relative: str) -> bytes:
    """The file at ``relative`` to the project folder.

    Raises:
        NotReadable: as its docstring says.
    """
    path = project.path(relative)
    for _ in range(MAX_HOPS):
        entry = project.tree.entries.get(path)
        if entry is None or entry.is_gitlink:
            raise NotReadable(f"{path} is not in the source")
        try:
            content = project.tree.read(path)
        except (ContentUnavailable, LimitExceeded) as error:
            raise NotReadable(f"{path}: {error}") from None
        if not entry.is_link:
            return content
        target = content.decode("utf-8", "surrogateescape")
        path = join(path.rpartition("/")[0], target)
    raise NotReadable(f"{relative} is a loop of links")


def read_text(project: Project, relative: str, limits: Limits) -> str:
    """The same, as UTF-8 text; :class:`NotReadable` too where it is none."""
    try:
        return text(read_bytes(project, relative), limits)
    except Malformed as error:
        raise NotReadable(f"{relative}: {error}") from None


def read_module(project: Project, relative: str, limits: Limits) -> ast.Module:
    """The same, as a Python syntax tree."""
    try:
        return python(read_bytes(project, relative), limits)
    except Malformed as error:
        raise NotReadable(f"{relative}: {error}") from None


def module_constants(project: Project, relative: str, limits: Limits) -> Mapping[str, object]:
    """What a module binds once to a literal (:func:`constants`); :class:`NotReadable` as above."""
    return project.once(
        ("constants", relative), lambda: constants(read_module(project, relative, limits))
    )


def read_attribute(project: Project, dotted: str, limits: Limits) -> tuple[object, str]:
    """The literal that ``package.module.name`` is bound to, and the file that binds it.

    setuptools reads ``attr:`` from the syntax tree before it would import anything
    (``setuptools.config.expand.StaticModule``); where only an import could tell, this gives up.

    Raises:
        NotReadable: no such module in the project, or the name is not bound once to a literal.
    """
    module, _, name = dotted.rpartition(".")
    for path in module_files(project, module):
        if not project.holds(path):
            continue
        bound = module_constants(project, path, limits)
        if name in bound:
            return bound[name], path
        raise NotReadable(f"{path} does not bind {name} once, to a literal")
    raise NotReadable(f"no module {module} in the source")


def module_files(project: Project, module: str) -> list[str]:
    """Where ``module`` may stand in the project, as its layout and the usual folders have it."""
    inner = module.replace(".", "/")
    found = []
    for prefix, folder in [*wheel_roots(project), ("", ""), ("", "src")]:
        if f"{inner}/".startswith(prefix) or f"{inner}.py" == prefix:
            stem = f"{folder}/{inner[len(prefix) :]}".strip("/")
            stem = stem.removesuffix(".py")
            found += [f"{stem}/__init__.py", f"{stem}.py"]
    return list(dict.fromkeys(found))


METADATA_MODULES = frozenset(
    {
        "__init__.py", "__version__.py", "_version.py", "version.py", "__about__.py", "about.py",
        "_about.py", "metadata.py", "__meta__.py", "_meta.py", "info.py", "__pkginfo__.py",
    }
)  # fmt: skip
"""Modules in which projects keep the constants that their ``setup.py`` reads."""

MAX_WITNESSES = 40
"""Modules looked at for one computed keyword; a project has a handful near its root."""


def witness(project: Project, expression: str, limits: Limits) -> tuple[object, str] | None:
    """The literal that a computed keyword of ``setup.py`` reads from a module of the project.

    ``about["__author__"]`` and ``package.__version__`` name what they read; the project's module of that
    name binds it, or exactly one value is bound to it near the project's root, and its file is named.
    """
    module, _, attribute = expression.partition(".")
    if module.isidentifier() and attribute.isidentifier():
        with suppress(NotReadable):
            return _stated(project, module, attribute, limits)
    name = _wanted(expression)
    return bound_near_root(project, name, limits) if name is not None else None


def _stated(project: Project, module: str, name: str, limits: Limits) -> tuple[str, str]:
    """The text that the project's ``module`` binds ``name`` to, once and at its top, and its file.

    ``import *`` in it may bind the name again, for all that is known here, and so may what else it runs.

    Raises:
        NotReadable: there is no such module, or it does not bind the name so.
    """
    for path in module_files(project, module):
        if project.holds(path):
            tree = read_module(project, path, limits)
            texts = [value for bound, value in _top_level(tree) if bound == name]
            if len(texts) == 1 and names_of(tree).bound[name] == 1:
                return texts[0], path
            raise NotReadable(f"{path} does not bind {name} once, to a text")
    raise NotReadable(f"no module {module} in the source")


def _top_level(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in tree.body:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=str(value))):
                yield name, value


def bound_near_root(project: Project, name: str, limits: Limits) -> tuple[object, str] | None:
    """The one literal that modules near the project's root bind to ``name``, and its file."""
    found: dict[str, tuple[object, str]] = {}
    for path, bound in project.once("near root", lambda: list(_near_root(project, limits))):
        if name in bound:
            found.setdefault(repr(bound[name]), (bound[name], path))
    return next(iter(found.values())) if len(found) == 1 else None


def _near_root(project: Project, limits: Limits) -> Iterator[tuple[str, Mapping[str, object]]]:
    for path in _metadata_modules(project):
        with suppress(NotReadable):
            yield path, module_constants(project, path, limits)


def _wanted(expression: str) -> str | None:
    try:
        node = ast.parse(expression, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return node.attr
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
        return node.slice.value if isinstance(node.slice.value, str) else None
    return None


def _metadata_modules(project: Project) -> list[str]:
    """Modules at most three folders deep, that a ``setup.py`` may read constants from."""
    prefix = f"{project.subdir}/" if project.subdir else ""
    found = []
    for path, entry in project.tree.entries.items():
        if not path.startswith(prefix) or not path.endswith(".py") or entry.is_link:
            continue
        relative = path[len(prefix) :]
        parts = relative.split("/")
        if len(parts) > 3 or parts[0] in {"tests", "test", "docs", "doc", "examples"}:
            continue
        if (len(parts) == 1 and relative != "setup.py") or parts[-1] in METADATA_MODULES:
            found.append(relative)
    return sorted(found, key=lambda relative: relative.count("/"))[:MAX_WITNESSES]
