"""What stands beside the packages in ``src``, and what of it a backend packs all the same."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from layouts import backend, origin, project
from tallystick.project.beside_packages import beside_packages

SRC = (
    "my_pkg/__init__.py", "my_pkg/a.py", "other/__init__.py", "plain/data.txt", "helper.py",
    "sitecustomize.py", "conftest.py", "dev.pth", "notes.txt",
)  # fmt: skip
STARTED = {"dev.pth", "notes.txt"}
MODULES = {"helper.py", "sitecustomize.py", "conftest.py"}


@dataclass(frozen=True)
class Case:
    """A configuration, and which names in ``src`` it leaves there."""

    id: str
    pyproject: str
    left: set[str]
    setup_py: str = ""


FIND = "[tool.setuptools.packages.find]\nwhere = ['src']\n"
SETUPTOOLS, HATCH, UV = "setuptools.build_meta", "hatchling.build", "uv_build"
WHEEL = "[tool.hatch.build.targets.wheel]\nsources = ['src']\n"
CASES = [
    Case("setuptools-discovers", backend(SETUPTOOLS), STARTED),
    Case("setuptools-searches", backend(SETUPTOOLS, FIND), STARTED | MODULES),
    Case(
        "setuptools-includes",
        backend(SETUPTOOLS, f"{FIND}include = ['my_pkg*']\n"),
        STARTED | MODULES | {"other", "plain"},
    ),
    Case(
        "setuptools-excludes",
        backend(SETUPTOOLS, f"{FIND}exclude = ['other']\n"),
        STARTED | MODULES | {"other"},
    ),
    Case(
        "setuptools-searches-for-packages-with-init",
        backend(SETUPTOOLS, f"{FIND}namespaces = false\n"),
        STARTED | MODULES | {"plain"},
    ),
    Case(
        "setup-py-names-a-module",
        "",
        STARTED | {"sitecustomize.py", "conftest.py", "plain"},
        "setup(package_dir={'': 'src'}, packages=find_packages('src'), py_modules=['helper'])",
    ),
    Case(
        "setup-py-computes",
        "",
        STARTED | MODULES,
        "setup(package_dir={'': 'src'}, packages=mine())",
    ),
    Case(
        "hatch-by-name",
        backend(HATCH, WHEEL),
        STARTED | MODULES | {"other", "plain"},
    ),
    Case(
        "hatch-includes-a-module",
        backend(HATCH, f"{WHEEL}include = ['src/my_pkg', 'src/helper.py']\n"),
        STARTED | {"sitecustomize.py", "conftest.py", "other", "plain"},
    ),
    Case("hatch-includes-all", backend(HATCH, f"{WHEEL}only-include = ['src']\n"), set()),
    Case("uv-by-name", backend(UV), STARTED | MODULES | {"other", "plain"}),
    Case(
        "uv-named",
        backend(UV, "[tool.uv.build-backend]\nmodule-name = ['my_pkg', 'other.inner']\n"),
        STARTED | MODULES | {"plain"},
    ),
    Case(
        "uv-namespace",
        backend(UV, "[tool.uv.build-backend]\nnamespace = true\n"),
        STARTED | MODULES,
    ),
    Case(
        "uv-called-otherwise",
        backend(UV, name="elsewhere"),
        STARTED | MODULES,
    ),
    Case(
        "maturin-module",
        backend("maturin", "[tool.maturin]\npython-source = 'src'\nmodule-name = 'my_pkg._rs'\n"),
        STARTED | MODULES | {"other", "plain"},
    ),
    Case(
        "maturin-includes",
        backend("maturin", "[tool.maturin]\npython-source = 'src'\ninclude = ['src/*.pth']\n"),
        set(),
    ),
    Case("pdm", backend("pdm.backend"), STARTED | MODULES - {"helper.py"}),
    Case("pdm-includes", backend("pdm.backend", "[tool.pdm.build]\nincludes = ['src']\n"), set()),
    Case("unknown", backend("inhouse.backend"), STARTED | MODULES - {"helper.py"}),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_what_no_build_packs_has_no_place_in_a_wheel(case: Case) -> None:
    configuration = {"pyproject.toml": case.pyproject, "setup.py": case.setup_py}
    files = {name: text for name, text in configuration.items() if text}
    files |= {f"src/{path}": "x" for path in SRC}
    assert beside_packages(project(files), "src") == case.left
    for path in SRC:
        is_left = path.partition("/")[0] in case.left
        assert (origin(path, files) is None) is is_left, path
        placed = f"my_pkg-1.0.data/purelib/{path}"
        assert (origin(placed, files) is None) is is_left, placed


def test_what_a_build_makes_there_keeps_its_place() -> None:
    files = {"pyproject.toml": backend(SETUPTOOLS, FIND), "src/my_pkg/__init__.py": "x"}
    assert "_speedups.pyx" not in beside_packages(project(files), "src")


MESON = "py.install_sources('my_pkg.py', subdir: '')\n"


def test_meson_packs_the_files_that_it_lists() -> None:
    files = {"pyproject.toml": backend("mesonpy"), "src/meson.build": MESON}
    files |= {"src/my_pkg.py": "x", "src/sitecustomize.py": "x"}
    assert beside_packages(project(files), "src") == {"meson.build", "sitecustomize.py"}
    unread = files | {"src/meson.build": "py.install_sources(all, subdir: '')\n"}
    assert beside_packages(project(unread), "src") == set()
