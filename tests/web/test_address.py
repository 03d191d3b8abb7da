from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgers import HOSTILE
from tallystick.web.address import segment, text_of

NAMES = st.text() | st.sampled_from(HOSTILE)


@given(NAMES)
def test_any_name_is_one_segment_and_comes_back(name: str) -> None:
    written = segment(name)
    assert text_of(written) == name
    assert re.fullmatch(r"[A-Za-z0-9_.+!@~-]+", written)
    assert written.strip(".")
    assert not written.endswith((".json", ".svg", ".atom", ".txt"))


@given(NAMES, NAMES)
def test_two_names_are_two_segments(one: str, other: str) -> None:
    assert (segment(one) == segment(other)) == (one == other)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "~",
        "~2E",
        "..",
        ".",
        "a/b",
        "a%2Fb",
        "~41",
        "~2e",
        "~ff",
        "~FF",
        "a b",
        "x.json",
        "~G0",
    ],
)
def test_what_segment_never_writes_is_no_name(written: str) -> None:
    text = text_of(written)
    assert text is None or segment(text) == written
