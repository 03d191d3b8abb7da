"""Which folders of the source a wheel's packages come from: one function a build backend.

Each returns pairs (prefix in the wheel, folder in the project) from the backend's documented
configuration and defaults. ``""`` as prefix stands for everything.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import takewhile

from tallystick.ignore_patterns import ignore_spec
from tallystick.project.configuration import Project, join
from tallystick.project.found_packages import folders_of, found_at_root, taken_from_root
from tallystick.project.maturin import python_folder
from tallystick.project.meson import installed
from tallystick.project.top_level import NOT_PACKAGES, top_level

Pairs = Iterator[tuple[str, str]]


def wheel_roots(project: Project) -> list[tuple[str, str]]:
    """Pairs (prefix in the wheel, folder in the project), most specific first."""
    pairs = list(_BACKENDS.get(project.backend, _unknown)(project))
    return sorted(dict.fromkeys(pairs), key=lambda pair: -len(pair[0]))


def _strings(value: object) -> list[str]:
    return [x for x in value if isinstance(x, str)] if isinstance(value, list | tuple) else []


def import_name(project: Project) -> str:
    """The project's name as an import name."""
    named = project.table("project").get("name")
    if not isinstance(named, str):
        named = project.table("tool", "poetry").get("name")
    return re.sub(r"[-.]+", "_", named) if isinstance(named, str) else ""


def _is_package(project: Project, folder: str) -> bool:
    prefix = project.path(folder) + "/"
    return any(path.startswith(prefix) for path in project.tree.entries)


def _unknown(project: Project) -> Pairs:
    """A backend that is not known here: files keep their place, below ``src/`` if there is one."""
    if _is_package(project, "src"):
        yield "", "src"
    yield from top_level(project)


def _setuptools(project: Project) -> Pairs:
    """``package_dir``, ``packages``, ``packages.find.where``, else automatic discovery.

    https://setuptools.pypa.io/en/latest/userguide/package_discovery.html
    """
    placed = _package_dir(project)
    bases = [placed.pop("")] if "" in placed else _find_where(project) or _possible(project)
    for package, folder in placed.items():
        yield package.replace(".", "/") + "/", folder
    packages = listed(project, "packages")
    if packages is None:
        for base in bases or (["src", ""] if _is_package(project, "src") else [""]):
            if base:
                yield "", base
            else:
                taken = taken_from_root(project)
                tops = top_level(project, discovered=not bases, modules=may_be_alone(project))
                yield from (pair for pair in tops if pair[1].endswith(".py") or taken(pair[1]))
                yield from ((f"{top}/", top) for top in found_at_root(project))
        return
    modules = listed(project, "py_modules", "py-modules") or []
    for base in bases or [""]:
        for top in dict.fromkeys(package.split(".")[0] for package in packages):
            yield f"{top}/", f"{base}/{top}".strip("/")
        for module in modules:
            name = module.replace(".", "/") + ".py"
            yield name, f"{base}/{name}".strip("/")


def may_be_alone(project: Project) -> Callable[[str], bool]:
    """Whether a module at the root may be packed: those of ``py_modules`` where packages are asked for.

    Only where neither is asked for does setuptools look for modules by itself (see above).
    """
    call = project.setup_py
    given = call is not None and "packages" in {*call.known, *call.unknown}
    given = given or bool(project.table("tool", "setuptools").get("packages"))
    given = given or bool(project.setup_cfg.get("options", {}).get("packages"))
    if not given or (call is not None and call.may_set("py_modules")):
        return lambda _name: True
    return frozenset(listed(project, "py_modules", "py-modules") or ()).__contains__


def _package_dir(project: Project) -> dict[str, str]:
    """``package_dir``: folders by package, ``""`` for the one that holds all."""
    found: dict[str, str] = {}
    for source in (
        project.table("tool", "setuptools", "package-dir"),
        _cfg_mapping(project.setup_cfg.get("options", {}).get("package_dir", "")),
        project.setup_py.known.get("package_dir") if project.setup_py else None,
    ):
        if isinstance(source, Mapping):
            found |= {str(k): _clean(str(v)) for k, v in source.items()}
    return found


def _possible(project: Project) -> list[str]:
    """The folders one of which holds all: of branches of ``setup.py``, or of a name it computes in part."""
    patterns = project.setup_py.folders if project.setup_py else ()
    found = _in_branches(project)
    if found or not patterns:
        return found
    folders = folders_of(project)
    return [one for one in folders if any(re.fullmatch(p, one) for p in patterns)][:MOST]


MOST = 20
"""Folders of which one may hold all packages: there is one for each version of Python."""


def _in_branches(project: Project) -> list[str]:
    """The folders that hold all, one for each branch of ``setup.py``: which one runs is not known here."""
    given = project.setup_py.either.get("package_dir", ()) if project.setup_py else ()
    folders = [value.get("") for value in given if isinstance(value, Mapping)]
    return [_clean(folder) for folder in folders if isinstance(folder, str)]


