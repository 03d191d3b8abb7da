"""Files of a wheel that its build configuration places one by one, for all backends.

:mod:`tallystick.project.wheel_roots` has the folders.
"""

from __future__ import annotations

import fnmatch
from collections.abc import Iterable, Iterator, Mapping

from tallystick.project.configuration import Project, join, table
from tallystick.project.declared import strings
from tallystick.project.meson import installed
from tallystick.project.pbr_files import pbr_data_files
from tallystick.project.setup_py import SetupCall


def wheel_files(project: Project) -> Iterator[tuple[str, str, str]]:
    """Single files: (path in the wheel, path in the project, reason).

    A path that begins with ``{data}/`` lies in the wheel's ``.data`` directory.
    """
    target = project.table("tool", "hatch", "build", "targets", "wheel")
    shared = project.table("tool", "hatch", "build")
    for key, prefix in (
        ("force-include", ""),
        ("shared-data", "{data}/data/"),
        ("shared-scripts", "{data}/scripts/"),
    ):
        for source, placed in {**table(shared, key), **table(target, key)}.items():
            if isinstance(placed, str):
                yield from _mapped(project, source, prefix + placed.strip("/"), f"hatch {key}")
    if project.backend == "mesonpy":
        yield from _meson_files(project)
    if project.backend == "poetry":
        yield from _included(project)
    if project.backend == "setuptools":
        yield from _data_files(project)
        yield from pbr_data_files(project)
    if project.setup_py is not None:
        yield from _setuptools_files(project.setup_py)
        yield from _setuptools_headers(project.setup_py)
        yield from _root_package(project, project.setup_py)


def _included(project: Project) -> Iterator[tuple[str, str, str]]:
    """Files that ``[tool.poetry] include`` names, which a wheel has under the same path.

    https://python-poetry.org/docs/pyproject/#exclude-and-include : Poetry 1 took what has no ``format`` into
    both.
    """
    given = project.table("tool", "poetry").get("include")
    for item in given if isinstance(given, list) else ():
        path = item.get("path") if isinstance(item, dict) else item
        if isinstance(path, str) and project.holds(path):
            yield path, path, "include of [tool.poetry]"


def _mapped(
    project: Project, source: str, placed: str, reason: str
) -> Iterator[tuple[str, str, str]]:
    """A mapped file, or every file below a mapped folder."""
    source = source.strip("/")
    if project.holds(source):
        yield placed, source, reason
        return
    below = project.path(source) + "/"
    for path in project.tree.entries:
        if path.startswith(below):
            yield f"{placed}/{path[len(below) :]}", f"{source}/{path[len(below) :]}", reason


def _setuptools_files(call: SetupCall) -> Iterator[tuple[str, str, str]]:
    for value in (call.known.get("scripts"), *call.either.get("scripts", ())):
        for script in strings(value):
            yield f"{{data}}/scripts/{script.rsplit('/', 1)[-1]}", script, "scripts of setup.py"
    data_files = call.known.get("data_files")
    for item in data_files if isinstance(data_files, list | tuple) else ():
        if isinstance(item, list | tuple) and len(item) == 2 and isinstance(item[0], str):
            for source in strings(item[1]):
                name = source.rsplit("/", 1)[-1]
                folder = item[0].strip("/")
                yield f"{{data}}/data/{folder}/{name}", source, "data_files of setup.py"


def _root_package(project: Project, call: SetupCall) -> Iterator[tuple[str, str, str]]:
    """Data of the package ``""``, which is no folder: what ``package_data`` names of it stands at the top.

    https://docs.python.org/3.11/distutils/setupscript.html#listing-whole-packages
    """
    packages, data = call.known.get("packages"), call.known.get("package_data")
    folders = call.known.get("package_dir", {})
    base = folders.get("", "") if isinstance(folders, Mapping) else None
    if "" not in strings(packages) or not isinstance(data, Mapping) or not isinstance(base, str):
        return
    for name in strings(data.get("")):
        if project.holds(join(base, name)):
            yield name, join(base, name), "package_data of setup.py"


def _data_files(project: Project) -> Iterator[tuple[str, str, str]]:
    """``data_files`` of ``setup.cfg`` and ``[tool.setuptools.data-files]``: a folder, and what lies in it."""
    written = project.setup_cfg.get("options.data_files", {})
    given: dict[str, object] = {folder: names.split("\n") for folder, names in written.items()}
    given |= project.table("tool", "setuptools", "data-files")
    for folder, names in given.items():
        for source in _matching(project, strings(names)):
            name = source.rsplit("/", 1)[-1]
            placed = "/".join(filter(None, ("{data}/data", folder.strip("/"), name)))
            yield placed, source, "data_files of the configuration"


def _matching(project: Project, patterns: Iterable[str]) -> Iterator[str]:
    for pattern in filter(None, (line.strip() for line in patterns)):
        if not set(pattern) & set("*?["):
            yield pattern
            continue
        prefix = f"{project.subdir}/" if project.subdir else ""
        for path in project.tree.entries:
            inside = path.removeprefix(prefix)
            is_as_deep = path.startswith(prefix) and inside.count("/") == pattern.count("/")
            if is_as_deep and fnmatch.fnmatchcase(inside, pattern):
                yield inside


def _setuptools_headers(call: SetupCall) -> Iterator[tuple[str, str, str]]:
    """``headers``: each file goes by its base name into the scheme of that name.

    setuptools ``command/bdist_wheel.py`` (``install_headers`` below ``.data``) and distutils
    ``command/install_headers.py``. Which branch of a ``setup.py`` runs is not known here, so each counts.
    """
    for value in (call.known.get("headers"), *call.either.get("headers", ())):
        for source in strings(value):
            yield f"{{data}}/headers/{source.rsplit('/', 1)[-1]}", source, "headers of setup.py"


def _meson_files(project: Project) -> Iterator[tuple[str, str, str]]:
    """Each file that a ``meson.build`` installs from a subfolder, or as a header."""
    for call in installed(project):
        scheme = "{data}/headers/" if call.scheme == "headers" else ""
        for name in call.names:
            source, placed = join(call.folder, name), call.placed(name)
            if (scheme or "/" in name) and project.holds(source):
                yield scheme + placed, source, f"installed by {call.folder or '.'}/meson.build"
