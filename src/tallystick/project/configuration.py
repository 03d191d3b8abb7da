"""What a source tree says about itself: its build configuration, read and never run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar, cast

from msgspec import Struct, field

from tallystick.errors import ContentUnavailable, LimitExceeded
from tallystick.limits import Limits
from tallystick.model import Skip, Tree
from tallystick.project.bounded import Malformed, ini, json_object, text, toml
from tallystick.project.setup_py import SetupCall, read_setup_py

CONFIGURATION_FILES = (
    "pyproject.toml", "setup.cfg", "setup.py", "Cargo.toml", "PKG-INFO", "package.json",
)  # fmt: skip

Worked = TypeVar("Worked")


class Project(Struct, frozen=True, kw_only=True, eq=False):
    """The build configuration of one project folder.

    Attributes:
        tree: the source tree that it stands in.
        subdir: the folder, "" for the root of the tree.
        pyproject: ``pyproject.toml``; empty if there is none.
        setup_cfg: ``setup.cfg``; empty if there is none.
        setup_py: the ``setup()`` call; None if there is no ``setup.py``.
        package_json: ``package.json``; empty if there is none, or it is not a JSON object.
        backend: the build backend's top-level module (PEP 517), ``setuptools`` where none is named.
        has_pyproject: whether there is a ``pyproject.toml``.
        skips: configuration that is there and could not be read.
        kept: what :meth:`once` has worked out already.
    """

    tree: Tree
    subdir: str = ""
    pyproject: Mapping[str, object] = field(default_factory=dict)
    setup_cfg: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    setup_py: SetupCall | None = None
    package_json: Mapping[str, object] = field(default_factory=dict)
    backend: str = "setuptools"
    has_pyproject: bool = False
    skips: tuple[Skip, ...] = ()
    kept: dict[object, object] = field(default_factory=dict)

    def once(self, name: object, work: Callable[[], Worked]) -> Worked:
        """What ``work`` returns for ``name``, worked out once: many explainers ask the same of a project.

        An error is not kept; who asks again gets it again.
        """
        if name not in self.kept:
            self.kept[name] = work()
        return cast("Worked", self.kept[name])

    def path(self, relative: str) -> str:
        """``relative`` to the project folder, as a path of the tree; ``..`` components resolved."""
        return join(self.subdir, relative)

    def inside(self, path: str) -> str | None:
        """``path`` of the tree, seen from the project folder; None where it is not below that."""
        prefix = f"{self.subdir}/" if self.subdir else ""
        return path.removeprefix(prefix) if path.startswith(prefix) else None

    def table(self, *keys: str) -> Mapping[str, object]:
        """A table of ``pyproject.toml``; empty where it is absent or not a table."""
        return table(self.pyproject, *keys)

    @property
    def wraps_backend(self) -> bool:
        """Whether a backend of the project's own stands before the one that it builds with.

        https://peps.python.org/pep-0517/#in-tree-build-backends : it may edit texts before it hands
        them on. A backend that builds itself is no such wrapper.
        """
        system = self.table("build-system")
        named = system.get("build-backend")
        module = named.split(":")[0].split(".")[0] if isinstance(named, str) else ""
        return bool(system.get("backend-path")) and module not in BACKENDS

    def holds(self, relative: str) -> bool:
        """Whether the tree has an entry at ``relative`` to the project folder."""
        return self.path(relative) in self.tree.entries


def join(folder: str, relative: str) -> str:
    """``relative`` to ``folder`` as a clean tree path; a path that leaves the tree stays outside.

    >>> join("bindings/python", "../../README.md")
    'README.md'
    >>> join("", "../x")
    '../x'
    """
    parts: list[str] = [part for part in folder.split("/") if part]
    for part in relative.split("/"):
        if part in {"", "."}:
            continue
        if part == ".." and parts and parts[-1] != "..":
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts)


def table(document: Mapping[str, object], *keys: str) -> Mapping[str, object]:
    """The table under ``keys``; empty where any step is absent or not a table."""
    for key in keys:
        value = document.get(key)
        if not isinstance(value, Mapping):
            return {}
        document = value
    return document


def read_project(tree: Tree, subdir: str, limits: Limits) -> Project:
    """The build configuration in ``subdir`` of ``tree``; what cannot be read becomes a skip."""
    skips: list[Skip] = []

    def content(name: str) -> bytes | None:
        path = join(subdir, name)
        entry = tree.entries.get(path)
        if entry is None or entry.is_link or entry.is_gitlink:
            return None
        try:
            return tree.read(path)
        except (ContentUnavailable, LimitExceeded) as error:
            skips.append(Skip(check="build-configuration", reason=f"{path}: {error}"))
            return None

    def read(relative: str) -> str | None:
        path = join(subdir, relative)
        entry = tree.entries.get(path)
        if entry is None or entry.is_link or entry.is_gitlink:
            return None
        try:
            return text(tree.read(path), limits)
        except (ContentUnavailable, LimitExceeded, Malformed):
            return None

    pyproject: Mapping[str, object] = {}
    setup_cfg: Mapping[str, Mapping[str, str]] = {}
    pyproject_bytes, setup_cfg_bytes = content("pyproject.toml"), content("setup.cfg")
    try:
        pyproject = toml(pyproject_bytes, limits) if pyproject_bytes is not None else {}
    except Malformed as error:
        skips.append(Skip(check="build-configuration", reason=f"pyproject.toml: {error}"))
    try:
        setup_cfg = ini(setup_cfg_bytes, limits) if setup_cfg_bytes is not None else {}
    except Malformed as error:
        skips.append(Skip(check="build-configuration", reason=f"setup.cfg: {error}"))
    setup_py_bytes = content("setup.py")
    return Project(
        tree=tree,
        subdir=subdir,
        pyproject=pyproject,
        setup_cfg=setup_cfg,
        setup_py=read_setup_py(setup_py_bytes, limits, read)
        if setup_py_bytes is not None
        else None,
        package_json=_package_json(read("package.json"), limits),
        backend=_backend(pyproject),
        has_pyproject=pyproject_bytes is not None,
        skips=tuple(skips),
    )


def _package_json(content: str | None, limits: Limits) -> Mapping[str, object]:
    """The manifest; one that cannot be parsed says nothing, and so vouches for nothing."""
    try:
        return json_object(content.encode(), limits) if content is not None else {}
    except Malformed:
        return {}


def _backend(pyproject: Mapping[str, object]) -> str:
    """The top-level module of ``[build-system] build-backend``.

    An in-tree wrapper (``backend-path``) hides the real backend; the first build requirement that
    is one names it. Without the key, PEP 517 says ``setuptools.build_meta:__legacy__``.
    """
    build_system = table(pyproject, "build-system")
    named = build_system.get("build-backend")
    module = named.split(":")[0].split(".")[0] if isinstance(named, str) else "setuptools"
    if isinstance(named, str) and named.startswith("scikit_build_core.setuptools."):
        return "setuptools"  # its plugin for a setup.py
    if module in BACKENDS or module in WRAPPERS:
        return WRAPPERS.get(module, module)
    requires = build_system.get("requires")
    for requirement in requires if isinstance(requires, list) else []:
        for backend, distribution in BACKENDS.items():
            if isinstance(requirement, str) and requirement.replace("_", "-").startswith(
                distribution
            ):
                return backend
    for backend in BACKENDS:
        if backend in table(pyproject, "tool"):
            return backend
    return module


BACKENDS = {
    "setuptools": "setuptools",
    "flit_core": "flit-core",
    "hatchling": "hatchling",
    "poetry": "poetry-core",
    "pdm": "pdm-backend",
    "maturin": "maturin",
    "mesonpy": "meson-python",
    "scikit_build_core": "scikit-build-core",
    "uv_build": "uv-build",
}
"""Backends by the module that PEP 517 names, and the distribution that brings them."""

WRAPPERS = {
    "pbr": "setuptools",
    "jupyter_packaging": "setuptools",
    "flit": "flit_core",
    "flit_scm": "flit_core",
}
"""Backends that hand everything on to another: ``pbr.build`` is setuptools with pbr switched on.

``jupyter_packaging.build_api`` is setuptools once a function of the project has run.
``flit.buildapi`` was flit's before flit_core, and is that since.
"""