def _clean(folder: str) -> str:
    """A folder without ``.`` and slashes that mean nothing; ``..`` stays, for whoever joins it."""
    return join("", folder.strip())


def _find_where(project: Project) -> list[str]:
    where = _strings(project.table("tool", "setuptools", "packages", "find").get("where"))
    in_cfg = project.setup_cfg.get("options.packages.find", {}).get("where", "")
    return [_clean(folder) for folder in (*where, *in_cfg.split())]


def listed(project: Project, *names: str) -> list[str] | None:
    """A list given literally in setup.py, pyproject.toml or setup.cfg; None if it is computed."""
    for name in names:
        known = project.setup_py.known if project.setup_py else {}
        for value in (known.get(name), project.table("tool", "setuptools").get(name)):
            if isinstance(value, list | tuple):
                return _strings(value)
        value = project.setup_cfg.get("options", {}).get(name, "")
        if value and not value.strip().startswith(("find:", "find_namespace:")):
            return value.replace(",", " ").split()
    return None


def single_modules(project: Project, *, every_branch: bool) -> frozenset[str]:
    """Modules that are one file each and that the configuration names: paths in the project.

    ``py_modules`` of setuptools, and the module of flit. With ``every_branch`` also those of folders that
    branches of ``setup.py`` pick: an sdist has them all, a wheel that of one.
    """
    if project.backend == "flit_core":
        return frozenset(place for prefix, place in _flit(project) if prefix.endswith(".py"))
    if project.backend != "setuptools":
        return frozenset()
    bases = {_package_dir(project).get("", ""), *_find_where(project)}
    bases |= set(_in_branches(project) if every_branch else ())
    names = listed(project, "py_modules", "py-modules") or []
    return frozenset(join(base, name.replace(".", "/") + ".py") for base in bases for name in names)


def _cfg_mapping(value: str) -> dict[str, str]:
    """``package_dir`` in ``setup.cfg``: lines or commas of ``package = folder``."""
    pairs = (item.split("=", 1) for item in re.split(r"[\n,]", value) if "=" in item)
    return {package.strip(): folder.strip() for package, folder in pairs}


def _flit(project: Project) -> Pairs:
    """The module of ``[tool.flit.module]`` or the project's name, at the root or in ``src/``."""
    named = project.table("tool", "flit", "module").get("name")
    named = named or project.table("tool", "flit", "metadata").get("module") or import_name(project)
    if not named:  # flit_core builds itself with what its own backend says
        yield from (pair for pair in top_level(project) if pair[0].endswith("/"))
        return
    # Up to flit 3.4 the name may be a path: what is above the module is no part of what is installed.
    folder, slash, module = str(named).rpartition("/")
    module = module.replace(".", "/")
    for base in (f"{_clean(folder)}/".lstrip("/"),) if slash else ("", "src/"):
        if _is_package(project, base + module):
            yield module + "/", base + module
        if project.holds(f"{base}{module}.py"):
            yield f"{module}.py", f"{base}{module}.py"


def _hatch(project: Project) -> Pairs:
    """``packages``, ``sources``, ``only-include``, ``include``, else hatchling's heuristics.

    https://hatch.pypa.io/latest/plugins/builder/wheel/#default-file-selection
    """
    target = {
        **project.table("tool", "hatch", "build"),
        **project.table("tool", "hatch", "build", "targets", "wheel"),
    }
    yield from hatch_sources(project, target)
    if _strings(target.get("packages")) or target.get("sources"):
        return
    if "only-include" in target or "include" in target:
        yield from hatch_included(project, target)
        return
    # Where nothing is called so, it took what else there is of Python until 1.18.
    yield from list(hatch_by_name(project)) or top_level(project)


def hatch_sources(project: Project, target: Mapping[str, object]) -> Pairs:
    """What ``packages`` and ``sources`` of a target of hatchling place elsewhere than in the source.

    https://hatch.pypa.io/latest/config/build/#rewriting-paths
    """
    for package in _strings(target.get("packages")):
        folder = package.strip("/")
        # hatchling walks to it as to any path, so that it may be a module as well.
        yield folder.rsplit("/", 1)[-1] + ("" if project.holds(folder) else "/"), folder
    sources = target.get("sources")
    for source in _strings(sources):
        yield "", source.strip("/")
    for source, placed in sources.items() if isinstance(sources, Mapping) else ():
        yield (f"{placed.strip('/')}/" if placed else ""), source.strip("/")


def hatch_by_name(project: Project) -> Pairs:
    """The package or module of the project's name; without one, as where hatchling builds itself, ``src``."""
    name = import_name(project)
    if not name:
        yield from [("", "src")] if _is_package(project, "src") else []
        return
    for base in ("", "src/"):
        for spelled in (name, name.lower()):
            if _is_package(project, base + spelled):
                yield spelled + "/", base + spelled
    if project.holds(f"{name}.py"):
        yield f"{name}.py", f"{name}.py"


