"""Which folders and modules at the root of a project a wheel may hold.

Nothing that stands at the root belongs in a wheel by itself: ``setup.py`` and ``conftest.py`` stand there
too, and would be installed where every other project imports from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tallystick.project.configuration import Project

NOT_PACKAGES = frozenset({
    "ci", "bin", "debian", "doc", "docs", "documentation", "manpages", "news", "newsfragments",
    "changelog", "test", "tests", "unit_test", "unit_tests", "examples", "scripts",
    "tools", "util", "utils", "python", "build", "benchmark", "benchmarks", "exercise", "exercises",
    "htmlcov", "dist", "tasks", "fabfile", "site_scons",
})  # fmt: skip
"""Folders that setuptools does not discover as packages (user guide, "Package Discovery", flat-layout);
but for ``example``, which is what people call their first project."""

NOT_MODULES = frozenset({
    "setup", "conftest", "test", "tests", "examples", "build", "toxfile", "noxfile",
    "pavement", "dodo", "tasks", "fabfile", "sitecustomize", "usercustomize",
})  # fmt: skip
"""Modules that it does not discover; and the two that Python runs at every start (module site)."""


def top_level(
    project: Project,
    *,
    discovered: bool = True,
    modules: Callable[[str], bool] = lambda _name: True,
) -> Iterator[tuple[str, str]]:
    """Pairs as in :mod:`tallystick.project.wheel_roots`: packages and modules at the project's root.

    Args:
        project: what to look into.
        discovered: the backend finds packages by itself, and so leaves the usual names out; otherwise a
            ``setup.py`` calls for them, as ``find_packages()`` does, which takes ``tests`` as well.
        modules: whether a module of this name may be packed.
    """
    prefix = project.path("")
    prefix = f"{prefix}/" if prefix else ""
    folders: dict[str, None] = {}
    for path in project.tree.entries:
        if not path.startswith(prefix):
            continue
        top, slash, _ = path[len(prefix) :].partition("/")
        if slash:
            folders[top] = None
        elif top.endswith(".py") and _is_module(top.removesuffix(".py"), modules):
            yield top, top
    for top in folders:
        if top.isidentifier() and not (discovered and top in NOT_PACKAGES):
            yield f"{top}/", top


def _is_module(name: str, wanted: Callable[[str], bool]) -> bool:
    return name not in NOT_MODULES and wanted(name)
