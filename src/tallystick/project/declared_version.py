"""Where a dynamic version comes from, for each backend; and versions that tags name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from packaging.version import Version

from tallystick.limits import Limits
from tallystick.project.bounded import Malformed, toml
from tallystick.project.configuration import Project, table
from tallystick.project.declared import Field, Known, Unknown
from tallystick.project.maturin import manifest
from tallystick.project.reading import (
    NotReadable,
    module_constants,
    module_files,
    read_attribute,
    read_bytes,
    read_text,
)

_TAG = re.compile(r"(?:^|[^0-9])((?:[vV])?[0-9].*)$")
"""The first digit that follows a non-digit begins the version; what stands before is a prefix."""


def tag_versions(tags: Iterable[str]) -> dict[Version, str]:
    """Versions that tags name (``v1.0``, ``release-1.0``, ``name/1.0``), with the tag."""
    found: dict[Version, str] = {}
    for tag in tags:
        for spelled in _spellings(tag):
            try:
                found.setdefault(Version(spelled), tag)
            except ValueError:  # InvalidVersion, or a number beyond ``int``
                continue
            break
    return found


def _spellings(tag: str) -> Iterable[str]:
    """The tag, then what follows each separator, longest first; ``REL_1_0_3`` as old ones have it."""
    yield tag
    for separator in re.finditer(r"[-/@ =]|(?<![0-9])_", tag):
        yield tag[separator.end() :]
        yield tag[separator.end() :].replace("_", ".")
    if match := _TAG.search(tag):  # ``py1.0``
        yield match.group(1)
        yield match.group(1).replace("_", ".")


def dynamic_version(project: Project, limits: Limits) -> Field:
    """The version that the backend would find without running anything."""
    find = _BACKENDS.get(project.backend)
    if find is None:
        return Unknown(why=f"{project.backend} computes the version")
    try:
        return find(project, limits)
    except NotReadable as error:
        return Unknown(why=f"version: {error}")


def version_of(value: object) -> str | None:
    """A literal as a version: a string, or the tuple that setuptools joins with dots."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, list | tuple) and all(isinstance(part, str | int) for part in value):
        return ".".join(str(part) for part in value)
    return None


def _bound(project: Project, path: str, names: tuple[str, ...], limits: Limits) -> Known:
    bound = module_constants(project, path, limits)
    for name in names:
        version = version_of(bound.get(name))
        if version is not None:
            return Known(values=(version.removeprefix("v"),), where=f"{path} {name}")
    raise NotReadable(f"{path} does not bind {' or '.join(names)} once, to a literal")


def _hatch(project: Project, limits: Limits) -> Field:
    """``[tool.hatch.version]``: a path and a pattern, the default one unless another is given.

    https://hatch.pypa.io/latest/plugins/version-source/regex/
    """
    asked = project.table("tool", "hatch", "version")
    path, source = asked.get("path"), asked.get("source", "regex")
    if source != "regex" or not isinstance(path, str) or not path.endswith(".py"):
        return Unknown(why=f"hatch takes the version from {source}")
    if "pattern" in asked:
        return Unknown(why=f"hatch finds the version in {path} with the project's own pattern")
    return _bound(project, path, ("__version__", "VERSION"), limits)


def _flit(project: Project, limits: Limits) -> Field:
    """``__version__`` of the module (https://flit.pypa.io/en/stable/pyproject_toml.html)."""
    return _bound(project, flit_module(project), ("__version__",), limits)


def flit_module(project: Project) -> str:
    """The file of the module that flit packages; :class:`NotReadable` if it is not there."""
    named = project.table("tool", "flit", "module").get("name")
    for name in (
        named,
        project.table("project").get("name"),
        project.table("tool", "flit", "metadata").get("module"),
    ):
        if not isinstance(name, str):
            continue
        for path in module_files(project, re.sub(r"[-.]+", "_", name) if name != named else name):
            if project.holds(path):
                return path
    raise NotReadable("the module that flit would package is not in the source")


