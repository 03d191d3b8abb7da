"""Patterns that are compiled when they are asked."""

from __future__ import annotations

import copy
import gc
import importlib
import re

import pytest

from tallystick.regex import Uncompiled, regex


def test_it_is_asked_as_a_pattern_is() -> None:
    word = regex(r"(?P<first>[a-z])[a-z]*", re.IGNORECASE)
    assert word.findall("one Two") == ["o", "T"]
    assert [found[0] for found in word.finditer("one Two")] == ["one", "Two"]
    found = word.fullmatch("Three")
    assert found is not None
    assert found["first"] == "T"
    assert word.match("4") is None
    assert word.sub("x", "one two") == "x x"
    assert word.groupindex["first"] == 1
    assert regex(b"a|b").split(b"1a2b3") == [b"1", b"2", b"3"]
    assert copy.copy(word).search("?a") is not None


def test_nothing_is_compiled_before_it_is_asked() -> None:
    broken = regex("(")
    with pytest.raises(re.error):
        broken.match("")


def test_each_pattern_of_the_program_is_one() -> None:
    for module in ("audit", "custody", "survey_task", "trace", "scrub", "watch"):
        importlib.import_module(f"tallystick.cli.{module}")
    patterns = [one for one in gc.get_objects() if isinstance(one, Uncompiled)]
    texts = {one.__dict__["_made"][0] for one in patterns} - {"("}
    assert len(texts) > 100
    for one in patterns:
        if one.__dict__["_made"][0] in texts:
            one.compiled()
