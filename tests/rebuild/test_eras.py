"""Which setuptools may have written a ``PKG-INFO``: shapes as the versions named write them."""

from __future__ import annotations

import pytest

from tallystick.rebuild.eras import GENERATIONS, of_text

HEAD = "Metadata-Version: {}\nName: example\nVersion: 1.0\nSummary: d\n"
V49 = HEAD.format("2.1") + "Description: Hello\n        \n        world\nPlatform: UNKNOWN\n"
V58 = HEAD.format("2.1") + "Platform: UNKNOWN\nLicense-File: LICENSE\n\nHello\n\nworld\n\n\n"
V65 = HEAD.format("2.1") + "License-File: LICENSE\n\nHello\n\nworld\n"
V70 = HEAD.format("2.1") + "License-File: LICENSE\nRequires-Dist: six>=1\n\nHello\n\nworld\n"
V75 = HEAD.format("2.2") + "License-File: LICENSE\nDynamic: summary\n\nHello\n\nworld\n"
V80 = HEAD.format("2.4") + "License-File: LICENSE\nDynamic: license-file\n\nHello\n\nworld\n"


def held(text: str) -> list[str]:
    return [constraint for constraint, _ in of_text(text)]


@pytest.mark.parametrize(
    ("text", "constraints"),
    [
        (V49, ["setuptools<57", "setuptools<50"]),
        (V58, ["setuptools<62", "setuptools<58"]),
        (V65, ["setuptools<75.7", "setuptools<70", "setuptools<66", "setuptools<62"]),
        (V70, ["setuptools<75.7", "setuptools<70"]),
        (V75, ["setuptools<77"]),
        (V80, []),  # what the day has
        (V49.replace("\n", "\r\n"), ["setuptools<57", "setuptools<50"]),
    ],
)
def test_only_versions_that_write_that_shape_are_tried(text: str, constraints: list[str]) -> None:
    assert held(text) == constraints


@pytest.mark.parametrize("text", ["", "Name: x\n\nMetadata-Version: 2.4\n", "\0" * 100])
def test_a_text_that_tells_nothing_leaves_all_of_them(text: str) -> None:
    assert of_text(text) == GENERATIONS


def test_what_a_description_says_chooses_nothing() -> None:
    assert held(V80 + "\nDescription: x\nPlatform: UNKNOWN\n") == []
