"""Which folders a ``find_packages()`` of ``setup.py`` takes for packages, whatever they are called."""

from __future__ import annotations

import pytest

from tallystick.limits import DEFAULT
from tallystick.project import read_project
from tallystick.project.found_packages import found_at_root
from trees import tree

FILES = {
    "docs/conf.py": b"",
    "example/__init__.py": b"",
    "scripts/readme-gen/gen.py": b"",
    "tests/__init__.py": b"",
    "test-data/a.py": b"",
}


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("find_packages()", ["example", "tests"]),
        ("find_packages(exclude=['tests*'])", ["example"]),
        ("find_packages('.', ['tests'])", ["example"]),
        ("find_packages(include=['tests', 'tests.*'])", ["tests"]),
        ("setuptools.find_namespace_packages(exclude=('tests*',))", ["docs", "example", "scripts"]),
        ("find_packages('src')", []),
        ("find_packages(exclude=names)", []),
        ("find_packages(*names)", []),
        ("find_packages(**{'exclude': ['tests']})", []),
        ("other(exclude=['tests'])", []),
    ],
)
def test_a_call_takes_what_its_arguments_leave(call: str, expected: list[str]) -> None:
    setup = f"from setuptools import setup\nsetup(name='example', packages={call})\n"
    project = read_project(tree({**FILES, "setup.py": setup.encode()}), "", DEFAULT)
    assert list(found_at_root(project)) == expected


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ("", ["docs", "example", "scripts", "tests"]),
        ("namespaces = false", ["example", "tests"]),
        ('include = ["example*", "tests"]\nnamespaces = false', ["example", "tests"]),
        ('exclude = ["tests*"]', ["docs", "example", "scripts"]),
        ('where = ["src"]', []),
    ],
)
def test_a_table_takes_folders_without_an_init_too(table: str, expected: list[str]) -> None:
    text = f"[tool.setuptools.packages.find]\n{table}\n"
    project = read_project(tree({**FILES, "pyproject.toml": text.encode()}), "", DEFAULT)
    assert list(found_at_root(project)) == expected


def test_a_search_of_setup_cfg_takes_what_its_section_leaves() -> None:
    text = "[options]\npackages = find:\n[options.packages.find]\nexclude =\n  tests\n  example\n"
    files = {**FILES, "setup.cfg": text.encode(), "tests/data/__init__.py": b""}
    assert list(found_at_root(read_project(tree(files), "", DEFAULT))) == ["tests/data"]


def test_below_a_folder_that_is_left_out_the_search_goes_on() -> None:
    setup = b"from setuptools import setup\nsetup(packages=find_packages(exclude=['tests']))\n"
    files = {**FILES, "setup.py": setup, "tests/gallery/__init__.py": b"", "tests/other/a.py": b""}
    found = list(found_at_root(read_project(tree(files), "", DEFAULT)))
    assert found == ["example", "tests/gallery"]


@pytest.mark.parametrize(
    ("configuration", "expected"),
    [
        ("[options]\npackages = find:\n", ["example", "tests"]),
        ("[options]\npackages = example\n", []),
        (
            "[options]\npackages = find:\n[options.packages.find]\nexclude = tests*, docs\n",
            ["example"],
        ),
        (
            "[options]\npackages = find:\n[options.packages.find]\nexclude =\n    tests\n    tests.*\n",
            ["example"],
        ),
        (
            "[options]\npackages = find:\n[options.packages.find]\nexclude = ['docs*', 'tests*']\n",
            ["example", "tests"],
        ),
        ("[options]\npackages = find:\n[options.packages.find]\nwhere = src\n", []),
        (
            "[options]\npackages = find_namespace:\n[options.packages.find]\ninclude = scripts\n",
            ["scripts"],
        ),
    ],
)
def test_a_section_of_setup_cfg_takes_what_its_options_leave(
    configuration: str, expected: list[str]
) -> None:
    project = read_project(tree({**FILES, "setup.cfg": configuration.encode()}), "", DEFAULT)
    assert list(found_at_root(project)) == expected


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ("namespaces = false", ["example", "tests"]),
        ('exclude = ["tests*"]', ["docs", "example", "scripts"]),
        ('where = ["src"]', []),
    ],
)
def test_a_table_of_pyproject_takes_what_its_keys_leave(table: str, expected: list[str]) -> None:
    text = f"[tool.setuptools.packages.find]\n{table}\n"
    project = read_project(tree({**FILES, "pyproject.toml": text.encode()}), "", DEFAULT)
    assert list(found_at_root(project)) == expected
