"""Packages that a release of the project must hold something of, as its build configuration says.

What a search finds may be excluded again by rules that would have to be run, so of those only one has to be
there; what is listed by its name is packed whatever else is.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase

from msgspec import Struct

from tallystick.project.configuration import Project, join
from tallystick.project.declared import strings
from tallystick.project.found_packages import is_searched, searches
from tallystick.project.manifest_in import commands_of, leaves_out
from tallystick.project.maturin import python_folder
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
    is_alone = project.backend in COMPILED_ALONE and not _names_its_python(project)
    if each or is_alone or _takes_no_package(project):
        return Packages(each=each, one=frozenset())
    return Packages(each=each, one=frozenset(_searched(project, folders)))


def _names_its_python(project: Project) -> bool:
    """Whether maturin is told where the package of Python is, or finds it, and so packs it whole."""
    return project.backend == "maturin" and bool(python_folder(project))


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
    """Whether the lists are there, and empty, or name modules of one file and nothing looks for packages."""
    if project.backend != "setuptools":
        return False
    modules = listed(project, "py_modules", "py-modules")
    return listed(project, "packages") == [] or bool(modules and not is_searched(project))


def _searched(project: Project, folders: frozenset[str]) -> Iterator[str]:
    """Packages at the top of the folders that are searched; those that stand beside others do not count."""
    tops = {folder: prefix.partition("/")[0] for prefix, folder in _found(project, folders)}
    own = {folder for folder, top in tops.items() if top not in BESIDE}
    yield from own or tops


def _found(project: Project, folders: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Each package that is found, behind the prefix of the wheel that it was found for."""
    for prefix, root in wheel_roots(project):
        place = project.path(root)
        if prefix:
            found = {place} & folders
        else:
            inside = f"{place}/" if place else ""
            below = {folder for folder in folders if folder.startswith(inside)}
            # The outermost: ``zope`` of ``zope.component`` is a namespace, which no file marks.
            found = {folder for folder in below if below.isdisjoint(_above(folder))}
        yield from (
            (prefix, folder)
            for folder in found
            if BESIDE.isdisjoint(folder.removeprefix(place).split("/"))
        )


def _above(folder: str) -> Iterator[str]:
    while folder := folder.rpartition("/")[0]:
        yield folder


_TAKING = {
    "flit_core": "flit", "hatchling": "hatch", "pdm": "pdm", "poetry": "poetry", "setuptools": "setuptools",
    "uv_build": "uv",
}  # fmt: skip
"""Backends that take a package with all below it unless they are told otherwise, and their tables."""

_CHOOSING = re.compile(r"exclude|include")
"""What is in the names of keys that leave packages out, or name files one by one."""


def takes_below(project: Project, folder: str, *, manifest: str, other: str) -> bool:
    """Whether nothing in the configuration could leave out ``folder``, a package below one that is packed.

    A key that chooses files is enough to doubt it, whatever it says: patterns would have to be matched as
    the backend does. Only what setuptools' search is told is read; ``manifest`` is its MANIFEST.in. What
    stands in tables for the ``other`` kind of artifact (``sdist``, ``wheel``) says nothing of this one.
    """
    table = _TAKING.get(project.backend)
    if project.backend == "setuptools":
        module = f"{project.inside(folder) or folder}/__init__.py"
        return _finds(project, folder) and not leaves_out(commands_of(manifest), module)
    keys = _keys(project.table("tool", table or ""), other)
    return table is not None and not any(map(_CHOOSING.search, keys))


def _finds(project: Project, folder: str) -> bool:
    """Whether a search for packages that is all literal takes ``folder``, by whatever root it is found."""
    call, find = project.setup_py, _search(project)
    computed = {"cmdclass", "exclude_package_data"}
    if find is None or (call is not None and (call.is_open or call.changes)):
        return False
    if call is not None and not computed.isdisjoint({*call.known, *call.unknown}):
        return False
    names = _names(project.inside(folder) or folder, find)
    left_out = any(fnmatchcase(name, one) for name in names for one in _words(find.get("exclude")))
    wanted = _words(find.get("include")) or ("*",)
    return not left_out and any(fnmatchcase(name, one) for name in names for one in wanted)


def _names(folder: str, find: Mapping[str, object]) -> list[str]:
    """What the search calls ``folder``: below the root that it is told, else below any."""
    roots = [posixpath.normpath(root) for root in _words(find.get("where"))] or ["."]
    for root in roots if find else ():
        inside = folder if root == "." else folder.removeprefix(f"{root}/")
        if inside != folder or root == ".":
            return [inside.replace("/", ".")]
    parts = folder.split("/")
    return [".".join(parts[at:]) for at in range(len(parts))]


def _search(project: Project) -> Mapping[str, object] | None:
    """What the search for packages is told; None where there is none, or more than one."""
    given = [find.given for find in searches(project)]
    if given:
        return given[0] if len(given) == 1 else None
    # Where nothing is said setuptools looks by itself, and leaves out names at the top alone.
    asked = project.table("tool", "setuptools").get("packages")
    is_said = listed(project, "packages") is not None or asked is not None
    is_said = is_said or bool(project.setup_cfg.get("options", {}).get("packages"))
    call = project.setup_py
    is_said = is_said or (call is not None and "packages" in {*call.known, *call.unknown})
    return None if is_said or "pbr" in {*(call.known if call else ())} else {}


def _words(value: object) -> tuple[str, ...]:
    return tuple(value.replace(",", " ").split()) if isinstance(value, str) else strings(value)


def _keys(value: object, other: str) -> Iterator[str]:
    """Every key of a table, and of those in it, but for tables that are called ``other``."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if key != other:
                yield str(key)
                yield from _keys(inner, other)
    for inner in value if isinstance(value, list) else ():
        yield from _keys(inner, other)