def hatch_included(project: Project, target: Mapping[str, object]) -> Pairs:
    """What ``only-include`` names by its path, else the folders that patterns of ``include`` are bound to.

    A pattern that begins with a wildcard is bound to none (gitignore(5)): it takes whatever is called so.
    """
    only = _strings(target.get("only-include"))
    patterns = only or _strings(target.get("include"))
    for pattern in patterns:
        parts = pattern.strip("/").split("/")
        fixed = parts if only else list(takewhile(lambda part: not set(part) & set("*?[!"), parts))
        place = "/".join(fixed)
        if not fixed:
            yield from _hatch_matching(project, pattern)
        elif project.holds(place):
            yield place, place
        else:
            yield f"{place}/", place


def _hatch_matching(project: Project, pattern: str) -> Pairs:
    """Each file that a pattern takes wherever it stands: one of ``*.py`` takes no ``.pth`` beside them."""
    try:
        spec = ignore_spec([pattern])
    except ValueError:
        return
    for path in map(project.inside, project.tree.entries):
        if path is not None and spec.match_file(path):
            yield path, path


def _poetry(project: Project) -> Pairs:
    """``[tool.poetry] packages`` with ``from`` and ``to``, else the project's name.

    https://python-poetry.org/docs/pyproject/#packages
    """
    packages = project.table("tool", "poetry").get("packages")
    listed = (
        [item for item in packages if isinstance(item, Mapping)]
        if isinstance(packages, list)
        else []
    )
    for item in listed:
        include, origin, to = (item.get(key) for key in ("include", "from", "to"))
        if isinstance(include, str):
            top = include.split("/")[0]
            base = f"{origin.strip('/')}/" if isinstance(origin, str) else ""
            prefix = f"{to.strip('/')}/" if isinstance(to, str) else ""
            is_file = top.endswith(".py") or project.holds(base + top)
            yield prefix + top + ("" if is_file else "/"), base + top
    if listed:
        return
    name = import_name(project)
    for base in ("", "src/"):
        for spelled in dict.fromkeys((name, name.lower())):  # "module_name" of poetry-core
            if _is_package(project, base + spelled):
                yield spelled + "/", base + spelled
            if project.holds(f"{base}{spelled}.py"):
                yield f"{spelled}.py", f"{base}{spelled}.py"


def _pdm(project: Project) -> Pairs:
    """``package-dir``, else ``src`` if it exists. https://backend.pdm-project.org/build_config/"""
    named = project.table("tool", "pdm", "build").get("package-dir")
    if isinstance(named, str):
        yield "", _clean(named)
    elif _is_package(project, "src"):
        yield "", "src"
    else:
        yield from top_level(project)
        # pdm-pep517 took every package beside ("_find_packages_iter"), tests with them.
        yield from ((f"{t}/", t) for t in NOT_PACKAGES if project.holds(f"{t}/__init__.py"))


def _maturin(project: Project) -> Pairs:
    """``python-source``, else where maturin looks for the package."""
    source = _clean(python_folder(project))
    yield from [("", source)] if source else top_level(project)


def _uv_build(project: Project) -> Pairs:
    """``module-root``, ``src`` by default. https://docs.astral.sh/uv/concepts/build-backend/"""
    named = project.table("tool", "uv", "build-backend").get("module-root", "src")
    yield "", named.strip("/") if isinstance(named, str) else "src"


def _scikit_build_core(project: Project) -> Pairs:
    """``wheel.packages``, else ``src/<name>``, ``python/<name>``, ``<name>``.

    https://scikit-build-core.readthedocs.io/en/latest/configuration/index.html
    """
    packages = project.table("tool", "scikit-build", "wheel").get("packages")
    if isinstance(packages, Mapping):
        for placed, source in packages.items():
            yield f"{placed}/", str(source).strip("/")
        return
    name = import_name(project)
    for folder in _strings(packages) or [f"src/{name}", f"python/{name}", name]:
        yield folder.rsplit("/", 1)[-1] + "/", folder


def _meson(project: Project) -> Pairs:
    """Folders whose ``meson.build`` installs files of its own folder under a literal place.

    A call that names files of subfolders alone says nothing of the folder: :func:`wheel_files` has each.
    """
    for call in installed(project):
        beside = [name for name in call.names if "/" not in name]
        if call.scheme == "purelib" and (beside or call.keeps_path or not call.is_complete):
            yield (f"{call.target}/" if call.target else ""), call.folder


_BACKENDS: Mapping[str, Callable[[Project], Pairs]] = {
    "setuptools": _setuptools,
    "flit_core": _flit,
    "hatchling": _hatch,
    "poetry": _poetry,
    "pdm": _pdm,
    "maturin": _maturin,
    "mesonpy": _meson,
    "scikit_build_core": _scikit_build_core,
    "uv_build": _uv_build,
}
