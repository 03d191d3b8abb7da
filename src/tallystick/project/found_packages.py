"""Packages that a configuration asks setuptools to look for, with the arguments of that call.

https://setuptools.pypa.io/en/latest/userguide/package_discovery.html : ``find_packages`` takes folders with
``__init__.py``, ``find_namespace_packages`` any; neither leaves out the names that discovery does.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from fnmatch import fnmatchcase

from msgspec import Struct

from tallystick.project.configuration import Project
from tallystick.project.declared import strings


class Find(Struct, frozen=True, kw_only=True):
    """One such call, all of whose arguments are literal.

    Attributes:
        namespaces: whether folders without ``__init__.py`` are taken, too.
        given: its arguments by name; ``where`` is a list.
    """

    namespaces: bool
    given: Mapping[str, object]


def find_of(project: Project) -> Find | None:
    """The call in ``packages=find_packages(…)`` of ``setup.py``; None if there is none that can be read."""
    spelled = project.setup_py.unknown.get("packages", "") if project.setup_py else ""
    try:
        call = ast.parse(spelled, mode="eval").body
        name = ast.unparse(call.func).rpartition(".")[2] if isinstance(call, ast.Call) else ""
        if not isinstance(call, ast.Call) or name not in _FINDERS:
            return None
        if any(keyword.arg is None for keyword in call.keywords):  # ``**options``
            return None
        given = dict(zip(("where", "exclude", "include"), call.args, strict=False))
        given |= {str(keyword.arg): keyword.value for keyword in call.keywords}
        found = {key: ast.literal_eval(value) for key, value in given.items()}
    except (SyntaxError, ValueError, TypeError, RecursionError, MemoryError):
        return None
    where = found.get("where")
    found["where"] = [where] if isinstance(where, str) else where
    return Find(namespaces=name == "find_namespace_packages", given=found)


def _of_setup_cfg(project: Project) -> Find | None:
    """``packages = find:`` with its section; lists as ``ConfigHandler._parse_list`` reads them."""
    asked = project.setup_cfg.get("options", {}).get("packages", "").strip()
    if asked not in {"find:", "find_namespace:"}:
        return None
    section = project.setup_cfg.get("options.packages.find", {})
    given = {
        key: [item.strip() for item in (value.splitlines() if "\n" in value else value.split(","))]
        for key, value in section.items()
    }
    return Find(
        namespaces=asked == "find_namespace:",
        given={key: [item for item in items if item] for key, items in given.items()},
    )


def _of_pyproject(project: Project) -> Find | None:
    """``[tool.setuptools.packages.find]``, which takes folders without ``__init__.py`` unless told not to."""
    asked = project.table("tool", "setuptools").get("packages")
    if not isinstance(asked, Mapping) or "find" not in asked:
        return None
    find = project.table("tool", "setuptools", "packages", "find")
    return Find(namespaces=find.get("namespaces") is not False, given=find)


_FINDERS = frozenset({"find_packages", "find_namespace_packages"})


def is_excluded(name: str, find: Mapping[str, object]) -> bool:
    """Whether ``include`` and ``exclude`` of ``find`` leave ``name`` out."""
    wanted = strings(find.get("include")) or ("*",)
    return not any(fnmatchcase(name, pattern) for pattern in wanted) or any(
        fnmatchcase(name, pattern) for pattern in strings(find.get("exclude"))
    )


def taken_from_root(project: Project) -> Callable[[str], bool]:
    """Whether a folder at the root may hold a package that the search takes: all, where none is configured.

    What lies below an excluded package is looked through, too (``PackageFinder._find_iter``).
    """
    given = [find.given for find in searches(project)]
    configured = [find for find in given if find.get("include") or find.get("exclude")]
    if len(configured) != 1:
        return lambda _top: True
    names = (folder.replace("/", ".") for folder in folders_of(project))
    taken = {name.partition(".")[0] for name in names if not is_excluded(name, configured[0])}
    return taken.__contains__


def found_at_root(project: Project) -> Iterator[str]:
    """Folders of the project that a search from its root takes for packages, whatever they are called.

    The outermost of each: one that is left out by its name is searched all the same, so that
    ``exclude=["tests"]`` leaves ``tests.data`` in (``setuptools.discovery``, "PackageFinder._find_iter").
    """
    folders = folders_of(project)
    for find in searches(project):
        if set(strings(find.given.get("where"))) - {"", "."}:
            continue
        pending = [folder for folder in folders if "/" not in folder]
        for _ in range(MAX_SEARCHED):
            if not pending:
                break
            folder = pending.pop(0)
            name = folder.rpartition("/")[2]
            is_taken = find.namespaces or project.holds(f"{folder}/__init__.py")
            if not (name.isidentifier() and is_taken):
                continue
            if is_excluded(folder.replace("/", "."), find.given):
                pending += [inner for inner in folders if inner.rpartition("/")[0] == folder]
            else:
                yield folder


MAX_SEARCHED = 500
"""Folders that one search looks into; those that it takes are not gone into."""


def folders_of(project: Project) -> list[str]:
    """Every folder of the project, by its path in it."""
    found: dict[str, None] = {}
    for path in map(project.inside, project.tree.entries):
        folder = path.rpartition("/")[0] if path is not None else ""
        while folder and folder not in found:
            found[folder] = None
            folder = folder.rpartition("/")[0]
    return sorted(found)


def is_searched(project: Project) -> bool:
    """Whether the configuration asks for a search that can be read."""
    return next(searches(project), None) is not None


def searches(project: Project) -> Iterator[Find]:
    """The searches that ``setup.py``, ``setup.cfg`` and ``pyproject.toml`` ask for."""
    for find in (find_of(project), _of_setup_cfg(project), _of_pyproject(project)):
        if find is not None:
            yield find