def _pdm(project: Project, limits: Limits) -> Field:
    """``[tool.pdm.version]``: ``source = "file"`` (https://backend.pdm-project.org/metadata/)."""
    asked = project.table("tool", "pdm", "version")
    path = asked.get("path", asked.get("from"))
    source = asked.get("source", "file" if isinstance(path, str) else "nothing")
    if source != "file" or not isinstance(path, str):
        return Unknown(why=f"pdm takes the version from {source}")
    return _bound(project, path, ("__version__", "VERSION", "version"), limits)


def _setuptools(project: Project, limits: Limits) -> Field:
    """``[tool.setuptools.dynamic] version`` with ``attr`` or ``file``.

    https://setuptools.pypa.io/en/latest/userguide/pyproject_config.html#dynamic-metadata
    """
    asked = project.table("tool", "setuptools", "dynamic").get("version")
    if not isinstance(asked, Mapping):
        return Unknown(why="a plugin of setuptools computes the version")
    return from_directive(project, asked.get("attr"), asked.get("file"), limits)


def from_directive(project: Project, attribute: object, file: object, limits: Limits) -> Field:
    """A version that ``attr:`` or ``file:`` names; :class:`NotReadable` as the file says."""
    if isinstance(attribute, str):
        value, path = read_attribute(project, attribute.strip(), limits)
        version = version_of(value)
        if version is None:
            raise NotReadable(f"{attribute} is not a version")
        return Known(values=(version,), where=f"{path} ({attribute.strip()})")
    names = [file] if isinstance(file, str) else file
    if isinstance(names, list) and len(names) == 1 and isinstance(names[0], str):
        text = read_text(project, names[0].strip(), limits)
        return Known(values=(text.strip(),), where=names[0].strip())
    return Unknown(why="the version comes from neither attr nor one file")


def cargo(project: Project, limits: Limits) -> Mapping[str, object]:
    """``[package]`` of ``Cargo.toml``, with what it inherits from its workspace filled in.

    https://doc.rust-lang.org/cargo/reference/workspaces.html#the-package-table
    """
    path = manifest(project)
    try:
        package = dict(table(toml(read_bytes(project, path), limits), "package"))
        shared: Mapping[str, object] = {}
        for parent in ("Cargo.toml", "../Cargo.toml", "../../Cargo.toml"):
            if not shared and project.holds(parent):
                document = toml(read_bytes(project, parent), limits)
                shared = table(document, "workspace", "package")
    except Malformed as error:
        raise NotReadable(f"{path}: {error}") from None
    for key, value in package.items():
        if isinstance(value, Mapping) and value.get("workspace") is True:
            package[key] = shared.get(key)
    return package


def _maturin(project: Project, limits: Limits) -> Field:
    """The crate's version (https://www.maturin.rs/metadata); ``1.0.0-rc.1`` is ``1.0.0rc1``."""
    version = cargo(project, limits).get("version")
    if not isinstance(version, str):
        return Unknown(why="Cargo.toml states no version")
    return Known(values=(version,), where="Cargo.toml [package]")


_MESON_PROJECT = re.compile(r"^\s*project\s*\(\s*'[^']*'(?P<rest>[^#]{0,4000})", re.MULTILINE)
_MESON_VERSION = re.compile(r"[,\s]version\s*:\s*'(?P<version>[^'\n]*)'\s*[,)\n]")


def _meson(project: Project, limits: Limits) -> Field:
    """A literal ``version`` of ``project()`` in ``meson.build``.

    https://mesonbuild.com/Reference-manual_functions.html#project
    """
    text = read_text(project, "meson.build", limits)
    call = _MESON_PROJECT.search(text)
    found = _MESON_VERSION.search(call.group("rest")) if call else None
    if found is None:
        return Unknown(why="meson.build computes the version")
    return Known(values=(found.group("version"),), where="meson.build project()")


_BACKENDS: Mapping[str, Callable[[Project, Limits], Field]] = {
    "hatchling": _hatch,
    "flit_core": _flit,
    "pdm": _pdm,
    "setuptools": _setuptools,
    "maturin": _maturin,
    "mesonpy": _meson,
}
