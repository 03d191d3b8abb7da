"""What a backend wants besides, in a stranger's words."""

from __future__ import annotations

from pathlib import Path

import pytest

from tallystick.rebuild.interpreter import interpreters
from tallystick.rebuild.requirements import at_hand, read_requirements
from tallystick.rebuild.toolchain import Environment


def test_a_list_of_words_is_read() -> None:
    assert read_requirements(b'["wheel", "x>=1; python_version < \'3\'"]') == (
        "wheel",
        "x>=1; python_version < '3'",
    )


@pytest.mark.parametrize(
    "content", [b"", b"{}", b'"wheel"', b"[1]", b"[" * 100_000, b"\xff", b'["a", null]']
)
def test_anything_else_is_none(content: bytes) -> None:
    assert read_requirements(content) is None


def test_what_a_marker_leaves_out_is_not_asked_for_again() -> None:
    environment = Environment(
        interpreter=interpreters()[0],
        root=Path("/nowhere"),
        packages={"setuptools": "80.0"},
        digest="0" * 64,
    )
    requires = ("Tomli>=1; python_version < '3.11'", "typing_extensions", "setuptools>=61")
    assert at_hand(environment, requires) == ["setuptools", "tomli", "typing-extensions"]
