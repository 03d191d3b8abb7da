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
