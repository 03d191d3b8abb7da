"""Which packages a release must hold something of."""

from __future__ import annotations

import pytest

from layouts import backend, project
from tallystick.project.packed_packages import packed_packages


@pytest.mark.parametrize(
    ("crate", "asked", "expected"),
    [
        ("rust/Cargo.toml", "", {"src/my_pkg"}),  # maturin finds the package beside it
        ("Cargo.toml", '[tool.maturin]\npython-source = "src"\n', {"src/my_pkg"}),
        ("Cargo.toml", "", set()),  # the module may be Rust alone
    ],
)
def test_a_package_that_maturin_is_told_of_or_finds_is_packed(
    crate: str, asked: str, expected: set[str]
) -> None:
    files = {"pyproject.toml": backend("maturin", asked), crate: "", "src/my_pkg/__init__.py": ""}
    assert packed_packages(project(files)).one == expected
