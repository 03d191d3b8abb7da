"""Packages that a release of the project must hold something of, as its build configuration says.

What a search finds may be excluded again by rules that would have to be run, so of those only one has to be
there; what is listed by its name is packed whatever else is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from tallystick.project.configuration import Project, join
from tallystick.project.top_level import NOT_PACKAGES
from tallystick.project.wheel_roots import listed, wheel_roots

BESIDE = NOT_PACKAGES | {"bench", "demo", "demos", "perf", "testing"}
"""Folders that stand beside what is packed, and that searches are told to leave out."""

COMPILED_ALONE = frozenset({"maturin", "mesonpy"})
"""Backends whose wheel may be one extension module, or what ``meson.build`` lists."""


class Packages(Struct, frozen=True, kw_only=True):
    """Folders of packages, as paths in the tree.

    Attributes:
        each: every one of these is packed.
        one: at least one of these is packed; none where that is not sure.
    """

    each: frozenset[str]
    one: frozenset[str]


def packed_packages(project: Project) -> Packages:
    """The packages of ``project`` that its configuration names, and those that it searches for."""
    folders = _folders_with_init(project)
    named = {project.path(folder) for folder in _named(project)}
    each = frozenset(named & folders)
    if each or project.backend in COMPILED_ALONE or _takes_no_package(project):
        return Packages(each=each, one=frozenset())
    return Packages(each=each, one=frozenset(_searched(project, folders)))


def _folders_with_init(project: Project) -> frozenset[str]:
    entries = project.tree.entries
    return frozenset(path.rpartition("/")[0] for path in entries if path.endswith("/__init__.py"))


def _named(project: Project) -> Iterator[str]:
    """Folders of packages that are listed one by one."""
    if project.backend == "setuptools":
        for name in listed(project, "packages") or ():
            yield from _folder_of(f"{name.replace('.', '/')}/", project)
    elif project.backend == "poetry":
        packages = project.table("tool", "poetry").get("packages")
        items = packages if isinstance(packages, list) else []
        if not any(isinstance(item, Mapping) and "format" in item for item in items):
            yield from (folder for prefix, folder in wheel_roots(project) if prefix.endswith("/"))
    elif project.backend in {"flit_core", "hatchling", "scikit_build_core"}:
        yield from (folder for prefix, folder in wheel_roots(project) if prefix.endswith("/"))


def _folder_of(package: str, project: Project) -> Iterator[str]:
    """Where the source keeps ``package``, a path with a slash at its end, by the longest root that fits."""
    for prefix, folder in wheel_roots(project):
        if prefix.endswith("/") and package.startswith(prefix):
            yield join(folder, package.removeprefix(prefix)).rstrip("/")
            return


def _takes_no_package(project: Project) -> bool:
    """Whether the lists are there, and empty, or name modules of one file instead."""
    if project.backend != "setuptools":
        return False
    return listed(project, "packages") == [] or bool(listed(project, "py_modules", "py-modules"))


def _searched(project: Project, folders: frozenset[str]) -> Iterator[str]:
    """Packages at the top of the folders that are searched."""
    for prefix, root in wheel_roots(project):
        place = project.path(root)
        if prefix:
            found = {place} & folders
        else:
            inside = f"{place}/" if place else ""
            tops = {
                folder[len(inside) :].split("/")[0]
                for folder in folders
                if folder.startswith(inside)
            }
            found = {inside + top for top in tops} & folders
        yield from (folder for folder in found if folder.rpartition("/")[2] not in BESIDE)
