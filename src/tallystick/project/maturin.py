"""Where maturin looks for the crate and for the Python beside it.

Read from ``src/project_layout.rs`` of maturin, "Python first src-layout": where ``rust/Cargo.toml`` is there
and ``src/`` has the package, the crate is that one and the package is taken out of ``src/``.
https://www.maturin.rs/project_layout
"""

from __future__ import annotations

from tallystick.project.configuration import Project
from tallystick.project.declared import strings

_IN_RUST = "rust/Cargo.toml"


def manifest(project: Project) -> str:
    """The crate's manifest, as a path in the project: ``manifest-path``, else where maturin looks for it."""
    named = project.table("tool", "maturin").get("manifest-path")
    if isinstance(named, str):
        return named
    is_src_layout = bool(_python_source(project)) or _is_in_src(project)
    is_alone = not project.holds("Cargo.toml")
    return _IN_RUST if project.holds(_IN_RUST) and (is_src_layout or is_alone) else "Cargo.toml"


def python_folder(project: Project) -> str:
    """The folder of the packages of Python, as a path in the project: empty for the project's own."""
    named = _python_source(project)
    if named:
        return named
    return "src" if project.holds(_IN_RUST) and _is_in_src(project) else ""


def _python_source(project: Project) -> str:
    named = project.table("tool", "maturin").get("python-source")
    return named if isinstance(named, str) else ""


def _is_in_src(project: Project) -> bool:
    """Whether ``src/`` has the package of the project's name, or one of ``python-packages``."""
    name = project.table("project").get("name")
    if not isinstance(name, str):
        return False
    packages = strings(project.table("tool", "maturin").get("python-packages"))
    names = (name.replace("-", "_"), *packages)
    return any(project.holds(f"src/{one}/__init__.py") for one in names)
