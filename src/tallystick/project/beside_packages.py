"""What stands beside the packages in the folder that holds them, and that no build packs.

Where a folder of the source is the top of a wheel (``src``), not all that lies in it is a package: a
``.pth`` for developers would run at each start of the interpreter (module ``site``), and a package that
a search does not take would be imported in the place of another project's. What a build makes there is
not known here, and stays placed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from tallystick.project.configuration import Project
from tallystick.project.declared import strings
from tallystick.project.found_packages import Find, is_excluded, searches
from tallystick.project.meson import installed
from tallystick.project.top_level import NOT_MODULES
from tallystick.project.wheel_roots import (
    hatch_by_name,
    hatch_included,
    import_name,
    may_be_alone,
)

MODULES = (".py", ".pyi")


class Inside(NamedTuple):
    """What lies right below a folder of the project, and the folder itself without a slash."""

    base: str
    files: frozenset[str]
    folders: frozenset[str]
    paths: tuple[str, ...]

    @property
    def prefix(self) -> str:
        """What stands before a name in it."""
        return f"{self.base}/" if self.base else ""


def beside_packages(project: Project, base: str) -> frozenset[str]:
    """Names right below the project's folder ``base`` that a wheel whose top it is does not get."""
    inside = _inside(project, base)
    return (inside.files | inside.folders) - _taken(project, inside)


def packages_in(project: Project, base: str) -> list[str]:
    """The folders right below ``base``, as paths in the project, that a wheel whose top it is gets."""
    inside = _inside(project, base)
    return sorted(inside.prefix + name for name in inside.folders & _taken(project, inside))


def _taken(project: Project, inside: Inside) -> frozenset[str]:
    return _BACKENDS.get(project.backend, _anything)(project, inside)


def _inside(project: Project, base: str) -> Inside:
    folder = project.path(base)
    prefix = f"{folder}/" if folder else ""
    paths = tuple(p.removeprefix(prefix) for p in project.tree.entries if p.startswith(prefix))
    return Inside(
        base=base,
        files=frozenset(path for path in paths if "/" not in path),
        folders=frozenset(path.partition("/")[0] for path in paths if "/" in path),
        paths=paths,
    )


def _modules(inside: Inside, wanted: Callable[[str], bool]) -> frozenset[str]:
    """Files of which each is a module of its own, as far as ``wanted`` says so of its name."""
    return frozenset(
        name for name in inside.files if name.endswith(MODULES) and wanted(name.rpartition(".")[0])
    )


def _anything(_project: Project, inside: Inside) -> frozenset[str]:
    """A backend of which no more is known than that it packs Python."""
    return inside.folders | _modules(inside, lambda name: name not in NOT_MODULES)


def _setuptools(project: Project, inside: Inside) -> frozenset[str]:
    """What a search finds there, if there is one that can be read, and the modules that are asked for."""
    finds = [find for find in searches(project) if inside.base in _where(find)]
    folders = _found(finds[0], inside) if len(finds) == 1 else inside.folders
    return folders | _modules(inside, may_be_alone(project))


def _where(find: Find) -> frozenset[str]:
    return frozenset(root.strip("./") for root in strings(find.given.get("where")) or ("",))


def _found(find: Find, inside: Inside) -> frozenset[str]:
    """Folders that are a package, or hold one: one that is left out is looked through all the same.

    ``setuptools.discovery``, "PackageFinder._find_iter".
    """
    packages = {path.rpartition("/")[0] for path in inside.paths if "/" in path}
    above = {
        "/".join(parts[:n])
        for p in packages
        for parts in [p.split("/")]
        for n in range(1, len(parts))
    }
    return frozenset(
        folder.partition("/")[0]
        for folder in packages | above
        if not is_excluded(folder.replace("/", "."), find.given)
        and (find.namespaces or f"{folder.partition('/')[0]}/__init__.py" in inside.paths)
    )


def _hatch(project: Project, inside: Inside) -> frozenset[str]:
    """What lies on the way to what is included, or below it; all where nothing says what that is."""
    target = {
        **project.table("tool", "hatch", "build"),
        **project.table("tool", "hatch", "build", "targets", "wheel"),
    }
    everything = inside.files | inside.folders
    if "only-include" in target or "include" in target:
        places = {place for _, place in hatch_included(project, target)}
    else:
        places = {name.strip("/") for name in strings(target.get("packages"))}
        places = places or {place for _, place in hatch_by_name(project)}
    if not places:
        return everything
    return frozenset(
        name for name in everything if any(_meet(inside.prefix + name, place) for place in places)
    )


def _meet(one: str, other: str) -> bool:
    """Whether one of two paths is the other, or lies below it."""
    return f"{one}/".startswith(f"{other}/") or f"{other}/".startswith(f"{one}/")


def _uv_build(project: Project, inside: Inside) -> frozenset[str]:
    """The modules that are named, or the one that is called as the project.

    https://docs.astral.sh/uv/concepts/build-backend/#modules : with ``namespace`` a folder may hold several.
    """
    settings = project.table("tool", "uv", "build-backend")
    named = settings.get("module-name") or import_name(project).lower()
    names = {name.split(".")[0] for name in ([named] if isinstance(named, str) else strings(named))}
    if settings.get("namespace") is True:
        return inside.folders
    return _named(names, inside)


def _maturin(project: Project, inside: Inside) -> frozenset[str]:
    """The package of the module, and those of ``python-packages``; what ``include`` takes is not looked at.

    maturin ``src/module_writer/mod.rs``, "write_python_part".
    """
    settings = project.table("tool", "maturin")
    if settings.get("include"):
        return inside.files | inside.folders
    module = settings.get("module-name") or settings.get("name") or import_name(project)
    names = {str(module).split(".")[0], *strings(settings.get("python-packages"))}
    return _named(names, inside)


def _named(names: set[str], inside: Inside) -> frozenset[str]:
    """The folders of these names, with those of their stubs; all folders where none is called so."""
    called = names | {f"{name}-stubs" for name in names}
    return (inside.folders & called) or inside.folders


def _pdm(project: Project, inside: Inside) -> frozenset[str]:
    """Packages and modules; ``includes`` may name anything. https://backend.pdm-project.org/build_config/"""
    if project.table("tool", "pdm", "build").get("includes"):
        return inside.files | inside.folders
    return _anything(project, inside)


def _meson(project: Project, inside: Inside) -> frozenset[str]:
    """The files that ``meson.build`` lists for the top of the wheel, where it lists all of them."""
    calls = [c for c in installed(project) if c.folder == inside.base and not c.target]
    if not all(call.is_complete for call in calls):
        return inside.files | inside.folders
    return frozenset(name.partition("/")[0] for call in calls for name in call.names)


_BACKENDS: Mapping[str, Callable[[Project, Inside], frozenset[str]]] = {
    "setuptools": _setuptools,
    "hatchling": _hatch,
    "pdm": _pdm,
    "maturin": _maturin,
    "mesonpy": _meson,
    "uv_build": _uv_build,
}
"""Backends for which a folder may be the top of a wheel (:mod:`tallystick.project.wheel_roots`)."""
