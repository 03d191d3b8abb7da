"""A row's bar: as wide as what it says, and empty where there is nothing to say."""

from __future__ import annotations

import re

from tallystick.model import Grade
from tallystick.web.bar import LEAST, WIDTH, bar


def pieces(files: dict[Grade, int]) -> list[tuple[str, float, float]]:
    found = re.findall(r'class="(\w+)" x="([\d.]+)" y="0" width="([\d.]+)"', bar(files))
    return [(grade, float(at), float(width)) for grade, at, width in found]


def test_a_bar_has_a_piece_for_each_grade_the_best_first() -> None:
    files = {Grade.UNEXPLAINED: 1, Grade.IDENTICAL: 3, Grade.MOVED: 0}
    assert pieces(files) == [("identical", 0, 750), ("unexplained", 750, 250)]


def test_one_file_of_many_is_seen() -> None:
    files = {Grade.IDENTICAL: 1_000_000, Grade.CONTRADICTED: 1}
    assert pieces(files)[-1] == ("contradicted", WIDTH, LEAST)


def test_no_files_have_no_bar() -> None:
    assert not bar({})
    assert not bar({Grade.IDENTICAL: 0})
