"""The pictures of custody: what they show, and that what others typed stays text in them."""

from __future__ import annotations

import re
import sys
from xml.etree import ElementTree as ET

import pytest
from msgspec.structs import replace

from ledgers import HOSTILE
from tallystick.model.custody import Custodian
from tallystick.model.history import Person
from tallystick.model.past import FileHistory, Month, Past, TaggedRelease
from tallystick.report.custody_charts import (
    MOST_FILES,
    MOST_PEOPLE,
    charts,
    share_of,
    timeline,
    treemap,
)
from tallystick.report.text import prose

NOW = 1_700_000_000

HARMLESS = {
    *("class", "d", "display", "fill", "font-family", "font-size", "font-weight", "height"),
    *("opacity", "pointer-events", "stroke", "stroke-miterlimit", "stroke-width", "text-anchor"),
    *("transform", "version", "viewBox", "width", "role", "aria-hidden", "aria-roledescription"),
    *("aria-label", "x", "x1", "x2", "y", "y1", "y2"),
}
"""Attributes that draw; no style (which the page's policy forbids), no event, no address."""


def file(path: str, *, lines: int | None = 100, reviewed: int = 1, of: int = 2) -> FileHistory:
    return FileHistory(path=path, lines=lines, commits=of, reviewed=reviewed, people=2, owner=None)


def past(*files: FileHistory) -> Past:
    return Past(
        now=NOW,
        months=(
            Month(year=2022, month=12, reviewed=3, claimed=1, unreviewed=2),
            Month(year=2023, month=11, reviewed=0, claimed=0, unreviewed=7),
        ),
        undated=1,
        releases=(TaggedRelease(name="v1.0", time=NOW - 1_000_000, by="Ada"),),
        keepers=1,
        files=files,
    )


def keeper(text: str) -> Custodian:
    return Custodian(
        person=Person(name=text, email=text),
        commits=1,
        merges=1,
        tags=1,
        first_commit=NOW - 9_000_000,
        first_merge=NOW - 8_000_000,
        first_tag=10**15,
        last=-(10**15),
        recent=0.5,
    )


def drawn(sample: Past, *keepers: Custodian) -> list[ET.Element]:
    found = charts(sample, keepers)
    assert found is not None
    return [ET.fromstring(one.svg) for one in found]  # noqa: S314 - what our own library wrote


def texts(svg: ET.Element) -> set[str]:
    return {one.text or "" for one in svg.iter() if one.tag.endswith("}text")}


def test_the_timeline_names_releases_and_keepers() -> None:
    svg, _ = drawn(past(file("a.c")), keeper("Ada"))
    assert {"v1.0", "1. Ada", "reviewed", "not reviewed", "first merge"} <= texts(svg)


def test_the_treemap_fills_files_by_review_and_outlines_what_one_person_wrote() -> None:
    alone = replace(file("src/own.c", reviewed=0), owner="Eve")
    _, svg = drawn(past(file("src/all.c", reviewed=2), alone))
    assert {"src", "all.c", "own.c"} <= texts(svg)
    shapes = [one.attrib for one in svg.iter() if one.get("stroke-width") is not None]
    fills = {one["fill"] for one in shapes if one["stroke-width"] == "1.6"}
    assert fills == {"#ee9a5c"}


@pytest.mark.parametrize(
    ("reviewed", "words"), [(0, "none"), (1, "less than half"), (2, "half or more"), (4, "all")]
)
def test_a_share_is_one_of_four(reviewed: int, words: str) -> None:
    assert share_of(file("a", reviewed=reviewed, of=4)) == words


def test_what_others_typed_stays_text() -> None:
    hostile = replace(
        past(*(file(f"{text}/{text}", lines=50_000) for text in HOSTILE)),
        releases=tuple(TaggedRelease(name=text, time=NOW - 5_000, by=text) for text in HOSTILE),
    )
    for svg in drawn(hostile, *map(keeper, HOSTILE)):
        for one in svg.iter():
            assert one.tag.removeprefix("{http://www.w3.org/2000/svg}") in {
                *("svg", "g", "path", "rect", "line", "text"),
            }
            assert set(one.keys()) <= HARMLESS
            assert prose(one.text or "") == (one.text or "")


def test_an_expression_in_a_name_is_not_evaluated() -> None:
    name = "signal: datum.id"
    _, svg = drawn(past(file(f"{name}/x", lines=10_000), file("${1+1}/{{7*7}}", lines=10_000)))
    assert {name, "${1+1}", "{{7*7}}"} <= texts(svg)


def test_more_than_can_be_seen_is_cut_and_said() -> None:
    many = past(*(file(f"d/{number}") for number in range(MOST_FILES + 5)))
    found = charts(many, [keeper(str(number)) for number in range(MOST_PEOPLE + 1)])
    assert found is not None
    assert f"{MOST_FILES:,} largest of {MOST_FILES + 5:,}" in found[1].caption
    assert f"The {MOST_PEOPLE} of {MOST_PEOPLE + 1}" in found[0].caption
    assert "1 commit with an impossible date left out" in found[0].caption
    spec = treemap(many)
    assert spec is not None
    assert len(spec["data"][0]["values"]) == MOST_FILES + 2


def test_without_contents_files_are_as_large_as_they_were_often_changed() -> None:
    found = charts(past(file("a", lines=None, of=7)), ())
    assert found is not None
    assert found[1].caption.startswith("Files by commits")


def test_an_empty_history_has_no_pictures() -> None:
    empty = replace(past(), months=())
    assert timeline(empty, ()) is None
    assert treemap(empty) is None
    assert charts(empty, ()) == ()


def test_without_the_library_there_are_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    assert charts(past(file("a")), ()) is None


def test_a_picture_asks_nobody_for_anything() -> None:
    found = charts(past(file("https://example.org/x.png")), ())
    assert found is not None
    for one in found:
        assert not re.search(r"(?:href|src|url)\s*[=(]", one.svg)
